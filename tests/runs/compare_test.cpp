// Comparisons: depth, steps, common curves, series and warnings, from runs made by hand and from run files.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <clocale>
#include <cmath>

#include "core/base/error.h"
#include "core/runs/compare.h"
#include "core/runs/compare_json.h"
#include "core/runs/run_file.h"
#include "core/runs/run_json.h"
#include "core/runs/training_step.h"

using namespace strato;

class CompareTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    // Block i of it has linearity 0.9 + i / 100 and influence `influence`; nothing else is computed.
    static Run run(const char* folder, int layers, double influence = 0.2) {
        Run result;
        result.model.folder = folder;
        result.model.architecture = "GPTNeoXForCausalLM";
        result.model.layers = layers;
        result.model.hiddenSize = 4;
        result.data = {.files = {"a.txt"}, .documents = 1, .tokens = 100, .sequenceLength = 50, .sha256 = "abc"};
        for (int l = 0; l < layers; ++l) {
            BlockScores scores;
            scores.block = {l};
            scores.linearity = 0.9 + l / 100.0;
            scores.blockInfluence = influence;
            scores.rank = 4;
            result.blocks.push_back(scores);
        }
        for (int s = 0; s <= layers; ++s) {
            StateScores state;
            state.state = {s};
            state.norm = 1 + s;
            result.states.push_back(state);
        }
        return result;
    }

    static Comparison compared(const std::vector<Run>& runs) {
        std::vector<ComparedRun> all;
        for (const Run& one : runs) all.push_back(comparedRun("run" + std::to_string(all.size()) + ".strato", one));
        return compare(std::move(all));
    }

    static const std::vector<double>& common(const Comparison& comparison, std::size_t run, const char* name) {
        for (std::size_t c = 0; c < blockColumns().size(); ++c)
            if (std::string(blockColumns()[c].name) == name) return comparison.common[run].values[c];
        qFatal("no column %s", name);
    }

    static bool near(double actual, double expected) { return std::abs(actual - expected) < 1e-12; }

    std::filesystem::path written(const char* name, const Run& run) const {
        const auto path = std::filesystem::path(folder_.filePath(name).toStdString());
        const TokenWindows windows = windowsFromIds({{1, 2, 3}});
        Run head = run;
        head.data.sha256 = windows.sha256;
        head.tokens.push_back({1, 0, 0, 0, "one"});
        RunFile file = RunFile::create(path, head, windows);
        for (std::size_t l = 0; l < run.blocks.size(); ++l) {
            BlockResult result;
            result.scores = run.blocks[l];
            result.input = run.states[l];
            result.output = run.states[l + 1];
            result.tokenNonlinearity = {0.5F};
            file.addBlock(result, false);
        }
        return path;
    }

    static QString refusal(const std::vector<std::filesystem::path>& files) {
        try {
            compareRuns(files);
        } catch (const Error& error) {
            return error.what();
        }
        return {};
    }

private slots:
    void stepsAreReadFromClearNamesOnly_data() {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<qint64>("step");
        using Row = std::pair<const char*, qint64>;
        for (const auto& [folder, step] :
             {Row{"pythia-70m/step1000", 1000},
              Row{"pythia-70m/step0", 0},
              Row{"pythia-70m-step512", 512},
              Row{"run/step_20", 20},
              Row{"run/checkpoint-1500", 1500},
              Row{"run/Checkpoint-7", 7},
              Row{"bloom/global_step1000", 1000},
              Row{"bloom/global-step-9", 9},
              Row{"checkpoint-3/model", 3},
              Row{"step5/step8", 8},
              Row{"TinyLlama-1.1B-intermediate-step-1431k-3T", 1431000},
              Row{"OLMo/step1000-tokens4B", 1000},
              Row{"gpt2", -1},
              Row{"1000k", -1},
              Row{"llama-3-8b", -1},
              Row{"footstep12", -1},
              Row{"step12b", -1},
              Row{"two-steps3", -1},
              Row{"step99999999999999999999", -1},
              Row{"checkpoint", -1},
              Row{"step5/a/b", -1},
              Row{"", -1}})
            QTest::newRow(*folder ? folder : "none") << QString(folder) << step;
    }

    void stepsAreReadFromClearNamesOnly() {
        QFETCH(QString, folder);
        QFETCH(qint64, step);
        QCOMPARE(static_cast<qint64>(trainingStep(folder.toStdString()).value_or(-1)), step);
    }

    void aNameNoFileCanHaveIsNotSearched() { QVERIFY(!trainingStep(std::string(100000, 'x') + "-step5")); }

    void depthRunsFromZeroToOne() {
        QCOMPARE(depthOfBlock({0}, 12), 0.0);
        QCOMPARE(depthOfBlock({11}, 12), 1.0);
        QCOMPARE(depthOfBlock({0}, 1), 0.0);
        QCOMPARE(depthOfState({6}, 12), 0.5);
        QCOMPARE(depthOfState({0}, 0), 0.0);
    }

    void modelsOfAnyDepthMeetOnOneGrid() {
        const Comparison comparison = compared({run("a", 3), run("b", 21), run("c", 1), run("d", 8)});
        QCOMPARE(commonDepths().size(), std::size_t{21});
        QCOMPARE(commonDepths().back(), 1.0);
        for (std::size_t i = 0; i < 21; ++i) {
            QVERIFY(near(common(comparison, 0, "linearity")[i], 0.9 + 0.02 * commonDepths()[i]));
            QCOMPARE(common(comparison, 1, "linearity")[i], comparison.runs[1].blocks[i].linearity);
            QVERIFY(near(common(comparison, 3, "linearity")[i], 0.9 + 0.07 * commonDepths()[i]));
            QVERIFY(std::isnan(common(comparison, 0, "linearity_heldout")[i]));
            QVERIFY(i == 0 ? common(comparison, 2, "linearity")[i] == 0.9 : std::isnan(common(comparison, 2, "linearity")[i]));
        }
    }

    void theGridHasNothingWhereABlockLacksTheNumber() {
        Run gap = run("a", 5), unfinished = run("b", 5);
        gap.blocks[2].linearity = std::nan("");
        unfinished.blocks.resize(3);
        const Comparison comparison = compared({gap, unfinished});
        for (std::size_t i = 0; i < 21; ++i) {
            const double depth = commonDepths()[i];
            QCOMPARE(std::isnan(common(comparison, 0, "linearity")[i]), depth > 0.25 && depth < 0.75);
            QCOMPARE(std::isnan(common(comparison, 1, "linearity")[i]), depth > 0.5);
        }
        QVERIFY(near(comparison.runs[0].means.linearity, (0.90 + 0.91 + 0.93 + 0.94) / 4));
    }

    void meansAreOverBlocks() {
        const Comparison comparison = compared({run("models/some-model/", 5)});
        const ComparedRun& only = comparison.runs.front();
        QCOMPARE(only.name, std::string("some-model"));
        QVERIFY(near(only.means.linearity, 0.92) && near(only.means.blockInfluence, 0.2));
        QVERIFY(std::isnan(only.means.linearityHeldOut));
        QCOMPARE(only.tokensPerDimension(), 25.0);
    }

    void checkpointsOfOneModelAreASeriesByStep() {
        Run other = run("x/step5", 5), narrow = run("x/step6", 4);
        other.model.architecture = "LlamaForCausalLM";
        narrow.model.hiddenSize = 2;
        const Comparison comparison =
            compared({run("p/step2000", 4, 0.3), other, run("p/step10", 4, 0.1), run("p", 4), run("p/step300", 4, 0.2), narrow});
        QCOMPARE(comparison.series.size(), std::size_t{1});
        QCOMPARE(comparison.series[0].steps, (std::vector<std::int64_t>{10, 300, 2000}));
        QCOMPARE(comparison.series[0].runs, (std::vector<std::size_t>{2, 4, 0}));
        const auto series = toJson(comparison)["series"][0];
        QCOMPARE(series["files"][2].get<std::string>(), std::string("run0.strato"));
        QCOMPARE(series["blocks"].size(), std::size_t{4});
        QCOMPARE(series["blocks"][3]["linearity"][1].get<double>(), 0.93);
        QVERIFY(near(series["means"]["block_influence"][2].get<double>(), 0.3));
        QVERIFY(series["means"]["linearity_heldout"][0].is_null());
    }

    void likeRunsGiveNoWarnings() { QVERIFY(compared({run("a", 3), run("b", 7)}).warnings.empty()); }

    void everyDifferenceIsWarnedOf() {
        const auto warned = [](auto change, const QString& words) {
            Run changed = run("b", 3);
            change(changed);
            const Comparison comparison = compared({run("a", 3), changed});
            return comparison.warnings.size() == 1 && QString::fromStdString(comparison.warnings[0]).contains(words) &&
                   QString::fromStdString(comparison.warnings[0]).contains("run1.strato");
        };
        QVERIFY(warned([](Run& run) { run.data.sha256 = "def"; }, "other texts"));
        QVERIFY(warned([](Run& run) { run.data.sequenceLength = 25; }, "25 (run1.strato)"));
        QVERIFY(warned([](Run& run) { run.settings.skipFirstToken = true; }, "first token"));
        QVERIFY(warned([](Run& run) { run.settings.chunkCharacters = 512; }, "512"));
        QVERIFY(warned([](Run& run) { run.data.tokens = 39; }, "9.75 tokens per dimension"));
        QVERIFY(warned([](Run& run) { run.blocks.resize(2); }, "2 of 3 blocks"));
    }

    void jsonHasEveryColumnAndNulls() {
        const auto json = toJson(compared({run("p/step3", 3), run("q", 1)}));
        for (const BlockColumn& column : blockColumns()) {
            QVERIFY(json["runs"][0]["means"].contains(column.name));
            QVERIFY(json["runs"][0]["blocks"][0].contains(column.name));
            QCOMPARE(json["common"]["runs"][1][column.name].size(), json["common"]["depths"].size());
        }
        QCOMPARE(json["runs"][0]["blocks"][1]["depth"].get<double>(), 0.5);
        QCOMPARE(json["runs"][0]["states"][3]["depth"].get<double>(), 1.0);
        QCOMPARE(json["runs"][0]["step"].get<int>(), 3);
        QVERIFY(json["runs"][1]["step"].is_null() && json["series"].empty());
        QVERIFY(json.dump().find("nan") == std::string::npos);
    }

    void csvHasOneRowARunAndBlockInAnyLocale() {
        std::setlocale(LC_ALL, "de_DE.UTF-8");
        const QStringList rows = QString::fromStdString(comparisonCsv(compared({run("p/step3", 3), run("a \"b\",c", 2)}))).split('\n');
        std::setlocale(LC_ALL, "C");
        QCOMPARE(rows.size(), 1 + 3 + 2 + 1);
        const QStringList header = rows[0].split(','), cells = rows[3].split(',');
        QCOMPARE(header.size(), cells.size());
        QCOMPARE(cells[header.indexOf("step")], QString("3"));
        QCOMPARE(cells[header.indexOf("depth")], QString("1"));
        QCOMPARE(cells[header.indexOf("linearity")].toDouble(), 0.92);
        QVERIFY(cells[header.indexOf("linearity_heldout")].isEmpty());
        QVERIFY(rows[4].startsWith("\"run1.strato\",\"a \"\"b\"\",c\",,2,"));
    }

    void theTableIsAligned() {
        const std::string table = comparisonTable(compared({run("models/größeres", 12), run("m/step100", 2)}));
        const QStringList lines = QString::fromStdString(table).split('\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 3);
        QCOMPARE(lines[1].size(), lines[0].size());
        QCOMPARE(lines[2].size(), lines[0].size());
        QVERIFY(lines[2].contains("100") && lines[1].contains("0.95500") && !lines[1].contains("nan"));
    }

    void runFilesAreReadAndOthersNamed() {
        const auto a = written("a.strato", run("p/step1", 3)), b = written("b.strato", run("p/step2", 3));
        const Comparison comparison = compareRuns({a, b});
        QCOMPARE(comparison.runs[1].blocks.size(), std::size_t{3});
        QCOMPARE(comparison.series.size(), std::size_t{1});
        QFile text(folder_.filePath("c.strato"));
        QVERIFY(text.open(QIODevice::WriteOnly) && text.write("not a database, but rather long for a text") > 0);
        text.close();
        for (const char* name : {"c.strato", "missing.strato"}) {
            const QString message = refusal({a, folder_.filePath(name).toStdString()});
            QVERIFY2(message.contains(name) && !message.contains('\n'), qPrintable(message));
        }
    }

    void anAbsurdHeadIsNoReasonToCrash() {
        Run none = run("", 0);
        none.model.hiddenSize = 0;
        const Comparison comparison = compared({none, run("a", 2)});
        QVERIFY(std::isnan(comparison.runs[0].tokensPerDimension()));
        QVERIFY(toJson(comparison)["runs"][0]["tokens_per_dimension"].is_null());
        QVERIFY(!comparisonTable(comparison).empty() && !comparisonCsv(comparison).empty());
    }
};

QTEST_GUILESS_MAIN(CompareTest)
#include "compare_test.moc"
