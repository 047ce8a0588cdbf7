#include "app/window/heal_dialog.h"

#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QSettings>
#include <QVBoxLayout>

#include "app/views/core_words.h"
#include "app/window/figure_dialog.h"
#include "app/window/wrapped_label.h"
#include "core/base/sizes.h"

namespace strato {

namespace {

QSpinBox* spinBox(const char* name, int low, int step, int value, const QString& tip) {
    auto* box = new QSpinBox;
    box->setObjectName(name);
    box->setRange(low, 1 << 24);
    box->setSingleStep(step);
    box->setValue(value);
    box->setToolTip(tip);
    return box;
}

QPushButton* button(const char* name, const QString& text) {
    auto* result = new QPushButton(text);
    result->setObjectName(name);
    result->setAutoDefault(false);
    return result;
}

QString fileNames(const QStringList& files) {
    QStringList names;
    for (const QString& file : files) names << QFileInfo(file).fileName();
    return names.join(", ");
}

}  // namespace

HealDialog::HealDialog(Session& session, PlanHealing& healing, QWidget* parent)
    : QDialog(parent), session_(session), healing_(healing), plan_(wrappedLabel("healPlan")), names_(wrappedLabel("healTexts")), state_(wrappedLabel("healState")),
      gain_(wrappedLabel("healGain")), readOut_(wrappedLabel("healReadOut")), chart_(new HealChart) {
    setWindowTitle(tr("Heal the plan"));
    setObjectName("healDialog");
    chart_->setObjectName("healChart");
    auto* layout = new QHBoxLayout(this);
    layout->addWidget(buildChoices());
    layout->addWidget(buildResults(), 1);
    resize(940, 600);
    connectSession();
    setTexts({});
    showCourse();
}

QWidget* HealDialog::buildChoices() {
    auto* choices = new QWidget;
    choices->setFixedWidth(270);
    auto* form = new QFormLayout(choices);
    form->setContentsMargins({});
    auto* about = wrappedLabel("healAbout");
    about->setForegroundRole(QPalette::PlaceholderText);
    about->setText(tr("Trains the maps of a plan, and only them, to make the edited model follow the unedited one. A part of the texts is not trained on; it tells when "
                      "to stop, and which maps are kept."));
    auto* choose = button("healChoose", tr("Choose…"));
    steps_ = spinBox("healSteps", 1, 100, HealSettings().steps, tr("At most; training ends early when nothing gets better"));
    batch_ = spinBox("healTokens", 64, 512, HealSettings().batchTokens, tr("Of text, in whole windows"));
    divergence_ = new QCheckBox(tr("of the predictions, too"));
    divergence_->setObjectName("healDivergence");
    divergence_->setChecked(true);
    divergence_->setToolTip(tr("Lowers the KL divergence of the predictions beside the error of the states. Maps fitted by least squares have the least error of the states "
                               "already, so a single one gains only by this."));
    start_ = button("healStart", tr("Start"));
    start_->setDefault(true);
    cancel_ = button("healCancel", tr("Cancel"));
    goOn_ = button("healGoOn", tr("Go on"));
    bar_ = new JobBar;
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(start_, 1);
    buttons->addWidget(goOn_, 1);
    buttons->addWidget(cancel_);
    form->addRow(about);
    form->addRow(tr("Plan"), plan_);
    form->addRow(tr("Texts"), names_);
    form->addRow(QString(), choose);
    form->addRow(tr("Steps"), steps_);
    form->addRow(tr("Tokens a step"), batch_);
    form->addRow(tr("Divergence"), divergence_);
    form->addRow(buttons);
    form->addRow(bar_);
    form->addRow(state_);
    connect(choose, &QPushButton::clicked, this, &HealDialog::chooseTexts);
    connect(start_, &QPushButton::clicked, this, [this] { healing_.start(this->choices()); });
    connect(goOn_, &QPushButton::clicked, &healing_, &PlanHealing::goOn);
    connect(cancel_, &QPushButton::clicked, &healing_, &PlanHealing::cancel);
    return choices;
}

QWidget* HealDialog::buildResults() {
    auto* results = new QWidget;
    auto* layout = new QVBoxLayout(results);
    layout->setContentsMargins({});
    layout->setSpacing(4);
    auto* head = new QHBoxLayout;
    head->addWidget(new QLabel("<b>" + chart_->title() + "</b>"));
    head->addStretch(1);
    export_ = button("healExport", tr("Export…"));
    export_->setToolTip(tr("This chart or its numbers as a file"));
    head->addWidget(export_);
    readOut_->setMinimumHeight(fontMetrics().lineSpacing());
    readOut_->setForegroundRole(QPalette::PlaceholderText);
    layout->addLayout(head);
    layout->addWidget(explanationLabel(chart_->explanation()));
    layout->addWidget(chart_, 1);
    layout->addWidget(readOut_);
    layout->addWidget(gain_);
    connect(export_, &QPushButton::clicked, this, &HealDialog::exportChart);
    connect(chart_, &Chart::readOut, this, &HealDialog::tellPoint);
    return results;
}

void HealDialog::connectSession() {
    connect(&healing_, &PlanHealing::changed, this, &HealDialog::showCourse);
    connect(&session_.jobs(), &JobRunner::progressed, this, &HealDialog::showState);
    connect(&session_, &Session::dataChanged, this, &HealDialog::showTexts);
    connect(&session_, &Session::runChanged, this, [this] { chart_->setRun(session_.run()); });
    connect(&session_, &Session::modelChanged, this, [this] { setTexts({}); });
}

HealChoices HealDialog::choices() const {
    return {.texts = texts_.isEmpty() ? session_.data() : texts_, .steps = steps_->value(), .batchTokens = batch_->value(), .divergence = divergence_->isChecked()};
}

void HealDialog::setTexts(const QStringList& texts) {
    texts_ = texts;
    showTexts();
}

void HealDialog::chooseTexts() {
    const QString folder = QSettings().value("open/data", QDir::homePath()).toString();
    const QStringList files = QFileDialog::getOpenFileNames(this, tr("Texts to train on"), folder, tr("Texts (*.txt *.jsonl *.ndjson *.csv);;All files (*)"));
    if (!files.isEmpty()) setTexts(files);
}

void HealDialog::showTexts() {
    names_->setText(texts_.isEmpty() ? tr("the analysed ones: %1").arg(fileNames(session_.data())) : fileNames(texts_));
    names_->setToolTip(choices().texts.join('\n'));
    showState();
}

void HealDialog::showCourse() {
    const auto& curve = healing_.curve();
    const int steps = std::max(healing_.steps(), curve.empty() ? 1 : curve.back().step);
    chart_->setCurve(curve, steps);
    export_->setEnabled(!chart_->isEmpty());
    gain_->setText(gainText());
    gain_->setVisible(!gain_->text().isEmpty());
    tellPoint({});
    showState();
}

// Measured on the texts that plans are measured on, before and after.
QString HealDialog::gainText() const {
    if (!healing_.report()) return {};
    const HealReport& report = *healing_.report();
    QStringList lines;
    lines << tr("Healing of %1 changed the loss by %2 ± %3: perplexity %4 with fitted maps, %5 with healed ones, %6 unedited (%7, %8 predicted tokens).")
                 .arg(QString::fromStdString(report.plan), QString::asprintf("%+.4f", report.loss.mean), QString::number(report.loss.standardError, 'f', 4))
                 .arg(report.before.perplexity, 0, 'f', 3).arg(report.after.perplexity, 0, 'f', 3).arg(report.baseline.perplexity, 0, 'f', 3)
                 .arg(QString::fromStdString(report.protocol)).arg(report.after.tokens);
    for (const std::string& warning : report.warnings) lines << tr("Note: %1.").arg(coreWords(warning));
    return lines.join("\n");
}

void HealDialog::tellPoint(const QString& text) {
    if (!text.isEmpty()) readOut_->setText(text);
    else readOut_->setText(chart_->isEmpty() ? QString() : healPointText(chart_->curve().back()));
}

void HealDialog::showState() {
    const bool running = healing_.isRunning();
    const Plan& plan = running ? healing_.plan() : session_.plan();
    plan_->setText(plan.empty() ? tr("empty") : QString::fromStdString(plan.text()));
    start_->setEnabled(healing_.whyNotPlan().isEmpty() && !choices().texts.isEmpty());
    goOn_->setVisible(!running && healing_.stoppedPlan());
    goOn_->setEnabled(healing_.whyNot().isEmpty());
    cancel_->setEnabled(running);
    bar_->setVisible(running);
    bar_->setProgress(session_.jobs().progress());
    state_->setText(stateText());
}

QString HealDialog::stateText() const {
    if (healing_.isRunning()) return JobBar::wordsOf(session_.jobs().progress());
    QStringList lines;
    if (const auto stopped = healing_.stoppedPlan()) {
        const QString text = QString::fromStdString(stopped->text());
        const auto& curve = healing_.curve();
        if (curve.empty()) lines << tr("The healing of %1 was stopped.").arg(text);
        else lines << tr("The healing of %1 was stopped after step %2.").arg(text).arg(curve.back().step);
        if (bestPoint(curve) > 0) lines << tr("The maps of step %1, the best so far, are kept.").arg(curve[bestPoint(curve)].step);
        lines << tr("“Go on” takes it up again.");
    }
    if (healing_.report()) {
        const HealReport& report = *healing_.report();
        lines << tr("Done in %1: %2 steps%3; kept are the maps of step %4.").arg(coreWords(formatDuration(report.seconds))).arg(report.curve.back().step)
                     .arg(report.stopped == "early" ? tr(", ended early") : QString()).arg(report.bestStep);
    }
    if (const QString reason = healing_.whyNotPlan(); !reason.isEmpty()) lines << reason;
    return lines.join("\n");
}

void HealDialog::exportChart() { FigureDialog::exportChart(session_, *chart_, "healing", this); }

}  // namespace strato
