// The largest difference between this decoder and the transformers library, family by family, as the table of the manual.
// Usage: family_errors CHECKPOINTS [--each]; CHECKPOINTS holds folders with an expected.safetensors (tests/data/golden). With --each a line
// a checkpoint instead, also where it can't be run.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <exception>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <unistd.h>

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

std::vector<fs::path> foldersIn(const fs::path& checkpoints) {
    std::vector<fs::path> folders;
    for (const auto& entry : fs::directory_iterator(checkpoints))
        if (fs::exists(entry.path() / "expected.safetensors")) folders.push_back(entry.path());
    std::sort(folders.begin(), folders.end());
    return folders;
}

void printFamilies(const std::vector<fs::path>& folders, const fs::path& dump) {
    std::map<std::string, FamilyRow> rows;
    for (const fs::path& folder : folders) {
        FamilyRow& row = rows[parseJsonFile(folder / "config.json").string("model_type")];
        const ReferenceComparison comparison = compareWithReference(folder, dump);
        ++row.checkpoints;
        if (comparison.largest <= row.largest || std::isnan(row.largest)) continue;
        row.largest = comparison.largest;
        row.where = folder.filename().string() + ", " + comparison.tensor;
    }
    std::printf("| model_type | checkpoints | largest difference | where |\n|---|---:|---:|---|\n");
    for (const auto& [family, row] : rows) std::printf("| %s | %d | %.1e | %s |\n", family.c_str(), row.checkpoints, row.largest, row.where.c_str());
}

void printEach(const std::vector<fs::path>& folders, const fs::path& dump) {
    for (const fs::path& folder : folders) {
        try {
            const ReferenceComparison comparison = compareWithReference(folder, dump);
            std::printf("%.1e %s (%s)\n", comparison.largest, folder.filename().c_str(), comparison.tensor.c_str());
        } catch (const std::exception& error) {
            std::printf("fails %s: %s\n", folder.filename().c_str(), error.what());
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: family_errors CHECKPOINTS [--each]\n");
        return 2;
    }
    const fs::path dump = fs::temp_directory_path() / ("family_errors-" + std::to_string(getpid()) + ".safetensors");
    int status = 0;
    try {
        const std::vector<fs::path> folders = foldersIn(argv[1]);
        argc > 2 && std::strcmp(argv[2], "--each") == 0 ? printEach(folders, dump) : printFamilies(folders, dump);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "family_errors: error: %s\n", error.what());
        status = 1;
    }
    fs::remove(dump);
    return status;
}
