#include "app/window/charts_panel.h"

#include <QAction>
#include <QButtonGroup>
#include <QLabel>
#include <QSplitter>
#include <QToolButton>
#include <QToolTip>
#include <QVBoxLayout>

#include "app/views/block_measures.h"
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
    strip_->setAccessibleDescription(tr("Arrow keys select blocks, Shift extends the selection; D drops, L replaces by a linear map, K keeps"));
    for (const BlockMeasure& measure : blockMeasures) {
        measure_->addItem(tr(measure.name));
        measure_->setItemData(measure_->count() - 1, tr(measure.explanation), Qt::ToolTipRole);
    }
    measure_->setToolTip(tr("What the colours of the strip say"));
    connect(measure_, &QComboBox::currentIndexChanged, strip_, &StripChart::setMeasure);

    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(buildCard(*profile_));
    splitter->addWidget(buildCard(*strip_, buildActions()));
    splitter->addWidget(buildCard(*heatmap_));
    splitter->setStretchFactor(0, 5);
    splitter->setStretchFactor(1, 0);
    splitter->setStretchFactor(2, 4);
    splitter->setChildrenCollapsible(false);
    profile_->setMinimumHeight(170);
    strip_->setMinimumHeight(92);
    heatmap_->setMinimumHeight(150);
    splitter->setSizes({330, 130, 260});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(splitter);
    alignColumns();
    connectSession();
    for (BlockGestures* gestures : {profileGestures_, stripGestures_}) connectGestures(*gestures);
    connect(heatmap_, &Chart::readOut, this, &ChartsPanel::readOut);
    connect(heatmap_, &HeatmapChart::blockPicked, &session_, [this](BlockIndex block) { session_.setCursor(BlockSpan{block, block}); });
}

QWidget* ChartsPanel::buildCard(Chart& chart, QWidget* extra) {
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
    layout->addWidget(&chart, 1);
    return card;
}

// What a click on a block does, and what the strip's colours say.
QWidget* ChartsPanel::buildActions() {
    auto* row = new QWidget;
    // Fusion's checked buttons can't be told from others on a dark background.
    row->setStyleSheet("QToolButton { padding: 3px 8px; border: 1px solid palette(mid); border-radius: 3px; }"
                       "QToolButton:checked { background: palette(highlight); color: palette(highlighted-text); border-color: palette(highlight); }");
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(8, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(new QLabel(tr("coloured by")));
    layout->addWidget(measure_);
    layout->addSpacing(12);
    layout->addWidget(new QLabel(tr("a click will")));
    auto* group = new QButtonGroup(row);
    const auto add = [&](const QString& text, const QString& tip, ActionKind action, const char* name) {
        auto* button = new QToolButton;
        button->setText(text);
        button->setToolTip(tip);
        button->setCheckable(true);
        button->setObjectName(name);
        group->addButton(button);
        layout->addWidget(button);
        connect(button, &QToolButton::clicked, this, [this, action] { session_.setActionInHand(action); });
        return button;
    };
    add(tr("drop"), tr("Clicked blocks are removed; click again to keep them. Drag for a span."), ActionKind::drop, "actionDrop")->setChecked(true);
    add(tr("make linear"), tr("Clicked blocks are replaced by their least-squares map; click again to keep them. A dragged span becomes one map."),
        ActionKind::linear, "actionLinear");
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
    connect(&gestures, &BlockGestures::hovered, this, [this](const std::optional<BlockIndex>& block) { tellBlock(block); });
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
    for (const Edit& edit : session_.plan().edits())
        if (edit.span.contains(*block)) text += tr("; plan: %1").arg(QString::fromStdString(edit.where() + "=" + edit.actionText()));
    emit readOut(text);
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
