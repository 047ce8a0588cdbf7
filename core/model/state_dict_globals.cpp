#include "core/model/state_dict_globals.h"

#include <array>

namespace strato {

namespace {

struct TypeNames {
    StoredType type;
    const char *storage, *name;            // "torch.FloatStorage", "torch.float32"
};

constexpr std::array<TypeNames, 19> typeNames{{{StoredType::float64, "DoubleStorage", "float64"},
                                               {StoredType::float32, "FloatStorage", "float32"},
                                               {StoredType::float16, "HalfStorage", "float16"},
                                               {StoredType::bfloat16, "BFloat16Storage", "bfloat16"},
                                               {StoredType::int64, "LongStorage", "int64"},
                                               {StoredType::int32, "IntStorage", "int32"},
                                               {StoredType::int16, "ShortStorage", "int16"},
                                               {StoredType::int8, "CharStorage", "int8"},
                                               {StoredType::uint8, "ByteStorage", "uint8"},
                                               {StoredType::boolean, "BoolStorage", "bool"},
                                               {StoredType::complex64, "ComplexFloatStorage", "complex64"},
                                               {StoredType::uint16, nullptr, "uint16"},
                                               {StoredType::uint32, nullptr, "uint32"},
                                               {StoredType::uint64, nullptr, "uint64"},
                                               {StoredType::float8E4m3, nullptr, "float8_e4m3fn"},
                                               {StoredType::float8E5m2, nullptr, "float8_e5m2"},
                                               {StoredType::float8E4m3Fnuz, nullptr, "float8_e4m3fnuz"},
                                               {StoredType::float8E5m2Fnuz, nullptr, "float8_e5m2fnuz"},
                                               {StoredType::float8E8m0, nullptr, "float8_e8m0fnu"}}};

struct FunctionName {
    const char* name;
    GlobalMeaning meaning;
};

constexpr FunctionName functionNames[] = {
    {"collections.OrderedDict", GlobalMeaning::dictionary},
    {"torch._utils._rebuild_tensor", GlobalMeaning::tensor},
    {"torch._utils._rebuild_tensor_v2", GlobalMeaning::tensor},
    {"torch._utils._rebuild_tensor_v3", GlobalMeaning::tensorOfType},
    {"torch._utils._rebuild_parameter", GlobalMeaning::parameter},
    {"torch._utils._rebuild_parameter_with_state", GlobalMeaning::parameter},
    {"torch.nn.parameter.Parameter", GlobalMeaning::parameter},
    {"torch._tensor._rebuild_from_type_v2", GlobalMeaning::subclass},
    {"torch.tensor._rebuild_from_type_v2", GlobalMeaning::subclass},
    {"torch.Size", GlobalMeaning::size},
    {"torch.storage.UntypedStorage", GlobalMeaning::storage},
    {"torch.storage._UntypedStorage", GlobalMeaning::storage},
    {"torch._utils._rebuild_qtensor", GlobalMeaning::otherTensor},
    {"torch._utils._rebuild_sparse_tensor", GlobalMeaning::otherTensor},
    {"torch._utils._rebuild_sparse_csr_tensor", GlobalMeaning::otherTensor},
    {"torch._utils._rebuild_nested_tensor", GlobalMeaning::otherTensor},
    {"torch._utils._rebuild_meta_tensor_no_storage", GlobalMeaning::otherTensor},
    {"torch._utils._rebuild_wrapper_subclass", GlobalMeaning::otherTensor},
    {"torch._utils._rebuild_device_tensor_from_numpy", GlobalMeaning::otherTensor},
    {"torch._utils._rebuild_device_tensor_from_cpu_tensor", GlobalMeaning::otherTensor},
};

// What those are called with, and what state_dicts hold beside tensors.
constexpr const char* inertNames[] = {
    "torch.Tensor", "torch.device", "torch.serialization._get_layout", "torch.per_tensor_affine", "torch.per_tensor_symmetric",
    "torch.per_channel_affine", "torch.per_channel_symmetric", "torch.complex32", "torch.complex128", "torch.qint8",
    "torch.qint32", "torch.quint8", "torch.QInt8Storage", "torch.QInt32Storage", "torch.QUInt8Storage",
    "torch.ComplexDoubleStorage", "_codecs.encode", "builtins.set", "builtins.bytearray", "builtins.complex", "__builtin__.set",
    "__builtin__.bytearray", "collections.Counter", "collections.defaultdict"};

}  // namespace

const std::vector<StateDictGlobal>& stateDictGlobals() {
    static const std::vector<StateDictGlobal> table = [] {
        std::vector<StateDictGlobal> rows;
        for (const FunctionName& row : functionNames) rows.push_back({row.name, row.meaning});
        for (const char* name : inertNames) rows.push_back({name, GlobalMeaning::inert});
        for (const TypeNames& row : typeNames) {
            rows.push_back({std::string("torch.") + row.name, GlobalMeaning::type, row.type});
            if (!row.storage) continue;
            rows.push_back({std::string("torch.") + row.storage, GlobalMeaning::storage, row.type});
            rows.push_back({std::string("torch.cuda.") + row.storage, GlobalMeaning::storage, row.type});
        }
        return rows;
    }();
    return table;
}

const std::vector<std::string>& stateDictGlobalNames() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> list;
        for (const StateDictGlobal& global : stateDictGlobals()) list.push_back(global.name);
        return list;
    }();
    return names;
}

}  // namespace strato
