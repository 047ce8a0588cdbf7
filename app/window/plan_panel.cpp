#include "app/window/plan_panel.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QSettings>
#include <QVBoxLayout>

#include "core/base/error.h"

namespace strato {

namespace {

QLabel* wrappedLabel(const char* name) {
    auto* label = new QLabel;
    label->setObjectName(name);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

}  // namespace

PlanPanel::PlanPanel(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), text_(new QLineEdit), state_(wrappedLabel("outcomeState")), doubts_(wrappedLabel("outcomeWarnings")),
      unpredicted_(wrappedLabel("unpredicted")), reason_(wrappedLabel("exportReason")), prediction_(new PredictionTable), table_(new OutcomeTable), fits_(new FitsTable),
      inSequence_(new QCheckBox(tr("fit maps in sequence"))), export_(new QPushButton(tr("Export model…"))) {
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(6, 4, 6, 4);
    buildPlan(*layout);
    buildEffect(*layout);
    buildExport(*layout);
    layout->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins({});
    outer->addWidget(scroll);
    connectSession();
    showPlan();
}

void PlanPanel::buildPlan(QBoxLayout& layout) {
    text_->setObjectName("plan");
    text_->setPlaceholderText(tr("click blocks, or type 3=linear,5-6=drop"));
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
}

void PlanPanel::buildEffect(QBoxLayout& layout) {
    prediction_->setObjectName("prediction");
    table_->setObjectName("outcome");
    fits_->setObjectName("fits");
    inSequence_->setObjectName("inSequence");
    inSequence_->setToolTip(tr("Fits each map on the states that the edits before it produce, instead of on the unedited ones; takes a pass over the texts for every plan"));
    unpredicted_->setForegroundRole(QPalette::PlaceholderText);
    layout.addWidget(prediction_);
    layout.addWidget(unpredicted_);
    layout.addWidget(new QLabel(tr("<b>Measured effect</b>")));
    layout.addWidget(state_);
    layout.addWidget(table_);
    layout.addWidget(doubts_);
    layout.addWidget(fits_);
    layout.addWidget(inSequence_);
    connect(inSequence_, &QCheckBox::toggled, &session_, &Session::setFitInSequence);
}

void PlanPanel::buildExport(QBoxLayout& layout) {
    export_->setObjectName("exportModel");
    reason_->setForegroundRole(QPalette::PlaceholderText);
    layout.addSpacing(4);
    layout.addWidget(export_);
    layout.addWidget(reason_);
    connect(export_, &QPushButton::clicked, this, &PlanPanel::exportModel);
}

void PlanPanel::connectSession() {
    connect(&session_, &Session::planChanged, this, &PlanPanel::showPlan);
    connect(&session_, &Session::runChanged, this, &PlanPanel::showPlan);
    connect(&session_, &Session::modelChanged, this, &PlanPanel::showPlan);
    connect(&session_, &Session::outcomeChanged, this, &PlanPanel::showOutcome);
    for (auto signal : {&JobRunner::progressed, &JobRunner::busyChanged}) connect(&session_.jobs(), signal, this, [this] { state_->setText(stateText()); });
    connect(&session_.jobs(), &JobRunner::busyChanged, this, &PlanPanel::showExport);
}

void PlanPanel::takeText() {
    try {
        session_.setPlan(Plan::parse(text_->text().toStdString()));
        if (session_.canEdit()) showPlan();
    } catch (const Error& error) {
        emit session_.failed(error.what());
    }
}

void PlanPanel::showPlan() {
    text_->setText(QString::fromStdString(session_.plan().text()));
    text_->setToolTip(text_->text());
    text_->setCursorPosition(0);
    text_->setEnabled(session_.canEdit());
    showExport();
    showOutcome();
}

// At once, from scores alone; the measured numbers join them when they come.
void PlanPanel::showPrediction() {
    std::optional<Prediction> prediction;
    if (session_.run() && !session_.plan().empty()) prediction = predictPlan(*session_.run(), session_.plan());
    const bool measured = session_.outcomeIsCurrent() && !session_.plan().empty();
    prediction_->setPrediction(prediction, measured ? session_.outcome() : std::nullopt);
    QStringList missing;
    if (prediction)
        for (const std::string& reason : prediction->missing) missing << QString::fromStdString(reason);
    unpredicted_->setText(missing.empty() ? QString() : tr("Not predicted: %1.").arg(missing.join("; ")));
    unpredicted_->setVisible(!missing.isEmpty());
}

// No number without its protocol, its n and its texts.
QString PlanPanel::measuredText() const {
    const Outcome& outcome = *session_.outcome();
    QString text = tr("Measured: %1, %2 predicted tokens").arg(QString::fromStdString(outcome.protocol)).arg(outcome.edited.tokens);
    QStringList names;
    for (const QString& file : session_.evaluationData()) names << QFileInfo(file).fileName();
    return text + (names.isEmpty() ? tr(" of the analysed texts.") : tr(" of %1.").arg(names.join(", ")));
}

QString PlanPanel::stateText() const {
    const JobRunner& jobs = session_.jobs();
    const bool measuring = jobs.isBusy(Lane::measure), current = session_.outcomeIsCurrent();
    if (jobs.isBusy(Lane::analyze)) return tr("Measured as soon as the analysis is done.");
    if (jobs.isBusy(Lane::search) && measuring) return tr("Measured as soon as the search is done.");
    if (measuring && !current) return tr("Measuring: %1 …").arg(jobs.progress().phase);
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
    QStringList doubts;
    if (current)
        for (const std::string& warning : session_.outcome()->warnings) doubts << QString::fromStdString(warning);
    doubts_->setText(doubts.join("\n"));
    doubts_->setVisible(!doubts.isEmpty());
}

void PlanPanel::showExport() {
    const bool busy = session_.jobs().isBusy(Lane::publish);
    const QString reason = busy ? tr("Exporting …") : session_.whyNotExportable();
    export_->setEnabled(reason.isEmpty());
    reason_->setText(reason.isEmpty() ? tr("Writes a Hugging Face folder, loads it again and compares.") : reason);
}

void PlanPanel::exportModel() {
    if (!session_.whyNotExportable().isEmpty()) return;
    const QString parent = QSettings().value("export/folder", QDir::homePath()).toString();
    QFileDialog dialog(this, tr("Export the model to a new folder"), parent);
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setLabelText(QFileDialog::FileName, tr("Folder name:"));
    dialog.selectFile(QString::fromStdString(session_.model()->folder.filename().string()) + "-smaller");
    dialog.setOption(QFileDialog::DontConfirmOverwrite);
    if (dialog.exec() != QDialog::Accepted) return;
    const QString folder = dialog.selectedFiles().constFirst();
    QSettings().setValue("export/folder", QFileInfo(folder).absolutePath());
    session_.exportModel(folder);
}

}  // namespace strato
