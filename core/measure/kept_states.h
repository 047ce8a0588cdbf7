// The states of a finished depth in a file of their own, so that an analysis that was killed goes on from there.
//
//     KeptStates kept("opt.strato.states", name);
//     kept.save({7}, {pass.states()});
//     if (auto state = kept.load({7}, {pass.states()})) ...
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/layer_index.h"

namespace strato {

class KeptStates {
public:
    // `name` says of what analysis the states are: only a file of the same name is loaded.
    KeptStates(std::filesystem::path path, std::string name) : path_(std::move(path)), name_(std::move(name)) {}

    // Replaces the file as a whole or, where the disk is full or the folder read-only, does nothing: it only saves time. Buffers:
    // [tokens, hidden] float32.
    void save(StateIndex state, const std::vector<at::Tensor>& buffers) const;

    // Fills the buffers, which must have the sizes of those saved, and says which state they are; nothing where there is no
    // file of this analysis, or a damaged one, or one of a later depth than `most`.
    std::optional<StateIndex> load(StateIndex most, const std::vector<at::Tensor>& buffers) const;

private:
    std::filesystem::path path_;
    std::string name_;
};

}  // namespace strato
