// The search for the plan that changes most layers for the least loss.
//
//     SearchReport report = searchPlans({.model = folder, .run = "opt.strato", .data = {"test.txt"}, .strategies = {"greedy"}}, {}, job);
//     report.curves.front().sentence;     // "3 of 24 layers (12.5 %) can be dropped within 1 % of the loss ..."
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "core/base/compute.h"
#include "core/base/job_context.h"
#include "core/edit/plan.h"

namespace strato {

struct SearchRequest {
    std::filesystem::path model;
    std::filesystem::path run;                   // scores and maps
    std::vector<std::filesystem::path> data;     // texts to evaluate on; empty: the run's own windows
    std::string textField = "text";
    int sequenceLength = 0;                      // 0: the run's
    std::int64_t tokens = 8192;                  // evaluate on at most so many; 0: all
    std::string protocol = {};                   // as Protocol::parse() reads it
    // "linearity": the most linear first (the paper); "influence": the least Block Influence first (ShortGPT); "angular": the span with the least angular
    // distance (Gromov et al.); "greedy": the one that costs least, measured, again and again; "beam:K": the same with the K best kept at every size; "random".
    std::vector<std::string> strategies = {"greedy"};
    ActionKind action = ActionKind::drop;        // drop, linear or merge
    int maxLayers = 0;                           // 0: half of them
    double tolerance = 0.01;                     // the loss may rise by this share
    int randomCuts = 0;                          // cuts of each size, drawn at random, to compare with
    std::uint64_t seed = 1;
    bool dropEarly = true;                       // give hopeless candidates up on part of the text (plan_race.h)
    double ridge = -1;                           // of the maps; -1: chosen by held-out error
    Compute compute;
};

struct SearchPoint {
    Plan plan = {};
    int layers = 0;                              // changed
    double loss = std::numeric_limits<double>::quiet_NaN();     // nats per predicted token
    double perplexity = loss;
    double rise = loss, riseError = loss;        // of the loss, and the standard error of the paired differences
};

struct SearchCurve {
    std::string strategy = {};
    std::vector<SearchPoint> points = {};           // one a number of layers, from one on
    SearchPoint recommended = {};                // the longest whose rise is within the tolerance, 1.64 standard errors included; the empty plan if none is
    std::string sentence = {};                   // what can be had within the tolerance and by which plan, or what the cheapest block costs
    double workShare = std::numeric_limits<double>::quiet_NaN();  // of the block passes that measuring every candidate from scratch would have taken
    double seconds = 0;
};

// Over cuts of one size drawn at random.
struct RandomBand {
    int layers = 0, cuts = 0;
    double mean = 0, low = 0, high = 0;          // loss
};

struct SearchReport {
    int layers = 0;                              // of the model
    std::string protocol = {};
    std::int64_t tokens = 0;                     // predicted
    double loss = 0, perplexity = 0;             // of the unedited model
    std::vector<SearchCurve> curves = {};
    std::vector<RandomBand> random = {};
    std::vector<std::string> warnings = {};
    double seconds = 0;
};

// Called when a point of a curve is known.
using SearchListener = std::function<void(const std::string& strategy, const SearchPoint& point)>;

// The run keeps the report (kept_search.h). Throws Error, UsageError, Cancelled.
SearchReport searchPlans(const SearchRequest& request, const SearchListener& listener, const JobContext& job);

// Throws UsageError for a strategy that is not one. Returns the beam's width, 0 for the orders that need no measuring.
int beamWidthOf(const std::string& strategy);

}  // namespace strato
