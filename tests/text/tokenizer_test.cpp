// Tokenisers against the ids of the reference library (tests/data/tokenizers), and what they tell about themselves.
#include <QDir>
#include <QTest>

#include "core/text/unicode.h"
#include "tests/text/tokenizer_folder.h"

using namespace strato;
using nlohmann::json;
using Ids = std::vector<TokenId>;

class TokenizerTest : public QObject {
    Q_OBJECT

    TokenizerFolders folders_;

    static Tokenizer load(const char* name) { return Tokenizer::load(TokenizerFolders::data(name)); }

private slots:
    void idsEqualTheReference_data() {
        QTest::addColumn<QString>("name");
        for (const QString& name : QDir(QStringLiteral(TEST_DATA_DIR) + "/tokenizers").entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            QTest::newRow(qPrintable(name)) << name;
    }

    void idsEqualTheReference() {
        QFETCH(QString, name);
        const auto folder = TokenizerFolders::data(name.toStdString());
        const Tokenizer tokenizer = Tokenizer::load(folder);
        const json expected = parseJsonFile(folder / "expected.json").raw();
        int texts = 0;
        for (const json& item : expected.at("cases")) {
            const std::string text = item.at("text");
            const QByteArray what = QString("text %1: %2").arg(texts++).arg(QString::fromStdString(text).left(60)).toUtf8();
            const Ids plain = item.at("ids_no_special").get<Ids>();
            QVERIFY2(tokenizer.encode(text) == item.at("ids").get<Ids>(), what);
            QVERIFY2(tokenizer.encode(text, false) == plain, what);
            QVERIFY2(tokenizer.decode(plain, false) == item.at("decode").get<std::string>(), what);
        }
        QVERIFY(texts > 50);
    }

    // The numbers below are those of the tokenizers library 0.23 for the same file and text.
    void aTokenMayBeginAmongTheBlanksThatAnotherSwallowed() {
        QCOMPARE(load("added_flags").encode("the       World", false), (Ids{1169, 1759, 1759, 370, 273, 335}));
    }

    void decodingLeavesOutSpecialTokensIfAsked() {
        const Tokenizer tokenizer = load("gpt2_like");
        const Ids ids = tokenizer.encode("a<|endoftext|>b");
        QCOMPARE(tokenizer.decode(ids), std::string("ab"));
        QCOMPARE(tokenizer.decode(ids, false), std::string("a<|endoftext|>b"));
        QCOMPARE(tokenizer.decode({-1, 99999999}), std::string());
    }

    void invalidBytesBecomeReplacementCharactersAsInPython() {
        // bytes.decode("utf-8", errors="replace") of CPython 3.11.
        QCOMPARE(replaceInvalid("a\xFFz"), std::string("a\xEF\xBF\xBDz"));
        QCOMPARE(replaceInvalid("\xE2\x82z"), std::string("\xEF\xBF\xBDz"));
        QCOMPARE(replaceInvalid("\xF0\x9F\x98"), std::string("\xEF\xBF\xBD"));
        QCOMPARE(replaceInvalid("\xC0\x80"), std::string("\xEF\xBF\xBD\xEF\xBF\xBD"));
        QCOMPARE(replaceInvalid("\xED\xA0\x80"), std::string("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"));
        QCOMPARE(replaceInvalid("\xF4\x90\x80\x80"), std::string("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"));
        const Tokenizer tokenizer = load("gpt2_like");
        QCOMPARE(tokenizer.encode("a\xFFz"), tokenizer.encode("a\xEF\xBF\xBDz"));
    }

    void vocabularyAndMergesGiveTheSameIds() {
        const json file = TokenizerFolders::file("gpt2_like");
        const auto folder = folders_.fresh();
        QVERIFY(!Tokenizer::isIn(folder));
        TokenizerFolders::write(folder / "vocab.json", file["model"]["vocab"].dump());
        std::string merges = "#version: 0.2\n";
        for (const json& merge : file["model"]["merges"])
            merges += (merge.is_array() ? merge[0].get<std::string>() + " " + merge[1].get<std::string>() : merge.get<std::string>()) + "\n";
        TokenizerFolders::write(folder / "merges.txt", merges);
        QVERIFY(Tokenizer::isIn(folder));
        const Tokenizer two = Tokenizer::load(folder), one = load("gpt2_like");
        for (const char* text : {"Once upon a time, there's 3 dogs.\n\n  Yes", "\xD0\x9F\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82 \xF0\x9F\x98\x80"})
            QCOMPARE(two.encode(text), one.encode(text));
        TokenizerFolders::write(folder / "merges.txt", merges + "one two three\n");
        QVERIFY(TokenizerFolders::loadingError(folder).contains("merges.txt, line "));
    }

    void tokensAreShownAsPeopleReadThem() {
        const Tokenizer bytes = load("gpt2_like"), fallback = load("llama2_like"), blanks = load("phi2_like");
        QCOMPARE(bytes.displayText(bytes.encode(" the", false).at(0)).at(0), ' ');
        QCOMPARE(bytes.displayText(bytes.encode("\n", false).at(0)), std::string("\\n"));
        QCOMPARE(bytes.displayText(bytes.encode("\xF0\x9F\x98\x80", false).at(0)).substr(0, 2), std::string("\\x"));
        QCOMPARE(fallback.displayText(fallback.encode("\n", false).back()), std::string("\\n"));
        QCOMPARE(blanks.displayText(blanks.encode("\t\t", false).at(0)), std::string("\\t\\t"));
        QCOMPARE(bytes.displayText(99999999), std::string());
        QCOMPARE(bytes.displayText(-1), std::string());
        QCOMPARE(bytes.kind(), std::string("byte-level BPE"));
        QCOMPARE(fallback.kind(), std::string("BPE with byte fallback"));
        QCOMPARE(load("unigram_like").kind(), std::string("Unigram"));
        QCOMPARE(load("wordpiece").kind(), std::string("WordPiece"));
        QCOMPARE(load("spm_llama").kind(), std::string("SentencePiece BPE with byte fallback"));
        QCOMPARE(load("tiktoken_llama3").kind(), std::string("tiktoken byte-level BPE"));
    }
};

QTEST_GUILESS_MAIN(TokenizerTest)
#include "tokenizer_test.moc"
