// The door to an analysis: model folder and texts in, run file out.
//
//     Run run = analyzeModel({.model = "opt-125m", .data = {"prompts.txt"}, .run = "opt.strato"}, {}, job);
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "core/base/compute.h"
#include "core/base/job_context.h"
#include "core/runs/run.h"

namespace strato {

struct AnalysisRequest {
    std::filesystem::path model;
    std::vector<std::filesystem::path> data;
    std::filesystem::path run;                 // the run file to write
    std::string textField = "text";            // of .jsonl files
    int sequenceLength = 0;                    // 0: 512, or the model's context if that is shorter
    std::int64_t tokens = -1;                  // stop after so many; 0: all; -1: ten times the width, at least 16384
    int chunkCharacters = 0;
    bool skipFirstToken = false;
    int folds = 5;                             // held-out scoring over so many groups of documents; 0: none
    std::vector<std::string> measures = {"states", "procrustes", "mergeable"};   // beyond linearity; and "halves"
    std::string pairs = "none";                // "none", "linearity", "all"
    int lensTokens = 0;                        // read so many first tokens through the output matrix at every depth
    bool resume = false;                       // go on with the run file if it is this same analysis
    Compute compute;
};

// The request that a run was made by, but for its file, threads and memory: what resume goes on with.
AnalysisRequest requestOf(const Run& run);

// What a request stands for that leaves it open: tokens, by the width of the states, and tokens a window, by the model's context.
std::int64_t usualTokens(int width);
int usualSequenceLength(int context);

// What a request will cost in float32 on this machine's processor (estimate.h), before a weight is read. Texts are not cut into tokens for it: where
// the request leaves all or more tokens than there may be, a token is taken to be three bytes of text. Throws Error for a folder that can't be run.
AnalysisEstimate estimateAnalysis(const AnalysisRequest& request);

// Called with a snapshot after the head is known and after every finished block, on the thread that runs the analysis.
using RunListener = std::function<void(std::shared_ptr<const Run>)>;

// Runs the model block by block over the texts and writes every finished block to the run file. Throws Error, UsageError,
// and Cancelled, after which the run file holds the finished blocks.
Run analyzeModel(const AnalysisRequest& request, const RunListener& listener, const JobContext& job);

}  // namespace strato
