// How a stop reaches the middle of a block: the largest take seconds for a batch of tokens.
//
//     const Interruptible interruptible(job.stop);
//     y = decoder.runBlock(...);                    // throws Cancelled within a fraction of a second of the request
#pragma once

#include <stop_token>

namespace strato {

// While one lives, blocks that its thread runs look for a stop request between pieces of their work.
class Interruptible {
public:
    explicit Interruptible(std::stop_token stop);
    ~Interruptible();
    Interruptible(const Interruptible&) = delete;
    Interruptible& operator=(const Interruptible&) = delete;

private:
    std::stop_token before_;           // one within another takes its place
};

// Throws Cancelled if this thread is interruptible and its stop was requested.
void throwIfInterrupted();

}  // namespace strato
