// Tokenisers against the ids of the reference library (tests/data/tokenizers), and against files that are damaged or hostile.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/json_view.h"
#include "core/text/bpe_trainer.h"
#include "core/text/tokenizer.h"
#include "core/text/unicode.h"

using namespace strato;
using nlohmann::json;

class TokenizerTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    int made_ = 0;

    static std::filesystem::path data(const QString& name) { return std::filesystem::path(TEST_DATA_DIR) / "tokenizers" / name.toStdString(); }

    std::filesystem::path fresh() {
        const std::filesystem::path folder = folder_.filePath(QString::number(made_++)).toStdString();
        std::filesystem::create_directory(folder);
        return folder;
    }

    static void write(const std::filesystem::path& path, const std::string& content) {
        QFile file(QString::fromStdString(path.string()));
        if (!file.open(QIODevice::WriteOnly)) qFatal("can't write");
        file.write(content.data(), static_cast<qint64>(content.size()));
    }

    // A folder with gpt2_like's tokenizer.json, changed.
    std::filesystem::path changed(const std::function<void(json&)>& change) {
        json file = parseJsonFile(data("gpt2_like") / "tokenizer.json").raw();
        change(file);
        const auto folder = fresh();
        write(folder / "tokenizer.json", file.dump());
        return folder;
    }

    static QString loadingError(const std::filesystem::path& folder) {
        try {
            Tokenizer::load(folder);
        } catch (const Error& error) {
            return error.what();
        }
        return {};
    }

private slots:
    void idsEqualTheReference_data() {
        QTest::addColumn<QString>("name");
        for (const QString& name : QDir(QStringLiteral(TEST_DATA_DIR) + "/tokenizers").entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            if (name != "unigram_like") QTest::newRow(qPrintable(name)) << name;
    }

    void idsEqualTheReference() {
        QFETCH(QString, name);
        const Tokenizer tokenizer = Tokenizer::load(data(name));
        const json expected = parseJsonFile(data(name) / "expected.json").raw();
        int texts = 0;
        for (const json& item : expected.is_array() ? expected : expected.at("cases")) {
            const std::string text = item.at("text");
            const auto what = qPrintable(QString("text %1: %2").arg(texts).arg(QString::fromStdString(text).left(60)));
            QVERIFY2(tokenizer.encode(text) == item.at("ids").get<std::vector<TokenId>>(), what);
            QVERIFY2(tokenizer.encode(text, false) == item.at("ids_no_special").get<std::vector<TokenId>>(), what);
            if (item.contains("decode")) QVERIFY2(tokenizer.decode(item.at("ids_no_special"), false) == item.at("decode").get<std::string>(), what);
            ++texts;
        }
        QVERIFY(texts > 50);
    }

    void anUnknownComponentIsNamed() {
        QVERIFY(loadingError(data("unigram_like")).contains("Unigram"));
        QVERIFY(loadingError(changed([](json& file) { file["normalizer"] = {{"type", "Precompiled"}}; })).contains("'Precompiled'"));
        QVERIFY(loadingError(changed([](json& file) { file["pre_tokenizer"] = {{"type", "BertPreTokenizer"}}; })).contains("pre_tokenizer"));
        QVERIFY(loadingError(changed([](json& file) { file["post_processor"] = {{"type", "Strange"}}; })).contains("'Strange'"));
    }

    void damagedFilesAreErrors() {
        const auto folder = fresh();
        write(folder / "tokenizer.json", "{\"model\": ");
        QVERIFY(loadingError(folder).contains("not valid JSON"));
        QVERIFY(loadingError(changed([](json& file) { file.erase("model"); })).contains("lacks 'model'"));
        QVERIFY(loadingError(changed([](json& file) { file["model"]["vocab"]["a"] = -4; })).contains("-4"));
        QVERIFY(loadingError(changed([](json& file) { file["model"]["vocab"]["a"] = 4000000000; })).contains("4000000000"));
        QVERIFY(loadingError(changed([](json& file) { file["model"]["merges"].push_back("no-such pair"); })).contains("lacks"));
        QVERIFY(loadingError(changed([](json& file) { file["model"]["merges"].push_back("abc"); })).contains("blank"));
        QVERIFY(loadingError(changed([](json& file) {
                    file["pre_tokenizer"] = {{"type", "Split"}, {"pattern", {{"Regex", "(("}}}, {"behavior", "Isolated"}};
                })).contains("regular expression"));
    }

    // A pattern that would backtrack for years ends in an error.
    void hostilePatternsEnd() {
        const Tokenizer tokenizer = Tokenizer::load(changed([](json& file) {
            file["pre_tokenizer"] = {{"type", "Split"}, {"pattern", {{"Regex", "(a|a|aa)+$"}}}, {"behavior", "Isolated"}};
        }));
        QVERIFY_EXCEPTION_THROWN(tokenizer.encode(std::string(400, 'a') + "b"), Error);
    }

    void invalidBytesBecomeReplacementCharactersAsInPython() {
        // bytes.decode("utf-8", errors="replace") of CPython 3.11.
        QCOMPARE(replaceInvalid("a\xFFz"), std::string("a\xEF\xBF\xBDz"));
        QCOMPARE(replaceInvalid("\xE2\x82z"), std::string("\xEF\xBF\xBDz"));
        QCOMPARE(replaceInvalid("\xF0\x9F\x98"), std::string("\xEF\xBF\xBD"));
        QCOMPARE(replaceInvalid("\xC0\x80"), std::string("\xEF\xBF\xBD\xEF\xBF\xBD"));
        QCOMPARE(replaceInvalid("\xED\xA0\x80"), std::string("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"));
        QCOMPARE(replaceInvalid("\xF4\x90\x80\x80"), std::string("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"));
        const Tokenizer tokenizer = Tokenizer::load(data("gpt2_like"));
        QCOMPARE(tokenizer.encode("a\xFFz"), tokenizer.encode("a\xEF\xBF\xBDz"));
    }

    void theLoadersRulesOfBosHold() {
        const auto folder = fresh();
        std::filesystem::copy(data("llama2_like") / "tokenizer.json", folder / "tokenizer.json");
        const auto idsWith = [&](const std::string& config) {
            write(folder / "tokenizer_config.json", config);
            return Tokenizer::load(folder).encode("once");
        };
        const auto plain = idsWith(R"({"tokenizer_class": "LlamaTokenizer", "bos_token": "<s>", "eos_token": "</s>", "add_bos_token": false})");
        const auto with = [&](TokenId before, TokenId after) {
            std::vector<TokenId> ids = plain;
            if (before >= 0) ids.insert(ids.begin(), before);
            if (after >= 0) ids.push_back(after);
            return ids;
        };
        QCOMPARE(idsWith(R"({"tokenizer_class": "LlamaTokenizerFast", "bos_token": "<s>"})"), with(1, -1));
        QCOMPARE(idsWith(R"({"tokenizer_class": "LlamaTokenizer", "bos_token": {"content": "<s>"}, "eos_token": "</s>", "add_eos_token": true})"), with(1, 2));
        QCOMPARE(idsWith(R"({"tokenizer_class": "GPTNeoXTokenizerFast", "bos_token": "<s>"})"), plain);
    }

    void vocabularyAndMergesGiveTheSameIds() {
        const json file = parseJsonFile(data("gpt2_like") / "tokenizer.json").raw();
        const auto folder = fresh();
        write(folder / "vocab.json", file["model"]["vocab"].dump());
        std::string merges = "#version: 0.2\n";
        for (const json& merge : file["model"]["merges"])
            merges += (merge.is_array() ? merge[0].get<std::string>() + " " + merge[1].get<std::string>() : merge.get<std::string>()) + "\n";
        write(folder / "merges.txt", merges);
        const Tokenizer two = Tokenizer::load(folder), one = Tokenizer::load(data("gpt2_like"));
        for (const char* text : {"Once upon a time, there's 3 dogs.\n\n  Yes", "\xD0\x9F\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82 \xF0\x9F\x98\x80"})
            QCOMPARE(two.encode(text), one.encode(text));
    }

    void tokensAreShownAsPeopleReadThem() {
        const Tokenizer bytes = Tokenizer::load(data("gpt2_like")), fallback = Tokenizer::load(data("llama2_like"));
        QCOMPARE(bytes.displayText(bytes.encode(" the", false).at(0)).at(0), ' ');
        QCOMPARE(bytes.displayText(bytes.encode("\n", false).at(0)), std::string("\\n"));
        QCOMPARE(bytes.displayText(bytes.encode("\xF0\x9F\x98\x80", false).at(0)).substr(0, 2), std::string("\\x"));
        QCOMPARE(fallback.displayText(fallback.encode("\n", false).back()), std::string("\\n"));
        QCOMPARE(bytes.displayText(99999999), std::string());
    }

    void aTrainedTokeniserReadsBackEveryText() {
        const auto folder = fresh();
        std::string text;
        for (int i = 0; i < 200; ++i) text += "The little fox ran to the river. \"Where is " + std::to_string(i) + "?\" she asked.\n";
        const int size = trainTokenizer(text, 400, folder, {});
        QVERIFY(size > 300 && size <= 400);
        const Tokenizer tokenizer = Tokenizer::load(folder);
        QCOMPARE(tokenizer.vocabularySize(), size);
        for (const std::string& sample : {text, std::string("never seen: \xC3\xA9\xF0\x9F\x98\x80\t42")}) QCOMPARE(tokenizer.decode(tokenizer.encode(sample)), sample);
        QVERIFY(tokenizer.encode(text).size() < text.size() / 3);
        QCOMPARE(tokenizer.encode("a<|endoftext|>b").at(1), 0);
        QCOMPARE(tokenizer.endOfText().value_or(-1), 0);
        const auto again = fresh();
        trainTokenizer(text, 400, again, {});
        QVERIFY(parseJsonFile(again / "tokenizer.json").raw() == parseJsonFile(folder / "tokenizer.json").raw());
    }
};

QTEST_GUILESS_MAIN(TokenizerTest)
#include "tokenizer_test.moc"
