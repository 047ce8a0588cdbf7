// What config.json files may say, in every family: the library's defaults, its old and new keys, and nonsense.
#include <QDir>
#include <QTest>

#include <functional>

#include "core/base/error.h"
#include "core/base/json_view.h"
#include "core/model/families/family.h"

using namespace strato;
using nlohmann::json;

class FamilyTest : public QObject {
    Q_OBJECT

    static QStringList checkpoints() { return QDir(QStringLiteral(TEST_DATA_DIR) + "/golden").entryList(QDir::Dirs | QDir::NoDotAndDotDot); }

    static json config(const QString& name) {
        return parseJsonFile((QStringLiteral(TEST_DATA_DIR) + "/golden/" + name + "/config.json").toStdString()).raw();
    }

    static ModelDescription describe(const json& config) { return describeModel(parseJson(config.dump(), "config.json")); }

    static ModelDescription changed(const QString& name, const std::function<void(json&)>& change) {
        json edited = config(name);
        change(edited);
        return describe(edited);
    }

    static QString complaint(const QString& name, const std::function<void(json&)>& change) {
        try {
            changed(name, change);
        } catch (const Error& error) {
            return error.what();
        }
        return {};
    }

private slots:
    // Whatever stands under any key, a description comes out or one line that says what is wrong.
    void nonsenseUnderAnyKeyIsAnErrorOrHarmless_data() {
        QTest::addColumn<QString>("name");
        for (const QString& name : checkpoints()) QTest::newRow(qPrintable(name)) << name;
    }

    void nonsenseUnderAnyKeyIsAnErrorOrHarmless() {
        QFETCH(QString, name);
        const json original = config(name);
        const std::vector<json> nonsense{nullptr, 0,  -1, 1,  7, 2'000'000'000, 9'000'000'000'000'000'000LL, 1e300, 0.3, "nonsense", "", true, false,
                                         json::array(), json::array({1, "two", nullptr}), json::object(), json{{"rope_type", "yarn"}, {"factor", -1}}};
        int errors = 0;
        // A folder that sees images too describes its decoder one level down.
        const char* part = original.contains("text_config") ? "/text_config" : "";
        for (const auto& [key, unused] : original.at(json::json_pointer(part)).items())
            for (const json& value : nonsense) {
                json edited = original;
                edited.at(json::json_pointer(part))[key] = value;
                try {
                    const ModelDescription model = describe(edited);
                    QVERIFY(model.layers() >= 1);
                } catch (const Error& error) {
                    QVERIFY(!QString(error.what()).isEmpty() && !QString(error.what()).contains('\n'));
                    ++errors;
                }
            }
        QVERIFY(errors > 20);
    }

    // Python tells a key that is absent from one that is null.
    void absentKeysMeanTheFamilysDefaultAndNullMeansNone() {
        const auto window = [](const ModelDescription& model) { return model.blocks.front().attention.window; };
        QCOMPARE(window(changed("mistral", [](json& c) { c.erase("sliding_window"); })), 4096);
        QCOMPARE(window(changed("mistral", [](json& c) { c["sliding_window"] = nullptr; })), 0);
        const auto keyValueHeads = [](const ModelDescription& model) { return model.blocks.front().attention.keyValueHeads; };
        QCOMPARE(keyValueHeads(changed("mistral", [](json& c) { c.erase("num_key_value_heads"); c["num_attention_heads"] = 16; c["head_dim"] = 2; })), 8);
        QCOMPARE(keyValueHeads(changed("mistral", [](json& c) { c["num_key_value_heads"] = nullptr; })), config("mistral")["num_attention_heads"].get<int>());
        QCOMPARE(changed("qwen3", [](json& c) { c.erase("head_dim"); }).blocks.front().attention.headDimension, 128);
        QCOMPARE(changed("gemma2", [](json& c) { c.erase("final_logit_softcapping"); }).head.softcap, 30.0);
        QCOMPARE(changed("gemma2", [](json& c) { c["final_logit_softcapping"] = nullptr; }).head.softcap, 0.0);
        QVERIFY(changed("gemma2", [](json& c) { c.erase("tie_word_embeddings"); }).head.tied);
        QVERIFY(!changed("llama", [](json& c) { c.erase("tie_word_embeddings"); }).head.tied);
    }

    // Version 5 of the library keeps everything about rotary positions in one object, for some families one for each kind of layer.
    void oldAndNewConfigsDescribeTheSameModel() {
        const ModelDescription linear = changed("llama_rope_linear", [](json&) {});
        const ModelDescription same = changed("llama_rope_linear", [](json& c) {
            c["rope_parameters"] = c["rope_scaling"];
            c["rope_parameters"]["rope_theta"] = c["rope_theta"];
            c.erase("rope_scaling");
            c.erase("rope_theta");
        });
        QVERIFY(linear.blocks == same.blocks);
        QVERIFY(linear.blocks.front().attention.rotary->factor > 1);
        const ModelDescription gemma = changed("gemma3_text", [](json& c) {
            c["rope_parameters"] = {{"full_attention", {{"rope_type", "linear"}, {"factor", 8}, {"rope_theta", 5e5}}},
                                    {"sliding_attention", {{"rope_type", "default"}, {"rope_theta", 2e4}}}};
        });
        for (const Block& block : gemma.blocks) {
            QCOMPARE(block.attention.rotary->base, block.attention.window > 0 ? 2e4 : 5e5);
            QCOMPARE(block.attention.rotary->factor, block.attention.window > 0 ? 1.0 : 8.0);
        }
    }

    void listsOfLayersMustSpeakOfEveryLayer() {
        QVERIFY(complaint("gemma3_text", [](json& c) { c["layer_types"] = {"full_attention"}; }).contains("layer_types has 1 entries"));
        QVERIFY(complaint("gemma3_text", [](json& c) { c["layer_types"] = json::array({"chunked_attention"}); }).contains("chunked_attention"));
        QVERIFY(complaint("gpt_neo", [](json& c) { c["attention_types"] = {{{"global"}, 1}}; }).contains("attention_types"));
        QVERIFY(complaint("gpt_neo", [](json& c) { c["attention_types"] = {{json::array(), 9'000'000'000'000'000}}; }).contains("attention_types"));
        QVERIFY(complaint("smollm3", [](json& c) { c["no_rope_layers"] = {1, 0}; }).contains("no_rope_layers"));
    }

    void defaultsMustFitToo() {
        QVERIFY(complaint("mixtral", [](json& c) { c["num_local_experts"] = 1; c.erase("num_experts_per_tok"); }).contains("num_experts_per_tok"));
        QVERIFY(complaint("gptj", [](json& c) { c.erase("rotary_dim"); }).contains("rotary_dim"));
        QVERIFY(complaint("stablelm", [](json& c) { c["qk_layernorm"] = true; c["num_hidden_layers"] = 1024; c["num_attention_heads"] = c["num_key_value_heads"] = 4096; c["head_dim"] = 8; })
                    .contains("more heads than any model has"));
    }

    // The original context counts beside rope_scaling and within rope_parameters, never within rope_scaling.
    void longropeStretchesFromTheOriginalContext() {
        const auto original = [](const std::function<void(json&)>& change) { return changed("phi3_longrope_short", change).blocks.front().attention.rotary->originalContext; };
        QCOMPARE(original([](json& c) { c["original_max_position_embeddings"] = 20; }), 20);
        QCOMPARE(original([](json& c) { c.erase("original_max_position_embeddings"); }), 4096);
        QCOMPARE(original([](json& c) { c["original_max_position_embeddings"] = 20; c["rope_scaling"]["original_max_position_embeddings"] = 10; }), 20);
    }

    void whatIsNotComputedIsRefusedByName() {
        QVERIFY(complaint("llama", [](json& c) { c["hidden_act"] = "xielu"; }).contains("xielu"));
        QVERIFY(complaint("llama", [](json& c) { c["rope_scaling"] = {{"rope_type", "spiral"}, {"factor", 2}}; }).contains("spiral"));
        QVERIFY(complaint("gemma3_text", [](json& c) { c["use_bidirectional_attention"] = true; }).contains("encoder"));
        const QString unknown = complaint("llama", [](json& c) { c["model_type"] = "mamba"; });
        QVERIFY(unknown.contains("'mamba'") && unknown.contains("qwen3_moe"));
    }

    void theManualListsEveryFamily() {
        QFile manual(QStringLiteral(SOURCE_DIR) + "/resources/manual/families.md");
        QVERIFY(manual.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(manual.readAll());
        for (const Family& family : families()) QVERIFY2(text.contains("| " + QString::fromStdString(family.modelType) + " |"), family.modelType.c_str());
    }
};

QTEST_GUILESS_MAIN(FamilyTest)
#include "family_test.moc"
