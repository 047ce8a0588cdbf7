// What a folder can hold of a plan, said before anything is measured: the reason in one line, and the nearest plan that fits.
//
//     std::string reason = whyNotStock(folder, description, Plan::parse("3=linear"));
//     // "'3=linear': a linear map of the residual stream ...; the nearest plan that fits is '3=merge', or export with --custom-code"
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/edit/plan.h"
#include "core/model/description.h"

namespace strato {

// Empty if a stock checkpoint of this model can hold the plan, else why not and what could be done. `model` is its folder, of which only
// config.json is read. Throws UsageError if the plan names blocks that the model doesn't have or drops all.
std::string whyNotStock(const std::filesystem::path& model, const ModelDescription& description, const Plan& plan);

// The same of a folder with a modelling file of its own.
std::string whyNotCustom(const std::filesystem::path& model, const ModelDescription& description, const Plan& plan);

// The plan nearest to this one that a stock checkpoint holds: maps are merged where the family allows and a block before is kept, else
// their blocks are dropped; a block that loses one half keeps it, one that loses both is dropped. None if that leaves no block, or if config.json
// can't say which blocks are gone.
std::optional<Plan> nearestStockPlan(const std::filesystem::path& model, const ModelDescription& description, const Plan& plan);

// config.json as it stands, key by key in its order.
nlohmann::ordered_json readConfig(const std::filesystem::path& model);

}  // namespace strato
