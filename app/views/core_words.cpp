#include "app/views/core_words.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>

namespace strato {

namespace {

// What core says most often in a window, with %1, %2, ... for its numbers and quoted names. The list is here for lupdate to find it.
[[maybe_unused]] constexpr const char* sentences[]{
    // Phases of jobs.
    QT_TRANSLATE_NOOP("Core", "comparing with the model in memory"),
    QT_TRANSLATE_NOOP("Core", "cuts of %1 of %2 blocks"),
    QT_TRANSLATE_NOOP("Core", "embedding"),
    QT_TRANSLATE_NOOP("Core", "fitting maps in sequence"),
    QT_TRANSLATE_NOOP("Core", "fitting maps"),
    QT_TRANSLATE_NOOP("Core", "healing"),
    QT_TRANSLATE_NOOP("Core", "healing, validation loss %1"),
    QT_TRANSLATE_NOOP("Core", "measuring angles"),
    QT_TRANSLATE_NOOP("Core", "measuring block %1 of %2"),
    QT_TRANSLATE_NOOP("Core", "measuring blocks"),
    QT_TRANSLATE_NOOP("Core", "measuring candidates"),
    QT_TRANSLATE_NOOP("Core", "measuring perplexity"),
    QT_TRANSLATE_NOOP("Core", "measuring the unedited states"),
    QT_TRANSLATE_NOOP("Core", "opening the model"),
    QT_TRANSLATE_NOOP("Core", "reading texts"),
    QT_TRANSLATE_NOOP("Core", "reading the texts"),
    QT_TRANSLATE_NOOP("Core", "reading the states of finished blocks"),
    QT_TRANSLATE_NOOP("Core", "relating state %1 to later ones"),
    QT_TRANSLATE_NOOP("Core", "running block %1 of %2"),
    QT_TRANSLATE_NOOP("Core", "running blocks"),
    QT_TRANSLATE_NOOP("Core", "running the edited model"),
    QT_TRANSLATE_NOOP("Core", "running the model"),
    QT_TRANSLATE_NOOP("Core", "timing"),
    QT_TRANSLATE_NOOP("Core", "writing samples"),
    // Why there is no prediction.
    QT_TRANSLATE_NOOP("Core", "there is no score of maps of a low rank"),
    QT_TRANSLATE_NOOP("Core", "the block is not analysed yet"),
    QT_TRANSLATE_NOOP("Core", "the run has no norms of its states"),
    QT_TRANSLATE_NOOP("Core", "the run has no contribution ratio of the block"),
    QT_TRANSLATE_NOOP("Core", "the run has no mergeable R² of the block; analyse it with that measure"),
    QT_TRANSLATE_NOOP("Core", "there is no score of merged halves"),
    QT_TRANSLATE_NOOP("Core", "the run has no scores of attention and MLP; analyse with halves measured"),
    QT_TRANSLATE_NOOP("Core", "the half is exactly linear, which tells nothing of its size"),
    QT_TRANSLATE_NOOP("Core", "the run has no norm of the last state"),
    // Why a plan can't be measured or exported.
    QT_TRANSLATE_NOOP("Core", "%1 can't be computed: a merge folds into the block before it, and there is none; use linear or drop"),
    QT_TRANSLATE_NOOP("Core", "%1 can't be computed: a merge folds into the block before it, and %2 stands there"),
    QT_TRANSLATE_NOOP("Core", "%1 can't be computed: the half of block %2 that it would fold into is edited too"),
    QT_TRANSLATE_NOOP("Core", "%1: a stock checkpoint can't leave out half a block"),
    QT_TRANSLATE_NOOP("Core", "%1: a linear map of the residual stream has no place in a stock checkpoint of the family %2"),
    QT_TRANSLATE_NOOP("Core", "the nearest plan that fits is %1, or export with a modelling file of its own (--custom-code)"),
    QT_TRANSLATE_NOOP("Core", "no stock plan is near"),
    QT_TRANSLATE_NOOP("Core", "the nearest that fits is no edit at all"),
    QT_TRANSLATE_NOOP("Core", "the nearest plan that fits is %1"),
    QT_TRANSLATE_NOOP("Core", "no block is left for the maps to stand beside; keep at least one"),
    QT_TRANSLATE_NOOP("Core", "device %1 is not available: this build of LibTorch has no CUDA or finds no card; compute on the processor instead (--device cpu)"),
    // Warnings.
    QT_TRANSLATE_NOOP("Core", "measured on the texts that the linear maps were fitted on; give other texts for an honest number"),
    QT_TRANSLATE_NOOP("Core", "measured on the texts that the scores and maps were made on; give other texts for an honest number"),
    QT_TRANSLATE_NOOP("Core", "measured on the texts that told when to stop; give other texts to measure on for an honest number"),
    QT_TRANSLATE_NOOP("Core", "the edited model's loss is not finite, so it is null: the plan breaks the model"),
    QT_TRANSLATE_NOOP("Core", "held-out scores are null: they need at least two documents, and the data is one"),
    QT_TRANSLATE_NOOP("Core", "held-out scores are null: they were not asked for (--folds K)"),
    QT_TRANSLATE_NOOP("Core", "held-out scores are over %1 folds: there are no more documents"),
    QT_TRANSLATE_NOOP("Core", "pairs are null: they were not asked for (--pairs linearity or all)"),
    QT_TRANSLATE_NOOP("Core", "pairs of angular distance and cka are null: they were not asked for (--pairs all)"),
    QT_TRANSLATE_NOOP("Core", "mergeable_r2 of block %1 is null: no block comes before it"),
    QT_TRANSLATE_NOOP("Core", "the folder has no tokeniser; texts can't be read, ids can"),
    QT_TRANSLATE_NOOP("Core", "the runs read different token windows (other texts, or other tokenisers), by sha256"),
    QT_TRANSLATE_NOOP("Core", "%1 has only %2 tokens per dimension, which raises its linearity scores; compare the adjusted ones"),
    // What a search found.
    QT_TRANSLATE_NOOP("Core", "No block can be dropped within %1 % of the loss"),
    QT_TRANSLATE_NOOP("Core", "No block can be replaced by linear maps within %1 % of the loss"),
    QT_TRANSLATE_NOOP("Core", "No block can be merged into the blocks before them within %1 % of the loss"),
    QT_TRANSLATE_NOOP("Core", "%1 of %2 layers (%3 %) can be dropped within %4 % of the loss: perplexity %5 instead of %6"),
    QT_TRANSLATE_NOOP("Core", "%1 of %2 layers (%3 %) can be replaced by linear maps within %4 % of the loss: perplexity %5 instead of %6"),
    QT_TRANSLATE_NOOP("Core", "%1 of %2 layers (%3 %) can be merged into the blocks before them within %4 % of the loss: perplexity %5 instead of %6"),
};

// The sentence with %1, %2, ... in the place of its names and numbers.
QString withPlaces(const QString& sentence, QStringList& taken) {
    static const QRegularExpression piece(R"((?<!\w)'[^']*'|(?<![\w²])-?\d+(?:\.\d+)?)");
    QString form;
    qsizetype at = 0;
    for (auto matches = piece.globalMatch(sentence); matches.hasNext();) {
        const auto match = matches.next();
        taken << match.captured();
        form += sentence.mid(at, match.capturedStart() - at) + '%' + QString::number(taken.size());
        at = match.capturedEnd();
    }
    return form + sentence.mid(at);
}

// Null if there is no translation.
QString translated(const QString& sentence) {
    QStringList taken;
    const QByteArray form = withPlaces(sentence, taken).toUtf8();
    QString words = QCoreApplication::translate("Core", form.constData());
    if (words == QString::fromUtf8(form)) return {};
    // From the last on, so that %1 does not eat the first digit of %10.
    for (qsizetype i = taken.size(); i > 0; --i) words.replace('%' + QString::number(i), taken[i - 1]);
    return words;
}

}  // namespace

QString coreWords(const QString& english) {
    if (english.isEmpty()) return english;
    if (const QString whole = translated(english); !whole.isNull()) return whole;
    // "5.mlp=merge: there is no score of merged halves".
    static const QRegularExpression named(R"(^([^\s']+): (.+)$)");
    if (const auto match = named.match(english); match.hasMatch()) return match.captured(1) + ": " + coreWords(match.captured(2));
    QStringList parts = english.split("; ");
    for (QString& part : parts)
        if (const QString words = translated(part); !words.isNull()) part = words;
    return parts.join("; ");
}

QString coreWords(const std::string& english) { return coreWords(QString::fromStdString(english)); }
QString coreWords(const char* english) { return coreWords(QString::fromUtf8(english)); }

}  // namespace strato
