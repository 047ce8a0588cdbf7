// Export of a plan whose blocks were trained: their tensors are too large for the run file, so they go from training to the folder.
//
//     ExportReport report = exportTrained(request, {healed.maps, healed.blocks, outcome}, job);
#pragma once

#include "core/edit/edited_decoder.h"
#include "core/evaluate/quality.h"
#include "core/runs/publish.h"

namespace strato {

struct TrainedPlan {
    const PlanMaps& maps;
    const TensorReplacements& blocks;      // by name, in the checkpoint's types
    const Outcome& outcome;                // as measured, for the model card
};

// As exportPlan(), with what training made of the plan. `request.run` gives the texts of the comparison.
ExportReport exportTrained(const ExportRequest& request, const TrainedPlan& trained, const JobContext& job);

}  // namespace strato
