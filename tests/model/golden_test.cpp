// The decoder against the genuine transformers library: tests/data/golden holds tiny checkpoints of every family with the
// states and logits that the library computed in float32 (see tests/data/README.md).
#include <ATen/ATen.h>

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/json_view.h"
#include "core/model/families/family.h"
#include "tests/model/reference_states.h"

using namespace strato;

class GoldenTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    static QStringList checkpoints() { return QDir(QStringLiteral(TEST_DATA_DIR) + "/golden").entryList(QDir::Dirs | QDir::NoDotAndDotDot); }
    static std::filesystem::path pathOf(const QString& name) { return (QStringLiteral(TEST_DATA_DIR) + "/golden/" + name).toStdString(); }

private slots:
    void statesAndLogitsEqualTheReference_data() {
        QTest::addColumn<QString>("name");
        for (const QString& name : checkpoints()) QTest::newRow(qPrintable(name)) << name;
    }

    void statesAndLogitsEqualTheReference() {
        QFETCH(QString, name);
        const ReferenceComparison all = compareWithReference(pathOf(name), folder_.filePath("dump.safetensors").toStdString());
        QVERIFY2(all.largest < 1e-4, qPrintable(QString("%1 differs by %2 of its scale").arg(QString::fromStdString(all.tensor)).arg(all.largest)));
        QVERIFY(all.tensors >= 4);
    }

    // What "auto" takes on processors that multiply it fast. It has 8 bits of precision.
    void bfloat16StaysNearTheReference() {
        const auto all = compareWithReference(pathOf("llama_bf16"), folder_.filePath("bfloat16.safetensors").toStdString(), {.dtype = "bfloat16"});
        QVERIFY2(all.largest > 1e-5 && all.largest < 0.03, qPrintable(QString("%1 differs by %2 of its scale").arg(QString::fromStdString(all.tensor)).arg(all.largest)));
    }

    void everyFamilyOfTheTableHasACheckpoint() {
        QSet<QString> types;
        for (const QString& name : checkpoints())
            types.insert(QString::fromStdString(parseJsonFile(pathOf(name) / "config.json").string("model_type")));
        for (const Family& family : families())
            QVERIFY2(types.contains(QString::fromStdString(family.modelType)), family.modelType.c_str());
    }

    // Rows padded on either side and masked give each sequence the numbers it has alone.
    void paddingChangesNoNumber() {
        const auto model = pathOf("llama_gqa");
        const Decoder decoder(model, {});
        const auto row = rowsFromFile(model / "expected.safetensors").windows.windows[0].ids;
        const std::vector<std::vector<TokenId>> alone{{row.begin(), row.begin() + 7}, row};
        PaddedRows padded{.rows = 2, .columns = 20, .windows = windowsFromIds(alone), .places = {{0, 13}, {1, 0}}, .masked = true};
        const auto one = folder_.filePath("padded").toStdString(), two = folder_.filePath("alone").toStdString();
        dumpStates(decoder, padded, {.out = one, .logits = true}, {});
        dumpStates(decoder, padOnTheRight(windowsFromIds({alone[0]})), {.out = two, .logits = true}, {});
        const SafetensorsFile left(one), right(two);
        for (const char* name : {"logits", "hidden_states.1", "last_layer_output"}) {
            const std::vector<float> a = floatsOf(left, name), b = floatsOf(right, name);
            const std::size_t width = b.size() / 7;
            QVERIFY(largestDifference({a.begin() + 13 * static_cast<std::ptrdiff_t>(width), a.begin() + 20 * static_cast<std::ptrdiff_t>(width)}, b) < 1e-5);
        }
    }

    // Token by token with a cache gives what the whole window gives at once.
    void generatingWithACacheEqualsTheWholeWindow_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"gpt2", "gpt_neox", "llama_gqa", "mistral", "opt", "falcon_rw_6heads", "xglm", "bloom", "deepseek_v3", "gemma2"}) QTest::newRow(name) << QString(name);
    }

    void generatingWithACacheEqualsTheWholeWindow() {
        QFETCH(QString, name);
        const Decoder decoder(pathOf(name), {});
        const auto row = rowsFromFile(pathOf(name) / "expected.safetensors").windows.windows[0].ids;
        const std::vector<std::int64_t> wide(row.begin(), row.end());
        const at::Tensor ids = at::tensor(at::ArrayRef<std::int64_t>(wide));
        const auto run = [&](int first, int count, std::vector<KeyValueCache>* caches) {
            const Batch batch{{Segment{0, 1, count, first}}};
            at::Tensor x = decoder.embed(ids.narrow(0, first, count), batch);
            for (int l = 0; l < decoder.layers(); ++l)
                x = decoder.runBlock({l}, decoder.loadBlock({l}), x, batch, {}, caches ? &(*caches)[static_cast<std::size_t>(l)] : nullptr);
            return x;
        };
        const at::Tensor whole = run(0, static_cast<int>(row.size()), nullptr);
        std::vector<KeyValueCache> caches(static_cast<std::size_t>(decoder.layers()));
        std::vector<at::Tensor> parts{run(0, 5, &caches)};
        for (int t = 5; t < static_cast<int>(row.size()); ++t) parts.push_back(run(t, 1, &caches));
        QVERIFY((at::cat(parts) - whole).abs().max().item<double>() < 1e-4);
    }
};

QTEST_GUILESS_MAIN(GoldenTest)
#include "golden_test.moc"
