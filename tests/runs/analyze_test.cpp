// The door to an analysis: stopped at any point it goes on to the same run.
#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "core/runs/analyze.h"
#include "core/runs/run_file.h"
#include "core/runs/run_json.h"

using namespace strato;

class AnalyzeTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    AnalysisRequest request(const QString& name) const {
        const std::filesystem::path demo = std::filesystem::path(SOURCE_DIR) / "resources/demo";
        return {.model = demo / "plain", .data = {demo / "prompts.jsonl"}, .run = folder_.filePath(name).toStdString(), .tokens = 1024, .resume = true, .compute = {}};
    }

    // What a run says, but for what it cost.
    static nlohmann::ordered_json content(const std::filesystem::path& run) {
        nlohmann::ordered_json json = toJson(RunFile::open(run).read());
        for (const char* cost : {"timing", "peak_memory_bytes"}) json.erase(cost);
        return json;
    }

private slots:
    void aRunThatEndedBeforeItsLastWordGetsIt_data() {
        QTest::addColumn<int>("blocks");
        for (const int blocks : {0, 3, 12}) QTest::addRow("%d blocks", blocks) << blocks;
    }

    // The listener is told of a block when it is in the file.
    void aRunThatEndedBeforeItsLastWordGetsIt() {
        QFETCH(int, blocks);
        const AnalysisRequest whole = request("whole.strato"), broken = request(QString("broken-%1.strato").arg(blocks));
        const Run expected = analyzeModel(whole, {}, {});
        QCOMPARE(expected.model.layers, 12);
        QVERIFY_EXCEPTION_THROWN(analyzeModel(broken, [&](const std::shared_ptr<const Run>& run) {
            if (static_cast<int>(run->blocks.size()) == blocks) throw Cancelled();
        }, {}), Cancelled);
        QCOMPARE(static_cast<int>(RunFile::open(broken.run).read().blocks.size()), blocks);
        analyzeModel(broken, {}, {});
        QVERIFY(content(broken.run) == content(whole.run));
        QVERIFY(RunFile::open(broken.run).read().timing.totalSeconds > 0);
    }

    void aFinishedRunIsLeftAsItIs() {
        const AnalysisRequest done = request("done.strato");
        analyzeModel(done, {}, {});
        const auto before = toJson(RunFile::open(done.run).read());
        analyzeModel(done, {}, {});
        QVERIFY(toJson(RunFile::open(done.run).read()) == before);
    }

    void whatItCostsIsKnownBefore() {
        AnalysisRequest few = request("few.strato"), many = few;
        const AnalysisEstimate cheap = estimateAnalysis(few);
        QCOMPARE(cheap.tokens, std::int64_t{1024});
        QVERIFY(cheap.seconds > 0 && cheap.memoryBytes > 0);
        many.tokens = 8192;
        many.pairs = "all";
        const AnalysisEstimate dear = estimateAnalysis(many);
        QVERIFY(dear.seconds > cheap.seconds && dear.memoryBytes > cheap.memoryBytes);
        // No more than the texts can hold.
        many.tokens = 0;
        const auto bytes = static_cast<std::int64_t>(std::filesystem::file_size(many.data.front()));
        QCOMPARE(estimateAnalysis(many).tokens, bytes / 3);
        many.model = folder_.filePath("gone").toStdString();
        QVERIFY_EXCEPTION_THROWN(estimateAnalysis(many), Error);
    }

    void whatIsUnknownIsRefusedByName() {
        AnalysisRequest wrong = request("wrong.strato");
        wrong.measures = {"states", "linearty"};
        QVERIFY_EXCEPTION_THROWN(analyzeModel(wrong, {}, {}), UsageError);
        QVERIFY(!std::filesystem::exists(wrong.run));
    }
};

QTEST_GUILESS_MAIN(AnalyzeTest)
#include "analyze_test.moc"
