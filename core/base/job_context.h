// What a long verb is handed besides its input: where to report progress and how it learns that it should stop.
//
//     for (int i = 0; i < blocks; ++i) {
//         job.throwIfStopped();
//         job.report("measuring blocks", i, blocks);
//     }
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

#include "core/base/error.h"

namespace strato {

// done of total, in whatever unit the phase counts; total 0 means unknown.
struct Progress {
    std::string phase;
    std::int64_t done = 0;
    std::int64_t total = 0;
};

struct JobContext {
    std::function<void(const Progress&)> onProgress;
    std::stop_token stop;

    void report(const std::string& phase, std::int64_t done, std::int64_t total) const {
        if (onProgress) onProgress({phase, done, total});
    }
    // Throws Cancelled when a stop was requested. Long verbs call it at least several times a second.
    void throwIfStopped() const {
        if (stop.stop_requested()) throw Cancelled();
    }
};

}  // namespace strato
