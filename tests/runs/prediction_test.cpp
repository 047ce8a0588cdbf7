// Predictions from scores against numbers written out by hand.
#include <QTest>

#include <cmath>

#include "core/base/error.h"
#include "core/runs/prediction.h"

using namespace strato;

class PredictionTest : public QObject {
    Q_OBJECT

    // Three blocks. V_s = norm^2 (1 - cosine): 4, 3, 8, 12.5.
    static Run run() {
        Run run;
        run.model.layers = 3;
        run.model.hiddenSize = 10;
        run.model.dtype = "float32";
        run.model.largestBlockBytes = 4 * 1200;
        const double norms[]{2, 2, 4, 5}, cosines[]{0, 0.25, 0.5, 0.5};
        for (int s = 0; s <= 3; ++s) run.states.push_back({.state = {s}, .norm = norms[s], .averageCosine = cosines[s]});
        for (int l = 0; l < 3; ++l) {
            BlockScores scores;
            scores.block = {l};
            scores.linearity = 0.9 - 0.1 * l;
            scores.linearityNoResidual = 0.5;
            scores.mergeableR2 = 0.75;
            scores.contributionRatio = 0.5;
            run.blocks.push_back(scores);
        }
        return run;
    }

    static double errorOf(const Run& run, const char* plan) { return predictPlan(run, Plan::parse(plan)).stateError; }
    static bool near(double one, double other) { return std::abs(one - other) < 1e-12; }

private slots:
    void wholeBlocks() {
        QCOMPARE(errorOf(run(), ""), 0.0);
        QVERIFY(near(errorOf(run(), "1=drop"), std::sqrt(1.0 / 8)));               // (0.5 * 2)^2 of 4^2 (1 - 0.5)
        QVERIFY(near(errorOf(run(), "1=linear"), std::sqrt(0.2)));
        QVERIFY(near(errorOf(run(), "2=merge"), std::sqrt(0.25)));
        QVERIFY(near(errorOf(run(), "0=linear,2=drop"), std::sqrt(0.1 + 4 / 12.5)));
        QVERIFY(near(errorOf(run(), "1-2=drop"), std::sqrt(1.0 / 8 + 4 / 12.5)));
    }

    void spansHaveTheirPairsScoreWhereThereIsOne() {
        Run of = run();
        QVERIFY(near(errorOf(of, "0-1=linear"), std::sqrt(0.1 + 0.2)));
        of.pairs.linearity = PairMatrix::of(4);
        of.pairs.linearity.at(0, 2) = 0.6;
        QVERIFY(near(errorOf(of, "0-1=linear"), std::sqrt(0.4)));
    }

    void halves() {
        Run of = run();
        QVERIFY(std::isnan(errorOf(of, "1.attention=drop")));
        of.blocks[1].attention = HalfScores{.linearity = 0.8, .linearityNoResidual = 0.5};
        of.blocks[1].mlp = HalfScores{.linearity = 0.7, .linearityNoResidual = 0.4};
        QVERIFY(near(errorOf(of, "1.attention=linear"), std::sqrt(0.2)));
        QVERIFY(near(errorOf(of, "1.attention=drop"), std::sqrt(0.4)));
        QVERIFY(near(errorOf(of, "1.mlp=drop"), std::sqrt(0.5)));
    }

    void whatIsNotKnownIsSaid() {
        Run of = run();
        const Prediction rank = predictPlan(of, Plan::parse("0=drop,1=lowrank:4"));
        QVERIFY(std::isnan(rank.stateError));
        QCOMPARE(rank.missing.size(), std::size_t{1});
        QVERIFY(rank.missing.front().starts_with("1=lowrank:4: "));
        QVERIFY(std::isnan(errorOf(of, "1.mlp=merge")));
        of.blocks[1].mergeableR2 = notComputed;
        QVERIFY(std::isnan(errorOf(of, "1=merge")));
        of.blocks.pop_back();
        QVERIFY(std::isnan(errorOf(of, "2=drop")));
        of.states.resize(1);
        QVERIFY(std::isnan(errorOf(of, "0=drop")));
        QVERIFY(!predictPlan(of, Plan::parse("0=drop")).missing.empty());
        QVERIFY_EXCEPTION_THROWN(predictPlan(of, Plan::parse("3=drop")), UsageError);
    }

    void parameters() {
        QCOMPARE(predictPlan(run(), Plan::parse("1-2=drop")).parametersRemoved, std::int64_t{2400});
        QCOMPARE(predictPlan(run(), Plan::parse("1-2=linear")).parametersRemoved, std::int64_t{2400 - 110});
        QCOMPARE(predictPlan(run(), Plan::parse("0=lowrank:3,2=merge")).parametersRemoved, std::int64_t{1200 - 70 + 1200});
        QVERIFY(!predictPlan(run(), Plan::parse("0.mlp=drop")).parametersKnown);
    }
};

QTEST_GUILESS_MAIN(PredictionTest)
#include "prediction_test.moc"
