// Finds words in the texts of a run, across the borders of its tokens.
//
//     TokenSearch search(*run);
//     search.find("once upon");        // the tokens that it begins in
#pragma once

#include <vector>

#include <QString>

#include "core/runs/run.h"

namespace strato {

class TokenSearch {
public:
    explicit TokenSearch(const Run& run);

    // Indices into Run::tokens, rising, where `words` begin; lower and upper case are alike, and no match reaches from one document into the
    // next. None for empty words.
    std::vector<int> find(const QString& words) const;

private:
    QString text_;
    std::vector<qsizetype> begins_;      // of each token in text_
};

}  // namespace strato
