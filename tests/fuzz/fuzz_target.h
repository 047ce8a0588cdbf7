// What a fuzz target is: libFuzzer, or replay.cpp in an ordinary build, calls LLVMFuzzerTestOneInput with a file's bytes.
//
//     extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) { parse(data, size); return 0; }
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/model/stored_tensor.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

// Reads every byte of every tensor, so that a sanitizer sees one that lies elsewhere.
inline void touch(const strato::WeightFile& file) {
    unsigned sum = 0;
    for (const auto& [name, tensor] : file.tensors()) {
        for (const std::byte byte : tensor.bytes) sum += static_cast<unsigned>(byte);
        if (static_cast<std::size_t>(tensor.elements()) > tensor.bytes.size() * 2) __builtin_trap();
        tensor.release();
    }
    [[maybe_unused]] volatile unsigned kept = sum;
}
