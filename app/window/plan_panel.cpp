#include "app/window/plan_panel.h"

#include <algorithm>
#include <cmath>

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QSettings>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "app/views/core_words.h"
#include "app/window/scrollable.h"
#include "app/window/wrapped_label.h"
#include "core/base/error.h"
#include "core/edit/other_tools.h"
#include "core/evaluate/protocol.h"
#include "core/runs/prediction.h"

namespace strato {

namespace {

constexpr auto customCodeKey = "export/customCode";

}  // namespace

PlanPanel::PlanPanel(Session& session, PlanHealing& healing, QWidget* parent)
    : QWidget(parent), session_(session), healing_(healing), text_(new QLineEdit), state_(wrappedLabel("outcomeState")), doubts_(wrappedLabel("outcomeWarnings")),
      unpredicted_(wrappedLabel("unpredicted")), reason_(wrappedLabel("exportReason")), candidates_(wrappedLabel("candidates")), prediction_(new PredictionTable), table_(new OutcomeTable), fits_(new FitsTable),
      protocol_(new QComboBox), tokens_(new QSpinBox), inSequence_(new QCheckBox(tr("fit maps in sequence"))), healed_(new QCheckBox(tr("healed maps"))),
      customCode_(new QCheckBox(tr("with a modelling file of its own"))), heal_(new QPushButton(tr("Heal…"))), export_(new QPushButton(tr("Export model…"))) {
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(6, 4, 6, 4);
    buildPlan(*layout);
    buildEffect(*layout);
    buildExport(*layout);
    layout->addStretch(1);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins({});
    outer->addWidget(scrollable(content));
    connectSession();
    showPlan();
}

void PlanPanel::buildPlan(QBoxLayout& layout) {
    text_->setObjectName("plan");
    text_->setPlaceholderText(tr("click blocks, or type 3=linear,5-6=drop"));
    text_->setMinimumWidth(60);
    text_->setAccessibleName(tr("Plan"));
    auto* clear = new QPushButton(tr("Keep all"));
    clear->setObjectName("keepAll");
    auto* search = new QPushButton(tr("Find…"));
    search->setObjectName("findPlan");
    search->setToolTip(tr("Search for the plan that changes most layers for the least loss"));
    auto* row = new QHBoxLayout;
    row->addWidget(text_, 1);
    row->addWidget(clear);
    row->addWidget(search);
    layout.addLayout(row);
    connect(clear, &QPushButton::clicked, &session_, [this] { session_.setPlan({}); });
    connect(search, &QPushButton::clicked, this, &PlanPanel::searchAsked);
    connect(text_, &QLineEdit::editingFinished, this, &PlanPanel::takeText);
    text_->installEventFilter(this);
}

void PlanPanel::buildEffect(QBoxLayout& layout) {
    prediction_->setObjectName("prediction");
    table_->setObjectName("outcome");
    fits_->setObjectName("fits");
    protocol_->setObjectName("protocol");
    protocol_->setEditable(true);
    protocol_->setInsertPolicy(QComboBox::NoInsert);
    protocol_->setAccessibleName(tr("Protocol of perplexity"));
    protocol_->addItems({"windows", "windows-1024", "lmeval-wikitext", "gptq-2048", "hf-stride-512"});
    unpredicted_->setForegroundRole(QPalette::PlaceholderText);
    candidates_->setTextFormat(Qt::RichText);
    candidates_->setTextInteractionFlags(Qt::TextBrowserInteraction);
    layout.addWidget(candidates_);
    layout.addWidget(prediction_);
    layout.addWidget(unpredicted_);
    connect(candidates_, &QLabel::linkActivated, this, [this](const QString& link) {
        if (link == "find") emit searchAsked();
        else session_.takePlan(Plan::parse(link.toStdString()));
    });
    protocol_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    tokens_->setObjectName("evaluationTokens");
    tokens_->setRange(0, 1 << 30);
    tokens_->setSingleStep(4096);
    tokens_->setKeyboardTracking(false);
    tokens_->setSpecialValueText(tr("all tokens"));
    // Large fonts have room for a number as it mostly is.
    tokens_->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("0000000")) + 28);
    tokens_->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    protocol_->setMinimumContentsLength(5);
    tokens_->setAccessibleName(tr("Tokens to measure on"));
    tokens_->setToolTip(tr("Plans are measured on at most so many tokens; 0: on all. Perplexity per word or byte needs all."));
    auto* head = new QHBoxLayout;
    head->addWidget(new QLabel(tr("<b>Measured effect</b>")));
    head->addWidget(protocol_, 1);
    head->addWidget(tokens_);
    layout.addLayout(head);
    layout.addWidget(state_);
    layout.addWidget(table_);
    layout.addWidget(doubts_);
    layout.addWidget(fits_);
    buildMaps(layout);
    connect(protocol_, &QComboBox::activated, this, &PlanPanel::takeProtocol);
    connect(protocol_->lineEdit(), &QLineEdit::editingFinished, this, &PlanPanel::takeProtocol);
    connect(tokens_, &QSpinBox::valueChanged, this, [this](int tokens) {
        EvaluationChoices evaluation = session_.evaluation();
        evaluation.tokens = tokens;
        session_.setEvaluation(evaluation);
    });
}

void PlanPanel::buildMaps(QBoxLayout& layout) {
    inSequence_->setObjectName("inSequence");
    inSequence_->setToolTip(tr("Fits each map on the states that the edits before it produce, instead of on the unedited ones; takes a pass over the texts for every plan"));
    healed_->setObjectName("healedMaps");
    healed_->setToolTip(tr("Measures and exports this plan with the maps that healing trained, which the run keeps; without the tick, with the maps as fitted"));
    heal_->setObjectName("healPlanButton");
    auto* row = new QHBoxLayout;
    row->addWidget(inSequence_);
    row->addStretch(1);
    row->addWidget(heal_);
    layout.addLayout(row);
    layout.addWidget(healed_);
    connect(inSequence_, &QCheckBox::clicked, this, [this](bool inSequence) {
        EvaluationChoices evaluation = session_.evaluation();
        evaluation.fitInSequence = inSequence;
        session_.setEvaluation(evaluation);
    });
    connect(healed_, &QCheckBox::clicked, &session_, &Session::setPrefersHealed);
    connect(heal_, &QPushButton::clicked, this, &PlanPanel::healingAsked);
}

void PlanPanel::buildExport(QBoxLayout& layout) {
    export_->setObjectName("exportModel");
    reason_->setForegroundRole(QPalette::PlaceholderText);
    customCode_->setObjectName("customCode");
    customCode_->setToolTip(tr("Linear maps and halves of blocks have no place in a stock checkpoint. A folder with a small modelling file holds them; the transformers library "
                               "loads it with trust_remote_code."));
    customCode_->setChecked(QSettings().value(customCodeKey).toBool());
    layout.addSpacing(4);
    layout.addWidget(customCode_);
    layout.addWidget(export_);
    layout.addWidget(reason_);
    connect(customCode_, &QCheckBox::toggled, this, [this](bool custom) {
        QSettings().setValue(customCodeKey, custom);
        showExport();
    });
    connect(export_, &QPushButton::clicked, this, &PlanPanel::exportModel);
}

void PlanPanel::connectSession() {
    connect(&session_, &Session::planChanged, this, &PlanPanel::showPlan);
    connect(&session_, &Session::runChanged, this, &PlanPanel::showPlan);
    connect(&session_, &Session::modelChanged, this, &PlanPanel::showPlan);
    connect(&session_, &Session::outcomeChanged, this, &PlanPanel::showOutcome);
    for (auto signal : {&JobRunner::progressed, &JobRunner::busyChanged}) connect(&session_.jobs(), signal, this, [this] { state_->setText(stateText()); });
    connect(&session_.jobs(), &JobRunner::busyChanged, this, &PlanPanel::showExport);
    connect(&healing_, &PlanHealing::changed, this, &PlanPanel::showMaps);
}

// While nothing is being typed, undo and all other commands are the window's, not the line's.
bool PlanPanel::eventFilter(QObject* object, QEvent* event) {
    if (object != text_ || event->type() != QEvent::ShortcutOverride || text_->isModified() || text_->isUndoAvailable() || text_->isRedoAvailable()) return QWidget::eventFilter(object, event);
    const auto& key = static_cast<const QKeyEvent&>(*event);
    const bool ofTheLine = key.matches(QKeySequence::Copy) || key.matches(QKeySequence::Paste) || key.matches(QKeySequence::Cut) || key.matches(QKeySequence::SelectAll);
    return key.modifiers().testFlag(Qt::ControlModifier) && !ofTheLine;
}

void PlanPanel::takeText() {
    if (!text_->isModified() && mistake_.isEmpty()) return;
    try {
        session_.setPlan(Plan::parse(text_->text().toStdString()));
        if (session_.canEdit()) showPlan();
    } catch (const Error& error) {
        // What was typed stays, to be mended, and is no longer taken for the plan.
        QPalette wrong = text_->palette();
        wrong.setColor(QPalette::Text, QColor(0xd32f2f));
        text_->setPalette(wrong);
        mistake_ = error.what();
        emit session_.failed(mistake_);
    }
}

void PlanPanel::showPlan() {
    if (!mistake_.isEmpty()) emit session_.mended(std::exchange(mistake_, {}));
    text_->setPalette({});
    text_->setText(QString::fromStdString(session_.plan().text()));
    text_->setToolTip(text_->text());
    text_->setCursorPosition(0);
    text_->setEnabled(session_.canEdit());
    showExport();
    showOutcome();
}

void PlanPanel::takeProtocol() {
    EvaluationChoices evaluation = session_.evaluation();
    evaluation.protocol = protocol_->currentText().trimmed();
    try {
        Protocol::parse(evaluation.protocol.toStdString());
        if (!evaluation.data.isEmpty()) session_.setEvaluation(evaluation);
    } catch (const Error& error) {
        emit session_.failed(error.what());
    }
    showProtocol();
}

void PlanPanel::showProtocol() {
    const EvaluationChoices& evaluation = session_.evaluation();
    const bool offered = !evaluation.data.isEmpty();
    const QSignalBlocker quiet(tokens_);
    tokens_->setValue(static_cast<int>(evaluation.tokens));
    protocol_->setEnabled(offered);
    protocol_->setToolTip(offered ? tr("How perplexity is taken: windows-N, lmeval-wikitext, gptq-N or hf-stride-S") :
                                    tr("The analysed texts are cut into windows already; a protocol needs texts of its own (File, Open texts to measure plans on)"));
    protocol_->setCurrentText(evaluation.protocol.isEmpty() || !offered ? QStringLiteral("windows") : evaluation.protocol);
}

void PlanPanel::showMaps() {
    inSequence_->setChecked(session_.evaluation().fitInSequence);
    healed_->setVisible(session_.hasHealed());
    healed_->setChecked(session_.prefersHealed());
    const QString reason = healing_.whyNotPlan();
    heal_->setEnabled(reason.isEmpty() || healing_.isRunning() || healing_.stoppedPlan());
    heal_->setToolTip(heal_->isEnabled() ? tr("Trains the maps of the plan to follow the unedited model") : reason);
}

// At once, from scores alone; the measured numbers join them when they come.
void PlanPanel::showPrediction() {
    candidates_->setText(session_.plan().empty() ? candidatesText() : QString());
    candidates_->setVisible(!candidates_->text().isEmpty());
    prediction_->setVisible(candidates_->text().isEmpty());
    std::optional<Prediction> prediction;
    if (session_.run() && !session_.plan().empty()) prediction = predictPlan(*session_.run(), session_.plan());
    const bool measured = session_.outcomeIsCurrent() && !session_.plan().empty();
    prediction_->setPrediction(prediction, measured ? session_.outcome() : std::nullopt);
    QStringList missing;
    if (prediction)
        for (const std::string& reason : prediction->missing) missing << coreWords(reason);
    unpredicted_->setText(missing.empty() ? QString() : tr("Not predicted: %1.").arg(missing.join("; ")));
    unpredicted_->setVisible(!missing.isEmpty());
}

// Which block could go: what scores alone say of each, until one is tried.
QString PlanPanel::candidatesText() const {
    const auto& run = session_.run();
    if (!run || !session_.canEdit()) return {};
    std::vector<std::pair<double, int>> errors;
    for (int block = 0; block < run->model.layers; ++block)
        if (const auto drop = session_.predict(Plan().with({.span = {{block}, {block}}, .action = ActionKind::drop})); drop && std::isfinite(drop->stateError))
            errors.emplace_back(drop->stateError, block);
    constexpr std::size_t most = 4;
    const std::size_t named = std::min(most, errors.size());
    std::partial_sort(errors.begin(), errors.begin() + static_cast<std::ptrdiff_t>(named), errors.end());
    QStringList links;
    for (std::size_t i = 0; i < named; ++i) links << QString("<a href='%1=drop'>%1</a> (%2)").arg(errors[i].second).arg(errors[i].first, 0, 'f', 2);
    if (links.isEmpty()) return {};
    return tr("By its scores the model would miss these blocks least (predicted error of the last state): %1. Click one to drop it and measure; <a href='find'>Find…</a> measures them all.")
        .arg(links.join(", "));
}

// No number without its protocol, its n and its texts.
QString PlanPanel::measuredText() const {
    const Outcome& outcome = *session_.outcome();
    QString text = (outcome.healed ? tr("Measured with healed maps: %1, %2 predicted tokens") : tr("Measured: %1, %2 predicted tokens")).arg(QString::fromStdString(outcome.protocol)).arg(outcome.edited.tokens);
    QStringList names;
    for (const QString& file : session_.evaluationData()) names << QFileInfo(file).fileName();
    return text + (names.isEmpty() ? tr(" of the analysed texts.") : tr(" of %1.").arg(names.join(", ")));
}

QString PlanPanel::stateText() const {
    const JobRunner& jobs = session_.jobs();
    const bool measuring = jobs.isBusy(Lane::measure), current = session_.outcomeIsCurrent();
    if (jobs.isBusy(Lane::analyze)) return tr("Measured as soon as the analysis is done.");
    if (jobs.isBusy(Lane::search) && measuring) return tr("Measured as soon as the search is done.");
    if (jobs.isBusy(Lane::train) && measuring) return tr("Measured as soon as the training is done or cancelled.");
    if (jobs.isBusy(Lane::heal) && measuring) return tr("Measured as soon as the healing is done.");
    if (measuring && !current) return tr("Measuring: %1 …").arg(coreWords(jobs.progress().phase));
    if (measuring) return tr("Quality is measured; timing the speed …");
    if (current) return measuredText();
    return session_.canEdit() ? tr("Not measured.") : tr("Shows here once a model is analysed.");
}

void PlanPanel::showOutcome() {
    const bool current = session_.outcomeIsCurrent();
    table_->setOutcome(session_.outcome(), current);
    state_->setText(stateText());
    fits_->setFits(current ? session_.outcome()->fits : std::vector<FitQuality>());
    showPrediction();
    showMaps();
    // What is being typed is left alone.
    if (!protocol_->hasFocus() && !tokens_->hasFocus()) showProtocol();
    QStringList doubts;
    if (current)
        for (const std::string& warning : session_.outcome()->warnings) doubts << coreWords(warning);
    doubts_->setText(doubts.join("\n"));
    doubts_->setVisible(!doubts.isEmpty());
}

// A stock checkpoint is the better export, where it can hold the plan.
bool PlanPanel::needsCustomCode() const { return session_.canEdit() && !session_.whyNotExportable().isEmpty() && session_.whyNotExportable(true).isEmpty(); }

void PlanPanel::showExport() {
    const bool busy = session_.jobs().isBusy(Lane::publish), custom = needsCustomCode();
    customCode_->setVisible(custom);
    const QString reason = busy ? tr("Exporting …") : session_.whyNotExportable(custom && customCode_->isChecked());
    export_->setEnabled(reason.isEmpty());
    reason_->setText(reason.isEmpty() ? tr("Writes a Hugging Face folder, loads it again and compares.") : reason);
}

void PlanPanel::copy(const QString& text) {
    QGuiApplication::clipboard()->setText(text);
    emit session_.succeeded(tr("Copied: %1").arg(QString(text).replace('\n', "; ")));
}

void PlanPanel::copyCut() {
    if (session_.plan().empty()) emit session_.failed(tr("The plan is empty: drop or replace at least one block."));
    else copy(QString::fromStdString(cutInOtherTools(session_.plan(), session_.layers())));
}

void PlanPanel::copyCommand() {
    if (!session_.canEdit() || session_.plan().empty()) emit session_.failed(tr("The plan is empty: drop or replace at least one block."));
    else copy(session_.measuringCommand());
}

void PlanPanel::exportModel() {
    const bool custom = needsCustomCode() && customCode_->isChecked();
    if (const QString reason = session_.whyNotExportable(custom); !reason.isEmpty()) {
        emit session_.failed(tr("The model can't be exported now. %1").arg(reason));
        return;
    }
    const QString parent = QSettings().value("export/folder", QDir::homePath()).toString();
    QFileDialog dialog(this, tr("Export the model to a new folder"), parent);
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setLabelText(QFileDialog::FileName, tr("Folder name:"));
    dialog.selectFile(QString::fromStdString(session_.model()->folder.filename().string()) + "-smaller");
    dialog.setOption(QFileDialog::DontConfirmOverwrite);
    if (dialog.exec() != QDialog::Accepted) return;
    const QString folder = dialog.selectedFiles().constFirst();
    QSettings().setValue("export/folder", QFileInfo(folder).absolutePath());
    session_.exportModel(folder, custom);
}

}  // namespace strato
