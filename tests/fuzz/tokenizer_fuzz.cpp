// tokenizer.json: any bytes end in a tokeniser that encodes and decodes, or in an Error.
#include <fstream>
#include <random>

#include "core/base/error.h"
#include "core/text/tokenizer.h"
#include "tests/fuzz/fuzz_target.h"

namespace {

// The loader reads folders. This one lives as long as the process.
struct Folder {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("strato-fuzz-" + std::to_string(std::random_device()()));
    Folder() { std::filesystem::create_directory(path); }
    ~Folder() { std::filesystem::remove_all(path); }
};

constexpr std::string_view texts[] = {"", " Hello  world's\n\t123 don't<s>", "\xE2\x96\x81\xC3\xA9\xE4\xBD\xA0\xF0\x9F\x98\x80 \xFF\xFE", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Folder folder;
    std::ofstream(folder.path / "tokenizer.json", std::ios::binary).write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
    try {
        const strato::Tokenizer tokenizer = strato::Tokenizer::load(folder.path);
        for (const std::string_view text : texts) {
            const std::vector<strato::TokenId> ids = tokenizer.encode(text);
            tokenizer.decode(ids, false);
            for (const strato::TokenId id : ids) tokenizer.displayText(id);
        }
        tokenizer.decode({-1, 0, 1, 2, 3, 100, tokenizer.vocabularySize(), INT32_MAX});
    } catch (const strato::Error&) {
    }
    return 0;
}
