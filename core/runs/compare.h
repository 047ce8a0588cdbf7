// Several runs side by side: models of any depth on one axis, and the checkpoints of one model over its training.
//
//     Comparison comparison = compareRuns({"pythia-step1000.strato", "pythia-step4000.strato"});
//     comparison.common[0].values[0];   // linearity of the first run at depths 0, 0.05 .. 1
//     comparison.series[0].steps;       // {1000, 4000}
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/runs/run.h"

namespace strato {

// Where block i of L stands: i / (L - 1), as Figure 1 of the ACL paper has it; 0 for the only block.
double depthOfBlock(BlockIndex block, int layers);
// State s of L + 1 stands at s / L.
double depthOfState(StateIndex state, int layers);

// What a comparison takes from one run. Its finished blocks and states stand at depthOfBlock and depthOfState.
struct ComparedRun {
    std::filesystem::path file;
    std::string name;                      // of the model's folder
    ModelSummary model;
    DataSummary data;
    AnalysisSettings settings;
    std::vector<BlockScores> blocks;
    std::vector<StateScores> states;
    std::optional<std::int64_t> step;      // of training, by trainingStep
    BlockScores means;                     // over blocks, of those where a number was computed; `block` and `rank` mean nothing

    double tokensPerDimension() const;     // NaN for a model of no width
    bool complete() const { return static_cast<int>(blocks.size()) == model.layers; }
};

ComparedRun comparedRun(const std::filesystem::path& file, const Run& run);

// One number at the depths of commonDepths(), linear between neighbouring blocks; NaN where one of them lacks it and outside
// the finished blocks. [columns of blockColumns()][depths].
struct CommonCurves {
    std::vector<std::vector<double>> values;
};

// 0, 0.05 .. 1.
std::vector<double> commonDepths();

// Runs of one architecture, depth and width that know their training step, at least two, by step.
struct TrainingSeries {
    std::vector<std::size_t> runs;         // indices into Comparison::runs
    std::vector<std::int64_t> steps;       // of each; equal steps in the order given
};

struct Comparison {
    std::vector<ComparedRun> runs;         // in the order given
    std::vector<CommonCurves> common;      // of each
    std::vector<TrainingSeries> series;
    std::vector<std::string> warnings;     // where numbers can't be compared as they stand
};

Comparison compare(std::vector<ComparedRun> runs);

// Reads and compares. Throws Error, naming the file, for one that is missing, no run file, or damaged.
Comparison compareRuns(const std::vector<std::filesystem::path>& files);

}  // namespace strato
