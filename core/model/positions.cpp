#include "core/model/positions.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <ATen/ATen.h>

namespace strato {

namespace {

double llama3Frequency(const Rotary& rotary, double frequency) {
    const double wavelength = 2 * std::numbers::pi / frequency;
    if (wavelength > rotary.originalContext / rotary.lowFrequencyFactor) return frequency / rotary.factor;
    if (wavelength < rotary.originalContext / rotary.highFrequencyFactor) return frequency;
    const double smooth = (rotary.originalContext / wavelength - rotary.lowFrequencyFactor) /
                          (rotary.highFrequencyFactor - rotary.lowFrequencyFactor);
    return (1 - smooth) * frequency / rotary.factor + smooth * frequency;
}

// The pair at which a rotation turns `turns` times over the original context (YaRN, arXiv 2309.00071, section 3.2).
double yarnPair(const Rotary& rotary, double turns) {
    return rotary.dimensions * std::log(rotary.originalContext / (turns * 2 * std::numbers::pi)) / (2 * std::log(rotary.base));
}

// The share of interpolation for pair k: 0 where positions are kept, 1 where they are stretched.
double yarnRamp(const Rotary& rotary, int k) {
    double low = yarnPair(rotary, rotary.betaFast), high = yarnPair(rotary, rotary.betaSlow);
    if (rotary.truncate) {
        low = std::floor(low);
        high = std::ceil(high);
    }
    low = std::max(low, 0.0);
    high = std::min(high, rotary.dimensions - 1.0);
    if (low == high) high += 0.001;
    return std::clamp((k - low) / (high - low), 0.0, 1.0);
}

double scaledFrequency(const Rotary& rotary, double base, int k) {
    const double frequency = 1 / std::pow(base, 2.0 * k / rotary.dimensions);
    if (rotary.scaling == RopeScaling::linear) return frequency / rotary.factor;
    if (rotary.scaling == RopeScaling::llama3) return llama3Frequency(rotary, frequency);
    if (rotary.scaling == RopeScaling::yarn) {
        const double ramp = yarnRamp(rotary, k);
        return frequency / rotary.factor * ramp + frequency * (1 - ramp);
    }
    return frequency;
}

}  // namespace

std::vector<double> rotaryFrequencies(const Rotary& rotary, int length) {
    double base = rotary.base;
    if (rotary.scaling == RopeScaling::dynamic && length > rotary.originalContext && rotary.dimensions > 2) {
        const double stretch = rotary.factor * length / rotary.originalContext - (rotary.factor - 1);
        base *= std::pow(stretch, rotary.dimensions / (rotary.dimensions - 2.0));
    }
    std::vector<double> frequencies(static_cast<std::size_t>(rotary.dimensions / 2));
    const std::vector<double>& factors = length > rotary.originalContext ? rotary.longFactors : rotary.shortFactors;
    for (std::size_t k = 0; k < frequencies.size(); ++k) {
        frequencies[k] = scaledFrequency(rotary, base, static_cast<int>(k));
        if (rotary.scaling == RopeScaling::longrope) frequencies[k] /= factors[k];
    }
    return frequencies;
}

RotaryTables rotaryTables(const Rotary& rotary, const Batch& batch, const at::Tensor& like) {
    std::vector<at::Tensor> angles;
    for (const Segment& segment : batch.segments) {
        const std::vector<double> frequencies = rotaryFrequencies(rotary, segment.firstPosition + segment.length);
        // The reference multiplies float32 positions by float32 frequencies.
        const at::Tensor row = at::tensor(at::ArrayRef<double>(frequencies), at::kDouble).to(at::kFloat);
        const at::Tensor positions = at::arange(segment.firstPosition, segment.firstPosition + segment.length, at::kFloat);
        angles.push_back(at::outer(positions, row).repeat({segment.windows, 1}));
    }
    const at::Tensor all = at::cat(angles).unsqueeze(1).to(like.device());
    return {(all.cos() * rotary.attentionFactor).to(like.scalar_type()),
            (all.sin() * rotary.attentionFactor).to(like.scalar_type())};
}

at::Tensor rotate(const Rotary& rotary, const RotaryTables& tables, const at::Tensor& heads) {
    const std::int64_t half = rotary.dimensions / 2, rest = heads.size(2) - rotary.dimensions;
    const at::Tensor turned = heads.narrow(2, rotary.atEnd ? rest : 0, rotary.dimensions);
    const at::Tensor first = rotary.interleaved ? turned.slice(2, 0, rotary.dimensions, 2) : turned.narrow(2, 0, half);
    const at::Tensor second = rotary.interleaved ? turned.slice(2, 1, rotary.dimensions, 2) : turned.narrow(2, half, half);
    const at::Tensor newFirst = first * tables.cosine - second * tables.sine;
    const at::Tensor newSecond = second * tables.cosine + first * tables.sine;
    const at::Tensor result = rotary.interleaved ? at::stack({newFirst, newSecond}, 3).flatten(2) : at::cat({newFirst, newSecond}, 2);
    if (rest == 0) return result;
    return rotary.atEnd ? at::cat({heads.narrow(2, 0, rest), result}, 2) : at::cat({result, heads.narrow(2, rotary.dimensions, rest)}, 2);
}

at::Tensor alibiBiases(const Alibi& alibi, std::int64_t first, std::int64_t count, const at::Tensor& like) {
    const at::ScalarType type = alibi.inBfloat16 ? at::kBFloat16 : at::kFloat;
    const at::Tensor slopes = at::tensor(at::ArrayRef<double>(alibi.slopes), at::kDouble).to(type);
    const at::Tensor positions = at::arange(first, first + count, at::kLong);
    return (slopes.view({-1, 1, 1}) * positions).to(like.device(), like.scalar_type()) * alibi.scale;
}

}  // namespace strato
