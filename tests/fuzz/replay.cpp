// Runs a fuzz target over saved inputs, without libFuzzer: replay FOLDER...
#include <cstdio>
#include <filesystem>
#include <memory>

#include "core/base/atomic_output.h"
#include "tests/fuzz/fuzz_target.h"

int main(int count, char** arguments) {
    int inputs = 0;
    for (int i = 1; i < count; ++i)
        for (const auto& entry : std::filesystem::recursive_directory_iterator(arguments[i])) {
            if (!entry.is_regular_file()) continue;
            const std::string text = strato::readTextFile(entry.path(), std::size_t{64} << 20);
            // In memory of exactly its size, so that a sanitizer sees a read past its end.
            const auto bytes = std::make_unique<std::uint8_t[]>(text.size());
            std::copy(text.begin(), text.end(), bytes.get());
            std::printf("%s\n", entry.path().c_str());
            LLVMFuzzerTestOneInput(bytes.get(), text.size());
            ++inputs;
        }
    std::printf("%d inputs\n", inputs);
    return inputs > 0 ? 0 : 1;
}
