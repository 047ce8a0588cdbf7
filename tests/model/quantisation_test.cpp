// Quantised folders are recognised by name, by each of the places that say so, and refused.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "core/model/decoder.h"
#include "core/model/inspect.h"
#include "core/model/quantisation.h"
#include "core/model/safetensors.h"

using namespace strato;
using Shape = std::vector<std::int64_t>;
using Tensors = std::map<std::string, StoredTensor>;

class QuantisationTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    static std::string ofConfig(const char* json) { return quantisationOf(parseJson(json, "config.json")); }

    static Tensors named(const std::vector<std::tuple<std::string, StoredType, Shape>>& rows) {
        Tensors tensors;
        for (const auto& [name, type, shape] : rows) tensors[name] = {type, shape, {}, nullptr, 0};
        return tensors;
    }

    std::string ofTensors(const std::vector<std::tuple<std::string, StoredType, Shape>>& rows) const {
        return quantisationOf(folder_.path().toStdString(), named(rows));
    }

    void write(const QString& name, const QByteArray& text) const {
        QFile file(folder_.filePath(name));
        if (!file.open(QIODevice::WriteOnly)) qFatal("can't write");
        file.write(text);
    }

private slots:
    void configsNameTheirMethod_data() {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* quantisation, const char* expected) {
            QTest::newRow(expected) << QByteArray("{\"quantization_config\": ") + quantisation + "}" << expected;
        };
        row(R"({"quant_method": "gptq", "bits": 4, "group_size": 128})", "GPTQ, 4 bits");
        row(R"({"quant_method": "gptq"})", "GPTQ");
        row(R"({"quant_method": "awq", "bits": 4, "version": "gemm"})", "AWQ, 4 bits");
        row(R"({"quant_method": "bitsandbytes", "load_in_4bit": true, "load_in_8bit": false})", "bitsandbytes, 4 bits");
        row(R"({"load_in_8bit": true, "llm_int8_threshold": 6.0})", "bitsandbytes, 8 bits");
        row(R"({"quant_method": "fp8", "activation_scheme": "dynamic", "weight_block_size": [128, 128]})", "FP8");
        row(R"({"quant_method": "fbgemm_fp8"})", "FBGEMM FP8");
        row(R"({"quant_method": "mxfp4", "modules_to_not_convert": ["lm_head"]})", "MXFP4");
        row(R"({"quant_method": "compressed-tensors", "config_groups": {"group_0": {"weights": {"num_bits": 8, "type": "int"}}}})", "compressed-tensors, 8 bits");
        row(R"({"quant_method": "aqlm", "nbits_per_codebook": 16})", "AQLM");
        row(R"({"quant_method": "hqq", "quant_config": {"weight_quant_params": {"nbits": 2}}})", "HQQ, 2 bits");
        row(R"({"quant_method": "torchao", "quant_type": {"default": {}}})", "torchao");
        row(R"({"quant_method": "something new"})", "something new");
        row(R"({"bits": 3})", "an unknown method, 3 bits");
        QTest::newRow("of a part") << QByteArray(R"({"text_config": {"quantization_config": {"quant_method": "eetq"}}})") << "EETQ";
        QTest::newRow("older key") << QByteArray(R"({"compression_config": {"quant_method": "compressed-tensors"}})") << "compressed-tensors";
        QTest::newRow("none") << QByteArray(R"({"model_type": "gpt2"})") << "";
        QTest::newRow("null") << QByteArray(R"({"quantization_config": null})") << "";
        QTest::newRow("empty") << QByteArray(R"({"quantization_config": {}})") << "";
        QTest::newRow("switched off") << QByteArray(R"({"quantization_config": {"quant_method": "bitsandbytes", "load_in_4bit": false, "load_in_8bit": false}})") << "";
        QTest::newRow("of odd types") << QByteArray(R"({"quantization_config": {"quant_method": 4, "bits": "x"}, "text_config": 3})") << "an unknown method";
    }

    void configsNameTheirMethod() {
        QFETCH(QByteArray, config);
        QFETCH(QString, expected);
        QCOMPARE(QString::fromStdString(ofConfig(config)), expected);
    }

    // Names, types and shapes as the tools that make such files write them, for a matrix of 64 inputs and 32 outputs.
    void tensorsAloneTellTheMethod() {
        using enum StoredType;
        QCOMPARE(ofTensors({{"q.qweight", int32, {8, 32}}, {"q.qzeros", int32, {1, 4}}, {"q.scales", float16, {1, 32}}, {"q.g_idx", int32, {64}}}), std::string("GPTQ, 4 bits"));
        QCOMPARE(ofTensors({{"q.qweight", int32, {16, 32}}, {"q.qzeros", int32, {1, 8}}, {"q.scales", float16, {1, 32}}, {"q.g_idx", int32, {64}}}), std::string("GPTQ, 8 bits"));
        QCOMPARE(ofTensors({{"q.qweight", int32, {8, 32}}, {"q.qzeros", int32, {1, 4}}, {"q.scales", float16, {1, 32}}}), std::string("GPTQ"));
        QCOMPARE(ofTensors({{"q.qweight", int32, {64, 4}}, {"q.qzeros", int32, {1, 4}}, {"q.scales", float16, {1, 32}}}), std::string("AWQ, 4 bits"));
        QCOMPARE(ofTensors({{"q.weight", int8, {32, 64}}, {"q.SCB", float32, {32}}}), std::string("bitsandbytes, 8 bits"));
        QCOMPARE(ofTensors({{"q.weight", uint8, {1024, 1}}, {"q.weight.absmax", uint8, {32}}, {"q.weight.quant_state.bitsandbytes__nf4", uint8, {77}}}), std::string("bitsandbytes, 4 bits"));
        QCOMPARE(ofTensors({{"q.weight", float8E4m3, {32, 64}}, {"q.weight_scale_inv", float32, {1, 1}}}), std::string("FP8"));
        QCOMPARE(ofTensors({{"q.weight", float8E4m3, {32, 64}}, {"q.weight_scale", float32, {}}}), std::string("FP8"));
        QCOMPARE(ofTensors({{"q.weight", float8E5m2, {32, 64}}}), std::string("float8_e5m2"));
        QCOMPARE(ofTensors({{"e.down_proj_blocks", uint8, {4, 32, 2, 16}}, {"e.down_proj_scales", uint8, {4, 32, 2}}}), std::string("MXFP4"));
        QCOMPARE(ofTensors({{"q.weight_packed", int32, {32, 8}}, {"q.weight_scale", float16, {32, 1}}}), std::string("compressed-tensors"));
        QCOMPARE(ofTensors({{"q.weight", uint8, {32, 32}}, {"q.weight_scale", float8E4m3, {32, 4}}, {"q.weight_scale_2", float32, {}}}), std::string("NVFP4, 4 bits"));
        QCOMPARE(ofTensors({{"q.codes", int16, {32, 8, 1}}, {"q.codebooks", float16, {1, 65536, 1, 8}}, {"q.scales", float16, {32, 1, 1, 1}}}), std::string("AQLM"));
        QVERIFY(ofTensors({{"q.qweight", int32, {}}, {"q.scales", float16, {}}}).find("GPTQ") != std::string::npos);
    }

    void plainTensorsAreNotTakenForQuantised() {
        using enum StoredType;
        QCOMPARE(ofTensors({{"h.0.attn.bias", uint8, {1, 1, 8, 8}}, {"h.0.weight", float16, {4, 4}}, {"weight_blocks", float32, {2}}, {"weight_scales", float32, {2}},
                            {"norm.weight_scale", float32, {4}}, {"norm.weight", float32, {4}}, {"position_ids", int64, {1, 8}}}),
                 std::string());
    }

    void filesBesideTheConfigAreRead() {
        write("quantize_config.json", R"({"bits": 4, "group_size": 128, "desc_act": false})");
        QCOMPARE(ofTensors({}), std::string("GPTQ, 4 bits"));
        QVERIFY(QFile::remove(folder_.filePath("quantize_config.json")));
        write("quant_config.json", R"({"zero_point": true, "q_group_size": 128, "w_bit": 4, "version": "GEMM"})");
        QCOMPARE(ofTensors({}), std::string("AWQ, 4 bits"));
        QVERIFY(QFile::remove(folder_.filePath("quant_config.json")));
        QCOMPARE(ofTensors({}), std::string());
    }

    // The folder's own reason, the same from inspect and from the decoder, whether the config or the tensors tell.
    void foldersAreRefusedByName() {
        const QString golden = QStringLiteral(TEST_DATA_DIR) + "/golden/gpt2";
        QDir(folder_.path()).mkdir("model");
        const auto model = folder_.filePath("model").toStdString();
        QVERIFY(QFile::copy(golden + "/config.json", folder_.filePath("model/config.json")));
        SafetensorsWriter writer(model + "/model.safetensors", {{"transformer.h.0.attn.c_attn.qweight", StoredType::int32, {4, 96}},
                                                                 {"transformer.h.0.attn.c_attn.scales", StoredType::float16, {1, 96}},
                                                                 {"transformer.h.0.attn.c_attn.g_idx", StoredType::int32, {32}}});
        writer.commit();
        const std::string reason = "the weights are quantised (GPTQ, 4 bits); open the unquantised checkpoint";
        const auto check = [&] {
            const ModelSummary summary = inspectModel(model);
            QVERIFY(!summary.supported);
            QCOMPARE(summary.reason, reason);
            try {
                Decoder decoder(model, {});
                QFAIL("a quantised folder was opened");
            } catch (const Error& error) {
                QCOMPARE(std::string(error.what()), reason);
            }
        };
        check();
        QVERIFY(QFile::remove(folder_.filePath("model/model.safetensors")));
        QVERIFY(QFile::copy(golden + "/model.safetensors", folder_.filePath("model/model.safetensors")));
        write("model/config.json", R"({"model_type": "gpt2", "quantization_config": {"quant_method": "gptq", "bits": 4}})");
        check();
    }
};

QTEST_GUILESS_MAIN(QuantisationTest)
#include "quantisation_test.moc"
