#include "app/views/comparison_chart.h"

#include <algorithm>
#include <cmath>

#include <QMouseEvent>

#include "app/views/block_measures.h"
#include "app/views/run_names.h"
#include "core/runs/compare_json.h"

namespace strato {

namespace {

constexpr Qt::PenStyle strokes[]{Qt::SolidLine, Qt::DashLine, Qt::DotLine};

QString nameOf(const ComparedRun& run) {
    const QString name = QString::fromStdString(run.name);
    return run.step ? ComparisonChart::tr("%1, step %2").arg(name, QString::number(*run.step)) : name;
}

}  // namespace

ComparisonChart::ComparisonChart(QWidget* parent) : Chart(parent), legend_(flatLegend()), ring_(addGraph()) {
    plotLayout()->insertRow(0);
    plotLayout()->addElement(0, 0, legend_);
    plotLayout()->setRowStretchFactor(0, 0.001);
    plotLayout()->setRowSpacing(4);
    legend_->setLayer("legend");
    axisRect()->setMinimumMargins(QMargins(2, 6, 12, 2));
    ring_->setLayer(cursorLayer);
    ring_->setLineStyle(QCPGraph::lsNone);
    setMouseTracking(true);
    setStyle(style());
}

QString ComparisonChart::title() const { return tr("Comparison of runs"); }

QString ComparisonChart::explanation() const {
    return tr("The same measure of several models over normalised depth, or of checkpoints over training. Runs on other texts or with few "
              "tokens a dimension don't compare as they stand.");
}

QList<Chart::Choice> ComparisonChart::choices() const {
    QList<Choice> choices;
    for (const char* axis : {QT_TR_NOOP("%1 over depth"), QT_TR_NOOP("%1 over training")})
        for (const BlockMeasure& measure : blockMeasures) choices << Choice{tr(axis).arg(measure.name()), measure.explanation()};
    return choices;
}

bool ComparisonChart::overTraining() const { return choice_ >= static_cast<int>(blockMeasures.size()); }

QString ComparisonChart::whyEmpty() const {
    if (comparison_.runs.size() < 2) return tr("There is nothing to compare yet: press “Add runs…” or drop run files (*.strato) here.");
    if (curves_.empty())
        return tr("No two of these runs are checkpoints of one model: a checkpoint's folder is named for its training step, as step1000 or "
                  "checkpoint-500.");
    return {};
}

void ComparisonChart::setRun(std::shared_ptr<const Run> run) {
    run_ = std::move(run);
    std::vector<ComparedRun> runs;
    if (run_ && !run_->blocks.empty()) runs.push_back(comparedRun(file_, *run_));
    runs.insert(runs.end(), others_.begin(), others_.end());
    comparison_ = compare(std::move(runs));
    showCurves();
}

void ComparisonChart::setOthers(std::vector<ComparedRun> others) {
    others_ = std::move(others);
    setRun(run_);
}

ComparisonChart::Curve ComparisonChart::overDepth(const ComparedRun& run, const QString& name) const {
    const BlockMeasure& measure = blockMeasures[static_cast<std::size_t>(choice_) % blockMeasures.size()];
    Curve curve{name, {}};
    for (const BlockScores& block : run.blocks) {
        const double value = block.*measure.value, depth = depthOfBlock(block.block, run.model.layers);
        if (!std::isfinite(value)) continue;
        curve.points.push_back({depth, value,
                                tr("%1: block %2 of %3, depth %4: %5 %6; n %7")
                                    .arg(curve.name, QString::number(block.block.value), QString::number(run.model.layers), measureText(depth), measure.name(),
                                         measureText(value), QString::number(run.data.tokens))});
    }
    return curve;
}

ComparisonChart::Curve ComparisonChart::overSteps(const TrainingSeries& series) const {
    const BlockMeasure& measure = blockMeasures[static_cast<std::size_t>(choice_) % blockMeasures.size()];
    const ModelSummary& model = comparison_.runs[series.runs.front()].model;
    Curve curve{tr("%1, %2 blocks").arg(QString::fromStdString(model.architecture), QString::number(model.layers)), {}};
    for (const std::size_t index : series.runs) {
        const ComparedRun& run = comparison_.runs[index];
        const double mean = run.means.*measure.value;
        if (!std::isfinite(mean)) continue;
        curve.points.push_back({static_cast<double>(*run.step), mean,
                                tr("%1: mean %2 over %3 blocks %4; n %5")
                                    .arg(nameOf(run), measure.name(), QString::number(run.blocks.size()), measureText(mean), QString::number(run.data.tokens))});
    }
    return curve;
}

QStringList ComparisonChart::names() const {
    QList<RunLabel> labels;
    for (const ComparedRun& run : comparison_.runs) labels << labelOf(nameOf(run).toStdString(), run.data, QString::fromStdString(run.file.string()));
    return tellApart(labels);
}

QString ComparisonChart::remark() const {
    QStringList runs;
    for (std::size_t i = 0; i < comparison_.runs.size(); ++i) {
        const ComparedRun& run = comparison_.runs[i];
        const RunLabel label = labelOf(run.name, run.data, {});
        runs << tr("%1: %2 tokens of %3 in windows of %4").arg(names()[static_cast<qsizetype>(i)], QString::number(label.tokens), label.texts, QString::number(run.data.sequenceLength));
    }
    return runs.size() < 2 ? QString() : runs.join("; ") + '.';
}

std::vector<ComparisonChart::Curve> ComparisonChart::curves() const {
    std::vector<Curve> curves;
    if (overTraining())
        for (const TrainingSeries& series : comparison_.series) curves.push_back(overSteps(series));
    else
        for (std::size_t i = 0; i < comparison_.runs.size(); ++i) curves.push_back(overDepth(comparison_.runs[i], names()[static_cast<qsizetype>(i)]));
    return curves;
}

void ComparisonChart::showCurves() {
    curves_ = curves();
    legend_->clearItems();
    for (QCPGraph* graph : std::exchange(graphs_, {})) removeGraph(graph);
    QCPRange across, along(0, 1);
    bool first = true;
    for (const Curve& curve : curves_) {
        QCPGraph* graph = addGraph();
        graph->setName(curve.name);
        graphs_ << graph;
        legend_->addItem(new QCPPlottableLegendItem(legend_, graph));
        for (const Point& point : curve.points) {
            graph->addData(point.x, point.y);
            if (std::exchange(first, false)) across = {point.y, point.y};
            across.expand(point.y);
            if (overTraining()) along.expand(point.x);
        }
    }
    xAxis->setLabel(overTraining() ? tr("training step") : tr("depth, from the first block to the last"));
    yAxis->setLabel(blockMeasures[static_cast<std::size_t>(choice_) % blockMeasures.size()].name());
    const double margin = std::max(0.08 * across.size(), 1e-3);
    yAxis->setRange(across.lower - margin, across.upper + margin);
    xAxis->setRange(along.lower - 0.02 * along.size(), along.upper + 0.02 * along.size());
    styleCurves();
    showSelected();
    replotSoon();
}

QByteArray ComparisonChart::csv() const { return QByteArray::fromStdString(comparisonCsv(comparison_)); }

std::unique_ptr<Chart> ComparisonChart::copy() const {
    auto chart = std::make_unique<ComparisonChart>();
    chart->file_ = file_;
    chart->others_ = others_;
    chart->setRun(run_);
    chart->setView(view());
    return chart;
}

void ComparisonChart::showSelection(const Selection& selection) {
    selection_ = selection;
    showSelected();
}

// The selected blocks of the run that is open.
void ComparisonChart::showSelected() {
    ring_->data()->clear();
    if (selection_.blocks && !overTraining() && run_ && !run_->blocks.empty())
        for (const BlockScores& block : run_->blocks)
            if (selection_.blocks->contains(block.block))
                ring_->addData(depthOfBlock(block.block, run_->model.layers), block.*blockMeasures[static_cast<std::size_t>(choice_)].value);
    redraw(cursorLayer);
}

void ComparisonChart::mouseMoveEvent(QMouseEvent* event) {
    Chart::mouseMoveEvent(event);
    constexpr double reach = 12;   // pixels
    double least = reach * reach;
    QString text;
    for (const Curve& curve : curves_)
        for (const Point& point : curve.points) {
            const QPointF away = QPointF(xAxis->coordToPixel(point.x), yAxis->coordToPixel(point.y)) - event->position();
            if (QPointF::dotProduct(away, away) > least) continue;
            least = QPointF::dotProduct(away, away);
            text = point.text;
        }
    tellAt(event->globalPosition().toPoint(), text);
}

void ComparisonChart::leaveEvent(QEvent* event) {
    Chart::leaveEvent(event);
    emit readOut({});
}

void ComparisonChart::styleCurves() {
    for (int i = 0; i < graphs_.size(); ++i) {
        const std::size_t series = static_cast<std::size_t>(i) % style().series.size();
        const QColor color = style().series[series];
        graphs_[i]->setPen(QPen(color, style().lineWidth, strokes[static_cast<std::size_t>(i) / style().series.size() % std::size(strokes)]));
        graphs_[i]->setScatterStyle(QCPScatterStyle(seriesShapes[series], QPen(color, style().lineWidth), QBrush(color), 2.5 * style().lineWidth + 1));
    }
}

void ComparisonChart::applyStyle(const FigureStyle& style) {
    legend_->setFont(style.font);
    legend_->setTextColor(style.ink);
    ring_->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(style.cursor, style.lineWidth), Qt::NoBrush, 7 * style.lineWidth));
    styleCurves();
}

bool ComparisonChart::arrange() {
    const bool changed = wrapLegend(*legend_);
    return Chart::arrange() || changed;
}

}  // namespace strato
