#include "core/train/trained_folder.h"

#include <cmath>

#include <ATen/ATen.h>

#include "core/base/atomic_output.h"
#include "core/base/sizes.h"
#include "core/model/safetensors.h"

namespace strato {

using nlohmann::ordered_json;

namespace {

void writeText(const std::filesystem::path& path, const std::string& text) {
    AtomicFile file(path);
    file.write(text);
    file.commit();
}

struct Storage {
    StoredType stored;
    at::ScalarType type;
};

Storage storageOf(const std::string& name) {
    if (name == "float16") return {StoredType::float16, at::kHalf};
    if (name == "bfloat16") return {StoredType::bfloat16, at::kBFloat16};
    return {StoredType::float32, at::kFloat};
}

void writeWeights(TrainableModel& model, const std::string& storedType, const std::filesystem::path& path) {
    const Storage storage = storageOf(storedType);
    std::vector<TensorHeader> headers;
    model.forEach([&](const TensorSpec& spec, at::Tensor&) { headers.push_back({spec.name, storage.stored, spec.shape}); });
    SafetensorsWriter writer(path, headers);
    model.forEach([&](const TensorSpec& spec, at::Tensor& slot) {
        const at::Tensor bytes = slot.detach().to(at::kCPU, storage.type).contiguous();
        writer.write(spec.name, {static_cast<const std::byte*>(bytes.data_ptr()), bytes.nbytes()});
    });
    writer.commit();
}

std::string fixed(double value, int digits) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}

std::string modelCard(const TrainRequest& request, const TrainReport& report, const std::string& name) {
    const TrainSettings& s = request.settings;
    std::string card = "---\nlibrary_name: transformers\ntags: [stratoscope]\n---\n# " + name + "\n\n";
    card += "A Llama decoder of " + formatCount(report.parameters) + " parameters: " + std::to_string(s.layers) + " blocks of width " + std::to_string(s.hidden) +
            ", " + std::to_string(s.heads) + " heads (" + std::to_string(s.keyValueHeads) + " of keys and values), trained by Stratoscope in float32, stored as " + s.storedType + ".\n\n";
    if (s.regularizer == Regularizer::none) card += "Regulariser: none.\n\n";
    else card += "Regulariser: " + regularizerName(s.regularizer) + " on consecutive states, lambda " + fixed(s.lambda, 3) + " (arXiv 2405.12250, section 4).\n\n";
    if (!request.command.empty()) card += "Made by\n\n    " + request.command + "\n\n";
    const TrainPoint& last = report.curve.back();
    card += "| | |\n|---|---|\n";
    card += "| steps | " + std::to_string(s.steps) + " of " + std::to_string(s.batch) + " windows of " + std::to_string(s.sequenceLength) + " tokens |\n";
    card += "| tokens seen | " + formatCount(report.tokensSeen) + " (the training text has " + formatCount(report.trainingTokens) + ") |\n";
    card += "| final training loss | " + fixed(last.trainingLoss, 4) + " nats per token |\n";
    card += "| final validation loss | " + fixed(report.validationLoss, 4) + " nats per token, perplexity " + fixed(std::exp(report.validationLoss), 3) + " |\n";
    if (s.regularizer != Regularizer::none) card += "| final regulariser, without lambda | " + fixed(last.regularizer, 4) + " |\n";
    card += "\nThe validation loss is of the stored weights, over disjoint windows of " + std::to_string(s.sequenceLength) + " tokens of " +
            formatCount(report.validationTokens) + " tokens of text that was never trained on. training.json has every setting and the curve.\n";
    return card;
}

}  // namespace

ordered_json llamaConfig(const TrainSettings& s, int vocabulary) {
    return {{"architectures", {"LlamaForCausalLM"}},
            {"model_type", "llama"},
            {"hidden_size", s.hidden},
            {"intermediate_size", s.intermediate},
            {"num_hidden_layers", s.layers},
            {"num_attention_heads", s.heads},
            {"num_key_value_heads", s.keyValueHeads},
            {"vocab_size", vocabulary},
            {"max_position_embeddings", s.context},
            {"hidden_act", "silu"},
            {"rms_norm_eps", 1e-5},
            {"rope_theta", 10000.0},
            {"attention_bias", false},
            {"mlp_bias", false},
            {"tie_word_embeddings", true},
            {"initializer_range", 0.02},
            {"bos_token_id", 0},
            {"eos_token_id", 0},
            {"torch_dtype", s.storedType}};
}

void writeTrainedModel(TrainableModel& model, const TrainRequest& request, const TrainReport& report, int vocabulary,
                       const std::filesystem::path& folder) {
    writeText(folder / "config.json", llamaConfig(request.settings, vocabulary).dump(2) + "\n");
    writeText(folder / "generation_config.json", ordered_json{{"bos_token_id", 0}, {"eos_token_id", 0}}.dump(2) + "\n");
    writeWeights(model, request.settings.storedType, folder / "model.safetensors");
    writeText(folder / "training.json", ordered_json{{"settings", toJson(request.settings)}, {"texts", textNames(request)}, {"curve", toJson(report.curve)}}.dump(1) + "\n");
    writeText(folder / "README.md", modelCard(request, report, request.out.filename().string()));
}

}  // namespace strato
