#include "app/window/plan_healing.h"

#include <algorithm>

#include "app/window/preferences.h"
#include "core/base/error.h"
#include "core/runs/run_file.h"
#include "core/runs/what_if.h"

namespace strato {

namespace {

constexpr const char* choicesName = "healing";

nlohmann::ordered_json toJson(const QStringList& texts) {
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    for (const QString& text : texts) json.push_back(text.toStdString());
    return json;
}

}  // namespace

PlanHealing::PlanHealing(Session& session, QObject* parent) : QObject(parent), session_(session) {
    connect(&session_, &Session::runChanged, this, [this] {
        if (session_.runFile() != runFile_) forget();
    });
    connect(&session_, &Session::viewChanged, this, &PlanHealing::takeUp);
    connect(&session_, &Session::planChanged, this, &PlanHealing::changed);
    connect(&session_.jobs(), &JobRunner::busyChanged, this, &PlanHealing::changed);
}

QString PlanHealing::whyNot() const {
    if (!session_.canEdit() || session_.runFile().isEmpty()) return tr("Analyse a model first.");
    if (session_.jobs().isBusy(Lane::analyze) || session_.jobs().isBusy(Lane::open)) return tr("Wait for the analysis.");
    if (isRunning()) return tr("A healing is running.");
    return {};
}

QString PlanHealing::whyNotPlan() const {
    if (const QString reason = whyNot(); !reason.isEmpty()) return reason;
    const auto& edits = session_.plan().edits();
    if (std::any_of(edits.begin(), edits.end(), [](const Edit& edit) { return edit.needsMap(); })) return {};
    return tr("Healing trains maps, and this plan has none: make blocks linear, low-rank or merged.");
}

std::optional<Plan> PlanHealing::stoppedPlan() const { return stopped_ ? std::optional(stopped_->plan) : std::nullopt; }

void PlanHealing::start(const HealChoices& choices) {
    if (whyNotPlan().isEmpty()) begin({session_.plan(), choices, session_.evaluation().fitInSequence}, false);
}

void PlanHealing::goOn() {
    if (stopped_ && whyNot().isEmpty()) begin(Training(*stopped_), true);
}

void PlanHealing::cancel() { session_.jobs().stop(Lane::heal); }

HealRequest PlanHealing::requestOf(const Training& training) const {
    HealRequest request;
    request.compute = preferredCompute();
    request.model = session_.model()->folder;
    request.run = runFile_.toStdString();
    request.plan = training.plan;
    for (const QString& file : training.choices.texts) request.data.emplace_back(file.toStdString());
    for (const QString& file : session_.evaluationData()) request.evaluation.emplace_back(file.toStdString());
    if (!request.evaluation.empty()) request.protocol = session_.evaluation().protocol.toStdString();
    request.inSequence = training.inSequence;
    request.settings.steps = training.choices.steps;
    request.settings.batchTokens = training.choices.batchTokens;
    request.settings.kl = training.choices.divergence ? 1 : 0;
    return request;
}

// The choices lie beside the maps, so that a later session can take a stopped training up.
void PlanHealing::begin(const Training& training, bool resume) {
    forget();
    runFile_ = session_.runFile();
    plan_ = training.plan;
    steps_ = training.choices.steps;
    HealRequest request = requestOf(training);
    request.resume = resume;
    const HealChoices& choices = training.choices;
    const nlohmann::ordered_json kept{{"plan", plan_.text()},           {"texts", toJson(choices.texts)},        {"steps", choices.steps},
                                      {"batch_tokens", choices.batchTokens}, {"divergence", choices.divergence}, {"in_sequence", training.inSequence}};
    session_.jobs().start<HealReport>(
        Lane::heal, tr("Healing"),
        [this, request, json = kept.dump()](const JobContext& job, const Post& post) {
            RunFile::open(request.run).storeChoices(choicesName, json);
            return healPlan(request, [&](const HealPoint& point) { post([this, point] {
                curve_.push_back(point);
                emit changed();
            }); }, job);
        },
        [this](const HealReport& report) {
            curve_ = report.curve;
            report_ = report;
        },
        [this](const JobEnd& jobEnd) { end(jobEnd); });
    emit changed();
}

// Stopped or done, the run may hold better maps now.
void PlanHealing::end(const JobEnd& end) {
    if (end.kind == JobEnd::Kind::replaced || runFile_ != session_.runFile()) return;
    if (end.kind == JobEnd::Kind::failed) emit session_.failed(end.error);
    look();
    if (report_ || (end.kind == JobEnd::Kind::stopped && bestPoint(curve_) > 0)) session_.takeHealed(plan_.text());
    emit changed();
}

// A training that was stopped has left a checkpoint.
void PlanHealing::look() {
    stopped_.reset();
    if (!session_.canEdit() || session_.runFile().isEmpty()) return;
    HealRequest request;
    request.run = session_.runFile().toStdString();
    try {
        if (!std::filesystem::exists(healCheckpoint(request))) return;
        const std::string text = RunFile::open(request.run).readChoices(choicesName);
        if (text.empty()) return;
        const JsonView json = parseJson(text, "the healing that the run file keeps");
        Training training{Plan::parse(json.string("plan")), {}, json.boolean("in_sequence")};
        for (const JsonView& file : json.elements("texts")) training.choices.texts << QString::fromStdString(file.asString());
        training.choices.steps = json.count("steps", 1, 1 << 30);
        training.choices.batchTokens = json.count("batch_tokens", 1, 1 << 30);
        training.choices.divergence = json.boolean("divergence");
        stopped_ = training;
    } catch (const Error& error) {
        emit session_.failed(error.what());
    }
}

void PlanHealing::takeUp() {
    if (isRunning() || !curve_.empty()) return;
    try {
        const auto kept = readHealCourse(session_.keptHealing());
        if (!kept) return;
        plan_ = Plan::parse(kept->plan);
        steps_ = kept->steps;
        curve_ = kept->curve;
    } catch (const Error& error) {
        emit session_.failed(error.what());
    }
    emit changed();
}

void PlanHealing::forget() {
    curve_.clear();
    report_.reset();
    plan_ = {};
    runFile_ = session_.runFile();
    look();
    emit changed();
}

}  // namespace strato
