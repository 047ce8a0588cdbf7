// The linear maps of a run: read from its file where they were kept, fitted by one more pass over the run's own windows where
// not, and kept then.
//
//     RunMaps maps("opt.strato", decoder);
//     std::vector<Step> steps = stepsOf(plan, decoder.layers(), maps.source(job));
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/edit/edited_decoder.h"
#include "core/runs/run_file.h"

namespace strato {

class RunMaps {
public:
    // `run` may be empty: asking for a map is then an Error. Throws Error if the run is of another model than `decoder`.
    RunMaps(const std::filesystem::path& run, const Decoder& decoder);

    // Valid while this and `job` live.
    MapSource source(const JobContext& job);

    // The windows that the maps are fitted on; throws Error without a run.
    TokenWindows windows() const;
    bool hasRun() const { return file_.has_value(); }
    const std::string& dataSha256() const { return dataSha256_; }

private:
    std::shared_ptr<const AffineMap> mapOf(const BlockSpan& span, const JobContext& job);

    const Decoder& decoder_;
    std::optional<RunFile> file_;
    std::string dataSha256_;
    bool skipFirstToken_ = false;
};

}  // namespace strato
