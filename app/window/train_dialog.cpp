#include "app/window/train_dialog.h"

#include <cmath>
#include <numeric>

#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QSettings>
#include <QVBoxLayout>

#include "app/views/core_words.h"
#include "app/views/table_copies.h"
#include "app/window/figure_dialog.h"
#include "app/window/wrapped_label.h"
#include "core/base/sizes.h"

namespace strato {

namespace {

template <class Box>
Box* numberBox(const char* name, double low, double high, double step, const QString& tip) {
    auto* box = new Box;
    box->setObjectName(name);
    box->setRange(low, high);
    box->setSingleStep(step);
    box->setToolTip(tip);
    return box;
}

QPushButton* plainButton(const char* name, const QString& text) {
    auto* button = new QPushButton(text);
    button->setObjectName(name);
    button->setAutoDefault(false);
    return button;
}

QWidget* beside(QWidget* left, QWidget* right) {
    auto* both = new QWidget;
    auto* row = new QHBoxLayout(both);
    row->setContentsMargins({});
    row->addWidget(left, 1);
    row->addWidget(right);
    return both;
}

QString sizeText(const std::string& preset) {
    const TrainSettings settings = trainPreset(preset);
    return TrainDialog::tr("%1: %2 blocks of width %3").arg(QString::fromStdString(preset)).arg(settings.layers).arg(settings.hidden);
}

QString stateText(const Twin& twin, bool running) {
    if (twin.state == Twin::State::done) return TrainDialog::tr("done");
    if (!twin.curve.empty() && running) return TrainDialog::tr("step %1").arg(twin.curve.back().step);
    if (twin.state == Twin::State::stopped) return twin.curve.empty() ? TrainDialog::tr("stopped") : TrainDialog::tr("stopped, step %1").arg(twin.curve.back().step);
    return running ? TrainDialog::tr("waits") : TrainDialog::tr("to be trained");
}

}  // namespace

TrainDialog::TrainDialog(Session& session, TwinTraining& training, QWidget* parent)
    : QDialog(parent), session_(session), training_(training), folderName_(wrappedLabel("trainFolderName")),
      textNames_(wrappedLabel("trainTextNames")), state_(wrappedLabel("trainState")), readOut_(wrappedLabel("trainReadOut")), chart_(new TrainingChart) {
    setWindowTitle(tr("Train small models"));
    setObjectName("trainDialog");
    chart_->setObjectName("trainingChart");
    auto* layout = new QHBoxLayout(this);
    layout->addWidget(buildChoices());
    layout->addWidget(buildResults(), 1);
    resize(1040, 700);
    readKept();
    connect(&training_, &TwinTraining::changed, this, &TrainDialog::showCourse);
    connect(&session_.jobs(), &JobRunner::progressed, this, &TrainDialog::showState);
    showTexts();
    showCourse();
}

QWidget* TrainDialog::buildChoices() {
    auto* choices = new QWidget;
    choices->setFixedWidth(300);
    auto* form = new QFormLayout(choices);
    form->setContentsMargins({});
    auto* about = wrappedLabel("trainAbout");
    about->setForegroundRole(QPalette::PlaceholderText);
    about->setText(tr("Pretrains small decoders from the same first weights on the same texts, one for each regulariser of consecutive states, and measures on the way how linear "
                      "their blocks become (arXiv 2405.12250, section 4)."));
    form->addRow(about);
    preset_ = new QComboBox;
    preset_->setObjectName("trainPreset");
    for (const std::string& name : trainPresetNames()) preset_->addItem(sizeText(name), QString::fromStdString(name));
    preset_->setToolTip(tr("Llama decoders with a vocabulary of their own, learnt from the texts"));
    steps_ = numberBox<QSpinBox>("trainSteps", 1, 1 << 24, 100, tr("Of each training"));
    seed_ = numberBox<QSpinBox>("trainSeed", 0, 1 << 30, 1, tr("Of the first weights and the order of the text, the same for all of them"));
    seed_->setValue(1);
    form->addRow(tr("Size"), preset_);
    buildTwins(*form);
    form->addRow(tr("Steps"), steps_);
    form->addRow(tr("Seed"), seed_);
    auto* chooseTexts = plainButton("trainChooseTexts", tr("Choose…"));
    stories_ = plainButton("trainStories", tr("Stories"));
    stories_->setToolTip(tr("Small stories from a grammar, made in the folder of the models"));
    auto* chooseFolder = plainButton("trainChooseFolder", tr("Choose…"));
    form->addRow(tr("Texts"), textNames_);
    form->addRow(QString(), beside(chooseTexts, stories_));
    form->addRow(tr("Folder"), folderName_);
    form->addRow(QString(), chooseFolder);
    start_ = plainButton("trainStart", tr("Start"));
    start_->setDefault(true);
    cancel_ = plainButton("trainCancel", tr("Cancel"));
    cancel_->setToolTip(tr("Keeps what has been learnt: Start goes on with it, also in a later session. Other work waits until a training is done or cancelled."));
    bar_ = new JobBar;
    form->addRow(beside(start_, cancel_));
    form->addRow(bar_);
    form->addRow(state_);
    connect(preset_, &QComboBox::currentIndexChanged, this, [this] {
        steps_->setValue(trainPreset(preset_->currentData().toString().toStdString()).steps);
        look();
    });
    for (QSpinBox* box : {steps_, seed_}) connect(box, &QSpinBox::valueChanged, this, &TrainDialog::look);
    connect(chooseTexts, &QPushButton::clicked, this, &TrainDialog::chooseTexts);
    connect(stories_, &QPushButton::clicked, this, [this] { setTexts({}); });
    connect(chooseFolder, &QPushButton::clicked, this, &TrainDialog::chooseFolder);
    connect(start_, &QPushButton::clicked, this, [this] {
        training_.start(this->choices());
        if (training_.isRunning()) keep();
    });
    choosing_ = {preset_, plain_, meanSquare_, cosine_, meanSquareLambda_, cosineLambda_, steps_, seed_, chooseTexts, stories_, chooseFolder};
    connect(cancel_, &QPushButton::clicked, &training_, &TwinTraining::cancel);
    return choices;
}

void TrainDialog::buildTwins(QFormLayout& form) {
    const auto add = [&](const char* name, const QString& text, QDoubleSpinBox* lambda, const QString& label) {
        auto* box = new QCheckBox(text);
        box->setObjectName(name);
        connect(box, &QCheckBox::toggled, this, &TrainDialog::look);
        form.addRow(label, lambda ? beside(box, lambda) : box);
        return box;
    };
    meanSquareLambda_ = lambdaBox("trainMseLambda");
    cosineLambda_ = lambdaBox("trainCosineLambda");
    plain_ = add("trainPlain", tr("none"), nullptr, tr("Regularisers"));
    meanSquare_ = add("trainMse", tr("MSE"), meanSquareLambda_, {});
    cosine_ = add("trainCosine", tr("cosine"), cosineLambda_, {});
    meanSquare_->setToolTip(tr("Adds the squared distance of consecutive states to the loss, times λ"));
    cosine_->setToolTip(tr("Adds 1 - the cosine of consecutive states to the loss, times λ; the paper had 0.5"));
}

QDoubleSpinBox* TrainDialog::lambdaBox(const char* name) {
    auto* box = numberBox<QDoubleSpinBox>(name, 0.001, 1000, 0.1, tr("The weight of the regulariser in the loss"));
    box->setDecimals(3);
    box->setPrefix("λ ");
    connect(box, &QDoubleSpinBox::valueChanged, this, &TrainDialog::look);
    return box;
}

QWidget* TrainDialog::buildResults() {
    auto* results = new QWidget;
    auto* layout = new QVBoxLayout(results);
    layout->setContentsMargins({});
    layout->setSpacing(4);
    measure_ = new QComboBox;
    measure_->setObjectName("trainMeasure");
    for (const Chart::Choice& choice : chart_->choices()) {
        measure_->addItem(choice.name);
        measure_->setItemData(measure_->count() - 1, choice.explanation, Qt::ToolTipRole);
    }
    measure_->setAccessibleName(tr("Measure"));
    export_ = plainButton("trainExport", tr("Export…"));
    export_->setToolTip(tr("This chart or its numbers as a file"));
    auto* head = new QHBoxLayout;
    head->addWidget(measure_);
    head->addStretch(1);
    head->addWidget(export_);
    auto* explanation = wrappedLabel("trainExplanation");
    explanation->setForegroundRole(QPalette::PlaceholderText);
    explanation->setText(chart_->explanation());
    readOut_->setMinimumHeight(3 * fontMetrics().lineSpacing());
    readOut_->setForegroundRole(QPalette::PlaceholderText);
    table_ = buildTable();
    open_ = plainButton("trainOpen", tr("Open the model"));
    auto* foot = new QHBoxLayout;
    foot->addStretch(1);
    foot->addWidget(open_);
    layout->addLayout(head);
    layout->addWidget(explanation);
    layout->addWidget(chart_, 1);
    layout->addWidget(readOut_);
    layout->addWidget(table_);
    layout->addLayout(foot);
    connect(measure_, &QComboBox::currentIndexChanged, chart_, &Chart::setChoice);
    connect(export_, &QPushButton::clicked, this, [this] { FigureDialog::exportChart(session_, *chart_, "training", this); });
    connect(chart_, &Chart::readOut, readOut_, &QLabel::setText);
    connect(open_, &QPushButton::clicked, this, [this] { openTwin(table_->currentRow()); });
    return results;
}

QTableWidget* TrainDialog::buildTable() {
    auto* table = new QTableWidget(0, 4);
    table->setObjectName("trainTable");
    table->setAccessibleName(tr("Trainings"));
    table->setHorizontalHeaderLabels({tr("state"), tr("loss, nats"), tr("linearity"), tr("without residual")});
    const QStringList tips{{}, tr("On texts that are not trained on"), tr("Mean over blocks, on texts that are not trained on"), tr("The same without the residual stream")};
    for (int column = 0; column < tips.size(); ++column) table->horizontalHeaderItem(column)->setToolTip(tips[column]);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setShowGrid(false);
    table->setAlternatingRowColors(true);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 4);
    table->setFixedHeight(table->horizontalHeader()->sizeHint().height() + 3 * (fontMetrics().height() + 4) + 2 * table->frameWidth() + 2);
    new TableCopies(*table);
    connect(table, &QTableWidget::itemSelectionChanged, this, &TrainDialog::showState);
    connect(table, &QTableWidget::cellActivated, this, [this](int row) { openTwin(row); });
    return table;
}

// A training that was stopped goes on with the choices it was begun with.
void TrainDialog::readKept() {
    const QSettings kept;
    const QSignalBlocker blocker(preset_);
    preset_->setCurrentIndex(std::max(0, preset_->findData(kept.value("train/preset"))));
    steps_->setValue(kept.value("train/steps", trainPreset(preset_->currentData().toString().toStdString()).steps).toInt());
    seed_->setValue(kept.value("train/seed", 1).toInt());
    plain_->setChecked(kept.value("train/plain", true).toBool());
    meanSquare_->setChecked(kept.value("train/mse", false).toBool());
    cosine_->setChecked(kept.value("train/cosine", true).toBool());
    meanSquareLambda_->setValue(kept.value("train/mseLambda", 0.5).toDouble());
    cosineLambda_->setValue(kept.value("train/cosineLambda", 0.5).toDouble());
    texts_ = kept.value("train/texts").toStringList();
    folder_ = kept.value("train/folder").toString();
}

void TrainDialog::keep() const {
    QSettings settings;
    const TwinChoices chosen = choices();
    settings.setValue("train/preset", chosen.preset);
    settings.setValue("train/steps", chosen.settings.steps);
    settings.setValue("train/seed", seed_->value());
    settings.setValue("train/plain", chosen.plain);
    settings.setValue("train/mse", meanSquare_->isChecked());
    settings.setValue("train/cosine", cosine_->isChecked());
    settings.setValue("train/mseLambda", meanSquareLambda_->value());
    settings.setValue("train/cosineLambda", cosineLambda_->value());
    settings.setValue("train/texts", chosen.texts);
    settings.setValue("train/folder", chosen.folder);
}

TwinChoices TrainDialog::choices() const {
    const QString preset = preset_->currentData().toString();
    TwinChoices choices{.folder = folder_, .texts = texts_, .preset = preset, .settings = trainPreset(preset.toStdString()),
                        .plain = plain_->isChecked(), .meanSquare = meanSquare_->isChecked() ? meanSquareLambda_->value() : 0,
                        .cosine = cosine_->isChecked() ? cosineLambda_->value() : 0};
    choices.settings.steps = steps_->value();
    choices.settings.seed = static_cast<std::uint64_t>(seed_->value());
    return choices;
}

void TrainDialog::setFolder(const QString& folder) {
    folder_ = folder;
    showTexts();
    look();
}

void TrainDialog::setTexts(const QStringList& texts) {
    texts_ = texts;
    showTexts();
    look();
}

// What lies in the folder may have changed meanwhile.
void TrainDialog::showEvent(QShowEvent* event) {
    QDialog::showEvent(event);
    look();
}

void TrainDialog::chooseFolder() {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("A folder for the models"), folder_.isEmpty() ? QDir::homePath() : folder_);
    if (!folder.isEmpty()) setFolder(folder);
}

void TrainDialog::chooseTexts() {
    const QString folder = QSettings().value("open/data", QDir::homePath()).toString();
    const QStringList files = QFileDialog::getOpenFileNames(this, tr("Texts to train on"), folder, tr("Texts (*.txt *.jsonl *.ndjson *.csv);;All files (*)"));
    if (!files.isEmpty()) setTexts(files);
}

void TrainDialog::look() { training_.look(choices()); }

void TrainDialog::showTexts() {
    QStringList names;
    for (const QString& file : texts_) names << QFileInfo(file).fileName();
    textNames_->setText(texts_.isEmpty() ? tr("small stories from a grammar") : names.join(", "));
    textNames_->setToolTip(texts_.join('\n'));
    stories_->setEnabled(!texts_.isEmpty());
    folderName_->setText(folder_.isEmpty() ? tr("none yet") : QDir::toNativeSeparators(folder_));
}

void TrainDialog::showCourse() {
    std::vector<TrainingCurve> curves;
    int steps = steps_->value();
    for (const Twin& twin : training_.twins()) {
        curves.push_back({twin.name, twin.folder, twin.curve});
        if (!twin.curve.empty()) steps = std::max(steps, twin.curve.back().step);
    }
    chart_->setCurves(std::move(curves), steps);
    const QSignalBlocker blocker(table_);
    const int row = std::max(0, table_->currentRow());
    table_->setRowCount(static_cast<int>(training_.twins().size()));
    for (int i = 0; i < table_->rowCount(); ++i) {
        const Twin& twin = training_.twins()[static_cast<std::size_t>(i)];
        QStringList texts{stateText(twin, training_.isRunning()), {}, {}, {}};
        const auto mean = [](const std::vector<double>& values) {
            return QString::number(std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size()), 'f', 4);
        };
        for (const TrainPoint& point : twin.curve) {
            if (std::isfinite(point.validationLoss)) texts[1] = QString::number(point.validationLoss, 'f', 4);
            if (!point.linearity.empty()) texts[2] = mean(point.linearity), texts[3] = mean(point.linearityNoResidual);
        }
        table_->setVerticalHeaderItem(i, new QTableWidgetItem(twin.name));
        for (int column = 0; column < texts.size(); ++column) {
            auto* item = new QTableWidgetItem(texts[column]);
            if (column) item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            table_->setItem(i, column, item);
        }
    }
    if (table_->rowCount()) table_->setCurrentCell(std::min(row, table_->rowCount() - 1), 0);
    export_->setEnabled(!chart_->isEmpty());
    showState();
}

void TrainDialog::showState() {
    const bool running = training_.isRunning();
    const QString reason = training_.whyNot();
    const bool stopped = std::any_of(training_.twins().begin(), training_.twins().end(), [](const Twin& twin) { return twin.state == Twin::State::stopped; });
    start_->setText(stopped ? tr("Go on") : tr("Start"));
    start_->setEnabled(reason.isEmpty());
    for (QWidget* widget : choosing_) widget->setEnabled(!running);
    stories_->setEnabled(!running && !texts_.isEmpty());
    cancel_->setEnabled(running);
    bar_->setVisible(running);
    bar_->setProgress(session_.jobs().progress());
    state_->setText(running ? JobBar::wordsOf(session_.jobs().progress()) : reason);
    const int row = table_->currentRow();
    open_->setToolTip(running ? tr("Once the training is done or cancelled") : tr("In the window, to be analysed like any other"));
    open_->setEnabled(!running && row >= 0 && row < static_cast<int>(training_.twins().size()) && training_.twins()[static_cast<std::size_t>(row)].state == Twin::State::done);
}

void TrainDialog::openTwin(int row) {
    if (row < 0 || row >= static_cast<int>(training_.twins().size())) return;
    const Twin& twin = training_.twins()[static_cast<std::size_t>(row)];
    if (twin.state != Twin::State::done || training_.isRunning()) return;
    session_.openModel(twin.folder);
    accept();
}

}  // namespace strato
