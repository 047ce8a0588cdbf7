// model.safetensors: any bytes end in tensors that lie inside the file, or in an Error.
#include "core/base/error.h"
#include "core/model/quantisation.h"
#include "core/model/safetensors.h"
#include "tests/fuzz/fuzz_target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const strato::SafetensorsFile file(std::as_bytes(std::span(data, size)), "fuzz.safetensors");
        touch(file);
        strato::quantisationOf(std::filesystem::path(), file.tensors());
    } catch (const strato::Error&) {
    }
    return 0;
}
