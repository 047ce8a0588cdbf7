// What an analysis costs beside the forward pass alone and beside the official functions, as one JSON object. All ratios are of times
// from one run, each the shortest of ROUNDS. Usage: analysis_bench [ROUNDS [LAYERS [TOKENS [WIDTH [SEQUENCE]]]]]
//     forward            all blocks over all tokens, nothing measured
//     both_scores        linearity with and without residual and the map, to set beside the official functions
//     block_scores       linearity with and without residual, adjusted, held out over 5 folds, robustness, the token heatmap
//     with_states        the same with spectra, intrinsic dimension and the layer x layer matrix
//     everything         all measures
//     official           the definition of the paper's code (science.md, section 2): thin SVD in float32 of stored states, both scores
//     procedure          the official procedure: batch 1, logits computed, all states kept, then the scores
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <limits>
#include <random>
#include <thread>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/base/error.h"
#include "core/base/sizes.h"
#include "core/base/stopwatch.h"
#include "core/measure/layer_pass.h"
#include "core/measure/measure_model.h"
#include "core/measure/memory_plan.h"
#include "tests/bench/random_model.h"

using namespace strato;
using nlohmann::ordered_json;

namespace {

TokenWindows randomWindows(std::int64_t tokens, int length) {
    std::mt19937 engine(1);
    std::uniform_int_distribution<TokenId> id(0, 50271);
    std::vector<std::vector<TokenId>> rows(static_cast<std::size_t>(tokens / length), std::vector<TokenId>(static_cast<std::size_t>(length)));
    for (auto& row : rows)
        for (TokenId& token : row) token = id(engine);
    return windowsFromIds(std::move(rows));
}

double forwardSeconds(const Decoder& decoder, const TokenWindows& windows) {
    LayerPass pass(decoder, windows);
    pass.embed({});
    const Stopwatch watch;
    for (int l = 0; l < decoder.layers(); ++l) pass.runBlock({l}, {}, {});
    return watch.seconds();
}

MeasureOptions bothScores() { return {.heatmapTokens = 0, .states = false, .procrustes = false, .mergeable = false}; }
MeasureOptions blockScores() { return {.folds = 5, .states = false, .procrustes = false, .mergeable = false}; }
MeasureOptions withStates() { return {.folds = 5, .procrustes = false, .mergeable = false, .pairs = PairMeasures::linearity}; }
MeasureOptions everything() { return {.folds = 5, .halves = true, .pairs = PairMeasures::all}; }

struct Cost {
    double seconds = std::numeric_limits<double>::infinity(), geometry = 0;
};

Cost analysisCost(const Decoder& decoder, const TokenWindows& windows, const MeasureOptions& options) {
    Cost cost{0, 0};
    const Stopwatch watch;
    measureModel(decoder, windows, options, {.onBlock = [&](const BlockResult& result) { cost.geometry += result.geometrySeconds; }, .onPairs = [](const PairScores&) {}}, {});
    cost.seconds = watch.seconds();
    return cost;
}

at::Tensor normalised(const at::Tensor& x) {
    const at::Tensor centred = x - x.mean(0, true);
    return centred / centred.norm();
}

double officialScore(const at::Tensor& x, const at::Tensor& y) {
    const at::Tensor from = normalised(x), to = normalised(y);
    const auto [u, s, vh] = at::linalg_svd(from, false);
    const at::Tensor map = at::mm(vh.t() / s, at::mm(u.t(), to));
    return 1 - (at::mm(from, map) - to).square().sum().item<double>();
}

struct Official {
    double scoresSeconds = 0, procedureSeconds = 0, difference = 0;
};

// One window at a time through all blocks with logits, as the official code runs the model; then both scores of each pair of states.
Official officialCost(const Decoder& decoder, const TokenWindows& windows, const std::vector<double>& ours) {
    const at::NoGradGuard noGradients;
    std::vector<BlockWeights> weights;
    for (int l = 0; l < decoder.layers(); ++l) weights.push_back(decoder.loadBlock({l}));
    const at::Tensor outputMatrix = decoder.outputMatrix();
    std::vector<std::vector<at::Tensor>> kept(static_cast<std::size_t>(decoder.layers()) + 1);
    Official official;
    const Stopwatch forward;
    for (const TokenWindow& window : windows.windows) {
        const int length = static_cast<int>(window.ids.size());
        const Batch batch = Batch::ofWindows(1, length);
        at::Tensor x = decoder.embed(at::tensor(at::ArrayRef<TokenId>(window.ids)).to(at::kLong), batch);
        kept[0].push_back(x);
        for (int l = 0; l < decoder.layers(); ++l) {
            x = decoder.runBlock({l}, weights[static_cast<std::size_t>(l)], x, batch);
            kept[static_cast<std::size_t>(l) + 1].push_back(x);
        }
        decoder.logits(x, outputMatrix);
    }
    const double forwardSeconds = forward.seconds();
    const Stopwatch scores;
    at::Tensor x = at::cat(kept[0]);
    for (int l = 0; l < decoder.layers(); ++l) {
        const at::Tensor y = at::cat(kept[static_cast<std::size_t>(l) + 1]);
        const double with = officialScore(x, y);
        officialScore(x, y - x);
        official.difference = std::max(official.difference, std::abs(with - ours[static_cast<std::size_t>(l)]));
        x = y;
    }
    official.scoresSeconds = scores.seconds();
    official.procedureSeconds = forwardSeconds + official.scoresSeconds;
    return official;
}

// In a process of its own, so that nothing else counts. Over the largest block, two buffers of states and the moments, 1.25 times and
// 300 MiB are allowed.
ordered_json peakMemory(const std::filesystem::path& folder, std::int64_t tokens, int length) {
    int ends[2];
    if (::pipe(ends) != 0) throw Error("no pipe to measure memory with");
    const pid_t child = ::fork();
    if (child == 0) {
        const Decoder decoder(folder, {});
        analysisCost(decoder, randomWindows(tokens, length), blockScores());
        const std::int64_t peak = peakMemoryBytes();
        const bool told = ::write(ends[1], &peak, sizeof peak) == sizeof peak;
        ::_exit(told ? 0 : 1);
    }
    std::int64_t peak = 0;
    if (::read(ends[0], &peak, sizeof peak) != sizeof peak) throw Error("the process that measures memory failed");
    ::waitpid(child, nullptr, 0);
    const ModelDescription model = describeModel(parseJsonFile(folder / "config.json"));
    const MemoryPlan plan = planMemory(model, tokens, blockScores(), 0);
    const std::int64_t counted = plan.largestBlock + plan.stateBuffers + plan.moments;
    return {{"peak_bytes", peak},
            {"largest_block_bytes", plan.largestBlock},
            {"state_buffer_bytes", plan.stateBuffers},
            {"moment_bytes", plan.moments},
            {"ratio_without_300_mib", static_cast<double>(peak - (std::int64_t{300} << 20)) / static_cast<double>(counted)},
            {"planned_bytes", plan.peak}};
}

// The longest of several stops at random moments.
double stopSeconds(const Decoder& decoder, const TokenWindows& windows, double runSeconds) {
    std::mt19937 engine(7);
    std::uniform_real_distribution<double> moment(0.05, 0.95);
    double longest = 0;
    for (int i = 0; i < 8; ++i) {
        std::stop_source source;
        Stopwatch since;
        std::jthread asker([&, wait = moment(engine) * runSeconds] {
            std::this_thread::sleep_for(std::chrono::duration<double>(wait));
            since.restart();
            source.request_stop();
        });
        try {
            measureModel(decoder, windows, everything(), {.onBlock = [](const BlockResult&) {}, .onPairs = [](const PairScores&) {}}, {.onProgress = {}, .stop = source.get_token()});
        } catch (const Cancelled&) {
            longest = std::max(longest, since.seconds());
        }
    }
    return longest;
}

std::vector<double> linearity(const Decoder& decoder, const TokenWindows& windows) {
    std::vector<double> scores;
    measureModel(decoder, windows, {.states = false, .procrustes = false, .mergeable = false}, {.onBlock = [&](const BlockResult& result) { scores.push_back(result.scores.linearity); }}, {});
    return scores;
}

}  // namespace

int main(int argc, char** argv) {
    const auto argument = [&](int place, int otherwise) { return argc > place ? std::atoi(argv[place]) : otherwise; };
    const int rounds = argument(1, 3), layers = argument(2, 4), tokens = argument(3, 16384), width = argument(4, 768), length = argument(5, 512);
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / ("stratoscope-analysis-bench-" + std::to_string(::getpid()));
    writeRandomModel(folder, optConfig(layers, width));
    ordered_json json{{"layers", layers}, {"tokens", tokens}, {"width", width}, {"sequence_length", length}, {"rounds", rounds}};
    json["memory"] = peakMemory(folder, tokens, length);
    const Decoder decoder(folder, {});
    const TokenWindows windows = randomWindows(tokens, length);
    double forward = std::numeric_limits<double>::infinity();
    Cost both, blocks, states, all;
    for (int r = 0; r < rounds; ++r) {
        const auto keepBest = [&](Cost& best, const MeasureOptions& options) {
            if (const Cost cost = analysisCost(decoder, windows, options); cost.seconds < best.seconds) best = cost;
        };
        forward = std::min(forward, forwardSeconds(decoder, windows));
        keepBest(both, bothScores());
        keepBest(blocks, blockScores());
        keepBest(states, withStates());
        keepBest(all, everything());
    }
    const Official official = officialCost(decoder, windows, linearity(decoder, windows));
    json["seconds"] = {{"forward", forward}, {"block_scores", blocks.seconds}, {"with_states", states.seconds}, {"everything", all.seconds},
                       {"geometry_of_both_scores", both.geometry}, {"geometry_of_block_scores", blocks.geometry}, {"official_scores", official.scoresSeconds}, {"official_procedure", official.procedureSeconds}};
    json["block_scores_over_forward"] = blocks.seconds / forward;
    json["with_states_over_forward"] = states.seconds / forward;
    json["everything_over_forward"] = all.seconds / forward;
    json["official_scores_over_ours"] = official.scoresSeconds / both.geometry;
    json["official_procedure_over_ours"] = official.procedureSeconds / blocks.seconds;
    json["largest_difference_from_official"] = official.difference;
    json["longest_stop_seconds"] = stopSeconds(decoder, windows, all.seconds);
    std::cout << json.dump(2) << "\n";
    std::filesystem::remove_all(folder);
}
