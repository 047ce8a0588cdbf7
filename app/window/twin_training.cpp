#include "app/window/twin_training.h"

#include <algorithm>
#include <filesystem>

#include <QDir>

#include "app/views/core_words.h"
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

// Stories are made where there are none yet.
std::vector<fs::path> textsOf(const TwinChoices& choices) {
    std::vector<fs::path> files;
    for (const QString& file : choices.texts) files.emplace_back(file.toStdString());
    if (files.empty()) files.push_back(fs::path(choices.folder.toStdString()) / ("stories-" + std::to_string(storyBytes(choices.settings)) + ".jsonl"));
    return files;
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
        for (Twin& twin : twins_) look(twin);
    emit changed();
}

// What its folder has, and whether that is of these choices.
void TwinTraining::look(Twin& twin) const {
    const fs::path folder = twin.folder.toStdString();
    const Twin wanted = twin;
    std::error_code ignored;
    try {
        if (fs::exists(folder / "training.json", ignored)) twin.state = Twin::State::done;
        else if (fs::exists(trainCheckpoint(folder), ignored)) twin.state = Twin::State::stopped;
        else if (fs::exists(folder, ignored) && !fs::is_empty(folder, ignored)) {
            twin.problem = tr("“%1” in this folder is something else than a training; choose another folder.").arg(twin.name);
            return;
        }
        if (twin.state == Twin::State::absent) return;
        TrainRecord record = twin.state == Twin::State::done ? readTrainRecord(folder) : readStoppedTraining(folder);
        twin.curve = std::move(record.curve);
        twin.settings = record.settings;
        twin.texts = std::move(record.texts);
    } catch (const Error& error) {
        twin.problem = coreWords(error.what());
        return;
    }
    std::vector<std::string> names;
    for (const fs::path& file : textsOf(choices_)) names.push_back(file.filename().string());
    if (twin.settings == wanted.settings && (twin.texts.empty() || twin.texts == names)) return;
    QStringList texts;
    for (const std::string& name : twin.texts) texts << QString::fromStdString(name);
    twin.problem = tr("“%1” in this folder is of other choices (%2 blocks of width %3, %4 steps, seed %5; texts: %6): choose those, or another folder.")
                       .arg(twin.name).arg(twin.settings.layers).arg(twin.settings.hidden).arg(twin.settings.steps).arg(twin.settings.seed).arg(texts.isEmpty() ? QString("?") : texts.join(", "));
}

QString TwinTraining::whyNot() const {
    if (isRunning()) return tr("They are being trained.");
    if (choices_.folder.isEmpty()) return tr("Choose a folder for the models first.");
    if (twins_.empty()) return tr("Choose at least one of the trainings.");
    for (const Twin& twin : twins_)
        if (!twin.problem.isEmpty()) return twin.problem;
    const bool all = std::all_of(twins_.begin(), twins_.end(), [](const Twin& twin) { return twin.state == Twin::State::done; });
    return all ? tr("All of them are trained: open one, or choose another folder for others.") : QString();
}

void TwinTraining::start(const TwinChoices& choices) {
    look(choices);
    if (!whyNot().isEmpty()) return;
    std::vector<std::pair<std::size_t, Twin>> missing;
    for (std::size_t i = 0; i < twins_.size(); ++i)
        if (twins_[i].state != Twin::State::done) {
            missing.emplace_back(i, twins_[i]);
            // It is told anew, from its beginning.
            twins_[i].curve.clear();
        }
    session_.jobs().start<bool>(
        Lane::train, tr("Training"),
        [this, choices, missing](const JobContext& job, const Post& post) {
            fs::create_directories(choices.folder.toStdString());
            const std::vector<fs::path> texts = textsOf(choices);
            if (choices.texts.isEmpty() && !fs::exists(texts.front())) writeStories(1, storyBytes(choices.settings), texts.front());
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

// What was stopped is found again as it was kept.
void TwinTraining::end(const JobEnd& end) {
    if (end.kind == JobEnd::Kind::failed) emit session_.failed(end.error);
    look(choices_);
}

}  // namespace strato
