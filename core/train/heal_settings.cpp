#include "core/train/heal_settings.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace strato {

namespace {

using nlohmann::ordered_json;

void require(bool holds, const char* name, const std::string& reason) {
    if (!holds) throw UsageError(std::string(name) + " " + reason);
}

ordered_json number(double value) { return std::isfinite(value) ? ordered_json(value) : ordered_json(); }

double readNumber(const nlohmann::json& json) { return json.is_null() ? std::numeric_limits<double>::quiet_NaN() : json.get<double>(); }

}  // namespace

void check(const HealSettings& s) {
    require(s.steps > 0, "steps", "must be above 0");
    require(std::isfinite(s.learningRate) && s.learningRate > 0, "learning-rate", "must be above 0");
    require(s.batchTokens > 0, "batch-tokens", "must be above 0");
    require(std::isfinite(s.kl) && s.kl >= 0, "kl", "must be 0 or above");
    require(s.validation > 0 && s.validation < 1, "validation", "must lie between 0 and 1: some text trains, some tells when to stop");
    require(s.patience >= 0, "patience", "must be 0 or above");
}

ordered_json toJson(const HealSettings& s) {
    return {{"steps", s.steps},
            {"learning_rate", s.learningRate},
            {"warm_up", s.warmUp},
            {"final_learning_rate", s.finalLearningRate},
            {"batch_tokens", s.batchTokens},
            {"gradient_clip", s.gradientClip},
            {"train_blocks", s.trainBlocks},
            {"kl", s.kl},
            {"skip_first_token", s.skipFirstToken},
            {"validation", s.validation},
            {"validation_tokens", s.validationTokens},
            {"patience", s.patience},
            {"seed", s.seed}};
}

std::size_t bestPoint(const std::vector<HealPoint>& curve) {
    const auto better = [](const HealPoint& one, const HealPoint& other) { return one.objective < other.objective; };
    return static_cast<std::size_t>(std::min_element(curve.begin(), curve.end(), better) - curve.begin());
}

ordered_json toJson(const std::vector<HealPoint>& curve) {
    ordered_json points = ordered_json::array();
    for (const HealPoint& point : curve)
        points.push_back({{"step", point.step},
                          {"training_loss", number(point.trainingLoss)},
                          {"validation_mse", number(point.validationMse)},
                          {"validation_kl", number(point.validationKl)},
                          {"validation_loss", number(point.validationLoss)},
                          {"objective", number(point.objective)}});
    return points;
}

std::vector<HealPoint> readHealCurve(const nlohmann::json& json) {
    std::vector<HealPoint> curve;
    for (const auto& point : json)
        curve.push_back({.step = point.at("step").get<int>(),
                         .trainingLoss = readNumber(point.at("training_loss")),
                         .validationMse = readNumber(point.at("validation_mse")),
                         .validationKl = readNumber(point.at("validation_kl")),
                         .validationLoss = readNumber(point.at("validation_loss")),
                         .objective = readNumber(point.at("objective"))});
    return curve;
}

}  // namespace strato
