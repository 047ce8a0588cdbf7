// Texts from files, and the windows they are cut into.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "core/text/clusters.h"
#include "core/text/dataset.h"
#include "core/text/windows.h"

using namespace strato;

class DatasetTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    std::filesystem::path write(const char* name, const QByteArray& content) {
        QFile file(folder_.filePath(name));
        if (!file.open(QIODevice::WriteOnly)) qFatal("can't write");
        file.write(content);
        return folder_.filePath(name).toStdString();
    }

    static QString readingError(const std::vector<std::filesystem::path>& files) {
        try {
            readDocuments(files);
        } catch (const Error& error) {
            return error.what();
        }
        return {};
    }

    static Tokenizer tokenizer() { return Tokenizer::load(std::filesystem::path(TEST_DATA_DIR) / "tokenizers" / "llama2_like"); }

private slots:
    void aTextFileIsOneDocumentAndALineOfJsonlToo() {
        const auto documents = readDocuments({write("a.txt", "\xEF\xBB\xBFone\n\ntwo"), write("b.jsonl", "{\"text\": \"three\"}\r\n\n{\"text\": \"  \"}\n{\"text\": \"four\"}")});
        QCOMPARE(documents.size(), std::size_t{3});
        QCOMPARE(documents[0].text, std::string("one\n\ntwo"));
        QCOMPARE(documents[1].source, std::string("b.jsonl:1"));
        QCOMPARE(documents[2].text, std::string("four"));
        const auto rows = readDocuments({write("d.csv", "\xEF\xBB\xBFid,text\r\n1,\"one, \"\"two\"\"\nthree\"\r\n2,\r\n3,four\n")});
        QCOMPARE(rows.size(), std::size_t{2});
        QCOMPARE(rows[0].text, std::string("one, \"two\"\nthree"));
        QCOMPARE(rows[1].source, std::string("d.csv:4"));
        QCOMPARE(readDocuments({write("c.jsonl", "{\"body\": \"x\"}")}, "body").size(), std::size_t{1});
    }

    void whatIsNoTextIsRefused() {
        const QString error = readingError({write("model.bin", QByteArray("PK\x03\x04\0\0words and words", 21))});
        QVERIFY2(error.contains("model.bin' is no text") && error.contains("UTF-8"), qPrintable(error));
        const QString latin = readingError({write("latin.csv", "text\nwords\ncaf\xE9\n")});
        QVERIFY2(latin.contains("latin.csv' is no UTF-8: line 3") && latin.contains("iconv"), qPrintable(latin));
        QVERIFY(readingError({write("cut.txt", "caf\xC3")}).contains("line 1"));
        QVERIFY(readingError({write("whole.txt", "caf\xC3\xA9")}).isEmpty());
        QVERIFY(!readingError({write("wide.txt", QByteArray("o\0n\0e\0", 6))}).isEmpty());
    }

    void whatCantBeReadIsNamedWithItsLine() {
        QVERIFY(readingError({write("bad.jsonl", "{\"text\": \"x\"}\n{\"text\"")}).contains("line 2"));
        QVERIFY(readingError({write("field.jsonl", "{\"body\": \"x\"}")}).contains("'text'"));
        QVERIFY(readingError({write("columns.csv", "id,body\n1,x\n")}).contains("no column 'text'"));
        QVERIFY(readingError({write("short.csv", "id,text\n1,x\n2\n")}).contains("row 3"));
        QVERIFY(readingError({write("quote.csv", "text\n\"x\n")}).contains("never closed"));
        QVERIFY(readingError({write("list.jsonl", "[1]")}).contains("object"));
        QVERIFY(readingError({write("empty.txt", "")}).contains("no text"));
        QVERIFY(readingError({write("blank.txt", " \n\t")}).contains("no text"));
        QVERIFY(readingError({folder_.path().toStdString()}).contains("folder"));
        QVERIFY(readingError({"/no/such/file.txt"}).contains("can't be read"));
    }

    void windowsAreConsecutiveAndCoverEveryToken() {
        const Tokenizer words = tokenizer();
        const std::vector<Document> documents{{"a", "Once upon a time there was a fox."}, {"b", "The end."}};
        const TokenWindows windows = makeWindows(documents, words, {.sequenceLength = 7});
        std::vector<TokenId> first, second;
        for (const TokenWindow& window : windows.windows) {
            QVERIFY(!window.ids.empty() && window.ids.size() <= 7);
            std::vector<TokenId>& all = window.document == 0 ? first : second;
            all.insert(all.end(), window.ids.begin(), window.ids.end());
        }
        QCOMPARE(first, words.encode(documents[0].text));
        QCOMPARE(second, words.encode(documents[1].text));
        QCOMPARE(windows.documents, 2);
        QCOMPARE(windows.tokens, static_cast<std::int64_t>(first.size() + second.size()));
    }

    void theTokenLimitIsExact() {
        const std::vector<Document> documents{{"a", "Once upon a time there was a fox."}, {"b", "The end."}};
        for (const int limit : {1, 6, 7, 8, 15}) QCOMPARE(makeWindows(documents, tokenizer(), {.sequenceLength = 7, .tokens = limit}).tokens, limit);
    }

    // Only the beginning of a long text is tokenised when few tokens are wanted; it must not show.
    void aLimitGivesTheBeginningOfTheWholeText() {
        std::string text;
        for (int i = 0; text.size() < 600'000; ++i) text += "Once upon a time there were " + std::to_string(i * 7919) + " foxes.\n  They ran; ";
        for (const char* name : {"gpt2_like", "llama2_like", "llama3_like"}) {
            const Tokenizer any = Tokenizer::load(std::filesystem::path(TEST_DATA_DIR) / "tokenizers" / name);
            const std::vector<TokenId> all = any.encode(text);
            const TokenWindows windows = makeWindows({{"a", text}}, any, {.sequenceLength = 3000, .tokens = 3000});
            QCOMPARE(windows.windows.at(0).ids, std::vector<TokenId>(all.begin(), all.begin() + 3000));
        }
    }

    void optionsOutOfRangeAreMistakesOfTheAsker() {
        const std::vector<Document> documents{{"a", "Once"}};
        QVERIFY_EXCEPTION_THROWN(makeWindows(documents, tokenizer(), {.sequenceLength = 0}), UsageError);
        QVERIFY_EXCEPTION_THROWN(makeWindows(documents, tokenizer(), {.tokens = -1}), UsageError);
        QVERIFY_EXCEPTION_THROWN(makeWindows(documents, tokenizer(), {.chunkCharacters = -1}), UsageError);
        QVERIFY_EXCEPTION_THROWN(makeWindows({}, tokenizer(), {}), Error);
    }

    void chunksAreCountedInCharactersAndTokenisedAlone() {
        const Tokenizer words = tokenizer();
        // Ten characters, fourteen bytes.
        const std::vector<Document> documents{{"a", "na\xC3\xAFve caf\xC3\xA9 \xE2\x82\xAC"}};
        const TokenWindows windows = makeWindows(documents, words, {.sequenceLength = 100, .chunkCharacters = 5});
        QCOMPARE(windows.windows.size(), std::size_t{3});
        QCOMPARE(windows.windows[0].ids, words.encode("na\xC3\xAFve"));
        QCOMPARE(windows.windows[1].ids, words.encode(" caf\xC3\xA9"));
    }

    void equalWindowsHaveEqualNames() {
        const auto name = [](std::vector<std::vector<TokenId>> rows) { return windowsFromIds(std::move(rows)).sha256; };
        QCOMPARE(name({{1, 2}, {3}}), name({{1, 2}, {3}}));
        QVERIFY(name({{1, 2}, {3}}) != name({{1}, {2, 3}}));
        QVERIFY(name({{1, 2}, {3}}) != name({{1, 2}, {4}}));
    }

    void documentsAreIndependentAndWindowsWhereThereIsOne() {
        TokenWindows windows = windowsFromIds({{1, 2}, {3, 4}, {5, 6}});
        for (int w = 0; w < 3; ++w) windows.windows[static_cast<std::size_t>(w)].document = w / 2;
        const Clusters documents = clustersOf({{1, 2}, {3, 2}, {5, 2}}, windows);
        QVERIFY(documents.documents && documents.parts.size() == 2);
        QVERIFY(documents.parts[0].sum == 4 && documents.parts[0].weight == 4 && documents.parts[1].sum == 5);
        // The second document was not read.
        const Clusters one = clustersOf({{1, 2}, {3, 2}, {0, 0}}, windows);
        QVERIFY(!one.documents && one.parts.size() == 3);
    }
};

QTEST_GUILESS_MAIN(DatasetTest)
#include "dataset_test.moc"
