// The layer-by-layer executor and what it measures, against whole-model passes and brute-force algebra.
#include <ATen/ATen.h>

#include <QTest>

#include <Eigen/QR>

#include "core/measure/layer_pass.h"
#include "core/measure/measure_model.h"

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
        return 1 - (x * x.colPivHouseholderQr().solve(y) - y).squaredNorm();
    }

    struct Measured {
        std::vector<BlockResult> blocks;
        std::vector<at::Tensor> states;
    };

    static Measured measure(const Decoder& decoder, const TokenWindows& windows, const MeasureOptions& options) {
        Measured all;
        measureModel(decoder, windows, options, [&](BlockResult result) { all.blocks.push_back(std::move(result)); }, {});
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

    void aSpanOfOneBlockHasTheBlocksMap() {
        const Decoder decoder(golden("gpt2"), {});
        const TokenWindows windows = someWindows(60, 2);
        const Measured all = measure(decoder, windows, {});
        const AffineMap map = measureSpanMap(decoder, windows, {{1}, {1}}, false, {});
        for (std::size_t i = 0; i < map.matrix.size(); ++i) QVERIFY(std::abs(map.matrix[i] - all.blocks[1].map.matrix[i]) < 1e-5);
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
        QVERIFY_EXCEPTION_THROWN(measureModel(decoder, windows, {}, [&](BlockResult) { ++blocks; }, job), Cancelled);
        QCOMPARE(blocks, 1);
    }
};

QTEST_GUILESS_MAIN(MeasureTest)
#include "measure_test.moc"
