// How near a block comes to the best matrix product of its type, as one JSON object. Usage: forward_bench [ROUNDS [CASE]]
// A case runs if its name, as gpt2_float32_128x8 (128 tokens, 8 windows together), contains CASE. Every round times each product and
// the block once; a case's figures are those of the fastest round of each. Work is counted twice: `needed` takes a query's scores
// with the keys it may see, `full` with all keys of its window. CASE stop: how long blocks of large models take to hear a stop.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <limits>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/base/error.h"
#include "core/base/json_view.h"
#include "core/base/stopwatch.h"
#include "core/model/decoder_block.h"
#include "core/model/families/family.h"
#include "core/model/interruption.h"
#include "core/model/threads.h"

using namespace strato;
using nlohmann::json;

namespace {

struct Case {
    std::string name;
    const Block* block;
    at::ScalarType type;
    int length, windows;
};

// Something to time, and how often an operation is counted in it.
struct Work {
    double operations;
    std::function<void()> run;
    double best = std::numeric_limits<double>::infinity();

    void time() {
        const Stopwatch watch;
        run();
        best = std::min(best, watch.seconds());
    }
    double gigaflops() const { return operations / best / 1e9; }
};

const Block& blockOf(const json& config) {
    static std::vector<ModelDescription> kept;
    kept.reserve(16);                  // references must last
    kept.push_back(describeModel(parseJson(config.dump(), "config.json")));
    return kept.back().blocks.front();
}

std::vector<Case> cases() {
    const Block& gpt2 = blockOf({{"model_type", "gpt2"}, {"n_embd", 768}, {"n_head", 12}, {"n_layer", 1}, {"n_positions", 2048}});
    const Block& opt = blockOf({{"model_type", "opt"}, {"hidden_size", 768}, {"num_hidden_layers", 1}});
    const Block& llama = blockOf({{"model_type", "llama"}, {"hidden_size", 2048}, {"intermediate_size", 5632}, {"num_attention_heads", 32},
                                  {"num_key_value_heads", 4}, {"num_hidden_layers", 1}, {"max_position_embeddings", 2048}, {"vocab_size", 32000}});
    std::vector<Case> all;
    for (const auto& [shape, block] : {std::pair{"gpt2", &gpt2}, {"opt", &opt}, {"llama", &llama}})
        for (const auto& [typeName, type] : {std::pair{"float32", at::kFloat}, {"bfloat16", at::kBFloat16}})
            for (const auto& [length, windows] : {std::pair{110, 1}, {128, 1}, {128, 8}, {512, 1}, {512, 2}, {1024, 1}})
                all.push_back({std::string(shape) + "_" + typeName + "_" + std::to_string(length) + "x" + std::to_string(windows), block, type,
                               length, windows});
    return all;
}

double linearOperations(const Block& block, std::int64_t rows) {
    double weights = 0;
    for (const TensorSpec& spec : tensorsOf(block))
        if (spec.shape.size() == 2) weights += static_cast<double>(spec.elements());
    return 2 * weights * static_cast<double>(rows);
}

double attentionOperations(const Attention& attention, int windows, double pairs) {
    return 2.0 * windows * attention.heads * (attention.headDimension + attention.valueDimension) * pairs;
}

Work product(std::int64_t rows, std::int64_t inputs, std::int64_t outputs, at::ScalarType type, bool inputMajor) {
    const at::Tensor x = at::randn({rows, inputs}, type);
    const at::Tensor matrix = inputMajor ? at::randn({inputs, outputs}, type) : at::randn({outputs, inputs}, type).t();
    at::Tensor y = at::empty({rows, outputs}, type);
    return {2.0 * rows * inputs * outputs, [=]() mutable { at::mm_out(y, x, matrix); }};
}

json measured(const Case& point, int rounds) {
    const std::int64_t rows = std::int64_t{point.length} * point.windows;
    BlockWeights weights;
    std::vector<Work> products;
    for (const bool inputMajor : {false, true})
        for (const auto& [inputs, outputs] : {std::pair{1024, 1024}, {768, 3072}, {2048, 2048}})
            products.push_back(product(1024, inputs, outputs, point.type, inputMajor));
    forEachTensor(*point.block, weights, [&](const TensorSpec& spec, at::Tensor& slot) {
        slot = (at::randn(spec.shape) * 0.02).to(point.type);
        if (spec.shape.size() == 2) products.push_back(product(rows, spec.shape[1], spec.shape[0], point.type, false));
    });
    const at::Tensor x = at::randn({rows, point.block->attention.output.outputs}, point.type);
    const Batch batch = Batch::ofWindows(point.windows, point.length);
    const double length = point.length, linear = linearOperations(*point.block, rows);
    const double needed = linear + attentionOperations(point.block->attention, point.windows, length * (length + 1) / 2);
    const double full = linear + attentionOperations(point.block->attention, point.windows, length * length);
    Work forward{needed, [&] { runBlock(*point.block, weights, x, batch); }};
    for (int round = 0; round < rounds; ++round) {
        for (Work& one : products) one.time();
        forward.time();
        forward.time();
    }
    double best = 0;
    for (const Work& one : products) best = std::max(best, one.gigaflops());
    const double fullRate = full / forward.best / 1e9;
    return {{"milliseconds", forward.best * 1e3}, {"block_gflops", forward.gigaflops()}, {"block_gflops_full", fullRate},
            {"product_gflops", best}, {"ratio_needed", forward.gigaflops() / best}, {"ratio_full", fullRate / best}};
}

// The longest of several waits from a stop request to its end of a Llama block; the requests come at different times.
double stopMilliseconds(int hidden, int intermediate, int heads, int keyValueHeads, int length) {
    const Block& block = blockOf({{"model_type", "llama"}, {"hidden_size", hidden}, {"intermediate_size", intermediate},
                                  {"num_attention_heads", heads}, {"num_key_value_heads", keyValueHeads}, {"num_hidden_layers", 1},
                                  {"max_position_embeddings", 8192}, {"vocab_size", 32000}});
    BlockWeights weights;
    forEachTensor(block, weights, [](const TensorSpec& spec, at::Tensor& slot) { slot = at::full(spec.shape, 0.01F); });
    const at::Tensor x = at::randn({length, hidden});
    double longest = 0;
    for (const int delay : {100, 170, 240, 310, 380, 450, 520}) {
        std::stop_source source;
        Stopwatch sinceRequest;
        const std::jthread asking([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(delay));
            sinceRequest.restart();
            source.request_stop();
        });
        const Interruptible interruptible(source.get_token());
        try {
            for (;;) runBlock(block, weights, x, Batch::ofWindows(1, length));
        } catch (const Cancelled&) {
            longest = std::max(longest, sinceRequest.seconds() * 1e3);
        }
    }
    return longest;
}

}  // namespace

int main(int argc, char** argv) {
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 10;
    const std::string wanted = argc > 2 ? argv[2] : "";
    const at::NoGradGuard noGradients;
    setThreads(0);
    json all = json::object();
    for (const Case& point : cases())
        if (point.name.find(wanted) != std::string::npos) all[point.name] = measured(point, rounds);
    if (wanted.empty() || wanted == "stop") {
        all["stop_7b_128_milliseconds"] = stopMilliseconds(4096, 11008, 32, 32, 128);
        all["stop_7b_4096_milliseconds"] = stopMilliseconds(4096, 11008, 32, 32, 4096);
        all["stop_70b_128_milliseconds"] = stopMilliseconds(8192, 28672, 64, 8, 128);
    }
    std::cout << all.dump(2) << "\n";
}
