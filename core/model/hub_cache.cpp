#include "core/model/hub_cache.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <tuple>

namespace strato {

namespace fs = std::filesystem;

namespace {

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

std::vector<fs::path> foldersIn(const fs::path& folder) {
    std::vector<fs::path> folders;
    std::error_code unreadable;
    for (fs::directory_iterator entry(folder, unreadable), end; !unreadable && entry != end; entry.increment(unreadable)) {
        std::error_code gone;
        if (entry->is_directory(gone)) folders.push_back(entry->path());
    }
    return folders;
}

std::string firstWord(const fs::path& file) {
    std::string word;
    std::ifstream(file) >> word;
    return word;
}

// "models--openai-community--gpt2" to "openai-community/gpt2"; empty for data sets and other things.
std::string modelNameOf(const std::string& folder) {
    constexpr std::string_view prefix = "models--";
    if (!folder.starts_with(prefix)) return {};
    std::string name = folder.substr(prefix.size());
    if (const std::size_t dashes = name.find("--"); dashes != std::string::npos) name.replace(dashes, 2, "/");
    return name;
}

}  // namespace

fs::path hubCacheFolder() {
    if (const std::string cache = variable("HF_HUB_CACHE"); !cache.empty()) return cache;
    if (const std::string home = variable("HF_HOME"); !home.empty()) return fs::path(home) / "hub";
    const std::string cache = variable("XDG_CACHE_HOME");
    return (cache.empty() ? fs::path(variable("HOME")) / ".cache" : fs::path(cache)) / "huggingface" / "hub";
}

std::vector<HubModel> hubModels(const fs::path& cache) {
    std::vector<HubModel> models;
    for (const fs::path& folder : foldersIn(cache)) {
        const std::string name = modelNameOf(folder.filename().string());
        if (name.empty()) continue;
        const std::string current = firstWord(folder / "refs" / "main");
        for (const fs::path& snapshot : foldersIn(folder / "snapshots")) {
            const std::string revision = snapshot.filename().string();
            std::error_code missing;
            if (fs::exists(snapshot / "config.json", missing)) models.push_back({name, revision, revision == current, snapshot});
        }
    }
    std::sort(models.begin(), models.end(), [](const HubModel& one, const HubModel& other) {
        return std::tuple(one.name, !one.current, one.revision) < std::tuple(other.name, !other.current, other.revision);
    });
    return models;
}

}  // namespace strato
