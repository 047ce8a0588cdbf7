// Tokeniser files that are damaged, hostile or beyond this program: each ends in an Error that says where.
#include <QTest>

#include "tests/text/tokenizer_folder.h"

using namespace strato;
using nlohmann::json;

class HostileTokenizerTest : public QObject {
    Q_OBJECT

    TokenizerFolders folders_;

    QString errorAfter(const std::function<void(json&)>& change) { return TokenizerFolders::loadingError(folders_.changed(change)); }

    Tokenizer splittingBy(const std::string& pattern) {
        return Tokenizer::load(folders_.changed([&](json& file) {
            file["pre_tokenizer"] = {{"type", "Split"}, {"pattern", {{"Regex", pattern}}}, {"behavior", "Isolated"}};
        }));
    }

    static std::uint32_t next(std::uint32_t& state) { return state = state * 1664525U + 1013904223U; }

    // One value somewhere in the file replaced by another of any type.
    static void damage(json& node, std::uint32_t& state, int depth) {
        static const std::vector<json> values{nullptr, true, -1, 1e300, 18446744073709551615ULL, "", "x", "\xE2\x96\x81", json::array(), json::object(), json::array({1, "a"})};
        const bool deeper = node.is_structured() && !node.empty() && depth < 6 && next(state) % 5 > 0;
        if (!deeper) {
            node = values[(next(state) >> 8) % values.size()];
            return;
        }
        auto child = node.begin();
        std::advance(child, (next(state) >> 8) % node.size());
        damage(*child, state, depth + 1);
    }

private slots:
    void anUnknownComponentIsNamed() {
        QVERIFY(errorAfter([](json& file) { file["model"]["type"] = "Trigram"; }).contains("'Trigram'"));
        QVERIFY(errorAfter([](json& file) { file["normalizer"] = {{"type", "Strange"}}; }).contains("normalizer is of the type 'Strange'"));
        QVERIFY(errorAfter([](json& file) { file["pre_tokenizer"] = {{"type", "UnicodeScripts"}}; }).contains("pre_tokenizer is of the type"));
        QVERIFY(errorAfter([](json& file) { file["post_processor"] = {{"type", "Strange"}}; }).contains("'Strange'"));
        QVERIFY(errorAfter([](json& file) { file["decoder"] = {{"type", "CTC"}}; }).contains("decoder is of the type 'CTC'"));
        QVERIFY(errorAfter([](json& file) { file["model"]["dropout"] = 0.1; }).contains("dropout"));
    }

    void damagedFilesAreErrors() {
        const auto folder = folders_.fresh();
        TokenizerFolders::write(folder / "tokenizer.json", "{\"model\": ");
        QVERIFY(TokenizerFolders::loadingError(folder).contains("not valid JSON"));
        QVERIFY(errorAfter([](json& file) { file.erase("model"); }).contains("lacks 'model'"));
        QVERIFY(errorAfter([](json& file) { file["model"]["vocab"]["a"] = -4; }).contains("-4"));
        QVERIFY(errorAfter([](json& file) { file["model"]["vocab"]["a"] = 4000000000; }).contains("4000000000"));
        QVERIFY(errorAfter([](json& file) { file["model"]["merges"].push_back("no-such pair"); }).contains("lacks"));
        QVERIFY(errorAfter([](json& file) { file["model"]["merges"].push_back("abc"); }).contains("blank"));
        QVERIFY(errorAfter([](json& file) {
                    file["pre_tokenizer"] = {{"type", "Split"}, {"pattern", {{"Regex", "(("}}}, {"behavior", "Isolated"}};
                }).contains("regular expression"));
    }

    void postProcessorsAreChecked() {
        QVERIFY(errorAfter([](json& file) { file["post_processor"] = {{"type", "BertProcessing"}, {"cls", json::array()}, {"sep", {"x", 1}}}; }).contains("cls"));
        const auto withTemplate = [](json single, std::int64_t id) {
            return [=](json& file) {
                file["post_processor"] = {{"type", "TemplateProcessing"}, {"single", single}, {"special_tokens", {{"x", {{"ids", {id}}}}}}};
            };
        };
        const json token{{"SpecialToken", {{"id", "x"}}}}, text{{"Sequence", {{"id", "A"}}}};
        QVERIFY(errorAfter(withTemplate({token, text}, std::int64_t{1} << 40)).contains("no token's id"));
        QVERIFY(errorAfter(withTemplate({token}, 1)).contains("name the text once"));
        QCOMPARE(errorAfter(withTemplate({token, text}, 1)), QString());
    }

    // A pattern that would backtrack for years ends in an error, one that recurses without end too.
    void hostilePatternsEnd() {
        QVERIFY_EXCEPTION_THROWN(splittingBy("(a|a|aa)+$").encode(std::string(400, 'a') + "b"), Error);
        QVERIFY_EXCEPTION_THROWN(splittingBy(std::string(20000, '(') + "a" + std::string(20000, ')')), Error);
    }

    void replacementsCantGrowWithoutEnd() {
        const Tokenizer tokenizer = Tokenizer::load(folders_.changed([](json& file) {
            const json grow{{"type", "Replace"}, {"pattern", {{"String", "a"}}}, {"content", std::string(4000, 'a')}};
            file["normalizer"] = {{"type", "Sequence"}, {"normalizers", json::array({grow, grow, grow, grow})}};
        }));
        QVERIFY_EXCEPTION_THROWN(tokenizer.encode("aaaaaaaaaaaaaaaa"), Error);
    }

    void aHugeIdCostsNothing() {
        const Tokenizer tokenizer = Tokenizer::load(folders_.changed([](json& file) { file["model"]["vocab"]["zz"] = 16000000; }));
        QCOMPARE(tokenizer.token(16000000), std::string("zz"));
        QCOMPARE(tokenizer.vocabularySize(), 16000001);
    }

    void aWordOfAMegabyteTakesNoLongerThanOneOfManyWords() {
        const Tokenizer tokenizer = Tokenizer::load(TokenizerFolders::data("llama2_like"));
        QVERIFY(!tokenizer.encode(std::string(1 << 20, 'a')).empty());
    }

    // Whatever is damaged, loading and use give ids or an Error, never anything else.
    void randomlyDamagedFilesNeverCrash() {
        std::uint32_t state = 1;
        int loaded = 0, refused = 0;
        for (const char* name : {"gpt2_like", "llama3_like", "gemma_like", "metaspace_like", "falcon_like", "unigram_like"})
            for (int round = 0; round < 60; ++round) {
                const auto folder = folders_.changed([&](json& file) { damage(file, state, 0); }, name);
                try {
                    const Tokenizer tokenizer = Tokenizer::load(folder);
                    tokenizer.decode(tokenizer.encode("The fox's  \xE2\x96\x81 12345 <|endoftext|> caf\xC3\xA9\n"));
                    ++loaded;
                } catch (const Error&) {
                    ++refused;
                }
            }
        QVERIFY2(loaded > 20 && refused > 20, qPrintable(QString("%1 loaded, %2 refused").arg(loaded).arg(refused)));
    }
};

QTEST_GUILESS_MAIN(HostileTokenizerTest)
#include "hostile_tokenizer_test.moc"
