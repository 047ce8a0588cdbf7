#include "app/views/token_search.h"

#include <algorithm>

namespace strato {

TokenSearch::TokenSearch(const Run& run) {
    int document = 0;
    for (const TokenRecord& token : run.tokens) {
        if (token.document != document) text_ += QChar::Null;
        document = token.document;
        begins_.push_back(text_.size());
        text_ += QString::fromStdString(token.text);
    }
}

std::vector<int> TokenSearch::find(const QString& words) const {
    std::vector<int> tokens;
    for (qsizetype at = words.isEmpty() ? -1 : text_.indexOf(words, 0, Qt::CaseInsensitive); at >= 0; at = text_.indexOf(words, at + 1, Qt::CaseInsensitive)) {
        const auto token = static_cast<int>(std::upper_bound(begins_.begin(), begins_.end(), at) - begins_.begin()) - 1;
        if (tokens.empty() || tokens.back() != token) tokens.push_back(token);
    }
    return tokens;
}

}  // namespace strato
