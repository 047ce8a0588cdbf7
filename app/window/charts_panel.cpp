#include "app/window/charts_panel.h"

#include <algorithm>

#include <QCoreApplication>
#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QSplitter>
#include <QVBoxLayout>

#include "app/views/block_token_map.h"
#include "app/views/color_menu.h"
#include "app/views/lens_chart.h"
#include "app/views/map_gestures.h"
#include "app/views/measure_choice.h"
#include "app/views/views.h"
#include "app/window/action_bar.h"
#include "app/window/figure_dialog.h"
#include "app/window/prompt_choice.h"
#include "app/window/reference_button.h"

namespace strato {

ChartsPanel::ChartsPanel(Session& session, QWidget* parent) : QWidget(parent), session_(session), tabs_(new QTabWidget), strip_(new StripChart), find_(new FindBar(session)), history_(new ViewHistory(session, this)) {
    tabs_->setObjectName("views");
    tabs_->setDocumentMode(true);
    tabs_->setUsesScrollButtons(true);
    for (const View& view : views().first(views().size() - 1)) addPage(view.make(), view.name, QCoreApplication::translate("View", view.tab));
    auto* splitter = new QSplitter(Qt::Vertical);
    auto* upper = new QWidget;
    auto* views = new QVBoxLayout(upper);
    views->setContentsMargins({});
    views->setSpacing(0);
    views->addWidget(tabs_, 1);
    views->addWidget(find_);
    splitter->addWidget(upper);
    splitter->addWidget(buildStrip());
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 0);
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({550, 170});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(splitter);
    alignColumns();
    for (Chart* chart : charts()) {
        connectChart(*chart);
        history_->watch(*chart);
    }
    connect(history_, &ViewHistory::showAsked, this, &ChartsPanel::show);
    connectSession();
    connect(this, &ChartsPanel::readOut, this, [this](const QString& text) { told_ = text; });
    connect(find_, &FindBar::closed, this, [this] {
        find_->hide();
        current().setFocus();
    });
    connect(tabs_, &QTabWidget::currentChanged, this, [this] {
        emit readOut({});
        if (!qobject_cast<BlockTokenMap*>(&current())) find_->hide();
        ViewPage& page = *pages_[tabs_->currentIndex()];
        fill(page);
        session_.setView(page.chart().objectName());
    });
}

void ChartsPanel::addPage(std::unique_ptr<Chart> chart, const QString& name, const QString& tab) {
    auto* comparison = qobject_cast<ComparisonChart*>(chart.get());
    auto* controls = comparison ? new ComparisonControls(session_, *comparison) : nullptr;
    const std::function<int(const Run&)> read = [](const Run& run) { return run.lens.empty() ? 0 : run.lens.tokens; };
    auto* prompts = qobject_cast<LensChart*>(chart.get())  ? new PromptChoice(session_, read)
                    : qobject_cast<TokenMap*>(chart.get()) ? new PromptChoice(session_)
                                                           : nullptr;
    auto* map = qobject_cast<MapChart*>(chart.get());
    auto* page = new ViewPage(std::move(chart), name, controls ? static_cast<QWidget*>(controls) : prompts,
                              map && map->takesDifferences() ? new ReferenceButton(session_, *map) : nullptr);
    if (controls) connect(controls, &ComparisonControls::changed, page, &ViewPage::showChart);
    connect(page, &ViewPage::exportAsked, this, [this](Chart* asked) { exportChart(*asked); });
    connect(page, &ViewPage::selected, &session_, &Session::setSelection);
    connect(page, &ViewPage::forAllMapsAsked, this, &ChartsPanel::shareRange);
    pages_ << page;
    tabs_->addTab(page, tab);
    tabs_->setTabToolTip(tabs_->count() - 1, page->chart().title());
}

// Maps that nobody looked at yet must know what they show.
void ChartsPanel::shareRange(MapColoring* from) {
    QList<MapColoring*> colorings{&strip_->coloring()};
    for (ViewPage* page : pages_)
        if (auto* map = qobject_cast<MapChart*>(&page->chart())) {
            fill(*page);
            colorings << &map->coloring();
        }
    const QCPRange range = from->shownRange();
    for (MapColoring* coloring : colorings) {
        if (coloring->quantity() != from->quantity()) continue;
        MapColors colors = coloring->colors();
        colors.low = range.lower;
        colors.high = range.upper;
        coloring->setColors(colors);
    }
}

QList<Chart*> ChartsPanel::charts() const {
    QList<Chart*> charts;
    for (ViewPage* page : pages_) charts << &page->chart();
    return charts << strip_;
}

void ChartsPanel::zoomCurrent(double factor) {
    auto* map = qobject_cast<MapChart*>(&current());
    if (map && factor > 0) map->zoomBy(factor);
    else if (map) map->showAll();
}

void ChartsPanel::show(const QString& name) {
    for (int i = 0; i < pages_.size(); ++i)
        if (pages_[i]->chart().objectName() == name) tabs_->setCurrentIndex(i);
}

void ChartsPanel::takeComparison(const ChartsPanel& other) {
    const auto comparisonOf = [](const ChartsPanel& panel) {
        for (ViewPage* page : panel.pages_)
            if (auto* comparison = qobject_cast<ComparisonChart*>(&page->chart())) return std::pair(page, comparison);
        return std::pair<ViewPage*, ComparisonChart*>();
    };
    const auto [page, chart] = comparisonOf(*this);
    chart->setOthers(comparisonOf(other).second->others());
    page->showChart();
}

void ChartsPanel::findWords() {
    // The lens reads the first tokens alone.
    if (!qobject_cast<BlockTokenMap*>(&current())) show("heatmap");
    find_->open();
}

QWidget* ChartsPanel::buildStrip() {
    strip_->setObjectName("strip");
    strip_->setAccessibleName(tr("Blocks"));
    strip_->setAccessibleDescription(tr("Arrow keys select blocks, Shift extends the selection; D drops, L replaces by a linear map, R by one of low rank, M merges, K keeps"));
    strip_->setMinimumHeight(92);
    auto* card = new QWidget;
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins({});
    layout->setSpacing(2);
    auto* file = new QToolButton;
    file->setText(tr("Export…"));
    file->setToolTip(tr("This chart or its numbers as a file"));
    file->setObjectName("stripExport");
    connect(file, &QToolButton::clicked, this, &ChartsPanel::exportStrip);
    auto* head = new QHBoxLayout;
    head->addWidget(new QLabel("<b>" + tr("Blocks") + "</b>"));
    head->addSpacing(8);
    head->addWidget(new QLabel(tr("coloured by")));
    auto* measure = new MeasureChoice(*strip_);
    measure->setObjectName("stripChoice");
    measure->setToolTip(tr("What the colours of the strip say"));
    head->addWidget(measure);
    head->addStretch(1);
    auto* colors = new ColorButton(strip_->coloring());
    colors->setObjectName("stripColors");
    connect(colors, &ColorButton::forAllAsked, this, &ChartsPanel::shareRange);
    head->addWidget(colors);
    head->addWidget(file);
    layout->addLayout(head);
    layout->addWidget(new ActionBar(session_));
    layout->addWidget(strip_, 1);
    return card;
}

// The same block stands in the same column of every chart that has one a block.
void ChartsPanel::alignColumns() {
    const int left = fontMetrics().horizontalAdvance("0.000") + 2 * fontMetrics().height() + 8;
    const int gap = 8, right = fontMetrics().horizontalAdvance("0.0000") + fontMetrics().height() + 14;
    for (Chart* chart : charts()) {
        if (const auto* blocks = qobject_cast<BlockChart*>(chart); blocks && chart != strip_)
            for (QCPAxisRect* rect : blocks->blockParts()) {
                rect->setAutoMargins(QCP::msTop | QCP::msBottom);
                rect->setMargins(QMargins(left, 0, gap + Chart::barWidth + right, 0));
            }
        else if (auto* scale = qobject_cast<QCPColorScale*>(chart->plotLayout()->element(0, std::min(1, chart->plotLayout()->columnCount() - 1)))) {
            chart->axisRect()->setAutoMargins(QCP::msTop | QCP::msBottom);
            chart->axisRect()->setMargins(QMargins(left, 0, 0, 0));
            chart->plotLayout()->setColumnSpacing(0);
            scale->setAutoMargins(QCP::msTop | QCP::msBottom);
            scale->setMargins(QMargins(gap, 0, 0, 0));
            QCPAxisRect* bar = scale->axis()->axisRect();
            bar->setAutoMargins(QCP::msTop | QCP::msBottom);
            bar->setMargins(QMargins(0, 0, right, 0));
        }
    }
}

void ChartsPanel::connectSession() {
    connect(&session_, &Session::runChanged, this, &ChartsPanel::showRun);
    connect(&session_, &Session::referenceChanged, this, [this] {
        outdated_ = {pages_.begin(), pages_.end()};
        fill(*pages_[tabs_->currentIndex()]);
    });
    connect(&session_, &Session::planChanged, this, &ChartsPanel::showPlan);
    connect(&session_, &Session::selectionChanged, this, &ChartsPanel::showSelection);
    connect(&session_, &Session::viewChanged, this, [this] {
        history_->restart();
        history_->fill(*strip_, [] {});
        show(session_.view());
        fill(*pages_[tabs_->currentIndex()]);
    });
    for (auto signal : {&Session::actionInHandChanged, &Session::modelChanged})
        connect(&session_, signal, this, [this] {
            for (BlockActions* gestures : gestures_)
                gestures->setOffer(session_.actionInHand().rank, [this](const BlockChoice& choice) { return session_.whyNot(choice); },
                                   [this](const BlockChoice& choice) { return session_.foretell(choice); });
        });
}

void ChartsPanel::connectChart(Chart& chart) {
    connect(&chart, &Chart::readOut, this, &ChartsPanel::readOut);
    chart.installEventFilter(this);
    if (auto* map = qobject_cast<MapChart*>(&chart)) connectGestures(*new MapGestures(*map));
    auto* blocks = qobject_cast<BlockChart*>(&chart);
    if (!blocks) return;
    auto* gestures = new BlockGestures(*blocks);
    connectGestures(*gestures);
    connect(gestures, &BlockGestures::selected, this, [this, blocks](const Selection& selection) {
        tellBlock(*blocks, selection.blocks ? std::optional(selection.blocks->last) : std::nullopt);
    });
    connect(gestures, &BlockGestures::hovered, this, [this, blocks](const std::optional<BlockIndex>& block) {
        const auto& selected = session_.selection().blocks;
        tellBlock(*blocks, block || !selected ? block : std::optional(selected->last));
        const QString edits = block ? editsOf(*block) : QString();
        blocks->setToolTip(edits.isEmpty() ? QString() : tr("%1\nMarks: %2").arg(edits, markLegend()));
    });
}

// Copies what is read out of a chart.
bool ChartsPanel::eventFilter(QObject* object, QEvent* event) {
    const bool copies = event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy) && !told_.isEmpty();
    if (copies) QGuiApplication::clipboard()->setText(told_);
    return copies || QWidget::eventFilter(object, event);
}

void ChartsPanel::connectGestures(BlockActions& gestures) {
    gestures_ << &gestures;
    connect(&gestures, &BlockActions::selected, &session_, &Session::setSelection);
    connect(&gestures, &BlockActions::clicked, &session_, &Session::click);
    connect(&gestures, &BlockActions::clickTakenBack, &session_, &Session::takeBackClick);
    connect(&gestures, &BlockActions::chosen, &session_, &Session::choose);
}

void ChartsPanel::showRun() {
    outdated_ = {pages_.begin(), pages_.end()};
    history_->fill(*strip_, [this] { strip_->setRun(session_.run()); });
    for (BlockActions* gestures : gestures_)
        if (auto* blocks = qobject_cast<BlockGestures*>(gestures)) blocks->setLayers(session_.layers());
    fill(*pages_[tabs_->currentIndex()]);
    showNames();
}

void ChartsPanel::fill(ViewPage& page) {
    const bool outdated = outdated_.remove(&page), unmarked = unmarked_.remove(&page);
    history_->fill(page.chart(), [&] {
        if (outdated) {
            if (auto* comparison = qobject_cast<ComparisonChart*>(&page.chart())) comparison->setRunFile(session_.runFile().toStdString());
            if (auto* map = qobject_cast<MapChart*>(&page.chart())) map->setReference(session_.reference());
            page.chart().setRun(session_.run());
        }
        if (outdated || unmarked) {
            page.chart().showPlan(session_.plan());
            page.showSelection(session_.selection());
        }
    });
    if (outdated) page.showChart();
}

void ChartsPanel::showPlan() {
    unmarked_ = {pages_.begin(), pages_.end()};
    strip_->showPlan(session_.plan());
    fill(*pages_[tabs_->currentIndex()]);
}

void ChartsPanel::showSelection() {
    unmarked_ = {pages_.begin(), pages_.end()};
    for (BlockActions* gestures : gestures_) gestures->setSelection(session_.selection());
    strip_->showSelection(session_.selection());
    fill(*pages_[tabs_->currentIndex()]);
}

// The texts of what the logit lens reads come from the model's folder.
void ChartsPanel::showNames() {
    const auto& run = session_.run();
    if (!run || run->lens.empty() || named_ == session_.runFile()) return;
    named_ = session_.runFile();
    setNames(nullptr);
    session_.jobs().start<std::shared_ptr<const TokenNames>>(
        Lane::names, tr("Reading the vocabulary"), [run](const JobContext&, const Post&) { return std::make_shared<const TokenNames>(lensNames(*run)); },
        [panel = QPointer(this)](const std::shared_ptr<const TokenNames>& names) {
            if (panel) panel->setNames(names);
        },
        [panel = QPointer(this)](const JobEnd& end) {
            if (panel && end.kind != JobEnd::Kind::done) panel->named_.clear();
        });
}

void ChartsPanel::setNames(const std::shared_ptr<const TokenNames>& names) {
    for (ViewPage* page : pages_)
        if (auto* lens = qobject_cast<LensChart*>(&page->chart())) {
            lens->setNames(names);
            if (!outdated_.contains(page)) page->showChart();
        }
}

void ChartsPanel::tellBlock(const BlockChart& chart, const std::optional<BlockIndex>& block) {
    const auto& run = session_.run();
    if (!block || !run || chart.isEmpty()) {
        emit readOut({});
        return;
    }
    const auto at = static_cast<std::size_t>(block->value);
    const QString text = at < run->blocks.size() ? chart.readOutOf(run->blocks[at]) : tr("block %1: not measured yet").arg(block->value);
    const QString edits = editsOf(*block);
    emit readOut(edits.isEmpty() ? text : tr("%1; plan: %2").arg(text, edits));
}

QString ChartsPanel::editsOf(BlockIndex block) const {
    QStringList edits;
    for (const Edit& edit : session_.plan().edits())
        if (edit.span.contains(block)) edits << QString::fromStdString(edit.text());
    return edits.join(", ");
}

void ChartsPanel::exportPage() {
    std::vector<std::unique_ptr<Chart>> panels;
    for (ViewPage* page : pages_) fill(*page);
    for (const Chart* chart : charts()) {
        if (chart->isEmpty()) continue;
        panels.push_back(chart->copy());
        panels.back()->setObjectName(chart->objectName());
    }
    if (panels.empty()) {
        emit session_.failed(tr("There is nothing to export: analyse a model first."));
        return;
    }
    PageChart page(std::move(panels));
    const QStringList usual{"profile", "heatmap", "pairs", "spans", current().objectName()};
    const QList<const Chart*> all = page.panels();
    for (int i = 0; i < all.size(); ++i) page.setShown(i, usual.contains(all[i]->objectName()));
    FigureDialog::exportPage(session_, page, this);
}

void ChartsPanel::exportChart(Chart& chart) { FigureDialog::exportChart(session_, chart, chart.objectName(), this); }

}  // namespace strato
