// Healing: its gradients against finite differences, its objective written out anew on dumped states, its course when it is cut off.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/edit/fit_plan.h"
#include "core/runs/analyze.h"
#include "core/runs/heal_json.h"
#include "core/runs/run_file.h"
#include "core/runs/what_if.h"
#include "core/train/distillation.h"
#include "core/train/heal.h"
#include "core/train/story_generator.h"

using namespace strato;

namespace {

TokenWindows randomWindows(int vocabulary, int windows, int length, std::uint64_t seed) {
    Random random(seed);
    std::vector<std::vector<TokenId>> rows(static_cast<std::size_t>(windows));
    for (auto& row : rows)
        for (int t = 0; t < length; ++t) row.push_back(static_cast<TokenId>(random.below(static_cast<std::uint64_t>(vocabulary))));
    return windowsFromIds(std::move(rows));
}

PlanMaps fitted(const Decoder& decoder, const TokenWindows& windows, const Plan& plan) {
    std::vector<FitRequest> requests;
    for (const Edit& edit : plan.edits())
        if (edit.action == ActionKind::merge) requests.push_back({edit, mergeSourceOf(plan, edit, decoder.description())});
        else if (edit.needsMap()) requests.push_back({edit, {}});
    std::vector<Regression> fits = fitEdits(decoder, windows, requests, {.folds = 1, .ridge = 0}, {});
    PlanMaps maps;
    for (std::size_t r = 0; r < requests.size(); ++r) maps[requests[r].edit.text()] = std::make_shared<const AffineMap>(std::move(fits[r].map));
    return maps;
}

// Away from the fit, where gradients vanish.
PlanMaps moved(const PlanMaps& maps) {
    Random random(3);
    PlanMaps all;
    for (const auto& [text, map] : maps) {
        AffineMap changed = *map;
        for (auto* values : {&changed.matrix, &changed.down, &changed.up})
            for (float& value : *values) value += 0.05F * (static_cast<float>(random.below(1000)) / 500 - 1);
        all[text] = std::make_shared<const AffineMap>(std::move(changed));
    }
    return all;
}

bool equal(const PlanMaps& one, const PlanMaps& other) {
    if (one.size() != other.size()) return false;
    for (const auto& [text, map] : one) {
        const AffineMap& second = *other.at(text);
        if (map->matrix != second.matrix || map->down != second.down || map->up != second.up || map->intercept != second.intercept) return false;
    }
    return true;
}

at::Tensor statesAfter(const Decoder& decoder, const TokenWindows& windows, const std::vector<Step>& steps) {
    LayerPass pass(decoder, windows);
    pass.embed({});
    runSteps(pass, steps, 0, {});
    return pass.states().clone();
}

}  // namespace

class HealTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::filesystem::path path(const QString& name) const { return folder_.filePath(name).toStdString(); }
    static std::filesystem::path golden(const QString& name) { return std::filesystem::path(TEST_DATA_DIR) / "golden" / name.toStdString(); }

    struct Model {
        Decoder decoder;
        Plan plan;
        WindowSplit texts;
        PlanMaps start;

        Model(const QString& name, const QString& text)
            : decoder(golden(name), {}), plan(Plan::parse(text.toStdString())), texts{windows(100, 1), windows(20, 2)},
                start(fitted(decoder, windows(24, 3), plan)) {}
        TokenWindows windows(int count, std::uint64_t seed) const { return randomWindows(decoder.description().vocabulary, count, 16, seed); }
        HealResult healed(const HealSettings& settings, const HealStorage& storage = {}, const JobContext& job = {}) const {
            return heal(decoder, plan, start, texts, settings, storage, job);
        }
    };

    static HealSettings quick() { return {.steps = 40, .batchTokens = 256, .kl = 1}; }

    // Asks for a stop when that step begins.
    static JobContext stoppingAt(std::stop_source& stop, int step) {
        JobContext job;
        job.stop = stop.get_token();
        job.onProgress = [&stop, step](const Progress& progress) {
            if (progress.phase.starts_with("healing") && progress.done == step) stop.request_stop();
        };
        return job;
    }

private slots:
    void init() { at::set_num_threads(2); }

    void gradientsAreThoseOfFiniteDifferences_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("plan");
        QTest::addColumn<bool>("trainBlocks");
        QTest::newRow("linear and low rank") << "gpt2" << "1=linear,2=lowrank:4" << false;
        QTest::newRow("half and merge") << "llama_gqa" << "1.attention=linear,2=merge" << false;
        QTest::newRow("parallel halves") << "gpt_neox" << "1=merge,2.mlp=linear" << false;
        // Nothing is routed behind it: where an expert changes, there is no slope.
        QTest::newRow("experts") << "mixtral" << "2=merge" << false;
        QTest::newRow("blocks around a drop") << "gpt2" << "1=drop" << true;
        QTest::newRow("blocks beside a half and a merge") << "llama_gqa" << "1.attention=linear,2=merge" << true;
    }

    // Central differences along the gradient itself, in the decoder's float32.
    void gradientsAreThoseOfFiniteDifferences() {
        QFETCH(QString, model);
        QFETCH(QString, plan);
        QFETCH(bool, trainBlocks);
        const Model given(model, plan);
        const TrainableMaps maps(given.plan, given.decoder, moved(given.start), trainBlocks);
        Distillation distillation(given.decoder, maps, true, {});
        distillation.measureScales(given.texts.validation, 256, {});
        const WindowBatch batch = batchOf(given.texts.validation, {0, 1, 2, 3, 4, 5, 6, 7});
        const auto total = [&] {
            const Distance distance = distillation.measure(batch, true);
            return distance.mse + 0.7 * distance.kl;
        };
        total().backward();
        int number = 0, steep = 0;
        for (const at::Tensor& tensor : maps.tensors()) {
            const at::NoGradGuard noGradients;
            ++number;
            // The half that a map replaces learns nothing.
            if (trainBlocks && !tensor.grad().defined()) continue;
            QVERIFY2(tensor.grad().defined(), qPrintable(QString::number(number)));
            const double slope = tensor.grad().norm().item<double>(), step = 0.01;
            // What is added to all keys changes no attention.
            if (trainBlocks && slope < 1e-4) continue;
            ++steep;
            const at::Tensor direction = tensor.grad() / slope;
            tensor.add_(direction, step);
            const double above = total().item<double>();
            tensor.add_(direction, -2 * step);
            const double below = total().item<double>();
            tensor.add_(direction, step);
            const double differences = (above - below) / (2 * step);
            QVERIFY2(slope > 1e-4 && std::abs(differences - slope) < 0.01 * slope,
                     qPrintable(QString("tensor %1: %2, but differences give %3").arg(number).arg(slope).arg(differences)));
        }
        QVERIFY2(steep > number / 2, qPrintable(QString("%1 of %2").arg(steep).arg(number)));
    }

    void whatIsTrainedIsWhatIsApplied_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("plan");
        QTest::addColumn<bool>("trainBlocks");
        QTest::newRow("merge") << "gpt2" << "1=merge" << false;
        QTest::newRow("merge of parallel halves") << "gpt_neox" << "1=merge" << false;
        QTest::newRow("two merges into one block") << "gpt2" << "1=merge,2=merge" << false;
        QTest::newRow("merge of a half") << "llama_gqa" << "1.mlp=merge,2=linear" << false;
        QTest::newRow("half and low rank") << "gpt2" << "0.attention=lowrank:3,1=drop,2.mlp=linear" << false;
        QTest::newRow("blocks around a drop") << "gpt2" << "1=drop" << true;
        QTest::newRow("a block that a merge is folded into") << "gpt2" << "1=merge" << true;
        QTest::newRow("experts that a merge is folded into") << "mixtral" << "1=merge" << true;
    }

    // Merges learn unfolded and run folded.
    void whatIsTrainedIsWhatIsApplied() {
        QFETCH(QString, model);
        QFETCH(QString, plan);
        QFETCH(bool, trainBlocks);
        const Model given(model, plan);
        const TrainableMaps maps(given.plan, given.decoder, moved(given.start), trainBlocks);
        const TokenWindows windows = given.windows(8, 5);
        const WindowBatch batch = batchOf(windows, inOrder(windows, 1 << 20).front());
        const LoadedBlocks blocks = loadBlocks(given.decoder, {stepsOf({}, given.decoder, {})}, {});
        const at::NoGradGuard noGradients;
        if (trainBlocks)
            for (const at::Tensor& tensor : maps.tensors()) tensor.mul_(1.1);
        at::Tensor y = given.decoder.embed(batch.ids, batch.batch);
        for (std::size_t s = 0; s < maps.steps().size(); ++s) y = maps.run(s, blocks, y, batch.batch);
        const at::Tensor applied = statesAfter(given.decoder, windows, stepsOf(given.plan, given.decoder, maps.take(), maps.takeBlocks()));
        QVERIFY((y.to(at::kCPU) - applied).abs().max().item<double>() < 1e-4 * applied.abs().max().item<double>());
    }

    void healingLowersItsObjective() {
        const Model given("gpt2", "0=linear,1=linear");
        const HealResult result = given.healed(quick());
        const HealPoint &first = result.curve.front(), &last = result.curve.back();
        QCOMPARE(first.step, 0);
        QVERIFY(std::isnan(first.trainingLoss));
        QCOMPARE(last.step, 40);
        QCOMPARE(result.stopped, std::string("steps"));
        QVERIFY2(last.objective < 0.98 * first.objective, qPrintable(QString("%1, before %2").arg(last.objective).arg(first.objective)));
        QVERIFY(last.validationKl < first.validationKl);
        QVERIFY(!equal(result.maps, given.start));
    }

    // The share of the variance of states 1 and 2 that the edited stream misses there.
    void theErrorIsItsFormula() {
        const Model given("gpt2", "0=linear,1=linear");
        const HealResult result = given.healed(quick());
        double expected = 0;
        for (const int state : {1, 2}) {
            const auto upTo = [&](const Plan& plan, const PlanMaps& maps) {
                std::vector<Step> steps = stepsOf(plan, given.decoder, maps);
                steps.resize(static_cast<std::size_t>(state));
                return statesAfter(given.decoder, given.texts.validation, steps).to(at::kDouble);
            };
            const at::Tensor x = upTo({}, {}), y = upTo(given.plan, result.maps);
            expected += ((y - x).square().sum() / (x - x.mean(0)).square().sum()).item<double>() / 2;
        }
        const auto best = std::find_if(result.curve.begin(), result.curve.end(),
            [&](const HealPoint& point) { return point.step == result.bestStep; });
        QVERIFY2(std::abs(best->validationMse - expected) < 1e-5 * expected,
            qPrintable(QString("%1, not %2").arg(best->validationMse).arg(expected)));
    }

    void depthsAreThoseThatTheNextStepReads() {
        const auto statesOf = [](const QString& model, const QString& plan) {
            const Model given(model, plan);
            const TrainableMaps maps(given.plan, given.decoder, given.start, false);
            std::vector<int> states;
            const Distillation distillation(given.decoder, maps, false, {});
            for (const Depth& depth : distillation.depths()) states.push_back(depth.state);
            return states;
        };
        QCOMPARE(statesOf("gpt2", "0=linear,1=linear"), (std::vector<int>{1, 2}));
        QCOMPARE(statesOf("gpt2", "0=linear,1=drop"), (std::vector<int>{2}));
        QCOMPARE(statesOf("gpt2", "1=merge,2=merge"), (std::vector<int>{3}));
        QCOMPARE(statesOf("gpt2", "0=drop,1=linear"), (std::vector<int>{2}));
    }

    void aStopAndAResumeChangeNothing() {
        const Model given("gpt2", "0=linear,1=lowrank:8");
        const HealStorage storage{.path = path("cut.heal"), .resume = false}, again{.path = path("cut.heal"), .resume = true};
        const HealResult undisturbed = given.healed(quick());
        std::stop_source first, second;
        QVERIFY_EXCEPTION_THROWN(given.healed(quick(), storage, stoppingAt(first, 7)), Cancelled);
        QVERIFY(std::filesystem::exists(storage.path));
        QVERIFY_EXCEPTION_THROWN(given.healed(quick(), again, stoppingAt(second, 20)), Cancelled);
        const HealResult resumed = given.healed(quick(), again);
        QVERIFY(equal(resumed.maps, undisturbed.maps));
        QCOMPARE(toJson(resumed.curve).dump(), toJson(undisturbed.curve).dump());
        HealSettings other = quick();
        other.learningRate *= 2;
        QVERIFY_EXCEPTION_THROWN(given.healed(other, again), UsageError);
        QVERIFY_EXCEPTION_THROWN(given.healed(quick(), {.path = path("none.heal"), .resume = true}), Error);
    }

    void patienceEndsAndTheBestIsKept() {
        const Model given("gpt2", "0=linear,1=linear");
        HealSettings wild = quick();
        wild.learningRate = 0.3;
        wild.patience = 3;
        const HealResult result = given.healed(wild);
        QCOMPARE(result.stopped, std::string("early"));
        QCOMPARE(result.bestStep, 0);
        QCOMPARE(result.curve.size(), std::size_t{4});
        QVERIFY(equal(result.maps, given.start));
    }

    void aPlanOfDropsHasNothingToTrain() {
        const Model given("gpt2", "1=drop");
        QVERIFY_EXCEPTION_THROWN(given.healed(quick()), UsageError);
        HealSettings bad = quick();
        bad.steps = 0;
        QVERIFY_EXCEPTION_THROWN(Model("gpt2", "1=linear").healed(bad), UsageError);
    }

    void blocksTakeOverWhatADroppedOneDid() {
        const Model given("gpt2", "1=drop");
        HealSettings settings = quick();
        settings.trainBlocks = true;
        const HealResult result = given.healed(settings);
        QVERIFY2(result.curve.back().objective < 0.9 * result.curve.front().objective,
                 qPrintable(QString("%1, before %2").arg(result.curve.back().objective).arg(result.curve.front().objective)));
        QVERIFY(result.maps.empty());
        QVERIFY(!result.blocks.empty());
    }

    // The folder computes what was measured, and the run is none the wiser.
    void trainedBlocksGoToTheFolder() {
        const std::filesystem::path model = std::filesystem::path(SOURCE_DIR) / "resources" / "demo" / "plain";
        for (const int seed : {5, 6}) writeStories(static_cast<std::uint64_t>(seed), 20000, path(QString("%1.jsonl").arg(seed)));
        analyzeModel({.model = model, .data = {path("5.jsonl")}, .run = path("blocks.strato"), .tokens = 2048, .folds = 0, .measures = {}, .compute = {}}, {}, {});
        HealRequest request{.model = model, .run = path("blocks.strato"), .plan = Plan::parse("4=merge,7=drop"), .data = {path("5.jsonl")}, .evaluation = {path("6.jsonl")}, .out = path("blocks"),
                            .settings = {.steps = 20, .learningRate = 3e-4, .batchTokens = 512, .trainBlocks = true, .kl = 1, .patience = 0}, .compute = {}};
        const HealReport report = healPlan(request, {}, {});
        QVERIFY2(report.loss.mean < 0, qPrintable(QString::number(report.loss.mean)));
        QCOMPARE(report.out, path("blocks"));
        QVERIFY(healedPlans(request.run).empty());
        const Outcome reopened = WhatIf({.model = report.out, .run = {}, .data = request.evaluation, .tokens = 0, .compute = {}}, {}).measure({}, false, {}, {});
        QVERIFY2(std::abs(reopened.baseline.loss - report.after.loss) < 1e-6 * report.after.loss,
                 qPrintable(QString("%1, measured %2").arg(reopened.baseline.loss).arg(report.after.loss)));
        request.out.clear();
        QVERIFY_EXCEPTION_THROWN(healPlan(request, {}, {}), UsageError);
    }

    void documentsAreWholeInOnePart() {
        TokenWindows windows = randomWindows(50, 12, 4, 1);
        for (std::size_t w = 0; w < 12; ++w) windows.windows[w].document = static_cast<int>(w / 3);
        windows.documents = 4;
        const WindowSplit split = splitWindows(windows, 0.25);
        QCOMPARE(split.training.windows.size(), std::size_t{9});
        QCOMPARE(split.validation.windows.size(), std::size_t{3});
        QVERIFY_EXCEPTION_THROWN(splitWindows(randomWindows(50, 1, 4, 1), 0.25), Error);
        WindowShuffle shuffle(split.training, 8, 1);
        std::vector<std::size_t> seen;
        while (seen.size() < 9)
            for (const std::size_t number : shuffle.next()) seen.push_back(number);
        std::sort(seen.begin(), seen.end());
        for (std::size_t w = 0; w < 9; ++w) QCOMPARE(seen[w], w);
    }

    void aRunKeepsTheHealedMaps() {
        const std::filesystem::path model = std::filesystem::path(SOURCE_DIR) / "resources" / "demo" / "plain";
        for (const int seed : {1, 2, 3}) writeStories(static_cast<std::uint64_t>(seed), 30000, path(QString("%1.jsonl").arg(seed)));
        analyzeModel({.model = model, .data = {path("1.jsonl")}, .run = path("plain.strato"), .tokens = 4096, .folds = 0, .measures = {},
            .compute = {}}, {}, {});
        HealRequest request{.model = model, .run = path("plain.strato"), .plan = Plan::parse("4=linear,7=linear"), .data = {path("2.jsonl")},
                            .evaluation = {path("3.jsonl")}, .out = path("healed"),
                            .settings = {.steps = 60, .learningRate = 1e-3, .batchTokens = 512, .kl = 1, .patience = 0}, .compute = {}};
        const HealReport report = healPlan(request, {}, {});
        QVERIFY2(report.loss.mean < 0, qPrintable(QString::number(report.loss.mean)));
        QVERIFY(!std::filesystem::exists(path("healed.heal")));
        QVERIFY(report.out.empty() == !report.warnings.empty());
        WhatIfRequest question{.model = model, .run = request.run, .data = request.evaluation, .tokens = 0, .compute = {}};
        const Outcome before = WhatIf(question, {}).measure(request.plan, false, {}, {});
        question.healed = true;
        WhatIf healed(question, {});
        const Outcome after = healed.measure(request.plan, false, {}, {});
        QCOMPARE(before.edited.loss, report.before.loss);
        QCOMPARE(after.edited.loss, report.after.loss);
        QCOMPARE(after.baseline.loss, report.baseline.loss);
        QVERIFY(std::abs(after.loss.mean - before.loss.mean - report.loss.mean) < 1e-9);
        QVERIFY_EXCEPTION_THROWN(healed.measure(Plan::parse("4=linear"), false, {}, {}), Error);
        const auto json = toJson(report);
        for (const char* key : {"plan", "curve", "before", "after", "baseline", "stopped", "out"}) QVERIFY2(json.contains(key), key);
        QCOMPARE(healedPlans(request.run), std::vector<std::string>{"4=linear,7=linear"});
        request.plan = Plan::parse("4=drop");
        QVERIFY_EXCEPTION_THROWN(healPlan(request, {}, {}), UsageError);
    }

    // Without a folder to export to the checkpoint lies beside the run; what it holds is gone on with.
    void aStopPutsTheBestMapsSoFarIntoTheRun() {
        const std::filesystem::path model = std::filesystem::path(SOURCE_DIR) / "resources" / "demo" / "plain";
        writeStories(4, 30000, path("4.jsonl"));
        analyzeModel({.model = model, .data = {path("4.jsonl")}, .run = path("stopped.strato"), .tokens = 2048, .folds = 0, .measures = {}, .compute = {}}, {}, {});
        HealRequest request{.model = model, .run = path("stopped.strato"), .plan = Plan::parse("7=linear"), .data = {path("4.jsonl")}, .evaluation = {}, .out = {},
                            .settings = {.steps = 40, .batchTokens = 512, .kl = 1, .patience = 0}, .compute = {}};
        Outcome outcome;
        outcome.plan = "7=linear";
        outcome.healed = true;
        RunFile::open(request.run).storeOutcome("here", {outcome, true});
        std::stop_source stop;
        int points = 0;
        QVERIFY_EXCEPTION_THROWN(healPlan(request, [&](const HealPoint&) { if (++points == 4) stop.request_stop(); }, {{}, stop.get_token()}), Cancelled);
        QCOMPARE(healedPlans(request.run), std::vector<std::string>{"7=linear"});
        QVERIFY2(RunFile::open(request.run).readOutcomes("here").empty(), "an outcome of maps that are gone");
        QVERIFY(std::filesystem::exists(path("stopped.strato.heal")));
        request.resume = true;
        std::vector<int> steps;
        const HealReport report = healPlan(request, [&](const HealPoint& point) { steps.push_back(point.step); }, {});
        QCOMPARE(steps.size(), report.curve.size());
        QCOMPARE(steps.front(), 0);
        QVERIFY(report.out.empty() && !std::filesystem::exists(path("stopped.strato.heal")));
    }
};

QTEST_GUILESS_MAIN(HealTest)
#include "heal_test.moc"
