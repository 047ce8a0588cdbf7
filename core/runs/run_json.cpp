#include "core/runs/run_json.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "core/runs/cells.h"

namespace strato {

using nlohmann::ordered_json;

namespace {

ordered_json settingsJson(const AnalysisSettings& settings) {
    return {{"sequence_length", settings.sequenceLength}, {"tokens", settings.tokens},   {"chunk_characters", settings.chunkCharacters},
            {"text_field", settings.textField},           {"skip_first_token", settings.skipFirstToken},
            {"folds", settings.folds},                    {"measures", settings.measures}, {"pairs", settings.pairs},
            {"logit_lens", settings.lensTokens},          {"device", settings.device},   {"dtype", settings.dtype},
            {"threads", settings.threads},                {"version", settings.version}};
}

bool measured(const Run& run, const char* name) {
    const auto& measures = run.settings.measures;
    return std::find(measures.begin(), measures.end(), name) != measures.end();
}

// The run's own doubts, and why numbers of the contract are null.
std::vector<std::string> warningsOf(const Run& run) {
    std::vector<std::string> warnings = run.warnings;
    if (run.settings.folds == 0) warnings.push_back("there are no held-out scores: they were not asked for (--folds K)");
    if (run.settings.pairs == "none") warnings.push_back("pairs are null: they were not asked for (--pairs linearity or all)");
    if (run.settings.pairs == "linearity") warnings.push_back("pairs of angular distance and cka are null: they were not asked for (--pairs all)");
    const std::vector<double>& errors = run.pairs.linearity.errors;
    if (!errors.empty() && std::none_of(errors.begin(), errors.end(), [](double error) { return std::isfinite(error); }))
        warnings.push_back("standard errors of pairs are null: they need two documents or two windows, and a run of this version");
    if (!measured(run, "states")) warnings.push_back("anisotropy, effective_rank, participation_ratio and intrinsic_dimension are null: they were not asked for (--measures states)");
    if (!measured(run, "procrustes")) warnings.push_back("procrustes scores are null: they were not asked for (--measures procrustes)");
    const auto& exports = run.model.exports;
    if (!measured(run, "mergeable")) warnings.push_back("mergeable_r2 is null: it was not asked for (--measures mergeable)");
    else if (std::find(exports.begin(), exports.end(), "merge") == exports.end())
        warnings.push_back("mergeable_r2 is null: in this family a norm stands between the MLP and the residual stream, so that no map can be merged into it");
    else warnings.push_back("mergeable_r2 of block 0 is null: no block comes before it");
    if (run.settings.skipFirstToken) warnings.push_back("scores without the first token are null: it is left out of every score");
    return warnings;
}

// `numbers`: the values or the errors of a matrix.
ordered_json matrixJson(const std::vector<double>& numbers, int states) {
    if (numbers.empty()) return nullptr;
    ordered_json rows = ordered_json::array();
    for (auto number = numbers.begin(); number != numbers.end(); number += states) {
        ordered_json row = ordered_json::array();
        std::transform(number, number + states, std::back_inserter(row), jsonNumber);
        rows.push_back(std::move(row));
    }
    return rows;
}

ordered_json toJson(const PairScores& pairs) {
    ordered_json json;
    for (const auto& [name, matrix] : {std::pair("linearity", &pairs.linearity), {"angular_distance", &pairs.angularDistance}, {"cka", &pairs.cka}}) {
        json[name] = matrixJson(matrix->values, matrix->states);
        json[std::string(name) + "_se"] = matrixJson(matrix->errors, matrix->states);
    }
    return json;
}

ordered_json toJson(const HalfScores& half) {
    ordered_json json;
    for (const Column<HalfScores>& column : halfColumns()) json[column.name] = jsonNumber(half.*column.value);
    json["rank"] = half.rank;
    return json;
}

// The mean over tokens, for the whole; the table of tokens is in the run file.
ordered_json lensJson(const LogitLens& lens) {
    ordered_json states = ordered_json::array();
    for (std::size_t s = 0; s < lens.states.size(); ++s) {
        double sum = 0, right = 0;
        int count = 0;
        const std::vector<float>& last = lens.states.back().loss;
        for (std::size_t t = 0; t < last.size(); ++t) {
            if (std::isnan(lens.states[s].loss[t])) continue;
            sum += lens.states[s].loss[t];
            right += lens.states[s].ids[t * static_cast<std::size_t>(lens.top)] == lens.states.back().ids[t * static_cast<std::size_t>(lens.top)];
            ++count;
        }
        states.push_back({{"state", s}, {"loss", count ? jsonNumber(sum / count) : nullptr}, {"agrees_with_last", count ? jsonNumber(right / count) : nullptr}});
    }
    return {{"tokens", lens.tokens}, {"states", states}};
}

}  // namespace

ordered_json toJson(const BlockScores& scores) {
    ordered_json json{{"block", scores.block.value}};
    for (const BlockColumn& column : blockColumns()) json[column.name] = jsonNumber(scores.*column.value);
    json["rank"] = scores.rank;
    json["outliers"] = ordered_json::array();
    for (const OutlierDirection& outlier : scores.outliers)
        json["outliers"].push_back({{"share", jsonNumber(outlier.share)}, {"dimension", outlier.dimension}, {"loading", jsonNumber(outlier.loading)},
                                    {"first_token_share", jsonNumber(outlier.firstTokenShare)}});
    json["attention"] = scores.attention ? toJson(*scores.attention) : ordered_json();
    json["mlp"] = scores.mlp ? toJson(*scores.mlp) : ordered_json();
    return json;
}

ordered_json toJson(const StateScores& state) {
    ordered_json json{{"state", state.state.value}};
    for (const Column<StateScores>& column : stateColumns()) json[column.name] = jsonNumber(state.*column.value);
    return json;
}

ordered_json toJson(const ModelSummary& summary) {
    return {{"family", summary.family},
            {"architecture", summary.architecture},
            {"layers", summary.layers},
            {"hidden_size", summary.hiddenSize},
            {"attention_heads", summary.attentionHeads},
            {"key_value_heads", summary.keyValueHeads},
            {"vocabulary_size", summary.vocabularySize},
            {"parameters", summary.parameters},
            {"dtype", summary.dtype},
            {"context_length", summary.contextLength},
            {"tokenizer", summary.tokenizer.empty() ? ordered_json() : ordered_json(summary.tokenizer)},
            {"supported", summary.supported},
            {"reason", summary.reason.empty() ? ordered_json() : ordered_json(summary.reason)},
            {"exports", summary.exports},
            {"folder", summary.folder.string()},
            {"bytes", summary.bytes},
            {"largest_block_bytes", summary.largestBlockBytes},
            {"warnings", summary.warnings},
            {"fingerprint", summary.fingerprint}};
}

ordered_json toJson(const AnalysisEstimate& estimate) {
    return {{"tokens", estimate.tokens},
            {"multiply_adds_per_token", estimate.multiplyAddsPerToken},
            {"memory_bytes", estimate.memoryBytes},
            {"disk_bytes", estimate.diskBytes},
            {"seconds", estimate.seconds}};
}

ordered_json toJson(const Run& run) {
    ordered_json json;
    json["model"] = toJson(run.model);
    json["data"] = {{"documents", run.data.documents}, {"tokens", run.data.tokens},   {"sequence_length", run.data.sequenceLength},
                    {"sha256", run.data.sha256},       {"files", run.data.files}};
    json["settings"] = settingsJson(run.settings);
    json["warnings"] = warningsOf(run);
    json["blocks"] = ordered_json::array();
    for (const BlockScores& scores : run.blocks) json["blocks"].push_back(toJson(scores));
    json["states"] = ordered_json::array();
    for (const StateScores& state : run.states) json["states"].push_back(toJson(state));
    json["pairs"] = toJson(run.pairs);
    json["logit_lens"] = run.lens.empty() ? ordered_json() : lensJson(run.lens);
    json["timing"] = {{"load_seconds", run.timing.loadSeconds},
                      {"forward_seconds", run.timing.forwardSeconds},
                      {"geometry_seconds", run.timing.geometrySeconds},
                      {"total_seconds", run.timing.totalSeconds}};
    json["peak_memory_bytes"] = run.peakMemoryBytes;
    return json;
}

std::string blocksCsv(const Run& run) {
    std::string csv = "block";
    for (const BlockColumn& column : blockColumns()) csv += std::string(",") + column.name;
    csv += ",rank\n";
    for (const BlockScores& scores : run.blocks) {
        csv += std::to_string(scores.block.value);
        for (const BlockColumn& column : blockColumns()) csv += "," + csvNumber(scores.*column.value);
        csv += "," + std::to_string(scores.rank) + "\n";
    }
    return csv;
}

std::string tokenNonlinearityCsv(const Run& run) {
    std::string csv = "index,document,window,position,id,text";
    for (const BlockScores& scores : run.blocks) csv += ",block_" + std::to_string(scores.block.value);
    csv += "\n";
    for (std::size_t t = 0; t < run.tokens.size(); ++t) {
        const TokenRecord& token = run.tokens[t];
        csv += std::to_string(t) + "," + std::to_string(token.document) + "," + std::to_string(token.window) + "," + std::to_string(token.position) + "," +
               std::to_string(token.id) + "," + csvText(token.text);
        for (const std::vector<float>& row : run.tokenNonlinearity) csv += "," + csvNumber(row[t]);
        csv += "\n";
    }
    return csv;
}

std::string blocksTable(const Run& run) {
    std::string table = "block  linearity  no residual  (adjusted)  (held out)  influence  contribution  rank\n";
    for (const BlockScores& scores : run.blocks) {
        std::array<char, 128> line{};
        std::snprintf(line.data(), line.size(), "%5d  %9.5f  %11.5f  %10.5f  %10.5f  %9.5f  %12.4f  %4d\n", scores.block.value, scores.linearity,
                      scores.linearityNoResidual, scores.linearityNoResidualAdjusted, scores.linearityNoResidualHeldOut, scores.blockInfluence, scores.contributionRatio, scores.rank);
        table += line.data();
    }
    return table;
}

}  // namespace strato
