#include "core/model/quantisation.h"

#include <array>
#include <string_view>

#include "core/base/error.h"

namespace strato {

namespace {

using Tensors = std::map<std::string, StoredTensor>;

struct Method {
    std::string_view word, name;           // of quant_method, and for people
};

// Methods that call themselves otherwise than people call them; transformers 4.57, utils/quantization_config.py, and vLLM's.
constexpr std::array<Method, 17> methods{{{"gptq", "GPTQ"}, {"awq", "AWQ"}, {"fp8", "FP8"}, {"fbgemm_fp8", "FBGEMM FP8"},
                                          {"mxfp4", "MXFP4"}, {"aqlm", "AQLM"}, {"quip", "QuIP#"}, {"hqq", "HQQ"}, {"eetq", "EETQ"},
                                          {"higgs", "HIGGS"}, {"vptq", "VPTQ"}, {"spqr", "SpQR"}, {"bitnet", "BitNet"}, {"exl2", "EXL2"},
                                          {"auto-round", "AutoRound"}, {"fp_quant", "FP-Quant"}, {"modelopt", "ModelOpt"}}};

std::string withBits(std::string_view method, std::int64_t bits) {
    const bool told = bits >= 1 && bits <= 16;
    return std::string(method) + (told ? ", " + std::to_string(bits) + " bits" : "");
}

std::string methodNameOf(const std::string& word) {
    for (const Method& method : methods)
        if (method.word == word) return std::string(method.name);
    return word;
}

std::int64_t integerAt(const JsonView& node, const std::string& key) {
    const auto member = node.find(key);
    return member && member->raw().is_number_integer() ? member->asInteger() : 0;
}

// Where each method writes the width of a weight.
std::int64_t bitsOf(const JsonView& quantisation) {
    for (const char* key : {"bits", "w_bit", "nbits", "num_bits"})
        if (const std::int64_t bits = integerAt(quantisation, key)) return bits;
    for (const char* key : {"weights", "quant_config", "weight_quant_params", "config_groups"})
        if (const auto inner = quantisation.find(key); inner && inner->isObject())
            if (const std::int64_t bits = bitsOf(*inner)) return bits;
    if (const auto group = quantisation.find("group_0")) return bitsOf(*group);
    return 0;
}

bool flag(const JsonView& node, const std::string& key) {
    const auto member = node.find(key);
    return member && member->raw().is_boolean() && member->asBoolean();
}

// What a quantization_config, or the file in its place, says; `method` where it names none.
std::string describe(const JsonView& quantisation, const std::string& method) {
    if (!quantisation.isObject() || quantisation.raw().empty()) return {};
    const auto word = quantisation.find("quant_method");
    const std::string named = word && word->raw().is_string() ? word->asString() : method;
    const bool four = flag(quantisation, "load_in_4bit"), eight = flag(quantisation, "load_in_8bit");
    if (four || eight) return withBits("bitsandbytes", four ? 4 : 8);
    // bitsandbytes with both of its switches off quantises nothing.
    if (named == "bitsandbytes" && quantisation.has("load_in_4bit") && quantisation.has("load_in_8bit")) return {};
    return withBits(named.empty() ? "an unknown method" : methodNameOf(named), bitsOf(quantisation));
}

bool isSmallFloat(StoredType type) {
    return type >= StoredType::float8E4m3 && type <= StoredType::float4;
}

const StoredTensor* sibling(const Tensors& tensors, std::string_view stem, std::string_view ending) {
    const auto entry = tensors.find(std::string(stem) + std::string(ending));
    return entry == tensors.end() ? nullptr : &entry->second;
}

// Both pack 32 bits of weights into an int32 of .qweight: GPTQ along the inputs, [inputs * bits / 32, outputs], AWQ along the
// outputs, [inputs, outputs * bits / 32]. .scales is [groups, outputs]; GPTQ's .g_idx, [inputs], is not always there.
std::string packedMethod(const Tensors& tensors, std::string_view stem, const StoredTensor& packed) {
    const StoredTensor *scales = sibling(tensors, stem, ".scales"), *groups = sibling(tensors, stem, ".g_idx");
    if (packed.shape.size() != 2 || !scales || scales->shape.size() != 2) return groups ? "GPTQ" : "GPTQ or AWQ";
    const std::int64_t outputs = scales->shape[1];
    if (groups || packed.shape[1] == outputs) {
        const std::int64_t inputs = groups && groups->shape.size() == 1 ? groups->shape[0] : 0;
        return withBits("GPTQ", inputs > 0 && packed.shape[0] < inputs ? packed.shape[0] * 32 / inputs : 0);
    }
    return withBits("AWQ", outputs > 0 && packed.shape[1] < outputs ? packed.shape[1] * 32 / outputs : 0);
}

// A weight beside its scale: what it is stored as tells the method.
std::string scaledMethod(const StoredTensor* weight) {
    if (!weight) return {};
    if (isSmallFloat(weight->type)) return weight->type >= StoredType::float6E2m3 ? "FP4 or FP6" : "FP8";
    if (weight->type == StoredType::uint8) return "NVFP4, 4 bits";
    return weight->type == StoredType::int8 ? "compressed-tensors, 8 bits" : "";
}

// Two tensors of one stem that together mark a method, whatever they hold.
struct Pair {
    std::string_view ending, other, method;
};
constexpr std::array<Pair, 8> pairs{{{".SCB", ".weight", "bitsandbytes, 8 bits"},
                                     {".weight.absmax", ".weight", "bitsandbytes, 4 bits"},
                                     {".weight_packed", ".weight_scale", "compressed-tensors"},
                                     {".codebooks", ".codes", "AQLM"},
                                     {".Qidxs", ".SU", "QuIP#"},
                                     {".q_weight", ".q_scale", "EXL2"},
                                     {".W_q", ".scale", "HQQ"},
                                     {"_blocks", "_scales", "MXFP4"}}};

std::string methodOf(const Tensors& tensors, const std::string& name, const StoredTensor& tensor) {
    const auto stem = [&](std::string_view ending) { return std::string_view(name).substr(0, name.size() - ending.size()); };
    if (name.ends_with(".qweight")) return packedMethod(tensors, stem(".qweight"), tensor);
    for (const std::string_view ending : {".weight_scale", ".weight_scale_inv"})
        if (name.ends_with(ending)) return scaledMethod(sibling(tensors, stem(ending), ".weight"));
    for (const Pair& pair : pairs) {
        if (!name.ends_with(pair.ending)) continue;
        const StoredTensor* other = sibling(tensors, stem(pair.ending), pair.other);
        const bool bytes = tensor.type == StoredType::uint8 && other && other->type == StoredType::uint8;
        if (other && (pair.method != "MXFP4" || bytes)) return std::string(pair.method);
    }
    return {};
}

}  // namespace

std::string quantisationOf(const JsonView& config) {
    for (const char* key : {"quantization_config", "compression_config"})
        if (const auto quantisation = config.find(key))
            if (const std::string method = describe(*quantisation, ""); !method.empty()) return method;
    const auto text = config.find("text_config");
    return text && text->isObject() ? quantisationOf(*text) : std::string();
}

std::string quantisationOf(const std::filesystem::path& folder, const Tensors& tensors) {
    constexpr std::size_t limit = std::size_t{1} << 20;
    for (const auto& [file, method] : {std::pair("quantize_config.json", "gptq"), std::pair("quant_config.json", "awq")})
        if (std::filesystem::is_regular_file(folder / file))
            if (const std::string said = describe(parseJsonFile(folder / file, limit), method); !said.empty()) return said;
    for (const auto& [name, tensor] : tensors)
        if (const std::string method = methodOf(tensors, name, tensor); !method.empty()) return method;
    for (const auto& [name, tensor] : tensors)
        if (isSmallFloat(tensor.type)) return std::string(plainName(tensor.type));
    return {};
}

void refuseQuantised(const std::string& quantisation) {
    if (!quantisation.empty()) throw Error("the weights are quantised (" + quantisation + "); open the unquantised checkpoint");
}

}  // namespace strato
