#include "core/edit/edited_layout.h"

namespace strato {

namespace {

// down up in float64.
std::vector<double> fullMatrix(const AffineMap& map) {
    if (map.rank == 0) return {map.matrix.begin(), map.matrix.end()};
    const auto width = static_cast<std::size_t>(map.width), rank = static_cast<std::size_t>(map.rank);
    std::vector<double> matrix(width * width, 0);
    for (std::size_t i = 0; i < width; ++i)
        for (std::size_t r = 0; r < rank; ++r)
            for (std::size_t j = 0; j < width; ++j) matrix[i * width + j] += static_cast<double>(map.down[i * rank + r]) * map.up[r * width + j];
    return matrix;
}

// Two maps of the same stream whose corrections are added.
std::shared_ptr<const AffineMap> sumOf(const AffineMap& one, const AffineMap& other) {
    auto sum = std::make_shared<AffineMap>();
    sum->width = one.width;
    const std::vector<double> first = fullMatrix(one), second = fullMatrix(other);
    for (std::size_t i = 0; i < first.size(); ++i) sum->matrix.push_back(static_cast<float>(first[i] + second[i]));
    for (std::size_t i = 0; i < one.intercept.size(); ++i) sum->intercept.push_back(one.intercept[i] + other.intercept[i]);
    return sum;
}

class Layout {
public:
    explicit Layout(const ModelDescription& model) : model_(model) {}

    void take(const Step& step) {
        if (step.map) putBetween(step.map, step);
        else if (step.parts.attention || step.parts.mlp) keep(step);
        else if (step.attentionMap && step.mlpMap && model_.blocks[static_cast<std::size_t>(step.span.first.value)].parallel)
            putBetween(sumOf(*step.attentionMap, *step.mlpMap), step);
        else
            for (const auto& map : {step.attentionMap, step.mlpMap})
                if (map) putBetween(map, step);
    }

    EditedLayout layout;

private:
    int add(const std::shared_ptr<const AffineMap>& map, const Step& step) {
        if (!map) return ReplacedHalf::nothing;
        const std::string& edits = step.edits;
        layout.maps.push_back({map, edits.ends_with(',') ? edits.substr(0, edits.size() - 1) : edits});
        return static_cast<int>(layout.maps.size()) - 1;
    }

    void putBetween(const std::shared_ptr<const AffineMap>& map, const Step& step) {
        const int number = add(map, step);
        layout.between.push_back({static_cast<int>(layout.layers.size()), number});
    }

    void keep(const Step& step) {
        const int layer = static_cast<int>(layout.layers.size());
        layout.layers.push_back(step);
        if (!step.parts.attention) layout.halves.push_back({layer, true, add(step.attentionMap, step)});
        if (!step.parts.mlp) layout.halves.push_back({layer, false, add(step.mlpMap, step)});
    }

    const ModelDescription& model_;
};

}  // namespace

std::vector<BlockIndex> EditedLayout::kept() const {
    std::vector<BlockIndex> blocks;
    for (const Step& layer : layers) blocks.push_back(layer.span.first);
    return blocks;
}

EditedLayout layoutOf(const ModelDescription& model, const std::vector<Step>& steps) {
    Layout layout(model);
    for (const Step& step : steps) layout.take(step);
    return std::move(layout.layout);
}

}  // namespace strato
