// Scores of prompts against numbers worked out by hand.
#include <QTest>

#include <cmath>
#include <limits>

#include "core/runs/cells.h"
#include "core/runs/prompt_scores.h"

using namespace strato;

class PromptScoresTest : public QObject {
    Q_OBJECT

    // Document 0 has three tokens, document 4 one; block 1 could not be scored on the second token.
    static Run run() {
        Run run;
        run.blocks.resize(2);
        run.blocks[1].block = {1};
        run.tokens = {{.id = 7, .document = 0, .text = "On"}, {.id = 8, .document = 0, .text = "ce \"up\""}, {.id = 9, .document = 0, .text = "on"}, {.id = 7, .document = 4, .text = "A"}};
        const float none = std::numeric_limits<float>::quiet_NaN();
        run.tokenNonlinearity = {{0.5F, 0.25F, 0.75F, 1.0F}, {0.25F, none, 0.75F, none}};
        return run;
    }

    static bool near(double one, double other) { return std::abs(one - other) < 1e-12; }

private slots:
    void meansAndErrorsAreOverThePromptsTokens() {
        const std::vector<PromptScores> prompts = promptScores(run());
        QCOMPARE(prompts.size(), 2U);
        QCOMPARE(prompts[0].document, 0);
        QCOMPARE(prompts[0].tokens, 3);
        QCOMPARE(prompts[0].words, std::string("Once \"up\"on"));
        // The sample's standard deviation is 0.25, over the square root of 3.
        QVERIFY(near(prompts[0].mean[0], 0.5) && near(prompts[0].standardError[0], 0.25 / std::sqrt(3.0)));
        QCOMPARE(prompts[1].document, 4);
        QCOMPARE(prompts[1].firstToken, 3);
        QVERIFY(near(prompts[1].mean[0], 1) && std::isnan(prompts[1].standardError[0]));
    }

    void tokensWithoutAValueDoNotCount() {
        const std::vector<PromptScores> prompts = promptScores(run());
        QCOMPARE(prompts[0].counted, (std::vector<int>{3, 2}));
        QVERIFY(near(prompts[0].mean[1], 0.5) && near(prompts[0].standardError[1], 0.25));
        QCOMPARE(prompts[1].counted[1], 0);
        QVERIFY(std::isnan(prompts[1].mean[1]));
    }

    void everyTokenKnowsItsPrompt() {
        for (int token = 0; token < 4; ++token) {
            const PromptScores prompt = promptScoresAt(run(), token);
            QCOMPARE(prompt.firstToken, token < 3 ? 0 : 3);
            QCOMPARE(prompt.tokens, token < 3 ? 3 : 1);
        }
        QVERIFY_THROWS_EXCEPTION(std::out_of_range, promptScoresAt(run(), 4));
    }

    void theTableHasARowAPromptAndBlock() {
        const QString first = "0,0,3,\"Once \"\"up\"\"on\",0,0.5," + QString::fromStdString(csvNumber(promptScores(run())[0].standardError[0])) + ",3";
        QCOMPARE(QString::fromStdString(promptScoresCsv(run())).split('\n'),
                 (QStringList{"document,token,tokens,words,block,nonlinearity,standard_error,n", first,
                              "0,0,3,\"Once \"\"up\"\"on\",1,0.5,0.25,2", "4,3,1,\"A\",0,1,,1", "4,3,1,\"A\",1,,,0", ""}));
        QVERIFY(promptScores({}).empty());
    }

    void aRunThatWasStoppedHasTheBlocksThatItFinished() {
        Run stopped = run();
        stopped.blocks.pop_back();
        stopped.tokenNonlinearity.pop_back();
        QCOMPARE(promptScores(stopped)[0].mean.size(), 1U);
    }
};

QTEST_GUILESS_MAIN(PromptScoresTest)
#include "prompt_scores_test.moc"
