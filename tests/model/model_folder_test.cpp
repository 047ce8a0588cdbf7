// Model folders that are incomplete, mismatched or foreign: each is one clear line, before anything runs.
#include <ATen/ATen.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/json_view.h"
#include "core/model/decoder.h"
#include "core/model/inspect.h"

using namespace strato;
using nlohmann::json;

class ModelFolderTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    int made_ = 0;

    static std::filesystem::path golden(const char* name) { return std::filesystem::path(TEST_DATA_DIR) / "golden" / name; }

    // A copy of a golden folder whose config.json was changed.
    std::filesystem::path changed(const char* name, const std::function<void(json&)>& change) {
        const std::filesystem::path copy = folder_.filePath(QString::number(made_++)).toStdString();
        std::filesystem::create_directory(copy);
        std::filesystem::copy(golden(name) / "model.safetensors", copy / "model.safetensors");
        json config = parseJsonFile(golden(name) / "config.json").raw();
        change(config);
        QFile file(QString::fromStdString((copy / "config.json").string()));
        if (!file.open(QIODevice::WriteOnly)) qFatal("can't write");
        file.write(QByteArray::fromStdString(config.dump()));
        return copy;
    }

    static QString openingError(const std::filesystem::path& folder) {
        try {
            Decoder decoder(folder, {});
        } catch (const Error& error) {
            return error.what();
        }
        return {};
    }

private slots:
    void inspectCountsFromTheTensors() {
        const ModelSummary summary = inspectModel(golden("llama_gqa"));
        QVERIFY2(summary.supported, summary.reason.c_str());
        QCOMPARE(summary.family, std::string("llama"));
        QCOMPARE(summary.layers, 3);
        QCOMPARE(summary.keyValueHeads, 2);
        QCOMPARE(summary.dtype, std::string("float32"));
        // 128 x 32 embedding (tied), per block 2 x 32 (norms), q and o 32 x 32, k and v 16 x 32, three 48 x 32, final norm.
        QCOMPARE(summary.parameters, 128 * 32 + 3 * (64 + 2 * 1024 + 2 * 512 + 3 * 1536) + 32);
        QCOMPARE(summary.exports, (std::vector<std::string>{"drop", "merge"}));
        QCOMPARE(summary.fingerprint.size(), std::size_t{64});
    }

    void anUnknownFamilyIsNamedWithTheKnownOnes() {
        const auto folder = changed("llama", [](json& config) { config["model_type"] = "mamba"; });
        const ModelSummary summary = inspectModel(folder);
        QVERIFY(!summary.supported);
        QVERIFY(QString::fromStdString(summary.reason).contains("'mamba'") && QString::fromStdString(summary.reason).contains("gpt_neox"));
        QVERIFY(openingError(folder).contains("mamba"));
    }

    void configsThatDontFitTheWeightsAreErrors_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<int>("value");
        QTest::addColumn<QString>("says");
        QTest::newRow("one layer too many") << "num_hidden_layers" << 4 << "is missing";
        QTest::newRow("wider") << "hidden_size" << 64 << "instead of";
        QTest::newRow("vocabulary") << "vocab_size" << 127 << "instead of";
        QTest::newRow("no layers") << "num_hidden_layers" << 0 << "must lie in";
        QTest::newRow("negative") << "intermediate_size" << -5 << "must lie in";
        QTest::newRow("absurd") << "hidden_size" << 2000000000 << "must lie in";
        QTest::newRow("heads don't divide") << "num_key_value_heads" << 3 << "don't divide";
    }

    void configsThatDontFitTheWeightsAreErrors() {
        QFETCH(QString, key);
        QFETCH(int, value);
        QFETCH(QString, says);
        const auto folder = changed("llama", [&](json& config) { config[key.toStdString()] = value; });
        const QString message = openingError(folder);
        QVERIFY2(message.contains(says) && !message.contains('\n'), qPrintable(message));
        QVERIFY(!inspectModel(folder).supported);
    }

    void variantsThatAreNotComputedAreRefusedByName() {
        QVERIFY(openingError(changed("llama", [](json& c) { c["hidden_act"] = "prelu"; })).contains("prelu"));
        QVERIFY(openingError(changed("llama", [](json& c) { c["rope_scaling"] = {{"rope_type", "spiral"}, {"factor", 2}}; })).contains("spiral"));
        QVERIFY(openingError(changed("llama", [](json& c) { c["quantization_config"] = {{"quant_method", "gptq"}}; })).contains("GPTQ"));
    }

    void foldersThatAreNoModelAreErrors() {
        QVERIFY_EXCEPTION_THROWN(inspectModel(golden("nowhere")), Error);
        QVERIFY_EXCEPTION_THROWN(inspectModel(folder_.path().toStdString()), Error);
        const auto folder = changed("gpt2", [](json&) {});
        std::filesystem::resize_file(folder / "model.safetensors", 30000);
        QVERIFY(QString::fromStdString(inspectModel(folder).reason).contains("incomplete"));
        std::filesystem::remove(folder / "model.safetensors");
        QVERIFY(QString::fromStdString(inspectModel(folder).reason).contains("model.safetensors"));
    }

    void idsAndLengthsOutsideTheModelAreErrors() {
        const Decoder decoder(golden("gpt2"), {});
        const auto embed = [&](std::vector<std::int64_t> ids) {
            decoder.embed(at::tensor(at::ArrayRef<std::int64_t>(ids)), Batch::ofWindows(1, static_cast<int>(ids.size())));
        };
        embed({0, 127});
        QVERIFY_EXCEPTION_THROWN(embed({128}), Error);
        QVERIFY_EXCEPTION_THROWN(embed({-1}), Error);
        QVERIFY_EXCEPTION_THROWN(embed(std::vector<std::int64_t>(65, 1)), Error);
    }

    void devicesAndTypesThatDontExistAreErrors() {
        QVERIFY_EXCEPTION_THROWN(Decoder(golden("gpt2"), {.device = "tpu"}), UsageError);
        QVERIFY_EXCEPTION_THROWN(Decoder(golden("gpt2"), {.dtype = "int4"}), UsageError);
        QVERIFY_EXCEPTION_THROWN(Decoder(golden("gpt2"), {.device = "cpu", .dtype = "float16"}), Error);
    }
};

QTEST_GUILESS_MAIN(ModelFolderTest)
#include "model_folder_test.moc"
