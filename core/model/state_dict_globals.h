// The functions and classes of PyTorch that a pickled state_dict may name, and what each means to a reader that calls none.
//
//     if (stateDictGlobals()[value.global()].meaning == GlobalMeaning::tensor) ...
#pragma once

#include <string>
#include <vector>

#include "core/model/stored_tensor.h"

namespace strato {

enum class GlobalMeaning {
    dictionary,      // OrderedDict(), filled later
    tensor,          // (storage, offset, shape, strides, ...)
    tensorOfType,    // the same with a type as the 7th argument, over bytes
    parameter,       // (tensor, ...)
    subclass,        // (function, class, arguments of the function, attributes)
    size,            // (tuple of integers)
    storage,         // a class of storages, by the type of their elements
    type,            // a type of elements
    otherTensor,     // a tensor that is more than a part of a storage: quantised, sparse, ...
    inert            // what may stand beside tensors and is passed over
};

struct StateDictGlobal {
    std::string name;                        // "module.name"
    GlobalMeaning meaning;
    StoredType type = StoredType::uint8;     // of a storage or type
};

const std::vector<StateDictGlobal>& stateDictGlobals();
// Their names alone, in the same order: what a PickleTree is given.
const std::vector<std::string>& stateDictGlobalNames();

}  // namespace strato
