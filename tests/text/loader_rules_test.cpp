// What tokenizer_config.json adds to a tokeniser, as AutoTokenizer of transformers 4.57.1 does.
#include <QTest>

#include "tests/text/tokenizer_folder.h"

using namespace strato;
using nlohmann::json;
using Ids = std::vector<TokenId>;

class LoaderRulesTest : public QObject {
    Q_OBJECT

    TokenizerFolders folders_;

    std::filesystem::path folderWith(const std::string& name, const json& config) {
        const auto folder = folders_.fresh();
        std::filesystem::copy(TokenizerFolders::data(name) / "tokenizer.json", folder / "tokenizer.json");
        TokenizerFolders::write(folder / "tokenizer_config.json", config.dump());
        return folder;
    }

    Ids idsWith(const std::string& name, const json& config, const std::string& text) { return Tokenizer::load(folderWith(name, config)).encode(text); }

private slots:
    void classesDecideOverBosAndEos() {
        const auto ids = [&](const json& config) { return idsWith("llama2_like", config, "once"); };
        const Ids plain = ids({{"tokenizer_class", "LlamaTokenizer"}, {"add_bos_token", false}});
        const auto framed = [&](TokenId before, TokenId after) {
            Ids all = plain;
            if (before >= 0) all.insert(all.begin(), before);
            if (after >= 0) all.push_back(after);
            return all;
        };
        QCOMPARE(ids({{"tokenizer_class", "LlamaTokenizerFast"}, {"bos_token", "<s>"}}), framed(1, -1));
        QCOMPARE(ids({{"tokenizer_class", "LlamaTokenizer"}}), framed(1, -1));
        QCOMPARE(ids({{"tokenizer_class", "LlamaTokenizer"}, {"bos_token", {{"content", "<s>"}}}, {"eos_token", "</s>"}, {"add_eos_token", true}}), framed(1, 2));
        QCOMPARE(ids({{"tokenizer_class", "GPTNeoXTokenizerFast"}, {"bos_token", "<s>"}, {"eos_token", "</s>"}}), plain);
        QVERIFY(TokenizerFolders::loadingError(folderWith("llama2_like", {{"tokenizer_class", "LlamaTokenizer"}, {"bos_token", nullptr}})).contains("bos_token"));
    }

    void optPutsItsBosBeforeEveryText() {
        const json file = TokenizerFolders::file("gpt2_like");
        const auto folder = folders_.fresh();
        TokenizerFolders::write(folder / "vocab.json", file["model"]["vocab"].dump());
        std::string merges;
        for (const json& merge : file["model"]["merges"])
            merges += (merge.is_array() ? merge[0].get<std::string>() + " " + merge[1].get<std::string>() : merge.get<std::string>()) + "\n";
        TokenizerFolders::write(folder / "merges.txt", merges);
        const json end{{"__type", "AddedToken"}, {"content", "</s>"}, {"normalized", true}};
        TokenizerFolders::write(folder / "tokenizer_config.json",
                                json{{"tokenizer_class", "GPT2Tokenizer"}, {"add_bos_token", true}, {"bos_token", end}, {"eos_token", end}, {"unk_token", end}}.dump());
        const Tokenizer tokenizer = Tokenizer::load(folder);
        const TokenId bos = tokenizer.endOfText().value();
        QCOMPARE(tokenizer.token(bos), std::string("</s>"));
        QCOMPARE(tokenizer.encode("a</s>").front(), bos);
        QCOMPARE(tokenizer.encode("a</s>").back(), bos);
        QCOMPARE(tokenizer.encode("").size(), std::size_t{1});
    }

    void listedTokensAreAppendedAndGiveTheirFlags() {
        const json fresh{{"content", "[NEW]"}, {"special", true}}, known{{"content", "the"}, {"lstrip", true}, {"normalized", false}};
        const json config{{"tokenizer_class", "PreTrainedTokenizerFast"}, {"added_tokens_decoder", {{"5001", fresh}, {"40", known}}}};
        const Tokenizer tokenizer = Tokenizer::load(folderWith("gpt2_like", config));
        const Ids ids = tokenizer.encode("a   the[NEW]");
        QCOMPARE(ids.size(), std::size_t{3});
        QCOMPARE(tokenizer.token(ids[1]), std::string("the"));
        QCOMPARE(ids[2], tokenizer.vocabularySize() - 1);
        QVERIFY(TokenizerFolders::loadingError(folderWith("gpt2_like", {{"added_tokens_decoder", {{"x1", fresh}}}})).contains("'x1'"));
    }

    void specialTokensThatTheFileLacksAreAppendedWithTheirFlags() {
        const json mask{{"content", "<mask>"}, {"lstrip", true}};
        const json config{{"tokenizer_class", "GPT2TokenizerFast"}, {"pad_token", "<pad>"}, {"mask_token", mask}, {"additional_special_tokens", {"<sp>"}}};
        // The ids AutoTokenizer gives.
        QCOMPARE(idsWith("gpt2_like", config, "a<sp>b <mask> c<pad>"), (Ids{64, 1759, 65, 1758, 269, 1757}));
    }

    void theConfigurationDecidesOverTheBlankInFront() {
        const Ids with = Tokenizer::load(TokenizerFolders::data("prefix_space")).encode("the");
        QCOMPARE(idsWith("prefix_space", {{"add_prefix_space", true}}, "the"), with);
        QVERIFY(idsWith("prefix_space", {{"add_prefix_space", false}}, "the") != with);
        // Absent, it means false.
        QVERIFY(idsWith("prefix_space", {{"tokenizer_class", "PreTrainedTokenizerFast"}}, "the") != with);
    }

    void aModelTypeNamesTheClassWhereNothingElseDoes() {
        const auto folder = folders_.fresh();
        std::filesystem::copy(TokenizerFolders::data("llama2_like") / "tokenizer.json", folder / "tokenizer.json");
        const Ids plain = Tokenizer::load(folder).encode("once", false);
        TokenizerFolders::write(folder / "config.json", json{{"model_type", "llama"}}.dump());
        Ids framed = plain;
        framed.insert(framed.begin(), 1);
        QCOMPARE(Tokenizer::load(folder).encode("once"), framed);
        TokenizerFolders::write(folder / "config.json", json{{"model_type", "gpt_neox"}}.dump());
        QCOMPARE(Tokenizer::load(folder).encode("once"), plain);
    }

    void classesThatThisProgramCannotBeAreNamed() {
        QVERIFY(TokenizerFolders::loadingError(folderWith("gpt2_like", {{"tokenizer_class", "BioGptTokenizer"}})).contains("BioGptTokenizer"));
        QVERIFY(TokenizerFolders::loadingError(folderWith("gpt2_like", {{"tokenizer_class", "GPTNeoXJapaneseTokenizer"}})).contains("Japanese"));
        const auto folder = folders_.fresh();
        std::filesystem::copy(TokenizerFolders::data("spm_xglm") / "sentencepiece.bpe.model", folder / "tokenizer.model");
        TokenizerFolders::write(folder / "tokenizer_config.json", json{{"tokenizer_class", "T5Tokenizer"}}.dump());
        QVERIFY(TokenizerFolders::loadingError(folder).contains("T5Tokenizer"));
    }

    // Names of transformers 5, and of classes that bring no rules.
    void unknownClassesTakeTheFileAsItIs() {
        const Ids plain = Tokenizer::load(TokenizerFolders::data("llama2_like")).encode("once");
        QCOMPARE(idsWith("llama2_like", {{"tokenizer_class", "TokenizersBackend"}}, "once"), plain);
        const Ids added = idsWith("gpt2_like", {{"tokenizer_class", "TokenizersBackend"}, {"extra_special_tokens", {"<sp>"}}}, "<sp>");
        QCOMPARE(added.size(), std::size_t{1});
    }

    void oldListsNameTokensTheFileLacks() {
        const auto folder = folderWith("gpt2_like", {{"tokenizer_class", "GPT2Tokenizer"}});
        TokenizerFolders::write(folder / "added_tokens.json", json{{"[NEW]", 1757}}.dump());
        TokenizerFolders::write(folder / "special_tokens_map.json", json{{"pad_token", "<pad>"}, {"additional_special_tokens", {"<sp>"}}}.dump());
        // The ids AutoTokenizer gives.
        QCOMPARE(Tokenizer::load(folder).encode("[NEW]<pad><sp>"), (Ids{1757, 1758, 1759}));
    }

    void aStrangeConfigurationIsAnError() {
        QVERIFY(TokenizerFolders::loadingError(folderWith("gpt2_like", {{"bos_token", 3}})).contains("bos_token"));
        QVERIFY(TokenizerFolders::loadingError(folderWith("gpt2_like", {{"add_prefix_space", "yes"}})).contains("add_prefix_space"));
        QVERIFY(TokenizerFolders::loadingError(folderWith("gpt2_like", {{"added_tokens_decoder", {1}}})).contains("added_tokens_decoder"));
    }
};

QTEST_GUILESS_MAIN(LoaderRulesTest)
#include "loader_rules_test.moc"
