// What the arithmetic runs on: threads, memory, and what the processor is good at.
#pragma once

namespace strato {

// How many threads LibTorch and its BLAS compute with, for the whole process; 0: all cores. LibTorch's own guess starts at one on
// some machines.
// Also has memory of large tensors kept for the next ones: fresh pages cost more than most steps of a block.
void setThreads(int threads);

// True if a product of square bfloat16 matrices of this width (256, if it is more) takes at most two thirds of the time that float32 takes on this
// processor; narrow ones gain nothing even where wide ones gain much. Measured by the first call with a width, with the threads set by then, in
// up to a quarter of a second.
bool multipliesBfloat16Faster(int width);

}  // namespace strato
