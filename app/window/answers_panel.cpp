#include "app/window/answers_panel.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QSettings>
#include <QVBoxLayout>

namespace strato {

namespace {

QString html(const std::string& text) { return QString::fromStdString(text).toHtmlEscaped().replace('\n', "<br>"); }

QString shareText(double share, double error) { return QString::asprintf("%.4f ± %.4f", share, error); }

}  // namespace

AnswersPanel::AnswersPanel(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), task_(new QLabel), state_(new QLabel), open_(new QPushButton(tr("Open questions…"))), forget_(new QPushButton(tr("Remove"))),
      clear_(new QPushButton(tr("Remove all"))), prompt_(new QLineEdit), samples_(new QTextBrowser) {
    auto* layout = new QVBoxLayout(this);
    buildTask(*layout);
    layout->addSpacing(8);
    buildPrompts(*layout);
    for (auto signal : {&Session::outcomeChanged, &Session::planChanged, &Session::runChanged}) connect(&session_, signal, this, &AnswersPanel::showOutcome);
    connect(&session_.jobs(), &JobRunner::busyChanged, this, &AnswersPanel::showOutcome);
    showOutcome();
}

void AnswersPanel::buildTask(QBoxLayout& layout) {
    task_->setObjectName("taskAnswers");
    task_->setWordWrap(true);
    task_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    open_->setObjectName("openTask");
    open_->setToolTip(tr("A JSONL file, a question a line: ARC's format, or question, choices and answer. Scored as lm-evaluation-harness does."));
    forget_->setObjectName("removeTask");
    auto* row = new QHBoxLayout;
    row->addWidget(new QLabel(tr("<b>Questions</b>")));
    row->addStretch(1);
    row->addWidget(open_);
    row->addWidget(forget_);
    layout.addLayout(row);
    layout.addWidget(task_);
    connect(open_, &QPushButton::clicked, this, &AnswersPanel::chooseTask);
    connect(forget_, &QPushButton::clicked, this, [this] { setTask({}); });
}

void AnswersPanel::buildPrompts(QBoxLayout& layout) {
    prompt_->setObjectName("prompt");
    prompt_->setPlaceholderText(tr("Once upon a time"));
    prompt_->setAccessibleName(tr("A prompt that both models continue"));
    prompt_->setToolTip(tr("Enter has both models continue the prompt, always with the likeliest token"));
    clear_->setObjectName("removePrompts");
    samples_->setObjectName("samples");
    samples_->setAccessibleName(tr("What both models write"));
    samples_->setOpenLinks(false);
    auto* row = new QHBoxLayout;
    row->addWidget(new QLabel(tr("<b>Texts of both models</b>")));
    row->addStretch(1);
    row->addWidget(clear_);
    layout.addLayout(row);
    layout.addWidget(prompt_);
    layout.addWidget(state_);
    layout.addWidget(samples_, 1);
    connect(prompt_, &QLineEdit::returnPressed, this, &AnswersPanel::addPrompt);
    connect(clear_, &QPushButton::clicked, this, [this] {
        EvaluationChoices evaluation = session_.evaluation();
        evaluation.prompts.clear();
        session_.setEvaluation(evaluation);
    });
}

void AnswersPanel::chooseTask() {
    const QString folder = QSettings().value("open/data", QDir::homePath()).toString();
    const QString file = QFileDialog::getOpenFileName(this, tr("Open questions with choices"), folder, tr("Questions (*.jsonl *.ndjson);;All files (*)"));
    if (!file.isEmpty()) setTask(file);
}

void AnswersPanel::setTask(const QString& file) {
    EvaluationChoices evaluation = session_.evaluation();
    evaluation.task = file;
    session_.setEvaluation(evaluation);
}

void AnswersPanel::addPrompt() {
    const QString prompt = prompt_->text();
    EvaluationChoices evaluation = session_.evaluation();
    if (prompt.trimmed().isEmpty() || evaluation.prompts.contains(prompt)) return;
    evaluation.prompts << prompt;
    prompt_->clear();
    session_.setEvaluation(evaluation);
}

void AnswersPanel::showOutcome() {
    const bool canEdit = session_.canEdit();
    for (QWidget* widget : std::initializer_list<QWidget*>{open_, prompt_}) widget->setEnabled(canEdit);
    forget_->setEnabled(canEdit && !session_.evaluation().task.isEmpty());
    clear_->setEnabled(canEdit && !session_.evaluation().prompts.isEmpty());
    task_->setText(taskText());
    const bool waiting = !session_.evaluation().prompts.isEmpty() && !session_.outcomeIsCurrent();
    state_->setText(!canEdit ? tr("Analyse a model first.") : waiting ? tr("Both models write as soon as the plan is measured …") : QString());
    state_->setVisible(!state_->text().isEmpty());
    const QString text = samplesHtml();
    if (text != samples_->property("shown").toString()) samples_->setHtml(text);
    samples_->setProperty("shown", text);
}

QString AnswersPanel::taskText() const {
    const QString& file = session_.evaluation().task;
    if (file.isEmpty()) return tr("Accuracy of both models on questions of yours, with its standard error.");
    const QString name = QFileInfo(file).fileName();
    if (!session_.outcomeIsCurrent() || !session_.outcome()->baseline.task) return tr("%1: answered as soon as the plan is measured.").arg(name);
    const Outcome& outcome = *session_.outcome();
    const Accuracy &before = *outcome.baseline.task, after = outcome.edited.task.value_or(Accuracy());
    const QString unedited = tr("%1, %2 questions. Unedited: accuracy %3, normalised by length %4.")
                                 .arg(name, QString::number(before.questions), shareText(before.accuracy, before.standardError), shareText(before.accuracyNormalized, before.normalizedStandardError));
    if (outcome.plan.empty()) return unedited;
    return tr("%1 Edited: %2, %3. Change: %4, %5.")
        .arg(unedited, shareText(after.accuracy, after.standardError), shareText(after.accuracyNormalized, after.normalizedStandardError),
             QString::asprintf("%+.4f ± %.4f", outcome.accuracy.mean, outcome.accuracy.standardError),
             QString::asprintf("%+.4f ± %.4f", outcome.accuracyNormalized.mean, outcome.accuracyNormalized.standardError));
}

QString AnswersPanel::samplesHtml() const {
    if (!session_.outcome()) return {};
    QString text;
    for (const Sample& sample : session_.outcome()->samples) {
        text += QString("<p><b>%1</b></p><table width='100%' cellspacing='0' cellpadding='3'><tr><td width='50%'><i>%2</i></td><td width='50%'><i>%3</i></td></tr>"
                        "<tr><td>%4</td><td>%5</td></tr></table>")
                    .arg(html(sample.prompt), tr("unedited"), session_.outcome()->plan.empty() ? tr("the same") : session_.outcome()->healed ? tr("healed") : tr("edited"),
                         html(sample.baseline), html(sample.edited));
    }
    return text;
}

}  // namespace strato
