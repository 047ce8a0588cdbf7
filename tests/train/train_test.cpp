// The trainer: its gradients against finite differences, its regularisers against their formulas, what it writes against what it measured.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <ATen/Parallel.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

#include "core/base/error.h"
#include "core/model/decoder.h"
#include "core/model/families/family.h"
#include "core/runs/what_if.h"
#include "core/text/dataset.h"
#include "core/train/regularizer.h"
#include "core/train/story_generator.h"
#include "core/train/train_model.h"
#include "core/train/trained_folder.h"
#include "core/train/training_linearity.h"

Q_DECLARE_METATYPE(strato::Regularizer)

using namespace strato;

class TrainTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::filesystem::path path(const QString& name) const { return folder_.filePath(name).toStdString(); }

    static TrainSettings smallSettings() {
        TrainSettings settings = trainPreset("tiny");
        settings.layers = 3;
        settings.hidden = 8;
        settings.heads = 2;
        settings.keyValueHeads = 1;
        settings.intermediate = 12;
        return settings;
    }

    static TrainableModel smallModel(std::uint64_t seed = 7) {
        return {describeModel(parseJson(llamaConfig(smallSettings(), 20).dump(), "config.json")), seed, at::kDouble, at::kCPU};
    }

    std::filesystem::path stories(std::uint64_t seed, std::int64_t bytes) const {
        const auto file = path(QString("stories-%1.jsonl").arg(seed));
        writeStories(seed, bytes, file);
        return file;
    }

    TrainRequest request(const QString& out, Regularizer regularizer = Regularizer::none, double lambda = 0) const {
        TrainRequest request;
        request.data = {stories(1, 60000)};
        request.out = path(out);
        request.settings = trainPreset("tiny");
        request.settings.steps = 40;
        request.settings.batch = 8;
        request.settings.sequenceLength = 64;
        request.settings.regularizer = regularizer;
        request.settings.lambda = lambda;
        return request;
    }

    static QByteArray bytesOf(const std::filesystem::path& file) {
        QFile read(QString::fromStdString(file.string()));
        return read.open(QIODevice::ReadOnly) ? read.readAll() : QByteArray();
    }

private slots:
    void init() { at::set_num_threads(2); }

    // Central differences in float64, in one direction per tensor of the model.
    void gradientsAreThoseOfFiniteDifferences_data() {
        QTest::addColumn<Regularizer>("regularizer");
        QTest::newRow("none") << Regularizer::none;
        QTest::newRow("mse") << Regularizer::meanSquare;
        QTest::newRow("cosine") << Regularizer::cosine;
    }

    void gradientsAreThoseOfFiniteDifferences() {
        QFETCH(Regularizer, regularizer);
        TrainableModel model = smallModel();
        at::manual_seed(3);
        // Away from the tiny initial weights, where most gradients almost vanish.
        model.forEach([](const TensorSpec&, at::Tensor& slot) {
            const at::NoGradGuard noGradients;
            slot.add_(at::randn_like(slot), 0.3);
        });
        const at::Tensor ids = at::randint(20, {3 * 6}, at::kLong);
        at::Tensor targets = at::randint(20, {3 * 6}, at::kLong);
        targets[5] = -1;
        const auto total = [&] {
            const TrainingLoss loss = model.loss(ids, targets, Batch::ofWindows(3, 6), regularizer);
            return loss.regularizer.defined() ? loss.prediction + 0.7 * loss.regularizer : loss.prediction;
        };
        total().backward();
        int checked = 0;
        model.forEach([&](const TensorSpec& spec, at::Tensor& slot) {
            const at::NoGradGuard noGradients;
            const at::Tensor direction = at::randn_like(slot);
            const double step = 1e-5;
            slot.add_(direction, step);
            const double above = total().item<double>();
            slot.add_(direction, -2 * step);
            const double below = total().item<double>();
            slot.add_(direction, step);
            const double expected = (above - below) / (2 * step), actual = (slot.grad() * direction).sum().item<double>();
            QVERIFY2(std::abs(actual - expected) <= 1e-6 * std::max(1.0, std::abs(expected)),
                     qPrintable(QString("%1: %2, but differences give %3").arg(spec.name.c_str()).arg(actual).arg(expected)));
            ++checked;
        });
        QCOMPARE(checked, 2 + 3 * 9);
    }

    void regularisersAreTheirFormulas() {
        const std::vector<at::Tensor> states{at::tensor({3.0, 4.0, 0.0, 1.0}, at::kDouble).view({2, 2}), at::tensor({4.0, 3.0, 0.0, 2.0}, at::kDouble).view({2, 2}),
                                             at::tensor({4.0, 3.0, 2.0, 0.0}, at::kDouble).view({2, 2})};
        // ||d||^2 is 2 and 1 in the first pair, 0 and 8 in the second; cosines 24/25 and 1, then 1 and 0.
        QCOMPARE(regularizerTerm(Regularizer::meanSquare, states).item<double>(), (2.0 + 1.0) / 2 + (0.0 + 8.0) / 2);
        QCOMPARE(regularizerTerm(Regularizer::cosine, states).item<double>(), (1 - 24.0 / 25) / 2 + 1.0 / 2);
        QVERIFY(!regularizerTerm(Regularizer::none, states).defined());
    }

    void trainingLowersTheLossAndIsRepeatable() {
        const TrainReport first = trainModel(request("first"), {}), second = trainModel(request("second"), {});
        QVERIFY(first.validationLoss < first.curve.front().trainingLoss - 1);
        QCOMPARE(second.validationLoss, first.validationLoss);
        QCOMPARE(bytesOf(path("second") / "model.safetensors"), bytesOf(path("first") / "model.safetensors"));
        TrainRequest other = request("other");
        other.settings.seed = 2;
        QVERIFY(trainModel(other, {}).validationLoss != first.validationLoss);
    }

    void aRegulariserLowersItsOwnTerm_data() {
        QTest::addColumn<Regularizer>("regularizer");
        QTest::newRow("mse") << Regularizer::meanSquare;
        QTest::newRow("cosine") << Regularizer::cosine;
    }

    void aRegulariserLowersItsOwnTerm() {
        QFETCH(Regularizer, regularizer);
        const TrainReport weak = trainModel(request("weak" + QString(QTest::currentDataTag()), regularizer, 1e-9), {});
        const TrainReport strong = trainModel(request("strong" + QString(QTest::currentDataTag()), regularizer, 2), {});
        QVERIFY2(strong.curve.back().regularizer < 0.7 * weak.curve.back().regularizer,
                 qPrintable(QString("%1 against %2").arg(strong.curve.back().regularizer).arg(weak.curve.back().regularizer)));
    }

    // The evaluator is another path through the same blocks: windows of another order, with the weights read back from disk.
    void theFolderEvaluatesToTheLossOnItsCard() {
        TrainRequest made = request("evaluated");
        made.settings.validation = 0.3;
        const TrainReport report = trainModel(made, {});
        const std::vector<Document> documents = readDocuments(made.data);
        const auto tail = path("tail.txt");
        QFile file(QString::fromStdString(tail.string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const auto first = static_cast<std::size_t>(std::floor(static_cast<double>(documents.size()) * 0.7));
        for (std::size_t i = first; i < documents.size(); ++i) file.write(QByteArray::fromStdString(documents[i].text + "<|endoftext|>"));
        file.close();
        WhatIfRequest evaluation;
        evaluation.model = made.out;
        evaluation.data = {tail};
        evaluation.sequenceLength = made.settings.sequenceLength;
        evaluation.tokens = 0;
        const Outcome outcome = WhatIf(evaluation, {}).measure({}, false, {}, {});
        QVERIFY2(std::abs(outcome.baseline.loss - report.validationLoss) < 0.02 * report.validationLoss,
                 qPrintable(QString("%1 against %2").arg(outcome.baseline.loss).arg(report.validationLoss)));
        QVERIFY(bytesOf(made.out / "README.md").contains(QByteArray::number(report.validationLoss, 'f', 4)));
    }

    // Against least squares by LAPACK, in float64, of centred states.
    void linearityOnTheWayIsThePapersScore() {
        const TrainableModel model = smallModel();
        std::vector<std::int64_t> stream;
        for (int i = 0; i < 400; ++i) stream.push_back((i * i * 7 + i) % 20);
        const std::vector<TrainingBatch> batches = disjointWindows(stream, 4, 16);
        const BlockLinearity found = linearityOfBlocks(model, batches, at::kCPU, {});
        QCOMPARE(found.tokens, 400 / 16 * 16);
        const at::NoGradGuard noGradients;
        std::vector<at::Tensor> whole;
        for (const TrainingBatch& batch : batches) {
            const std::vector<at::Tensor> states = model.states(batch.ids, batch.batch);
            whole.resize(states.size());
            for (std::size_t l = 0; l < states.size(); ++l) whole[l] = whole[l].defined() ? at::cat({whole[l], states[l]}) : states[l];
        }
        const auto centred = [](const at::Tensor& states) { return states - states.mean(0, true); };
        const auto explained = [&](const at::Tensor& x, const at::Tensor& y) {
            const at::Tensor map = std::get<0>(at::linalg_lstsq(x, y));
            return 1 - ((at::mm(x, map) - y).square().sum() / y.square().sum()).item<double>();
        };
        QCOMPARE(found.linearity.size(), std::size_t{3});
        for (std::size_t l = 0; l < 3; ++l) {
            const at::Tensor x = centred(whole[l]), y = centred(whole[l + 1]);
            QVERIFY2(std::abs(found.linearity[l] - explained(x, y)) < 1e-5, qPrintable(QString("%1: %2 against %3").arg(l).arg(found.linearity[l]).arg(explained(x, y))));
            QVERIFY(std::abs(found.noResidual[l] - explained(x, y - x)) < 1e-4);
        }
    }

    void theCourseIsToldAsItGrowsAndKeptInTheFolder() {
        TrainRequest made = request("course");
        std::vector<int> told;
        const TrainReport report = trainModel(made, {}, [&](const TrainPoint& point) { told.push_back(point.step); });
        const TrainRecord record = readTrainRecord(made.out);
        QVERIFY(record.settings == made.settings);
        QCOMPARE(toJson(record.curve).dump(), toJson(report.curve).dump());
        QCOMPARE(told.size(), report.curve.size());
        const TrainPoint& last = record.curve.back();
        QCOMPARE(last.step, made.settings.steps);
        QCOMPARE(last.linearity.size(), static_cast<std::size_t>(made.settings.layers));
        QVERIFY(last.linearityTokens > 0 && last.linearity[1] > last.linearityNoResidual[1]);
        QVERIFY_EXCEPTION_THROWN(readTrainRecord(path("nowhere")), Error);
        QVERIFY(!std::filesystem::exists(trainCheckpoint(made.out)));
    }

    void aStoppedTrainingGoesOnToTheSameWeights() {
        std::stop_source stop;
        JobContext job;
        job.stop = stop.get_token();
        job.onProgress = [&](const Progress& progress) {
            if (QString::fromStdString(progress.phase).startsWith("training") && progress.done == 13) stop.request_stop();
        };
        const TrainReport whole = trainModel(request("whole"), {});
        TrainRequest stopped = request("stopped");
        QVERIFY_EXCEPTION_THROWN(trainModel(stopped, job), Cancelled);
        QVERIFY(!std::filesystem::exists(stopped.out));
        QVERIFY(std::filesystem::exists(trainCheckpoint(stopped.out)));
        const TrainRecord kept = readStoppedTraining(stopped.out);
        QVERIFY(kept.settings == stopped.settings && !kept.curve.empty());
        QCOMPARE(kept.texts, std::vector<std::string>{"stories-1.jsonl"});
        QVERIFY_EXCEPTION_THROWN(trainModel(stopped, {}), UsageError);
        stopped.resume = true;
        TrainRequest other = stopped;
        other.settings.seed = 5;
        QVERIFY_EXCEPTION_THROWN(trainModel(other, {}), UsageError);
        const TrainReport report = trainModel(stopped, {});
        QCOMPARE(toJson(report.curve).dump(), toJson(whole.curve).dump());
        QCOMPARE(bytesOf(path("stopped") / "model.safetensors"), bytesOf(path("whole") / "model.safetensors"));
        QVERIFY(!std::filesystem::exists(trainCheckpoint(stopped.out)));
    }

    // Whatever the last of it is: the weights are rounded and measured once more after the last step.
    void aStopAtTheVeryEndLosesNothing() {
        std::stop_source stop;
        JobContext job;
        job.stop = stop.get_token();
        job.onProgress = [&](const Progress& progress) {
            if (progress.phase == "measuring perplexity") stop.request_stop();
        };
        TrainRequest late = request("late");
        late.settings.validation = 0.4;
        QVERIFY_EXCEPTION_THROWN(trainModel(late, job), Cancelled);
        late.resume = true;
        QCOMPARE(trainModel(late, {}).curve.back().step, late.settings.steps);
    }

    void everyMeasureIsTakenAsOftenAsItIsPromised() {
        for (const int steps : {20, 57, 100, 350, 399, 550, 1990, 20000})
            for (const int times : {20, 100}) {
                int taken = 0;
                for (int step = 1; step <= steps; ++step) taken += isDue(step, steps, times);
                QVERIFY2(taken >= std::min(times, steps) && taken < 2 * times + 1, qPrintable(QString("%1 of %2 steps: %3").arg(times).arg(steps).arg(taken)));
            }
    }

    void aDamagedCheckpointIsNamed() {
        TrainRequest made = request("damaged");
        std::stop_source stop;
        JobContext job;
        job.stop = stop.get_token();
        job.onProgress = [&](const Progress& progress) {
            if (QString::fromStdString(progress.phase).startsWith("training") && progress.done == 3) stop.request_stop();
        };
        QVERIFY_EXCEPTION_THROWN(trainModel(made, job), Cancelled);
        made.resume = true;
        const QByteArray whole = bytesOf(trainCheckpoint(made.out));
        const auto fails = [&](const QByteArray& from, const QByteArray& to) {
            QFile file(QString::fromStdString(trainCheckpoint(made.out).string()));
            if (!file.open(QIODevice::WriteOnly) || whole.count(from) != 1 || from.size() != to.size()) return false;
            file.write(QByteArray(whole).replace(from, to));
            file.close();
            try {
                trainModel(made, {});
            } catch (const Error& error) {
                return QString(error.what()).contains("damaged.train");
            }
            return false;
        };
        // JSON within JSON: the numbers are a text of the header.
        QVERIFY(fails(R"(\"step\":3,\"summed\":)", R"(\"step\":-,\"summed\":)"));
        QVERIFY(fails(R"(\"step\":3,\"summed\":)", R"(\"step\":3,\"summer\":)"));
        QVERIFY(fails(R"("second.0")", R"("secund.0")"));
    }

    void impossibleSettingsAreNamed() {
        TrainRequest bad = request("bad");
        bad.settings.heads = 3;
        QVERIFY_EXCEPTION_THROWN(trainModel(bad, {}), UsageError);
        bad = request("bad");
        bad.settings.sequenceLength = 100000;
        QVERIFY_EXCEPTION_THROWN(trainModel(bad, {}), UsageError);
        bad = request("bad");
        bad.data = {stories(9, 200)};
        QVERIFY_EXCEPTION_THROWN(trainModel(bad, {}), Error);
        QVERIFY(!std::filesystem::exists(path("bad")));
    }

    void settingsSurviveTheirFile() {
        TrainSettings settings = trainPreset("demo");
        settings.regularizer = Regularizer::cosine;
        settings.lambda = 0.5;
        settings.seed = 99;
        QFile file(folder_.filePath("settings.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(toJson(settings).dump()));
        file.close();
        QVERIFY(readTrainSettings(path("settings.json")) == settings);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({"layers": 2, "colour": "blue"})");
        file.close();
        QVERIFY_EXCEPTION_THROWN(readTrainSettings(path("settings.json")), Error);
    }

    void storiesDependOnTheSeedAlone() {
        StoryGenerator one(5), again(5), other(6);
        const std::string story = one.next();
        QCOMPARE(again.next(), story);
        QVERIFY(other.next() != story);
        QVERIFY(one.next() != story);
        QCOMPARE(bytesOf(stories(4, 20000)), bytesOf(stories(4, 20000)));
        QVERIFY(std::abs(bytesOf(stories(4, 20000)).size() - 20000) < 2500);
    }
};

QTEST_GUILESS_MAIN(TrainTest)
#include "train_test.moc"
