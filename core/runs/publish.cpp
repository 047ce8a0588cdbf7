#include "core/runs/publish.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <memory>

#include <ATen/ATen.h>

#include "core/base/atomic_output.h"
#include "core/base/error.h"
#include "core/base/json_view.h"
#include "core/edit/edited_folder.h"
#include "core/edit/export_model.h"
#include "core/edit/other_tools.h"
#include "core/evaluate/evaluator.h"
#include "core/model/families/family.h"
#include "core/model/inspect.h"
#include "core/runs/outcome_json.h"
#include "core/runs/export_trained.h"
#include "core/runs/plan_fitter.h"
#include "core/runs/version.h"
#include "core/runs/what_if.h"

namespace strato {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t comparedTokens = 1024;

// Texts of the run if there is one; else ids that every vocabulary has, for equality can be checked on any.
TokenWindows comparisonWindows(const PlanFitter& maps, const Decoder& decoder) {
    std::vector<std::vector<TokenId>> rows;
    if (maps.hasRun()) {
        std::int64_t tokens = 0;
        for (TokenWindow& window : maps.windows().windows) {
            if (tokens >= comparedTokens) break;
            tokens += static_cast<std::int64_t>(window.ids.size());
            rows.push_back(std::move(window.ids));
        }
        return windowsFromIds(std::move(rows));
    }
    std::vector<TokenId> ids(static_cast<std::size_t>(std::min(decoder.description().context, 64)));
    for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = static_cast<TokenId>(i * 7919 % static_cast<std::size_t>(decoder.description().vocabulary));
    return windowsFromIds({std::move(ids)});
}

at::Tensor lastStates(const Decoder& decoder, const TokenWindows& windows, const std::vector<Step>& steps, const JobContext& job) {
    LayerPass pass(decoder, windows);
    pass.embed(job);
    runSteps(pass, steps, 0, job);
    return pass.states().clone();
}

// The largest absolute difference of any logit, a few rows at a time.
struct Comparison {
    double difference = 0, scale = 0;
};

Comparison compareLogits(const Decoder& one, const at::Tensor& statesOne, const Decoder& other, const at::Tensor& statesOther) {
    Comparison comparison;
    const at::Tensor matrixOne = one.outputMatrix(), matrixOther = other.outputMatrix();
    constexpr std::int64_t rows = 64;
    for (std::int64_t begin = 0; begin < statesOne.size(0); begin += rows) {
        const std::int64_t count = std::min(rows, statesOne.size(0) - begin);
        const at::Tensor logits = one.logits(statesOne.narrow(0, begin, count), matrixOne);
        const at::Tensor others = other.logits(statesOther.narrow(0, begin, count), matrixOther);
        // A NaN on one side only must not pass as equal, so differences are taken where both are finite and checked apart.
        if (!at::equal(at::isfinite(logits), at::isfinite(others))) comparison.difference = std::numeric_limits<double>::infinity();
        const at::Tensor difference = at::nan_to_num((logits - others).abs(), 0.0, 0.0, 0.0);
        comparison.difference = std::max(comparison.difference, difference.max().item<double>());
        comparison.scale = std::max(comparison.scale, at::nan_to_num(logits.abs(), 0.0, 0.0, 0.0).max().item<double>());
    }
    return comparison;
}

// Loads what was written and compares it with the plan in memory.
void reloadAndCompare(const EditedFolder& reloaded, const Decoder& decoder, const std::vector<Step>& steps, const TokenWindows& windows,
                      ExportReport& report, const JobContext& job) {
    job.report("comparing with the model in memory", 0, 0);
    const at::Tensor expected = lastStates(decoder, windows, steps, job);
    const at::Tensor found = lastStates(reloaded.decoder(), windows, reloaded.steps(), job);
    const Comparison comparison = compareLogits(decoder, expected, reloaded.decoder(), found);
    report.largestLogitDifference = comparison.difference;
    report.comparedTokens = windows.tokens;
    if (comparison.difference > 1e-5 * std::max(comparison.scale, 1.0))
        throw Error("the exported folder does not compute what the plan does (largest logit difference " + std::to_string(comparison.difference) +
                    "); nothing was kept. Please report this with the model's config.json");
}

void writeText(const fs::path& path, const std::string& text) {
    AtomicFile file(path);
    file.write(text);
    file.commit();
}

std::string nameOf(const fs::path& model) { return model.filename().empty() ? model.parent_path().filename().string() : model.filename().string(); }

nlohmann::ordered_json provenance(const ExportRequest& request, const Decoder& decoder, const ExportedFolder& written,
                                  const ExportReport& report, const std::string& dataSha256, const Outcome* outcome, bool trainedBlocks) {
    nlohmann::ordered_json json;
    json["stratoscope_version"] = version();
    json["plan"] = request.plan.text();
    json["fit"] = {{"ridge", request.ridge < 0 ? nlohmann::ordered_json("auto") : nlohmann::ordered_json(request.ridge)}, {"in_sequence", request.inSequence}, {"healed", request.healed}};
    json["trained_blocks"] = trainedBlocks;
    json["kind"] = written.customCode ? "custom code" : "stock";
    json["source_model"] = nameOf(request.model);
    json["source_fingerprint"] = decoder.fingerprint();
    json["layers_before"] = report.layersBefore;
    json["kept_layers"] = nlohmann::json::array();
    for (const BlockIndex block : written.kept) json["kept_layers"].push_back(block.value);
    json["cut"] = report.cut;
    json["run_data_sha256"] = dataSha256.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(dataSha256);
    json["comparison"] = {{"tokens", report.comparedTokens}, {"largest_logit_difference", report.largestLogitDifference}};
    json["quality"] = outcome ? toJson(*outcome) : nlohmann::ordered_json();
    return json;
}

std::string sameTensors(const ExportedFolder& written, bool trainedBlocks) {
    if (trainedBlocks) return "the layers from the one before the first edit on were trained to follow the original, everything else is byte for byte the same";
    const std::string same = "tensors of the kept layers are byte for byte the original's";
    return written.folded ? same + ", but for those that a merge was folded into" : same;
}

constexpr const char* loadingCustomCode =
    "Replaced parts run in `modeling_stratoscope.py`, a short file that lies beside the weights; maps, if there are any, lie in `stratoscope_maps.safetensors`:\n\n"
    "```python\nmodel = AutoModelForCausalLM.from_pretrained(folder, trust_remote_code=True)\n```\n\n";

std::string modelCard(const nlohmann::ordered_json& facts, const ExportedFolder& written, const ExportReport& report, const Outcome* outcome) {
    char line[256];
    std::string card = "# " + facts["source_model"].get<std::string>() + ", " + std::to_string(report.layersAfter) + " of " +
                       std::to_string(report.layersBefore) + " layers\n\nMade by Stratoscope " + version() + " from the plan `" +
                       facts["plan"].get<std::string>() + "`; " + sameTensors(written, facts["trained_blocks"].get<bool>()) + ".\n\n```\n" + report.cut + "\n```\n\n";
    if (written.customCode) card += loadingCustomCode;
    std::snprintf(line, sizeof line, "Parameters: %lld, before %lld.\n\n", static_cast<long long>(report.parametersAfter),
                  static_cast<long long>(report.parametersBefore));
    card += line;
    if (outcome) {
        std::snprintf(line, sizeof line, "Perplexity %.4f, before %.4f, on %lld predicted tokens of the run's texts (protocol `%s`).\n\n",
                      outcome->edited.perplexity, outcome->baseline.perplexity, static_cast<long long>(outcome->edited.tokens), outcome->protocol.c_str());
        card += line;
        if (outcome->healed) card += "Its maps were trained to follow the original model (healed).\n\n";
        for (const std::string& warning : outcome->warnings) card += "Note: " + warning + ".\n\n";
    }
    std::snprintf(line, sizeof line, "Reloaded from disk and compared with the plan in memory on %lld tokens: largest logit difference %.3g.\n",
                  static_cast<long long>(report.comparedTokens), report.largestLogitDifference);
    return card + line + "\nSettings and hashes: `stratoscope.json`.\n";
}

// Everything in the folder but the model.
void writeSideFiles(const ExportRequest& request, const Decoder& decoder, const ExportedFolder& written, const ExportReport& report,
                    const nlohmann::ordered_json& facts, const Outcome* outcome, const fs::path& folder) {
    writeText(folder / "stratoscope.json", facts.dump(2) + "\n");
    writeText(folder / "README.md", modelCard(facts, written, report, outcome));
    if (!request.plan.empty() && onlyDrops(request.plan))
        writeText(folder / "mergekit.yaml",
                  mergekitYaml(request.plan, decoder.layers(), nameOf(request.model), reviewCheckpoint(decoder.description(), decoder.checkpoint()).dtype));
}

std::string whyNot(const fs::path& model, const ModelDescription& description, const Plan& plan, bool customCode) {
    const std::string stock = whyNotStock(model, description, plan);
    return stock.empty() || !customCode ? stock : whyNotCustom(model, description, plan);
}

// Compared in float32: where maps are added up on the way, a coarser type would differ by its rounding.
Compute computeOf(const ExportRequest& request) {
    Compute compute = request.compute;
    if (compute.dtype == "auto") compute.dtype = "float32";
    return compute;
}

void requireExportable(const ExportRequest& request, const Decoder& decoder) {
    if (const std::string reason = whyNot(request.model, decoder.description(), request.plan, request.customCode); !reason.empty()) throw Error(reason);
}

// The folder of these steps, with the model measured by `measured`, which may find nothing.
ExportReport exportSteps(const ExportRequest& request, const Decoder& decoder, const PlanFitter& maps, const std::vector<Step>& steps, bool trainedBlocks,
                         const std::function<std::unique_ptr<Outcome>()>& measured, const JobContext& job) {
    AtomicFolder folder(request.out);
    const ExportedFolder written = writeEditedModel(decoder, steps, folder.staging(), job);
    const EditedFolder reloaded(folder.staging(), computeOf(request));
    ExportReport report{.folder = request.out,
                        .layersBefore = decoder.layers(),
                        .layersAfter = static_cast<int>(written.kept.size()),
                        .parametersBefore = inspectModel(request.model).parameters,
                        .parametersAfter = sizeOf(reloaded.decoder(), reloaded.steps()).parameters,
                        .bytes = written.weightBytes,
                        .customCode = written.customCode,
                        .cut = cutInOtherTools(request.plan, decoder.layers())};
    reloadAndCompare(reloaded, decoder, steps, comparisonWindows(maps, decoder), report, job);
    const std::unique_ptr<Outcome> outcome = measured();
    const auto facts = provenance(request, decoder, written, report, maps.dataSha256(), outcome.get(), trainedBlocks);
    writeSideFiles(request, decoder, written, report, facts, outcome.get(), folder.staging());
    folder.commit();
    return report;
}

}  // namespace

std::string whyNotExportable(const fs::path& model, const Plan& plan, bool customCode) {
    return whyNot(model, describeModel(parseJsonFile(model / "config.json")), plan, customCode);
}

ExportReport exportPlan(const ExportRequest& request, const JobContext& job) {
    const Decoder decoder(request.model, computeOf(request));
    requireExportable(request, decoder);
    PlanFitter maps(request.run, decoder, {.ridge = request.ridge, .inSequence = request.inSequence}, request.healed);
    const std::vector<Step> steps = stepsOf(request.plan, decoder, maps.mapsOf(request.plan, job));
    const auto measured = [&]() -> std::unique_ptr<Outcome> {
        if (!maps.hasRun()) return nullptr;
        WhatIf whatIf({.model = request.model, .run = request.run, .data = {}, .ridge = request.ridge, .inSequence = request.inSequence, .healed = request.healed, .compute = request.compute}, job);
        return std::make_unique<Outcome>(whatIf.measure(request.plan, false, {}, job));
    };
    return exportSteps(request, decoder, maps, steps, false, measured, job);
}

ExportReport exportTrained(const ExportRequest& request, const TrainedPlan& trained, const JobContext& job) {
    const Decoder decoder(request.model, computeOf(request));
    requireExportable(request, decoder);
    const PlanFitter maps(request.run, decoder, {});
    const std::vector<Step> steps = stepsOf(request.plan, decoder, trained.maps, trained.blocks);
    return exportSteps(request, decoder, maps, steps, true, [&] { return std::make_unique<Outcome>(trained.outcome); }, job);
}

}  // namespace strato
