// Moments and scores against brute-force algebra: the definition by another route, and the identities it must have.
#include <QTemporaryDir>
#include <QTest>

#include <Eigen/QR>

#include <array>
#include <random>

#include "core/base/error.h"
#include "core/geometry/held_out.h"
#include "core/geometry/linearity.h"
#include "core/geometry/mergeable.h"
#include "core/geometry/moment_folder.h"
#include "core/geometry/robustness.h"
#include "core/geometry/stream_statistics.h"
#include "tests/geometry/reference_algebra.h"

using namespace strato;

using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

class LinearityTest : public QObject {
    Q_OBJECT

    static Rows gaussian(int rows, int width, unsigned seed) {
        std::mt19937 engine(seed);
        std::normal_distribution<float> normal;
        return Rows::NullaryExpr(rows, width, [&] { return normal(engine); });
    }

    static PairMoments moments(const Rows& x, const Rows& y) {
        return foldMoments(PairSource::ofStates(x.data(), y.data(), static_cast<int>(x.cols())), {{0, x.rows()}}, {}, {});
    }

    // The rows of each group of consecutive rows.
    static MomentGroups groups(const Rows& x, const Rows& y, const std::vector<std::int64_t>& counts) {
        GroupedRows rows;
        std::int64_t first = 0;
        for (const std::int64_t count : counts) {
            rows.groups.push_back({{first, count}});
            first += count;
        }
        rows.summed = counts.size();
        return foldMoments(PairSource::ofStates(x.data(), y.data(), static_cast<int>(x.cols())), rows, {}, {}, {});
    }

    static LinearityScores scores(const Rows& x, const Rows& y) { return fitLinearMap(moments(x, y)).scores; }

    // The definition (paper, section 3.1) word by word, by SVD in float64.
    static double definition(const Eigen::MatrixXd& from, const Eigen::MatrixXd& to) {
        Eigen::MatrixXd x = from, y = to;
        x.rowwise() -= x.colwise().mean().eval();
        y.rowwise() -= y.colwise().mean().eval();
        x /= x.norm();
        y /= y.norm();
        return 1 - (x * leastSquaresBySvd(x, y) - y).squaredNorm();
    }

    // A state and the next, as residual blocks make them: y = x + a little that is partly linear in x.
    struct Pair {
        Rows x, y;
    };
    static Pair residualPair(int rows, int width, unsigned seed, float noise = 0.3F) {
        Pair pair{gaussian(rows, width, seed), {}};
        const Rows map = gaussian(width, width, seed + 1) * (0.3F / std::sqrt(static_cast<float>(width)));
        pair.y = pair.x + pair.x * map + noise * gaussian(rows, width, seed + 2);
        return pair;
    }

private slots:
    void scoresAreTheDefinition_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("width");
        QTest::newRow("many rows") << 900 << 24;
        QTest::newRow("few rows") << 40 << 24;
        QTest::newRow("one column") << 50 << 1;
    }

    void scoresAreTheDefinition() {
        QFETCH(int, rows);
        QFETCH(int, width);
        const Pair pair = residualPair(rows, width, 5);
        const LinearityScores actual = scores(pair.x, pair.y);
        const Eigen::MatrixXd x = pair.x.cast<double>(), y = pair.y.cast<double>();
        QVERIFY(std::abs(actual.linearity - definition(x, y)) < 1e-9);
        QVERIFY(std::abs(actual.linearityNoResidual - definition(x, y - x)) < 1e-6);
        QCOMPARE(actual.rank, width);
        QCOMPARE(actual.tokens, std::int64_t{rows});
    }

    void aLinearBlockScoresOne() {
        const Rows x = gaussian(300, 16, 1);
        const Rows map = gaussian(16, 16, 2);
        Rows y = x * map;
        y.rowwise() += gaussian(1, 16, 3).row(0) * 50;
        const LinearityScores actual = scores(x, y);
        QVERIFY(actual.linearity > 1 - 1e-9);
        QVERIFY(actual.linearityNoResidual > 1 - 1e-9);
    }

    // E[score] of r independent regressors over n rows is r / (n - 1); the adjusted score takes that back to 0.
    void independentStatesScoreTheirShareOfDirections() {
        double mean = 0, adjusted = 0;
        constexpr int tries = 20, rows = 200, width = 20;
        for (unsigned seed = 0; seed < tries; ++seed) {
            const LinearityScores actual = scores(gaussian(rows, width, 100 + 2 * seed), gaussian(rows, width, 101 + 2 * seed));
            mean += actual.linearity / tries;
            adjusted += actual.linearityAdjusted / tries;
        }
        QVERIFY2(std::abs(mean - width / (rows - 1.0)) < 0.005, qPrintable(QString::number(mean)));
        QVERIFY2(std::abs(adjusted) < 0.005, qPrintable(QString::number(adjusted)));
    }

    void bothScoresShareOneError() {
        const Pair pair = residualPair(500, 12, 8);
        const PairMoments sums = moments(pair.x, pair.y);
        const LinearityScores actual = fitLinearMap(sums).scores;
        QVERIFY(std::abs((1 - actual.linearity) * sums.centredOutputEnergy() / actual.unexplained - 1) < 1e-9);
        QVERIFY(std::abs((1 - actual.linearityNoResidual) * sums.centredResidualEnergy() / actual.unexplained - 1) < 1e-9);
    }

    void theMapReproducesTheFit() {
        const Pair pair = residualPair(400, 10, 21);
        const LinearFit fit = fitLinearMap(moments(pair.x, pair.y));
        const Eigen::MatrixXd x = pair.x.cast<double>(), y = pair.y.cast<double>();
        const Eigen::MatrixXd matrix = Eigen::Map<const Rows>(fit.map.matrix.data(), 10, 10).cast<double>();
        const Eigen::RowVectorXd intercept = Eigen::Map<const Eigen::RowVectorXf>(fit.map.intercept.data(), 10).cast<double>();
        const Eigen::MatrixXd residual = x + x * matrix + intercept.replicate(x.rows(), 1) - y;
        QVERIFY(std::abs(residual.squaredNorm() / fit.scores.unexplained - 1) < 1e-5);
        std::vector<float> errors(400);
        tokenNonlinearity(fit.map, moments(pair.x, pair.y).meanY(), pair.x.data(), pair.y.data(), 400, errors.data());
        const Eigen::MatrixXd centred = y.rowwise() - y.colwise().mean();
        for (int row : {0, 17, 399}) QVERIFY(std::abs(errors[static_cast<std::size_t>(row)] - residual.row(row).norm() / centred.row(row).norm()) < 1e-4);
    }

    void invariances() {
        const Pair pair = residualPair(300, 8, 31);
        const double expected = scores(pair.x, pair.y).linearity;
        const Eigen::HouseholderQR<Eigen::MatrixXf> qr(Eigen::MatrixXf(gaussian(8, 8, 32)));
        const Rows orthogonal = qr.householderQ();
        const Rows invertible = gaussian(8, 8, 33);
        const auto near = [&](double actual) { return std::abs(actual - expected) < 1e-5; };
        QVERIFY(near(scores(pair.x, 7 * pair.y * orthogonal).linearity));
        QVERIFY(near(scores(pair.x * invertible, pair.y).linearity));
        QVERIFY(near(scores(pair.x.colwise().reverse(), pair.y.colwise().reverse()).linearity));
        Rows shifted = pair.y;
        shifted.rowwise() += gaussian(1, 8, 34).row(0) * 100;
        QVERIFY(near(scores(pair.x, shifted).linearity));
    }

    void groupsAddUpAndTakeAway() {
        const Pair pair = residualPair(257, 9, 41);
        const LinearityScores whole = scores(pair.x, pair.y);
        const MomentGroups parts = groups(pair.x, pair.y, {100, 150, 7});
        PairMoments all = parts.sum(3);
        QCOMPARE(all.count, std::int64_t{257});
        QVERIFY(std::abs(fitLinearMap(all).scores.linearityNoResidual - whole.linearityNoResidual) < 1e-10);
        all.remove(parts.at(0));
        const double rest = scores(pair.x.bottomRows(157), pair.y.bottomRows(157)).linearityNoResidual;
        QVERIFY(std::abs(fitLinearMap(all).scores.linearityNoResidual - rest) < 1e-7);
    }

    void momentsInAFileAreThoseInMemory() {
        const Pair pair = residualPair(300, 7, 43);
        const QTemporaryDir folder;
        GroupedRows rows{{{{0, 100}}, {{100, 120}}, {{220, 80}}}, 3};
        const PairSource source = PairSource::ofStates(pair.x.data(), pair.y.data(), 7);
        const MomentGroups memory = foldMoments(source, rows, {}, {}, {}), file = foldMoments(source, rows, {}, folder.path().toStdString(), {});
        for (const std::size_t group : {2U, 0U, 1U, 0U}) {
            QVERIFY(file.at(group).gram == memory.at(group).gram && file.at(group).cross == memory.at(group).cross);
            QCOMPARE(file.at(group).count, memory.at(group).count);
        }
    }

    // Against QR in float64 of the same float32 rows. Direction i of the input has the size conditions[i].
    void scoresAreThoseOfFloat64QrWhateverTheCondition_data() {
        QTest::addColumn<double>("condition");
        QTest::addColumn<double>("dominance");
        QTest::addColumn<double>("tolerance");
        QTest::newRow("one size") << 1.0 << 1.0 << 1e-8;
        QTest::newRow("1e2") << 1e2 << 1.0 << 1e-7;
        QTest::newRow("1e4") << 1e4 << 1.0 << 1e-6;
        QTest::newRow("1e6") << 1e6 << 1.0 << 1e-6;
        QTest::newRow("massive activations") << 30.0 << 1e4 << 1e-6;
        QTest::newRow("massive activations and 1e4") << 1e4 << 1e3 << 1e-6;
    }

    void scoresAreThoseOfFloat64QrWhateverTheCondition() {
        QFETCH(double, condition);
        QFETCH(double, dominance);
        QFETCH(double, tolerance);
        constexpr int rows = 1000, width = 256;   // wide enough for float32 products to be tried
        const Eigen::MatrixXd turn = Eigen::HouseholderQR<Eigen::MatrixXd>(gaussian(width, width, 3).cast<double>()).householderQ();
        Eigen::VectorXd size(width);
        for (int i = 0; i < width; ++i) size[i] = std::pow(condition, -i / (width - 1.0));
        const Eigen::MatrixXd white = gaussian(rows, width, 1).cast<double>(), linear = white * gaussian(width, width, 2).cast<double>() / std::sqrt(width);
        Rows x = ((white * size.asDiagonal()) * turn.transpose()).cast<float>();
        const Eigen::MatrixXd added = (linear + 0.5 * linear.array().sin().matrix() + 0.3 * gaussian(rows, width, 4).cast<double>()) * size.asDiagonal() * turn.transpose();
        for (int row = 0; row < rows; row += 50) x.row(row) += static_cast<float>(dominance - 1) * (turn.col(0) + 3 * Eigen::VectorXd::Unit(width, 7)).transpose().cast<float>();
        const Rows y = x + added.cast<float>();
        Eigen::MatrixXd exact = x.cast<double>(), residual = y.cast<double>() - exact;
        exact.rowwise() -= exact.colwise().mean().eval();
        residual.rowwise() -= residual.colwise().mean().eval();
        const Eigen::MatrixXd turned = Eigen::HouseholderQR<Eigen::MatrixXd>(exact).householderQ().transpose() * residual;
        const double expected = 1 - turned.bottomRows(rows - width).squaredNorm() / residual.squaredNorm();
        const double actual = scores(x, y).linearityNoResidual;
        QVERIFY2(std::abs(actual - expected) < tolerance, qPrintable(QString("%1 instead of %2").arg(actual, 0, 'g', 12).arg(expected, 0, 'g', 12)));
    }

    void awkwardStatesStayFiniteAndInRange_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("rank");
        for (const auto& [name, kind, rank] : {std::tuple("a copied column", 0, 5), std::tuple("a constant column", 1, 5), std::tuple("two rows", 2, 1), std::tuple("one row", 3, 0),
                                               std::tuple("a huge column", 4, 6), std::tuple("a huge common mean", 5, 6), std::tuple("nothing varies", 6, 0)})
            QTest::newRow(name) << kind << rank;
    }

    void awkwardStatesStayFiniteAndInRange() {
        QFETCH(int, kind);
        QFETCH(int, rank);
        Pair pair = residualPair(kind == 2 ? 2 : kind == 3 ? 1 : 200, 6, 51);
        if (kind == 0) pair.x.col(3) = pair.x.col(1);
        if (kind == 1) pair.x.col(2).setConstant(3);
        if (kind == 4) pair.x.col(0) *= 3e4F, pair.y.col(0) *= 3e4F;
        if (kind == 5) pair.x.array() += 3000, pair.y.array() += 3000;
        if (kind == 6) pair.x.setConstant(2), pair.y.setConstant(5);
        const LinearityScores actual = scores(pair.x, pair.y);
        for (const double score : {actual.linearity, actual.linearityNoResidual}) QVERIFY2(score >= 0 && score <= 1, qPrintable(QString::number(score)));
        QCOMPARE(actual.rank, rank);
        if (kind == 4) QVERIFY(std::abs(actual.linearityNoResidual - definition(pair.x.cast<double>(), (pair.y - pair.x).cast<double>())) < 1e-5);
    }

    void nothingFoldedAndOverflowAreErrors() {
        QVERIFY_EXCEPTION_THROWN(fitLinearMap(moments(Rows(0, 4), Rows(0, 4))), Error);
        Rows x = gaussian(10, 4, 1);
        x(3, 2) = std::numeric_limits<float>::infinity();
        QVERIFY_EXCEPTION_THROWN(scores(x, x), Error);
    }

    // R^2 of every fold's rows by a map that was fitted on the others', weighted by tokens; by QR.
    static double refitHeldOut(const Eigen::MatrixXd& x, const Eigen::MatrixXd& target, const Eigen::MatrixXd& scale, const std::vector<std::int64_t>& counts) {
        double score = 0;
        std::int64_t first = 0;
        for (const std::int64_t count : counts) {
            const Eigen::Index others = x.rows() - count;
            Eigen::MatrixXd design(others, x.cols() + 1), wanted(others, target.cols()), held(count, x.cols() + 1);
            design << (Eigen::MatrixXd(others, x.cols()) << x.topRows(first), x.bottomRows(others - first)).finished(), Eigen::VectorXd::Ones(others);
            wanted << target.topRows(first), target.bottomRows(others - first);
            held << x.middleRows(first, count), Eigen::VectorXd::Ones(count);
            const double error = (held * leastSquaresByQr(design, wanted) - target.middleRows(first, count)).squaredNorm();
            const Eigen::MatrixXd truth = scale.middleRows(first, count);
            score += (1 - error / (truth.rowwise() - truth.colwise().mean()).squaredNorm()) * static_cast<double>(count) / static_cast<double>(x.rows());
            first += count;
        }
        return score;
    }

    static HeldOutScores heldOut(const Rows& x, const Rows& y, const std::vector<std::int64_t>& counts) {
        const MomentGroups folds = groups(x, y, counts);
        const PairMoments all = folds.sum(counts.size());
        return heldOutLinearity(folds, counts.size(), all, LinearSolution(all, {}), {});
    }

    void heldOutScoresAreThoseOfARefitPerFold() {
        const Pair pair = residualPair(330, 5, 61);
        const std::vector<std::int64_t> counts{100, 130, 100};
        const HeldOutScores actual = heldOut(pair.x, pair.y, counts);
        const Eigen::MatrixXd x = pair.x.cast<double>(), y = pair.y.cast<double>();
        QVERIFY(std::abs(actual.linearity - refitHeldOut(x, y - x, y, counts)) < 1e-6);
        QVERIFY(std::abs(actual.linearityNoResidual - refitHeldOut(x, y - x, y - x, counts)) < 1e-6);
        QVERIFY(actual.linearityError > 0 && actual.linearity < scores(pair.x, pair.y).linearity);
    }

    // A column that is the sum of two others, and one that varies in a single fold.
    void heldOutScoresSurviveDependentColumns() {
        Pair pair = residualPair(300, 6, 63);
        pair.x.col(2) = pair.x.col(0) + pair.x.col(1);
        pair.x.col(4).setZero();
        pair.x.col(4).head(100) = gaussian(100, 1, 64);
        const HeldOutScores actual = heldOut(pair.x, pair.y, {100, 100, 100});
        QVERIFY(std::isfinite(actual.linearity) && std::isfinite(actual.linearityNoResidual) && actual.linearity <= 1);
    }

    void independentNoiseScoresNothingHeldOut() {
        const Rows x = gaussian(4000, 10, 65), noise = gaussian(4000, 10, 66);
        const HeldOutScores actual = heldOut(x, x + noise, {1000, 1000, 1000, 1000});
        QVERIFY2(std::abs(actual.linearityNoResidual) < 0.01, qPrintable(QString::number(actual.linearityNoResidual)));
    }

    // One row in fifty far out along one direction, written by the block itself.
    void robustnessSeesThroughOneDirection() {
        Pair pair = residualPair(2000, 64, 67, 1.0F);
        const double plain = scores(pair.x, pair.y).linearityNoResidual;
        std::vector<RowRange> first;
        for (int row = 0; row < 2000; row += 50) {
            first.push_back({row, 1});
            pair.x.row(row).array() += 3;
            pair.y.row(row).array() += 3;
            pair.y(row, 11) += 3000;
        }
        const PairSource source = PairSource::ofStates(pair.x.data(), pair.y.data(), 64);
        const MomentGroups parts = foldMoments(source, {{{{0, 2000}}, first}, 1}, {}, {}, {});
        const LinearSolution solution(parts.at(0), {});
        const PairMoments all = parts.at(0);
        const Robustness robust = robustnessOf(all, solution, &parts.at(1), {});
        const LinearityScores dominated = linearityScores(all, solution);
        QVERIFY(dominated.linearityNoResidual > plain + 0.2);
        QCOMPARE(robust.outliers.size(), std::size_t{1});
        QCOMPARE(robust.outliers[0].dimension, 11);
        QVERIFY(robust.outliers[0].share > 0.99 && robust.outliers[0].loading > 0.99 && robust.outliers[0].firstTokenShare > 0.9);
        for (const double score : {robust.noResidualWithoutOutliers, robust.noResidualWithoutFirst, robust.noResidualMedian})
            QVERIFY2(std::abs(score - plain) < 0.05, qPrintable(QString("%1 beside %2").arg(score).arg(plain)));
    }

    void mergeableMapsFitWhatTheBlockBeforeAdded() {
        const Rows branch = gaussian(400, 6, 71), x = gaussian(400, 6, 72) + branch, map = gaussian(6, 6, 73);
        Rows y = x + branch * map;
        y.array() += 2;
        const PairSource source{{branch.data()}, x.data(), y.data(), 6};
        const PairMoments sums = foldMoments(source, {{0, 400}}, {}, {});
        QVERIFY(mergeableR2(sums, sums.centredOutputEnergy(), true, {}) > 1 - 1e-9);
        const double about = mergeableR2(sums, sums.centredOutputEnergy(), false, {});
        const Eigen::MatrixXd design = branch.cast<double>(), added = (y - x).cast<double>();
        const double error = (design * leastSquaresByQr(design, added) - added).squaredNorm();
        const Eigen::MatrixXd truth = y.cast<double>();
        QVERIFY(std::abs(about - (1 - error / (truth.rowwise() - truth.colwise().mean()).squaredNorm())) < 1e-6);
    }

    void identicalStatesHaveNoInfluence() {
        const Rows x = gaussian(20, 4, 71);
        StreamStatistics statistics(4);
        statistics.fold(x.data(), x.data(), 20);
        QVERIFY(std::abs(statistics.blockInfluence()) < 1e-7);
        QCOMPARE(statistics.contributionRatio(), 0.0);
        StreamStatistics opposite(4);
        const Rows negative = -x;
        opposite.fold(x.data(), negative.data(), 20);
        QVERIFY(std::abs(opposite.blockInfluence() - 2) < 1e-7);
        QVERIFY(std::abs(opposite.contributionRatio() - 2) < 1e-7);
        const std::array<float, 2> right{1, 0}, up{0, 3};
        QVERIFY(std::abs(angularDistance(right.data(), up.data(), 2) - 0.5) < 1e-12);
    }

    void averageCosineIsThatOfAllPairs() {
        const Rows x = gaussian(15, 4, 81);
        StreamStatistics statistics(4);
        statistics.fold(x.data(), x.data(), 7);
        statistics.fold(x.data() + 7 * 4, x.data() + 7 * 4, 8);
        double sum = 0;
        for (int i = 0; i < 15; ++i)
            for (int j = 0; j < 15; ++j)
                if (i != j) sum += x.row(i).cast<double>().normalized().dot(x.row(j).cast<double>().normalized());
        QVERIFY(std::abs(statistics.inputAverageCosine() - sum / (15 * 14)) < 1e-6);
    }
};

QTEST_GUILESS_MAIN(LinearityTest)
#include "linearity_test.moc"
