#include "core/runs/plan_fitter.h"

#include <algorithm>
#include <cstdio>
#include <limits>
#include <set>

#include "core/base/error.h"
#include "core/edit/merge.h"

namespace strato {

namespace {

// With so many tokens a dimension, least squares is within a few hundredths of the best ridge, and the map that the analysis kept is it.
constexpr std::int64_t tokensWithoutRidge = 20;

constexpr std::string_view healedIn = " healed in ";

std::string healedName(const Plan& plan, const Edit& edit) { return edit.text() + std::string(healedIn) + plan.text(); }

}  // namespace

PlanFitter::PlanFitter(const std::filesystem::path& run, const Decoder& decoder, const FitOptions& options, bool healed)
    : decoder_(decoder), options_(options), healed_(healed) {
    if (run.empty()) return;
    file_ = RunFile::open(run);
    head_ = file_->read();
    if (head_.model.fingerprint != decoder.fingerprint())
        throw Error("the run '" + run.string() + "' is of another model ('" + head_.model.folder.string() +
            "'); analyse this one first, or name its run");
    options_.skipFirstToken = head_.settings.skipFirstToken;
    if (head_.settings.folds > 1) options_.folds = head_.settings.folds;
}

// A fit depends on where a merge folds into, and in sequence on every edit before it.
std::string PlanFitter::nameOf(const Plan& plan, const Edit& edit) const {
    if (healed_) return healedName(plan, edit);
    std::string name = edit.text();
    if (edit.action == ActionKind::merge) name += " into " + std::to_string(mergeSourceOf(plan, edit, decoder_.description()).block.value);
    if (options_.ridge != RegressionOptions::chosen) {
        char ridge[32];
        std::snprintf(ridge, sizeof ridge, " ridge %.17g", options_.ridge);
        name += ridge;
    }
    if (!options_.inSequence) return name;
    name += " after";
    for (const Edit& other : plan.edits())
        if (other.span.first <= edit.span.first && !(other == edit)) name += " " + other.text();
    return name;
}

const PlanFitter::Fit* PlanFitter::find(const Plan& plan, const Edit& edit) {
    const std::string name = nameOf(plan, edit);
    if (const auto kept = fits_.find(name); kept != fits_.end()) return &kept->second;
    auto stored = file_->readFit(name);
    if (stored && stored->map.width != decoder_.hidden())
        throw Error("the run file's fit of '" + name + "' is of another width; it is damaged, analyse again");
    if (stored) {
        keep(name, std::move(*stored));
        return &fits_.at(name);
    }
    if (healed_) throw Error("the run has no healed maps of the plan '" + plan.text() + "'; train them with strato heal, or leave --healed out");
    const bool manyTokens = head_.data.tokens >= tokensWithoutRidge * decoder_.hidden();
    const bool leastSquares = options_.ridge == 0 || (options_.ridge == RegressionOptions::chosen && manyTokens);
    if (edit.action != ActionKind::linear || edit.part != BlockPart::whole || !leastSquares || options_.inSequence) return nullptr;
    auto map = file_->readMap(edit.span);
    if (!map) return nullptr;
    Regression fit;
    fit.map = std::move(*map);
    const auto analysed = [&] { return static_cast<std::size_t>(edit.span.first.value) < head_.blocks.size(); };
    // The run may have been gone on with since.
    if (edit.span.count() == 1 && !analysed()) head_ = file_->read();
    if (edit.span.count() == 1 && analysed()) {
        const BlockScores& scores = head_.blocks[static_cast<std::size_t>(edit.span.first.value)];
        fit.inSample = scores.linearityNoResidual;
        fit.heldOut = scores.linearityNoResidualHeldOut;
        fit.rank = scores.rank;
    }
    keep(name, std::move(fit));
    return &fits_.at(name);
}

void PlanFitter::keep(const std::string& name, Regression fit) {
    auto map = std::make_shared<const AffineMap>(std::move(fit.map));
    fit.map = {};
    fits_[name] = {std::move(fit), std::move(map)};
}

void PlanFitter::store(const std::string& name, Regression fit) {
    file_->storeFit(name, fit);
    keep(name, std::move(fit));
}

void PlanFitter::prepare(const std::vector<Plan>& plans, const JobContext& job) {
    std::map<std::string, FitRequest> missing;
    for (const Plan& plan : plans) {
        plan.check(decoder_.layers());
        for (const Edit& edit : plan.edits()) {
            if (!edit.needsMap()) continue;
            const MergeSource source = edit.action == ActionKind::merge ? mergeSourceOf(plan, edit, decoder_.description()) : MergeSource{};
            if (!file_) throw Error("'" + edit.text() + "' needs a run to take the map from; analyse the model first and name the run with --run");
            if ((healed_ || !options_.inSequence) && !find(plan, edit)) missing[nameOf(plan, edit)] = {edit, source};
        }
    }
    if (missing.empty()) return;
    std::vector<FitRequest> requests;
    for (const auto& [name, request] : missing) requests.push_back(request);
    std::vector<Regression> fits = fitEdits(decoder_, file_->readWindows(), requests, options_, job);
    for (auto fit = fits.begin(); const auto& [name, request] : missing) store(name, std::move(*fit++));
}

void PlanFitter::fitSequence(const Plan& plan, const JobContext& job) {
    PlanMaps known;
    bool complete = true;
    for (const Edit& edit : plan.edits()) {
        if (!edit.needsMap()) continue;
        const Fit* fit = find(plan, edit);
        complete = complete && fit;
        if (fit) known[edit.text()] = fit->map;
    }
    if (complete) return;
    auto fits = fitInSequence(decoder_, file_->readWindows(), plan, known, options_, job);
    for (const Edit& edit : plan.edits())
        if (const auto fit = fits.find(edit.text()); fit != fits.end()) store(nameOf(plan, edit), std::move(fit->second));
}

PlanMaps PlanFitter::mapsOf(const Plan& plan, const JobContext& job) {
    prepare({plan}, job);
    if (options_.inSequence && !healed_) fitSequence(plan, job);
    PlanMaps maps;
    for (const Edit& edit : plan.edits())
        if (edit.needsMap()) maps[edit.text()] = find(plan, edit)->map;
    return maps;
}

std::vector<std::string> PlanFitter::healedPlans(const RunFile& run) {
    const std::vector<std::string> names = run.fitNames();
    const std::set<std::string> fits(names.begin(), names.end());
    std::set<std::string> plans;
    for (const std::string& name : fits) {
        const std::size_t at = name.find(healedIn);
        if (at == std::string::npos) continue;
        const Plan plan = Plan::parse(name.substr(at + healedIn.size()));
        const bool all = std::all_of(plan.edits().begin(), plan.edits().end(), [&](const Edit& edit) { return !edit.needsMap() || fits.contains(healedName(plan, edit)); });
        if (all) plans.insert(plan.text());
    }
    return {plans.begin(), plans.end()};
}

void PlanFitter::storeHealed(const Plan& plan, const PlanMaps& maps) {
    file_->forgetHealedOutcomes(plan.text());
    for (const Edit& edit : plan.edits()) {
        if (!edit.needsMap()) continue;
        Regression fit;
        fit.map = *maps.at(edit.text());
        fit.ridge = std::numeric_limits<double>::quiet_NaN();
        fit.rank = fit.map.rank;
        store(healedName(plan, edit), std::move(fit));
    }
}

std::vector<FittedEdit> PlanFitter::fitsOf(const Plan& plan) const {
    std::vector<FittedEdit> list;
    for (const Edit& edit : plan.edits()) {
        if (!edit.needsMap()) continue;
        if (const auto fit = fits_.find(nameOf(plan, edit)); fit != fits_.end()) list.push_back({edit.text(), fit->second.regression});
    }
    return list;
}

TokenWindows PlanFitter::windows() const {
    if (!file_) throw Error("without a run there are no texts to take; name one with --run, or give --data");
    return file_->readWindows();
}

}  // namespace strato
