// The hand-written matchers against the regular expressions they stand for, matched by Oniguruma.
#include <QTest>

#include "core/text/regex.h"
#include "core/text/unicode.h"
#include "core/text/word_pattern.h"

using namespace strato;
using Matches = std::vector<std::pair<std::size_t, std::size_t>>;

class WordPatternTest : public QObject {
    Q_OBJECT

    static std::uint32_t next(std::uint32_t& state) { return (state = state * 1664525U + 1013904223U) >> 8; }

    static std::string cl100k(const std::string& digits) {
        return R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|)" + digits + R"(| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
    }

    static std::string o200k(const std::string& contraction, const std::string& digits) {
        return R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+)" + contraction +
               R"(|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*)" + contraction + "|" + digits +
               R"(| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
    }

    // Characters and pieces that patterns treat differently, and any other characters of Unicode.
    static std::string randomText(std::uint32_t& state) {
        static const std::vector<std::string> parts{" ", "  ", "\n", "\r\n", "\r", "\t", "\xC2\xA0", "\xE3\x80\x80", "\xC2\x85", "'", "'s", "'S", "'re", "'Re", "'VE", "'ll", "'lL", "'l", "'D",
                                                    "'m", "'T", "'\xC5\xBF", "a", "Z", "the", "\xC3\xA9", "e\xCC\x81", "\xD0\x96", "\xE6\x97\xA5", "0", "42", "12345", "\xC2\xBD", "\xD9\xA3", "\xE2\x85\xA7",
                                                    ".", "!?", "/", "AB", "Ab", "\xC7\x85", "\xCA\xB0", "\xCC\x81", "\xF0\x9F\x98\x80", "\xE2\x80\x8D", "_", std::string(1, '\0')};
        std::string text;
        for (std::uint32_t length = next(state) % 24; length > 0; --length) {
            if (next(state) % 4 > 0) {
                text += parts[next(state) % parts.size()];
                continue;
            }
            const char32_t character = next(state) % 0x110000;
            appendCharacter(text, character >= 0xD800 && character < 0xE000 ? U'x' : character);
        }
        return text;
    }

private slots:
    void matchesEqualTheRegularExpression_data() {
        QTest::addColumn<QString>("regex");
        QTest::newRow("GPT-2") << QString(R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)");
        QTest::newRow("Qwen 2") << QString::fromStdString(cl100k(R"(\p{N})"));
        QTest::newRow("Llama 3") << QString::fromStdString(cl100k(R"(\p{N}{1,3})"));
        QTest::newRow("Tekken") << QString::fromStdString(o200k("", R"(\p{N})"));
        QTest::newRow("o200k") << QString::fromStdString(o200k(R"((?i:'s|'t|'re|'ve|'m|'ll|'d)?)", R"(\p{N}{1,3})"));
        QTest::newRow("runs of digits") << QString::fromStdString(cl100k(R"(\p{N}+)"));
    }

    void matchesEqualTheRegularExpression() {
        QFETCH(QString, regex);
        const MatchFinder words = knownWordPattern(regex.toStdString());
        QVERIFY(words);
        const Regex reference(regex.toStdString(), "the pattern");
        std::uint32_t state = 1;
        for (int round = 0; round < 20000; ++round) {
            const std::string text = randomText(state);
            Matches ours, theirs;
            words(text, [&](std::size_t begin, std::size_t end) { ours.emplace_back(begin, end); });
            reference.forEachMatch(text, [&](std::size_t begin, std::size_t end) { theirs.emplace_back(begin, end); });
            QVERIFY2(ours == theirs, QByteArray::fromStdString(text).toPercentEncoding());
        }
    }

    void otherPatternsAreNotKnown() {
        QVERIFY(!knownWordPattern(R"(\s+)"));
        QVERIFY(!knownWordPattern(cl100k(R"(\p{N}{1,4})")));
        QVERIFY(!knownWordPattern(""));
    }
};

QTEST_GUILESS_MAIN(WordPatternTest)
#include "word_pattern_test.moc"
