#include "core/runs/kept_search.h"

#include "core/base/error.h"
#include "core/runs/run_file.h"
#include "core/runs/search_json.h"

namespace strato {

using nlohmann::ordered_json;

void keepSearch(const SearchRequest& request, const SearchReport& report) {
    ordered_json files = ordered_json::array();
    for (const std::filesystem::path& file : request.data) files.push_back(std::filesystem::absolute(file).string());
    try {
        RunFile::open(request.run).storeChoices(keptSearchName, ordered_json{{"tolerance", request.tolerance}, {"data", files}, {"report", toJson(report)}}.dump());
    } catch (const Error&) {
    }
}

std::optional<KeptSearch> readKeptSearch(const std::string& text) {
    if (text.empty()) return {};
    const JsonView json = parseJson(text, "what the run file keeps of a search");
    KeptSearch kept{readSearch(json.at("report")), json.number("tolerance"), {}};
    for (const JsonView& file : json.elements("data")) kept.data.emplace_back(file.asString());
    return kept;
}

}  // namespace strato
