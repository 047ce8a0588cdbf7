// Procrustes scores against fits made on the states themselves.
#include <QTest>

#include <random>

#include "core/base/error.h"
#include "core/geometry/linearity.h"
#include "core/geometry/moment_folder.h"
#include "core/geometry/procrustes.h"
#include "core/geometry/singular_values.h"
#include "tests/geometry/reference_algebra.h"

using namespace strato;

class ProcrustesTest : public QObject {
    Q_OBJECT

    static Eigen::MatrixXd gaussian(int rows, int width, unsigned seed) {
        std::mt19937 engine(seed);
        std::normal_distribution<double> normal;
        return Eigen::MatrixXd::NullaryExpr(rows, width, [&] { return normal(engine); });
    }

    static Eigen::MatrixXd orthogonal(int width, unsigned seed) {
        return svdOf(gaussian(width, width, seed)).u;
    }

    static Eigen::MatrixXd centred(const Eigen::MatrixXd& rows) { return rows.rowwise() - rows.colwise().mean(); }

    // As moments give them: only the lower half of the Gram matrix is filled.
    static ProcrustesScores scores(const Eigen::MatrixXd& from, const Eigen::MatrixXd& to) {
        const Eigen::MatrixXd x = centred(from), y = centred(to), gram = x.transpose() * x;
        return procrustes(gram.triangularView<Eigen::Lower>(), x.transpose() * (y - x), y.squaredNorm());
    }

    // What each score says it is, by fitting the map and looking at what is left.
    static ProcrustesScores byFit(const Eigen::MatrixXd& from, const Eigen::MatrixXd& to) {
        Eigen::MatrixXd x = centred(from), y = centred(to);
        x /= x.norm();
        y /= y.norm();
        const Svd svd = svdOf(x.transpose() * y);
        const Eigen::MatrixXd turned = x * svd.u * svd.v.transpose();
        const double scale = turned.cwiseProduct(y).sum();
        Eigen::MatrixXd scaled = x;
        for (int j = 0; j < x.cols(); ++j) {
            const double energy = x.col(j).squaredNorm();
            scaled.col(j) *= energy > 0 ? x.col(j).dot(y.col(j)) / energy : 0;
        }
        return {.identity = 1 - (x - y).squaredNorm(), .diagonal = 1 - (scaled - y).squaredNorm(), .orthogonal = 1 - (turned - y).squaredNorm(),
                .scaledOrthogonal = 1 - (scale * turned - y).squaredNorm()};
    }

    static double linearity(const Eigen::MatrixXd& x, const Eigen::MatrixXd& y) {
        using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
        const Rows from = x.cast<float>(), to = y.cast<float>();
        return fitLinearMap(foldMoments(PairSource::ofStates(from.data(), to.data(), static_cast<int>(x.cols())), {{0, from.rows()}}, {}, {})).scores.linearity;
    }

    static void verifyEqual(const ProcrustesScores& actual, const ProcrustesScores& expected, double tolerance) {
        QVERIFY(std::abs(actual.identity - expected.identity) < tolerance);
        QVERIFY(std::abs(actual.diagonal - expected.diagonal) < tolerance);
        QVERIFY2(std::abs(actual.orthogonal - expected.orthogonal) < tolerance,
                 qPrintable(QString("%1 %2").arg(actual.orthogonal, 0, 'g', 12).arg(expected.orthogonal, 0, 'g', 12)));
        QVERIFY(std::abs(actual.scaledOrthogonal - expected.scaledOrthogonal) < tolerance);
    }

private slots:
    void scoresAreThoseOfFittedMaps_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("width");
        for (const auto& [rows, width] : {std::pair(60, 1), {60, 2}, {300, 20}, {300, 33}, {500, 100}, {10, 40}})
            QTest::addRow("%d x %d", rows, width) << rows << width;
    }

    void scoresAreThoseOfFittedMaps() {
        QFETCH(int, rows);
        QFETCH(int, width);
        const Eigen::MatrixXd x = gaussian(rows, width, 1), map = 0.4 * gaussian(width, width, 2) / std::sqrt(width);
        const Eigen::MatrixXd y = x + x * map + 0.3 * gaussian(rows, width, 3);
        verifyEqual(scores(x, y), byFit(x, y), 1e-11);
    }

    void rotationScalingAndShearTellThemselvesApart() {
        const Eigen::MatrixXd x = gaussian(400, 12, 4);
        const ProcrustesScores same = scores(x, 5 * x), turned = scores(x, 2 * x * orthogonal(12, 5));
        QVERIFY(same.identity > 1 - 1e-12 && same.diagonal > 1 - 1e-12 && same.scaledOrthogonal > 1 - 1e-12);
        QVERIFY(turned.orthogonal > 1 - 1e-12 && turned.scaledOrthogonal > 1 - 1e-12 && turned.identity < 0.5 && turned.diagonal < 0.5);
        const ProcrustesScores scaled = scores(x, x * Eigen::VectorXd::LinSpaced(12, 0.1, 9).asDiagonal());
        QVERIFY(scaled.diagonal > 1 - 1e-12 && scaled.scaledOrthogonal < 0.95);
        QVERIFY(std::abs(scores(x, -x).identity + 3) < 1e-12);
    }

    void aLinearMapIsNeverWorse() {
        for (unsigned seed = 0; seed < 20; ++seed) {
            const Eigen::MatrixXd x = gaussian(100, 8, 100 + seed), y = x * gaussian(8, 8, 200 + seed) + gaussian(100, 8, 300 + seed);
            const ProcrustesScores actual = scores(x, y);
            const double full = linearity(x, y);
            QVERIFY(actual.scaledOrthogonal <= full + 1e-6 && actual.diagonal <= full + 1e-6);
            QVERIFY(actual.orthogonal <= actual.scaledOrthogonal + 1e-12 && actual.identity <= actual.orthogonal + 1e-12);
        }
    }

    void awkwardStatesStayFiniteAndInRange_data() {
        QTest::addColumn<int>("kind");
        int kind = 0;
        for (const char* name : {"constant dimensions", "copied dimensions", "fewer tokens than dimensions", "a token 1e4 times the rest",
                                 "a dimension 1e6 times the rest", "two tokens"})
            QTest::newRow(name) << kind++;
    }

    void awkwardStatesStayFiniteAndInRange() {
        QFETCH(int, kind);
        const int rows = kind == 2 ? 15 : kind == 5 ? 2 : 300;
        Eigen::MatrixXd x = gaussian(rows, 40, 6), y = x + 0.5 * gaussian(rows, 40, 7);
        if (kind == 0) x.middleCols(3, 5).setConstant(2), y.middleCols(6, 7).setConstant(-1);
        if (kind == 1) x.col(1) = x.col(2), y.col(1) = y.col(2);
        if (kind == 3) x.row(8) *= 1e4, y.row(8) *= 1e4;
        if (kind == 4) x.col(8) *= 1e6, y.col(8) *= 1e6;
        const ProcrustesScores actual = scores(x, y);
        QVERIFY(actual.identity >= -3 && actual.identity <= 1);
        QVERIFY(actual.orthogonal >= -1 && actual.orthogonal <= 1);
        QVERIFY(actual.diagonal >= 0 && actual.diagonal <= 1 && actual.scaledOrthogonal >= 0 && actual.scaledOrthogonal <= 1);
        verifyEqual(actual, byFit(x, y), 1e-9);
    }

    void noVarianceIsNotANumberAndOverflowAnError() {
        const Eigen::MatrixXd x = gaussian(20, 4, 8), constant = Eigen::MatrixXd::Ones(20, 4);
        for (const ProcrustesScores& actual : {scores(constant, x), scores(x, constant), scores(constant, constant)})
            for (const double score : {actual.identity, actual.diagonal, actual.orthogonal, actual.scaledOrthogonal}) QVERIFY(std::isnan(score));
        Eigen::MatrixXd cross = Eigen::MatrixXd::Zero(4, 4);
        cross(1, 3) = std::numeric_limits<double>::quiet_NaN();
        QVERIFY_EXCEPTION_THROWN(procrustes(Eigen::MatrixXd::Identity(4, 4), cross, 1), Error);
        QVERIFY_EXCEPTION_THROWN(procrustes(Eigen::MatrixXd::Identity(4, 4), cross, std::numeric_limits<double>::infinity()), Error);
    }

    // Where the square of the matrix would know none of the small ones.
    void singularValuesAreRightBesideADominatingOne() {
        for (const int width : {1, 5, 32, 33, 64, 130}) {
            Eigen::VectorXd expected(width);
            for (int i = 0; i < width; ++i) expected[i] = std::pow(10.0, -10.0 * i / width);
            expected[0] = 1e5;
            const Eigen::VectorXd actual = singularValues(orthogonal(width, 9) * expected.asDiagonal() * orthogonal(width, 10));
            QVERIFY((actual - expected).cwiseAbs().maxCoeff() < 1e-9);
        }
    }
};

QTEST_GUILESS_MAIN(ProcrustesTest)
#include "procrustes_test.moc"
