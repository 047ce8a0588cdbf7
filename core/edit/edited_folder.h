// A model folder with the steps that run it: the blocks one after the other of a stock folder, and what the "stratoscope" section says of
// one with custom code, none of which is run.
//
//     const EditedFolder folder("smaller", compute);
//     runSteps(pass, folder.steps(), 0, job);         // a LayerPass over folder.decoder()
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "core/edit/custom_code.h"
#include "core/edit/edited_decoder.h"

namespace strato {

class EditedFolder {
public:
    // Reads config.json, the headers of the weights and the maps. Throws Error as Decoder does, and for a section or maps that don't fit.
    EditedFolder(const std::filesystem::path& folder, const Compute& compute);

    const Decoder& decoder() const { return *decoder_; }
    const std::vector<Step>& steps() const { return steps_; }
    // Those of one layer with the maps in front of it and, if it is the last one, behind it.
    std::vector<Step> stepsOfLayer(int layer) const;

private:
    std::shared_ptr<const AffineMap> readMap(int number, int rank) const;
    void takeSection(const CustomSection& section);

    std::unique_ptr<Decoder> decoder_;
    std::vector<Step> steps_;
};

// True if config.json has a section of ours. Throws Error if it can't be read.
bool isCustomFolder(const std::filesystem::path& folder);

}  // namespace strato
