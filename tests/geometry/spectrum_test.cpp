// Spectra against singular values of the states themselves, the measures against their definitions, and CKA.
#include <QTest>

#include <random>

#include "core/base/error.h"
#include "core/geometry/cka.h"
#include "core/geometry/spectrum.h"
#include "tests/geometry/reference_algebra.h"

using namespace strato;

class SpectrumTest : public QObject {
    Q_OBJECT

    static Eigen::MatrixXd gaussian(int rows, int width, unsigned seed) {
        std::mt19937 engine(seed);
        std::normal_distribution<double> normal;
        return Eigen::MatrixXd::NullaryExpr(rows, width, [&] { return normal(engine); });
    }

    static Eigen::MatrixXd centred(const Eigen::MatrixXd& rows) { return rows.rowwise() - rows.colwise().mean(); }

    // As moments give it: only the lower half is filled.
    static Spectrum spectrum(const Eigen::MatrixXd& rows) {
        const Eigen::MatrixXd x = centred(rows), gram = x.transpose() * x;
        return spectrumOf(gram.triangularView<Eigen::Lower>());
    }

    static Eigen::VectorXd singularValues(const Eigen::MatrixXd& rows) { return svdOf(centred(rows)).values; }

    static bool near(double actual, double expected, double tolerance) { return std::abs(actual - expected) <= tolerance * std::abs(expected); }

private slots:
    void variancesAreSquaredSingularValues_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("width");
        for (const auto& [rows, width] : {std::pair(50, 1), {50, 2}, {200, 31}, {200, 33}, {400, 150}, {20, 70}, {2, 5}})
            QTest::addRow("%d x %d", rows, width) << rows << width;
    }

    void variancesAreSquaredSingularValues() {
        QFETCH(int, rows);
        QFETCH(int, width);
        const Eigen::MatrixXd x = gaussian(rows, width, 3) * 7;
        const Eigen::VectorXd actual = spectrum(x).variances, sigma = singularValues(x);
        QCOMPARE(actual.size(), width);
        for (int i = 0; i < width; ++i) {
            const double expected = i < sigma.size() && i < rows - 1 ? sigma[i] * sigma[i] : 0;
            QVERIFY(std::abs(actual[i] - expected) <= 1e-13 * width * actual[0]);
            if (i > 0) QVERIFY(actual[i] <= actual[i - 1]);
        }
        // What centring took away is no direction at all.
        if (rows <= width) QCOMPARE(actual[rows - 1], 0.0);
    }

    void measuresAreTheirDefinitions() {
        const Eigen::MatrixXd x = gaussian(300, 40, 5) * gaussian(40, 40, 6);
        const Eigen::ArrayXd sigma = singularValues(x), share = sigma / sigma.sum(), lambda = sigma.square();
        const Spectrum actual = spectrum(x);
        QVERIFY(near(anisotropy(actual), lambda[0] / lambda.sum(), 1e-12));
        QVERIFY(near(effectiveRank(actual), std::exp(-(share * share.log()).sum()), 1e-9));
        QVERIFY(near(participationRatio(actual), lambda.sum() * lambda.sum() / lambda.square().sum(), 1e-12));
    }

    void theIdentityHasFullRank() {
        const Spectrum actual = spectrumOf(Eigen::MatrixXd::Identity(64, 64) * 3);
        QVERIFY(near(effectiveRank(actual), 64, 1e-12));
        QVERIFY(near(participationRatio(actual), 64, 1e-12));
        QVERIFY(near(anisotropy(actual), 1.0 / 64, 1e-12));
    }

    void missingDirectionsCountForNone() {
        const Eigen::MatrixXd x = gaussian(200, 3, 7) * gaussian(3, 60, 8);
        const Spectrum actual = spectrum(x);
        QVERIFY(actual.variances[2] > 0);
        QCOMPARE(actual.variances.tail(57).maxCoeff(), 0.0);
        const Eigen::ArrayXd sigma = singularValues(x).head(3), share = sigma / sigma.sum();
        QVERIFY(near(effectiveRank(actual), std::exp(-(share * share.log()).sum()), 1e-9));
        QVERIFY(effectiveRank(actual) <= 3);
    }

    void oneDirectionMayHoldNearlyAll() {
        Eigen::MatrixXd x = gaussian(400, 50, 9);
        x.col(7) *= 1e8;
        const Spectrum actual = spectrum(x);
        QVERIFY(anisotropy(actual) > 1 - 1e-12 && anisotropy(actual) <= 1);
        QVERIFY(effectiveRank(actual) >= 1 && effectiveRank(actual) < 1.001);
        QVERIFY(near(participationRatio(actual), 1, 1e-12));
        x = gaussian(400, 50, 9);
        x.row(11) *= 1e4;
        QVERIFY(anisotropy(spectrum(x)) > 0.999);
        x.rowwise() += Eigen::RowVectorXd::Constant(50, 1e4);
        QVERIFY(anisotropy(spectrum(x)) > 0.999);
    }

    void sizeOfTheStatesDoesNotMatter() {
        const Eigen::MatrixXd x = gaussian(100, 20, 10);
        for (const double scale : {1e-130, 1e-20, 1e20, 1e130}) {
            const Spectrum actual = spectrum(x * scale);
            QVERIFY(near(effectiveRank(actual), effectiveRank(spectrum(x)), 1e-9));
            QVERIFY(near(participationRatio(actual), participationRatio(spectrum(x)), 1e-9));
        }
    }

    void noVarianceIsNotANumber() {
        for (const Spectrum& actual : {spectrumOf(Eigen::MatrixXd::Zero(5, 5)), spectrumOf(Eigen::MatrixXd::Zero(1, 1)), Spectrum{}}) {
            QVERIFY(std::isnan(anisotropy(actual)));
            QVERIFY(std::isnan(effectiveRank(actual)));
            QVERIFY(std::isnan(participationRatio(actual)));
        }
        Eigen::MatrixXd x = gaussian(30, 4, 11);
        x.col(2).setConstant(5);
        QCOMPARE(spectrum(x).variances[3], 0.0);
    }

    void overflowIsAnError() {
        for (const double bad : {std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
            Eigen::MatrixXd gram = Eigen::MatrixXd::Identity(6, 6);
            gram(4, 2) = bad;
            QVERIFY_EXCEPTION_THROWN(spectrumOf(gram), Error);
            gram(4, 2) = 0;
            gram(2, 4) = bad;  // the upper half is nobody's
            QVERIFY(near(effectiveRank(spectrumOf(gram)), 6, 1e-12));
        }
    }

    void ckaIsOneForTurnedAndScaledStates() {
        const Eigen::MatrixXd x = centred(gaussian(200, 10, 12)), y = centred(gaussian(200, 14, 13));
        const Eigen::MatrixXd turned = 3 * x * svdOf(gaussian(10, 10, 14)).u;
        const auto cka = [](const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) {
            return linearCka((a.transpose() * b).squaredNorm(), (a.transpose() * a).norm(), (b.transpose() * b).norm());
        };
        QVERIFY(near(cka(x, turned), 1, 1e-12));
        // By the tokens' kernels: <K, L> / (||K|| ||L||).
        const Eigen::MatrixXd k = x * x.transpose(), l = y * y.transpose();
        QVERIFY(near(cka(x, y), k.cwiseProduct(l).sum() / (k.norm() * l.norm()), 1e-10));
        QVERIFY(near(cka(x, y), cka(y, x), 1e-12));
        QVERIFY(std::isnan(linearCka(0, 0, 1)));
        QCOMPARE(linearCka(1.0000000001, 1, 1), 1.0);
    }
};

QTEST_GUILESS_MAIN(SpectrumTest)
#include "spectrum_test.moc"
