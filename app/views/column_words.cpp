#include "app/views/column_words.h"

#include <QCoreApplication>
#include <QStringList>

namespace strato {

namespace {

struct Phrase {
    const char *name, *words;
};

// Parts of names, the longer of two that begin alike first.
constexpr Phrase phrases[]{
    {"angular_distance", QT_TRANSLATE_NOOP("Column", "angular distance")},
    {"anisotropy", QT_TRANSLATE_NOOP("Column", "anisotropy")},
    {"adjusted", QT_TRANSLATE_NOOP("Column", "adjusted")},
    {"attention", QT_TRANSLATE_NOOP("Column", "attention")},
    {"average_cosine", QT_TRANSLATE_NOOP("Column", "average cosine")},
    {"block_influence", QT_TRANSLATE_NOOP("Column", "block influence")},
    {"blocks", QT_TRANSLATE_NOOP("Column", "blocks")},
    {"block", QT_TRANSLATE_NOOP("Column", "block")},
    {"cheapest_of_its_length", QT_TRANSLATE_NOOP("Column", "cheapest of its length")},
    {"cka", QT_TRANSLATE_NOOP("Column", "CKA")},
    {"contribution_ratio", QT_TRANSLATE_NOOP("Column", "contribution ratio")},
    {"depth", QT_TRANSLATE_NOOP("Column", "depth")},
    {"dimension_median", QT_TRANSLATE_NOOP("Column", "median over dimensions")},
    {"document", QT_TRANSLATE_NOOP("Column", "document")},
    {"earlier_state", QT_TRANSLATE_NOOP("Column", "earlier state")},
    {"effective_rank", QT_TRANSLATE_NOOP("Column", "effective rank")},
    {"file", QT_TRANSLATE_NOOP("Column", "file")},
    {"first_block", QT_TRANSLATE_NOOP("Column", "first block")},
    {"heldout", QT_TRANSLATE_NOOP("Column", "held out")},
    {"hidden_size", QT_TRANSLATE_NOOP("Column", "width")},
    {"id", QT_TRANSLATE_NOOP("Column", "id")},
    {"index", QT_TRANSLATE_NOOP("Column", "token")},
    {"intrinsic_dimension", QT_TRANSLATE_NOOP("Column", "intrinsic dimension")},
    {"last_block", QT_TRANSLATE_NOOP("Column", "last block")},
    {"later_state", QT_TRANSLATE_NOOP("Column", "later state")},
    {"layers", QT_TRANSLATE_NOOP("Column", "blocks")},
    {"linearity", QT_TRANSLATE_NOOP("Column", "linearity")},
    {"loss_of_next", QT_TRANSLATE_NOOP("Column", "loss of the next token")},
    {"mean_cosine", QT_TRANSLATE_NOOP("Column", "mean cosine")},
    {"mergeable_r2", QT_TRANSLATE_NOOP("Column", "mergeable R²")},
    {"mlp", QT_TRANSLATE_NOOP("Column", "MLP")},
    {"model", QT_TRANSLATE_NOOP("Column", "model")},
    {"no_residual", QT_TRANSLATE_NOOP("Column", "without residual")},
    {"nonlinearity", QT_TRANSLATE_NOOP("Column", "non-linearity")},
    {"norm", QT_TRANSLATE_NOOP("Column", "norm")},
    {"official", QT_TRANSLATE_NOOP("Column", "as the official code has it")},
    {"orthogonal", QT_TRANSLATE_NOOP("Column", "orthogonal")},
    {"participation_ratio", QT_TRANSLATE_NOOP("Column", "participation ratio")},
    {"position", QT_TRANSLATE_NOOP("Column", "position")},
    {"probability_of_next", QT_TRANSLATE_NOOP("Column", "probability of the next token")},
    {"probability", QT_TRANSLATE_NOOP("Column", "probability")},
    {"procrustes_diagonal", QT_TRANSLATE_NOOP("Column", "Procrustes, diagonal")},
    {"procrustes_identity", QT_TRANSLATE_NOOP("Column", "Procrustes, identity")},
    {"procrustes_orthogonal", QT_TRANSLATE_NOOP("Column", "Procrustes, orthogonal")},
    {"procrustes_scaled_orthogonal", QT_TRANSLATE_NOOP("Column", "Procrustes, orthogonal and scaled")},
    {"rank", QT_TRANSLATE_NOOP("Column", "rank")},
    {"se", QT_TRANSLATE_NOOP("Column", "s.e.")},
    {"standard_error", QT_TRANSLATE_NOOP("Column", "s.e.")},
    {"state", QT_TRANSLATE_NOOP("Column", "state")},
    {"step", QT_TRANSLATE_NOOP("Column", "step")},
    {"text", QT_TRANSLATE_NOOP("Column", "text")},
    {"tokens_per_dimension", QT_TRANSLATE_NOOP("Column", "tokens per dimension")},
    {"tokens", QT_TRANSLATE_NOOP("Column", "tokens")},
    {"token", QT_TRANSLATE_NOOP("Column", "token")},
    {"unexplained_variance", QT_TRANSLATE_NOOP("Column", "unexplained variance")},
    {"window", QT_TRANSLATE_NOOP("Column", "window")},
    {"without_first_token", QT_TRANSLATE_NOOP("Column", "without the first token")},
    {"without_outliers", QT_TRANSLATE_NOOP("Column", "without outliers")},
    {"words", QT_TRANSLATE_NOOP("Column", "words")},
};

// The phrase that the rest of a name begins with.
const Phrase* phraseAt(const QString& rest) {
    for (const Phrase& phrase : phrases) {
        const QLatin1String name(phrase.name);
        if (rest.startsWith(name) && (rest.size() == name.size() || rest[name.size()] == '_')) return &phrase;
    }
    return nullptr;
}

}  // namespace

QString columnWords(const QString& name) {
    QStringList words;
    for (QString rest = name; !rest.isEmpty();) {
        const Phrase* phrase = phraseAt(rest);
        const QString part = phrase ? QString(phrase->name) : rest.section('_', 0, 0);
        bool isNumber = false;
        part.toInt(&isNumber);
        const QString said = phrase ? QCoreApplication::translate("Column", phrase->words) : part;
        // "block_7" is block 7, all else is one thing after another.
        if (isNumber && !words.isEmpty()) words.last() += ' ' + said;
        else words << said;
        rest = rest.mid(part.size() + 1);
    }
    return words.join(", ");
}

}  // namespace strato
