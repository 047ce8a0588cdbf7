#include "app/views/block_measures.h"

#include <cmath>

#include <QStringList>

namespace strato {

QString measureText(double value) { return std::isfinite(value) ? QString::number(value, 'g', 4) : QStringLiteral("–"); }

QString measureText(double value, double error) {
    if (!std::isfinite(error)) return measureText(value);
    return QCoreApplication::translate("BlockMeasure", "%1 ± %2 (s.e.)").arg(measureText(value), QString::number(error, 'g', 2));
}

QString BlockMeasure::name() const { return QCoreApplication::translate("BlockMeasure", english); }

QString BlockMeasure::explanation() const { return QCoreApplication::translate("BlockMeasure", englishExplanation); }

QString blockReadOut(const BlockScores& scores, std::int64_t tokens) {
    QStringList parts;
    const auto adjusted = [](double value) { return QCoreApplication::translate("BlockMeasure", " (adjusted %1)").arg(measureText(value)); };
    for (const BlockMeasure& measure : blockMeasures) parts << measure.name() + ' ' + measureText(scores.*measure.value);
    parts[0] += adjusted(scores.linearityAdjusted);
    parts[1] += adjusted(scores.linearityNoResidualAdjusted);
    if (std::isfinite(scores.linearityHeldOut))
        parts << QCoreApplication::translate("BlockMeasure", "held out %1").arg(measureText(scores.linearityHeldOut, scores.linearityHeldOutError));
    return QCoreApplication::translate("BlockMeasure", "block %1: %2; n %3, rank %4").arg(scores.block.value).arg(parts.join(", ")).arg(tokens).arg(scores.rank);
}

}  // namespace strato
