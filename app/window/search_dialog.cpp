#include "app/window/search_dialog.h"

#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>

#include "app/views/core_words.h"
#include "app/window/figure_dialog.h"
#include "app/window/wrapped_label.h"
#include "core/base/sizes.h"

namespace strato {

namespace {

struct Strategy {
    const char *name, *text, *tip;
};

constexpr Strategy strategies[]{
    {"linearity", QT_TRANSLATE_NOOP("strato::SearchDialog", "linearity"), QT_TRANSLATE_NOOP("strato::SearchDialog", "The most linear blocks first (arXiv 2405.12250)")},
    {"influence", QT_TRANSLATE_NOOP("strato::SearchDialog", "block influence"), QT_TRANSLATE_NOOP("strato::SearchDialog", "The least Block Influence first (ShortGPT, arXiv 2403.03853)")},
    {"angular", QT_TRANSLATE_NOOP("strato::SearchDialog", "angular distance"), QT_TRANSLATE_NOOP("strato::SearchDialog", "The span that turns the stream least (arXiv 2403.17887)")},
    {"greedy", QT_TRANSLATE_NOOP("strato::SearchDialog", "greedy"), QT_TRANSLATE_NOOP("strato::SearchDialog", "The block that costs least, measured, again and again")},
    {"beam", QT_TRANSLATE_NOOP("strato::SearchDialog", "beam of"), QT_TRANSLATE_NOOP("strato::SearchDialog", "Greedy with so many plans kept at every size")},
};

QSpinBox* spinBox(const char* name, int low, int high, int value, const QString& special, const QString& tip) {
    auto* box = new QSpinBox;
    box->setObjectName(name);
    box->setRange(low, high);
    box->setValue(value);
    box->setSpecialValueText(special);
    box->setToolTip(tip);
    return box;
}

}  // namespace

SearchDialog::SearchDialog(Session& session, PlanSearch& search, QWidget* parent)
    : QDialog(parent), session_(session), search_(search), chart_(new SearchChart), table_(new SearchTable) {
    setWindowTitle(tr("Find a plan"));
    setObjectName("searchDialog");
    chart_->setObjectName("searchChart");
    table_->setObjectName("searchTable");
    auto* layout = new QHBoxLayout(this);
    layout->addWidget(buildChoices());
    layout->addWidget(buildResults(), 1);
    resize(1040, 680);
    connectSession();
    showModel();
    showTexts();
    showReport();
}

QWidget* SearchDialog::buildChoices() {
    auto* choices = new QWidget;
    choices->setFixedWidth(260);
    auto* form = new QFormLayout(choices);
    form->setContentsMargins({});
    buildStrategies(*form);
    buildLimits(*form);
    buildRun(*form);
    return choices;
}

void SearchDialog::buildStrategies(QFormLayout& form) {
    auto* list = new QVBoxLayout;
    list->setSpacing(2);
    beam_ = spinBox("searchBeam", 2, 99, 4, {}, tr("Plans kept at every size"));
    for (const Strategy& strategy : strategies) {
        auto* box = new QCheckBox(tr(strategy.text));
        box->setObjectName(QString("strategy-%1").arg(strategy.name));
        box->setToolTip(tr(strategy.tip));
        box->setChecked(QString(strategy.name) == "linearity" || QString(strategy.name) == "greedy");
        strategies_ << box;
        connect(box, &QCheckBox::toggled, this, &SearchDialog::showState);
        auto* row = new QHBoxLayout;
        row->addWidget(box);
        if (QString(strategy.name) == "beam") row->addWidget(beam_);
        row->addStretch(1);
        list->addLayout(row);
    }
    form.addRow(tr("Strategies"), list);
}

void SearchDialog::buildLimits(QFormLayout& form) {
    action_ = new QComboBox;
    action_->setObjectName("searchAction");
    action_->addItem(tr("drop"), static_cast<int>(ActionKind::drop));
    action_->addItem(tr("replace by linear maps"), static_cast<int>(ActionKind::linear));
    action_->addItem(tr("merge"), static_cast<int>(ActionKind::merge));
    most_ = spinBox("searchMost", 0, 1 << 16, 0, tr("half of them"), tr("Change at most so many layers"));
    tolerance_ = new QDoubleSpinBox;
    tolerance_->setObjectName("searchTolerance");
    tolerance_->setRange(0, 1000);
    tolerance_->setDecimals(2);
    tolerance_->setValue(1);
    tolerance_->setSuffix(tr(" % of the loss"));
    tolerance_->setToolTip(tr("The longest plan whose loss rises by no more is recommended, 1.64 standard errors included"));
    random_ = spinBox("searchRandom", 0, 1 << 10, 5, tr("none"), tr("Cuts of each size, drawn at random, to compare with"));
    tokens_ = spinBox("searchTokens", 0, 1 << 30, 8192, tr("all"), tr("Measure on at most so many tokens"));
    tokens_->setSingleStep(4096);
    texts_ = new QComboBox;
    texts_->setObjectName("searchTexts");
    texts_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    warning_ = wrappedLabel("searchWarning");
    warning_->setText(tr("Scores and maps were made on these texts; other ones (File, Open texts to measure plans on) give an honest number."));
    form.addRow(tr("Action"), action_);
    form.addRow(tr("At most"), most_);
    form.addRow(tr("Tolerance"), tolerance_);
    form.addRow(tr("Random cuts"), random_);
    form.addRow(tr("Texts"), texts_);
    form.addRow(tr("Tokens"), tokens_);
    form.addRow(warning_);
    connect(texts_, &QComboBox::currentIndexChanged, this, &SearchDialog::showState);
}

void SearchDialog::buildRun(QFormLayout& form) {
    start_ = new QPushButton(tr("Start"));
    start_->setObjectName("searchStart");
    start_->setDefault(true);
    cancel_ = new QPushButton(tr("Cancel"));
    cancel_->setObjectName("searchCancel");
    cancel_->setAutoDefault(false);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(start_, 1);
    buttons->addWidget(cancel_);
    bar_ = new JobBar;
    state_ = wrappedLabel("searchState");
    form.addRow(buttons);
    form.addRow(bar_);
    form.addRow(state_);
    connect(start_, &QPushButton::clicked, this, [this] { search_.start(choices()); });
    connect(cancel_, &QPushButton::clicked, &search_, &PlanSearch::cancel);
}

QWidget* SearchDialog::buildResults() {
    auto* upper = new QWidget;
    auto* layout = new QVBoxLayout(upper);
    layout->setContentsMargins({});
    layout->setSpacing(4);
    auto* head = new QHBoxLayout;
    head->addWidget(new QLabel("<b>" + chart_->title() + "</b>"));
    head->addStretch(1);
    export_ = new QPushButton(tr("Export…"));
    export_->setObjectName("searchExport");
    export_->setAutoDefault(false);
    export_->setToolTip(tr("This chart or its numbers as a file"));
    head->addWidget(export_);
    layout->addLayout(head);
    layout->addWidget(explanationLabel(chart_->explanation()));
    layout->addWidget(chart_, 1);
    readOut_ = wrappedLabel("searchReadOut");
    readOut_->setMinimumHeight(fontMetrics().lineSpacing());
    readOut_->setForegroundRole(QPalette::PlaceholderText);
    layout->addWidget(readOut_);
    sentences_ = wrappedLabel("searchSentences");
    layout->addWidget(sentences_);
    take_ = new QPushButton(tr("Take this plan"));
    take_->setObjectName("searchTake");
    take_->setAutoDefault(false);
    take_->setToolTip(tr("The plan of the selected row, or the longest that is recommended, becomes the window's"));
    auto* close = new QPushButton(tr("Close"));
    close->setObjectName("searchClose");
    close->setAutoDefault(false);
    auto* ends = new QHBoxLayout;
    ends->addStretch(1);
    ends->addWidget(take_);
    ends->addWidget(close);
    connect(take_, &QPushButton::clicked, this, [this] {
        if (const auto plan = planToTake()) session_.takePlan(*plan);
    });
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] { take_->setEnabled(planToTake().has_value()); });
    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(upper);
    splitter->addWidget(table_);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({480, 180});
    splitter->setChildrenCollapsible(false);
    auto* results = new QWidget;
    auto* whole = new QVBoxLayout(results);
    whole->setContentsMargins({});
    whole->addWidget(splitter, 1);
    whole->addLayout(ends);
    connect(export_, &QPushButton::clicked, this, &SearchDialog::exportChart);
    return results;
}

std::optional<Plan> SearchDialog::planToTake() const {
    if (const auto selected = table_->selectedPlan()) return selected;
    const SearchPoint* longest = nullptr;
    for (const SearchCurve& curve : search_.report().curves)
        if (curve.recommended.layers > 0 && (!longest || curve.recommended.layers > longest->layers || (curve.recommended.layers == longest->layers && curve.recommended.loss < longest->loss)))
            longest = &curve.recommended;
    return longest ? std::optional(longest->plan) : std::nullopt;
}

void SearchDialog::connectSession() {
    connect(&search_, &PlanSearch::changed, this, &SearchDialog::showReport);
    connect(&session_.jobs(), &JobRunner::progressed, this, &SearchDialog::showState);
    connect(&session_, &Session::modelChanged, this, &SearchDialog::showModel);
    connect(&session_, &Session::runChanged, this, [this] {
        chart_->setRun(session_.run());
        showModel();
    });
    connect(&session_, &Session::outcomeChanged, this, &SearchDialog::showTexts);
    connect(&session_, &Session::planChanged, this, [this] { chart_->setCurrent(session_.plan()); });
    connect(chart_, &Chart::readOut, this, &SearchDialog::tellPoint);
    connect(&chart_->points(), &PlanPoints::picked, &session_, &Session::takePlan);
    connect(table_, &SearchTable::picked, &session_, &Session::takePlan);
}

SearchChoices SearchDialog::choices() const {
    SearchChoices choices{.action = static_cast<ActionKind>(action_->currentData().toInt()),
                          .maxLayers = most_->value(),
                          .tolerance = tolerance_->value() / 100,
                          .randomCuts = random_->value(),
                          .tokens = tokens_->value(),
                          .onRunTexts = texts_->currentIndex() == texts_->count() - 1};
    for (int i = 0; i < strategies_.size(); ++i) {
        const std::string name = strategies[i].name;
        if (strategies_[i]->isChecked()) choices.strategies.push_back(name == "beam" ? name + ":" + std::to_string(beam_->value()) : name);
    }
    return choices;
}

// A model that can't hold merged maps is not searched for merges.
void SearchDialog::showModel() {
    most_->setMaximum(std::max(session_.layers(), 1));
    const QString reason = session_.whyNot({{{1}, {1}}, BlockPart::whole, ActionKind::merge});
    const int merge = action_->findData(static_cast<int>(ActionKind::merge));
    action_->setItemData(merge, reason.isEmpty() ? QVariant() : QVariant(0), Qt::UserRole - 1);
    action_->setItemData(merge, reason, Qt::ToolTipRole);
    if (!reason.isEmpty() && action_->currentIndex() == merge) action_->setCurrentIndex(0);
    showState();
}

// The opened texts come first where there are any; the last entry is always the run's own.
void SearchDialog::showTexts() {
    QStringList names;
    for (const QString& file : session_.evaluationData()) names << QFileInfo(file).fileName();
    QStringList entries;
    if (!names.isEmpty()) entries << names.join(", ");
    entries << tr("the analysed ones");
    QStringList shown;
    for (int i = 0; i < texts_->count(); ++i) shown << texts_->itemText(i);
    if (entries == shown) return;
    texts_->clear();
    texts_->addItems(entries);
}

void SearchDialog::showReport() {
    const SearchReport& report = search_.report();
    chart_->setReport(report, search_.tolerance());
    table_->setReport(report);
    QStringList sentences;
    // What several strategies found alike is said once.
    QList<std::pair<std::string, QStringList>> found;
    for (const SearchCurve& curve : report.curves) {
        if (curve.sentence.empty()) continue;
        const auto same = std::find_if(found.begin(), found.end(), [&](const auto& known) { return known.first == curve.sentence; });
        if (same == found.end()) found << std::pair(curve.sentence, QStringList(strategyName(curve.strategy)));
        else same->second << strategyName(curve.strategy);
    }
    for (const auto& [sentence, strategies] : found) sentences << tr("%1: %2.").arg(strategies.join(", "), coreWords(sentence));
    for (const std::string& warning : report.warnings) sentences << tr("Note: %1.").arg(coreWords(warning));
    sentences_->setText(sentences.join("\n"));
    sentences_->setVisible(!sentences.isEmpty());
    export_->setEnabled(!chart_->isEmpty());
    take_->setEnabled(planToTake().has_value());
    tellPoint({});
    showState();
}

void SearchDialog::tellPoint(const QString& text) {
    if (!text.isEmpty()) readOut_->setText(text);
    else readOut_->setText(chart_->isEmpty() ? QString() : tr("Point at a plan to read it; a click on its point takes it, as a double click on its row does."));
}

void SearchDialog::showState() {
    const bool running = search_.isRunning();
    start_->setEnabled(!running && search_.whyNot().isEmpty() && !choices().strategies.empty());
    cancel_->setEnabled(running);
    bar_->setVisible(running);
    bar_->setProgress(session_.jobs().progress());
    warning_->setVisible(choices().onRunTexts);
    state_->setText(stateText());
}

QString SearchDialog::stateText() const {
    if (search_.isRunning()) return JobBar::wordsOf(session_.jobs().progress());
    if (const QString reason = search_.whyNot(); !reason.isEmpty()) return reason;
    if (choices().strategies.empty()) return tr("Choose at least one strategy.");
    const SearchReport& report = search_.report();
    if (report.seconds > 0) {
        QStringList names;
        for (const QString& file : search_.texts()) names << QFileInfo(file).fileName();
        return tr("Measured: %1, %2 predicted tokens of %3, in %4.").arg(QString::fromStdString(report.protocol)).arg(report.tokens)
            .arg(names.isEmpty() ? tr("the analysed texts") : names.join(", "), coreWords(formatDuration(report.seconds)));
    }
    return chart_->isEmpty() ? QString() : tr("Stopped; what was found is kept.");
}

void SearchDialog::exportChart() { FigureDialog::exportChart(session_, *chart_, "search", this); }

}  // namespace strato
