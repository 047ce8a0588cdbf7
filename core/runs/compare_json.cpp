#include "core/runs/compare_json.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "core/runs/cells.h"
#include "core/runs/run_json.h"

namespace strato {

using nlohmann::ordered_json;

namespace {

ordered_json stepJson(const ComparedRun& run) { return run.step ? ordered_json(*run.step) : ordered_json(); }

// A block's or state's own JSON, with its depth after its number.
ordered_json withDepth(const ordered_json& own, double depth) {
    ordered_json json;
    for (const auto& [key, value] : own.items()) {
        json[key] = value;
        if (json.size() == 1) json["depth"] = depth;
    }
    return json;
}

ordered_json runJson(const ComparedRun& run) {
    ordered_json json{{"file", run.file.string()},
                      {"model", run.name},
                      {"architecture", run.model.architecture},
                      {"layers", run.model.layers},
                      {"hidden_size", run.model.hiddenSize},
                      {"tokens", run.data.tokens},
                      {"tokens_per_dimension", jsonNumber(run.tokensPerDimension())},
                      {"sequence_length", run.data.sequenceLength},
                      {"data_sha256", run.data.sha256},
                      {"step", stepJson(run)},
                      {"complete", run.complete()}};
    json["means"] = ordered_json::object();
    for (const BlockColumn& column : blockColumns()) json["means"][column.name] = jsonNumber(run.means.*column.value);
    json["blocks"] = ordered_json::array();
    for (const BlockScores& block : run.blocks) json["blocks"].push_back(withDepth(toJson(block), depthOfBlock(block.block, run.model.layers)));
    json["states"] = ordered_json::array();
    for (const StateScores& state : run.states) json["states"].push_back(withDepth(toJson(state), depthOfState(state.state, run.model.layers)));
    return json;
}

ordered_json numbers(const std::vector<double>& values) {
    ordered_json json = ordered_json::array();
    for (const double value : values) json.push_back(jsonNumber(value));
    return json;
}

ordered_json commonJson(const Comparison& comparison) {
    ordered_json json{{"depths", commonDepths()}, {"runs", ordered_json::array()}};
    for (std::size_t i = 0; i < comparison.runs.size(); ++i) {
        ordered_json run{{"file", comparison.runs[i].file.string()}};
        for (std::size_t c = 0; c < blockColumns().size(); ++c) run[blockColumns()[c].name] = numbers(comparison.common[i].values[c]);
        json["runs"].push_back(std::move(run));
    }
    return json;
}

// A number over the steps of a series: of block `block` of every run, or its mean where `block` is below 0.
ordered_json overSteps(const Comparison& comparison, const TrainingSeries& series, int block, double BlockScores::* value) {
    std::vector<double> values;
    for (const std::size_t index : series.runs) {
        const ComparedRun& run = comparison.runs[index];
        if (block < 0) values.push_back(run.means.*value);
        else values.push_back(block < static_cast<int>(run.blocks.size()) ? run.blocks[static_cast<std::size_t>(block)].*value : notComputed);
    }
    return numbers(values);
}

ordered_json seriesJson(const Comparison& comparison, const TrainingSeries& series) {
    const ModelSummary& model = comparison.runs[series.runs.front()].model;
    ordered_json json{{"architecture", model.architecture}, {"layers", model.layers}, {"hidden_size", model.hiddenSize}, {"steps", series.steps}};
    json["files"] = ordered_json::array();
    for (const std::size_t index : series.runs) json["files"].push_back(comparison.runs[index].file.string());
    json["means"] = ordered_json::object();
    for (const BlockColumn& column : blockColumns()) json["means"][column.name] = overSteps(comparison, series, -1, column.value);
    json["blocks"] = ordered_json::array();
    for (int block = 0; block < model.layers; ++block) {
        ordered_json scores{{"block", block}};
        for (const BlockColumn& column : blockColumns()) scores[column.name] = overSteps(comparison, series, block, column.value);
        json["blocks"].push_back(std::move(scores));
    }
    return json;
}

// Columns of texts, padded to their widest cell; the first is aligned left, the rest right.
std::string aligned(const std::vector<std::vector<std::string>>& rows) {
    const auto width = [](const std::string& text) {
        return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
    };
    std::vector<std::size_t> widest(rows.front().size());
    for (const auto& row : rows)
        for (std::size_t c = 0; c < row.size(); ++c) widest[c] = std::max(widest[c], width(row[c]));
    std::string text;
    for (const auto& row : rows) {
        for (std::size_t c = 0; c < row.size(); ++c) {
            const std::string padding(widest[c] - width(row[c]), ' ');
            text += c == 0 ? row[c] + padding : "  " + padding + row[c];
        }
        text += "\n";
    }
    return text;
}

std::string decimals(double value, int digits) {
    if (!std::isfinite(value)) return "-";
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.*f", digits, value);
    return text.data();
}

}  // namespace

ordered_json toJson(const Comparison& comparison) {
    ordered_json json;
    json["runs"] = ordered_json::array();
    for (const ComparedRun& run : comparison.runs) json["runs"].push_back(runJson(run));
    json["common"] = commonJson(comparison);
    json["series"] = ordered_json::array();
    for (const TrainingSeries& series : comparison.series) json["series"].push_back(seriesJson(comparison, series));
    json["warnings"] = comparison.warnings;
    return json;
}

std::string comparisonCsv(const Comparison& comparison) {
    std::string csv = "file,model,step,layers,hidden_size,tokens,tokens_per_dimension,block,depth";
    for (const BlockColumn& column : blockColumns()) csv += std::string(",") + column.name;
    csv += ",rank\n";
    for (const ComparedRun& run : comparison.runs)
        for (const BlockScores& block : run.blocks) {
            csv += csvText(run.file.string()) + "," + csvText(run.name) + "," + (run.step ? std::to_string(*run.step) : "") + "," +
                   std::to_string(run.model.layers) + "," + std::to_string(run.model.hiddenSize) + "," + std::to_string(run.data.tokens) + "," +
                   csvNumber(run.tokensPerDimension()) + "," + std::to_string(block.block.value) + "," +
                   csvNumber(depthOfBlock(block.block, run.model.layers));
            for (const BlockColumn& column : blockColumns()) csv += "," + csvNumber(block.*column.value);
            csv += "," + std::to_string(block.rank) + "\n";
        }
    return csv;
}

std::string comparisonTable(const Comparison& comparison) {
    std::vector<std::vector<std::string>> rows{{"run", "model", "step", "blocks", "tokens/dimension", "linearity", "no residual", "(adjusted)",
                                                "(held-out)", "influence", "contribution"}};
    for (const ComparedRun& run : comparison.runs)
        rows.push_back({run.file.filename().string(), run.name, run.step ? std::to_string(*run.step) : "-", std::to_string(run.blocks.size()),
                        decimals(run.tokensPerDimension(), 1), decimals(run.means.linearity, 5), decimals(run.means.linearityNoResidual, 5),
                        decimals(run.means.linearityNoResidualAdjusted, 5), decimals(run.means.linearityNoResidualHeldOut, 5),
                        decimals(run.means.blockInfluence, 5), decimals(run.means.contributionRatio, 4)});
    return aligned(rows);
}

}  // namespace strato
