// Loss, divergence and edited decoders, against the reference's loss and against passes without any shortcut.
#include <ATen/ATen.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <cstring>
#include <fstream>

#include "core/base/error.h"
#include "core/edit/fit_plan.h"
#include "core/evaluate/evaluator.h"
#include "core/evaluate/generate.h"
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
        for (const Speed& speed : speeds) {
            QVERIFY(speed.prefill.median > 0 && speed.decode.median > 0 && speed.runs >= 4);
            QVERIFY(speed.prefill.spread >= 0 && speed.decode.spread >= 0);
        }
    }

    void theIdealSpeedupCountsTheBlocksThatStillRun() {
        const Decoder decoder(golden("gpt2"), {});
        const auto ideal = [&](const char* plan) { return idealSpeedup(3, steps(plan, decoder)); };
        QCOMPARE(ideal(""), 1.0);
        QCOMPARE(ideal("1=drop"), 1.5);
        QCOMPARE(ideal("1.mlp=drop"), 3 / 2.5);
        QVERIFY(std::isnan(idealSpeedup(3, {})));
    }

    // All logits equal, so that every token has the probability 1 / V.
    void theLossOfAUniformModelIsTheLogarithmOfItsVocabulary() {
        QTemporaryDir folder;
        const std::filesystem::path copy = folder.filePath("uniform").toStdString();
        std::filesystem::copy(golden("llama"), copy);
        std::fstream file(copy / "model.safetensors", std::ios::in | std::ios::out | std::ios::binary);
        std::uint64_t length = 0;
        file.read(reinterpret_cast<char*>(&length), 8);
        QByteArray header(static_cast<qsizetype>(length), 0);
        file.read(header.data(), header.size());
        const QJsonArray place = QJsonDocument::fromJson(header).object()["lm_head.weight"].toObject()["data_offsets"].toArray();
        QVERIFY(place.size() == 2);
        file.seekp(static_cast<std::streamoff>(8 + length) + place[0].toInteger());
        file << std::string(static_cast<std::size_t>(place[1].toInteger() - place[0].toInteger()), '\0');
        file.close();
        const Decoder decoder(copy, {});
        const LossSums sums = without(decoder, goldenWindows("llama"), steps("", decoder));
        QVERIFY(std::abs(std::exp(sums.loss) - decoder.description().vocabulary) < 1e-3);
    }

    // The same predictions, asked for in pieces: what is only read is not counted, and the token behind a window is.
    void contextIsReadAndNotPredictedAndTheNextTokenIs() {
        const Decoder decoder(golden("gpt2"), {});
        const std::vector<TokenId> ids = goldenWindows("gpt2").windows[0].ids;
        const auto loss = [&](std::vector<TokenWindow> windows) { return without(decoder, windowsOf(std::move(windows), 20), steps("", decoder)); };
        const LossSums whole = loss({{.ids = ids}});
        const std::vector<TokenId> start(ids.begin(), ids.begin() + 11), allButLast(ids.begin(), ids.end() - 1);
        const LossSums pieces = loss({{.ids = start}, {.ids = allButLast, .context = 11, .next = ids.back()}});
        QCOMPARE(pieces.tokens, whole.tokens);
        QVERIFY(std::abs(pieces.loss - whole.loss) < 1e-6);
        QCOMPARE(pieces.windows[1].weight, static_cast<double>(ids.size() - 11));
    }

    // The loop of the transformers documentation: the mean of a window, times one label less than it has.
    void aContextCanCostOneTokenOfWeight() {
        const Decoder decoder(golden("gpt2"), {});
        const std::vector<TokenId> ids = goldenWindows("gpt2").windows[0].ids;
        TokenWindows windows = windowsOf({{.ids = {ids.begin(), ids.begin() + 8}}, {.ids = {ids.begin() + 4, ids.end()}, .context = 4}}, 20);
        const LossSums plain = without(decoder, windows, steps("", decoder));
        windows.contextCostsOne = true;
        const LossSums loop = without(decoder, windows, steps("", decoder));
        const double first = plain.windows[0].sum, second = plain.windows[1].sum;
        QVERIFY(std::abs(loop.loss - (first + second / 12 * 11) / (7 + 11)) < 1e-12);
        QVERIFY(std::abs(loop.loss - plain.loss) > 1e-9);
    }

    void theErrorIsOverDocumentsWhereThereAreSeveral() {
        const Decoder decoder(golden("gpt2"), {});
        const std::vector<TokenId> ids = goldenWindows("gpt2").windows[0].ids, others = goldenWindows("gpt2").windows[1].ids;
        const auto part = [](const std::vector<TokenId>& from, int begin, int end, int document) {
            return TokenWindow{.ids = {from.begin() + begin, from.begin() + end}, .document = document};
        };
        const auto losses = [&](int second, int third) {
            return without(decoder, windowsOf({part(ids, 0, 5, 0), part(ids, 5, 15, second), part(others, 0, 12, third)}, 20), steps("", decoder));
        };
        const LossSums two = losses(0, 1), one = losses(0, 0);
        QVERIFY(two.clusters.documents && !one.clusters.documents);
        QCOMPARE(two.clusters.parts.size(), std::size_t{2});
        QCOMPARE(one.clusters.parts.size(), std::size_t{3});
        // Two clusters of 4 + 9 and 11 predictions, written out.
        const double a = two.windows[0].sum + two.windows[1].sum - 13 * two.loss, b = two.windows[2].sum - 11 * two.loss;
        QVERIFY(std::abs(two.lossStandardError - std::sqrt(2 * (a * a + b * b)) / 24) < 1e-12);
        QCOMPARE(one.loss, two.loss);
        QVERIFY(one.lossStandardError != two.lossStandardError);
    }

    void theDifferenceToItselfIsNothingAndHasNoError() {
        const Decoder decoder(golden("gpt2"), {});
        const LossSums before = without(decoder, goldenWindows("gpt2"), steps("", decoder)), after = without(decoder, goldenWindows("gpt2"), steps("1=drop", decoder));
        QCOMPARE(lossDifference(before, before).mean, 0.0);
        QCOMPARE(lossDifference(before, before).standardError, 0.0);
        const Ratio rise = lossDifference(before, after);
        QVERIFY(std::abs(rise.mean - (after.loss - before.loss)) < 1e-12);
        const double a = after.windows[0].sum - before.windows[0].sum - 19 * rise.mean, b = after.windows[1].sum - before.windows[1].sum - 19 * rise.mean;
        QVERIFY(std::abs(rise.standardError - std::sqrt(2 * (a * a + b * b)) / 38) < 1e-12);
    }

    // With a cache, token by token, against whole passes over everything so far without one.
    void whatIsWrittenIsTheLikeliestTokenOfAWholePass() {
        for (const char* name : {"gpt2", "llama_gqa", "mistral"}) {
            const Decoder decoder(golden(name), {});
            for (const char* plan : {"", "1=drop", "2.mlp=drop"}) {
                const auto edited = steps(plan, decoder);
                const LoadedBlocks blocks = loadBlocks(decoder, {edited}, {});
                const LoadedDecoder loaded(decoder, edited, blocks);
                std::vector<TokenId> all{3, 14, 15, 9};
                const auto written = greedyContinuation(loaded, all, {.tokens = 12, .end = {}}, {});
                QCOMPARE(written.size(), std::size_t{12});
                for (const TokenId token : written) {
                    const TokenWindows windows = windowsFromIds({all});
                    LayerPass pass(decoder, windows);
                    pass.embed({});
                    runSteps(pass, edited, 0, {});
                    const at::Tensor last = pass.states().narrow(0, static_cast<std::int64_t>(all.size()) - 1, 1);
                    QCOMPARE(token, static_cast<TokenId>(decoder.logits(last, decoder.outputMatrix()).argmax(-1).item<std::int64_t>()));
                    all.push_back(token);
                }
                const auto stopped = greedyContinuation(loaded, {3, 14, 15, 9}, {.tokens = 12, .end = written[0]}, {});
                QVERIFY(stopped.empty());
            }
        }
    }

    void writingEndsWhereTheContextIsFull() {
        const Decoder decoder(golden("gpt2"), {});
        const LoadedBlocks blocks = loadBlocks(decoder, {steps("", decoder)}, {});
        const auto all = steps("", decoder);
        const LoadedDecoder loaded(decoder, all, blocks);
        const auto context = static_cast<std::size_t>(decoder.description().context);
        QCOMPARE(greedyContinuation(loaded, std::vector<TokenId>(context - 2, 1), {.tokens = 12, .end = {}}, {}).size(), std::size_t{2});
        QVERIFY_EXCEPTION_THROWN(greedyContinuation(loaded, {}, {}, {}), Error);
    }
};

QTEST_GUILESS_MAIN(EvaluateTest)
#include "evaluate_test.moc"
