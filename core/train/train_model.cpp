#include "core/train/train_model.h"

#include <cmath>
#include <limits>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/base/atomic_output.h"
#include "core/base/error.h"
#include "core/base/stopwatch.h"
#include "core/model/decoder.h"
#include "core/model/families/family.h"
#include "core/model/threads.h"
#include "core/text/bpe_trainer.h"
#include "core/train/adam_w.h"
#include "core/train/token_stream.h"
#include "core/train/trained_folder.h"

namespace strato {

namespace {

class Trainer {
public:
    Trainer(const TrainRequest& request, TrainableModel& model, const TokenStream& stream, at::Device device, const JobContext& job)
        : settings_(request.settings), model_(model), stream_(stream), device_(device), job_(job), random_(settings_.seed), optimizer_(makeOptimizer()) {}

    std::vector<TrainPoint> train() {
        std::vector<TrainPoint> curve;
        const int pointEvery = std::max(1, settings_.steps / 100), validateEvery = std::max(1, settings_.steps / 10);
        TrainPoint sums;
        int counted = 0;
        for (int step = 0; step < settings_.steps; ++step) {
            job_.throwIfStopped();
            job_.report(phase(curve), step, settings_.steps);
            const TrainPoint one = takeStep(step);
            sums.trainingLoss += one.trainingLoss;
            sums.regularizer += one.regularizer;
            ++counted;
            const bool last = step + 1 == settings_.steps;
            if (!last && (step + 1) % pointEvery != 0) continue;
            const double validation = last || (step + 1) % validateEvery == 0 ? validationLoss(batchesOnTheWay) : std::numeric_limits<double>::quiet_NaN();
            curve.push_back({step + 1, sums.trainingLoss / counted, sums.regularizer / counted, validation});
            sums = {};
            counted = 0;
        }
        return curve;
    }

    // Over the first `batches` batches of the validation text; 0: over all of it.
    double validationLoss(std::size_t batches) const {
        const at::NoGradGuard noGradients;
        double sum = 0;
        std::int64_t tokens = 0;
        std::vector<TrainingBatch> all = disjointWindows(stream_.validation, settings_.batch, settings_.sequenceLength);
        if (batches > 0 && all.size() > batches) all.resize(batches);
        for (const TrainingBatch& batch : all) {
            job_.throwIfStopped();
            const std::int64_t predicted = (batch.targets >= 0).sum().item<std::int64_t>();
            const TrainingLoss loss = model_.loss(batch.ids.to(device_), batch.targets.to(device_), batch.batch, Regularizer::none);
            sum += loss.prediction.item<double>() * static_cast<double>(predicted);
            tokens += predicted;
        }
        return sum / static_cast<double>(tokens);
    }

private:
    static constexpr std::size_t batchesOnTheWay = 8;

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

    TrainPoint takeStep(int step) {
        const TrainingBatch batch = randomWindows(stream_.training, settings_.batch, settings_.sequenceLength, random_);
        const TrainingLoss loss = model_.loss(batch.ids.to(device_), batch.targets.to(device_), batch.batch, settings_.regularizer);
        const at::Tensor total = loss.regularizer.defined() ? loss.prediction + settings_.lambda * loss.regularizer : loss.prediction;
        const TrainPoint point{step, loss.prediction.item<double>(), loss.regularizer.defined() ? loss.regularizer.item<double>() : 0, 0};
        if (!std::isfinite(point.trainingLoss) || !std::isfinite(point.regularizer))
            throw Error("training diverged at step " + std::to_string(step) + ": the loss is no longer a number; use a lower learning_rate or lambda");
        total.backward();
        optimizer_.step(settings_.learningRate * rateShare(step, settings_.steps, settings_.warmUp, settings_.finalLearningRate));
        return point;
    }

    static std::string phase(const std::vector<TrainPoint>& curve) {
        if (curve.empty()) return "training";
        char text[64];
        std::snprintf(text, sizeof text, "training, loss %.3f", curve.back().trainingLoss);
        return text;
    }

    const TrainSettings& settings_;
    TrainableModel& model_;
    const TokenStream& stream_;
    at::Device device_;
    const JobContext& job_;
    Random random_;
    AdamW optimizer_;
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

TrainReport trainModel(const TrainRequest& request, const JobContext& job) {
    check(request.settings);
    const at::Device device = resolveDevice(request.compute.device);
    setThreads(request.compute.threads);
    const Stopwatch clock;
    AtomicFolder folder(request.out);
    const std::vector<Document> documents = readDocuments(request.data, request.textField);
    const int vocabulary = trainTokenizer(allText(documents), request.settings.vocabulary, folder.staging(), job);
    job.report("reading the texts", 0, 0);
    const TokenStream stream =
        tokenStream(documents, Tokenizer::load(folder.staging()), request.settings.validation, request.settings.sequenceLength);
    TrainableModel model(describeModel(parseJson(llamaConfig(request.settings, vocabulary).dump(), "config.json")), request.settings.seed, at::kFloat, device);
    Trainer trainer(request, model, stream, device, job);

    TrainReport report;
    report.folder = request.out;
    report.parameters = model.parameters();
    report.trainingTokens = static_cast<std::int64_t>(stream.training.size());
    report.validationTokens = static_cast<std::int64_t>(stream.validation.size());
    report.tokensSeen = std::int64_t{request.settings.steps} * request.settings.batch * request.settings.sequenceLength;
    report.curve = trainer.train();
    roundToStored(model, request.settings.storedType);
    report.validationLoss = trainer.validationLoss(0);
    report.seconds = clock.seconds();
    writeTrainedModel(model, request, report, vocabulary, folder.staging());
    folder.commit();
    return report;
}

}  // namespace strato
