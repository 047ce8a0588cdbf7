#include "app/figures/page_chart.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace strato {

namespace {

constexpr int gap = 6;      // between panels, in units of a point

QChar letterOf(qsizetype panel) { return QChar(u'a' + static_cast<int>(panel % 26)); }

}  // namespace

PageChart::PageChart(std::vector<std::unique_ptr<Chart>> panels) {
    for (std::unique_ptr<Chart>& panel : panels) {
        if (!run_) run_ = panel->run();
        panels_.push_back({std::move(panel)});
    }
    setStyle(style());
}

QList<const Chart*> PageChart::panels() const {
    QList<const Chart*> all;
    for (const Panel& panel : panels_) all << panel.chart.get();
    return all;
}

QList<const Chart*> PageChart::shown() const {
    QList<const Chart*> shown;
    for (const Panel& panel : panels_)
        if (panel.shown) shown << panel.chart.get();
    return shown;
}

void PageChart::setShown(int panel, bool shown) {
    panels_[static_cast<std::size_t>(panel)].shown = shown;
    emit viewChanged();
}

QString PageChart::title() const { return tr("A page of charts"); }

QString PageChart::explanation() const {
    QStringList texts;
    for (const Chart* chart : shown()) {
        const QString measure = chart->choices().value(chart->choice()).name;
        texts << tr("(%1) %2").arg(letterOf(texts.size())).arg(measure.isEmpty() ? chart->title() : tr("%1: %2").arg(chart->title(), measure)) + ". " + QString("%1 %2").arg(chart->explanation(), chart->remark()).trimmed();
    }
    return texts.join(' ');
}

QString PageChart::whyEmpty() const {
    for (const Chart* chart : shown())
        if (chart->isEmpty()) return QString("%1: %2").arg(chart->title(), chart->whyEmpty());
    return shown().isEmpty() ? tr("Choose at least one chart.") : QString();
}

std::unique_ptr<Chart> PageChart::copy() const {
    std::vector<std::unique_ptr<Chart>> panels;
    for (const Chart* chart : shown()) {
        panels.push_back(chart->copy());
        panels.back()->setObjectName(chart->objectName());
    }
    return std::make_unique<PageChart>(std::move(panels));
}

double PageChart::figureShape() const {
    const QList<const Chart*> charts = shown();
    if (charts.size() == 1) return charts.front()->figureShape();
    // A sheet of A4 leaves as much beside its margins.
    constexpr double ofTitle = 0.06, ofSheet = 1.4;
    double shape = 0;
    for (const double row : rowShapes()) shape += (row + ofTitle) / 2;
    return std::clamp(shape, 0.3, ofSheet);
}

// Height over width that suits the charts of each row of two.
std::vector<double> PageChart::rowShapes() const {
    const QList<const Chart*> charts = shown();
    std::vector<double> rows(static_cast<std::size_t>(charts.size() + 1) / 2);
    for (qsizetype i = 0; i < charts.size(); ++i) rows[static_cast<std::size_t>(i / 2)] = std::max(rows[static_cast<std::size_t>(i / 2)], charts[i]->figureShape());
    return rows;
}

void PageChart::showPlan(const Plan& plan) {
    for (const Panel& panel : panels_) panel.chart->showPlan(plan);
}

void PageChart::applyStyle(const FigureStyle& style) {
    for (const Panel& panel : panels_) panel.chart->setStyle(style);
}

void PageChart::paintOn(QCPPainter& painter, const QSize& size) {
    std::vector<Chart*> charts;
    for (const Panel& panel : panels_)
        if (panel.shown) charts.push_back(panel.chart.get());
    const int count = static_cast<int>(charts.size());
    const std::vector<double> shapes = rowShapes();
    QFont bold = style().font;
    bold.setBold(true);
    const int head = QFontMetrics(bold).height() + 2;
    const double room = size.height() - (static_cast<double>(shapes.size()) - 1) * gap, all = std::accumulate(shapes.begin(), shapes.end(), 0.0);
    double next = 0, height = 0;
    painter.fillRect(QRect(QPoint(), size), style().background);
    for (int i = 0; i < count; ++i) {
        const bool alone = i % 2 == 0 && i + 1 == count;
        const int width = alone ? size.width() : (size.width() - gap) / 2, left = i % 2 == 0 ? 0 : size.width() - width;
        if (i % 2 == 0) {
            if (i > 0) next += height + gap;
            height = room * shapes[static_cast<std::size_t>(i / 2)] / all;
        }
        const int top = qRound(next);
        painter.setPen(style().ink);
        painter.setFont(bold);
        painter.drawText(QRectF(left, top, head, head), Qt::AlignLeft | Qt::AlignVCenter, QString(letterOf(i)));
        painter.setFont(style().font);
        const QString title = QFontMetrics(style().font).elidedText(charts[static_cast<std::size_t>(i)]->title(), Qt::ElideRight, width - 2 * head);
        painter.drawText(QRectF(left + head, top, width - head, head), Qt::AlignLeft | Qt::AlignVCenter, title);
        painter.save();
        painter.translate(left, top + head);
        charts[static_cast<std::size_t>(i)]->layOut({width, qRound(height) - head});
        charts[static_cast<std::size_t>(i)]->paintOn(painter, {width, qRound(height) - head});
        painter.restore();
    }
}

}  // namespace strato
