// A checkpoint with the states and logits that the transformers library computed for it, against ours.
//
//     ReferenceComparison all = compareWithReference(folder, "/tmp/dump.safetensors");
//     QVERIFY(all.largest < 1e-4);
#pragma once

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/measure/dump_states.h"
#include "core/model/safetensors.h"

namespace strato {

struct ReferenceComparison {
    double largest = 0;                // difference over the scale: the largest magnitude of the tensor, at least 1
    std::string tensor;                // where it is
    int tensors = 0;                   // compared
};

inline std::vector<float> floatsOf(const SafetensorsFile& file, const std::string& name) {
    const StoredTensor& tensor = file.tensors().at(name);
    std::vector<float> values(static_cast<std::size_t>(tensor.elements()));
    std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
    return values;
}

// Infinite for vectors of two lengths; NaN stays NaN. With a mask, [places], only numbers of places that are not 0 there count.
inline double largestDifference(const std::vector<float>& one, const std::vector<float>& other, std::span<const std::int64_t> mask = {}) {
    if (one.size() != other.size()) return INFINITY;
    double largest = 0;
    for (std::size_t i = 0; i < one.size(); ++i) {
        if (!mask.empty() && mask[i / (one.size() / mask.size())] == 0) continue;
        const double difference = std::abs(one[i] - other[i]);
        if (std::isnan(difference)) return difference;
        largest = std::max(largest, difference);
    }
    return largest;
}

// Runs `folder`, in float32 as the reference did unless `compute` says otherwise, on the ids of its expected.safetensors and compares every float32 tensor there but the loss, where an attention_mask says there is a token. Throws Error.
inline ReferenceComparison compareWithReference(const std::filesystem::path& folder, const std::filesystem::path& dump, const Compute& compute = {.dtype = "float32"}) {
    const std::filesystem::path reference = folder / "expected.safetensors";
    const Decoder decoder(folder, compute);
    dumpStates(decoder, rowsFromFile(reference), {.out = dump, .logits = true}, {});
    const SafetensorsFile expected(reference), found(dump);
    std::vector<std::int64_t> mask;
    if (const auto stored = expected.tensors().find("attention_mask"); stored != expected.tensors().end()) {
        mask.resize(static_cast<std::size_t>(stored->second.elements()));
        std::memcpy(mask.data(), stored->second.bytes.data(), stored->second.bytes.size());
    }
    ReferenceComparison comparison;
    for (const auto& [name, stored] : expected.tensors()) {
        if (stored.type != StoredType::float32 || name == "loss") continue;
        const std::vector<float> values = floatsOf(expected, name);
        double scale = 1;
        for (const float value : values) scale = std::max(scale, std::abs(static_cast<double>(value)));
        const double difference = largestDifference(floatsOf(found, name), values, mask) / scale;
        ++comparison.tensors;
        if (difference <= comparison.largest || std::isnan(comparison.largest)) continue;
        comparison.largest = difference;
        comparison.tensor = name;
    }
    return comparison;
}

}  // namespace strato
