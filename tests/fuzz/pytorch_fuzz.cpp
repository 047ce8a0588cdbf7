// pytorch_model.bin: any bytes end in tensors that lie inside the file or in copies no larger than it, or in an Error.
#include "core/base/error.h"
#include "core/model/pytorch_file.h"
#include "tests/fuzz/fuzz_target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        touch(strato::PytorchFile(std::as_bytes(std::span(data, size)), "fuzz.bin"));
    } catch (const strato::Error&) {
    }
    return 0;
}
