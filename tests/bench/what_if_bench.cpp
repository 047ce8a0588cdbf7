// What a click costs beside evaluating the whole edited decoder, as one JSON object: an edit at block k runs the blocks from k on, so
// (L - k) / L of a full evaluation are expected. Both also read the output matrix twice, for the divergence. Rounds interleave depths;
// the shortest time of each counts. Usage: what_if_bench [ROUNDS [LAYERS [TOKENS [WIDTH]]]]
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <random>

#include "core/base/stopwatch.h"
#include "core/evaluate/evaluator.h"
#include "tests/bench/random_model.h"

using namespace strato;
using nlohmann::ordered_json;

namespace {

constexpr int vocabulary = 4096;

std::string llamaConfig(int layers, int width) {
    return ordered_json{{"model_type", "llama"}, {"architectures", {"LlamaForCausalLM"}}, {"hidden_size", width}, {"intermediate_size", 4 * width},
                        {"num_attention_heads", width / 64}, {"num_key_value_heads", width / 64}, {"num_hidden_layers", layers}, {"vocab_size", vocabulary},
                        {"max_position_embeddings", 2048}, {"hidden_act", "silu"}, {"rms_norm_eps", 1e-5}}
        .dump();
}

TokenWindows randomWindows(int tokens, int length) {
    std::mt19937 engine(1);
    std::uniform_int_distribution<TokenId> id(0, vocabulary - 1);
    std::vector<std::vector<TokenId>> rows(static_cast<std::size_t>(tokens / length), std::vector<TokenId>(static_cast<std::size_t>(length)));
    for (auto& row : rows)
        for (TokenId& token : row) token = id(engine);
    return windowsFromIds(std::move(rows));
}

// Half a block less at `depth`: the same arithmetic at every depth, but for the blocks before it.
std::vector<Step> editAt(const Decoder& decoder, int depth) { return stepsOf(Plan::parse(std::to_string(depth) + ".mlp=drop"), decoder, {}); }

}  // namespace

int main(int argc, char** argv) {
    const auto argument = [&](int place, int otherwise) { return argc > place ? std::atoi(argv[place]) : otherwise; };
    const int rounds = argument(1, 3), layers = argument(2, 24), tokens = argument(3, 4096), width = argument(4, 512);
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / ("stratoscope-what-if-bench-" + std::to_string(::getpid()));
    writeRandomModel(folder, llamaConfig(layers, width));
    const Decoder decoder(folder, {});
    Evaluator evaluator(decoder, randomWindows(tokens, 512), std::int64_t{4} << 30);
    evaluator.runBaseline({});

    std::vector<double> seconds(static_cast<std::size_t>(layers), std::numeric_limits<double>::infinity());
    for (int r = 0; r < rounds; ++r)
        for (int k = 0; k < layers; ++k) {
            const Stopwatch watch;
            evaluator.measure(editAt(decoder, k), {});
            seconds[static_cast<std::size_t>(k)] = std::min(seconds[static_cast<std::size_t>(k)], watch.seconds());
        }
    ordered_json clicks = ordered_json::array();
    double furthest = 0;
    for (int k = 0; k < layers; ++k) {
        const double share = seconds[static_cast<std::size_t>(k)] / seconds[0], expected = static_cast<double>(layers - k) / layers;
        furthest = std::max(furthest, std::abs(share - expected));
        clicks.push_back({{"block", k}, {"seconds", seconds[static_cast<std::size_t>(k)]}, {"share_of_full", share}, {"expected", expected}});
    }
    std::cout << ordered_json{{"layers", layers}, {"tokens", tokens}, {"width", width}, {"rounds", rounds}, {"furthest_from_expected", furthest}, {"clicks", clicks}}.dump(2) << "\n";
    std::filesystem::remove_all(folder);
}
