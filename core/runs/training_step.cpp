#include "core/runs/training_step.h"

#include <regex>
#include <string>

namespace strato {

namespace {

std::optional<std::int64_t> stepInName(const std::string& name) {
    static const std::regex pattern("(?:^|[^a-z])(?:global[-_]?)?(?:step|checkpoint)[-_]?([0-9]{1,12})(k?)(?![0-9a-z])", std::regex::icase);
    constexpr std::size_t longestName = 255;  // of a file on Linux; std::regex recurses on longer ones
    std::smatch match;
    if (name.size() > longestName || !std::regex_search(name, match, pattern)) return std::nullopt;
    return std::stoll(match[1].str()) * (match.length(2) > 0 ? 1000 : 1);
}

}  // namespace

std::optional<std::int64_t> trainingStep(const std::filesystem::path& folder) {
    const auto own = stepInName(folder.filename().string());
    return own ? own : stepInName(folder.parent_path().filename().string());
}

}  // namespace strato
