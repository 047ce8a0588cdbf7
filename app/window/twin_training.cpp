#include "app/window/twin_training.h"

#include <algorithm>
#include <filesystem>

#include <QDir>

#include "app/window/preferences.h"
#include "app/window/shell_words.h"
#include "core/base/error.h"
#include "core/train/story_generator.h"

namespace strato {

namespace {

namespace fs = std::filesystem;

std::vector<Twin> twinsOf(const TwinChoices& choices) {
    std::vector<Twin> twins;
    const auto add = [&](Regularizer regularizer, double lambda) {
        Twin twin{.name = regularizer == Regularizer::none ? QString("plain") : QString("%1-%2").arg(QString::fromStdString(regularizerName(regularizer))).arg(lambda),
                  .folder = {}, .settings = choices.settings, .curve = {}};
        twin.folder = QDir(choices.folder).filePath(twin.name);
        twin.settings.regularizer = regularizer;
        twin.settings.lambda = lambda;
        twins.push_back(twin);
    };
    if (choices.plain) add(Regularizer::none, 0);
    if (choices.meanSquare > 0) add(Regularizer::meanSquare, choices.meanSquare);
    if (choices.cosine > 0) add(Regularizer::cosine, choices.cosine);
    return twins;
}

// About as much text a token seen as the bundled models had.
std::int64_t storyBytes(const TrainSettings& settings) {
    const double seen = static_cast<double>(settings.steps) * settings.batch * settings.sequenceLength;
    return static_cast<std::int64_t>(std::clamp(1.5 * seen, 3e5, 5e7));
}

std::vector<fs::path> textsOf(const TwinChoices& choices) {
    std::vector<fs::path> files;
    for (const QString& file : choices.texts) files.emplace_back(file.toStdString());
    if (!files.empty()) return files;
    const std::int64_t bytes = storyBytes(choices.settings);
    const fs::path stories = fs::path(choices.folder.toStdString()) / ("stories-" + std::to_string(bytes) + ".jsonl");
    if (!fs::exists(stories)) writeStories(1, bytes, stories);
    return {stories};
}

// The command line that does the same, for the model card.
std::string commandOf(const TwinChoices& choices, const Twin& twin, const std::vector<fs::path>& texts) {
    const auto name = [](const fs::path& path) { return shellWord(path.filename().string()); };
    QStringList words{"strato", "train", "--preset", choices.preset, "--data"};
    for (const fs::path& file : texts) words << name(file);
    const TrainSettings& settings = twin.settings;
    if (settings.regularizer != Regularizer::none)
        words << "--regularizer" << QString::fromStdString(regularizerName(settings.regularizer)) << "--lambda" << QString::number(settings.lambda);
    const TrainSettings usual = trainPreset(choices.preset.toStdString());
    if (settings.steps != usual.steps) words << "--steps" << QString::number(settings.steps);
    if (settings.seed != usual.seed) words << "--seed" << QString::number(settings.seed);
    return (words << "--out" << name(twin.folder.toStdString())).join(' ').toStdString();
}

TrainRequest requestOf(const TwinChoices& choices, const Twin& twin, const std::vector<fs::path>& texts) {
    TrainRequest request;
    request.data = texts;
    request.out = twin.folder.toStdString();
    request.settings = twin.settings;
    request.compute = preferredCompute();
    request.resume = fs::exists(trainCheckpoint(request.out));
    request.command = commandOf(choices, twin, texts);
    return request;
}

// Steps count over all that are to be trained.
JobContext contextOf(const JobContext& job, int before, int all) {
    return {[&job, before, all](const Progress& progress) {
        if (progress.phase.starts_with("training")) job.report(progress.phase, before + progress.done, all);
        else job.report(progress.phase, progress.done, progress.total);
    }, job.stop};
}

}  // namespace

TwinTraining::TwinTraining(Session& session, QObject* parent) : QObject(parent), session_(session) {
    connect(&session_.jobs(), &JobRunner::busyChanged, this, &TwinTraining::changed);
}

void TwinTraining::look(const TwinChoices& choices) {
    if (isRunning()) return;
    choices_ = choices;
    twins_ = twinsOf(choices);
    if (!choices.folder.isEmpty())
        for (Twin& twin : twins_) {
            const fs::path folder = twin.folder.toStdString();
            std::error_code ignored;
            if (fs::exists(trainCheckpoint(folder), ignored)) twin.state = Twin::State::stopped;
            if (!fs::exists(folder / "training.json", ignored)) continue;
            try {
                TrainRecord record = readTrainRecord(folder);
                twin.curve = std::move(record.curve);
                twin.settings = record.settings;
                twin.state = Twin::State::done;
            } catch (const Error& error) {
                emit session_.failed(error.what());
            }
        }
    emit changed();
}

QString TwinTraining::whyNot() const {
    if (isRunning()) return tr("They are being trained.");
    if (choices_.folder.isEmpty()) return tr("Choose a folder for the models first.");
    if (twins_.empty()) return tr("Choose at least one of the trainings.");
    const std::vector<Twin> wanted = twinsOf(choices_);
    bool any = false;
    for (std::size_t i = 0; i < twins_.size(); ++i) {
        if (twins_[i].state != Twin::State::done) any = true;
        else if (!(twins_[i].settings == wanted[i].settings))
            return tr("“%1” in this folder was trained with other settings; choose another folder.").arg(twins_[i].name);
    }
    return any ? QString() : tr("All of them are trained: open one, or choose another folder for others.");
}

void TwinTraining::start(const TwinChoices& choices) {
    look(choices);
    if (!whyNot().isEmpty()) return;
    std::vector<std::pair<std::size_t, Twin>> missing;
    for (std::size_t i = 0; i < twins_.size(); ++i)
        if (twins_[i].state != Twin::State::done) missing.emplace_back(i, twins_[i]);
    session_.jobs().start<bool>(
        Lane::train, tr("Training"),
        [this, choices, missing](const JobContext& job, const Post& post) {
            fs::create_directories(choices.folder.toStdString());
            const std::vector<fs::path> texts = textsOf(choices);
            int before = 0;
            const int all = choices.settings.steps * static_cast<int>(missing.size());
            for (const auto& [place, twin] : missing) {
                trainModel(requestOf(choices, twin, texts), contextOf(job, before, all), [&, twin = place](const TrainPoint& point) { post([this, twin, point] { grow(twin, point); }); });
                post([this, twin = place] {
                    twins_[twin].state = Twin::State::done;
                    emit changed();
                });
                before += choices.settings.steps;
            }
            return true;
        },
        [this](bool) {
            QStringList names;
            for (const Twin& twin : twins_) names << twin.name;
            emit session_.succeeded(tr("Trained: %1, in %2").arg(names.join(", "), QDir::toNativeSeparators(choices_.folder)));
        },
        [this](const JobEnd& jobEnd) { end(jobEnd); });
    emit changed();
}

void TwinTraining::cancel() { session_.jobs().stop(Lane::train); }

void TwinTraining::grow(std::size_t twin, const TrainPoint& point) {
    twins_[twin].curve.push_back(point);
    emit changed();
}

// What was stopped keeps its curve in sight.
void TwinTraining::end(const JobEnd& end) {
    if (end.kind == JobEnd::Kind::failed) emit session_.failed(end.error);
    for (Twin& twin : twins_) {
        std::error_code ignored;
        if (twin.state == Twin::State::absent && fs::exists(trainCheckpoint(twin.folder.toStdString()), ignored)) twin.state = Twin::State::stopped;
    }
    emit changed();
}

}  // namespace strato
