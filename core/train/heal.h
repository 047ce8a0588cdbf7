// Healing: the maps of a plan, trained by layer-wise distillation so that the edited decoder follows the unedited one (Razzhigaev et al.,
// ACL 2024, section 5). Everything else stays frozen, so what is healed can be exported like what was fitted; unless the blocks are asked to learn
// too, as pruned models are healed elsewhere (Gromov et al., arXiv 2403.17887, section 3.2).
//
// What it can and cannot gain: a single map that least squares fitted on the very states it reads is at the minimum of the states' error
// already. There is something to gain where several edits follow each other (fits beside each other know nothing of the states that
// earlier edits change, and fits in sequence don't look ahead), where there is more text than the fit had, and from the divergence at the
// output, which weighs the directions that matter for the next token.
//
//     WindowSplit texts = splitWindows(std::move(windows), 0.1);
//     HealResult healed = heal(decoder, plan, fitter.mapsOf(plan, job), texts, {.kl = 1}, {.path = "smaller.heal"}, job);
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/base/job_context.h"
#include "core/edit/edited_decoder.h"
#include "core/train/heal_settings.h"
#include "core/train/window_batches.h"

namespace strato {

struct HealResult {
    PlanMaps maps;                     // after the best validation; those it began with, if none was better
    TensorReplacements blocks;         // likewise, where blocks learn: their tensors by name, in the checkpoint's types
    std::vector<HealPoint> curve;      // from step 0 on
    int bestStep = 0;                  // 0: nothing was better than the start
    std::int64_t parameters = 0;       // that learnt
    std::string stopped;               // "steps", or "early" where patience ended
};

// Told on the way; either may be empty.
struct HealListener {
    std::function<void(const HealPoint&)> measured = {};       // every point of the curve, a resumed training's earlier ones too
    std::function<void(const PlanMaps&)> stopped = {};         // the best maps so far, if it is stopped after one was better than the start
};

// Throws UsageError for a plan with nothing that could be trained.
void requireTrainable(const Plan& plan, bool trainBlocks);

// Where training is kept while it lasts.
struct HealStorage {
    std::filesystem::path path;        // of the checkpoint; empty: none is kept
    bool resume = false;               // go on from it
    double everySeconds = 30;
};

// AdamW without decay, on the mean over depths of ||y - x||^2 (y the edited stream, x the unedited one, distillation.h), as a share of the
// variance of x, plus settings.kl times KL(unedited || edited). Training text in a new order each time round; the validation text is
// measured twenty times on the way. Holds all weights in memory. Stopped, it keeps the checkpoint, and resumed from there it ends with the
// same maps, bit for bit (on the same machine with as many threads). The checkpoint stays until the caller has done what it wants with the
// result. Throws UsageError for a plan without maps or settings that make no sense, Error where training diverges, Cancelled.
HealResult heal(const Decoder& decoder, const Plan& plan, const PlanMaps& start, const WindowSplit& texts, const HealSettings& settings,
                const HealStorage& storage, const JobContext& job, const HealListener& listener = {});

}  // namespace strato
