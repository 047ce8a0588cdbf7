// Pieces of work that the threads of the arithmetic take one by one, so that none waits for a slow one longer than a piece.
#pragma once

#include <atomic>
#include <cstdint>

#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>

#include "core/model/interruption.h"

namespace strato {

// work(0) .. work(count - 1), without gradients, in any order; products within it run on one thread. Throws what work throws, and
// Cancelled as throwIfInterrupted() does, which it asks before each piece.
template <typename Work>
void shareOut(std::int64_t count, const Work& work) {
    std::atomic<std::int64_t> next = 0;
    at::parallel_for(0, at::get_num_threads(), 1, [&](std::int64_t, std::int64_t) {
        const at::NoGradGuard noGradients;   // each thread has a mode of its own
        try {
            for (std::int64_t i = next++; i < count; i = next++) {
                throwIfInterrupted();        // heard by the thread that was made interruptible, which is one of them
                work(i);
            }
        } catch (...) {
            next = count;
            throw;
        }
    });
}

}  // namespace strato
