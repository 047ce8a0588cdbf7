// Neighbours against brute force in float64, and TwoNN on clouds whose dimension is known.
#include <QTest>

#include <Eigen/Core>

#include <random>

#include "core/base/error.h"
#include "core/geometry/intrinsic_dimension.h"
#include "core/geometry/nearest_neighbours.h"

using namespace strato;

using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

class IntrinsicDimensionTest : public QObject {
    Q_OBJECT

    static Rows gaussian(int rows, int width, unsigned seed) {
        std::mt19937 engine(seed);
        std::normal_distribution<float> normal;
        return Rows::NullaryExpr(rows, width, [&] { return normal(engine); });
    }

    static Rows cube(int rows, int width, unsigned seed) {
        std::mt19937 engine(seed);
        std::uniform_real_distribution<float> uniform;
        return Rows::NullaryExpr(rows, width, [&] { return uniform(engine); });
    }

    static IntrinsicDimension dimension(const Rows& rows) { return intrinsicDimension(rows.data(), rows.rows(), static_cast<int>(rows.cols())); }

    static std::vector<double> sortedDistances(const Rows& rows, int from) {
        std::vector<double> all;
        for (int j = 0; j < rows.rows(); ++j)
            if (j != from) all.push_back((rows.row(j).cast<double>() - rows.row(from).cast<double>()).norm());
        std::ranges::sort(all);
        return all;
    }

    // The notebook's steps, one after another, on all rows.
    static double notebook(const Rows& rows) {
        Eigen::MatrixXd x = rows.cast<double>();
        x.rowwise() -= x.colwise().mean().eval();
        const double length = x.rowwise().norm().mean();
        std::vector<double> mu;
        for (int i = 0; i < rows.rows(); ++i) {
            const std::vector<double> distances = sortedDistances(rows, i);
            mu.push_back(distances[0] / length < 1e-8 ? -1 : distances[1] / distances[0]);
        }
        std::ranges::sort(mu);
        const auto useless = std::ranges::count_if(mu, [](double ratio) { return ratio <= 1 + 1e-8; });
        const auto total = static_cast<double>(mu.size());
        double xy = 0, xx = 0;
        for (std::ptrdiff_t i = 1; i <= (std::ssize(mu) - useless) / 5; ++i) {
            const double ratio = std::log(mu[static_cast<std::size_t>(useless + i - 1)]);
            xy -= ratio * std::log(1 - static_cast<double>(useless + i) / total);
            xx += ratio * ratio;
        }
        return xy / xx;
    }

    static Rows awkward(int kind) {
        Rows x = gaussian(700, 48, 1);
        if (kind == 1) x = gaussian(700, 6, 2) * gaussian(6, 48, 3) + 0.01F * x;
        if (kind == 2 || kind == 3) x.array() += kind == 2 ? 1e4F : -3e6F;
        if (kind == 4)
            for (int row = 0; row < 700; row += 50) x(row, 5) += 1e4F + static_cast<float>(row), x.row(row) *= 3;
        if (kind == 5) x.col(9) *= 1e4F, x.col(20) *= 1e3F;
        if (kind == 6) x.bottomRows(200) = x.topRows(200).eval();
        if (kind == 7) x = x.array().round();
        if (kind == 8) x.topRows(300) = Rows(x.topRows(300) * 1e-6F).rowwise() + gaussian(1, 48, 4).row(0) * 1e3F;
        if (kind == 9) x = Rows::Identity(700, 700);
        if (kind == 10) x.topRows(100) *= 1e30F, x.bottomRows(100) *= 1e-30F;
        if (kind == 11) x *= 1e-38F;
        if (kind == 12) x = x.leftCols(1).eval();
        if (kind == 13) x = x.topRows(3).eval();
        if (kind == 14) x.setConstant(2);
        return x;
    }

private slots:
    void neighboursAreThoseOfBruteForce_data() {
        QTest::addColumn<int>("kind");
        int kind = 0;
        for (const char* name : {"gaussian", "few dimensions", "a common mean of 1e4", "a common mean of 3e6", "massive rows", "massive dimensions",
                                 "copies", "a lattice with ties", "a tight cluster far away", "all as far", "sixty orders of magnitude",
                                 "the smallest numbers", "one dimension", "three rows", "all equal"})
            QTest::newRow(name) << kind++;
    }

    void neighboursAreThoseOfBruteForce() {
        QFETCH(int, kind);
        const Rows rows = awkward(kind);
        const auto actual = nearestNeighbours(rows.data(), rows.rows(), static_cast<int>(rows.cols()));
        for (int i = 0; i < rows.rows(); ++i) {
            const std::vector<double> expected = sortedDistances(rows, i);
            const auto& [first, second, nearest] = actual[static_cast<std::size_t>(i)];
            QVERIFY2(std::abs(first - expected[0]) <= 1e-13 * expected[0], qPrintable(QString("%1: %2 %3").arg(i).arg(first).arg(expected[0])));
            QVERIFY2(std::abs(second - expected[1]) <= 1e-13 * expected[1], qPrintable(QString("%1: %2 %3").arg(i).arg(second).arg(expected[1])));
            QVERIFY(nearest != i);
            QVERIFY(std::abs((rows.row(nearest).cast<double>() - rows.row(i).cast<double>()).norm() - first) <= 1e-13 * first);
        }
    }

    // Four tiles and a part of one, so that every kind of tile occurs.
    void neighboursAreFoundAcrossTiles() {
        const Rows rows = gaussian(2100, 12, 21);
        const auto actual = nearestNeighbours(rows.data(), rows.rows(), 12);
        for (int i = 0; i < rows.rows(); i += 37) {
            const std::vector<double> expected = sortedDistances(rows, i);
            QVERIFY(std::abs(actual[static_cast<std::size_t>(i)].first - expected[0]) <= 1e-13 * expected[0]);
            QVERIFY(std::abs(actual[static_cast<std::size_t>(i)].second - expected[1]) <= 1e-13 * expected[1]);
        }
    }

    // The expected values are of one draw each; the margins are three standard deviations of the difference of two draws.
    void uniformCubesHaveTheirDimension_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<double>("expected");
        QTest::addColumn<double>("margin");
        QTest::addColumn<double>("official");
        QTest::addColumn<double>("officialMargin");
        QTest::newRow("2") << 2 << 1.98 << 0.19 << 2.08 << 0.29;
        QTest::newRow("5") << 5 << 4.69 << 0.33 << 4.93 << 0.8;
        QTest::newRow("10") << 10 << 8.88 << 0.67 << 8.59 << 1.65;
        QTest::newRow("20") << 20 << 15.77 << 1.2 << 14.45 << 2.85;
    }

    void uniformCubesHaveTheirDimension() {
        QFETCH(int, width);
        QFETCH(double, expected);
        QFETCH(double, margin);
        QFETCH(double, official);
        QFETCH(double, officialMargin);
        const IntrinsicDimension actual = dimension(cube(3000, width, 31));
        QVERIFY2(std::abs(actual.dimension - expected) < margin, qPrintable(QString::number(actual.dimension)));
        QVERIFY2(std::abs(actual.officialVariant - official) < officialMargin, qPrintable(QString::number(actual.officialVariant)));
        QCOMPARE(actual.distinctRows, std::int64_t{3000});
        QCOMPARE(actual.usedRows, std::int64_t{3000});
    }

    void theOfficialVariantIsTheNotebooks_data() {
        QTest::addColumn<int>("kind");
        for (const auto& [name, kind] :
             {std::pair("gaussian", 0), {"few dimensions", 1}, {"copies", 6}, {"a lattice with ties", 7}, {"massive rows", 4}})
            QTest::newRow(name) << kind;
    }

    void theOfficialVariantIsTheNotebooks() {
        QFETCH(int, kind);
        const Rows rows = awkward(kind);
        const double actual = dimension(rows).officialVariant, expected = notebook(rows);
        QVERIFY2(std::abs(actual - expected) <= 1e-9 * expected, qPrintable(QString("%1 %2").arg(actual).arg(expected)));
    }

    // 3000 points of a 5-cube, 1000 of them two by two the same: the official variant gives 26.5 and ours doesn't mind.
    void copiesMisleadOnlyTheOfficialVariant() {
        Rows rows = cube(3000, 5, 41);
        const double without = dimension(rows.topRows(2500)).dimension;
        rows.bottomRows(500) = rows.topRows(500).eval();
        const IntrinsicDimension actual = dimension(rows);
        QCOMPARE(actual.distinctRows, std::int64_t{2500});
        QCOMPARE(actual.usedRows, std::int64_t{3000});
        QCOMPARE(actual.dimension, without);
        QVERIFY2(std::abs(actual.officialVariant - 26.5) < 6, qPrintable(QString::number(actual.officialVariant)));
    }

    void neitherPlaceNorSizeNorOrderMatters() {
        const Rows rows = gaussian(800, 4, 51) * gaussian(4, 30, 52);
        const double expected = dimension(rows).dimension;
        QVERIFY(std::abs(dimension(rows.colwise().reverse()).dimension - expected) < 1e-9);
        QVERIFY(std::abs(dimension(rows * 1024).dimension - expected) < 1e-9);
        QVERIFY(std::abs(dimension(rows.array() + 100).dimension - expected) < 1e-2);
        QCOMPARE(dimension(rows).dimension, expected);
    }

    void onlyTheFirstRowsAreRead() {
        const Rows rows = gaussian(4300, 3, 61);
        const IntrinsicDimension actual = dimension(rows);
        QCOMPARE(actual.usedRows, intrinsicDimensionRows);
        QCOMPARE(actual.dimension, dimension(rows.topRows(4096)).dimension);
    }

    void tooLittleIsNotANumber() {
        QVERIFY(std::isnan(dimension(gaussian(9, 4, 71)).dimension));
        QVERIFY(!std::isnan(dimension(gaussian(10, 4, 71)).dimension));
        for (const Rows& rows : {Rows(Rows::Zero(100, 5)), Rows(0, 5), Rows(gaussian(5, 4, 72).replicate(20, 1))}) {
            const IntrinsicDimension actual = dimension(rows);
            QVERIFY(std::isnan(actual.dimension) && std::isnan(actual.officialVariant));
            QCOMPARE(actual.usedRows, rows.rows());
        }
        QVERIFY(std::isnan(dimension(Rows::Identity(40, 40)).dimension));
        const Rows pairs = gaussian(50, 4, 73).replicate(2, 1);
        QVERIFY(dimension(pairs).dimension > 0);
        QVERIFY(std::isnan(dimension(pairs).officialVariant));
    }

    void minusZeroIsZero() {
        Rows rows = gaussian(40, 3, 81);
        rows(0, 1) = 0.0F;
        rows.row(20) = rows.row(0);
        rows(20, 1) = -0.0F;
        QCOMPARE(dimension(rows).distinctRows, std::int64_t{39});
    }

    void overflowIsAnError() {
        Rows rows = gaussian(40, 3, 91);
        rows(17, 2) = std::numeric_limits<float>::quiet_NaN();
        QVERIFY_EXCEPTION_THROWN(dimension(rows), Error);
        rows(17, 2) = -std::numeric_limits<float>::infinity();
        QVERIFY_EXCEPTION_THROWN(dimension(rows), Error);
    }
};

QTEST_GUILESS_MAIN(IntrinsicDimensionTest)
#include "intrinsic_dimension_test.moc"
