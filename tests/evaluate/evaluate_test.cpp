// Loss, divergence and edited decoders, against the reference's loss and against passes without any shortcut.
#include <ATen/ATen.h>

#include <QTest>

#include <cstring>

#include "core/base/error.h"
#include "core/edit/fit_plan.h"
#include "core/evaluate/evaluator.h"
#include "core/evaluate/speed.h"
#include "core/measure/dump_states.h"
#include "core/measure/measure_model.h"
#include "core/model/safetensors.h"

using namespace strato;

class EvaluateTest : public QObject {
    Q_OBJECT

    static std::filesystem::path golden(const char* name) { return std::filesystem::path(TEST_DATA_DIR) / "golden" / name; }
    static TokenWindows goldenWindows(const char* name) { return rowsFromFile(golden(name) / "expected.safetensors").windows; }

    static LossSums without(const Decoder& decoder, const TokenWindows& windows, const std::vector<Step>& steps) {
        LayerPass pass(decoder, windows);
        pass.embed({});
        runSteps(pass, steps, 0, {});
        return measureLoss(pass, pass.states(), {}, {});
    }

    static std::vector<Step> steps(const char* plan, const Decoder& decoder, const PlanMaps& maps = {}) { return stepsOf(Plan::parse(plan), decoder, maps); }

private slots:
    void theLossEqualsTheReference_data() {
        QTest::addColumn<QString>("model");
        for (const char* name : {"gpt2", "gpt_neox", "llama_gqa", "mistral", "opt", "qwen2"}) QTest::newRow(name) << QString(name);
    }

    void theLossEqualsTheReference() {
        QFETCH(QString, model);
        const auto name = model.toStdString();
        const SafetensorsFile expected(golden(name.c_str()) / "expected.safetensors");
        float loss = 0;
        std::memcpy(&loss, expected.tensors().at("loss").bytes.data(), 4);
        const Decoder decoder(golden(name.c_str()), {});
        const LossSums sums = without(decoder, goldenWindows(name.c_str()), steps("", decoder));
        QVERIFY(std::abs(sums.loss - static_cast<double>(loss)) < 1e-5);
        QCOMPARE(sums.tokens, 2 * 19);
    }

    void droppingNothingChangesNothing() {
        const Decoder decoder(golden("llama"), {});
        Evaluator evaluator(decoder, goldenWindows("llama"), 1 << 20);
        evaluator.runBaseline({});
        const auto result = evaluator.measure(steps("", decoder), {});
        QCOMPARE(result.sums.loss, evaluator.baseline().loss);
        QCOMPARE(result.sums.klDivergence, 0.0);
        QCOMPARE(result.sums.top1Agreement, 1.0);
        QCOMPARE(result.blocksRun, 0);
    }

    void onlyBlocksBehindTheFirstEditAreRunAndTheLossIsThatOfAWholePass() {
        const Decoder decoder(golden("gpt2"), {});
        const TokenWindows windows = goldenWindows("gpt2");
        for (const std::int64_t cache : {std::int64_t{1} << 20, std::int64_t{0}}) {
            Evaluator evaluator(decoder, windows, cache);
            evaluator.runBaseline({});
            for (const char* plan : {"0=drop", "1=drop", "2=drop", "0-1=drop", "1.attention=drop", "2.mlp=drop,0.mlp=drop", "1-2=drop"}) {
                const auto edited = steps(plan, decoder);
                const auto result = evaluator.measure(edited, {});
                QVERIFY(std::abs(result.sums.loss - without(decoder, windows, edited).loss) < 1e-6);
                QVERIFY(result.sums.klDivergence > 0);
                if (cache > 0 && std::string(plan) == "2=drop") QCOMPARE(result.blocksRun, 0);
                if (cache > 0 && std::string(plan) == "1=drop") QCOMPARE(result.blocksRun, 1);
            }
        }
    }

    // A map fitted where a block already is linear reproduces the model: the identity map for a dropped block's absence.
    void aLinearMapOfALinearBlockIsExact() {
        const Decoder decoder(golden("gpt2"), {});
        const TokenWindows windows = goldenWindows("gpt2");
        const int width = decoder.hidden();
        const auto zero = std::make_shared<AffineMap>(AffineMap{width, std::vector<float>(static_cast<std::size_t>(width) * width, 0.0F), std::vector<float>(static_cast<std::size_t>(width), 0.0F)});
        const auto asMap = steps("1=linear", decoder, {{"1=linear", zero}});
        QVERIFY(std::abs(without(decoder, windows, asMap).loss - without(decoder, windows, steps("1=drop", decoder)).loss) < 1e-9);
        // With fewer tokens than dimensions every block is linear on them, so the fitted map must give the block's own output.
        TokenWindows few = windowsFromIds({{windows.windows[0].ids.begin(), windows.windows[0].ids.begin() + 12}});
        const auto fits = fitEdits(decoder, few, {{Plan::parse("0-1=linear").edits().front()}}, {.ridge = 0}, {});
        const auto replaced = steps("0-1=linear", decoder, {{"0-1=linear", std::make_shared<AffineMap>(fits.front().map)}});
        QVERIFY(std::abs(without(decoder, few, replaced).loss - without(decoder, few, steps("", decoder)).loss) < 1e-4);
    }

    void sizesCountWhatIsLeft() {
        const Decoder decoder(golden("llama_gqa"), {});
        const auto parameters = [&](const char* plan) { return sizeOf(decoder, steps(plan, decoder)).parameters; };
        const std::int64_t attention = 2 * 1024 + 2 * 512 + 32, mlp = 3 * 1536 + 32, whole = parameters("");
        QCOMPARE(whole - parameters("1=drop"), attention + mlp);
        QCOMPARE(whole - parameters("1.attention=drop"), attention);
        QCOMPARE(whole - parameters("1.mlp=drop"), mlp);
        QCOMPARE(parameters("0.mlp=drop,0.attention=drop"), parameters("0=drop"));
        const auto zero = std::make_shared<AffineMap>(AffineMap{32, std::vector<float>(1024, 0.0F), std::vector<float>(32, 0.0F)});
        const auto linear = steps("1=linear", decoder, {{"1=linear", zero}});
        QCOMPARE(sizeOf(decoder, linear).parameters, parameters("1=drop") + 32 * 33);
    }

    void candidatesTogetherHaveTheLossesTheyHaveAlone() {
        const Decoder decoder(golden("gpt2"), {});
        const TokenWindows windows = goldenWindows("gpt2");
        const std::vector<const char*> plans{"", "0=drop", "1=drop", "2=drop", "1.attention=drop", "0-1=drop"};
        std::vector<std::vector<Step>> candidates;
        for (const char* plan : plans) candidates.push_back(steps(plan, decoder));
        for (const std::int64_t cache : {std::int64_t{1} << 20, std::int64_t{0}}) {
            Evaluator evaluator(decoder, windows, cache);
            evaluator.runBaseline({});
            const auto results = evaluator.measureTogether(candidates, {});
            for (std::size_t c = 0; c < candidates.size(); ++c) QVERIFY(std::abs(results[c].sums.loss - without(decoder, windows, candidates[c]).loss) < 1e-6);
        }
    }

    void aNewBaseSavesItsBlocks() {
        const Decoder decoder(golden("gpt2"), {});
        const TokenWindows windows = goldenWindows("gpt2");
        Evaluator evaluator(decoder, windows, 1 << 20);
        evaluator.runBaseline({});
        evaluator.setBase(steps("0.mlp=drop", decoder), {});
        const auto edited = steps("0.mlp=drop,2=drop", decoder);
        const auto result = evaluator.measure(edited, {});
        QVERIFY(std::abs(result.sums.loss - without(decoder, windows, edited).loss) < 1e-6);
        QCOMPARE(result.blocksRun, 0);
        QCOMPARE(evaluator.measure(steps("2=drop", decoder), {}).blocksRun, 2);
        evaluator.setBase(steps("", decoder), {});
        QCOMPARE(evaluator.measure(steps("2=drop", decoder), {}).blocksRun, 0);
    }

    void plansThatDontFitAreErrors() {
        const Decoder decoder(golden("gpt2"), {});
        QVERIFY_EXCEPTION_THROWN(steps("0=merge", decoder), UsageError);
        QVERIFY_EXCEPTION_THROWN(steps("9=drop", decoder), UsageError);
        QVERIFY_EXCEPTION_THROWN(steps("0-2=drop", decoder), UsageError);
        QVERIFY_EXCEPTION_THROWN(steps("0-1=drop,2.mlp=drop,2.attention=drop", decoder), UsageError);
    }

    void oneTokenWindowsHaveNoLoss() {
        const Decoder decoder(golden("gpt2"), {});
        const TokenWindows windows = windowsFromIds({{1}, {2}});
        QVERIFY_EXCEPTION_THROWN(without(decoder, windows, steps("", decoder)), Error);
    }

    void speedIsMeasuredForEveryCandidate() {
        const Decoder decoder(golden("gpt2"), {});
        const auto speeds = measureSpeed(decoder, {steps("", decoder), steps("0-1=drop", decoder)}, 0.2, {});
        QCOMPARE(speeds.size(), std::size_t{2});
        for (const Speed& speed : speeds) QVERIFY(speed.prefillTokensPerSecond > 0 && speed.decodeTokensPerSecond > 0 && speed.runs >= 3);
    }
};

QTEST_GUILESS_MAIN(EvaluateTest)
#include "evaluate_test.moc"
