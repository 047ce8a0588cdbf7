// What a session measures of its plans, and what of it the run file keeps.
#include "app/window/session.h"

#include "app/figures/chart_view.h"
#include "app/views/core_words.h"
#include "app/window/preferences.h"
#include "app/window/shell_words.h"
#include "core/base/error.h"
#include "core/runs/run_file.h"
#include "core/runs/what_if.h"

namespace strato {

namespace {

// A run file that can't be written to is no reason not to show what was measured.
Outcome kept(const std::filesystem::path& run, const std::string& conditions, Outcome outcome, bool timed) {
    try {
        RunFile::open(run).storeOutcome(conditions, {outcome, timed});
    } catch (const Error& error) {
        outcome.warnings.push_back(std::string("not kept: ") + error.what());
    }
    return outcome;
}

bool isPreferred(const Compute& compute) {
    const Compute preferred = preferredCompute();
    return compute.device == preferred.device && compute.dtype == preferred.dtype && compute.threads == preferred.threads && compute.memoryBytes == preferred.memoryBytes;
}

}  // namespace

// How plans are measured now, and with what: the open model and its unedited states, kept between measurements. Another takes its place where
// anything that outcomes depend on changes.
struct Session::Bench {
    bool known = false;                       // what the run file keeps is in measured_; on the window's thread
    std::unique_ptr<WhatIf> whatIf;           // from the first measurement on, which makes it; the rest on the job thread
    std::string conditions;
    Compute compute = preferredCompute();
};

Session::Session(QObject* parent) : QObject(parent) {
    constexpr int quietMilliseconds = 400;
    keeping_.setSingleShot(true);
    keeping_.setInterval(quietMilliseconds);
    connect(&keeping_, &QTimer::timeout, this, &Session::keepChoices);
}

Session::~Session() {
    if (keeping_.isActive()) keepChoices();
}

void Session::setEvaluation(const EvaluationChoices& evaluation) {
    if (evaluation == evaluation_) return;
    evaluation_ = evaluation;
    jobs_.stop(Lane::search);
    keepChoices();
    forgetOutcomes();
    measure();
}

void Session::setEvaluationData(const QStringList& files) {
    EvaluationChoices evaluation = evaluation_;
    evaluation.data = files;
    setEvaluation(evaluation);
}

void Session::setPrefersHealed(bool prefers) {
    if (prefers == prefersHealed_) return;
    prefersHealed_ = prefers;
    keepChoices();
    emit outcomeChanged();
    measure();
}

void Session::takeHealed(const std::string& plan) {
    healedPlans_.insert(plan);
    forgetOutcomes();
    measure();
}

void Session::forgetOutcomes() {
    outcome_.reset();
    measured_.clear();
    otherwiseAnswered_.clear();
    bench_ = std::make_shared<Bench>();
    emit outcomeChanged();
}

std::vector<Outcome> Session::outcomes() const {
    std::map<Key, Outcome> all = otherwiseAnswered_;
    for (const auto& [key, kept] : measured_) all[key] = kept.outcome;
    std::vector<Outcome> outcomes;
    for (const auto& [key, outcome] : all)
        if (!key.first.empty()) outcomes.push_back(outcome);
    return outcomes;
}

WhatIfRequest Session::whatIfRequest() const {
    WhatIfRequest request;
    request.model = model_->folder;
    request.run = runFile_.toStdString();
    request.compute = bench_->compute;
    takeEvaluation(evaluation_, request);
    return request;
}

QString Session::measuringCommand() const {
    const WhatIfRequest request = whatIfRequest();
    QStringList words{"strato", "whatif", shellWord(request.model.string()), "--run", shellWord(request.run.string()), "--plan", shellWord(plan_.text())};
    if (!request.data.empty()) words << "--data";
    for (const std::filesystem::path& file : request.data) words << shellWord(file.string());
    if (!request.protocol.empty()) words << "--protocol" << shellWord(request.protocol);
    words << "--tokens" << QString::number(request.tokens);
    if (request.inSequence) words << "--in-sequence";
    if (usesHealed()) words << "--healed";
    if (!request.task.empty()) words << "--task" << shellWord(request.task.string());
    for (const std::string& prompt : request.prompts) words << "--sample" << shellWord(prompt);
    if (!timesSpeed()) words << "--no-speed";
    return words.join(' ');
}

// The plan of the moment; what was measured before is shown at once, and only what it lacks is measured.
void Session::measure() {
    if (!canEdit() || runFile_.isEmpty()) return;
    // Other preferences, other numbers.
    if (!isPreferred(bench_->compute)) forgetOutcomes();
    const Key key = presentKey();
    const bool times = timesSpeed();
    if (const auto found = measured_.find(key); found != measured_.end()) {
        outcome_ = found->second.outcome;
        if (found->second.timed || !times) {
            jobs_.stop(Lane::measure);
            emit outcomeChanged();
            return;
        }
    }
    // A run that was closed meanwhile has another bench.
    const auto adopt = [this, bench = bench_](const std::vector<KeptOutcome>& outcomes) {
        if (bench != bench_) return;
        bench->known = true;
        for (const KeptOutcome& outcome : outcomes) adoptOutcome(outcome);
    };
    const auto adoptOther = [this, bench = bench_](const std::vector<KeptOutcome>& outcomes) {
        if (bench != bench_) return;
        for (const KeptOutcome& other : outcomes) otherwiseAnswered_[keyOf(other.outcome)] = other.outcome;
        emit outcomeChanged();
    };
    jobs_.start<KeptOutcome>(
        Lane::measure, plan_.empty() ? tr("Measuring the unedited model") : tr("Measuring %1").arg(QString::fromStdString(plan_.text())),
        [request = whatIfRequest(), adopt, adoptOther, bench = bench_, read = !bench_->known, key, times](const JobContext& job, const Post& post) {
            if (bench->conditions.empty()) bench->conditions = conditionsOf(request);
            if (read) {
                const RunFile file = RunFile::open(request.run);
                const std::vector<KeptOutcome> known = file.readOutcomes(bench->conditions);
                post([adopt, adoptOther, known, others = file.readOutcomesWithOtherAnswers(bench->conditions)] {
                    adoptOther(others);
                    adopt(known);
                });
                for (const KeptOutcome& outcome : known)
                    if ((outcome.timed || !times) && keyOf(outcome.outcome) == key) return outcome;
            }
            if (!bench->whatIf) bench->whatIf = std::make_unique<WhatIf>(request, job);
            bench->whatIf->useHealed(key.second);
            const auto early = [&](const Outcome& outcome) { post([adopt, known = KeptOutcome{kept(request.run, bench->conditions, outcome, false), false}] { adopt({known}); }); };
            const Outcome outcome = bench->whatIf->measure(Plan::parse(key.first), times, times ? std::function<void(const Outcome&)>(early) : nullptr, job);
            return KeptOutcome{kept(request.run, bench->conditions, outcome, times), times};
        },
        [adopt](const KeptOutcome& outcome) { adopt({outcome}); },
        [this](const JobEnd& end) {
            tell(end);
            emit outcomeChanged();
        });
    emit outcomeChanged();
}

void Session::adoptOutcome(const KeptOutcome& kept) {
    measured_[keyOf(kept.outcome)] = kept;
    // A measurement that was stopped late may still be on its way when another plan is shown.
    if (keyOf(kept.outcome) == presentKey()) outcome_ = kept.outcome;
    emit outcomeChanged();
}

void Session::keepChoices() {
    keeping_.stop();
    if (!canEdit() || runFile_.isEmpty()) return;
    const nlohmann::ordered_json choices{{"plan", plan_.text()}, {"evaluation", toJson(evaluation_)}, {"prefers_healed", prefersHealed_}, {"window", windowJson()}};
    jobs_.start<int>(
        Lane::keep, {},
        [run = runFile_.toStdString(), json = choices.dump()](const JobContext&, const Post&) {
            RunFile::open(run).storeChoices(choicesName, json);
            return 0;
        },
        [](int) {}, [this](const JobEnd& end) { tell(end); });
}

nlohmann::ordered_json Session::windowJson() const {
    using Json = nlohmann::ordered_json;
    const auto text = [](const std::optional<BlockSpan>& span) { return span ? Json(span->text()) : Json(); };
    const auto number = [](const std::optional<int>& token) { return token ? Json(*token) : Json(); };
    Json plans = Json::object();
    for (auto plan = namedPlans_.begin(); plan != namedPlans_.end(); ++plan) plans[plan.key().toStdString()] = plan.value().text();
    Json chartViews = Json::object();
    for (auto view = chartViews_.begin(); view != chartViews_.end(); ++view) chartViews[view.key().toStdString()] = view.value().toStdString();
    Json compared = Json::array();
    for (const QString& file : comparedRuns_) compared.push_back(file.toStdString());
    return {{"view", view_.toStdString()},
            {"chart_views", chartViews},
            {"compared", compared},
            {"minus", reference_.file.toStdString()},
            {"blocks", text(selection_.blocks)},
            {"token", number(selection_.token)},
            {"pinned", text(selection_.pinned)},
            {"pinned_token", number(selection_.pinnedToken)},
            {"plans", plans},
            {"notes", notes_.toStdString()}};
}

// A run that keeps none is measured as the window is set.
void Session::takeChoices(const std::string& json) {
    QString problem;
    try {
        if (!json.empty()) readChoices(json);
        const QStringList gone = takeAwayWhatIsGone(evaluation_);
        if (!gone.isEmpty()) problem = tr("What plans were measured on is gone, so it is left out: %1").arg(gone.join(", "));
    } catch (const Error& error) {
        problem = tr("A part of what this run file keeps of its window can't be read and is left out; the next choice writes it anew. (%1)").arg(coreWords(error.what()));
    }
    emit planChanged();
    emit outcomeChanged();
    for (auto signal : {&Session::selectionChanged, &Session::viewChanged, &Session::notesChanged, &Session::namedPlansChanged}) emit (this->*signal)();
    if (!problem.isEmpty()) emit failed(problem);
}

void Session::readChoices(const std::string& json) {
    const JsonView choices = parseJson(json, "what the run file keeps of a window");
    const Plan plan = Plan::parse(choices.string("plan"));
    plan.check(layers());
    plan_ = plan;
    prefersHealed_ = choices.boolean("prefers_healed");
    evaluation_ = readEvaluation(choices.at("evaluation"));
    // Runs of earlier versions keep none.
    if (const auto window = choices.find("window")) readWindow(*window);
}

void Session::readWindow(const JsonView& window) {
    const auto span = [&](const char* key) -> std::optional<BlockSpan> {
        if (!window.find(key)) return std::nullopt;
        const Plan plan = Plan::parse(window.string(key) + "=drop");
        plan.check(layers() + 1);
        return plan.edits().front().span;
    };
    const auto token = [&](const char* key) -> std::optional<int> {
        if (!window.find(key)) return std::nullopt;
        return window.count(key, 0, std::max(0, static_cast<int>(run_->tokens.size()) - 1));
    };
    selection_ = {.blocks = span("blocks"), .token = token("token"), .pinned = span("pinned"), .pinnedToken = token("pinned_token")};
    view_ = QString::fromStdString(window.string("view"));
    notes_ = QString::fromStdString(window.string("notes"));
    chartViews_.clear();
    if (const auto views = window.find("chart_views"))
        for (const auto& [name, text] : views->raw().items()) {
            const QString view = QString::fromStdString(views->string(name));
            ChartView::parse(view);
            chartViews_[QString::fromStdString(name)] = view;
        }
    comparedRuns_.clear();
    if (window.find("compared"))
        for (const JsonView& file : window.elements("compared")) comparedRuns_ << QString::fromStdString(file.asString());
    for (const auto& [name, text] : window.at("plans").raw().items()) {
        const Plan plan = Plan::parse(window.at("plans").string(name));
        plan.check(layers());
        namedPlans_[QString::fromStdString(name)] = plan;
    }
}

}  // namespace strato
