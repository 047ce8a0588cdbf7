#include "core/model/threads.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <ATen/Parallel.h>

// Of OpenBLAS; absent where LibTorch brings another BLAS.
extern "C" void openblas_set_num_threads(int threads) __attribute__((weak));

namespace strato {

namespace {

// GNU OpenMP's threads wait by spinning for milliseconds while it counts no more of them than there are cores. Where another program
// keeps one of two cores busy they spend their share of the other on that, and an analysis takes four times as long. Idle threads of a
// second team, which are never given work, make the count exceed the cores, and all waits short. An idle machine loses a tenth on
// models as small as the demo and nothing on those of a billion parameters (measured).
// (The variable GOMP_SPINCOUNT would do the same, but is read before any code of ours runs.)
void keepWaitsShort() {
    static const std::jthread host([](const std::stop_token& ended) {
        std::atomic<int> started = 0;
#pragma omp parallel num_threads(2)
        ++started;
        std::mutex mutex;
        std::unique_lock lock(mutex);
        std::condition_variable_any().wait(lock, ended, [] { return false; });
    });
}

}  // namespace

void setThreads(int threads) {
    keepWaitsShort();
    const int count = threads > 0 ? threads : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    at::set_num_threads(count);
    if (openblas_set_num_threads) openblas_set_num_threads(count);
}

}  // namespace strato
