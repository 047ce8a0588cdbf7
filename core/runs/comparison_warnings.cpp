#include "core/runs/comparison_warnings.h"

#include <cstdio>
#include <functional>
#include <map>

namespace strato {

namespace {

// From ten tokens a dimension on, the in-sample score of unrelated states is at most 0.1, d / (n - 1).
constexpr double enoughTokensPerDimension = 10;

// "512 (a.strato, b.strato), 1024 (c.strato)", or nothing if all runs have the same.
std::string differences(const std::vector<ComparedRun>& runs, const std::function<std::string(const ComparedRun&)>& valueOf) {
    std::map<std::string, std::string> files;
    for (const ComparedRun& run : runs) {
        std::string& list = files[valueOf(run)];
        list += (list.empty() ? "" : ", ") + run.file.string();
    }
    if (files.size() < 2) return {};
    std::string text;
    for (const auto& [value, list] : files) text += (text.empty() ? "" : "; ") + value + " (" + list + ")";
    return text;
}

std::string twoDecimals(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2f", value);
    return text;
}

void warnOfDifferences(const std::vector<ComparedRun>& runs, std::vector<std::string>& warnings) {
    const auto warn = [&](const std::string& what, const std::function<std::string(const ComparedRun&)>& valueOf) {
        const std::string text = differences(runs, valueOf);
        if (!text.empty()) warnings.push_back(what + ": " + text);
    };
    warn("the runs read different token windows (other texts, or other tokenisers), by sha256",
         [](const ComparedRun& run) { return run.data.sha256.substr(0, 12); });
    warn("the runs have different sequence lengths", [](const ComparedRun& run) { return std::to_string(run.data.sequenceLength); });
    warn("the first token of a window is left out in some runs only, and it often carries most of the variance",
         [](const ComparedRun& run) { return std::string(run.settings.skipFirstToken ? "left out" : "counted"); });
    warn("texts were cut into chunks of different numbers of characters (0: not cut)",
         [](const ComparedRun& run) { return std::to_string(run.settings.chunkCharacters); });
}

}  // namespace

std::vector<std::string> comparisonWarnings(const std::vector<ComparedRun>& runs) {
    std::vector<std::string> warnings;
    warnOfDifferences(runs, warnings);
    for (const ComparedRun& run : runs) {
        const double tokens = run.tokensPerDimension();
        if (tokens < enoughTokensPerDimension)
            warnings.push_back("'" + run.file.string() + "' has only " + twoDecimals(tokens) +
                               " tokens per dimension, which raises its linearity scores; compare the adjusted ones");
        if (!run.complete())
            warnings.push_back("'" + run.file.string() + "' is not finished: " + std::to_string(run.blocks.size()) + " of " +
                               std::to_string(run.model.layers) + " blocks; its means are over those (strato analyze --resume goes on)");
    }
    return warnings;
}

}  // namespace strato
