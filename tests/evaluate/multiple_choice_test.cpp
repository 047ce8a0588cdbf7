// Multiple choice: the files it comes in, the tokens that are scored, and what counts as right.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

#include "core/base/error.h"
#include "core/evaluate/multiple_choice.h"
#include "core/evaluate/protocol.h"

using namespace strato;

class MultipleChoiceTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    std::vector<Question> read(const QByteArray& lines) const {
        QFile file(folder_.filePath("task.jsonl"));
        if (!file.open(QIODevice::WriteOnly)) qFatal("can't write");
        file.write(lines);
        file.close();
        return readQuestions(file.fileName().toStdString());
    }

    QString readingError(const QByteArray& lines) const {
        try {
            read(lines);
        } catch (const Error& error) {
            return error.what();
        }
        return {};
    }

    static Tokenizer tokenizer(const char* name = "gpt2_like") {
        return Tokenizer::load(std::filesystem::path(TEST_DATA_DIR) / "tokenizers" / name);
    }

    // Losses as measureLoss() would give them for the choices' log-likelihoods.
    static LossSums losses(const std::vector<double>& logLikelihoods) {
        LossSums sums;
        for (const double one : logLikelihoods) sums.windows.push_back({-one, 1});
        return sums;
    }

    static std::vector<TokenId> predicted(const TokenWindow& window) {
        std::vector<TokenId> all = window.ids;
        all.push_back(window.next);
        return {all.begin() + window.context, all.end()};
    }

private slots:
    void everyFormGivesTheSameQuestion() {
        const auto questions = read(
            "{\"question\": \"Q?\", \"choices\": {\"text\": [\"x\", \"y\"], \"label\": [\"A\", \"B\"]}, \"answerKey\": \"B\"}\n"
            "{\"question\": {\"stem\": \"Q?\", \"choices\": [{\"text\": \"x\", \"label\": \"1\"}, {\"text\": \"y\", \"label\": \"2\"}]}, \"answerKey\": \"2\"}\n"
            "{\"question\": \"Q?\", \"choices\": {\"text\": [\"x\", \"y\"], \"label\": [\"A\", \"B\"]}, \"answerKey\": \"2\"}\n\n"
            "{\"question\": \"Q?\", \"choices\": [\"x\", \"y\"], \"answer\": 1}\n"
            "{\"question\": \"Q?\", \"choices\": [\"x\", \"y\"], \"answer\": \"B\"}\n"
            "{\"question\": \"Q?\", \"choices\": [\"x\", \"y\"], \"answer\": \"y\"}\n"
            "{\"context\": \"Question: Q?\\nAnswer:\", \"choices\": [\"x\", \"y\"], \"gold\": 1}\n");
        QCOMPARE(questions.size(), std::size_t{7});
        for (const Question& question : questions) {
            QCOMPARE(question.context, std::string("Question: Q?\nAnswer:"));
            QCOMPARE(question.choices, (std::vector<std::string>{"x", "y"}));
            QCOMPARE(question.gold, 1);
        }
        QCOMPARE(questions[3].line, 5);
    }

    // A text is not mistaken for the place of another.
    void aTextOfAChoiceComesBeforeItsPlace() { QCOMPARE(read("{\"question\": \"Q\", \"choices\": [\"B\", \"A\"], \"answer\": \"B\"}")[0].gold, 0); }

    void malformedLinesAreNamedByTheirNumber_data() {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("no JSON") << QByteArray("{\"question\"");
        QTest::newRow("no object") << QByteArray("[1]");
        QTest::newRow("no question") << QByteArray("{\"choices\": [\"x\", \"y\"], \"answer\": 0}");
        QTest::newRow("no choices") << QByteArray("{\"question\": \"Q\", \"answer\": 0}");
        QTest::newRow("one choice") << QByteArray("{\"question\": \"Q\", \"choices\": [\"x\"], \"answer\": 0}");
        QTest::newRow("empty choice") << QByteArray("{\"question\": \"Q\", \"choices\": [\"x\", \"\"], \"answer\": 0}");
        QTest::newRow("no answer") << QByteArray("{\"question\": \"Q\", \"choices\": [\"x\", \"y\"]}");
        QTest::newRow("answer outside") << QByteArray("{\"question\": \"Q\", \"choices\": [\"x\", \"y\"], \"answer\": 2}");
        QTest::newRow("negative") << QByteArray("{\"question\": \"Q\", \"choices\": [\"x\", \"y\"], \"answer\": -1}");
        QTest::newRow("no such label") << QByteArray("{\"question\": \"Q\", \"choices\": [\"x\", \"y\"], \"answerKey\": \"C\"}");
        QTest::newRow("numbers as choices") << QByteArray("{\"question\": \"Q\", \"choices\": [1, 2], \"answer\": 0}");
        QTest::newRow("a label too few") << QByteArray("{\"question\": \"Q\", \"choices\": {\"text\": [\"x\", \"y\"], \"label\": [\"A\"]}, \"answerKey\": \"A\"}");
    }

    void malformedLinesAreNamedByTheirNumber() {
        QFETCH(QByteArray, line);
        const QString error = readingError("{\"question\": \"Q\", \"choices\": [\"x\", \"y\"], \"answer\": 0}\n" + line + "\n");
        QVERIFY2(error.contains("task.jsonl', line 2,"), qPrintable(error));
    }

    void aFileWithoutQuestionsIsAnError() { QVERIFY(readingError(" \n").contains("no question")); }

    void theContinuationIsWhatTheWholeHasBeyondItsContext() {
        for (const char* name : {"gpt2_like", "llama2_like"}) {
            const Tokenizer words = tokenizer(name);
            const Question question{.context = "Once upon", .choices = {"a time", "the fox"}, .gold = 0, .line = 1};
            const TokenWindows windows = choiceRequests({question}, words, 100);
            QCOMPARE(windows.windows.size(), std::size_t{2});
            const auto context = words.encode("Once upon"), whole = words.encode("Once upon a time");
            QCOMPARE(predicted(windows.windows[0]), (std::vector<TokenId>{whole.begin() + static_cast<std::ptrdiff_t>(context.size()), whole.end()}));
            QCOMPARE(windows.windows[0].ids, (std::vector<TokenId>{whole.begin(), whole.end() - 1}));
        }
    }

    void blanksThatEndTheContextAreScoredWithTheChoice() {
        const Tokenizer words = tokenizer();
        const auto windows = choiceRequests({{.context = "Once upon ", .choices = {"a", "b"}, .gold = 0, .line = 1}}, words, 100).windows;
        const auto whole = words.encode("Once upon  a");
        QCOMPARE(predicted(windows[0]), (std::vector<TokenId>{whole.begin() + static_cast<std::ptrdiff_t>(words.encode("Once upon").size()), whole.end()}));
    }

    void withoutContextThePrefixTokenStandsThere() {
        const Tokenizer words = Tokenizer::load(std::filesystem::path(SOURCE_DIR) / "resources/demo/plain");
        QVERIFY_EXCEPTION_THROWN(prefixToken(tokenizer()), Error);
        const auto windows = choiceRequests({{.context = "", .choices = {"Once upon", "b"}, .gold = 0, .line = 1}}, words, 100).windows;
        QCOMPARE(windows[0].ids[0], prefixToken(words));
        QCOMPARE(predicted(windows[0]), words.encode(" Once upon", false));
    }

    void whatIsTooLongIsCutOnTheLeftAndTheChoiceStaysWhole() {
        const Tokenizer words = tokenizer();
        const Question question{.context = "Once upon a time there was a fox", .choices = {"who ran", "Tom"}, .gold = 0, .line = 7};
        const auto whole = choiceRequests({question}, words, 100).windows;
        const auto kept = static_cast<int>(predicted(whole[0]).size());
        for (int longest = kept; longest < static_cast<int>(whole[0].ids.size()); ++longest) {
            const auto cut = choiceRequests({question}, words, longest).windows;
            QCOMPARE(static_cast<int>(cut[0].ids.size()), longest);
            QCOMPARE(predicted(cut[0]), predicted(whole[0]));
            QVERIFY(std::equal(cut[0].ids.rbegin(), cut[0].ids.rend(), whole[0].ids.rbegin()));
        }
        try {
            choiceRequests({question}, words, kept - 1);
            QFAIL("a choice that does not fit must be an error");
        } catch (const Error& error) {
            QVERIFY(QString(error.what()).contains("line 7"));
        }
    }

    // Characters, not bytes: "\u00e9" is one and two.
    void normalisingDividesByCharactersAndCanChangeTheAnswer() {
        const std::vector<Question> questions{{.context = "c", .choices = {"ab", "abcdefgh"}, .gold = 1, .line = 1},
                                              {.context = "c", .choices = {"\xC3\xA9\xC3\xA9\xC3\xA9", "abcd"}, .gold = 1, .line = 2}};
        const Answers answers = answersOf(questions, losses({-2, -4, -3.1, -4}));
        QCOMPARE(answers.plain, (std::vector<int>{0, 0}));
        QCOMPARE(answers.normalized, (std::vector<int>{1, 1}));
    }

    void tiesGoToTheFirst() {
        const auto answers = [](int gold) {
            return answersOf({{.context = "c", .choices = {"aa", "bb", "cc"}, .gold = gold, .line = 1}}, losses({-3, -2, -2}));
        };
        QCOMPARE(answers(1).plain[0], 1);
        QCOMPARE(answers(1).normalized[0], 1);
        QCOMPARE(answers(2).plain[0], 0);
    }

    void accuraciesHaveTheErrorOfASampleAndDifferencesThatOfPairs() {
        const Accuracy accuracy = accuracyOf({.plain = {1, 1, 0, 1}, .normalized = {0, 0, 0, 0}});
        QCOMPARE(accuracy.questions, 4);
        QCOMPARE(accuracy.accuracy, 0.75);
        QVERIFY(std::abs(accuracy.standardError - 0.25) < 1e-12);       // sqrt(0.75 / 3 / 4)
        QCOMPARE(accuracy.accuracyNormalized, 0.0);
        QCOMPARE(accuracy.normalizedStandardError, 0.0);
        const Difference none = accuracyDifference({1, 0, 1}, {1, 0, 1}), lost = accuracyDifference({1, 1, 0, 1}, {0, 1, 0, 1});
        QCOMPARE(none.mean, 0.0);
        QCOMPARE(none.standardError, 0.0);
        QCOMPARE(lost.mean, -0.25);
        QVERIFY(std::abs(lost.standardError - 0.25) < 1e-12);
        QVERIFY(std::isnan(accuracyOf({.plain = {1}, .normalized = {1}}).standardError));
    }
};

QTEST_GUILESS_MAIN(MultipleChoiceTest)
#include "multiple_choice_test.moc"
