#include "core/runs/run_maps.h"

#include "core/base/error.h"
#include "core/measure/measure_model.h"

namespace strato {

RunMaps::RunMaps(const std::filesystem::path& run, const Decoder& decoder) : decoder_(decoder) {
    if (run.empty()) return;
    file_ = RunFile::open(run);
    const Run head = file_->read();
    if (head.model.fingerprint != decoder.fingerprint())
        throw Error("the run '" + run.string() + "' is of another model ('" + head.model.folder.string() +
                    "'); analyse this one first, or name its run");
    dataSha256_ = head.data.sha256;
    skipFirstToken_ = head.settings.skipFirstToken;
}

MapSource RunMaps::source(const JobContext& job) {
    return [this, &job](const BlockSpan& span) { return mapOf(span, job); };
}

TokenWindows RunMaps::windows() const {
    if (!file_) throw Error("without a run there are no texts to take; name one with --run, or give --data");
    return file_->readWindows();
}

std::shared_ptr<const AffineMap> RunMaps::mapOf(const BlockSpan& span, const JobContext& job) {
    if (!file_) throw Error("'" + span.text() + "=linear' needs a run to take the map from; analyse the model first and name the run with --run");
    if (auto kept = file_->readMap(span)) return std::make_shared<const AffineMap>(std::move(*kept));
    auto fitted = std::make_shared<AffineMap>(measureSpanMap(decoder_, file_->readWindows(), span, skipFirstToken_, job));
    file_->storeMap(span, *fitted);
    return fitted;
}

}  // namespace strato
