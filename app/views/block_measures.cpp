#include "app/views/block_measures.h"

#include <cmath>

#include <QStringList>

namespace strato {

QString measureText(double value) { return std::isfinite(value) ? QString::number(value, 'g', 4) : QStringLiteral("–"); }

QString blockReadOut(const BlockScores& scores, std::int64_t tokens) {
    QStringList parts;
    for (const BlockMeasure& measure : blockMeasures) parts << QString("%1 %2").arg(measure.name, measureText(scores.*measure.value));
    parts[0] += QString(" (adjusted %1)").arg(measureText(scores.linearityAdjusted));
    parts[1] += QString(" (adjusted %1)").arg(measureText(scores.linearityNoResidualAdjusted));
    if (std::isfinite(scores.linearityHeldOut))
        parts << QString("held out %1 ± %2").arg(measureText(scores.linearityHeldOut), measureText(scores.linearityHeldOutError));
    return QString("block %1: %2; n %3, rank %4").arg(scores.block.value).arg(parts.join(", ")).arg(tokens).arg(scores.rank);
}

}  // namespace strato
