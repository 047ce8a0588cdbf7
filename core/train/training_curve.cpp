#include "core/train/training_curve.h"

#include <algorithm>
#include <cmath>

#include "core/base/atomic_output.h"
#include "core/base/error.h"
#include "core/base/json_view.h"

namespace strato {

using nlohmann::ordered_json;

namespace {

ordered_json numberOrNull(double value) { return std::isfinite(value) ? ordered_json(value) : ordered_json(); }

std::vector<double> numbers(const JsonView& json, const char* key) {
    std::vector<double> values;
    if (json.has(key))
        for (const JsonView& value : json.elements(key)) values.push_back(value.raw().is_null() ? std::numeric_limits<double>::quiet_NaN() : value.asNumber());
    return values;
}

}  // namespace

bool isDue(int step, int steps, int times) { return step == steps || step % std::max(1, steps / times) == 0; }

ordered_json toJson(const std::vector<TrainPoint>& curve) {
    ordered_json points = ordered_json::array();
    for (const TrainPoint& point : curve) {
        points.push_back({{"step", point.step},
                          {"training_loss", numberOrNull(point.trainingLoss)},
                          {"regularizer", numberOrNull(point.regularizer)},
                          {"validation_loss", numberOrNull(point.validationLoss)}});
        if (point.linearity.empty()) continue;
        ordered_json& last = points.back();
        for (const auto& [key, values] : {std::pair("linearity", &point.linearity), std::pair("linearity_no_residual", &point.linearityNoResidual)}) {
            last[key] = ordered_json::array();
            for (const double value : *values) last[key].push_back(numberOrNull(value));
        }
        last["linearity_tokens"] = point.linearityTokens;
    }
    return points;
}

std::vector<TrainPoint> readTrainCurve(const JsonView& json) {
    constexpr double absent = std::numeric_limits<double>::quiet_NaN();
    std::vector<TrainPoint> curve;
    for (const JsonView& point : json.elements())
        curve.push_back({.step = point.count("step", 0, 1 << 30),
                         .trainingLoss = point.number("training_loss", absent),
                         .regularizer = point.number("regularizer", absent),
                         .validationLoss = point.number("validation_loss", absent),
                         .linearity = numbers(point, "linearity"),
                         .linearityNoResidual = numbers(point, "linearity_no_residual"),
                         .linearityTokens = point.integer("linearity_tokens", 0)});
    return curve;
}

TrainRecord readTrainRecord(const std::filesystem::path& folder) {
    const std::filesystem::path file = folder / "training.json";
    if (!std::filesystem::exists(file))
        throw Error("'" + folder.string() + "' has no training.json; choose a folder that strato train or the window's training wrote");
    return readTrainRecord(parseJson(readTextFile(file, std::size_t{64} << 20), "'" + file.string() + "'"));
}

TrainRecord readTrainRecord(const JsonView& json) {
    TrainRecord record{readTrainSettings(json.at("settings")), {}, readTrainCurve(json.at("curve"))};
    if (json.has("texts"))
        for (const JsonView& name : json.elements("texts")) record.texts.push_back(name.asString());
    return record;
}

}  // namespace strato
