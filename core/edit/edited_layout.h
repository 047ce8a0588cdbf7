// Steps as the layers of a folder: the blocks that are left, renumbered, and where the maps stand between and in them.
//
//     EditedLayout layout = layoutOf(decoder.description(), steps);
//     layout.between[0];     // {.beforeLayer = 3, .map = 0}: x becomes x + maps[0].map(x) in front of layer 3
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/edit/edited_decoder.h"

namespace strato {

struct MapBetween {
    int beforeLayer = 0;               // new number; the number of layers: behind the last one
    int map = 0;
};

// Attention or MLP of a layer that adds a map of the stream instead, or nothing.
struct ReplacedHalf {
    static constexpr int nothing = -1;
    int layer = 0;                     // new number
    bool attention = false;
    int map = nothing;
};

struct PlacedMap {
    std::shared_ptr<const AffineMap> map;
    std::string edits;                 // the texts of the edits it comes from
};

struct EditedLayout {
    std::vector<Step> layers;          // the steps that still compute a block or a half of one
    std::vector<PlacedMap> maps;
    std::vector<MapBetween> between;
    std::vector<ReplacedHalf> halves;

    bool isStock() const { return maps.empty() && halves.empty(); }
    std::vector<BlockIndex> kept() const;  // original numbers of `layers`
};

// A block both of whose halves are replaced becomes maps between layers.
EditedLayout layoutOf(const ModelDescription& model, const std::vector<Step>& steps);

}  // namespace strato
