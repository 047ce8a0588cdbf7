// Ids of words met before: most words of a text are repetitions.
//
//     const WordCaches::Loan words = caches.borrow();
//     words->encode(model, "Ġthe", ids);
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/token_model.h"

namespace strato {

// For one thread, and always the same model.
class WordCache {
public:
    // Appends the ids of a piece. Throws Error as the model does.
    void encode(const TokenModel& model, std::string_view piece, std::vector<TokenId>& ids);

private:
    static constexpr std::size_t longestWord = 64;

    struct Entry {
        std::string word;
        std::vector<TokenId> ids;
    };
    std::vector<Entry> entries_;  // one place for every hash; a newcomer takes the place of who is there
};

// The caches of a tokeniser, one for each thread that encodes at a time. They live as long as the tokeniser.
class WordCaches {
public:
    struct Return {
        WordCaches* home = nullptr;
        void operator()(WordCache* cache) const;
    };
    using Loan = std::unique_ptr<WordCache, Return>;

    WordCaches() = default;
    // Caches stay behind: a tokeniser is moved before it is used.
    WordCaches(WordCaches&&) noexcept {}

    // Thread-safe. The loan may not outlive this.
    Loan borrow();

private:
    std::mutex mutex_;
    std::vector<std::unique_ptr<WordCache>> free_;
};

}  // namespace strato
