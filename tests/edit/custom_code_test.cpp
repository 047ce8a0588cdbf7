// Folders with custom code: what is written is read back, without its code, as the steps it was written from.
#include <ATen/ATen.h>

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/atomic_output.h"
#include "core/base/error.h"
#include "core/edit/edited_folder.h"
#include "core/edit/export_model.h"
#include "core/model/inspect.h"
#include "core/model/safetensors.h"
#include "core/runs/dump.h"
#include "tests/edit/edited_cases.h"

using namespace strato;
using nlohmann::ordered_json;
namespace fs = std::filesystem;

class CustomCodeTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    static fs::path golden(const QString& name) { return fs::path(TEST_DATA_DIR) / "golden" / name.toStdString(); }

    fs::path empty(const QString& name) const {
        const fs::path path = folder_.filePath(QString(name).replace(' ', '_')).toStdString();
        fs::create_directories(path);
        return path;
    }

    static at::Tensor logits(const Decoder& decoder, const std::vector<Step>& steps) {
        std::vector<TokenId> ids(24);
        for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = static_cast<TokenId>(i * 37 % 100);
        const TokenWindows windows = windowsFromIds({ids});
        LayerPass pass(decoder, windows);
        pass.embed({});
        runSteps(pass, steps, 0, {});
        return decoder.logits(pass.states(), decoder.outputMatrix());
    }

    static ordered_json config(const fs::path& folder) { return ordered_json::parse(readTextFile(folder / "config.json", 1 << 20)); }

    static void rewrite(const fs::path& folder, const ordered_json& config) {
        AtomicFile file(folder / "config.json");
        file.write(config.dump());
        file.commit();
    }

    // The error of reading a folder; empty if there is none.
    static QString complaint(const fs::path& folder) {
        try {
            EditedFolder(folder, {});
        } catch (const Error& error) {
            return error.what();
        }
        return {};
    }

private slots:
    void everyEditIsReadBackAsItWasWritten_data() {
        QTest::addColumn<QString>("model");
        for (const QString& model : QDir(QString(TEST_DATA_DIR) + "/golden").entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            if (whyNotCustom(golden(model), Decoder(golden(model), {}).description(), Plan::parse("0-1=linear")).empty())
                QTest::newRow(qPrintable(model)) << model;
    }

    void everyEditIsReadBackAsItWasWritten() {
        QFETCH(QString, model);
        // Every edit alone in one model of each form of block, all together in the others.
        static const QStringList thorough{"llama", "gpt2", "gpt_neox", "opt_350m", "falcon_7b", "mixtral", "gemma2", "qwen3_moe"};
        const Decoder decoder(golden(model), {});
        int written = 0;
        for (const EditedCase& edited : editedCases(decoder)) {
            if (edited.name != "mixture" && !thorough.contains(model)) continue;
            const fs::path folder = empty(model + "-" + QString::fromStdString(edited.name));
            try {
                QVERIFY(writeEditedModel(decoder, edited.steps, folder, {}).customCode);
            } catch (const Error& error) {
                QVERIFY2(QString(error.what()).contains("where this family's config"), error.what());
                continue;
            }
            const EditedFolder reloaded(folder, {});
            const at::Tensor expected = logits(decoder, edited.steps), found = logits(reloaded.decoder(), reloaded.steps());
            QVERIFY2((expected - found).abs().max().item<double>() <= 1e-5 * expected.abs().max().item<double>(), edited.name.c_str());
            ++written;
        }
        QVERIFY(written > 0);
    }

    // Otherwise a program that knows nothing of the section would run the model without its maps.
    void noProgramTakesTheFolderForAStockModel() {
        const Decoder decoder(golden("llama"), {});
        const fs::path folder = empty("stock");
        writeEditedModel(decoder, editedCases(decoder)[0].steps, folder, {});
        const ordered_json written = config(folder);
        QCOMPARE(written["model_type"].get<std::string>(), std::string("stratoscope"));
        QCOMPARE(written["stratoscope"]["family"].get<std::string>(), std::string("llama"));
        QCOMPARE(written["num_hidden_layers"].get<int>(), 2);
        const ModelSummary summary = inspectModel(folder);
        QVERIFY(!summary.supported && summary.reason.find("--custom-code") != std::string::npos);
        const std::string code = readTextFile(folder / "modeling_stratoscope.py", 1 << 20);
        QVERIFY(code.find("FAMILY = \"llama\"") != std::string::npos);
    }

    void keptTensorsAreTheOriginalsAndMapsLieInTheirOwnFile() {
        const Decoder decoder(golden("llama_bf16"), {});
        const fs::path folder = empty("files");
        writeEditedModel(decoder, editedCases(decoder)[0].steps, folder, {});
        const SafetensorsFile before(golden("llama_bf16") / "model.safetensors"), after(folder / "model-00001-of-00001.safetensors"),
            maps(folder / "stratoscope_maps.safetensors");
        const StoredTensor &old = before.tensors().at("model.layers.2.mlp.up_proj.weight"), &fresh = after.tensors().at("model.layers.1.mlp.up_proj.weight");
        QVERIFY(old.type == fresh.type && std::equal(old.bytes.begin(), old.bytes.end(), fresh.bytes.begin(), fresh.bytes.end()));
        QCOMPARE(maps.tensors().size(), std::size_t{2});
        QVERIFY(maps.tensors().at("stratoscope_maps.0.matrix").type == StoredType::float32);
        const auto index = ordered_json::parse(readTextFile(folder / "model.safetensors.index.json", 1 << 20));
        QCOMPARE(index["weight_map"]["stratoscope_maps.0.intercept"].get<std::string>(), std::string("stratoscope_maps.safetensors"));
    }

    void aFoldedTensorIsWrittenInPlaceOfTheCopy() {
        const Decoder decoder(golden("gpt2_f16"), {});
        const std::string name = "transformer.h.0.mlp.c_proj.weight";
        const at::Tensor halved = decoder.stored(name) * 0.5;
        Step first{.span = {{0}, {0}}}, last{.span = {{2}, {2}}};
        first.folded = std::make_shared<TensorReplacements>(TensorReplacements{{name, halved}});
        const fs::path folder = empty("folded");
        const ExportedFolder written = writeEditedModel(decoder, {first, last}, folder, {});
        QVERIFY(written.folded && !written.customCode && !fs::exists(folder / "modeling_stratoscope.py"));
        const Decoder reloaded(folder, {});
        QVERIFY(at::equal(reloaded.stored(name), halved));
        QVERIFY(at::equal(reloaded.stored("transformer.h.0.mlp.c_fc.weight"), decoder.stored("transformer.h.0.mlp.c_fc.weight")));
    }

    void theDumpOfAFolderIsWhatItsStepsGive() {
        const Decoder decoder(golden("gpt2"), {});
        const auto steps = editedCases(decoder).back().steps;
        const fs::path folder = empty("dumped"), out = folder_.filePath("states.safetensors").toStdString();
        writeEditedModel(decoder, steps, folder, {});
        const DumpReport report = dumpModel({.model = folder, .ids = golden("gpt2") / "expected.safetensors", .texts = {}, .out = out, .logits = true, .compute = {}}, {});
        QCOMPARE(report.states, 3);
        QVERIFY(SafetensorsFile(out).tensors().contains("logits"));
    }

    // The section comes from a file that anyone may have written.
    void whatTheSectionSaysIsChecked() {
        const Decoder decoder(golden("llama"), {});
        const fs::path folder = empty("hostile");
        writeEditedModel(decoder, editedCases(decoder).back().steps, folder, {});
        const ordered_json good = config(folder);
        QVERIFY(complaint(folder).isEmpty());
        const auto complains = [&](const ordered_json::json_pointer& place, const ordered_json& value) {
            ordered_json bad = good;
            bad[place] = value;
            rewrite(folder, bad);
            return !complaint(folder).isEmpty();
        };
        using Place = ordered_json::json_pointer;
        QVERIFY(complains(Place("/stratoscope/version"), 2));
        QVERIFY(complains(Place("/stratoscope/maps/0"), -1));
        QVERIFY(complains(Place("/stratoscope/maps/0"), 7));
        QVERIFY(complains(Place("/stratoscope/maps/0"), 1 << 30));
        QVERIFY(complains(Place("/stratoscope/between/0/before_layer"), 9));
        QVERIFY(complains(Place("/stratoscope/between/0/map"), 99));
        QVERIFY(complains(Place("/stratoscope/halves/0/layer"), -1));
        QVERIFY(complains(Place("/stratoscope/halves/0/half"), "head"));
        QVERIFY(complains(Place("/stratoscope/halves"), 3));
        QVERIFY(complains(Place("/stratoscope/family"), "stratoscope"));
    }
};

QTEST_GUILESS_MAIN(CustomCodeTest)
#include "custom_code_test.moc"
