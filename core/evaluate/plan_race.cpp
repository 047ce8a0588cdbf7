#include "core/evaluate/plan_race.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace strato {

namespace {

constexpr std::size_t fewWindows = 32;

// Of the mean losses over the windows that both have read.
Ratio leadOf(const std::vector<RatioPart>& best, const std::vector<RatioPart>& other) {
    std::vector<RatioPart> differences = best;
    for (std::size_t w = 0; w < best.size(); ++w) differences[w].sum = other[w].sum - best[w].sum;
    const bool any = std::any_of(best.begin(), best.end(), [](const RatioPart& part) { return part.weight > 0; });
    return any ? ratioOf(differences) : Ratio();
}

std::int64_t blocksOf(const std::vector<Step>& steps) {
    return std::count_if(steps.begin(), steps.end(), [](const Step& step) { return step.runsBlock(); });
}

}  // namespace

PlanRace::PlanRace(const Decoder& decoder, const TokenWindows& windows, std::int64_t cacheBytes, bool early) : decoder_(decoder), windows_(windows) {
    parts_.resize(early && windows.windows.size() >= fewWindows ? 4 : 1);
    for (std::size_t w = 0; w < windows.windows.size(); ++w) parts_[partOf(w)].push_back(w);
    for (const auto& part : parts_) {
        std::vector<TokenWindow> chosen;
        for (const std::size_t w : part) chosen.push_back(windows.windows[w]);
        TokenWindows all = windowsOf(std::move(chosen), windows.sequenceLength);
        all.contextCostsOne = windows.contextCostsOne;
        const std::int64_t share = cacheBytes / std::max<std::int64_t>(windows.tokens, 1) * all.tokens;
        evaluators_.push_back(std::make_unique<Evaluator>(decoder, std::move(all), share));
    }
}

std::size_t PlanRace::partOf(std::size_t window) const {
    if (parts_.size() == 1) return 0;
    return window % 8 == 0 ? 0 : window % 8 == 4 ? 1 : window % 4 == 2 ? 2 : 3;
}

LossSums PlanRace::together(const std::vector<RatioPart>& windows) const { return lossOf(windows, windows_); }

void PlanRace::runBaseline(const JobContext& job) {
    std::vector<RatioPart> windows(windows_.windows.size());
    for (std::size_t p = 0; p < parts_.size(); ++p) {
        evaluators_[p]->runBaseline(job);
        for (std::size_t i = 0; i < parts_[p].size(); ++i) windows[parts_[p][i]] = evaluators_[p]->baseline().windows[i];
    }
    baseline_ = together(windows);
    for (const auto& evaluator : evaluators_) baseline_.tokens += evaluator->baseline().tokens;
}

void PlanRace::giveUp(std::vector<RaceResult>& results, std::vector<char>& alive, std::size_t wanted) const {
    std::vector<std::size_t> order;
    for (std::size_t c = 0; c < results.size(); ++c)
        if (alive[c]) order.push_back(c);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) { return results[one].sums.loss < results[other].sums.loss; });
    if (order.size() <= wanted) return;
    const std::vector<RatioPart>& last = results[order[wanted - 1]].sums.windows;
    for (std::size_t place = wanted; place < order.size(); ++place) {
        const Ratio lead = leadOf(last, results[order[place]].sums.windows);
        // A loss that is not finite never wins.
        if (!std::isfinite(lead.mean) || lead.mean > certainty * lead.standardError) alive[order[place]] = 0;
    }
}

std::vector<RaceResult> PlanRace::run(const std::vector<RaceHeat>& heats, std::size_t wanted, const JobContext& job) {
    std::size_t count = 0;
    for (const RaceHeat& heat : heats) count += heat.candidates.size();
    std::vector<RaceResult> results(count);
    std::vector<char> alive(count, 1);
    for (RaceResult& result : results) result.sums.windows.resize(windows_.windows.size());
    double told = 0;
    for (std::size_t p = 0; p < parts_.size(); ++p) {
        std::size_t first = 0, held = 0;
        for (const RaceHeat& heat : heats) {
            // What measures a heat counts anew for every group of its candidates.
            const double done = static_cast<double>(p) + static_cast<double>(held++) / static_cast<double>(heats.size());
            const JobContext inHeat{[&, done](const Progress& progress) {
                const double share = progress.total > 0 ? static_cast<double>(progress.done) / static_cast<double>(progress.total) : 0;
                told = std::max(told, (done + share / static_cast<double>(heats.size())) / static_cast<double>(parts_.size()));
                job.report("measuring candidates", std::lround(told * 1000), 1000);
            }, job.stop};
            std::vector<std::vector<Step>> steps;
            std::vector<std::size_t> numbers;
            for (std::size_t c = 0; c < heat.candidates.size(); ++c) {
                if (!alive[first + c]) continue;
                steps.push_back(heat.candidates[c]);
                numbers.push_back(first + c);
            }
            first += heat.candidates.size();
            if (steps.empty()) continue;
            const std::int64_t tokens = evaluators_[p]->windows().tokens;
            work_ += tokens * evaluators_[p]->setBase(heat.base, inHeat);
            const auto measured = evaluators_[p]->measureTogether(steps, inHeat);
            for (std::size_t m = 0; m < measured.size(); ++m) {
                work_ += tokens * measured[m].blocksRun;
                for (std::size_t i = 0; i < parts_[p].size(); ++i) results[numbers[m]].sums.windows[parts_[p][i]] = measured[m].sums.windows[i];
            }
        }
        for (std::size_t c = 0; c < count; ++c)
            if (alive[c]) results[c].sums = together(results[c].sums.windows);
        if (p + 1 < parts_.size()) giveUp(results, alive, wanted);
    }
    std::size_t c = 0;
    for (const RaceHeat& heat : heats)
        for (const auto& steps : heat.candidates) {
            results[c].finished = alive[c] != 0;
            workFromScratch_ += windows_.tokens * blocksOf(steps);
            ++c;
        }
    return results;
}

}  // namespace strato
