#include "core/runs/compare.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "core/base/error.h"
#include "core/runs/comparison_warnings.h"
#include "core/runs/run_file.h"
#include "core/runs/run_json.h"
#include "core/runs/training_step.h"

namespace strato {

namespace fs = std::filesystem;

namespace {

BlockScores meansOf(const std::vector<BlockScores>& blocks) {
    BlockScores means;
    for (const BlockColumn& column : blockColumns()) {
        double sum = 0;
        int computed = 0;
        for (const BlockScores& block : blocks) {
            if (!std::isfinite(block.*column.value)) continue;
            sum += block.*column.value;
            ++computed;
        }
        if (computed > 0) means.*column.value = sum / computed;
    }
    return means;
}

double valueAt(const ComparedRun& run, double depth, double BlockScores::* value) {
    const auto at = [&](std::size_t block) { return block < run.blocks.size() ? run.blocks[block].*value : notComputed; };
    if (run.model.layers <= 1) return depth == 0 ? at(0) : notComputed;
    const double position = depth * (run.model.layers - 1), nearest = std::round(position), below = std::floor(position);
    // A block's own depth asks for that block alone: rounding must not call in a neighbour that may lack the number.
    if (std::abs(position - nearest) < 1e-9) return at(static_cast<std::size_t>(nearest));
    const double share = position - below;  // std::lerp would pass over a NaN on its left
    return (1 - share) * at(static_cast<std::size_t>(below)) + share * at(static_cast<std::size_t>(below) + 1);
}

CommonCurves commonCurves(const ComparedRun& run) {
    CommonCurves curves;
    for (const BlockColumn& column : blockColumns()) {
        std::vector<double>& values = curves.values.emplace_back();
        for (const double depth : commonDepths()) values.push_back(valueAt(run, depth, column.value));
    }
    return curves;
}

std::vector<TrainingSeries> seriesOf(const std::vector<ComparedRun>& runs) {
    std::map<std::tuple<std::string, int, int>, std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i < runs.size(); ++i)
        if (runs[i].step) groups[{runs[i].model.architecture, runs[i].model.layers, runs[i].model.hiddenSize}].push_back(i);
    std::vector<TrainingSeries> result;
    for (auto& [kind, members] : groups) {
        if (members.size() < 2) continue;
        std::ranges::stable_sort(members, {}, [&](std::size_t i) { return *runs[i].step; });
        TrainingSeries& series = result.emplace_back();
        series.runs = members;
        for (const std::size_t i : members) series.steps.push_back(*runs[i].step);
    }
    return result;
}

}  // namespace

double depthOfBlock(BlockIndex block, int layers) { return layers > 1 ? static_cast<double>(block.value) / (layers - 1) : 0; }
double depthOfState(StateIndex state, int layers) { return layers > 0 ? static_cast<double>(state.value) / layers : 0; }

double ComparedRun::tokensPerDimension() const {
    return model.hiddenSize > 0 ? static_cast<double>(data.tokens) / model.hiddenSize : notComputed;
}

ComparedRun comparedRun(const fs::path& file, const Run& run) {
    // A folder named with a slash at its end has an empty last part.
    const fs::path folder = run.model.folder.has_filename() ? run.model.folder : run.model.folder.parent_path();
    return {.file = file,
            .name = folder.filename().string(),
            .model = run.model,
            .data = run.data,
            .settings = run.settings,
            .blocks = run.blocks,
            .states = run.states,
            .step = trainingStep(folder),
            .means = meansOf(run.blocks)};
}

std::vector<double> commonDepths() {
    std::vector<double> depths;
    for (int i = 0; i <= 20; ++i) depths.push_back(i / 20.0);
    return depths;
}

Comparison compare(std::vector<ComparedRun> runs) {
    Comparison comparison;
    comparison.runs = std::move(runs);
    for (const ComparedRun& run : comparison.runs) comparison.common.push_back(commonCurves(run));
    comparison.series = seriesOf(comparison.runs);
    comparison.warnings = comparisonWarnings(comparison.runs);
    return comparison;
}

Comparison compareRuns(const std::vector<fs::path>& files) {
    std::vector<ComparedRun> runs;
    for (const fs::path& file : files) {
        try {
            runs.push_back(comparedRun(file, RunFile::open(file).read()));
        } catch (const Error& error) {
            const std::string message = error.what();
            if (message.find(file.string()) != std::string::npos) throw;
            throw Error("'" + file.string() + "': " + message);
        }
    }
    return compare(std::move(runs));
}

}  // namespace strato
