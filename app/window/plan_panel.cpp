#include "app/window/plan_panel.h"

#include <QAction>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QSettings>
#include <QToolButton>
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
      reason_(wrappedLabel("exportReason")), table_(new OutcomeTable), export_(new QPushButton(tr("Export model…"))) {
    text_->setObjectName("plan");
    text_->setPlaceholderText(tr("click blocks, or type 3=linear,5-6=drop"));
    text_->setAccessibleName(tr("Plan"));
    table_->setObjectName("outcome");
    export_->setObjectName("exportModel");
    reason_->setForegroundRole(QPalette::PlaceholderText);
    auto* clear = new QPushButton(tr("Keep all"));
    clear->setObjectName("keepAll");
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(new QLabel(tr("<b>Plan</b>")));
    auto* row = new QHBoxLayout;
    row->addWidget(text_, 1);
    row->addWidget(clear);
    layout->addLayout(row);
    layout->addSpacing(8);
    layout->addWidget(new QLabel(tr("<b>Measured effect</b>")));
    layout->addWidget(state_);
    layout->addWidget(table_);
    layout->addWidget(doubts_);
    layout->addSpacing(8);
    layout->addWidget(export_);
    layout->addWidget(reason_);
    layout->addStretch(1);
    connect(clear, &QPushButton::clicked, &session_, [this] { session_.setPlan({}); });
    connect(text_, &QLineEdit::editingFinished, this, &PlanPanel::takeText);
    connect(export_, &QPushButton::clicked, this, &PlanPanel::exportModel);
    connectSession();
    showPlan();
    showOutcome();
}

void PlanPanel::connectSession() {
    connect(&session_, &Session::planChanged, this, &PlanPanel::showPlan);
    connect(&session_, &Session::runChanged, this, &PlanPanel::showPlan);
    connect(&session_, &Session::modelChanged, this, &PlanPanel::showPlan);
    connect(&session_, &Session::outcomeChanged, this, &PlanPanel::showOutcome);
    connect(&session_.jobs(), &JobRunner::progressed, this, &PlanPanel::showOutcome);
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
    text_->setEnabled(session_.canEdit());
    showExport();
    showOutcome();
}

// No number without its protocol, its n and its texts.
QString PlanPanel::measuredText() const {
    const Outcome& outcome = *session_.outcome();
    QString text = tr("Measured: %1, %2 predicted tokens").arg(QString::fromStdString(outcome.protocol)).arg(outcome.edited.tokens);
    QStringList names;
    for (const QString& file : session_.evaluationData()) names << QFileInfo(file).fileName();
    return text + (names.isEmpty() ? tr(" of the analysed texts.") : tr(" of %1.").arg(names.join(", ")));
}

void PlanPanel::showOutcome() {
    const JobRunner& jobs = session_.jobs();
    const bool measuring = jobs.isBusy(Lane::measure), current = session_.outcomeIsCurrent();
    table_->setOutcome(session_.outcome(), current);
    QString state;
    if (jobs.isBusy(Lane::analyze)) state = tr("Measured as soon as the analysis is done.");
    else if (measuring && !current) state = tr("Measuring: %1 …").arg(jobs.progress().phase);
    else if (measuring) state = tr("Quality is measured; timing the speed …");
    else if (current) state = measuredText();
    else if (session_.canEdit()) state = tr("Not measured.");
    else state = tr("Shows here once a model is analysed.");
    state_->setText(state);
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
