// The latest search on a run, which its file keeps for who opens it later.
//
//     keepSearch(request, report);
//     if (const auto kept = readKeptSearch(RunFile::open(file).readChoices(keptSearchName))) kept->report
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/runs/search_plans.h"

namespace strato {

// Under which RunFile::readChoices() has it.
inline constexpr const char* keptSearchName = "search";

struct KeptSearch {
    SearchReport report;
    double tolerance = 0;
    std::vector<std::filesystem::path> data;       // measured on; empty: the run's own texts
};

// In the run's file, in the place of an earlier one. One that can't be written to is left as it is: what was found is worth showing all the same.
void keepSearch(const SearchRequest& request, const SearchReport& report);
// None if nothing was kept, which is an empty text. Throws Error for a damaged one.
std::optional<KeptSearch> readKeptSearch(const std::string& json);

}  // namespace strato
