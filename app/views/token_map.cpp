#include "app/views/token_map.h"

#include <algorithm>
#include <cmath>

#include <QRegularExpression>

namespace strato {

TokenMap::TokenMap(const MapColors& ownColors, QWidget* parent) : MapChart(Zoom::columns, ownColors, parent) { xAxis->setLabel(tr("token")); }

void TokenMap::showFirst(int count, const Run* before) {
    if (run_ && before && run_->data.sha256 == before->data.sha256 && run_->tokens.size() == before->tokens.size()) return;
    showTokens(0, count - 1);
}

void TokenMap::showSelection(const Selection& selection) {
    MapChart::showSelection(selection);
    if (selection.token && !markedCell() && !isEmpty()) bringIntoSight({columnOf(*selection.token), 0});
}

QString TokenMap::tokenText(int token) const {
    const TokenRecord& record = run_->tokens[static_cast<std::size_t>(token)];
    // All at once: a text may look like a place for the next argument, as in "%20".
    const QString text = QString::fromStdString(record.text);
    // Letters from right to left are isolated, so that they leave the rest of the line in its order (Unicode annex 9).
    const QString isolated = text.isRightToLeft() ? QChar(0x2068) + text + QChar(0x2069) : text;
    return tr("token %1 “%2” (id %3, position %4 of window %5, document %6)")
        .arg(QString::number(token), isolated, QString::number(record.id), QString::number(record.position), QString::number(record.window),
             QString::number(record.document));
}

QString TokenMap::withBlanks(const QString& token) {
    static const QRegularExpression ends("^ +| +$");
    QString text = token;
    for (auto blanks = ends.globalMatch(token); blanks.hasNext();) {
        const auto match = blanks.next();
        text.replace(match.capturedStart(), match.capturedLength(), QString(match.capturedLength(), u'␣'));
    }
    return text;
}

QString TokenMap::remark() const { return isEmpty() ? QString() : QString("%1 %2").arg(partSentence(), MapChart::remark()).trimmed(); }

// A run keeps no more tokens than a map has use for.
QString TokenMap::partSentence() const {
    const int columns = cellCount().width();
    return columns < run_->data.tokens ? tr("These are the first %1 of %2 tokens.").arg(columns).arg(run_->data.tokens) : QString();
}

QString TokenMap::columnName(int column) const { return elided(withBlanks(QString::fromStdString(run_->tokens[static_cast<std::size_t>(column)].text)), 12); }

// The columns' own texts where there is room for them, else their numbers.
bool TokenMap::arrange() {
    const int lineHeight = QFontMetrics(xAxis->tickLabelFont()).height();
    const bool byText = columns() > 0 && xAxis->range().size() * lineHeight <= axisRect()->width();
    const bool changed = byText != byText_ || (byText && xAxis->range() != labelled_);
    byText_ = byText;
    labelled_ = xAxis->range();
    if (changed) labelTokens();
    return Chart::arrange() || changed;
}

void TokenMap::labelTokens() {
    xAxis->setTickLabelRotation(byText_ ? -90 : 0);
    if (!byText_) {
        xAxis->setTicker(wholeNumbers());
        return;
    }
    QSharedPointer<QCPAxisTickerText> ticker(new QCPAxisTickerText);
    const int first = std::max(0, static_cast<int>(std::ceil(labelled_.lower)));
    const int last = std::min(columns() - 1, static_cast<int>(std::floor(labelled_.upper)));
    for (int column = first; column <= last; ++column) ticker->addTick(column, columnName(column));
    xAxis->setTicker(ticker);
}

}  // namespace strato
