#include "app/window/run_panel.h"

#include <algorithm>
#include <cmath>

#include <QFormLayout>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QPointer>
#include <QVBoxLayout>

#include "app/views/core_words.h"
#include "core/base/sizes.h"

namespace strato {

namespace {

QSpinBox* choice(const char* name, int high, int step, const QString& special, const QString& tip) {
    auto* box = new QSpinBox;
    box->setObjectName(name);
    box->setRange(0, high);
    box->setSingleStep(step);
    box->setSpecialValueText(special);
    box->setToolTip(tip);
    return box;
}

}  // namespace

RunPanel::RunPanel(Session& session, QWidget* parent) : QWidget(parent), session_(session), summary_(new SummaryPanel) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    auto* buttons = new QHBoxLayout;
    auto* model = new QPushButton(tr("Open model…"));
    auto* data = new QPushButton(tr("Open texts…"));
    connect(model, &QPushButton::clicked, this, &RunPanel::openModelAsked);
    connect(data, &QPushButton::clicked, this, &RunPanel::openDataAsked);
    buttons->addWidget(model);
    buttons->addWidget(data);
    layout->addLayout(buttons);
    auto* scroll = new QScrollArea;
    scroll->setWidget(summary_);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    layout->addWidget(scroll, 1);
    buildChoices(*layout);
    buildRun(*layout);
    connectSession();
    showState();
    estimating_.setSingleShot(true);
    estimating_.setInterval(250);
    connect(&estimating_, &QTimer::timeout, this, &RunPanel::askEstimate);
    for (QSpinBox* box : {tokens_, window_, folds_, lens_}) connect(box, &QSpinBox::valueChanged, &estimating_, qOverload<>(&QTimer::start));
    connect(pairs_, &QComboBox::currentIndexChanged, &estimating_, qOverload<>(&QTimer::start));
    connect(halves_, &QCheckBox::toggled, &estimating_, qOverload<>(&QTimer::start));
    for (auto signal : {&Session::modelChanged, &Session::dataChanged}) connect(&session_, signal, &estimating_, qOverload<>(&QTimer::start));
}

void RunPanel::buildChoices(QBoxLayout& layout) {
    tokens_ = choice("tokens", 1 << 30, 4096, tr("automatic"), tr("Stop after so many tokens. By itself: ten times the width, at least 16384"));
    window_ = choice("window", 1 << 20, 128, tr("automatic"), tr("Tokens a window; every window is a fresh context. By itself: 512, or the model's context if that is shorter"));
    folds_ = choice("folds", 100, 1, tr("none"), tr("Held-out scores with error bars, over so many groups of documents"));
    folds_->setValue(AnalysisChoices().folds);
    halves_ = new QCheckBox(tr("attention and MLP"));
    halves_->setObjectName("halves");
    halves_->setToolTip(tr("Scores of each half of a block, too; what predictions for halves rest on"));
    pairs_ = new QComboBox;
    pairs_->setObjectName("pairs");
    pairs_->addItem(tr("none"), "none");
    pairs_->addItem(tr("linearity"), "linearity");
    pairs_->addItem(tr("all relations"), "all");
    pairs_->setToolTip(tr("How every later state relates to every earlier one: linearity, or CKA and angular distance, too. For the views Layers and Spans; holds the states of all depths"));
    lens_ = choice("lens", 1 << 14, 64, tr("none"), tr("The logit lens reads so many tokens through the output matrix at every depth. For the view Lens"));
    lens_->setSuffix(tr(" tokens"));
    auto* form = new QFormLayout;
    form->addRow(tr("Tokens"), tokens_);
    form->addRow(tr("Window"), window_);
    form->addRow(tr("Held-out folds"), folds_);
    form->addRow(tr("Measure"), halves_);
    form->addRow(tr("Pairs of states"), pairs_);
    form->addRow(tr("Logit lens"), lens_);
    layout.addLayout(form);
}

void RunPanel::buildRun(QBoxLayout& layout) {
    run_ = new QPushButton(tr("Run"));
    run_->setObjectName("run");
    run_->setDefault(true);
    cancel_ = new QPushButton(tr("Cancel"));
    cancel_->setObjectName("cancel");
    bar_ = new JobBar;
    // Jobs that come and go move nothing.
    QSizePolicy inPlace = bar_->sizePolicy();
    inPlace.setRetainSizeWhenHidden(true);
    bar_->setSizePolicy(inPlace);
    progress_ = new QLabel;
    progress_->setObjectName("progressText");
    progress_->setWordWrap(true);
    progress_->setMinimumHeight(2 * fontMetrics().lineSpacing());
    progress_->setAlignment(Qt::AlignTop);
    estimate_ = new QLabel;
    estimate_->setObjectName("estimate");
    estimate_->setWordWrap(true);
    estimate_->setForegroundRole(QPalette::PlaceholderText);
    layout.addWidget(estimate_);
    goOn_ = new QPushButton(tr("Go on with the run"));
    goOn_->setObjectName("goOn");
    goOn_->setToolTip(tr("Finishes the run that is shown, as it was begun"));
    layout.addWidget(goOn_);
    connect(goOn_, &QPushButton::clicked, &session_, &Session::finishAnalysis);
    auto* row = new QHBoxLayout;
    row->addWidget(run_, 1);
    row->addWidget(cancel_);
    layout.addLayout(row);
    layout.addWidget(bar_);
    layout.addWidget(progress_);
    connect(run_, &QPushButton::clicked, this, [this] { session_.analyze(choices()); });
    connect(cancel_, &QPushButton::clicked, this, [this] { session_.jobs().stopAll(); });
}

void RunPanel::connectSession() {
    connect(&session_, &Session::modelChanged, this, [this] { summary_->setModel(session_.model()); });
    connect(&session_, &Session::modelChanged, this, &RunPanel::chooseForModel);
    connect(&session_, &Session::dataChanged, this, [this] { summary_->setData(session_.data()); });
    connect(&session_, &Session::runChanged, this, [this] { summary_->setRun(session_.run()); });
    connect(&session_, &Session::runChanged, this, &RunPanel::showChoices);
    for (auto signal : {&Session::modelChanged, &Session::dataChanged, &Session::runChanged}) connect(&session_, signal, this, &RunPanel::showState);
    connect(&session_.jobs(), &JobRunner::progressed, this, &RunPanel::showState);
    connect(&session_.jobs(), &JobRunner::busyChanged, this, &RunPanel::showState);
}

AnalysisChoices RunPanel::choices() const {
    return {.tokens = tokens_->value() == 0 ? -1 : tokens_->value(), .sequenceLength = window_->value(), .folds = folds_->value() == 1 ? 2 : folds_->value(),
            .halves = halves_->isChecked(), .pairs = pairs_->currentData().toString().toStdString(), .lensTokens = lens_->value()};
}

void RunPanel::setChoices(const AnalysisChoices& choices) {
    tokens_->setValue(static_cast<int>(std::max<qint64>(choices.tokens, 0)));
    window_->setValue(choices.sequenceLength);
    folds_->setValue(choices.folds);
    halves_->setChecked(choices.halves);
    pairs_->setCurrentIndex(pairs_->findData(QString::fromStdString(choices.pairs)));
    lens_->setValue(choices.lensTokens);
}

// Those of the run that was opened, so that Run makes the same again.
void RunPanel::showChoices() {
    const auto& run = session_.run();
    if (!run || session_.runFile() == shown_) return;
    shown_ = session_.runFile();
    setChoices(AnalysisChoices::of(*run));
}

void RunPanel::askEstimate() {
    if (!session_.model() || !session_.model()->supported || session_.data().isEmpty()) {
        estimate_->clear();
        return;
    }
    session_.jobs().start<AnalysisEstimate>(
        Lane::estimate, {}, [request = session_.requestFor(choices())](const JobContext&, const Post&) { return estimateAnalysis(request); },
        [panel = QPointer(this)](const AnalysisEstimate& estimate) {
            if (panel) panel->showEstimate(estimate);
        },
        [panel = QPointer(this)](const JobEnd& end) {
            if (panel && end.kind == JobEnd::Kind::failed) panel->estimate_->clear();
        });
}

void RunPanel::showEstimate(const AnalysisEstimate& estimate) {
    const std::int64_t machine = machineMemoryBytes();
    const QString time = estimate.seconds < 1 ? tr("a second") : coreWords(formatDuration(estimate.seconds));
    QString text = tr("Run takes about %1 and %2 of memory").arg(time, coreWords(formatSize(estimate.memoryBytes)));
    if (estimate.diskBytes > 0) text += tr(", and %1 on the disk").arg(coreWords(formatSize(estimate.diskBytes)));
    estimate_->setText(estimate.memoryBytes > machine ? tr("⚠ %1; this machine has %2").arg(text, coreWords(formatSize(machine))) : text);
    estimate_->setToolTip(tr("For about %1 tokens, in float32 on this processor; a graphics card is faster").arg(estimate.tokens));
}

// A small model fills every view within seconds; for a larger one what costs much is asked for by hand.
void RunPanel::chooseForModel() {
    constexpr std::int64_t smallParameters = 100'000'000;
    const auto& model = session_.model();
    if (!model || model->folder == chosenFor_) return;
    chosenFor_ = model->folder;
    // The run that was shown before brings its own again.
    shown_.clear();
    if (model->parameters <= smallParameters) chooseEverything();
    else setChoices({});
}

void RunPanel::chooseEverything() {
    setChoices({});
    halves_->setChecked(true);
    pairs_->setCurrentIndex(pairs_->findData("all"));
    lens_->setValue(256);
}

void RunPanel::showState() {
    const JobRunner& jobs = session_.jobs();
    const bool busy = jobs.isBusy();
    run_->setEnabled(session_.canAnalyze());
    run_->setToolTip(session_.canAnalyze() ? QString() : jobs.isBusy(Lane::analyze) ? tr("An analysis is running") : tr("Open a model and texts first"));
    goOn_->setVisible(session_.canFinishAnalysis());
    cancel_->setEnabled(busy);
    bar_->setVisible(busy);
    bar_->setProgress(jobs.progress());
    progress_->setText(busy ? JobBar::wordsOf(jobs.progress()) + throughput() : QString());
}

// Tokens that have passed all blocks, so to say, since the analysis began.
QString RunPanel::throughput() const {
    const JobProgress progress = session_.jobs().progress();
    const auto& run = session_.run();
    if (!session_.jobs().isBusy(Lane::analyze) || !run || run->complete() || progress.share <= 0 || progress.seconds < 1) return {};
    return tr(", %1 tokens/s").arg(std::round(static_cast<double>(run->data.tokens) * progress.share / progress.seconds));
}

}  // namespace strato
