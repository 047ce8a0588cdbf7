#include "core/runs/search_plans.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>
#include <utility>

#include "core/base/error.h"
#include "core/base/sizes.h"
#include "core/base/stopwatch.h"
#include "core/evaluate/plan_race.h"
#include "core/measure/angular_distances.h"
#include "core/runs/evaluation_data.h"
#include "core/runs/kept_search.h"
#include "core/runs/plan_fitter.h"
#include "core/runs/plan_orders.h"

namespace strato {

namespace {

int editedBlocks(const Plan& plan) {
    int blocks = 0;
    for (const Edit& edit : plan.edits()) blocks += edit.part == BlockPart::whole ? edit.span.count() : 0;
    return blocks;
}

const char* pastParticiple(ActionKind action) {
    return action == ActionKind::drop ? "dropped" : action == ActionKind::merge ? "merged into the blocks before them" : "replaced by linear maps";
}

class Search {
public:
    Search(const SearchRequest& request, const SearchListener& listener, const JobContext& job)
        : request_(request),
          listener_(listener),
          job_(job),
          decoder_(request.model, request.compute),
          fitter_(request.run, decoder_, {.ridge = request.ridge}),
          most_(request.maxLayers > 0 ? std::min(request.maxLayers, decoder_.layers()) : std::max(decoder_.layers() / 2, 1)),
          text_(evaluationData({request.data, request.textField, request.sequenceLength, request.tokens, 0}, request.protocol, decoder_, fitter_)),
          race_(decoder_, text_.windows, evaluationMemory(request.compute), request.dropEarly) {}

    SearchReport run() {
        const Stopwatch watch;
        race_.runBaseline(job_);
        for (const std::string& strategy : request_.strategies) wholeWork_ += workOf(strategy);
        wholeWork_ += request_.randomCuts * most_;
        SearchReport report{.layers = decoder_.layers(),
                            .protocol = text_.protocol,
                            .tokens = race_.baseline().tokens,
                            .loss = race_.baseline().loss,
                            .perplexity = std::exp(race_.baseline().loss),
                            .warnings = text_.warnings};
        if (!doubt().empty()) report.warnings.push_back(doubt());
        for (const std::string& strategy : request_.strategies) report.curves.push_back(curve(strategy));
        if (request_.randomCuts > 0) report.random = randomBands();
        if (request_.data.empty()) report.warnings.push_back("measured on the texts that the scores and maps were made on; give other texts for an honest number");
        report.seconds = watch.seconds();
        return report;
    }

private:
    // About how many plans a strategy measures on all of the text; what is given up early counts half.
    double workOf(const std::string& strategy) const {
        const int beam = beamWidthOf(strategy);
        return beam == 0 ? most_ : 0.5 * beam * most_ * (decoder_.layers() - 0.5 * (most_ - 1));
    }

    // A piece of all that, so that the whole search has one share and one time left. `phase`: what it is told as; empty: as it calls itself.
    JobContext piece(double work, const std::string& phase = {}) {
        const double done = std::exchange(work_, work_ + work);
        return {[this, done, work, phase](const Progress& progress) {
            const bool counts = progress.phase == "measuring candidates";
            const double share = counts && progress.total > 0 ? static_cast<double>(progress.done) / static_cast<double>(progress.total) : 0;
            job_.report(counts && !phase.empty() ? phase : progress.phase, std::lround(1000 * (done + share * work) / std::max(wholeWork_, 1.0)), 1000);
        }, job_.stop};
    }

    const ModelDescription& model() const { return decoder_.description(); }
    std::string doubt() const { return doubtOfLoss(race_.baseline().loss, model().vocabulary); }
    std::vector<Step> steps(const Plan& plan) { return stepsOf(plan, decoder_, fitter_.mapsOf(plan, job_)); }

    SearchCurve curve(const std::string& strategy) {
        const Stopwatch watch;
        const std::int64_t workBefore = race_.work(), scratchBefore = race_.workFromScratch();
        SearchCurve curve{.strategy = strategy};
        if (const int beam = beamWidthOf(strategy); beam > 0) searchMeasured(beam, curve);
        else measureOrder(cutsOf(strategy), curve);
        recommend(curve);
        curve.workShare = static_cast<double>(race_.work() - workBefore) / static_cast<double>(std::max<std::int64_t>(race_.workFromScratch() - scratchBefore, 1));
        curve.seconds = watch.seconds();
        return curve;
    }

    void addPoint(SearchCurve& curve, const Plan& plan, const LossSums& sums) {
        const Ratio rise = lossDifference(race_.baseline(), sums);
        curve.points.push_back({plan, editedBlocks(plan), sums.loss, std::exp(sums.loss), rise.mean, rise.standardError});
        if (listener_) listener_(curve.strategy, curve.points.back());
    }

    std::vector<Plan> cutsOf(const std::string& strategy) {
        if (strategy == "random") {
            std::vector<Plan> cuts;
            for (int count = 1; count <= most_; ++count)
                if (const auto cut = randomCut(count, request_.action, request_.seed * 1000003 + static_cast<std::uint64_t>(count), model())) cuts.push_back(*cut);
            return cuts;
        }
        const Run& run = fitter_.run();
        if (strategy != "angular") {
            if (!run.complete()) throw Error("the run has not all blocks' scores, which the order '" + strategy + "' needs; finish it with analyze --resume");
            return cutsByScore(run.blocks, strategy, request_.action, most_, model());
        }
        if (run.pairs.angularDistance.states > 0) return cutsByAngle(run.pairs.angularDistance, request_.action, most_, model());
        return cutsByAngle(angularDistances(decoder_, fitter_.windows(), job_), request_.action, most_, model());
    }

    void measureOrder(const std::vector<Plan>& cuts, SearchCurve& curve) {
        const JobContext job = piece(most_);
        fitter_.prepare(cuts, job);
        RaceHeat heat{.base = stepsOf({}, decoder_, {})};
        for (const Plan& plan : cuts) heat.candidates.push_back(steps(plan));
        const auto results = race_.run({heat}, cuts.size(), job);
        for (std::size_t c = 0; c < cuts.size(); ++c) addPoint(curve, cuts[c], results[c].sums);
    }

    // Greedy search with the `beam` best plans of each size.
    void searchMeasured(int beam, SearchCurve& curve) {
        std::vector<Plan> parents{Plan()};
        for (int count = 1; count <= most_; ++count) {
            const JobContext job = piece(0.5 * beam * (decoder_.layers() - count + 1), "cuts of " + std::to_string(count) + " of " + std::to_string(decoder_.layers()) + " blocks");
            std::vector<Plan> plans;
            std::vector<RaceHeat> heats;
            std::set<std::string> seen;
            std::vector<std::vector<Plan>> children;
            for (const Plan& parent : parents) {
                children.emplace_back();
                for (int l = 0; l < decoder_.layers(); ++l)
                    if (const auto plan = withBlock(parent, {l}, request_.action, model()); plan && seen.insert(plan->text()).second) children.back().push_back(*plan);
                fitter_.prepare(children.back(), job);
            }
            for (std::size_t p = 0; p < parents.size(); ++p) {
                heats.push_back({.base = steps(parents[p])});
                for (const Plan& plan : children[p]) {
                    heats.back().candidates.push_back(steps(plan));
                    plans.push_back(plan);
                }
            }
            if (plans.empty()) break;
            const auto results = race_.run(heats, static_cast<std::size_t>(beam), job);
            std::vector<std::size_t> order;
            for (std::size_t c = 0; c < results.size(); ++c)
                if (results[c].finished) order.push_back(c);
            std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) { return results[one].sums.loss < results[other].sums.loss; });
            order.resize(std::min(order.size(), static_cast<std::size_t>(beam)));
            addPoint(curve, plans[order.front()], results[order.front()].sums);
            parents.clear();
            for (const std::size_t c : order) parents.push_back(plans[c]);
        }
    }

    void recommend(SearchCurve& curve) const {
        constexpr double oneSided = 1.64;   // 95 %
        const double allowed = request_.tolerance * race_.baseline().loss;
        curve.recommended = {.plan = {}, .layers = 0, .loss = race_.baseline().loss, .perplexity = std::exp(race_.baseline().loss), .rise = 0, .riseError = 0};
        for (const SearchPoint& point : curve.points) {
            const double uncertainty = std::isfinite(point.riseError) ? oneSided * point.riseError : 0;
            if (doubt().empty() && point.rise + uncertainty <= allowed && point.layers > curve.recommended.layers) curve.recommended = point;
        }
        char text[256];
        const SearchPoint& best = curve.recommended;
        if (!doubt().empty()) {
            std::snprintf(text, sizeof text, "No plan is recommended");
        } else if (best.layers == 0) {
            std::snprintf(text, sizeof text, "No block can be %s within %g %% of the loss, its error included", pastParticiple(request_.action), request_.tolerance * 100);
        } else {
            std::snprintf(text, sizeof text, "%d of %d layers (%.3g %%) can be %s within %g %% of the loss: perplexity %.4g instead of %.4g", best.layers, decoder_.layers(),
                          100.0 * best.layers / decoder_.layers(), pastParticiple(request_.action), request_.tolerance * 100, best.perplexity, std::exp(race_.baseline().loss));
        }
        curve.sentence = text;
        if (best.layers > 0) curve.sentence += "; the plan is '" + best.plan.text() + "'";
        else if (doubt().empty() && !curve.points.empty()) {
            // A single window tells no error.
            const SearchPoint& first = curve.points.front();
            const double percent = 100 / race_.baseline().loss;
            std::snprintf(text, sizeof text, std::isfinite(first.riseError) ? "; its first, '%s', costs %.3g ± %.2g %%" : "; its first, '%s', costs %.3g %%", first.plan.text().c_str(),
                          percent * first.rise, percent * first.riseError);
            curve.sentence += text;
        }
    }

    std::vector<RandomBand> randomBands() {
        std::vector<RandomBand> bands;
        RaceHeat heat{.base = stepsOf({}, decoder_, {})};
        std::vector<Plan> plans;
        for (int count = 1; count <= most_; ++count) {
            RandomBand band{.layers = count};
            for (int cut = 0; cut < request_.randomCuts; ++cut)
                if (const auto plan = randomCut(count, request_.action, request_.seed + static_cast<std::uint64_t>(count * 1009 + cut), model())) {
                    plans.push_back(*plan);
                    ++band.cuts;
                }
            if (band.cuts > 0) bands.push_back(band);
        }
        const JobContext job = piece(request_.randomCuts * most_);
        fitter_.prepare(plans, job);
        for (const Plan& plan : plans) heat.candidates.push_back(steps(plan));
        const auto results = race_.run({heat}, plans.size(), job);
        std::size_t c = 0;
        for (RandomBand& band : bands) {
            band.low = std::numeric_limits<double>::infinity();
            band.high = -band.low;
            for (int cut = 0; cut < band.cuts; ++cut, ++c) {
                band.mean += results[c].sums.loss / band.cuts;
                band.low = std::min(band.low, results[c].sums.loss);
                band.high = std::max(band.high, results[c].sums.loss);
            }
        }
        return bands;
    }

    const SearchRequest& request_;
    const SearchListener& listener_;
    const JobContext& job_;
    Decoder decoder_;
    PlanFitter fitter_;
    int most_;
    EvaluationText text_;
    PlanRace race_;
    double work_ = 0, wholeWork_ = 0;    // begun, of all; in plans measured on all of the text
};

}  // namespace

int beamWidthOf(const std::string& strategy) {
    if (strategy == "greedy") return 1;
    for (const char* order : {"linearity", "influence", "angular", "random"})
        if (strategy == order) return 0;
    const std::string beam = "beam:";
    const std::string digits = strategy.starts_with(beam) ? strategy.substr(beam.size()) : "";
    if (digits.empty() || digits.size() > 3 || digits.find_first_not_of("0123456789") != std::string::npos || std::stoi(digits) == 0)
        throw UsageError("strategy '" + strategy + "' is unknown; use linearity, influence, angular, greedy, random or beam:K (as beam:4)");
    return std::stoi(digits);
}

SearchReport searchPlans(const SearchRequest& request, const SearchListener& listener, const JobContext& job) {
    for (const std::string& strategy : request.strategies) beamWidthOf(strategy);
    if (request.action == ActionKind::lowRank) throw UsageError("a search drops, merges or replaces by linear maps; rank is for single plans");
    if (request.run.empty()) throw UsageError("a search needs the run of this model; analyse it and name the run");
    const SearchReport report = Search(request, listener, job).run();
    keepSearch(request, report);
    return report;
}

}  // namespace strato
