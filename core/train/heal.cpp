#include "core/train/heal.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <span>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/base/stopwatch.h"
#include "core/model/interruption.h"
#include "core/train/adam_w.h"
#include "core/train/distillation.h"
#include "core/train/training_checkpoint.h"

namespace strato {

namespace {

// Of everything that the course of a training depends on.
std::string keyOf(const Decoder& decoder, const Plan& plan, const PlanMaps& start, const WindowSplit& texts, const HealSettings& settings) {
    Sha256 sum;
    const auto add = [&](const std::string& text) { sum.add(text + "\n"); };
    for (const auto& text : {decoder.fingerprint(), decoder.dtypeName(), plan.text(), toJson(settings).dump()}) add(text);
    for (const TokenWindows* windows : {&texts.training, &texts.validation}) add(windows->sha256);
    for (const auto& [edit, map] : start)
        for (const auto& values : {map->matrix, map->down, map->up, map->intercept}) sum.add(std::as_bytes(std::span(values)));
    return sum.hex();
}

class Healing {
public:
    Healing(const Decoder& decoder, const Plan& plan, const PlanMaps& start, const WindowSplit& texts, const HealSettings& settings,
            const HealStorage& storage, const JobContext& job, const HealListener& listener)
        : texts_(texts), settings_(settings), storage_(storage), job_(job), listener_(listener), key_(keyOf(decoder, plan, start, texts, settings)),
          maps_(plan, decoder, start, settings.trainBlocks), distillation_(decoder, maps_, settings.skipFirstToken, job),
          shuffle_(texts.training, settings.batchTokens, settings.seed), optimizer_({.gradientClip = settings.gradientClip}) {
        for (const at::Tensor& tensor : maps_.tensors()) {
            optimizer_.add(tensor);
            best_.push_back(tensor.detach().clone());
        }
        if (storage.resume) resume();
        distillation_.measureScales(texts.validation, settings.batchTokens, job);
    }

    HealResult run() {
        const Interruptible interruptible(job_.stop);
        try {
            while (!finished()) {
                job_.throwIfStopped();
                job_.report(phase(), step(), settings_.steps);
                validationIsDue() ? validate() : takeStep();
                if (sinceSaved_.seconds() > storage_.everySeconds) save();
            }
        } catch (const Cancelled&) {
            save();
            restoreBest();
            if (bestPoint(curve_) > 0 && listener_.stopped) listener_.stopped(maps_.take());
            throw;
        }
        save();
        restoreBest();
        std::int64_t parameters = 0;
        for (const at::Tensor& tensor : best_) parameters += tensor.numel();
        return {maps_.take(), maps_.takeBlocks(), curve_, curve_[bestPoint(curve_)].step, parameters, stoppedEarly() ? "early" : "steps"};
    }

private:
    static constexpr int validations = 20;

    int step() const { return static_cast<int>(optimizer_.steps()); }

    bool validated() const { return !curve_.empty() && curve_.back().step == step(); }
    bool validationIsDue() const { return !validated() && (step() % std::max(1, settings_.steps / validations) == 0 || step() == settings_.steps); }
    bool stoppedEarly() const {
        return settings_.patience > 0 && step() < settings_.steps && !curve_.empty()
            && curve_.size() - 1 - bestPoint(curve_) >= static_cast<std::size_t>(settings_.patience);
    }
    bool finished() const { return validated() && (step() == settings_.steps || stoppedEarly()); }

    std::string phase() const {
        char text[64];
        std::snprintf(text, sizeof text, "healing, validation loss %.4f", curve_.empty() ? 0.0 : curve_.back().validationLoss);
        return curve_.empty() ? "healing" : text;
    }

    void takeStep() {
        const Distance distance = distillation_.measure(batchOf(texts_.training, shuffle_.next()), settings_.kl > 0);
        const at::Tensor total = settings_.kl > 0 ? distance.mse + settings_.kl * distance.kl : distance.mse;
        const double value = total.item<double>();
        if (!std::isfinite(value))
            throw Error("healing diverged at step " + std::to_string(step()) + ": the loss is no longer a number; use a lower --learning-rate");
        total.backward();
        optimizer_.step(settings_.learningRate * rateShare(step(), settings_.steps, settings_.warmUp, settings_.finalLearningRate));
        lossSum_ += value;
        ++lossCount_;
    }

    void validate() {
        const at::NoGradGuard noGradients;
        double mse = 0, kl = 0, loss = 0;
        std::int64_t rows = 0, allRows = 0, predicted = 0;
        for (const auto& numbers : inOrder(texts_.validation, settings_.batchTokens)) {
            job_.throwIfStopped();
            const Distance one = distillation_.measure(batchOf(texts_.validation, numbers), true);
            mse += one.mse.item<double>() * static_cast<double>(one.rows);
            kl += one.kl.item<double>() * static_cast<double>(one.allRows);
            loss += one.nextTokenLoss.item<double>();
            rows += one.rows;
            allRows += one.allRows;
            predicted += one.predicted;
        }
        HealPoint point{.step = step(), .validationMse = mse / static_cast<double>(rows), .validationKl = kl / static_cast<double>(allRows),
                        .validationLoss = loss / static_cast<double>(predicted)};
        if (lossCount_ > 0) point.trainingLoss = lossSum_ / lossCount_;
        point.objective = point.validationMse + settings_.kl * point.validationKl;
        curve_.push_back(point);
        tell(point);
        lossSum_ = 0;
        lossCount_ = 0;
        if (bestPoint(curve_) + 1 != curve_.size()) return;
        for (std::size_t i = 0; i < best_.size(); ++i) best_[i].copy_(optimizer_.parameters()[i].values);
    }

    void tell(const HealPoint& point) const {
        if (listener_.measured) listener_.measured(point);
    }

    void restoreBest() {
        const at::NoGradGuard noGradients;
        for (std::size_t i = 0; i < best_.size(); ++i) optimizer_.parameters()[i].values.copy_(best_[i]);
    }

    // Every tensor that changes, by its name in the checkpoint.
    std::map<std::string, at::Tensor> tensors() {
        std::map<std::string, at::Tensor> all;
        for (std::size_t i = 0; i < best_.size(); ++i) {
            const AdamW::Parameter& parameter = optimizer_.parameters()[i];
            const std::string number = std::to_string(i);
            all["values." + number] = parameter.values.detach();
            all["first." + number] = parameter.first;
            all["second." + number] = parameter.second;
            all["best." + number] = best_[i];
        }
        return all;
    }

    void save() {
        sinceSaved_.restart();
        if (storage_.path.empty()) return;
        const nlohmann::json numbers{{"step", step()}, {"loss_sum", lossSum_}, {"loss_count", lossCount_}, {"curve", toJson(curve_)}};
        writeTrainingCheckpoint(storage_.path, key_, numbers, tensors());
    }

    void resume() {
        const TrainingCheckpoint found = readTrainingCheckpoint(storage_.path, key_);
        const at::NoGradGuard noGradients;
        for (auto& [name, tensor] : tensors()) tensor.copy_(found.tensor(name, tensor.sizes()));
        lossSum_ = found.numbers.number("loss_sum");
        lossCount_ = found.numbers.count("loss_count", 0, 1 << 30);
        curve_ = readHealCurve(found.numbers.at("curve").raw());
        for (const HealPoint& point : curve_) tell(point);
        const int steps = found.numbers.count("step", 0, settings_.steps);
        optimizer_.resume(steps);
        for (int taken = 0; taken < steps; ++taken) shuffle_.next();
    }

    const WindowSplit& texts_;
    const HealSettings& settings_;
    const HealStorage& storage_;
    const JobContext& job_;
    const HealListener& listener_;
    std::string key_;
    TrainableMaps maps_;
    Distillation distillation_;
    WindowShuffle shuffle_;
    AdamW optimizer_;
    std::vector<at::Tensor> best_;     // one a parameter
    std::vector<HealPoint> curve_;
    double lossSum_ = 0;               // since the last point
    int lossCount_ = 0;
    Stopwatch sinceSaved_;
};

}  // namespace

void requireTrainable(const Plan& plan, bool trainBlocks) {
    if (trainBlocks && !plan.empty()) return;
    if (std::any_of(plan.edits().begin(), plan.edits().end(), [](const Edit& edit) { return edit.needsMap(); })) return;
    throw UsageError("the plan '" + plan.text() + "' has no map that could be trained; heal plans with linear, lowrank or merge in them, train the "
                     "blocks too (--train-blocks), or export this one as it is");
}

HealResult heal(const Decoder& decoder, const Plan& plan, const PlanMaps& start, const WindowSplit& texts, const HealSettings& settings,
                const HealStorage& storage, const JobContext& job, const HealListener& listener) {
    check(settings);
    requireTrainable(plan, settings.trainBlocks);
    return Healing(decoder, plan, start, texts, settings, storage, job, listener).run();
}

}  // namespace strato
