// The layer-by-layer executor and what it measures, against whole-model passes and brute-force algebra.
#include <ATen/ATen.h>

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <set>

#include "core/geometry/stream_statistics.h"
#include "core/measure/device_moments.h"
#include "core/measure/kept_states.h"
#include "core/measure/layer_pass.h"
#include "core/measure/measure_model.h"
#include "core/measure/pair_measurement.h"
#include "core/measure/token_rows.h"
#include "tests/geometry/reference_algebra.h"

using namespace strato;

class MeasureTest : public QObject {
    Q_OBJECT

    static std::filesystem::path golden(const char* name) { return std::filesystem::path(TEST_DATA_DIR) / "golden" / name; }

    // Windows of different lengths over the 128 ids of the golden vocabularies, deterministic.
    static TokenWindows someWindows(int windows, int documents) {
        std::vector<std::vector<TokenId>> rows;
        std::uint32_t state = 12345;
        for (int w = 0; w < windows; ++w) {
            std::vector<TokenId>& row = rows.emplace_back();
            for (int t = 0; t < 5 + w % 3 * 8; ++t) {
                state = state * 1664525U + 1013904223U;
                row.push_back(static_cast<TokenId>(state >> 25));
            }
        }
        TokenWindows made = windowsFromIds(std::move(rows));
        for (int w = 0; w < windows; ++w) made.windows[static_cast<std::size_t>(w)].document = w % documents;
        made.documents = documents;
        return made;
    }

    static Eigen::MatrixXd matrixOf(const at::Tensor& rows) {
        using RowMajor = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
        return Eigen::Map<const RowMajor>(rows.data_ptr<float>(), rows.size(0), rows.size(1)).cast<double>();
    }

    // The definition of science.md, section 1, by QR on centred and normalised matrices.
    static double definition(Eigen::MatrixXd x, Eigen::MatrixXd y) {
        x.rowwise() -= x.colwise().mean().eval();
        y.rowwise() -= y.colwise().mean().eval();
        x /= x.norm();
        y /= y.norm();
        return 1 - (x * leastSquaresByQr(x, y) - y).squaredNorm();
    }

    static double ckaByDefinition(Eigen::MatrixXd x, Eigen::MatrixXd y) {
        x.rowwise() -= x.colwise().mean().eval();
        y.rowwise() -= y.colwise().mean().eval();
        return (x.transpose() * y).squaredNorm() / (x.transpose() * x).norm() / (y.transpose() * y).norm();
    }

    struct Measured {
        std::vector<BlockResult> blocks;
        std::vector<at::Tensor> states;
        PairScores pairs;
        LogitLens lens;
    };

    static MeasureListener listener(Measured& all) {
        return {.onBlock = [&](BlockResult result) { all.blocks.push_back(std::move(result)); },
                .onPairs = [&](const PairScores& pairs) { all.pairs = pairs; },
                .onLens = [&](const LogitLens& lens) { all.lens = lens; }};
    }

    static Measured measure(const Decoder& decoder, const TokenWindows& windows, const MeasureOptions& options) {
        Measured all;
        measureModel(decoder, windows, options, listener(all), {});
        LayerPass pass(decoder, windows);
        pass.embed({});
        all.states.push_back(pass.states().clone());
        for (int l = 0; l < decoder.layers(); ++l) {
            pass.runBlock({l}, {}, {});
            all.states.push_back(pass.states().clone());
        }
        return all;
    }

private slots:
    void windowsOfDifferentLengthsRunAsIfAlone() {
        const Decoder decoder(golden("llama_gqa"), {});
        const TokenWindows windows = someWindows(7, 1);
        LayerPass together(decoder, windows);
        together.embed({});
        for (int l = 0; l < decoder.layers(); ++l) together.runBlock({l}, {}, {});
        std::int64_t row = 0;
        for (const TokenWindow& window : windows.windows) {
            const TokenWindows one = windowsFromIds({window.ids});
            LayerPass alone(decoder, one);
            alone.embed({});
            for (int l = 0; l < decoder.layers(); ++l) alone.runBlock({l}, {}, {});
            QVERIFY((together.states().narrow(0, row, one.tokens) - alone.states()).abs().max().item<double>() < 1e-5);
            row += one.tokens;
        }
    }

    void batchesCoverEveryRowOnceAndKeepWindowsWhole() {
        const TokenWindows windows = someWindows(50, 1);
        std::int64_t row = 0;
        int window = 0;
        for (const RowBatch& batch : rowBatches(windows, 64)) {
            QCOMPARE(batch.firstRow, row);
            QCOMPARE(batch.firstWindow, window);
            QVERIFY(batch.batch.rows() <= 64);
            row += batch.batch.rows();
            window += batch.windows;
        }
        QCOMPARE(row, windows.tokens);
        QCOMPARE(window, 50);
    }

    void scoresEqualTheDefinitionOnTheSameStates_data() {
        QTest::addColumn<QString>("model");
        for (const char* name : {"gpt2", "gpt_neox", "llama_gqa", "opt"}) QTest::newRow(name) << QString(name);
    }

    void scoresEqualTheDefinitionOnTheSameStates() {
        QFETCH(QString, model);
        const Decoder decoder(golden(qPrintable(model)), {});
        const TokenWindows windows = someWindows(60, 3);
        const Measured all = measure(decoder, windows, {});
        QCOMPARE(static_cast<int>(all.blocks.size()), decoder.layers());
        for (std::size_t l = 0; l < all.blocks.size(); ++l) {
            const Eigen::MatrixXd x = matrixOf(all.states[l]), y = matrixOf(all.states[l + 1]);
            const BlockScores& scores = all.blocks[l].scores;
            QVERIFY(std::abs(scores.linearity - definition(x, y)) < 1e-5);
            QVERIFY(std::abs(scores.linearityNoResidual - definition(x, y - x)) < 1e-5);
            const Eigen::ArrayXd cosine = (x.array() * y.array()).rowwise().sum() / (x.rowwise().norm().array() * y.rowwise().norm().array());
            QVERIFY(std::abs(scores.blockInfluence - (1 - cosine.mean())) < 1e-5);
            const Eigen::ArrayXd ratio = (y - x).rowwise().norm().array() / x.rowwise().norm().array();
            QVERIFY(std::abs(scores.contributionRatio - ratio.mean()) < 1e-5 * ratio.mean() + 1e-6);
            QVERIFY(std::abs(all.blocks[l].input.norm - x.rowwise().norm().mean()) < 1e-4 * all.blocks[l].input.norm);
        }
    }

    void leavingOutFirstTokensLeavesThemOutOfEverySum() {
        const Decoder decoder(golden("gpt2"), {});
        const TokenWindows windows = someWindows(60, 3);
        const Measured all = measure(decoder, windows, {.skipFirstToken = true});
        std::vector<std::int64_t> kept;
        std::int64_t row = 0;
        for (const TokenWindow& window : windows.windows)
            for (std::size_t t = 0; t < window.ids.size(); ++t, ++row)
                if (t > 0) kept.push_back(row);
        const at::Tensor rows = at::tensor(at::ArrayRef<std::int64_t>(kept));
        const Eigen::MatrixXd x = matrixOf(all.states[1].index_select(0, rows)), y = matrixOf(all.states[2].index_select(0, rows));
        QVERIFY(std::abs(all.blocks[1].scores.linearity - definition(x, y)) < 1e-5);
    }

    // Summed in float64 by torch, as on a card, and in the processor's own way; with a dimension that outweighs all others, and folds.
    void momentsAreTheSameOnEveryDevice() {
        constexpr std::int64_t count = 700, width = 320;
        at::manual_seed(1);
        const at::Tensor x = at::randn({count, width}), add = at::randn({count, width}), branch = at::randn({count, width});
        x.select(1, 7).mul_(300).add_(40);
        const at::Tensor y = x + 0.3 * add;
        const auto data = [](const at::Tensor& tensor) { return tensor.data_ptr<float>(); };
        const GroupedRows rows{{{{0, 10}, {20, 330}}, {{350, 350}}, {{0, 1}, {350, 1}}}, 2};
        for (const PairSource& source : {PairSource::ofStates(data(x), data(y), width), PairSource{{data(branch), data(add)}, data(x), data(y), width}}) {
            const MomentGroups here = foldMoments(source, rows, {}, {}, {}), there = foldMomentsOn(at::kCPU, source, rows, {}, {}, {});
            QCOMPARE(there.size(), here.size());
            for (std::size_t g = 0; g < here.size(); ++g) {
                const PairMoments one = here.at(g);
                const PairMoments& other = there.at(g);
                const auto near = [](const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) { return (a - b).norm() <= 1e-6 * b.norm(); };
                QCOMPARE(other.count, one.count);
                QVERIFY(near(one.centredGram().triangularView<Eigen::Lower>().toDenseMatrix(), other.centredGram().triangularView<Eigen::Lower>().toDenseMatrix()));
                QVERIFY(near(one.centredCross(), other.centredCross()));
                QVERIFY(near(one.meanX(), other.meanX()) && near(one.meanD(), other.meanD()) && near(one.meanY(), other.meanY()));
                QVERIFY(near(one.centredSquaresD(), other.centredSquaresD()) && near(one.centredSquaresY(), other.centredSquaresY()));
                QVERIFY(one.alongD.size() == other.alongD.size() && near(one.alongD, other.alongD));
            }
        }
    }

    void tokenNonlinearityIsTheRelativeErrorOfTheMap() {
        const Decoder decoder(golden("llama_gqa"), {});
        const TokenWindows windows = someWindows(40, 2);
        const Measured all = measure(decoder, windows, {});
        const Eigen::MatrixXd x = matrixOf(all.states[0]), y = matrixOf(all.states[1]);
        const AffineMap& map = all.blocks[0].map;
        using RowMajor = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
        const Eigen::MatrixXd matrix = Eigen::Map<const RowMajor>(map.matrix.data(), map.width, map.width).cast<double>();
        const Eigen::RowVectorXd intercept = Eigen::Map<const Eigen::RowVectorXf>(map.intercept.data(), map.width).cast<double>();
        const Eigen::MatrixXd error = ((x + x * matrix) - y).rowwise() + intercept;
        const Eigen::MatrixXd deviation = y.rowwise() - y.colwise().mean();
        for (int t = 0; t < 100; ++t)
            QVERIFY(std::abs(all.blocks[0].tokenNonlinearity[static_cast<std::size_t>(t)] - error.row(t).norm() / deviation.row(t).norm()) < 1e-3);
        // The map's whole error is what the score leaves unexplained.
        QVERIFY(std::abs(error.squaredNorm() / deviation.squaredNorm() - (1 - all.blocks[0].scores.linearity)) < 1e-4);
    }

    void goingOnFromABlockGivesTheSameResults() {
        const Decoder decoder(golden("gpt2"), {});
        const TokenWindows windows = someWindows(40, 2);
        const Measured whole = measure(decoder, windows, {}), rest = measure(decoder, windows, {.firstBlock = {2}});
        QCOMPARE(rest.blocks.size(), std::size_t{1});
        QCOMPARE(rest.blocks[0].scores.linearity, whole.blocks[2].scores.linearity);
    }

    // As a kill would: the analysis ends while a block is being handed over, and what was kept lies in its file.
    void whatWasKeptIsGoneOnWith() {
        const Decoder decoder(golden("gpt2"), {});
        const TokenWindows windows = someWindows(60, 3);
        const QTemporaryDir folder;
        MeasureOptions options{.folds = 3, .halves = true, .keptStates = folder.filePath("run.states").toStdString(), .secondsBetweenKept = 0};
        const Measured whole = measure(decoder, windows, options);
        std::filesystem::remove(options.keptStates);
        MeasureListener killed{.onBlock = [](const BlockResult& result) {
            if (result.scores.block.value == 2) throw Cancelled();
        }};
        QVERIFY_EXCEPTION_THROWN(measureModel(decoder, windows, options, killed, {}), Cancelled);
        QVERIFY(std::filesystem::exists(options.keptStates));
        options.firstBlock = {2};
        Measured rest;
        std::set<std::string> phases;
        measureModel(decoder, windows, options, listener(rest), {.onProgress = [&](const Progress& progress) { phases.insert(progress.phase); }, .stop = {}});
        QVERIFY(!phases.contains("embedding") && !phases.contains("running finished blocks again"));
        QCOMPARE(rest.blocks.size(), whole.blocks.size() - 2);
        QCOMPARE(rest.blocks[0].scores.linearityNoResidualHeldOut, whole.blocks[2].scores.linearityNoResidualHeldOut);
        QCOMPARE(rest.blocks[0].scores.mergeableR2, whole.blocks[2].scores.mergeableR2);
        QCOMPARE(rest.blocks[0].map.matrix, whole.blocks[2].map.matrix);
    }

    void statesOfAnotherAnalysisAreNotTaken() {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("run.states").toStdString();
        const at::Tensor states = at::randn({7, 4}), other = at::zeros({7, 4}), larger = at::zeros({8, 4});
        KeptStates(file, "one").save({3}, {states});
        QVERIFY(!KeptStates(file, "two").load({9}, {other}));
        QVERIFY(!KeptStates(file, "one").load({2}, {other}));
        QVERIFY(!KeptStates(file, "one").load({9}, {larger}));
        QCOMPARE(KeptStates(file, "one").load({3}, {other}), std::optional(StateIndex{3}));
        QVERIFY(at::equal(states, other));
        std::filesystem::resize_file(file, std::filesystem::file_size(file) - 1);
        QVERIFY(!KeptStates(file, "one").load({9}, {other}));
    }

    void aTightBudgetChangesNoNumber() {
        const Decoder decoder(golden("gpt_neox"), {});
        const TokenWindows windows = someWindows(90, 4);
        const QTemporaryDir folder;
        const MeasureOptions memory{.folds = 3, .halves = true, .pairs = PairMeasures::all};
        MeasureOptions files = memory;
        files.memoryBytes = 1;
        files.spill = folder.path().toStdString();
        const Measured one = measure(decoder, windows, memory), two = measure(decoder, windows, files);
        for (std::size_t l = 0; l < one.blocks.size(); ++l) {
            QCOMPARE(two.blocks[l].map.matrix, one.blocks[l].map.matrix);
            QCOMPARE(two.blocks[l].scores.linearityHeldOut, one.blocks[l].scores.linearityHeldOut);
            QCOMPARE(two.blocks[l].scores.mlp->linearity, one.blocks[l].scores.mlp->linearity);
        }
        QVERIFY(one.pairs.cka.at(0, 2) == two.pairs.cka.at(0, 2));
        QVERIFY(QDir(folder.path()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
    }

    void halvesAndMergeableMapsAreTheirDefinitions_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<bool>("parallel");
        QTest::newRow("one after the other") << QString("gpt2") << false;
        QTest::newRow("in parallel") << QString("gpt_neox") << true;
    }

    void halvesAndMergeableMapsAreTheirDefinitions() {
        QFETCH(QString, model);
        QFETCH(bool, parallel);
        const Decoder decoder(golden(qPrintable(model)), {});
        QCOMPARE(decoder.description().blocks[0].parallel, parallel);
        const TokenWindows windows = someWindows(120, 3);
        const Measured all = measure(decoder, windows, {.halves = true});
        LayerPass pass(decoder, windows, {{}, true});
        pass.embed({});
        Eigen::MatrixXd before;
        for (int l = 0; l < decoder.layers(); ++l) {
            pass.runBlock({l}, {}, {});
            const Eigen::MatrixXd x = matrixOf(pass.inputs()), middle = matrixOf(pass.middle()), y = matrixOf(pass.states());
            const BlockScores& scores = all.blocks[static_cast<std::size_t>(l)].scores;
            QVERIFY(std::abs(scores.attention->linearityNoResidual - definition(x, middle - x)) < 1e-5);
            QVERIFY(std::abs(scores.mlp->linearityNoResidual - definition(parallel ? x : middle, y - middle)) < 1e-5);
            QVERIFY(std::abs(scores.mlp->linearity - definition(parallel ? x : middle, parallel ? x + y - middle : y)) < 1e-5);
            QCOMPARE(std::isnan(scores.mergeableR2), l == 0);
            if (l > 0) {
                Eigen::MatrixXd design(x.rows(), before.cols() + 1);
                design << before, Eigen::VectorXd::Ones(x.rows());
                const double error = (design * leastSquaresByQr(design, y - x) - (y - x)).squaredNorm();
                QVERIFY(std::abs(scores.mergeableR2 - (1 - error / (y.rowwise() - y.colwise().mean()).squaredNorm())) < 1e-5);
            }
            before = y - middle;
            if (parallel) before = (Eigen::MatrixXd(x.rows(), 2 * x.cols()) << middle - x, y - middle).finished();
        }
    }

    // Wider than the directions that pairs are seen along, so that some are sampled.
    void pairsOfWideStatesAreNearTheExactOnes() {
        const Decoder decoder(std::filesystem::path(SOURCE_DIR) / "resources/demo/plain", {});
        QVERIFY(decoder.hidden() > exactDirections + sampledDirections);
        const TokenWindows windows = someWindows(200, 3);
        const Measured all = measure(decoder, windows, {.pairs = PairMeasures::all});
        for (const auto& [i, j] : {std::pair(0, 2), std::pair(1, 4), std::pair(2, decoder.layers())}) {
            const Eigen::MatrixXd x = matrixOf(all.states[static_cast<std::size_t>(i)]), y = matrixOf(all.states[static_cast<std::size_t>(j)]);
            QVERIFY2(std::abs(all.pairs.linearity.at(i, j) - definition(x, y)) < 0.005, qPrintable(QString("%1 %2").arg(all.pairs.linearity.at(i, j)).arg(definition(x, y))));
            QVERIFY2(std::abs(all.pairs.cka.at(i, j) - ckaByDefinition(x, y)) < 0.005, qPrintable(QString("%1 %2").arg(all.pairs.cka.at(i, j)).arg(ckaByDefinition(x, y))));
        }
        QCOMPARE(all.pairs.linearity.at(2, 3), all.blocks[2].scores.linearity);
        QVERIFY(std::isnan(all.pairs.linearity.at(3, 2)) && std::isnan(all.pairs.cka.at(1, 1)));
    }

    // Against the jackknife (Efron 1982): each score is measured anew without each of the documents.
    void errorsOfPairsAreThoseOfLeavingDocumentsOut() {
        constexpr int documents = 10;
        const struct { std::filesystem::path model; int windows; double tolerance; } cases[] = {{golden("llama_gqa"), 80, 0.15},
                                                                                               {std::filesystem::path(SOURCE_DIR) / "resources/demo/plain", 260, 0.3}};
        for (const auto& [model, count, tolerance] : cases) {
            const Decoder decoder(model, {});
            const TokenWindows windows = someWindows(count, documents);
            const Measured all = measure(decoder, windows, {.pairs = PairMeasures::all});
            const int last = decoder.layers();
            for (const auto& [i, j] : {std::pair(0, 1), std::pair(1, last)}) {
                std::vector<double> linearity, cka;
                for (int document = 0; document < documents; ++document) {
                    std::vector<std::int64_t> kept;
                    std::int64_t row = 0;
                    for (const TokenWindow& window : windows.windows)
                        for (std::size_t t = 0; t < window.ids.size(); ++t, ++row)
                            if (window.document != document) kept.push_back(row);
                    const at::Tensor rows = at::tensor(kept);
                    const Eigen::MatrixXd x = matrixOf(all.states[static_cast<std::size_t>(i)].index_select(0, rows)), y = matrixOf(all.states[static_cast<std::size_t>(j)].index_select(0, rows));
                    linearity.push_back(definition(x, y));
                    cka.push_back(ckaByDefinition(x, y));
                }
                const auto jackknife = [](const std::vector<double>& without) {
                    const Eigen::Map<const Eigen::ArrayXd> values(without.data(), static_cast<Eigen::Index>(without.size()));
                    return std::sqrt((values - values.mean()).square().sum() * static_cast<double>(without.size() - 1) / static_cast<double>(without.size()));
                };
                const auto near = [&](double told, double truth) { return std::abs(told - truth) < tolerance * truth; };
                QVERIFY2(near(all.pairs.linearity.errorAt(i, j), jackknife(linearity)), qPrintable(QString("linearity %1 %2: %3 %4").arg(i).arg(j).arg(all.pairs.linearity.errorAt(i, j)).arg(jackknife(linearity))));
                QVERIFY2(near(all.pairs.cka.errorAt(i, j), jackknife(cka)), qPrintable(QString("cka %1 %2: %3 %4").arg(i).arg(j).arg(all.pairs.cka.errorAt(i, j)).arg(jackknife(cka))));
            }
        }
    }

    // One window has nothing to be compared with.
    void errorsNeedTwoWindows() {
        const Decoder decoder(golden("gpt2"), {});
        const Measured one = measure(decoder, someWindows(1, 1), {.pairs = PairMeasures::all}), two = measure(decoder, someWindows(2, 1), {.pairs = PairMeasures::all});
        for (const auto matrix : {&PairScores::linearity, &PairScores::angularDistance, &PairScores::cka}) {
            QVERIFY(std::isfinite((one.pairs.*matrix).at(0, 2)) && std::isnan((one.pairs.*matrix).errorAt(0, 2)));
            QVERIFY(std::isfinite((two.pairs.*matrix).errorAt(0, 2)));
        }
        // Of two windows it is half of what they differ by.
        const auto angleOf = [&](std::int64_t row) {
            const auto token = [&](int state) { return two.states[static_cast<std::size_t>(state)].data_ptr<float>() + row * decoder.hidden(); };
            return angularDistance(token(0), token(2), decoder.hidden());
        };
        const std::int64_t first = static_cast<std::int64_t>(someWindows(2, 1).windows[0].ids.size()), all = someWindows(2, 1).tokens;
        QVERIFY(std::abs(two.pairs.angularDistance.errorAt(0, 2) - std::abs(angleOf(first - 1) - angleOf(all - 1)) / 2) < 1e-9);
    }

    void theLensOfTheLastStateIsTheModel() {
        const Decoder decoder(golden("gpt2"), {});
        const TokenWindows windows = someWindows(20, 1);
        const Measured all = measure(decoder, windows, {.lensTokens = 30});
        QCOMPARE(all.lens.states.size(), all.states.size());
        const at::Tensor logits = decoder.logits(all.states.back().narrow(0, 0, 30), decoder.outputMatrix());
        const at::Tensor probabilities = at::softmax(logits, -1), best = probabilities.argmax(-1);
        const LogitLens::State& last = all.lens.states.back();
        std::size_t t = 0;
        for (const TokenWindow& window : windows.windows)
            for (std::size_t i = 0; i < window.ids.size() && t < 30; ++i, ++t) {
                QCOMPARE(std::int64_t{last.ids[t * static_cast<std::size_t>(all.lens.top)]}, best[static_cast<std::int64_t>(t)].item<std::int64_t>());
                if (i + 1 == window.ids.size()) QVERIFY(std::isnan(last.loss[t]));
                else QVERIFY(std::abs(last.loss[t] + std::log(probabilities[static_cast<std::int64_t>(t)][window.ids[i + 1]].item<float>())) < 1e-4);
            }
    }

    // Documents 0 and 2 have tokens, document 1 none: still one in each fold.
    void documentsWithoutTokensTakeNoFold() {
        TokenWindows windows = windowsFromIds({{1, 2, 3}, {4, 5}, {6, 7, 8}});
        windows.windows[0].document = windows.windows[1].document = 0;
        windows.windows[2].document = 2;
        const GroupedRows rows = groupedRows(windows, {.folds = 2});
        QCOMPARE(rows.summed, std::size_t{2});
        QCOMPARE(rows.groups[0].size(), std::size_t{2});
        QCOMPARE(rows.groups[1].size(), std::size_t{1});
        QCOMPARE(rows.groups[1][0].first, std::int64_t{5});
        QCOMPARE(rows.groups[2].size(), std::size_t{3});
    }

    void heldOutScoresNeedFolds() {
        const Decoder decoder(golden("gpt2"), {});
        const TokenWindows windows = someWindows(300, 6);
        const Measured none = measure(decoder, windows, {}), folds = measure(decoder, windows, {.folds = 3});
        QVERIFY(std::isnan(none.blocks[0].scores.linearityHeldOut));
        QVERIFY(folds.blocks[1].scores.linearityHeldOut < folds.blocks[1].scores.linearity);
        QVERIFY(std::abs(folds.blocks[1].scores.linearity - none.blocks[1].scores.linearity) < 1e-9);
    }

    void aStopIsHeardBetweenBatches() {
        const Decoder decoder(golden("gpt2"), {});
        const TokenWindows windows = someWindows(60, 1);
        std::stop_source stop;
        int blocks = 0;
        const JobContext job{[&](const Progress&) { if (blocks == 1) stop.request_stop(); }, stop.get_token()};
        QVERIFY_EXCEPTION_THROWN(measureModel(decoder, windows, {}, {.onBlock = [&](const BlockResult&) { ++blocks; }}, job), Cancelled);
        QCOMPARE(blocks, 1);
    }
};

QTEST_GUILESS_MAIN(MeasureTest)
#include "measure_test.moc"
