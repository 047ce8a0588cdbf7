// The protocols of perplexity: which ids each window reads and predicts, and WikiText's pages as lm-evaluation-harness reads them.
#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <numeric>

#include "core/base/error.h"
#include "core/evaluate/protocol.h"
#include "core/evaluate/protocol_windows.h"
#include "core/evaluate/wikitext.h"

using namespace strato;

using Ids = std::vector<TokenId>;

class ProtocolTest : public QObject {
    Q_OBJECT

    static constexpr TokenId prefix = 99;

    static Ids count(int n) {
        Ids ids(static_cast<std::size_t>(n));
        std::iota(ids.begin(), ids.end(), 0);
        return ids;
    }

    // What the window predicts, as windows.h has it.
    static Ids predicted(const TokenWindow& window) {
        Ids all = window.ids;
        if (window.next >= 0) all.push_back(window.next);
        return {all.begin() + std::max(window.context, 1), all.end()};
    }

    static Ids everythingPredicted(const std::vector<TokenWindow>& windows) {
        Ids all;
        for (const TokenWindow& window : windows) {
            const Ids one = predicted(window);
            all.insert(all.end(), one.begin(), one.end());
        }
        return all;
    }

    // It puts BOS, 1, in front of every text.
    static Tokenizer tokenizer() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        std::filesystem::copy_file(std::filesystem::path(TEST_DATA_DIR) / "tokenizers/llama2_like/tokenizer.json", path / "tokenizer.json");
        std::ofstream(path / "tokenizer_config.json") << R"({"tokenizer_class": "PreTrainedTokenizerFast", "bos_token": "<s>", "eos_token": "</s>"})";
        return Tokenizer::load(path);
    }

    static EvaluationText text(const char* protocol, const std::vector<Document>& documents, const EvaluationOptions& options = {}) {
        return evaluationText(Protocol::parse(protocol), documents, tokenizer(), options);
    }

private slots:
    // The golden list of lm_eval/utils.py's own documentation, for ten tokens and a model that reads four.
    void rollingWindowsAreTheHarnesss() {
        const auto windows = rollingWindows(count(10), prefix, 4);
        QCOMPARE(windows.size(), std::size_t{3});
        QCOMPARE(windows[0].ids, (Ids{prefix, 0, 1, 2}));
        QCOMPARE(predicted(windows[0]), (Ids{0, 1, 2, 3}));
        QCOMPARE(windows[1].ids, (Ids{3, 4, 5, 6}));
        QCOMPARE(predicted(windows[1]), (Ids{4, 5, 6, 7}));
        QCOMPARE(windows[2].ids, (Ids{5, 6, 7, 8}));
        QCOMPARE(predicted(windows[2]), (Ids{8, 9}));
    }

    void rollingWindowsPredictEveryTokenOnceAndNeverReadTooMuch() {
        for (int longest : {1, 2, 3, 4, 7, 50})
            for (int n : {1, 2, 3, 4, 5, 8, 9, 10, 41}) {
                const auto windows = rollingWindows(count(n), prefix, longest);
                QCOMPARE(everythingPredicted(windows), count(n));
                for (const TokenWindow& window : windows) QVERIFY(!window.ids.empty() && static_cast<int>(window.ids.size()) <= longest);
            }
        QVERIFY(rollingWindows({}, prefix, 4).empty());
    }

    void disjointWindowsDropTheTail() {
        const auto windows = disjointWindows(count(10), 4);
        QCOMPARE(windows.size(), std::size_t{2});
        QCOMPARE(windows[0].ids, (Ids{0, 1, 2, 3}));
        QCOMPARE(windows[1].ids, (Ids{4, 5, 6, 7}));
        QCOMPARE(everythingPredicted(windows), (Ids{1, 2, 3, 5, 6, 7}));
        QVERIFY(disjointWindows(count(3), 4).empty());
    }

    void stridedWindowsPredictWhatIsNew() {
        const auto windows = stridedWindows(count(10), 4, 3);
        QCOMPARE(windows.size(), std::size_t{3});
        QCOMPARE(windows[0].ids, (Ids{0, 1, 2, 3}));
        QCOMPARE(predicted(windows[0]), (Ids{1, 2, 3}));
        QCOMPARE(windows[1].ids, (Ids{3, 4, 5, 6}));
        QCOMPARE(predicted(windows[1]), (Ids{4, 5, 6}));
        QCOMPARE(windows[2].ids, (Ids{6, 7, 8, 9}));
        QCOMPARE(predicted(windows[2]), (Ids{7, 8, 9}));
        // The last begins at 8, but the one before reached 9 already.
        QCOMPARE(stridedWindows(count(10), 4, 2).back().ids, (Ids{6, 7, 8, 9}));
        const auto shorter = stridedWindows(count(9), 4, 2);
        QCOMPARE(shorter.back().ids, (Ids{6, 7, 8}));
        QCOMPARE(predicted(shorter.back()), (Ids{8}));
        QCOMPARE(everythingPredicted(shorter), (Ids{1, 2, 3, 4, 5, 6, 7, 8}));
    }

    void whatIsPredictedIsPartOfTheNameAndPlainWindowsKeepTheirs() {
        const auto name = [](const TokenWindow& window) { return windowsOf({window}, 3).sha256; };
        QCOMPARE(name({.ids = {1, 2, 3}}), windowsFromIds({{1, 2, 3}}).sha256);
        // Of the length, eight bytes, and the ids, four each: what run files have stored.
        QCOMPARE(name({.ids = {1, 2, 3}}), std::string("62464da5afe5d016e96fc02cdb43c0125755e4ee7cdb9fc03c1fe1d544f5c768"));
        QVERIFY(name({.ids = {1, 2, 3}, .context = 2}) != name({.ids = {1, 2, 3}}));
        QVERIFY(name({.ids = {1, 2, 3}, .next = 4}) != name({.ids = {1, 2, 3}, .next = 5}));
    }

    void pagesAreDetokenised_data() {
        QTest::addColumn<QString>("page");
        QTest::addColumn<QString>("text");
        // By lm_eval 0.4.13's wikitext_detokenizer.
        QTest::newRow("numbers") << "3 @.@ 5 of 1 @,@ 000 @-@ fold" << "3.5 of 1,000-fold";
        QTest::newRow("punctuation") << "a , b ; c : d ! e ? f . g" << "a, b; c: d! e? f. g";
        QTest::newRow("brackets") << "( a b ) [ c ] { d }" << "(a b) [c] {d}";
        QTest::newRow("quotes") << "said \" hello \" and ' bye '" << "said \"hello\" and 'bye'";
        QTest::newRow("headings") << " = = = Deep = = = \n = Top = \n" << " === Deep ===\n= Top =\n";
        QTest::newRow("possessive") << "he 's , dogs ' toys" << "he's, dogs' toys";
        QTest::newRow("degrees and N") << QString::fromUtf8("20 \xC2\xB0 C , 5 N of") << QString::fromUtf8("20\xC2\xB0""C, 5 1 of");
        QTest::newRow("unclosed") << "( a [ b" << "( a [ b";
        QTest::newRow("wide blanks inside") << QString::fromUtf8("(\xE2\x80\x83 a\xC2\xA0)") << "(a)";
        QTest::newRow("nothing") << "" << "";
    }

    void pagesAreDetokenised() {
        QFETCH(QString, page);
        QFETCH(QString, text);
        QCOMPARE(QString::fromStdString(detokenizeWikitext(page.toStdString())), text);
    }

    // len(re.split(r"\s+", page)): blanks at either end make an empty piece, which counts.
    void wordsAreCountedAsPythonSplitsThem() {
        QCOMPARE(countWords("one two"), 2);
        QCOMPARE(countWords(" one \n\n two "), 4);
        QCOMPARE(countWords(""), 1);
        QCOMPARE(countWords("  "), 2);
        QCOMPARE(countWords("a\xC2\xA0""b\x1F""c"), 3);
    }

    void thePageItselfIsCountedAndItsDetokenisedTextIsRead() {
        const std::vector<Document> pages{{"a", " one ( two ) , \n"}, {"b", "na\xC3\xAFve"}};
        const EvaluationText made = text("lmeval-wikitext", pages, {.longest = 8});
        std::vector<TokenWindow> firstDocument = made.windows.windows;
        std::erase_if(firstDocument, [](const TokenWindow& window) { return window.document > 0; });
        QCOMPARE(made.words, 7 + 1);
        QCOMPARE(made.bytes, 16 + 6);
        QCOMPARE(everythingPredicted(firstDocument), tokenizer().encode(" one (two),\n"));
        // The first window reads BOS twice, once as the prefix, and predicts the second.
        QCOMPARE(made.windows.windows[0].ids[0], 1);
        QCOMPARE(made.windows.windows[0].ids[1], 1);
        QCOMPARE(predicted(made.windows.windows[0])[0], 1);
        QCOMPARE(made.windows.documents, 2);
        QCOMPARE(made.protocol, std::string("lmeval-wikitext;max=8;prefix=1;specials=default"));
    }

    void aCutPageHasNoWordsToDivideBy() {
        const EvaluationText made = text("lmeval-wikitext", {{"a", "one two three four"}}, {.longest = 8, .tokens = 3});
        QCOMPARE(made.words, 0);
        QCOMPARE(made.warnings.size(), std::size_t{1});
    }

    void joinedDocumentsKeepTheirBlankLinesAndSpecialsComeOnce() {
        const std::vector<Document> rows{{"a", " = T = \n"}, {"b", ""}, {"c", " fox .\n"}};
        const Ids whole = tokenizer().encode(" = T = \n\n\n\n\n fox .\n");
        const EvaluationText made = text("hf-stride-4", rows, {.longest = 6});
        QCOMPARE(everythingPredicted(made.windows.windows), (Ids{whole.begin() + 1, whole.end()}));
        QCOMPARE(std::count(whole.begin(), whole.end(), 1), 1);
        QVERIFY(made.windows.contextCostsOne);
        QCOMPARE(made.protocol, std::string("hf-stride-4;max=6;specials=default"));
        const EvaluationText disjoint = text("gptq-3", rows, {.longest = 6});
        QCOMPARE(disjoint.windows.windows.size(), whole.size() / 3);
        QCOMPARE(disjoint.protocol, std::string("gptq-3;specials=default"));
        QVERIFY_EXCEPTION_THROWN(text("gptq-2000", rows), Error);
    }

    void theDefaultKeepsItsPlainName() {
        const std::vector<Document> documents{{"a", "Once upon a time there was a fox"}};
        QCOMPARE(text("windows-4", documents).protocol, std::string("windows-4"));
        QCOMPARE(text("", documents).protocol, std::string("windows-512"));
        QCOMPARE(text("windows-4", documents).windows.sha256, makeWindows(documents, tokenizer(), {.sequenceLength = 4}).sha256);
    }

    void theModelsContextIsTheLongestWindowWithinReason() {
        QCOMPARE(longestWindow(0, 2048), 2048);
        QCOMPARE(longestWindow(100, 2048), 100);
        QCOMPARE(longestWindow(0, 1 << 28), 32768);
        QCOMPARE(longestWindow(131072, 131072), 131072);
        QVERIFY_EXCEPTION_THROWN(longestWindow(4096, 2048), UsageError);
    }

    void unknownProtocolsAndLengthsAreMistakesOfTheAsker() {
        for (const char* name : {"gptq", "gptq-", "gptq-0", "gptq-x", "windows-", "windows-99999999999", "lmeval", "hf-stride--3"})
            QVERIFY_EXCEPTION_THROWN(Protocol::parse(name), UsageError);
        const std::vector<Document> documents{{"a", "Once"}};
        for (const char* name : {"gptq-16", "hf-stride-16", "windows-16"}) QVERIFY_EXCEPTION_THROWN(text(name, documents, {.longest = 8}), UsageError);
    }
};

QTEST_GUILESS_MAIN(ProtocolTest)
#include "protocol_test.moc"
