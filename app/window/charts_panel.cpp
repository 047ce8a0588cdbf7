#include "app/window/charts_panel.h"

#include <QAction>
#include <QLabel>
#include <QSplitter>
#include <QToolButton>
#include <QToolTip>
#include <QVBoxLayout>

#include "app/views/block_measures.h"
#include "app/window/action_bar.h"
#include "app/window/figure_dialog.h"

namespace strato {

ChartsPanel::ChartsPanel(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), profile_(new ProfileChart), strip_(new StripChart), heatmap_(new HeatmapChart), measure_(new QComboBox),
      profileMarks_(*profile_, profile_->parts(), Qt::Horizontal, PlanMarks::Form::shaded),
      stripMarks_(*strip_, {strip_->axisRect()}, Qt::Horizontal, PlanMarks::Form::crossed),
      profileGestures_(new BlockGestures(*profile_, profile_->parts().constFirst()->axis(QCPAxis::atBottom))),
      stripGestures_(new BlockGestures(*strip_, strip_->xAxis)) {
    profile_->setObjectName("profile");
    strip_->setObjectName("strip");
    heatmap_->setObjectName("heatmap");
    strip_->setAccessibleName(tr("Blocks"));
    strip_->setAccessibleDescription(tr("Arrow keys select blocks, Shift extends the selection; D drops, L replaces by a linear map, R by one of low rank, M merges, K keeps"));
    for (const BlockMeasure& measure : blockMeasures) {
        measure_->addItem(tr(measure.name));
        measure_->setItemData(measure_->count() - 1, tr(measure.explanation), Qt::ToolTipRole);
    }
    measure_->setToolTip(tr("What the colours of the strip say"));
    connect(measure_, &QComboBox::currentIndexChanged, strip_, &StripChart::setMeasure);

    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(buildCard(*profile_));
    splitter->addWidget(buildCard(*strip_, buildMeasureChoice(), new ActionBar(session_)));
    splitter->addWidget(buildCard(*heatmap_));
    splitter->setStretchFactor(0, 5);
    splitter->setStretchFactor(1, 0);
    splitter->setStretchFactor(2, 4);
    splitter->setChildrenCollapsible(false);
    profile_->setMinimumHeight(170);
    strip_->setMinimumHeight(92);
    heatmap_->setMinimumHeight(150);
    splitter->setSizes({320, 160, 240});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(splitter);
    alignColumns();
    connectSession();
    for (BlockGestures* gestures : {profileGestures_, stripGestures_}) connectGestures(*gestures);
    connect(heatmap_, &Chart::readOut, this, &ChartsPanel::readOut);
    connect(heatmap_, &HeatmapChart::blockPicked, &session_, [this](BlockIndex block) { session_.setCursor(BlockSpan{block, block}); });
}

QWidget* ChartsPanel::buildCard(Chart& chart, QWidget* extra, QWidget* second) {
    auto* card = new QWidget;
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins({});
    layout->setSpacing(2);
    auto* head = new QHBoxLayout;
    auto* title = new QLabel("<b>" + (&chart == strip_ ? tr("Blocks") : chart.title()) + "</b>");
    if (&chart == heatmap_) title->setToolTip(tr("The wheel zooms, dragging moves, a double click shows all tokens; arrow keys walk over the cells"));
    auto* button = new QToolButton;
    button->setText(tr("Export…"));
    button->setToolTip(tr("This chart as PDF, SVG or PNG, or its numbers as CSV"));
    button->setObjectName(chart.objectName() + "Export");
    connect(button, &QToolButton::clicked, this, [this, &chart] { exportChart(chart); });
    head->addWidget(title);
    if (extra) head->addWidget(extra, 1);
    else head->addStretch(1);
    head->addWidget(button);
    layout->addLayout(head);
    if (second) layout->addWidget(second);
    layout->addWidget(&chart, 1);
    return card;
}

// What the strip's colours say.
QWidget* ChartsPanel::buildMeasureChoice() {
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(8, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(new QLabel(tr("coloured by")));
    layout->addWidget(measure_);
    layout->addStretch(1);
    return row;
}

// The same block stands in the same column of profile and strip.
void ChartsPanel::alignColumns() {
    const int left = fontMetrics().horizontalAdvance("0.000") + 2 * fontMetrics().height() + 8;
    const int gap = 8, right = fontMetrics().horizontalAdvance("0.0000") + fontMetrics().height() + 14;
    for (QCPAxisRect* rect : profile_->parts()) {
        rect->setAutoMargins(QCP::msTop | QCP::msBottom);
        rect->setMargins(QMargins(left, 0, gap + Chart::barWidth + right, 0));
    }
    for (Chart* chart : {static_cast<Chart*>(strip_), static_cast<Chart*>(heatmap_)}) {
        chart->axisRect()->setAutoMargins(QCP::msTop | QCP::msBottom);
        chart->axisRect()->setMargins(QMargins(left, 0, 0, 0));
        chart->plotLayout()->setColumnSpacing(0);
        auto* scale = qobject_cast<QCPColorScale*>(chart->plotLayout()->element(0, 1));
        scale->setAutoMargins(QCP::msTop | QCP::msBottom);
        scale->setMargins(QMargins(gap, 0, 0, 0));
        QCPAxisRect* bar = scale->axis()->axisRect();
        bar->setAutoMargins(QCP::msTop | QCP::msBottom);
        bar->setMargins(QMargins(0, 0, right, 0));
    }
}

void ChartsPanel::connectSession() {
    connect(&session_, &Session::runChanged, this, &ChartsPanel::showRun);
    connect(&session_, &Session::planChanged, this, [this] {
        profileMarks_.showPlan(session_.plan());
        stripMarks_.showPlan(session_.plan());
    });
    for (auto signal : {&Session::actionInHandChanged, &Session::modelChanged})
        connect(&session_, signal, this, [this] {
            for (BlockGestures* gestures : {profileGestures_, stripGestures_})
                gestures->setOffer(session_.actionInHand().rank, [this](const BlockChoice& choice) { return session_.whyNot(choice); });
        });
    connect(&session_, &Session::cursorChanged, this, [this] {
        for (BlockGestures* gestures : {profileGestures_, stripGestures_}) gestures->setCursor(session_.cursor());
        profileMarks_.showCursor(session_.cursor());
        stripMarks_.showCursor(session_.cursor());
    });
}

void ChartsPanel::connectGestures(BlockGestures& gestures) {
    connect(&gestures, &BlockGestures::cursorMoved, &session_, [this](const std::optional<BlockSpan>& span) {
        session_.setCursor(span);
        tellBlock(span ? std::optional(span->last) : std::nullopt);
    });
    connect(&gestures, &BlockGestures::clicked, &session_, &Session::click);
    connect(&gestures, &BlockGestures::chosen, &session_, &Session::choose);
    auto* chart = qobject_cast<QWidget*>(gestures.parent());
    connect(&gestures, &BlockGestures::hovered, this, [this, chart](const std::optional<BlockIndex>& block) {
        tellBlock(block);
        const QString edits = block ? editsOf(*block) : QString();
        chart->setToolTip(edits.isEmpty() ? QString() : tr("%1\nMarks: %2").arg(edits, markLegend()));
    });
}

void ChartsPanel::showRun() {
    const int layers = session_.layers();
    for (Chart* chart : charts()) chart->setRun(session_.run());
    for (BlockGestures* gestures : {profileGestures_, stripGestures_}) gestures->setLayers(layers);
}

void ChartsPanel::tellBlock(const std::optional<BlockIndex>& block) {
    const auto& run = session_.run();
    if (!block || !run) {
        emit readOut({});
        return;
    }
    const auto at = static_cast<std::size_t>(block->value);
    QString text = at < run->blocks.size() ? blockReadOut(run->blocks[at], run->data.tokens) : tr("block %1: not measured yet").arg(block->value);
    const QString edits = editsOf(*block);
    emit readOut(edits.isEmpty() ? text : tr("%1; plan: %2").arg(text, edits));
}

QString ChartsPanel::editsOf(BlockIndex block) const {
    QStringList edits;
    for (const Edit& edit : session_.plan().edits())
        if (edit.span.contains(block)) edits << QString::fromStdString(edit.text());
    return edits.join(", ");
}

void ChartsPanel::exportChart(Chart& chart) {
    if (chart.isEmpty()) {
        emit session_.failed(tr("There is nothing to export yet: analyse a model first."));
        return;
    }
    const QString model = QString::fromStdString(session_.run()->model.folder.filename().string());
    FigureDialog dialog(chart, model + "-" + chart.objectName(), this);
    if (dialog.exec() == QDialog::Accepted) emit session_.succeeded(tr("Written: %1").arg(dialog.written()));
}

}  // namespace strato
