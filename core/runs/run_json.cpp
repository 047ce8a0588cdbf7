#include "core/runs/run_json.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace strato {

using nlohmann::ordered_json;

namespace {

ordered_json numberOrNull(double value) { return std::isfinite(value) ? ordered_json(value) : ordered_json(); }

// Shortest text that reads back as the same number, whatever the locale; empty for what was not computed.
template <typename Number>
std::string cell(Number value) {
    if (!std::isfinite(value)) return {};
    std::array<char, 40> text{};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
    return {text.data(), end};
}

std::string quoted(const std::string& text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"') result += '"';
        result += c;
    }
    return result + "\"";
}

// The columns that JSON and CSV share, in the order of contract.md.
struct BlockColumn {
    const char* name;
    double BlockScores::* value;
};
constexpr std::array<BlockColumn, 12> blockColumns{{{"linearity", &BlockScores::linearity},
                                                    {"linearity_no_residual", &BlockScores::linearityNoResidual},
                                                    {"linearity_adjusted", &BlockScores::linearityAdjusted},
                                                    {"linearity_no_residual_adjusted", &BlockScores::linearityNoResidualAdjusted},
                                                    {"linearity_heldout", &BlockScores::linearityHeldOut},
                                                    {"linearity_heldout_se", &BlockScores::linearityHeldOutError},
                                                    {"linearity_no_residual_heldout", &BlockScores::linearityNoResidualHeldOut},
                                                    {"linearity_no_residual_heldout_se", &BlockScores::linearityNoResidualHeldOutError},
                                                    {"mergeable_r2", &BlockScores::mergeableR2},
                                                    {"block_influence", &BlockScores::blockInfluence},
                                                    {"angular_distance", &BlockScores::angularDistance},
                                                    {"contribution_ratio", &BlockScores::contributionRatio}}};

ordered_json toJson(const BlockScores& scores) {
    ordered_json json{{"block", scores.block.value}};
    for (const BlockColumn& column : blockColumns) json[column.name] = numberOrNull(scores.*column.value);
    json["rank"] = scores.rank;
    return json;
}

ordered_json toJson(const StateScores& state) {
    return {{"state", state.state.value},
            {"norm", numberOrNull(state.norm)},
            {"anisotropy", numberOrNull(state.anisotropy)},
            {"average_cosine", numberOrNull(state.averageCosine)},
            {"effective_rank", numberOrNull(state.effectiveRank)},
            {"intrinsic_dimension", numberOrNull(state.intrinsicDimension)}};
}

ordered_json settingsJson(const AnalysisSettings& settings) {
    return {{"sequence_length", settings.sequenceLength}, {"tokens", settings.tokens},   {"chunk_characters", settings.chunkCharacters},
            {"text_field", settings.textField},           {"skip_first_token", settings.skipFirstToken},
            {"folds", settings.folds},                    {"device", settings.device},   {"dtype", settings.dtype},
            {"threads", settings.threads},                {"version", settings.version}};
}

// The run's own doubts, and why the contract's other keys are null.
std::vector<std::string> warningsOf(const Run& run) {
    std::vector<std::string> warnings = run.warnings;
    if (run.settings.folds == 0) warnings.push_back("held-out scores are null: they were not asked for (--folds K)");
    warnings.push_back("mergeable_r2, anisotropy, effective_rank, intrinsic_dimension and pairs are null: this version does not measure them");
    return warnings;
}

}  // namespace

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
    json["pairs"] = {{"linearity", nullptr}, {"angular_distance", nullptr}, {"cka", nullptr}};
    json["timing"] = {{"load_seconds", run.timing.loadSeconds},
                      {"forward_seconds", run.timing.forwardSeconds},
                      {"geometry_seconds", run.timing.geometrySeconds},
                      {"total_seconds", run.timing.totalSeconds}};
    json["peak_memory_bytes"] = run.peakMemoryBytes;
    return json;
}

std::string blocksCsv(const Run& run) {
    std::string csv = "block";
    for (const BlockColumn& column : blockColumns) csv += std::string(",") + column.name;
    csv += ",rank\n";
    for (const BlockScores& scores : run.blocks) {
        csv += std::to_string(scores.block.value);
        for (const BlockColumn& column : blockColumns) csv += "," + cell(scores.*column.value);
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
               std::to_string(token.id) + "," + quoted(token.text);
        for (const std::vector<float>& row : run.tokenNonlinearity) csv += "," + cell(row[t]);
        csv += "\n";
    }
    return csv;
}

std::string blocksTable(const Run& run) {
    std::string table = "block  linearity  no residual  (adjusted)  influence  contribution  rank\n";
    for (const BlockScores& scores : run.blocks) {
        std::array<char, 128> line{};
        std::snprintf(line.data(), line.size(), "%5d  %9.5f  %11.5f  %10.5f  %9.5f  %12.4f  %4d\n", scores.block.value, scores.linearity,
                      scores.linearityNoResidual, scores.linearityNoResidualAdjusted, scores.blockInfluence, scores.contributionRatio, scores.rank);
        table += line.data();
    }
    return table;
}

}  // namespace strato
