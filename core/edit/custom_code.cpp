#include "core/edit/custom_code.h"

#include <algorithm>
#include <set>

#include "core/base/error.h"
#include "core/model/families/family.h"
#include "core/model/weights.h"

namespace strato {

using nlohmann::ordered_json;

extern const char* const modelingTemplate;

namespace {

constexpr int sectionVersion = 1;
constexpr int mostMaps = 4096;

// The modules of a block by the names of its tensors: "model.layers.2.self_attn.o_proj" is of layer 2 of "model.layers", module "self_attn".
struct BlockModules {
    std::string layers, prefix;

    BlockModules(const Block& block, int number) {
        const std::string& name = block.attention.output.name;
        const std::string digits = "." + std::to_string(number) + ".";
        layers = name.substr(0, name.find(digits));
        prefix = layers + digits;
    }

    std::string of(const std::string& tensor) const {
        const std::string rest = tensor.substr(prefix.size());
        return rest.substr(0, rest.find('.'));
    }
};

// Where the half's output comes from, and the module whose input is the stream that the half reads.
struct HalfModules {
    std::string output, stream;
};

HalfModules halfModules(const Block& block, const BlockModules& modules, bool attention) {
    if (attention) {
        const std::string output = modules.of(block.attention.output.name);
        return {output, block.beforeAttention ? modules.of(block.beforeAttention->name) : output};
    }
    const std::string output = modules.of(block.mlp ? block.mlp->down.name : block.experts->router.name);
    if (block.beforeMlp) return {output, modules.of(block.beforeMlp->name)};
    if (block.parallel && block.beforeAttention) return {output, modules.of(block.beforeAttention->name)};
    return {output, block.mlp ? modules.of(block.mlp->up.name) : output};
}

// Modules that have no tensor any more without the half.
std::set<std::string> modulesRemoved(const Block& block, const BlockModules& modules, bool attention, const std::string& output) {
    std::set<std::string> removed;
    for (const TensorSpec& spec : tensorsOf(block)) removed.insert(modules.of(spec.name));
    for (const TensorSpec& spec : tensorsOf(block, {.attention = !attention, .mlp = attention})) removed.erase(modules.of(spec.name));
    removed.erase(output);
    return removed;
}

ordered_json orNull(int map) { return map == ReplacedHalf::nothing ? ordered_json() : ordered_json(map); }

ordered_json halfJson(const ReplacedHalf& half, const Block& block, const BlockModules& modules) {
    const HalfModules names = halfModules(block, modules, half.attention);
    return {{"layer", half.layer},
            {"half", half.attention ? "attention" : "mlp"},
            {"map", orNull(half.map)},
            {"module", names.output},
            {"stream", names.stream},
            {"removed", modulesRemoved(block, modules, half.attention, names.output)}};
}

}  // namespace

std::string modelingCode(const std::string& family) {
    const std::string place = "@FAMILY@";
    std::string code = modelingTemplate;
    return code.replace(code.find(place), place.size(), family);
}

ordered_json customConfig(const ordered_json& stock, const ModelDescription& edited, const EditedLayout& layout) {
    ordered_json config = stock;
    ordered_json section{{"version", sectionVersion},
                         {"family", stock.at("model_type")},
                         {"architecture", edited.architecture},
                         {"layers", BlockModules(edited.blocks.front(), 0).layers},
                         {"branch_scale", edited.blocks.front().branchScale},
                         {"maps", ordered_json::array()},
                         {"between", ordered_json::array()},
                         {"halves", ordered_json::array()}};
    for (const PlacedMap& placed : layout.maps) section["maps"].push_back(placed.map->rank);
    for (const MapBetween& between : layout.between) section["between"].push_back({{"before_layer", between.beforeLayer}, {"map", between.map}});
    for (const ReplacedHalf& half : layout.halves) {
        const Block& block = edited.blocks[static_cast<std::size_t>(half.layer)];
        section["halves"].push_back(halfJson(half, block, BlockModules(block, half.layer)));
    }
    const std::string module = std::string(modelingFileName).substr(0, std::string(modelingFileName).find('.'));
    config["model_type"] = customModelType;
    config["architectures"] = {"StratoscopeForCausalLM"};
    config["auto_map"] = {{"AutoConfig", module + ".StratoscopeConfig"}, {"AutoModelForCausalLM", module + ".StratoscopeForCausalLM"}};
    config["stratoscope"] = section;
    return config;
}

std::string mapTensorName(int map, const std::string& tensor) { return "stratoscope_maps." + std::to_string(map) + "." + tensor; }

WeightsFile mapsFile(const EditedLayout& layout) {
    WeightsFile file{.name = "stratoscope_maps.safetensors", .tensors = {}};
    file.metadata["stratoscope_maps"] = "x becomes x + x matrix + intercept, or x + x down up + intercept; rows are inputs";
    for (int m = 0; m < static_cast<int>(layout.maps.size()); ++m) {
        const PlacedMap& placed = layout.maps[static_cast<std::size_t>(m)];
        const AffineMap& map = *placed.map;
        file.metadata["stratoscope_maps." + std::to_string(m)] = placed.edits;
        const std::int64_t width = map.width, rank = map.rank;
        const auto add = [&](const std::string& name, const std::vector<float>& values, std::vector<std::int64_t> shape) {
            file.tensors.push_back({mapTensorName(m, name), StoredType::float32, std::move(shape), std::as_bytes(std::span(values))});
        };
        if (rank == 0) add("matrix", map.matrix, {width, width});
        else {
            add("down", map.down, {width, rank});
            add("up", map.up, {rank, width});
        }
        add("intercept", map.intercept, {width});
    }
    return file;
}

namespace {

// What the family's own reader wants.
JsonView stockConfigOf(const JsonView& config, const JsonView& section) {
    nlohmann::json stock = config.raw();
    stock["model_type"] = section.string("family");
    stock["architectures"] = {section.string("architecture")};
    stock.erase("auto_map");
    stock.erase("stratoscope");
    return {std::make_shared<const nlohmann::json>(std::move(stock)), config.where()};
}

ReplacedHalf readHalf(const JsonView& entry, int layers, int maps) {
    const std::string half = entry.string("half");
    if (half != "attention" && half != "mlp") entry.fail("'half' must be attention or mlp");
    return {.layer = entry.count("layer", 0, layers - 1),
            .attention = half == "attention",
            .map = entry.count("map", 0, maps - 1, ReplacedHalf::nothing)};
}

}  // namespace

CustomSection CustomSection::read(const JsonView& config) {
    const JsonView section = config.at("stratoscope");
    if (section.integer("version") != sectionVersion)
        section.fail("is of another version of Stratoscope; this one reads version " + std::to_string(sectionVersion));
    CustomSection read;
    read.description = describeModel(stockConfigOf(config, section));
    const int layers = read.description.layers();
    for (const JsonView& rank : section.elements("maps")) {
        if (rank.asInteger() < 0 || rank.asInteger() > read.description.hidden) rank.fail("must be a rank from 0 to the model's width");
        read.ranks.push_back(static_cast<int>(rank.asInteger()));
        if (read.ranks.size() > mostMaps) section.fail("has more maps than any model");
    }
    const int maps = static_cast<int>(read.ranks.size());
    for (const JsonView& entry : section.elements("between"))
        read.between.push_back({entry.count("before_layer", 0, layers), entry.count("map", 0, maps - 1)});
    for (const JsonView& entry : section.elements("halves")) {
        read.halves.push_back(readHalf(entry, layers, maps));
        BlockParts& parts = read.description.blocks[static_cast<std::size_t>(read.halves.back().layer)].parts;
        (read.halves.back().attention ? parts.attention : parts.mlp) = false;
    }
    return read;
}

}  // namespace strato
