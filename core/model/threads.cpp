#include "core/model/threads.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include <malloc.h>
#include <omp.h>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>

#include "core/base/stopwatch.h"

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

// Tensors below 32 MiB (the C library's limit) come from the heap, which gives back only what it has free beyond 256 MiB.
void keepFreedMemory() {
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 256 << 20);
}

// Of the fastest of many small products, after one that warms up: what else the machine does must not change what is computed in.
double productSeconds(at::ScalarType type, int width) {
    const at::NoGradGuard noGradients;
    const at::Tensor a = at::ones({width, width}, type), b = a.clone();
    at::Tensor c = at::mm(a, b);
    double best = 1;
    constexpr int products = 6;
    for (int i = 0; i < products; ++i) {
        const Stopwatch watch;
        at::mm_out(c, a, b);
        best = std::min(best, watch.seconds());
    }
    return best;
}

}  // namespace

bool multipliesBfloat16Faster(int width) {
    constexpr int widest = 256;
    static std::mutex mutex;
    static std::map<int, bool> known;
    const std::lock_guard lock(mutex);
    const int measured = std::clamp(width, 1, widest);
    const auto found = known.find(measured);
    if (found != known.end()) return found->second;
    return known[measured] = productSeconds(at::kBFloat16, measured) * 1.5 < productSeconds(at::kFloat, measured);
}

void setThreads(int threads) {
    keepWaitsShort();
    keepFreedMemory();
    // Of the cores that this process may use, which are fewer in a container or under taskset than the machine has.
    const int count = threads > 0 ? threads : std::max(1, omp_get_num_procs());
    at::set_num_threads(count);
    if (openblas_set_num_threads) openblas_set_num_threads(count);
}

}  // namespace strato
