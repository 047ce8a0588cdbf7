#include "core/model/decoder.h"

#include <algorithm>
#include <cstring>

#include <dlfcn.h>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/base/atomic_output.h"
#include "core/base/error.h"
#include "core/base/json_view.h"
#include "core/model/embedding.h"
#include "core/model/families/family.h"
#include "core/model/head.h"
#include "core/model/quantisation.h"
#include "core/model/threads.h"

namespace strato {

namespace {

at::ScalarType scalarType(StoredType type) {
    switch (type) {
        case StoredType::float64: return at::kDouble;
        case StoredType::float32: return at::kFloat;
        case StoredType::float16: return at::kHalf;
        case StoredType::bfloat16: return at::kBFloat16;
        default: throw Error("a weight is stored as integers, which no supported family has");
    }
}

at::ScalarType resolveType(const std::string& name, const at::Device& device, const std::string& stored, int width) {
    if (name == "auto") return device.is_cpu() && stored == "bfloat16" && multipliesBfloat16Faster(width) ? at::kBFloat16 : at::kFloat;
    if (name == "float32") return at::kFloat;
    if (name == "bfloat16") return at::kBFloat16;
    if (name != "float16") throw UsageError("dtype '" + name + "' is unknown; use auto, float32, bfloat16 or float16");
    if (device.is_cpu()) throw Error("dtype float16 can't be computed on the CPU by LibTorch; use float32 or bfloat16");
    return at::kHalf;
}

// The tensor where it lies in the map: nothing is read yet. A copy if it lies where its type can't be read.
at::Tensor mapped(const StoredTensor& stored) {
    const auto options = at::TensorOptions().dtype(scalarType(stored.type));
    if (stored.isAligned()) return at::from_blob(const_cast<std::byte*>(stored.bytes.data()), stored.shape, options);
    const at::Tensor copy = at::empty(stored.shape, options);
    std::memcpy(copy.data_ptr(), stored.bytes.data(), stored.bytes.size());
    stored.release();
    return copy;
}

// Some rows of a matrix [n, width]; of the others nothing is read. Picked as bytes, which may lie anywhere.
at::Tensor rowsOf(const StoredTensor& matrix, const at::Tensor& ids) {
    const std::int64_t rowBytes = static_cast<std::int64_t>(storedBytes(matrix.type)) * matrix.shape[1];
    const at::Tensor bytes = at::from_blob(const_cast<std::byte*>(matrix.bytes.data()), {matrix.shape[0], rowBytes}, at::kByte);
    return at::index_select(bytes, 0, ids).view(scalarType(matrix.type));
}

std::string shapeText(const std::vector<std::int64_t>& shape) {
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i) text += (i ? ", " : "") + std::to_string(shape[i]);
    return text + "]";
}

// LibTorch's library for CUDA is loaded at the first question, where there is one: who computes on the processor doesn't wait for it,
// and does without the libraries of NVIDIA that it needs.
bool hasCuda() {
    static const void* library = dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL);
    return library && at::hasCUDA();
}

constexpr std::size_t configLimit = std::size_t{16} << 20;

std::string joinProblems(const std::vector<std::string>& problems) {
    std::string text;
    const std::size_t shown = std::min<std::size_t>(problems.size(), 4);
    for (std::size_t i = 0; i < shown; ++i) text += (i ? "; " : "") + problems[i];
    if (problems.size() > shown) text += "; and " + std::to_string(problems.size() - shown) + " more";
    return text;
}

}  // namespace

TensorNaming namingOf(const ModelDescription& model) {
    return {.prefix = model.prefix, .outside = {model.head.matrix, model.head.bias}, .renames = model.renames};
}

at::Device resolveDevice(const std::string& name) {
    if (name == "auto") return hasCuda() ? at::Device(at::kCUDA, 0) : at::Device(at::kCPU);
    if (name == "cpu") return at::kCPU;
    if (!name.starts_with("cuda")) throw UsageError("device '" + name + "' is unknown; use auto, cpu, cuda or cuda:N");
    if (!hasCuda()) throw Error("device '" + name + "' is not available: this build of LibTorch has no CUDA or finds no card; compute on the processor instead (--device cpu)");
    try {
        const at::Device device(name);
        return device.has_index() ? device : at::Device(at::kCUDA, 0);
    } catch (const std::exception&) {
        throw UsageError("device '" + name + "' is unknown; use auto, cpu, cuda or cuda:N");
    }
}

Decoder::Decoder(const std::filesystem::path& folder, const Compute& compute)
    : Decoder(folder, readTextFile(folder / "config.json", configLimit), compute) {}

Decoder::Decoder(const std::filesystem::path& folder, const std::string& config, const Compute& compute)
    : Decoder(folder, describeModel(parseJson(config, "config.json")), config, compute) {}

Decoder::Decoder(const std::filesystem::path& folder, ModelDescription description, std::string config, const Compute& compute)
    : folder_(folder),
      configText_(std::move(config)),
      description_(std::move(description)),
      checkpoint_(Checkpoint::open(folder, namingOf(description_))),
      device_(resolveDevice(compute.device)) {
    const CheckpointReview review = reviewCheckpoint(description_, checkpoint_);
    if (!review.problems.empty()) throw Error("'" + folder.string() + "' doesn't fit its config.json: " + joinProblems(review.problems));
    setThreads(compute.threads);
    dtype_ = resolveType(compute.dtype, device_, review.dtype, description_.hidden);
    forEachTensor(description_, embedding_, [&](const TensorSpec& spec, at::Tensor& slot) {
        if (spec.name == description_.embedding.positions) slot = mapped(*checkpoint_.find(spec.name));
        else if (spec.name != description_.embedding.tokens) slot = load(spec);
    });
    forEachTensor(description_, head_, [&](const TensorSpec& spec, at::Tensor& slot) {
        if (spec.name != description_.head.matrix) slot = load(spec);
    });
}

std::string Decoder::fingerprint() const { return checkpoint_.fingerprint(configText_); }
std::string Decoder::deviceName() const { return device_.str(); }
std::string Decoder::dtypeName() const {
    return dtype_ == at::kFloat ? "float32" : dtype_ == at::kBFloat16 ? "bfloat16" : "float16";
}

at::Tensor Decoder::load(const TensorSpec& spec) const {
    const StoredTensor& stored = *checkpoint_.find(spec.name);
    const at::Tensor view = mapped(stored);
    const at::Tensor loaded = spec.ofExpert ? view.to(device_) : view.to(device_, dtype_);
    if (loaded.data_ptr() != view.data_ptr()) stored.release();
    return loaded;
}

BlockWeights Decoder::loadBlock(BlockIndex block, const TensorReplacements& replacements) const {
    BlockWeights weights;
    forEachTensor(description_.blocks.at(static_cast<std::size_t>(block.value)), weights, [&](const TensorSpec& spec, at::Tensor& slot) {
        const auto replacement = replacements.find(spec.name);
        if (replacement == replacements.end()) slot = load(spec);
        else slot = spec.ofExpert ? replacement->second.to(device_) : replacement->second.to(device_, dtype_);
    });
    return weights;
}

at::Tensor Decoder::stored(const std::string& name) const { return mapped(checkpoint_.tensors().at(name)); }

void Decoder::releaseBlock(BlockIndex block) const {
    for (const TensorSpec& spec : tensorsOf(description_.blocks.at(static_cast<std::size_t>(block.value))))
        checkpoint_.find(spec.name)->release();
}

void Decoder::prefetchBlock(BlockIndex block) const {
    std::vector<const StoredTensor*> tensors;
    for (const TensorSpec& spec : tensorsOf(description_.blocks.at(static_cast<std::size_t>(block.value)))) tensors.push_back(checkpoint_.find(spec.name));
    prefetching_ = std::jthread([tensors = std::move(tensors)](const std::stop_token& ended) {
        for (const StoredTensor* tensor : tensors)
            if (!ended.stop_requested()) tensor->prefetch();
    });
}

at::Tensor Decoder::embed(const at::Tensor& ids, const Batch& batch) const {
    const at::NoGradGuard noGradients;
    if (ids.numel() > 0 && (ids.min().item<std::int64_t>() < 0 || ids.max().item<std::int64_t>() >= description_.vocabulary))
        throw Error("token id " + std::to_string(ids.min().item<std::int64_t>() < 0 ? ids.min().item<std::int64_t>() : ids.max().item<std::int64_t>()) +
                    " is outside the model's vocabulary of " + std::to_string(description_.vocabulary) +
                    "; the tokeniser or the ids belong to another model");
    return stateOfTokens(description_, embedding_, rowsOf(*checkpoint_.find(description_.embedding.tokens), ids).to(device_, dtype_), batch);
}

at::Tensor Decoder::lastState(const at::Tensor& x) const {
    const at::Tensor state = x.to(device_, dtype_);
    return description_.head.lastStateUnnormed ? state : headInput(description_.head, head_, state);
}

void Decoder::releaseEmbedding() const { checkpoint_.find(description_.embedding.tokens)->release(); }

at::Tensor Decoder::outputMatrix() const {
    constexpr std::int64_t conversionLimit = std::int64_t{1} << 30;
    const at::Tensor matrix = mapped(*checkpoint_.find(description_.head.tied ? description_.embedding.tokens : description_.head.matrix));
    const bool convert = matrix.numel() * static_cast<std::int64_t>(at::elementSize(dtype_)) <= conversionLimit;
    return convert ? matrix.to(device_, dtype_) : matrix;
}

at::Tensor Decoder::logits(const at::Tensor& x, const at::Tensor& outputMatrix) const {
    const at::NoGradGuard noGradients;
    const at::Tensor input = headInput(description_.head, head_, x.to(device_, dtype_));
    if (outputMatrix.scalar_type() == dtype_ && outputMatrix.device() == device_)
        return logitsOf(description_.head, head_, at::mm(input, outputMatrix.t()).to(at::kFloat));
    constexpr std::int64_t slice = 8192;
    const at::Tensor result = at::empty({x.size(0), description_.vocabulary}, at::TensorOptions().dtype(at::kFloat).device(device_));
    for (std::int64_t begin = 0; begin < description_.vocabulary; begin += slice) {
        const std::int64_t count = std::min<std::int64_t>(slice, description_.vocabulary - begin);
        result.narrow(1, begin, count).copy_(at::mm(input, outputMatrix.narrow(0, begin, count).to(device_, dtype_).t()));
    }
    return logitsOf(description_.head, head_, result);
}

namespace {

bool isBuffer(const std::string& name) {
    // Causal masks and tables of positions that old checkpoints carry; they are always recomputed.
    for (const char* ending : {".attn.bias", ".attn.masked_bias", ".attention.bias", ".attention.masked_bias", ".attn.attention.bias",
                               ".attn.attention.masked_bias", ".attn.causal_mask", ".inv_freq", ".attn.embed_positions", ".embed_positions.weights", "decoder.version"})
        if (name.ends_with(ending)) return true;
    return false;
}

bool belongsElsewhere(const ModelDescription& model, const std::string& name) {
    return std::any_of(model.otherParts.begin(), model.otherParts.end(), [&](const std::string& part) { return name.starts_with(part); });
}

bool isFloating(StoredType type) {
    return type == StoredType::float64 || type == StoredType::float32 || type == StoredType::float16 || type == StoredType::bfloat16;
}

}  // namespace

CheckpointReview reviewCheckpoint(const ModelDescription& model, const Checkpoint& checkpoint) {
    refuseQuantised(checkpoint.quantisation());
    CheckpointReview review;
    std::map<std::string, bool> used;
    for (const TensorSpec& spec : tensorsOf(model)) {
        used[spec.name] = true;
        const StoredTensor* stored = checkpoint.find(spec.name);
        if (!stored) review.problems.push_back("tensor '" + spec.name + "' is missing");
        else if (stored->shape != spec.shape)
            review.problems.push_back("tensor '" + spec.name + "' is " + shapeText(stored->shape) + " instead of " + shapeText(spec.shape));
        else if (!isFloating(stored->type))
            review.problems.push_back("tensor '" + spec.name + "' is stored as " + std::string(plainName(stored->type)) + ": quantised weights can't be read");
        else {
            review.parameters += spec.elements();
            review.bytes += static_cast<std::int64_t>(stored->bytes.size());
        }
    }
    for (const Block& block : model.blocks) {
        std::int64_t bytes = 0;
        for (const TensorSpec& spec : tensorsOf(block))
            if (const StoredTensor* stored = checkpoint.find(spec.name)) {
                bytes += static_cast<std::int64_t>(stored->bytes.size());
                if (review.dtype.empty() && stored->shape.size() == 2) review.dtype = plainName(stored->type);
            }
        review.largestBlockBytes = std::max(review.largestBlockBytes, bytes);
    }
    for (const auto& [name, stored] : checkpoint.tensors())
        if (!used.contains(name) && !isBuffer(name) && name != model.head.matrix && !belongsElsewhere(model, name))
            review.warnings.push_back("tensor '" + name + "' has no use in this family and is ignored");
    return review;
}

}  // namespace strato
