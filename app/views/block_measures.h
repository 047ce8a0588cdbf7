// The measures of a block that views draw, with the words they use for them. One list for curves, strip, read-outs and menus.
#pragma once

#include <array>

#include <QCoreApplication>
#include <QString>

#include "core/measure/scores.h"

namespace strato {

struct BlockMeasure {
    const char* english;
    const char* englishExplanation;
    double BlockScores::* value;

    QString name() const;          // in charts
    QString explanation() const;   // in tool tips
};

inline constexpr std::array<BlockMeasure, 4> blockMeasures{{
    {QT_TRANSLATE_NOOP("BlockMeasure", "linearity"),
     QT_TRANSLATE_NOOP("BlockMeasure", "Share of the variance of the block's output that the best linear map of its input explains (arXiv 2405.12250)"),
     &BlockScores::linearity},
    {QT_TRANSLATE_NOOP("BlockMeasure", "without residual"), QT_TRANSLATE_NOOP("BlockMeasure", "The same for what the block adds to the residual stream"),
     &BlockScores::linearityNoResidual},
    {QT_TRANSLATE_NOOP("BlockMeasure", "block influence"),
     QT_TRANSLATE_NOOP("BlockMeasure", "1 minus the mean cosine between the block's input and output (arXiv 2403.03853)"), &BlockScores::blockInfluence},
    {QT_TRANSLATE_NOOP("BlockMeasure", "contribution ratio"),
     QT_TRANSLATE_NOOP("BlockMeasure", "Mean of the norm of what the block adds over the norm of what enters it"), &BlockScores::contributionRatio},
}};

// Four significant digits; a dash for what was not computed.
QString measureText(double value);
// With its standard error, if there is one: "0.571 ± 0.0051 (s.e.)".
QString measureText(double value, double error);

// "block 5: linearity 0.9912 (adjusted 0.9907), without residual 0.7311 (adjusted 0.7204), ..., n 16384, rank 128".
QString blockReadOut(const BlockScores& scores, std::int64_t tokens);

}  // namespace strato
