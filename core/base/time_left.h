// How long a job still takes, from the progress it reports. A phase whose share falls back has started a new count, and what went
// before says nothing of it.
//
//     TimeLeft timeLeft;
//     timeLeft.update(progress);
//     timeLeft.seconds();
#pragma once

#include <optional>

#include "core/base/job_context.h"
#include "core/base/stopwatch.h"

namespace strato {

class TimeLeft {
public:
    void update(const Progress& progress) {
        if (progress.total <= 0) {
            share_.reset();
            return;
        }
        const double share = static_cast<double>(progress.done) / static_cast<double>(progress.total);
        if (!share_ || share < *share_) {
            clock_.restart();
            firstShare_ = share;
        }
        share_ = share;
    }

    // Done of all, 0 to 1; nothing where the total is unknown.
    std::optional<double> share() const { return share_; }

    // Nothing until there is enough to go by: half a second and a hundredth of the whole.
    std::optional<double> seconds() const {
        if (!share_ || *share_ - firstShare_ < 0.01 || clock_.seconds() < 0.5) return std::nullopt;
        return clock_.seconds() * (1 - *share_) / (*share_ - firstShare_);
    }

private:
    std::optional<double> share_;
    double firstShare_ = 0;
    Stopwatch clock_;
};

}  // namespace strato
