#include "core/train/token_stream.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

#include "core/base/error.h"

namespace strato {

namespace {

void append(std::vector<std::int64_t>& stream, const std::vector<TokenId>& ids, std::size_t begin, std::size_t end) {
    stream.insert(stream.end(), ids.begin() + static_cast<std::ptrdiff_t>(begin), ids.begin() + static_cast<std::ptrdiff_t>(end));
}

at::Tensor rows(const std::vector<std::int64_t>& ids) { return at::tensor(at::ArrayRef<std::int64_t>(ids)); }

}  // namespace

TokenStream tokenStream(const std::vector<Document>& documents, const Tokenizer& tokenizer, double validationShare, int windowTokens) {
    const auto firstHeld = static_cast<std::size_t>(static_cast<double>(documents.size()) * (1 - validationShare));
    TokenStream stream;
    for (std::size_t d = 0; d < documents.size(); ++d) {
        std::vector<TokenId> ids = tokenizer.encode(documents[d].text);
        if (const auto end = tokenizer.endOfText()) ids.push_back(*end);
        const std::size_t cut = documents.size() > 1 ? (d < firstHeld ? ids.size() : 0)
                                                     : static_cast<std::size_t>(static_cast<double>(ids.size()) * (1 - validationShare));
        append(stream.training, ids, 0, cut);
        append(stream.validation, ids, cut, ids.size());
    }
    const auto needed = static_cast<std::size_t>(windowTokens) + 1;
    if (stream.training.size() < needed || stream.validation.size() < needed)
        throw Error("the texts are too short: " + std::to_string(stream.training.size()) + " tokens to train on and " +
                    std::to_string(stream.validation.size()) + " to validate on, where a window takes " + std::to_string(needed) +
                    "; give more text or a shorter sequence_length");
    return stream;
}

TrainingBatch randomWindows(const std::vector<std::int64_t>& stream, int windows, int length, Random& random) {
    std::vector<std::int64_t> ids, targets;
    for (int w = 0; w < windows; ++w) {
        const auto start = static_cast<std::ptrdiff_t>(random.below(stream.size() - static_cast<std::size_t>(length)));
        ids.insert(ids.end(), stream.begin() + start, stream.begin() + start + length);
        targets.insert(targets.end(), stream.begin() + start + 1, stream.begin() + start + 1 + length);
    }
    return {rows(ids), rows(targets), Batch::ofWindows(windows, length)};
}

std::vector<TrainingBatch> disjointWindows(const std::vector<std::int64_t>& stream, int windows, int length) {
    std::vector<TrainingBatch> batches;
    const std::int64_t count = static_cast<std::int64_t>(stream.size()) / length;
    for (std::int64_t first = 0; first < count; first += windows) {
        const std::int64_t taken = std::min<std::int64_t>(windows, count - first);
        const auto begin = stream.begin() + first * length, end = begin + taken * length;
        std::vector<std::int64_t> ids(begin, end), targets(begin + 1, end);
        targets.push_back(-1);
        for (std::int64_t w = 1; w <= taken; ++w) targets[static_cast<std::size_t>(w * length - 1)] = -1;
        batches.push_back({rows(ids), rows(targets), Batch::ofWindows(static_cast<int>(taken), length)});
    }
    return batches;
}

}  // namespace strato
