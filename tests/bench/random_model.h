// A checkpoint of random weights in the shape of a real one, to measure speed and memory on.
#pragma once

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <ATen/ATen.h>

#include "core/base/json_view.h"
#include "core/model/families/family.h"
#include "core/model/safetensors.h"
#include "core/model/weights.h"

namespace strato {

// Writes config.json and model.safetensors into `folder`. Matrices are normal with the deviation 1/sqrt(inputs), norms 1, biases 0.
inline void writeRandomModel(const std::filesystem::path& folder, const std::string& config, at::ScalarType type = at::kFloat) {
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "config.json") << config;
    const ModelDescription model = describeModel(parseJson(config, "config.json"));
    std::vector<TensorHeader> headers;
    for (const TensorSpec& spec : tensorsOf(model)) headers.push_back({spec.name, type == at::kFloat ? StoredType::float32 : StoredType::bfloat16, spec.shape});
    SafetensorsWriter writer(folder / "model.safetensors", headers);
    for (const TensorSpec& spec : tensorsOf(model)) {
        const bool norm = spec.shape.size() == 1 && spec.name.find("norm") != std::string::npos && spec.name.ends_with("weight");
        at::Tensor values = spec.shape.size() == 1 ? at::full(spec.shape, norm ? 1.0 : 0.0) : at::randn(spec.shape) / std::sqrt(static_cast<double>(spec.shape.back()));
        values = values.to(type).contiguous();
        writer.write(spec.name, {static_cast<const std::byte*>(values.data_ptr()), values.nbytes()});
    }
    writer.commit();
}

// OPT-125M's blocks (d = 768, 12 heads), `layers` of them; a short vocabulary, which no block sees.
inline std::string optConfig(int layers, int hidden = 768) {
    return R"({"model_type": "opt", "architectures": ["OPTForCausalLM"], "hidden_size": )" + std::to_string(hidden) + R"(, "ffn_dim": )" + std::to_string(4 * hidden) +
           R"(, "num_attention_heads": )" + std::to_string(hidden / 64) + R"(, "num_hidden_layers": )" + std::to_string(layers) +
           R"(, "vocab_size": 50272, "max_position_embeddings": 2048, "word_embed_proj_dim": )" + std::to_string(hidden) +
           R"(, "do_layer_norm_before": true, "activation_function": "relu", "torch_dtype": "float32"})";
}

}  // namespace strato
