#include "core/text/word_cache.h"

namespace strato {

void WordCache::encode(const TokenModel& model, std::string_view piece, std::vector<TokenId>& ids) {
    if (piece.empty()) return;
    if (piece.size() > longestWord) return model.encode(piece, ids);
    constexpr std::size_t places = std::size_t{1} << 16;
    if (entries_.empty()) entries_.resize(places);
    Entry& entry = entries_[std::hash<std::string_view>{}(piece) % places];
    if (entry.word != piece) {
        entry.word.clear();  // so that an entry is whole, whatever the model throws
        entry.ids.clear();
        model.encode(piece, entry.ids);
        entry.word = piece;
    }
    ids.insert(ids.end(), entry.ids.begin(), entry.ids.end());
}

void WordCaches::Return::operator()(WordCache* cache) const {
    std::unique_ptr<WordCache> owned(cache);
    const std::scoped_lock lock(home->mutex_);
    home->free_.push_back(std::move(owned));
}

WordCaches::Loan WordCaches::borrow() {
    const std::scoped_lock lock(mutex_);
    if (free_.empty()) return {new WordCache, {this}};
    Loan loan(free_.back().release(), {this});
    free_.pop_back();
    return loan;
}

}  // namespace strato
