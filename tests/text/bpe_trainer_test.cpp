// Tokenisers learned from text.
#include <QTest>

#include "core/text/bpe_trainer.h"
#include "tests/text/tokenizer_folder.h"

using namespace strato;

class BpeTrainerTest : public QObject {
    Q_OBJECT

    TokenizerFolders folders_;

    static std::string story() {
        std::string text;
        for (int i = 0; i < 200; ++i) text += "The little fox ran to the river. \"Where is " + std::to_string(i) + "?\" she asked.\n";
        return text;
    }

private slots:
    void aTrainedTokeniserReadsBackEveryText() {
        const auto folder = folders_.fresh();
        const std::string text = story();
        const int size = trainTokenizer(text, 400, folder, {});
        QVERIFY(size > 300 && size <= 400);
        const Tokenizer tokenizer = Tokenizer::load(folder);
        QCOMPARE(tokenizer.vocabularySize(), size);
        for (const std::string& sample : {text, std::string("never seen: \xC3\xA9\xF0\x9F\x98\x80\t42")}) QCOMPARE(tokenizer.decode(tokenizer.encode(sample)), sample);
        QVERIFY(tokenizer.encode(text).size() < text.size() / 3);
        QCOMPARE(tokenizer.encode("a<|endoftext|>b").at(1), 0);
        QCOMPARE(tokenizer.endOfText().value_or(-1), 0);
    }

    void equalTextsGiveEqualTokenisers() {
        const auto one = folders_.fresh(), two = folders_.fresh();
        trainTokenizer(story(), 400, one, {});
        trainTokenizer(story(), 400, two, {});
        QVERIFY(parseJsonFile(one / "tokenizer.json").raw() == parseJsonFile(two / "tokenizer.json").raw());
    }

    // "ab" occurs most often; then "abc" and nothing else twice.
    void theMostFrequentPairsAreLearnedFirst() {
        const auto folder = folders_.fresh();
        QCOMPARE(trainTokenizer("ab\nab\nabc\nabc", 1000, folder, {}), 259);
        const Tokenizer tokenizer = Tokenizer::load(folder);
        QCOMPARE(tokenizer.token(257), std::string("ab"));
        QCOMPARE(tokenizer.token(258), std::string("abc"));
    }

    void aWordWithoutEndIsLearnedFromTooInTime() {
        const auto folder = folders_.fresh();
        std::string letters;
        std::uint32_t state = 7;
        for (int i = 0; i < 100'000; ++i) letters += static_cast<char>('a' + ((state = state * 1664525U + 1013904223U) >> 24) % 26);
        QCOMPARE(trainTokenizer(letters, 600, folder, {}), 600);
    }

    void anImpossibleSizeIsAMistakeOfTheAsker() { QVERIFY_EXCEPTION_THROWN(trainTokenizer(story(), 256, folders_.fresh(), {}), UsageError); }

    void aStoppedTrainingWritesNothing() {
        std::stop_source source;
        source.request_stop();
        const auto folder = folders_.fresh();
        QVERIFY_EXCEPTION_THROWN(trainTokenizer(story(), 400, folder, {.onProgress = {}, .stop = source.get_token()}), Cancelled);
        QVERIFY(std::filesystem::is_empty(folder));
    }
};

QTEST_GUILESS_MAIN(BpeTrainerTest)
#include "bpe_trainer_test.moc"
