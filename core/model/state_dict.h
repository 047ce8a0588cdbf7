// The meaning of a pickled state_dict: which tensors it names, and which part of which storage each of them is.
//
//     const PickleTree tree(bytes, stateDictGlobalNames(), "pytorch_model.bin");
//     visitStateDict(tree, "pytorch_model.bin", [&](const TensorView& view) { read(view); });
//
// The calls are those of torch/_utils.py (_rebuild_tensor_v2 and its kin) and torch/serialization.py (persistent_id), which are
// looked up, never run.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/pickle.h"
#include "core/model/stored_tensor.h"

namespace strato {

// What a persistent id stands for: bytes outside the pickle.
struct StorageName {
    std::string_view key;
    StoredType type = StoredType::uint8;
    std::int64_t elements = 0;
};

// Element [i, j, ...] of the tensor is element offset + i * strides[0] + j * strides[1] + ... of its storage. Nothing is checked yet.
struct TensorView {
    std::string name;
    StoredType type = StoredType::float32;
    StorageName storage;
    std::int64_t offset = 0;
    std::vector<std::int64_t> shape, strides;
};

// Visits every tensor of a dictionary, or of the one it holds as "state_dict", "model" or "module". Throws Error, starting with
// `where`, if there is none, and for tensors of a kind without storage of their own, such as quantised and sparse ones.
void visitStateDict(const PickleTree& tree, const std::string& where, const std::function<void(const TensorView&)>& visit);

// The storages that persistent ids name, in the order of the pickle.
std::vector<StorageName> storagesOf(const PickleTree& tree, const std::string& where);

}  // namespace strato
