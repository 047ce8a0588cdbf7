// The threads of the arithmetic.
#pragma once

namespace strato {

// How many threads LibTorch and its BLAS compute with, for the whole process; 0: all cores. LibTorch's own guess starts at one on
// some machines.
void setThreads(int threads);

}  // namespace strato
