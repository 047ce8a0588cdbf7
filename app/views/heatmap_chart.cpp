#include "app/views/heatmap_chart.h"

#include <algorithm>
#include <cmath>

#include <QToolTip>

#include "app/figures/color_scale.h"
#include "app/views/block_measures.h"
#include "core/runs/run_json.h"

namespace strato {

namespace {

// Few tokens stand out so far that the rest would look alike if the colours reached up to them.
constexpr double shownQuantile = 0.99;
constexpr double fewestTokens = 4, tokensAtFirst = 160;

}  // namespace

HeatmapChart::HeatmapChart(QWidget* parent)
    : Chart(parent), cells_(new CellMap(xAxis, yAxis)), scale_(new QCPColorScale(this)), cursorMark_(new QCPItemRect(this)) {
    axisRect()->setupFullAxesBox();
    axisRect()->setMinimumMargins(QMargins(2, 6, 2, 2));
    for (QCPAxis* axis : {xAxis2, yAxis2}) axis->setTicks(false), axis->setTickLabels(false);
    for (QCPAxis* axis : {xAxis, yAxis}) axis->grid()->setVisible(false);
    xAxis->setTicker(wholeNumbers());
    xAxis->setLabel(tr("token"));
    yAxis->setTicker(wholeNumbers());
    yAxis->setLabel(tr("block"));
    plotLayout()->addElement(0, 1, scale_);
    scale_->setType(QCPAxis::atRight);
    scale_->setBarWidth(barWidth);
    cells_->setColorScale(scale_);
    auto* margins = new QCPMarginGroup(this);
    for (QCPLayoutElement* element : std::initializer_list<QCPLayoutElement*>{axisRect(), scale_}) element->setMarginGroup(QCP::msTop | QCP::msBottom, margins);
    cursorMark_->setLayer(cursorLayer);
    cursorMark_->setVisible(false);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setStyle(style());
}

QString HeatmapChart::title() const { return tr("Non-linearity of every token in every block"); }

QByteArray HeatmapChart::csv() const { return QByteArray::fromStdString(run_ ? tokenNonlinearityCsv(*run_) : std::string()); }

std::unique_ptr<Chart> HeatmapChart::copy() const {
    auto chart = std::make_unique<HeatmapChart>();
    chart->setRun(run_);
    chart->xAxis->setRange(xAxis->range());
    return chart;
}

void HeatmapChart::setRun(std::shared_ptr<const Run> run) {
    const auto tokensOf = [](const std::shared_ptr<const Run>& any) { return any ? static_cast<int>(any->tokens.size()) : 0; };
    const bool sameTokens = tokensOf(run) == tokensOf(run_) && run && run_ && run->data.sha256 == run_->data.sha256;
    run_ = std::move(run);
    const int tokens = tokensOf(run_), layers = run_ ? run_->model.layers : 0;
    cells_->setCells(tokens, layers);
    std::vector<double> values;
    for (std::size_t block = 0; run_ && block < run_->tokenNonlinearity.size(); ++block) {
        const std::vector<float>& row = run_->tokenNonlinearity[block];
        for (std::size_t token = 0; token < std::min(row.size(), run_->tokens.size()); ++token) {
            cells_->data()->setCell(static_cast<int>(token), static_cast<int>(block), row[token]);
            values.push_back(row[token]);
        }
    }
    const double top = finiteRange(values, shownQuantile).upper;
    scale_->setDataRange({0, top});
    scale_->setLabel(finiteRange(values).upper > top ? tr("non-linearity (≤ 99th pct.)") : tr("non-linearity"));
    yAxis->setRange(-0.5, std::max(layers, 1) - 0.5);
    if (!sameTokens) {
        cursor_.reset();
        cursorMark_->setVisible(false);
        showTokens(0, tokensAtFirst - 1);
    }
    replot(QCustomPlot::rpQueuedReplot);
}

void HeatmapChart::showTokens(double first, double last) {
    const double tokens = run_ ? std::max<double>(static_cast<double>(run_->tokens.size()), 1) : 1;
    const double width = std::clamp(last - first + 1, std::min(fewestTokens, tokens), tokens);
    const double left = std::clamp(first - 0.5, -0.5, tokens - 0.5 - width);
    xAxis->setRange(left, left + width);
    replot(QCustomPlot::rpQueuedReplot);
}

QPointF HeatmapChart::pixelOf(int token, int block) const { return {xAxis->coordToPixel(token), yAxis->coordToPixel(block)}; }

// The tokens' own texts where there is room for them, else their numbers.
bool HeatmapChart::arrange() {
    const int lineHeight = QFontMetrics(xAxis->tickLabelFont()).height();
    const bool byText = run_ && !run_->tokens.empty() && xAxis->range().size() * lineHeight <= axisRect()->width();
    const bool changed = byText != byText_ || (byText && xAxis->range() != labelled_);
    byText_ = byText;
    labelled_ = xAxis->range();
    if (changed) labelTokens();
    return Chart::arrange() || changed;
}

void HeatmapChart::labelTokens() {
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

QString HeatmapChart::readOutOf(const QPoint& cell) const {
    const TokenRecord& token = run_->tokens[static_cast<std::size_t>(cell.x())];
    const double value = cells_->data()->cell(cell.x(), cell.y());
    return tr("block %1, token %2 “%3” (id %4, position %5 of window %6, document %7): non-linearity %8")
        .arg(cell.y()).arg(cell.x()).arg(QString::fromStdString(token.text)).arg(token.id).arg(token.position).arg(token.window).arg(token.document)
        .arg(std::isfinite(value) ? measureText(value) : cell.y() < static_cast<int>(run_->blocks.size()) ? tr("undefined") : tr("not measured yet"));
}

void HeatmapChart::moveCursor(const QPoint& cell) {
    cursor_ = cell;
    cursorMark_->setVisible(true);
    cursorMark_->topLeft->setCoords(cell.x() - 0.5, cell.y() + 0.5);
    cursorMark_->bottomRight->setCoords(cell.x() + 0.5, cell.y() - 0.5);
    if (cell.x() < xAxis->range().lower) showTokens(cell.x(), cell.x() + xAxis->range().size() - 1);
    else if (cell.x() > xAxis->range().upper) showTokens(cell.x() - xAxis->range().size() + 1, cell.x());
    layer(cursorLayer)->replot();
    emit readOut(readOutOf(cell));
    emit blockPicked({cell.y()});
}

void HeatmapChart::applyStyle(const FigureStyle& style) {
    styleColorScale(*scale_);
    scale_->axis()->setLabelFont(style.font);
    scale_->setGradient(perceptualGradient(style.absent));
    cursorMark_->setPen(QPen(style.cursor, style.lineWidth));
}

void HeatmapChart::mouseMoveEvent(QMouseEvent* event) {
    if (dragFrom_ && event->buttons().testFlag(Qt::LeftButton)) {
        const double shift = *dragFrom_ - xAxis->pixelToCoord(event->pos().x());
        showTokens(xAxis->range().lower + 0.5 + shift, xAxis->range().upper - 0.5 + shift);
        return;
    }
    const auto cell = isEmpty() ? std::nullopt : cells_->cellAt(event->pos());
    const QString text = cell ? readOutOf(*cell) : QString();
    emit readOut(text);
    if (cell) QToolTip::showText(event->globalPosition().toPoint(), text, this);
    else QToolTip::hideText();
}

void HeatmapChart::mousePressEvent(QMouseEvent* event) {
    const auto cell = isEmpty() ? std::nullopt : cells_->cellAt(event->pos());
    if (event->button() != Qt::LeftButton || !cell) return;
    dragFrom_ = xAxis->pixelToCoord(event->pos().x());
    moveCursor(*cell);
}

void HeatmapChart::mouseDoubleClickEvent(QMouseEvent*) {
    dragFrom_.reset();
    showTokens(0, run_ ? static_cast<double>(run_->tokens.size()) - 1 : 0);
}

// Around the token under the mouse; sideways scrolling moves.
void HeatmapChart::wheelEvent(QWheelEvent* event) {
    if (isEmpty()) return;
    const QCPRange range = xAxis->range();
    if (std::abs(event->angleDelta().x()) > std::abs(event->angleDelta().y())) {
        const double shift = -event->angleDelta().x() / 120.0 * range.size() * 0.1;
        showTokens(range.lower + 0.5 + shift, range.upper - 0.5 + shift);
    } else {
        const double at = std::clamp(xAxis->pixelToCoord(event->position().x()), range.lower, range.upper);
        const double factor = std::pow(0.8, event->angleDelta().y() / 120.0);
        showTokens(at - (at - range.lower) * factor + 0.5, at + (range.upper - at) * factor - 0.5);
    }
    event->accept();
}

void HeatmapChart::keyPressEvent(QKeyEvent* event) {
    if (isEmpty() || run_->tokens.empty()) return;
    const QPoint last(static_cast<int>(run_->tokens.size()) - 1, run_->model.layers - 1);
    QPoint cell = cursor_.value_or(QPoint(std::max(0, static_cast<int>(std::ceil(xAxis->range().lower))), 0));
    const QCPRange range = xAxis->range();
    switch (event->key()) {
        case Qt::Key_Left: cell.rx() -= cursor_ ? 1 : 0; break;
        case Qt::Key_Right: cell.rx() += cursor_ ? 1 : 0; break;
        case Qt::Key_Up: ++cell.ry(); break;
        case Qt::Key_Down: --cell.ry(); break;
        case Qt::Key_Home: cell.rx() = 0; break;
        case Qt::Key_End: cell.rx() = last.x(); break;
        case Qt::Key_PageUp: cell.rx() -= static_cast<int>(range.size()); break;
        case Qt::Key_PageDown: cell.rx() += static_cast<int>(range.size()); break;
        case Qt::Key_Plus: return showTokens(range.center() - range.size() * 0.4 + 0.5, range.center() + range.size() * 0.4 - 0.5);
        case Qt::Key_Minus: return showTokens(range.center() - range.size() * 0.625 + 0.5, range.center() + range.size() * 0.625 - 0.5);
        case Qt::Key_0: return showTokens(0, last.x());
        default: event->ignore(); return;
    }
    moveCursor({std::clamp(cell.x(), 0, last.x()), std::clamp(cell.y(), 0, last.y())});
}

void HeatmapChart::leaveEvent(QEvent* event) {
    Chart::leaveEvent(event);
    emit readOut({});
}

}  // namespace strato
