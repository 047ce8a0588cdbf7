// The largest difference between this decoder and the transformers library, family by family, as the table of the manual.
// Usage: family_errors CHECKPOINTS [--json]; CHECKPOINTS holds folders with an expected.safetensors (tests/data/golden).
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <exception>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/base/json_view.h"
#include "tests/model/reference_states.h"

using namespace strato;
namespace fs = std::filesystem;

namespace {

struct FamilyRow {
    int checkpoints = 0;
    double largest = 0;
    std::string where;                 // the checkpoint and tensor of the largest difference
};

std::map<std::string, FamilyRow> measure(const fs::path& checkpoints, const fs::path& dump) {
    std::vector<fs::path> folders;
    for (const auto& entry : fs::directory_iterator(checkpoints))
        if (fs::exists(entry.path() / "expected.safetensors")) folders.push_back(entry.path());
    std::sort(folders.begin(), folders.end());
    std::map<std::string, FamilyRow> rows;
    for (const fs::path& folder : folders) {
        FamilyRow& row = rows[parseJsonFile(folder / "config.json").string("model_type")];
        const ReferenceComparison comparison = compareWithReference(folder, dump);
        ++row.checkpoints;
        if (comparison.largest <= row.largest) continue;
        row.largest = comparison.largest;
        row.where = folder.filename().string() + ", " + comparison.tensor;
    }
    return rows;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: family_errors CHECKPOINTS [--json]\n");
        return 2;
    }
    const fs::path dump = fs::temp_directory_path() / ("family_errors-" + std::to_string(std::hash<std::string>{}(argv[1])) + ".safetensors");
    try {
        const auto rows = measure(argv[1], dump);
        const bool json = argc > 2 && std::strcmp(argv[2], "--json") == 0;
        nlohmann::ordered_json object;
        if (!json) std::printf("| model_type | checkpoints | largest difference | where |\n|---|---:|---:|---|\n");
        for (const auto& [family, row] : rows) {
            if (json) object[family] = {{"checkpoints", row.checkpoints}, {"largest", row.largest}, {"where", row.where}};
            else std::printf("| %s | %d | %.1e | %s |\n", family.c_str(), row.checkpoints, row.largest, row.where.c_str());
        }
        if (json) std::printf("%s\n", object.dump(1).c_str());
    } catch (const std::exception& error) {
        std::fprintf(stderr, "family_errors: error: %s\n", error.what());
        fs::remove(dump);
        return 1;
    }
    fs::remove(dump);
    return 0;
}
