// Dropped blocks as stock folders: what is written loads again and computes the same, and what can't be held is refused.
#include <ATen/ATen.h>

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/atomic_output.h"
#include "core/base/error.h"
#include "core/base/json_view.h"
#include "core/edit/config_rewrite.h"
#include "core/edit/export_model.h"
#include "core/edit/other_tools.h"
#include "core/model/families/family.h"
#include "core/model/safetensors.h"
#include "core/runs/publish.h"

using namespace strato;
using nlohmann::ordered_json;

class ExportTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    static std::filesystem::path golden(const QString& name) { return std::filesystem::path(TEST_DATA_DIR) / "golden" / name.toStdString(); }
    std::filesystem::path out(const QString& name) const { return folder_.filePath(name).toStdString(); }

    static ordered_json config(const QString& name) {
        return ordered_json::parse(readTextFile(golden(name) / "config.json", 1 << 20));
    }

private slots:
    void everyCutReloadsAndComputesThePlan_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("plan");
        for (const char* model : {"gpt2", "gpt2_f16", "gpt2_hub_names", "gpt_neox", "pythia_hub_names", "llama_gqa", "llama_bf16", "llama_sharded", "mistral", "opt", "qwen2"})
            for (const char* plan : {"0=drop", "1=drop", "2=drop", "0=drop,2=drop"})
                QTest::newRow(qPrintable(QString("%1 %2").arg(model, plan))) << QString(model) << QString(plan);
    }

    void everyCutReloadsAndComputesThePlan() {
        QFETCH(QString, model);
        QFETCH(QString, plan);
        const auto target = out(model + "-" + plan);
        const ExportReport report = exportPlan({.model = golden(model), .run = {}, .plan = Plan::parse(plan.toStdString()), .out = target, .compute = {}}, {});
        QCOMPARE(report.layersAfter, 3 - static_cast<int>(plan.count("drop")));
        QCOMPARE(report.largestLogitDifference, 0.0);
        const Decoder reloaded(target, {});
        QCOMPARE(reloaded.layers(), report.layersAfter);
        const ordered_json manifest = ordered_json::parse(readTextFile(target / "stratoscope.json", 1 << 20));
        QCOMPARE(manifest["plan"].get<std::string>(), plan.toStdString());
        const SafetensorsFile weights(target / "model.safetensors");
        QCOMPARE(weights.metadata().at("format"), std::string("pt"));
    }

    // Without its second block every family's folder loads again and computes the plan, or is refused for a reason that is said.
    void everyFamilyLosesABlockOrSaysWhyNot_data() {
        QTest::addColumn<QString>("model");
        for (const QString& model : QDir(QString(TEST_DATA_DIR) + "/golden").entryList(QDir::Dirs | QDir::NoDotAndDotDot)) QTest::newRow(qPrintable(model)) << model;
    }

    void everyFamilyLosesABlockOrSaysWhyNot() {
        QFETCH(QString, model);
        // A rule by the number of a layer that config.json can't say otherwise, or more than a decoder in the folder.
        static const QStringList refused{"gemma2", "gemma3_mm", "gemma3_mm_v5_names", "gpt_neo", "gpt2_upcast", "qwen3_moe"};
        const Plan plan = Plan::parse("1=drop");
        const std::string why = whyNotExportable(golden(model), plan);
        QVERIFY2(refused.contains(model) == !why.empty(), why.c_str());
        if (!why.empty()) return;
        const ExportReport report = exportPlan({.model = golden(model), .run = {}, .plan = plan, .out = out("family-" + model), .compute = {}}, {});
        QCOMPARE(report.largestLogitDifference, 0.0);
    }

    void tensorsAreTheOriginalsByteForByte() {
        exportPlan({.model = golden("gpt2_f16"), .run = {}, .plan = Plan::parse("0=drop"), .out = out("bytes"), .compute = {}}, {});
        const SafetensorsFile before(golden("gpt2_f16") / "model.safetensors"), after(out("bytes") / "model.safetensors");
        const StoredTensor &old = before.tensors().at("transformer.h.2.attn.c_attn.weight"), &fresh = after.tensors().at("transformer.h.1.attn.c_attn.weight");
        QVERIFY(old.type == fresh.type && std::equal(old.bytes.begin(), old.bytes.end(), fresh.bytes.begin(), fresh.bytes.end()));
        QVERIFY(!after.tensors().contains("transformer.h.2.attn.c_attn.weight"));
    }

    void whatAStockCheckpointCantHoldIsRefusedWithTheReasonAndTheNearestPlan() {
        const auto why = [](const char* model, const char* plan) { return QString::fromStdString(whyNotExportable(golden(model), Plan::parse(plan))); };
        QVERIFY(why("gpt2", "1=drop").isEmpty());
        QVERIFY(why("gpt2", "1=merge").isEmpty());
        QVERIFY(why("gpt2", "1=linear").contains("linear map") && why("gpt2", "1=linear").contains("'1=merge', or export with a modelling file of its own (--custom-code)"));
        QVERIFY(why("gpt2", "0=lowrank:2").contains("the nearest plan that fits is '0=drop'"));
        QVERIFY(why("olmo2", "1=linear").contains("'1=drop'"));
        QVERIFY(why("gpt2", "1.attention=drop").contains("half a block") && why("gpt2", "1.attention=drop").contains("no edit at all"));
        QVERIFY(why("gpt2", "1.attention=drop,1.mlp=linear,2=drop").contains("'1=merge,2=drop'"));
        QVERIFY(why("gpt2", "0=drop,1=merge").contains("and there is none"));
        QVERIFY(why("gpt2", "1=merge,2=merge").isEmpty());
        QVERIFY(why("olmo2", "1=merge").contains("a norm lies between"));
        QVERIFY_EXCEPTION_THROWN(whyNotExportable(golden("gpt2"), Plan::parse("3=drop")), UsageError);
        QVERIFY_EXCEPTION_THROWN(whyNotExportable(golden("gpt2"), Plan::parse("0-2=drop")), UsageError);
        QVERIFY_EXCEPTION_THROWN(exportPlan({.model = golden("gpt2"), .run = {}, .plan = Plan::parse("1=linear"), .out = out("never"), .compute = {}}, {}), Error);
        QVERIFY(!std::filesystem::exists(out("never")));
    }

    void whatCustomCodeCantHoldIsRefusedToo() {
        const auto why = [](const char* model, const char* plan) { return QString::fromStdString(whyNotExportable(golden(model), Plan::parse(plan), true)); };
        QVERIFY(why("gpt2", "1=linear").isEmpty() && why("gpt2", "0.attention=linear,1.mlp=drop").isEmpty());
        QVERIFY(why("gpt2", "0-2=linear").contains("no block is left"));
        QVERIFY(why("falcon_old_rw", "1=linear").contains("convert"));
        QVERIFY(why("gemma3_mm", "1=linear").contains("more than this decoder"));
        QVERIFY(why("gemma2", "1=linear").contains("where this family's config"));
    }

    void customCodeIsWrittenOnlyWhereItIsNeeded() {
        const ExportReport stock = exportPlan({.model = golden("gpt2"), .run = {}, .plan = Plan::parse("1=drop"), .out = out("needless"), .customCode = true, .compute = {}}, {});
        QVERIFY(!stock.customCode && std::filesystem::exists(out("needless") / "mergekit.yaml"));
        const ExportReport custom = exportPlan({.model = golden("gpt2"), .run = {}, .plan = Plan::parse("1.mlp=drop"), .out = out("needed"), .customCode = true, .compute = {}}, {});
        QVERIFY(custom.customCode && custom.parametersAfter < custom.parametersBefore && !std::filesystem::exists(out("needed") / "mergekit.yaml"));
        QCOMPARE(custom.largestLogitDifference, 0.0);
        QVERIFY(readTextFile(out("needed") / "README.md", 1 << 20).find("trust_remote_code=True") != std::string::npos);
    }

    // Attention that is scaled by the block's number would change its meaning with the number.
    void cutsThatWouldChangeKeptBlocksAreRefused() {
        ordered_json gpt2 = config("gpt2");
        gpt2["scale_attn_by_inverse_layer_idx"] = true;
        const ModelDescription model = describeModel(parseJson(gpt2.dump(), "config.json"));
        std::vector<std::string> warnings;
        const std::vector<BlockIndex> middleGone{{0}, {2}}, lastGone{{0}, {1}};
        QVERIFY(!whyConfigCannotHold(configWithout(gpt2, model, middleGone, warnings), model, middleGone).empty());
        QVERIFY(whyConfigCannotHold(configWithout(gpt2, model, lastGone, warnings), model, lastGone).empty());
    }

    void everyPerLayerFieldFitsTheNewCount() {
        ordered_json qwen = config("qwen2");
        qwen["use_sliding_window"] = true;
        qwen["sliding_window"] = 8;
        qwen["max_window_layers"] = 2;
        qwen["my_list"] = {1, 2, 3};
        const ModelDescription model = describeModel(parseJson(qwen.dump(), "config.json"));
        std::vector<std::string> warnings;
        const std::vector<BlockIndex> kept{{1}, {2}};
        const ordered_json edited = configWithout(qwen, model, kept, warnings);
        QCOMPARE(edited["num_hidden_layers"].get<int>(), 2);
        QCOMPARE(edited["max_window_layers"].get<int>(), 1);
        QCOMPARE(edited["my_list"].get<std::vector<int>>(), (std::vector<int>{2, 3}));
        QCOMPARE(warnings.size(), std::size_t{1});
        QVERIFY(whyConfigCannotHold(edited, model, kept).empty());
    }

    void nothingIsOverwrittenAndNothingIsLeftBehind() {
        QDir(folder_.path()).mkpath("taken/inside");
        QVERIFY_EXCEPTION_THROWN(exportPlan({.model = golden("gpt2"), .run = {}, .plan = Plan::parse("1=drop"), .out = out("taken"), .compute = {}}, {}), Error);
        std::stop_source stop;
        const JobContext job{[&](const Progress& progress) { if (progress.phase.starts_with("comparing")) stop.request_stop(); }, stop.get_token()};
        QVERIFY_EXCEPTION_THROWN(exportPlan({.model = golden("gpt2"), .run = {}, .plan = Plan::parse("1=drop"), .out = out("stopped"), .compute = {}}, job), Cancelled);
        for (const QString& name : QDir(folder_.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot))
            QVERIFY2(!name.contains("stopped"), qPrintable(name));
    }

    void theCutIsPrintedForOtherTools() {
        const QString cut = QString::fromStdString(cutInOtherTools(Plan::parse("3-4=drop,7=drop"), 10));
        QVERIFY(cut.contains("3..4, 7") && cut.contains("[0, 3] + [5, 7] + [8, 10]") && cut.contains("--prune-layers 3,4,7"));
        QVERIFY(!QString::fromStdString(cutInOtherTools(Plan::parse("3-4=drop,7=merge"), 10)).contains("prune-layers"));
    }

    void theCutIsWrittenForMergekit() {
        const std::string yaml = mergekitYaml(Plan::parse("0=drop,3-4=drop"), 6, "my \"model\"", "bfloat16");
        QCOMPARE(QString::fromStdString(yaml.substr(yaml.find("slices:"))),
                 QString("slices:\n  - sources:\n      - model: \"my \\\"model\\\"\"\n        layer_range: [1, 3]\n"
                         "  - sources:\n      - model: \"my \\\"model\\\"\"\n        layer_range: [5, 6]\nmerge_method: passthrough\ndtype: bfloat16\n"));
    }
};

QTEST_GUILESS_MAIN(ExportTest)
#include "export_test.moc"
