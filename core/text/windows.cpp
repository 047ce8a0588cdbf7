#include "core/text/windows.h"

#include <algorithm>
#include <array>

#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/text/unicode.h"

namespace strato {

namespace {

// Pieces of so many characters; the whole text for 0.
std::vector<std::string> chunksOf(const std::string& text, int characters) {
    if (characters == 0) return {text};
    std::vector<std::string> chunks;
    int count = characters;
    forEachCharacter(replaceInvalid(text), [&](char32_t, std::string_view bytes) {
        if (count++ == characters) {
            chunks.emplace_back();
            count = 1;
        }
        chunks.back() += bytes;
    });
    return chunks;
}

// The ids of a text of which only the first `wanted` count. A long text is cut far behind them: what a tokeniser does at the cut
// reaches back some words, never thousands of tokens.
std::vector<TokenId> idsOf(const std::string& text, const Tokenizer& tokenizer, std::int64_t wanted) {
    constexpr std::size_t margin = 4096;
    const auto needed = static_cast<std::size_t>(std::min(wanted, INT64_MAX / 32)) + margin;
    for (std::size_t bytes = 8 * needed; bytes < text.size() / 2; bytes *= 2) {
        std::vector<TokenId> ids = tokenizer.encode(std::string_view(text).substr(0, bytes));
        if (ids.size() >= needed) return ids;
    }
    return tokenizer.encode(text);
}

void finish(TokenWindows& all) {
    Sha256 hash;
    int lastDocument = -1;
    for (const TokenWindow& window : all.windows) {
        const auto length = static_cast<std::int64_t>(window.ids.size());
        all.tokens += length;
        if (window.document != lastDocument) ++all.documents;
        lastDocument = window.document;
        hash.add(std::as_bytes(std::span(&length, 1)));
        hash.add(std::as_bytes(std::span(window.ids)));
        if (window.context == 0 && window.next < 0) continue;
        const std::array<std::int32_t, 2> predicted{window.context, window.next};
        hash.add(std::as_bytes(std::span(predicted)));
    }
    all.sha256 = hash.hex();
}

void checkOptions(const WindowOptions& options) {
    if (options.sequenceLength < 1) throw UsageError("a sequence must have at least one token; give a length of 1 or more");
    if (options.tokens < 0 || options.chunkCharacters < 0) throw UsageError("numbers of tokens and characters can't be negative; give 0 for all of the text");
}

}  // namespace

TokenWindows makeWindows(const std::vector<Document>& documents, const Tokenizer& tokenizer, const WindowOptions& options) {
    checkOptions(options);
    TokenWindows all;
    all.sequenceLength = options.sequenceLength;
    std::int64_t left = options.tokens > 0 ? options.tokens : INT64_MAX;
    const auto length = static_cast<std::size_t>(options.sequenceLength);
    for (std::size_t d = 0; d < documents.size() && left > 0; ++d)
        for (const std::string& chunk : chunksOf(documents[d].text, options.chunkCharacters)) {
            if (left <= 0) break;
            const std::vector<TokenId> ids = idsOf(chunk, tokenizer, left);
            for (std::size_t begin = 0; begin < ids.size() && left > 0; begin += length) {
                const std::size_t count = std::min({length, ids.size() - begin, static_cast<std::size_t>(left)});
                const auto first = ids.begin() + static_cast<std::ptrdiff_t>(begin);
                all.windows.push_back({.ids = {first, first + static_cast<std::ptrdiff_t>(count)}, .document = static_cast<int>(d)});
                left -= static_cast<std::int64_t>(count);
            }
        }
    if (all.windows.empty()) throw Error("the text gives no token; give a text with words in it");
    finish(all);
    return all;
}

TokenWindows windowsFromIds(std::vector<std::vector<TokenId>> rows) {
    std::vector<TokenWindow> windows;
    int document = 0, longest = 0;
    for (std::vector<TokenId>& row : rows) {
        longest = std::max(longest, static_cast<int>(row.size()));
        windows.push_back({.ids = std::move(row), .document = document++});
    }
    return windowsOf(std::move(windows), longest);
}

TokenWindows windowsOf(std::vector<TokenWindow> windows, int sequenceLength) {
    TokenWindows all;
    all.windows = std::move(windows);
    all.sequenceLength = sequenceLength;
    finish(all);
    return all;
}

TokenWindows firstTokens(TokenWindows all, std::int64_t tokens) {
    if (tokens <= 0 || all.tokens <= tokens) return all;
    std::vector<TokenWindow> kept;
    for (TokenWindow& window : all.windows) {
        if (tokens <= 0) break;
        if (static_cast<std::int64_t>(window.ids.size()) > tokens) {
            window.ids.resize(static_cast<std::size_t>(tokens));
            window.next = -1;
        }
        tokens -= static_cast<std::int64_t>(window.ids.size());
        kept.push_back(std::move(window));
    }
    return windowsOf(std::move(kept), all.sequenceLength);
}

}  // namespace strato
