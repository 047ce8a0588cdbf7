#include "core/train/train_model.h"

#include <cmath>
#include <map>
#include <span>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/base/atomic_output.h"
#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/base/stopwatch.h"
#include "core/model/decoder.h"
#include "core/model/families/family.h"
#include "core/model/threads.h"
#include "core/text/bpe_trainer.h"
#include "core/train/adam_w.h"
#include "core/train/token_stream.h"
#include "core/train/trained_folder.h"
#include "core/train/training_checkpoint.h"
#include "core/train/training_linearity.h"

namespace strato {

namespace {

// Of everything that the course of a training depends on.
std::string keyOf(const TrainSettings& settings, const TokenStream& stream) {
    Sha256 sum;
    sum.add(toJson(settings).dump());
    for (const std::vector<std::int64_t>* part : {&stream.training, &stream.validation}) sum.add(std::as_bytes(std::span(*part)));
    return sum.hex();
}

class Trainer {
public:
    Trainer(const TrainRequest& request, TrainableModel& model, const TokenStream& stream, at::Device device, const JobContext& job,
            const std::function<void(const TrainPoint&)>& measured)
        : settings_(request.settings), texts_(textNames(request)), checkpoint_(trainCheckpoint(request.out)), model_(model), stream_(stream), device_(device), job_(job), measured_(measured),
          key_(keyOf(settings_, stream)), random_(settings_.seed), optimizer_(makeOptimizer()),
          validation_(disjointWindows(stream_.validation, settings_.batch, settings_.sequenceLength)) {
        if (request.resume) resume();
    }

    std::vector<TrainPoint> train() {
        try {
            while (step() < settings_.steps || isUnmeasured()) {
                job_.throwIfStopped();
                job_.report(phase(), step(), settings_.steps);
                isUnmeasured() ? measure() : takeStep();
                if (sinceSaved_.seconds() > secondsBetweenSaves) save();
            }
        } catch (const Cancelled&) {
            save();
            throw;
        }
        // What follows may be stopped, too.
        save();
        return curve_;
    }

    double validationLoss() const { return lossOver(validation_, "measuring perplexity"); }

private:
    static constexpr std::size_t batchesOnTheWay = 8;
    static constexpr std::int64_t tokensOnTheWay = 8192;    // for linearity, or ten times the width if that is more
    static constexpr double secondsBetweenSaves = 30;

    int step() const { return static_cast<int>(optimizer_.steps()); }
    bool isDue(int times) const { return strato::isDue(step(), settings_.steps, times); }

    // A stop in the midst of measuring leaves it to be done when the training goes on.
    bool isUnmeasured() const { return step() > 0 && (isDue(100) || isDue(20)) && (curve_.empty() || curve_.back().step != step()); }

    // Norms are not decayed.
    AdamW makeOptimizer() {
        AdamW optimizer({.beta1 = settings_.beta1, .beta2 = settings_.beta2, .weightDecay = settings_.weightDecay, .gradientClip = settings_.gradientClip});
        std::vector<at::Tensor> vectors;
        model_.forEach([&](const TensorSpec& spec, at::Tensor& slot) {
            if (spec.shape.size() > 1) optimizer.add(slot);
            else vectors.push_back(slot);
        });
        for (const at::Tensor& vector : vectors) optimizer.add(vector, false);
        return optimizer;
    }

    TrainingBatch nextBatch() { return randomWindows(stream_.training, settings_.batch, settings_.sequenceLength, random_); }

    void takeStep() {
        const TrainingBatch batch = nextBatch();
        const TrainingLoss loss = model_.loss(batch.ids.to(device_), batch.targets.to(device_), batch.batch, settings_.regularizer);
        const at::Tensor total = loss.regularizer.defined() ? loss.prediction + settings_.lambda * loss.regularizer : loss.prediction;
        const double prediction = loss.prediction.item<double>(), regularizer = loss.regularizer.defined() ? loss.regularizer.item<double>() : 0;
        if (!std::isfinite(prediction) || !std::isfinite(regularizer))
            throw Error("training diverged at step " + std::to_string(step()) + ": the loss is no longer a number; use a lower learning_rate or lambda");
        total.backward();
        optimizer_.step(settings_.learningRate * rateShare(step(), settings_.steps, settings_.warmUp, settings_.finalLearningRate));
        lossSum_ += prediction;
        regularizerSum_ += regularizer;
        ++summed_;
    }

    void measure() {
        TrainPoint point{.step = step(), .trainingLoss = lossSum_ / summed_, .regularizer = regularizerSum_ / summed_, .linearity = {}, .linearityNoResidual = {}};
        if (isDue(20)) {
            point.validationLoss = lossOver(std::span(validation_).first(std::min(validation_.size(), batchesOnTheWay)));
            BlockLinearity blocks = linearityOfBlocks(model_, batchesForLinearity(), device_, job_);
            point.linearity = std::move(blocks.linearity);
            point.linearityNoResidual = std::move(blocks.noResidual);
            point.linearityTokens = blocks.tokens;
        }
        curve_.push_back(point);
        lossSum_ = regularizerSum_ = 0;
        summed_ = 0;
        if (measured_) measured_(point);
    }

    // `phase`: what it is told as; empty: it is no phase of its own.
    double lossOver(std::span<const TrainingBatch> batches, const std::string& phase = {}) const {
        const at::NoGradGuard noGradients;
        double sum = 0;
        std::int64_t tokens = 0;
        for (const TrainingBatch& batch : batches) {
            job_.throwIfStopped();
            if (!phase.empty()) job_.report(phase, &batch - batches.data(), static_cast<std::int64_t>(batches.size()));
            const std::int64_t predicted = (batch.targets >= 0).sum().item<std::int64_t>();
            const TrainingLoss loss = model_.loss(batch.ids.to(device_), batch.targets.to(device_), batch.batch, Regularizer::none);
            sum += loss.prediction.item<double>() * static_cast<double>(predicted);
            tokens += predicted;
        }
        return sum / static_cast<double>(tokens);
    }

    std::span<const TrainingBatch> batchesForLinearity() const {
        const std::int64_t enough = std::max(tokensOnTheWay, std::int64_t{10} * settings_.hidden);
        std::size_t count = 0;
        for (std::int64_t tokens = 0; count < validation_.size() && tokens < enough; ++count) tokens += validation_[count].ids.size(0);
        return std::span(validation_).first(count);
    }

    std::string phase() const {
        if (curve_.empty()) return "training";
        char text[64];
        std::snprintf(text, sizeof text, "training, loss %.3f", curve_.back().trainingLoss);
        return text;
    }

    // Every tensor that changes, by its name in the checkpoint.
    std::map<std::string, at::Tensor> tensors() {
        std::map<std::string, at::Tensor> all;
        for (std::size_t i = 0; i < optimizer_.parameters().size(); ++i) {
            const AdamW::Parameter& parameter = optimizer_.parameters()[i];
            const std::string number = std::to_string(i);
            all["values." + number] = parameter.values.detach();
            all["first." + number] = parameter.first;
            all["second." + number] = parameter.second;
        }
        return all;
    }

    void save() {
        sinceSaved_.restart();
        const nlohmann::json numbers{{"step", step()}, {"loss_sum", lossSum_}, {"regularizer_sum", regularizerSum_}, {"summed", summed_}, {"curve", toJson(curve_)},
                                     {"settings", toJson(settings_)}, {"texts", texts_}};
        writeTrainingCheckpoint(checkpoint_, key_, numbers, tensors());
    }

    void resume() {
        const TrainingCheckpoint found = readTrainingCheckpoint(checkpoint_, key_);
        const at::NoGradGuard noGradients;
        for (auto& [name, tensor] : tensors()) tensor.copy_(found.tensor(name, tensor.sizes()));
        const JsonView& numbers = found.numbers;
        lossSum_ = numbers.number("loss_sum");
        regularizerSum_ = numbers.number("regularizer_sum");
        summed_ = numbers.count("summed", 0, settings_.steps);
        curve_ = readTrainCurve(numbers.at("curve"));
        const int steps = numbers.count("step", 0, settings_.steps);
        if (measured_)
            for (const TrainPoint& point : curve_) measured_(point);
        optimizer_.resume(steps);
        for (int taken = 0; taken < steps; ++taken) {
            job_.throwIfStopped();
            nextBatch();
        }
    }

    const TrainSettings& settings_;
    std::vector<std::string> texts_;
    std::filesystem::path checkpoint_;
    TrainableModel& model_;
    const TokenStream& stream_;
    at::Device device_;
    const JobContext& job_;
    const std::function<void(const TrainPoint&)>& measured_;
    std::string key_;
    Random random_;
    AdamW optimizer_;
    std::vector<TrainingBatch> validation_;
    std::vector<TrainPoint> curve_;
    double lossSum_ = 0, regularizerSum_ = 0;   // since the last point
    int summed_ = 0;
    Stopwatch sinceSaved_;
};

std::string allText(const std::vector<Document>& documents) {
    std::string text;
    for (const Document& document : documents) text += document.text + "\n";
    return text;
}

// What is written is what is measured.
void roundToStored(TrainableModel& model, const std::string& storedType) {
    if (storedType == "float32") return;
    const at::NoGradGuard noGradients;
    const at::ScalarType type = storedType == "float16" ? at::kHalf : at::kBFloat16;
    model.forEach([&](const TensorSpec&, at::Tensor& slot) { slot.copy_(slot.to(type)); });
}

}  // namespace

std::filesystem::path trainCheckpoint(const std::filesystem::path& out) {
    std::filesystem::path place = out.filename().empty() ? out.parent_path() : out;
    return place += ".train";
}

TrainRecord readStoppedTraining(const std::filesystem::path& out) { return readTrainRecord(trainingNumbers(trainCheckpoint(out))); }

std::vector<std::string> textNames(const TrainRequest& request) {
    std::vector<std::string> names;
    for (const std::filesystem::path& file : request.data) names.push_back(file.filename().string());
    return names;
}

TrainReport trainModel(const TrainRequest& request, const JobContext& job, const std::function<void(const TrainPoint&)>& measured) {
    check(request.settings);
    const at::Device device = resolveDevice(request.compute.device);
    setThreads(request.compute.threads);
    if (!request.resume && std::filesystem::exists(trainCheckpoint(request.out)))
        throw UsageError("'" + trainCheckpoint(request.out).string() + "' holds a training that was stopped; go on with it (--resume), or delete it to start anew");
    const Stopwatch clock;
    AtomicFolder folder(request.out);
    const std::vector<Document> documents = readDocuments(request.data, request.textField);
    const int vocabulary = trainTokenizer(allText(documents), request.settings.vocabulary, folder.staging(), job);
    job.report("reading the texts", 0, 0);
    const TokenStream stream =
        tokenStream(documents, Tokenizer::load(folder.staging()), request.settings.validation, request.settings.sequenceLength);
    TrainableModel model(describeModel(parseJson(llamaConfig(request.settings, vocabulary).dump(), "config.json")), request.settings.seed, at::kFloat, device);
    Trainer trainer(request, model, stream, device, job, measured);

    TrainReport report;
    report.folder = request.out;
    report.parameters = model.parameters();
    report.trainingTokens = static_cast<std::int64_t>(stream.training.size());
    report.validationTokens = static_cast<std::int64_t>(stream.validation.size());
    report.tokensSeen = std::int64_t{request.settings.steps} * request.settings.batch * request.settings.sequenceLength;
    report.curve = trainer.train();
    roundToStored(model, request.settings.storedType);
    report.validationLoss = trainer.validationLoss();
    report.seconds = clock.seconds();
    writeTrainedModel(model, request, report, vocabulary, folder.staging());
    folder.commit();
    std::filesystem::remove(trainCheckpoint(request.out));
    return report;
}

}  // namespace strato
