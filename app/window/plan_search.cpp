#include "app/window/plan_search.h"

#include <algorithm>
#include <cmath>

#include "app/views/core_words.h"
#include "app/window/preferences.h"
#include "core/base/error.h"
#include "core/runs/kept_search.h"

namespace strato {

PlanSearch::PlanSearch(Session& session, QObject* parent) : QObject(parent), session_(session) {
    connect(&session_, &Session::runChanged, this, [this] {
        // A run that was saved under another name takes its search with it.
        if (session_.run() && session_.run() == run_) runFile_ = session_.runFile();
        if (session_.runFile() != runFile_) forget();
    });
    connect(&session_, &Session::viewChanged, this, &PlanSearch::takeUp);
    connect(&session_.jobs(), &JobRunner::busyChanged, this, &PlanSearch::changed);
}

QString PlanSearch::whyNot() const {
    if (!session_.canEdit() || session_.runFile().isEmpty()) return tr("Analyse a model first.");
    if (session_.jobs().isBusy(Lane::analyze) || session_.jobs().isBusy(Lane::open)) return tr("Wait for the analysis.");
    if (!session_.run()->complete()) return tr("The analysis has not all blocks; run it to the end.");
    return {};
}

void PlanSearch::start(const SearchChoices& choices) {
    if (!whyNot().isEmpty()) return;
    SearchRequest request;
    request.compute = preferredCompute();
    request.model = session_.model()->folder;
    request.run = session_.runFile().toStdString();
    const QStringList texts = choices.onRunTexts ? QStringList() : session_.evaluationData();
    for (const QString& file : texts) request.data.emplace_back(file.toStdString());
    if (!texts.isEmpty()) request.protocol = session_.evaluation().protocol.toStdString();
    request.tokens = choices.tokens;
    request.strategies = choices.strategies;
    request.action = choices.action;
    request.maxLayers = choices.maxLayers;
    request.tolerance = choices.tolerance;
    request.randomCuts = choices.randomCuts;
    forget();
    runFile_ = session_.runFile();
    run_ = session_.run();
    texts_ = texts;
    tolerance_ = choices.tolerance;
    report_.layers = session_.layers();
    session_.jobs().start<SearchReport>(
        Lane::search, tr("Searching"),
        [this, request](const JobContext& job, const Post& post) {
            return searchPlans(request, [&](const std::string& strategy, const SearchPoint& point) { post([this, strategy, point] { addPoint(strategy, point); }); }, job);
        },
        [this, file = runFile_](const SearchReport& report) {
            // A run that was closed meanwhile takes its search with it.
            if (file == runFile_) report_ = report;
        },
        [this](const JobEnd& jobEnd) { end(jobEnd); });
    emit changed();
}

void PlanSearch::cancel() { session_.jobs().stop(Lane::search); }

void PlanSearch::addPoint(const std::string& strategy, const SearchPoint& point) {
    if (runFile_.isEmpty()) return;
    auto curve = std::find_if(report_.curves.begin(), report_.curves.end(), [&](const SearchCurve& known) { return known.strategy == strategy; });
    if (curve == report_.curves.end()) curve = report_.curves.insert(curve, {.strategy = strategy});
    curve->points.push_back(point);
    report_.loss = point.loss - point.rise;
    report_.perplexity = std::exp(report_.loss);
    emit changed();
}

void PlanSearch::end(const JobEnd& end) {
    if (end.kind == JobEnd::Kind::failed) emit session_.failed(end.error);
    emit changed();
}

void PlanSearch::takeUp() {
    if (isRunning() || !report_.curves.empty()) return;
    try {
        const auto kept = readKeptSearch(session_.keptSearch());
        if (!kept) return;
        if (kept->report.layers != session_.layers()) throw Error("what the run file keeps of a search is of another model");
        QStringList texts;
        for (const std::filesystem::path& file : kept->data) texts << QString::fromStdString(file.string());
        tolerance_ = kept->tolerance;
        report_ = kept->report;
        texts_ = texts;
        runFile_ = session_.runFile();
        run_ = session_.run();
    } catch (const Error& error) {
        emit session_.failed(tr("The search that this run file keeps can't be read and is left out. (%1)").arg(coreWords(error.what())));
    }
    emit changed();
}

void PlanSearch::forget() {
    report_ = {};
    runFile_.clear();
    run_.reset();
    emit changed();
}

}  // namespace strato
