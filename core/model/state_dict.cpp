#include "core/model/state_dict.h"

#include <algorithm>
#include <optional>

#include "core/base/error.h"
#include "core/model/state_dict_globals.h"
#include "core/text/unicode.h"

namespace strato {

namespace {

class StateDict {
public:
    StateDict(const PickleTree& tree, const std::string& where) : tree_(tree), where_(where) {}

    void visit(const std::function<void(const TensorView&)>& visitor) const;
    StorageName storage(const PickleValue& id) const;

private:
    using Entries = std::vector<std::pair<PickleValue, PickleValue>>;

    static std::optional<StateDictGlobal> globalOf(const PickleValue& value) {
        if (!value.is(PickleKind::global)) return std::nullopt;
        return stateDictGlobals()[value.global()];
    }
    static std::optional<StateDictGlobal> calleeOf(const PickleValue& value) {
        if (!value.is(PickleKind::call)) return std::nullopt;
        return globalOf(value.callee());
    }
    static bool isTensor(const PickleValue& value);
    std::optional<Entries> entriesOf(const PickleValue& value) const;
    Entries tensors() const;
    TensorView view(const std::string& name, PickleValue value) const;
    std::vector<std::int64_t> integers(PickleValue value) const;
    [[noreturn]] void fail(const std::string& complaint) const { throw Error(where_ + " " + complaint); }

    const PickleTree& tree_;
    const std::string& where_;
};

constexpr std::size_t longestName = 1024;

bool StateDict::isTensor(const PickleValue& value) {
    const auto callee = calleeOf(value);
    if (!callee) return false;
    const GlobalMeaning meaning = callee->meaning;
    return meaning == GlobalMeaning::tensor || meaning == GlobalMeaning::tensorOfType || meaning == GlobalMeaning::parameter ||
           meaning == GlobalMeaning::subclass || meaning == GlobalMeaning::otherTensor;
}

// Python 3 fills an OrderedDict after its call; Python 2 called it with a list of [key, value].
std::optional<StateDict::Entries> StateDict::entriesOf(const PickleValue& value) const {
    if (value.is(PickleKind::dictionary)) return value.entries();
    const auto callee = calleeOf(value);
    if (!callee || callee->meaning != GlobalMeaning::dictionary) return std::nullopt;
    const PickleValue arguments = value.arguments();
    if (arguments.size() == 0) return value.entries();
    Entries result;
    for (const auto& [unused, item] : arguments[0].entries()) {
        const Entries pair = item.entries(3);
        if (pair.size() != 2) fail("holds an OrderedDict of what are no pairs; the file is damaged");
        result.emplace_back(pair[0].second, pair[1].second);
    }
    return result;
}

StateDict::Entries StateDict::tensors() const {
    const auto root = entriesOf(tree_.root());
    if (!root) fail("holds no dictionary of tensors; save the model's state_dict()");
    const auto holdsTensor = [](const Entries& entries) {
        return std::any_of(entries.begin(), entries.end(), [](const auto& entry) { return isTensor(entry.second); });
    };
    if (holdsTensor(*root)) return *root;
    for (const auto& [key, value] : *root) {
        if (!key.is(PickleKind::text) || (key.text() != "state_dict" && key.text() != "model" && key.text() != "module")) continue;
        if (auto inner = entriesOf(value); inner && holdsTensor(*inner)) return *inner;
    }
    fail("holds no tensor; save the model's state_dict()");
}

void StateDict::visit(const std::function<void(const TensorView&)>& visitor) const {
    for (const auto& [key, value] : tensors()) {
        if (!isTensor(value)) continue;
        if (!key.is(PickleKind::text) || key.text().size() > longestName || replaceInvalid(key.text()) != key.text())
            fail("names a tensor by what is no short text; the file is damaged");
        visitor(view(std::string(key.text()), value));
    }
}

TensorView StateDict::view(const std::string& name, PickleValue value) const {
    const auto damaged = [&] { fail("describes the tensor '" + name + "' as no version of PyTorch does; the file is damaged"); };
    PickleValue arguments = value.arguments();
    std::optional<StateDictGlobal> callee = calleeOf(value);
    // A parameter is a tensor with a flag, a subclass one with attributes; either may wrap the other.
    for (int wraps = 0; wraps < 4 && callee; ++wraps) {
        if (callee->meaning == GlobalMeaning::parameter && arguments.size() >= 1 && isTensor(arguments[0])) {
            callee = calleeOf(arguments[0]);
            arguments = arguments[0].arguments();
        } else if (callee->meaning == GlobalMeaning::subclass && arguments.size() >= 3 && arguments[2].is(PickleKind::tuple)) {
            callee = globalOf(arguments[0]);
            arguments = arguments[2];
        }
    }
    if (callee && callee->meaning == GlobalMeaning::otherTensor)
        fail("holds a tensor '" + name + "' saved by '" + callee->name + "', so it is quantised, sparse or without data; save it as a plain tensor");
    const bool typed = callee && callee->meaning == GlobalMeaning::tensorOfType;
    if (!callee || (callee->meaning != GlobalMeaning::tensor && !typed) || arguments.size() < (typed ? 7 : 4)) damaged();
    if (!arguments[0].is(PickleKind::persistent) || !arguments[1].is(PickleKind::integer)) damaged();
    TensorView result{name, StoredType::uint8, storage(arguments[0]), arguments[1].integer(), integers(arguments[2]), integers(arguments[3])};
    result.type = result.storage.type;
    if (!typed) return result;
    const auto type = globalOf(arguments[6]);
    if (!type || type->meaning != GlobalMeaning::type) damaged();
    result.type = type->type;
    return result;
}

// ("storage", type, key, location, elements), and in the legacy form what part of another storage it is, or None.
StorageName StateDict::storage(const PickleValue& id) const {
    const PickleValue parts = id.arguments();
    const auto damaged = [&] { fail("names a storage as no version of PyTorch does; the file is damaged"); };
    if (!parts.is(PickleKind::tuple) || parts.size() < 5 || !parts[0].is(PickleKind::text) || parts[0].text() != "storage") damaged();
    if (!parts[2].is(PickleKind::text) || parts[2].text().size() > longestName || !parts[4].is(PickleKind::integer)) damaged();
    const auto type = globalOf(parts[1]);
    if (!type) damaged();
    if (type->meaning != GlobalMeaning::storage)
        fail("holds a '" + type->name + "', a type this program doesn't read; convert it to float32, float16 or bfloat16");
    if (parts.size() > 5 && !parts[5].is(PickleKind::none))
        fail("holds a storage that is part of another; save it again with PyTorch 1.6 or newer");
    return {parts[2].text(), type->type, parts[4].integer()};
}

std::vector<std::int64_t> StateDict::integers(PickleValue value) const {
    if (const auto callee = calleeOf(value); callee && callee->meaning == GlobalMeaning::size && value.arguments().size() == 1)
        value = value.arguments()[0];
    if (!value.is(PickleKind::tuple) || value.size() > maxDimensions) fail("holds a tensor whose shape is none, or has too many dimensions");
    std::vector<std::int64_t> result;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (!value[i].is(PickleKind::integer)) fail("holds a tensor whose shape is none; the file is damaged");
        result.push_back(value[i].integer());
    }
    return result;
}

}  // namespace

void visitStateDict(const PickleTree& tree, const std::string& where, const std::function<void(const TensorView&)>& visit) {
    StateDict(tree, where).visit(visit);
}

std::vector<StorageName> storagesOf(const PickleTree& tree, const std::string& where) {
    std::vector<StorageName> names;
    const StateDict dict(tree, where);
    for (const PickleValue& id : tree.persistentIds()) names.push_back(dict.storage(id));
    return names;
}

}  // namespace strato
