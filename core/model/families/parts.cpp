#include "core/model/families/parts.h"

#include <cmath>

namespace strato {

Norm rmsNorm(const std::string& name, double epsilon) { return {.kind = NormKind::rmsNorm, .epsilon = epsilon, .name = name}; }

Norm layerNorm(const std::string& name, double epsilon, bool bias) {
    return {.kind = NormKind::layerNorm, .epsilon = epsilon, .bias = bias, .name = name};
}

Linear linear(const std::string& name, int inputs, int outputs, bool bias) {
    return {.name = name, .inputs = inputs, .outputs = outputs, .bias = bias};
}

Mlp plainMlp(const MlpParts& parts) {
    return {.activation = parts.activation,
            .up = linear(parts.name + parts.up, parts.hidden, parts.intermediate, parts.bias),
            .down = linear(parts.name + parts.down, parts.intermediate, parts.hidden, parts.bias)};
}

Mlp gatedMlp(const MlpParts& parts) {
    Mlp mlp = plainMlp(parts);
    mlp.gate = linear(parts.name + parts.gate, parts.hidden, parts.intermediate, parts.bias);
    return mlp;
}

void fuseGateIntoUp(Mlp& mlp, const std::string& name) {
    mlp.up = linear(name, mlp.up.inputs, 2 * mlp.up.outputs, mlp.up.bias);
    mlp.gate.reset();
    mlp.gateInUp = true;
}

namespace {

Attention headsAsWideAsTheModel(int heads, int hidden) {
    Attention attention;
    attention.heads = attention.keyValueHeads = heads;
    attention.headDimension = attention.valueDimension = hidden / heads;
    attention.scale = 1 / std::sqrt(attention.headDimension);
    return attention;
}

}  // namespace

Attention equalHeads(const EqualHeads& parts) {
    Attention attention = headsAsWideAsTheModel(parts.heads, parts.hidden);
    const auto square = [&](const std::string& part) { return linear(parts.name + part, parts.hidden, parts.hidden, parts.bias); };
    attention.query = square(parts.query);
    attention.key = square(parts.key);
    attention.value = square(parts.value);
    attention.output = square(parts.output);
    return attention;
}

Attention fusedEqualHeads(int heads, const Linear& fused, int groups, const Linear& output) {
    Attention attention = headsAsWideAsTheModel(heads, output.outputs);
    attention.fused = FusedProjection{.linear = fused, .groups = groups};
    attention.output = output;
    return attention;
}

Alibi alibiOf(int heads) {
    const int power = 1 << static_cast<int>(std::log2(heads));
    Alibi alibi;
    for (int h = 1; h <= power; ++h) alibi.slopes.push_back(std::pow(2.0, -8.0 * h / power));
    for (int h = 1; static_cast<int>(alibi.slopes.size()) < heads; h += 2) alibi.slopes.push_back(std::pow(2.0, -8.0 * h / (2 * power)));
    return alibi;
}

}  // namespace strato
