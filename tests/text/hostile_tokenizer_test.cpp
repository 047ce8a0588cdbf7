// Tokeniser files that are damaged, hostile or beyond this program: each ends in an Error that says where.
#include <cstring>

#include <QTest>

#include "core/base/atomic_output.h"
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

    void aScoreThatIsNoNumberIsAnError() {
        // A piece "a" whose score is NaN, after three others.
        std::string bytes;
        for (const char* piece : {"<unk>", "<s>", "</s>"}) bytes += std::string("\n") + static_cast<char>(std::strlen(piece) + 2) + "\n" + static_cast<char>(std::strlen(piece)) + piece;
        const std::string notANumber("\n\x08\n\x01" "a\x15\x00\x00\xC0\x7F", 12);
        QVERIFY_EXCEPTION_THROWN(Tokenizer::fromModelFile(bytes + notANumber), Error);
    }

    void tiktokenLinesAreChecked() {
        for (const char* text : {"YQ== 0\nYg==\n", "YQ== 0\n!!!! 1\n", "YQ== -1\n", "YQ== 99999999999\n", "YQ 1\n", "x"})
            QVERIFY_EXCEPTION_THROWN(Tokenizer::fromModelFile(text), Error);
        QCOMPARE(Tokenizer::fromModelFile("YQ== 0\nYg== 1\nYWI= 2\n").encode("ab"), (std::vector<TokenId>{2}));
    }

    void aDamagedCharsmapIsAnErrorOrHarmless() {
        const json whole = TokenizerFolders::file("unigram_charsmap");
        const std::string map = whole["normalizer"]["normalizers"][0]["precompiled_charsmap"];
        std::uint32_t state = 5;
        for (int round = 0; round < 60; ++round) {
            const auto folder = folders_.changed([&](json& file) {
                std::string damaged = map;
                for (int i = 0; i < 20; ++i) damaged[next(state) % damaged.size()] = "ABCDwxyz0189+/"[(next(state) >> 8) % 14];
                file["normalizer"]["normalizers"][0]["precompiled_charsmap"] = round == 0 ? "AAA" : round == 1 ? "" : round == 2 ? "/////w==" : damaged;
            }, "unigram_charsmap");
            try {
                Tokenizer::load(folder).encode("A \xEF\xAC\x81 e\xCC\x81 \r\n \xE2\x91\xA0 \xF0\x9F\x98\x80");
            } catch (const Error&) {
            }
        }
        QVERIFY(TokenizerFolders::loadingError(folders_.changed([](json& file) { file["normalizer"]["normalizers"][0]["precompiled_charsmap"] = "AAA"; }, "unigram_charsmap")).contains("base64"));
    }

    void aLongWordOfWordPieceEnds() {
        const Tokenizer tokenizer = Tokenizer::load(folders_.changed([](json& file) { file["model"]["max_input_chars_per_word"] = 1 << 30; }, "wordpiece"));
        QVERIFY(!tokenizer.encode(std::string(1 << 20, 'a')).empty());
    }

    void unknownCharactersWithoutAnUnknownTokenAreAnError() {
        const Tokenizer tokenizer = Tokenizer::load(folders_.changed([](json& file) { file["model"]["unk_id"] = nullptr; }, "unigram_like"));
        QVERIFY_EXCEPTION_THROWN(tokenizer.encode("\xF0\x9F\x98\x80"), Error);
    }

    // Bytes changed, cut off or doubled anywhere in a tokenizer.model.
    void randomlyDamagedModelFilesNeverCrash() {
        std::uint32_t state = 3;
        for (const char* name : {"spm_llama/tokenizer.model", "spm_xglm/sentencepiece.bpe.model", "tiktoken_llama3/tokenizer.model"}) {
            const std::string whole = readTextFile(TokenizerFolders::data(name), 1 << 20);
            for (int round = 0; round < 150; ++round) {
                std::string bytes = whole.substr(0, round % 3 == 0 ? next(state) % whole.size() : whole.size());
                for (int i = round % 7; i > 0 && !bytes.empty(); --i) bytes[next(state) % bytes.size()] = static_cast<char>(next(state) >> 8);
                try {
                    const Tokenizer tokenizer = Tokenizer::fromModelFile(bytes);
                    tokenizer.decode(tokenizer.encode("The fox's  \xE2\x96\x81 12345 <s> caf\xC3\xA9\n"));
                } catch (const Error&) {
                }
            }
        }
    }

    // Whatever is damaged, loading and use give ids or an Error, never anything else.
    void randomlyDamagedFilesNeverCrash() {
        std::uint32_t state = 1;
        int loaded = 0, refused = 0;
        for (const char* name : {"gpt2_like", "llama3_like", "gemma_like", "metaspace_like", "falcon_like", "unigram_like", "unigram_charsmap", "wordpiece"})
            for (int round = 0; round < 40; ++round) {
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
