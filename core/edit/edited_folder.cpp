#include "core/edit/edited_folder.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "core/base/atomic_output.h"
#include "core/base/error.h"

namespace strato {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t configLimit = std::size_t{16} << 20;

bool hasSection(const JsonView& config) { return config.string("model_type", "") == customModelType; }

}  // namespace

bool isCustomFolder(const fs::path& folder) { return hasSection(parseJsonFile(folder / "config.json", configLimit)); }

EditedFolder::EditedFolder(const fs::path& folder, const Compute& compute) {
    const std::string text = readTextFile(folder / "config.json", configLimit);
    const JsonView config = parseJson(text, "config.json");
    if (!hasSection(config)) {
        decoder_ = std::make_unique<Decoder>(folder, compute);
        steps_ = stepsOf({}, *decoder_, {});
        return;
    }
    const CustomSection section = CustomSection::read(config);
    decoder_ = std::make_unique<Decoder>(folder, section.description, text, compute);
    takeSection(section);
}

void EditedFolder::takeSection(const CustomSection& section) {
    std::vector<std::shared_ptr<const AffineMap>> maps;
    for (std::size_t m = 0; m < section.ranks.size(); ++m) maps.push_back(readMap(static_cast<int>(m), section.ranks[m]));
    for (int l = 0; l <= decoder_->layers(); ++l) {
        const BlockSpan here{{l}, {l}};
        for (const MapBetween& between : section.between)
            if (between.beforeLayer == l) steps_.push_back({.span = here, .map = maps[static_cast<std::size_t>(between.map)]});
        if (l == decoder_->layers()) break;
        Step layer{.span = here, .parts = section.description.blocks[static_cast<std::size_t>(l)].parts};
        for (const ReplacedHalf& half : section.halves)
            if (half.layer == l && half.map != ReplacedHalf::nothing)
                (half.attention ? layer.attentionMap : layer.mlpMap) = maps[static_cast<std::size_t>(half.map)];
        steps_.push_back(layer);
    }
}

std::vector<Step> EditedFolder::stepsOfLayer(int layer) const {
    std::vector<Step> steps;
    for (const Step& step : steps_)
        if (std::min(step.span.first.value, decoder_->layers() - 1) == layer) steps.push_back(step);
    return steps;
}

std::shared_ptr<const AffineMap> EditedFolder::readMap(int number, int rank) const {
    const std::int64_t width = decoder_->hidden();
    const auto read = [&](const std::string& part, const std::vector<std::int64_t>& shape) {
        const std::string name = mapTensorName(number, part);
        const StoredTensor* stored = decoder_->checkpoint().find(name);
        if (!stored || stored->shape != shape)
            throw Error("'" + decoder_->folder().string() + "': tensor '" + name + "' is missing or has another shape than config.json says");
        const at::Tensor values = decoder_->stored(name).to(at::kFloat).contiguous();
        const float* data = values.data_ptr<float>();
        return std::vector<float>(data, data + values.numel());
    };
    auto map = std::make_shared<AffineMap>();
    map->width = decoder_->hidden();
    map->rank = rank;
    if (rank == 0) map->matrix = read("matrix", {width, width});
    else {
        map->down = read("down", {width, rank});
        map->up = read("up", {rank, width});
    }
    map->intercept = read("intercept", {width});
    return map;
}

}  // namespace strato
