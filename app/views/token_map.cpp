#include "app/views/token_map.h"

#include <algorithm>
#include <cmath>

namespace strato {

TokenMap::TokenMap(const MapColors& ownColors, QWidget* parent) : MapChart(Zoom::columns, ownColors, parent) { xAxis->setLabel(tr("token")); }

void TokenMap::showFirst(int count, const Run* before) {
    if (run_ && before && run_->data.sha256 == before->data.sha256 && run_->tokens.size() == before->tokens.size()) return;
    showTokens(0, count - 1);
}

void TokenMap::showSelection(const Selection& selection) {
    MapChart::showSelection(selection);
    if (selection.token && !markedCell() && !isEmpty()) bringIntoSight({*selection.token, 0});
}

QString TokenMap::tokenText(int token) const {
    const TokenRecord& record = run_->tokens[static_cast<std::size_t>(token)];
    return tr("token %1 “%2” (id %3, position %4 of window %5, document %6)")
        .arg(token).arg(QString::fromStdString(record.text)).arg(record.id).arg(record.position).arg(record.window).arg(record.document);
}

// The tokens' own texts where there is room for them, else their numbers.
bool TokenMap::arrange() {
    const int lineHeight = QFontMetrics(xAxis->tickLabelFont()).height();
    const bool byText = run_ && !run_->tokens.empty() && xAxis->range().size() * lineHeight <= axisRect()->width();
    const bool changed = byText != byText_ || (byText && xAxis->range() != labelled_);
    byText_ = byText;
    labelled_ = xAxis->range();
    if (changed) labelTokens();
    return Chart::arrange() || changed;
}

void TokenMap::labelTokens() {
    xAxis->setTickLabelRotation(byText_ ? -90 : 0);
    xAxis->setLabel(byText_ ? QString() : tr("token"));
    if (!byText_) {
        xAxis->setTicker(wholeNumbers());
        return;
    }
    QSharedPointer<QCPAxisTickerText> ticker(new QCPAxisTickerText);
    const int first = std::max(0, static_cast<int>(std::ceil(labelled_.lower)));
    const int last = std::min(static_cast<int>(run_->tokens.size()) - 1, static_cast<int>(std::floor(labelled_.upper)));
    for (int token = first; token <= last; ++token) {
        QString text = QString::fromStdString(run_->tokens[static_cast<std::size_t>(token)].text);
        if (text.size() > 12) text = text.left(11) + QStringLiteral("…");
        ticker->addTick(token, text);
    }
    xAxis->setTicker(ticker);
}

}  // namespace strato
