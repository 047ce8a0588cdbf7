// A run: one analysis of one model on one set of texts, with everything that made its numbers.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/compute.h"
#include "core/measure/analysis_estimate.h"
#include "core/measure/scores.h"
#include "core/model/inspect.h"
#include "core/text/windows.h"

namespace strato {

struct DataSummary {
    std::vector<std::string> files;
    int documents = 0;
    std::int64_t tokens = 0;
    int sequenceLength = 0;
    std::string sha256;               // of the windows (TokenWindows::sha256)
};

struct AnalysisSettings {
    int sequenceLength = 512;
    std::int64_t tokens = 0;          // as asked; 0: all
    int chunkCharacters = 0;
    std::string textField = "text";
    bool skipFirstToken = false;      // leave the first token of every window out of every sum
    int folds = 0;                    // held-out scoring over so many folds of documents; 0: none
    std::vector<std::string> measures;    // beyond linearity: of "states", "procrustes", "mergeable", "halves"
    std::string pairs = "none";       // "none", "linearity", "all"
    int lensTokens = 0;               // read through the output matrix at every depth
    std::string device, dtype;        // as resolved: "cpu", "float32"
    int threads = 0;
    std::string version;              // of Stratoscope
};

struct Timing {
    double loadSeconds = 0, forwardSeconds = 0, geometrySeconds = 0, totalSeconds = 0;
};

// One of the tokens that the block x token heatmap shows.
struct TokenRecord {
    TokenId id = 0;
    int document = 0, window = 0, position = 0;
    std::string text;                 // Tokenizer::displayText, or "#id" without a tokeniser
};

struct Run {
    ModelSummary model;
    DataSummary data;
    AnalysisSettings settings;
    std::vector<std::string> warnings;
    std::vector<BlockScores> blocks;  // finished ones, in order; model.layers of them when complete
    std::vector<StateScores> states;
    std::vector<TokenRecord> tokens;
    std::vector<std::vector<float>> tokenNonlinearity;  // [finished blocks][tokens]
    PairScores pairs;
    LogitLens lens;
    AnalysisEstimate estimate;        // of the whole, made before it starts; not kept in the file
    Timing timing;
    std::int64_t peakMemoryBytes = 0;

    bool complete() const { return model.layers > 0 && static_cast<int>(blocks.size()) == model.layers; }
};

}  // namespace strato
