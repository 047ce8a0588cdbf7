#include "core/evaluate/generate.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "core/base/error.h"

namespace strato {

std::vector<TokenId> greedyContinuation(const LoadedDecoder& decoder, const std::vector<TokenId>& prompt,
                                        const ContinuationOptions& options, const JobContext& job) {
    if (prompt.empty()) throw Error("a prompt needs a token to go on from, and this one gives none; give a prompt with a word in it");
    const auto room = static_cast<std::int64_t>(decoder.decoder().description().context) - static_cast<std::int64_t>(prompt.size());
    const auto most = static_cast<std::size_t>(std::clamp<std::int64_t>(room, 0, options.tokens));
    LoadedDecoder::Caches caches = decoder.freshCaches();
    at::Tensor ids = at::tensor(at::ArrayRef<TokenId>(prompt), at::kLong);
    auto position = 0;
    std::vector<TokenId> written;
    while (written.size() < most) {
        job.throwIfStopped();
        const at::Tensor logits = decoder.run(ids, position, &caches);
        const auto likeliest = static_cast<TokenId>(logits.argmax(-1).item<std::int64_t>());
        if (options.end == likeliest) break;
        written.push_back(likeliest);
        position += static_cast<int>(ids.size(0));
        ids = at::tensor({std::int64_t{likeliest}}, at::kLong);
    }
    return written;
}

std::string continuationText(const Tokenizer& tokenizer, const std::vector<TokenId>& prompt, const std::vector<TokenId>& written) {
    std::vector<TokenId> all = prompt;
    all.insert(all.end(), written.begin(), written.end());
    const std::string before = tokenizer.decode(prompt), whole = tokenizer.decode(all);
    return whole.starts_with(before) ? whole.substr(before.size()) : tokenizer.decode(written);
}

}  // namespace strato
