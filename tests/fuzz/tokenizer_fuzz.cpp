// tokenizer.json: any bytes end in a tokeniser that encodes and decodes, or in an Error.
#include "core/base/error.h"
#include "core/text/tokenizer.h"
#include "tests/fuzz/fuzz_target.h"

namespace {

constexpr std::string_view texts[] = {"", " Hello  world's\n\t123 don't<s>", "\xE2\x96\x81\xC3\xA9\xE4\xBD\xA0\xF0\x9F\x98\x80 \xFF\xFE", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const strato::Tokenizer tokenizer = strato::Tokenizer::fromJson({reinterpret_cast<const char*>(data), size});
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
