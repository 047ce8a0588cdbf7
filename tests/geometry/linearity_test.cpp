// Moments and scores against brute-force algebra: the definition by another route, and the identities it must have.
#include <QTest>

#include <Eigen/QR>
#include <Eigen/SVD>

#include <array>
#include <random>

#include "core/base/error.h"
#include "core/geometry/linearity.h"
#include "core/geometry/stream_statistics.h"

using namespace strato;

using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

class LinearityTest : public QObject {
    Q_OBJECT

    static Rows gaussian(int rows, int width, unsigned seed) {
        std::mt19937 engine(seed);
        std::normal_distribution<float> normal;
        return Rows::NullaryExpr(rows, width, [&] { return normal(engine); });
    }

    static PairMoments moments(const Rows& x, const Rows& y, int batch = 1 << 20) {
        PairMoments result(static_cast<int>(x.cols()));
        for (Eigen::Index row = 0; row < x.rows(); row += batch) {
            const Eigen::Index count = std::min<Eigen::Index>(batch, x.rows() - row);
            result.fold(x.data() + row * x.cols(), y.data() + row * y.cols(), count);
        }
        return result;
    }

    static LinearityScores scores(const Rows& x, const Rows& y) { return fitLinearMap(moments(x, y)).scores; }

    // The definition (paper, section 3.1) word by word, by SVD in float64.
    static double definition(const Eigen::MatrixXd& from, const Eigen::MatrixXd& to) {
        Eigen::MatrixXd x = from, y = to;
        x.rowwise() -= x.colwise().mean().eval();
        y.rowwise() -= y.colwise().mean().eval();
        x /= x.norm();
        y /= y.norm();
        const Eigen::BDCSVD<Eigen::MatrixXd> svd(x, Eigen::ComputeThinU | Eigen::ComputeThinV);
        return 1 - (x * svd.solve(y) - y).squaredNorm();
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

    void batchesAndMergesChangeNothing() {
        const Pair pair = residualPair(257, 9, 41);
        const LinearityScores whole = scores(pair.x, pair.y);
        for (const int batch : {1, 7, 64, 256}) {
            const LinearityScores parts = fitLinearMap(moments(pair.x, pair.y, batch)).scores;
            QVERIFY(std::abs(parts.linearity - whole.linearity) < 1e-11);
        }
        PairMoments left = moments(pair.x.topRows(100), pair.y.topRows(100));
        left.merge(moments(pair.x.bottomRows(157), pair.y.bottomRows(157)));
        QVERIFY(std::abs(fitLinearMap(left).scores.linearityNoResidual - whole.linearityNoResidual) < 1e-10);
        QCOMPARE(left.count(), std::int64_t{257});
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
        QVERIFY_EXCEPTION_THROWN(fitLinearMap(PairMoments(4)), Error);
        Rows x = gaussian(10, 4, 1);
        x(3, 2) = std::numeric_limits<float>::infinity();
        QVERIFY_EXCEPTION_THROWN(scores(x, x), Error);
    }

    // Against the same split by hand.
    void heldOutScoresComeFromTheOtherFolds() {
        const Pair pair = residualPair(300, 5, 61);
        std::vector<PairMoments> folds;
        for (int f = 0; f < 3; ++f) folds.push_back(moments(pair.x.middleRows(f * 100, 100), pair.y.middleRows(f * 100, 100)));
        const HeldOutScores actual = heldOutLinearity(folds);
        const Eigen::MatrixXd x = pair.x.cast<double>(), y = pair.y.cast<double>();
        double expected = 0;
        for (int f = 0; f < 3; ++f) {
            Eigen::MatrixXd design(200, 6), target(200, 5);
            for (int g = 0, at = 0; g < 3; ++g) {
                if (g == f) continue;
                design.middleRows(at, 100) << x.middleRows(g * 100, 100), Eigen::VectorXd::Ones(100);
                target.middleRows(at, 100) = y.middleRows(g * 100, 100);
                at += 100;
            }
            Eigen::MatrixXd held(100, 6);
            held << x.middleRows(f * 100, 100), Eigen::VectorXd::Ones(100);
            const Eigen::MatrixXd truth = y.middleRows(f * 100, 100);
            const double error = (held * design.colPivHouseholderQr().solve(target) - truth).squaredNorm();
            expected += (1 - error / (truth.rowwise() - truth.colwise().mean()).squaredNorm()) / 3;
        }
        QVERIFY2(std::abs(actual.linearity - expected) < 1e-6, qPrintable(QString("%1 %2").arg(actual.linearity).arg(expected)));
        QVERIFY(actual.linearityError > 0 && actual.linearity < scores(pair.x, pair.y).linearity);
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
