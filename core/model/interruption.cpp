#include "core/model/interruption.h"

#include <utility>

#include "core/base/error.h"

namespace strato {

namespace {

thread_local std::stop_token stopOfThread;

}  // namespace

Interruptible::Interruptible(std::stop_token stop) : before_(std::exchange(stopOfThread, std::move(stop))) {}
Interruptible::~Interruptible() { stopOfThread = std::move(before_); }

void throwIfInterrupted() {
    if (stopOfThread.stop_requested()) throw Cancelled();
}

}  // namespace strato
