// Fitted maps and merges against least squares written out anew on dumped states, in float64.
#include <ATen/ATen.h>

#include <QTest>

#include "core/base/error.h"
#include "core/edit/fit_plan.h"
#include "core/edit/merge.h"

using namespace strato;

namespace {

TokenWindows randomWindows(int vocabulary, int windows, int length) {
    std::vector<std::vector<TokenId>> rows;
    std::uint32_t seed = 7;
    for (int w = 0; w < windows; ++w) {
        rows.emplace_back();
        for (int t = 0; t < length; ++t) rows.back().push_back(static_cast<TokenId>((seed = seed * 1664525U + 1013904223U) >> 8) % vocabulary);
    }
    TokenWindows all = windowsFromIds(std::move(rows));
    for (int w = 0; w < windows; ++w) all.windows[static_cast<std::size_t>(w)].document = w;
    return all;
}

// x, the stream between the halves, and y of a block, in float64.
struct Streams {
    at::Tensor input, middle, output;
    at::Tensor attention() const { return middle - input; }
    at::Tensor mlp() const { return output - middle; }
};

// After so many of the steps, those of the last one.
Streams after(const Decoder& decoder, const TokenWindows& windows, const std::vector<Step>& steps, std::size_t count) {
    LayerPass pass(decoder, windows, {.spill = {}, .middle = true});
    pass.embed({});
    for (std::size_t s = 0; s < count; ++s) runStep(pass, steps[s], {});
    if (count == 0) return {pass.states().to(at::kDouble), {}, pass.states().to(at::kDouble)};
    return {pass.inputs().to(at::kDouble), pass.middle().to(at::kDouble), pass.states().to(at::kDouble)};
}

at::Tensor finalStates(const Decoder& decoder, const TokenWindows& windows, const std::vector<Step>& steps) { return after(decoder, windows, steps, steps.size()).output; }

// What least squares predicts of `target` from `features`, by the pseudo-inverse.
at::Tensor predicted(const at::Tensor& features, const at::Tensor& target, bool intercept) {
    const at::Tensor f = intercept ? at::cat({features, at::ones({features.size(0), 1}, at::kDouble)}, 1) : features;
    return at::mm(f, at::mm(at::pinverse(f, 1e-12), target));
}

double difference(const at::Tensor& one, const at::Tensor& other) { return ((one - other).abs().max() / other.abs().max()).item<double>(); }

std::map<std::string, Regression> fitPlan(const Decoder& decoder, const TokenWindows& windows, const Plan& plan, const FitOptions& options) {
    if (options.inSequence) return fitInSequence(decoder, windows, plan, {}, options, {});
    std::vector<FitRequest> requests;
    for (const Edit& edit : plan.edits())
        if (edit.needsMap()) requests.push_back({edit, edit.action == ActionKind::merge ? mergeSourceOf(plan, edit, decoder.description()) : MergeSource{}});
    std::vector<Regression> fits = fitEdits(decoder, windows, requests, options, {});
    std::map<std::string, Regression> named;
    for (std::size_t r = 0; r < requests.size(); ++r) named[requests[r].edit.text()] = std::move(fits[r]);
    return named;
}

PlanMaps mapsOf(const std::map<std::string, Regression>& fits) {
    PlanMaps maps;
    for (const auto& [text, fit] : fits) maps[text] = std::make_shared<const AffineMap>(fit.map);
    return maps;
}

constexpr FitOptions leastSquares{.folds = 1, .ridge = 0};

}  // namespace

class FitTest : public QObject {
    Q_OBJECT

    static std::filesystem::path golden(const QString& name) { return std::filesystem::path(TEST_DATA_DIR) / "golden" / name.toStdString(); }

    struct Model {
        Decoder decoder;
        TokenWindows windows;
        std::vector<Step> unedited;
        explicit Model(const QString& name) : decoder(golden(name), {}), windows(randomWindows(decoder.description().vocabulary, 24, 16)), unedited(stepsOf({}, decoder, {})) {}

        std::vector<Step> edited(const char* text, const FitOptions& options = leastSquares) const {
            const Plan plan = Plan::parse(text);
            return stepsOf(plan, decoder, mapsOf(fitPlan(decoder, windows, plan, options)));
        }
        Streams block(std::size_t number) const { return after(decoder, windows, unedited, number + 1); }
        bool parallel() const { return decoder.description().blocks.front().parallel; }
    };

private slots:
    void aMergeIsItsFormula_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<bool>("intercept");
        QTest::newRow("Conv1D with a bias") << "gpt2" << true;
        QTest::newRow("no bias") << "llama_gqa" << false;
        QTest::newRow("bias") << "opt" << true;
        QTest::newRow("parallel halves") << "gpt_neox" << true;
        QTest::newRow("experts") << "mixtral" << false;
        QTest::newRow("residual multiplier") << "granite" << false;
    }

    // Block 1 gone and its work done by a map on what block 0 added: the stream is x + F B + c, as ReplaceMe has it.
    void aMergeIsItsFormula() {
        QFETCH(QString, model);
        QFETCH(bool, intercept);
        const Model given(model);
        const Streams source = given.block(0), target = given.block(1);
        const at::Tensor features = given.parallel() ? at::cat({source.attention(), source.mlp()}, 1) : source.mlp();
        const at::Tensor expected = source.output + predicted(features, target.output - source.output, intercept);
        const std::vector<Step> steps = given.edited("1=merge");
        QCOMPARE(steps.size(), given.unedited.size() - 1);
        const double error = difference(after(given.decoder, given.windows, steps, 1).output, expected);
        QVERIFY2(error < 1e-5, qPrintable(QString::number(error)));
        QCOMPARE(sizeOf(given.decoder, steps).parameters, sizeOf(given.decoder, given.edited("1=drop")).parameters);
    }

    void aMapOfAHalfIsLeastSquaresOnWhatThatHalfReads_data() {
        QTest::addColumn<QString>("model");
        for (const char* model : {"gpt2", "llama_gqa", "gpt_neox"}) QTest::newRow(model) << QString(model);
    }

    void aMapOfAHalfIsLeastSquaresOnWhatThatHalfReads() {
        QFETCH(QString, model);
        const Model given(model);
        const Streams block = given.block(1);
        const at::Tensor attention = predicted(block.input, block.attention(), true);
        const at::Tensor mlp = predicted(given.parallel() ? block.input : block.middle, block.mlp(), true);
        QVERIFY(difference(after(given.decoder, given.windows, given.edited("1.mlp=linear"), 2).output, block.middle + mlp) < 1e-5);
        const Streams replaced = after(given.decoder, given.windows, given.edited("1.attention=linear"), 2);
        QVERIFY(difference(replaced.middle, block.input + attention) < 1e-5);
        if (given.parallel()) QVERIFY(difference(replaced.output, block.input + attention + block.mlp()) < 1e-5);
        if (given.parallel()) QVERIFY(difference(after(given.decoder, given.windows, given.edited("1.attention=linear,1.mlp=linear"), 2).output, block.input + attention + mlp) < 1e-5);
    }

    void aMergedHalfFoldsIntoTheHalfBeforeIt() {
        for (const char* model : {"gpt2", "llama_gqa", "gpt_neox"}) {
            const Model given(model);
            const bool intercept = QString(model) != "llama_gqa";
            const Streams before = given.block(0), block = given.block(1);
            QVERIFY(difference(after(given.decoder, given.windows, given.edited("1.mlp=merge"), 2).output,
                               block.middle + predicted(block.attention(), block.mlp(), intercept)) < 1e-5);
            if (given.parallel()) continue;
            QVERIFY(difference(after(given.decoder, given.windows, given.edited("1.attention=merge"), 1).output,
                               before.output + predicted(before.mlp(), block.attention(), intercept)) < 1e-5);
        }
    }

    void mergesIntoOneBlockAddUp() {
        const Model given("llama_gqa");
        const Streams source = given.block(0), one = given.block(1), two = given.block(2);
        const at::Tensor expected = source.output + predicted(source.mlp(), one.output - one.input, false) + predicted(source.mlp(), two.output - two.input, false);
        QVERIFY(difference(finalStates(given.decoder, given.windows, given.edited("1=merge,2=merge")), expected) < 1e-5);
        const at::Tensor together = source.output + predicted(source.mlp(), two.output - source.output, false);
        QVERIFY(difference(finalStates(given.decoder, given.windows, given.edited("1-2=merge")), together) < 1e-5);
    }

    // The best map of rank R: its fitted values are the best approximation of rank R of those of least squares.
    void aLowRankMapIsTheBestOfItsRank() {
        const Model given("gpt2");
        const Streams block = given.block(1);
        const at::Tensor target = block.output - block.input, fitted = predicted(block.input, target, true), mean = target.mean(0, true);
        const auto [u, s, v] = at::linalg_svd(fitted - mean, false);
        for (const int rank : {1, 5}) {
            const at::Tensor best = mean + at::mm(u.narrow(1, 0, rank) * s.narrow(0, 0, rank), v.narrow(0, 0, rank));
            const auto text = "1=lowrank:" + std::to_string(rank);
            const std::vector<Step> steps = given.edited(text.c_str());
            QVERIFY(difference(after(given.decoder, given.windows, steps, 2).output, block.input + best) < 1e-4);
            const std::int64_t width = given.decoder.hidden();
            QCOMPARE(sizeOf(given.decoder, steps).parameters, sizeOf(given.decoder, given.edited("1=drop")).parameters + 2 * rank * width + width);
        }
        QVERIFY(difference(finalStates(given.decoder, given.windows, given.edited("1=lowrank:1000")), finalStates(given.decoder, given.windows, given.edited("1=linear"))) < 1e-5);
    }

    // In sequence the second map reads what the first edit made and aims at the unedited stream.
    void inSequenceAMapSeesTheEditsBeforeIt() {
        for (const char* model : {"gpt2", "gpt_neox"})
            for (const char* second : {"2=linear", "2.attention=linear", "2.mlp=linear", "2.mlp=merge"}) {
                const Model given(model);
                const std::string text = std::string("1=drop,") + second;
                const std::vector<Step> steps = given.edited(text.c_str(), {.folds = 1, .ridge = 0, .inSequence = true});
                const Streams edited = after(given.decoder, given.windows, stepsOf(Plan::parse("1=drop"), given.decoder, {}), 2), original = given.block(2);
                const at::Tensor& aim = std::string(second).starts_with("2.attention") ? original.middle : original.output;
                at::Tensor expected, found;
                const Streams result = after(given.decoder, given.windows, steps, 2);
                if (std::string(second) == "2=linear") {
                    expected = edited.input + predicted(edited.input, aim - edited.input, true);
                    found = result.output;
                } else if (std::string(second).starts_with("2.attention")) {
                    expected = edited.input + predicted(edited.input, aim - edited.input, true);
                    found = result.middle;
                } else {
                    const bool merged = std::string(second).ends_with("merge");
                    expected = edited.middle + predicted(merged ? edited.attention() : given.parallel() ? edited.input : edited.middle, aim - edited.middle, true);
                    found = result.output;
                }
                const double error = difference(found, expected);
                QVERIFY2(error < 2e-5, qPrintable(QString("%1 %2: %3").arg(model, second).arg(error)));
            }
    }

    void aStrongRidgeIsADropAndTheChosenOneIsNeverWorseHeldOut() {
        const Model given("llama_gqa");
        const auto fitWith = [&](double ridge) { return fitPlan(given.decoder, given.windows, Plan::parse("1=merge"), {.folds = 4, .ridge = ridge}).at("1=merge"); };
        double largest = 0;
        for (const float value : fitWith(1e9).map.matrix) largest = std::max(largest, std::abs(static_cast<double>(value)));
        QVERIFY(largest < 1e-6);
        // Few tokens for the width: the best ridge is above none, and what it is worth on rows it was not fitted on, written out.
        TokenWindows few = randomWindows(given.decoder.description().vocabulary, 6, 16);
        const Regression chosen = fitPlan(given.decoder, few, Plan::parse("1=linear"), {.folds = 3}).at("1=linear");
        QVERIFY(chosen.ridge > 0);
        const Streams block = after(given.decoder, few, given.unedited, 2);
        const auto heldOut = [&](double ridge) {
            double error = 0;
            for (int fold = 0; fold < 3; ++fold) {
                at::Tensor inside = at::zeros({few.tokens}, at::kBool);
                for (int w = 0; w < 6; ++w)
                    if (w % 3 == fold) inside.narrow(0, w * 16, 16).fill_(true);
                const at::Tensor d = block.output - block.input, x = block.input, train = ~inside;
                const auto rows = [](const at::Tensor& all, const at::Tensor& mask) { return all.index_select(0, mask.nonzero().squeeze(1)); };
                const at::Tensor meanX = rows(x, train).mean(0), meanD = rows(d, train).mean(0), centred = rows(x, train) - meanX;
                const at::Tensor gram = at::mm(centred.t(), centred);
                const at::Tensor map = at::linalg_solve(gram + ridge * at::diag(gram.diagonal()), at::mm(centred.t(), rows(d, train) - meanD));
                error += (rows(d, inside) - meanD - at::mm(rows(x, inside) - meanX, map)).square().sum().item<double>();
            }
            return 1 - error / (block.output - block.input - (block.output - block.input).mean(0)).square().sum().item<double>();
        };
        QVERIFY(std::abs(chosen.heldOut - heldOut(chosen.ridge)) < 1e-6);
        for (const double other : {1e-5, 1e-3, 1e-1, 1.0, 100.0}) QVERIFY(chosen.heldOut > heldOut(other) - 0.011 * (1 - heldOut(other)));
    }

    void impossibleMergesSayWhy_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("plan");
        QTest::addColumn<QString>("reason");
        QTest::newRow("no block before") << "gpt2" << "0=merge" << "there is none";
        QTest::newRow("only dropped ones before") << "gpt2" << "0=drop,1=merge" << "there is none";
        QTest::newRow("a map before") << "gpt2" << "1=linear,2=merge" << "'1=linear' stands there";
        QTest::newRow("its MLP is gone") << "gpt2" << "0.mlp=drop,1=merge" << "edited too";
        QTest::newRow("a norm behind the MLP") << "gemma2" << "1=merge" << "a norm lies between";
    }

    void impossibleMergesSayWhy() {
        QFETCH(QString, model);
        QFETCH(QString, plan);
        QFETCH(QString, reason);
        const Model given(model);
        try {
            given.edited(qPrintable(plan));
            QFAIL("no error");
        } catch (const UsageError& error) {
            QVERIFY2(QString(error.what()).contains(reason), error.what());
        }
    }
};

QTEST_GUILESS_MAIN(FitTest)
#include "fit_test.moc"
