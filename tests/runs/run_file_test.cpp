// Run files: what goes in comes out, a kill at any moment leaves one that opens, and damaged ones are refused in one line.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/runs/run_file.h"
#include "core/runs/run_json.h"

using namespace strato;

class RunFileTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::filesystem::path path(const QString& name) const { return folder_.filePath(name).toStdString(); }

    static constexpr int layers = 6, tokens = 5;

    static TokenWindows windows() { return windowsFromIds({{1, 2, 3}, {4, 5}}); }

    static Run head() {
        Run run;
        run.model.folder = "/models/some";
        run.model.family = "llama";
        run.model.layers = layers;
        run.model.hiddenSize = 2;
        run.model.dtype = "float16";
        run.model.supported = true;
        run.model.fingerprint = "abc";
        run.data = {.files = {"a.txt", "b ü.txt"}, .documents = 2, .tokens = tokens, .sequenceLength = 3, .sha256 = windows().sha256};
        run.settings.device = "cpu";
        run.settings.dtype = "float32";
        run.settings.version = "test";
        run.warnings = {"mind \"this\""};
        for (int t = 0; t < tokens; ++t) run.tokens.push_back({t, t / 3, t / 3, t % 3, t == 2 ? "a,\"b\"\n" : "token"});
        return run;
    }

    static BlockResult block(int number) {
        BlockResult result;
        result.scores.block = {number};
        result.scores.linearity = 0.1 * number + 1e-13;
        result.scores.linearityNoResidual = std::numeric_limits<double>::quiet_NaN();
        result.scores.rank = 2;
        result.input.state = {number};
        result.input.norm = number;
        result.output.state = {number + 1};
        result.output.norm = number + 1;
        result.map = {2, {1, 2, 3, static_cast<float>(number)}, {5, 6}};
        result.tokenNonlinearity = {0, 0.5F, std::numeric_limits<float>::quiet_NaN(), 1, 2};
        result.forwardSeconds = 1;
        return result;
    }

    static void sql(const std::filesystem::path& file, const char* statement) {
        sqlite3* database = nullptr;
        if (sqlite3_open(file.c_str(), &database) != SQLITE_OK || sqlite3_exec(database, statement, nullptr, nullptr, nullptr) != SQLITE_OK) qFatal("%s", sqlite3_errmsg(database));
        sqlite3_close(database);
    }

    std::filesystem::path finished(const QString& name) const {
        RunFile file = RunFile::create(path(name), head(), windows());
        for (int l = 0; l < layers; ++l) file.addBlock(block(l), true);
        Run end = head();
        end.timing.totalSeconds = 12.5;
        end.peakMemoryBytes = 77;
        file.finish(end);
        return path(name);
    }

    static QString refusal(const std::filesystem::path& file) {
        try {
            const RunFile run = RunFile::open(file);
            run.read();
            run.readWindows();
            for (int l = 0; l < layers; ++l) run.readMap({{l}, {l}});
        } catch (const Error& error) {
            return error.what();
        }
        return {};
    }

private slots:
    void whatGoesInComesOut() {
        const RunFile file = RunFile::open(finished("whole.strato"));
        const Run run = file.read();
        QVERIFY(run.complete());
        QCOMPARE(run.blocks[3].linearity, 0.1 * 3 + 1e-13);
        QVERIFY(std::isnan(run.blocks[3].linearityNoResidual));
        QCOMPARE(run.states.size(), std::size_t{layers + 1});
        QCOMPARE(run.states[6].norm, 6.0);
        QCOMPARE(run.tokens[2].text, std::string("a,\"b\"\n"));
        QVERIFY(std::isnan(run.tokenNonlinearity[5][2]) && run.tokenNonlinearity[5][4] == 2);
        QCOMPARE(run.data.files, head().data.files);
        QCOMPARE(run.warnings, head().warnings);
        QCOMPARE(run.timing.totalSeconds, 12.5);
        QCOMPARE(run.timing.forwardSeconds, double(layers));
        QCOMPARE(run.peakMemoryBytes, std::int64_t{77});
        QCOMPARE(file.readWindows().windows[1].ids, (std::vector<TokenId>{4, 5}));
        QCOMPARE(file.readMap({{4}, {4}})->matrix, (std::vector<float>{1, 2, 3, 4}));
        QVERIFY(!file.readMap({{1}, {4}}));
    }

    // By name, whole or in two factors, also in a file that had none; another of the same name takes its place.
    void fitsAreKept() {
        RunFile file = RunFile::open(finished("fits.strato"));
        QVERIFY(!file.readFit("1-4=linear"));
        file.storeFit("1-4=linear", {.map = {.width = 2, .matrix = {1, 2, 3, 4}, .intercept = {5, 6}}, .ridge = 0.5, .inSample = 0.75, .heldOut = 0.25, .rank = 2});
        file.storeFit("1-4=lowrank:1", {.map = {.width = 2, .intercept = {5, 6}, .rank = 1, .down = {7, 8}, .up = {9, 10}}, .rank = 1});
        const auto whole = RunFile::open(path("fits.strato")).readFit("1-4=linear"), factors = file.readFit("1-4=lowrank:1");
        QCOMPARE(whole->map.matrix, (std::vector<float>{1, 2, 3, 4}));
        QCOMPARE(whole->map.intercept, (std::vector<float>{5, 6}));
        QVERIFY(whole->ridge == 0.5 && whole->inSample == 0.75 && whole->heldOut == 0.25 && whole->rank == 2);
        QCOMPARE(factors->map.down, (std::vector<float>{7, 8}));
        QCOMPARE(factors->map.up, (std::vector<float>{9, 10}));
        QVERIFY(std::isnan(factors->heldOut));
        file.storeFit("1-4=linear", {.map = {.width = 2, .matrix = {0, 0, 0, 9}, .intercept = {0, 0}}});
        QCOMPARE(file.readFit("1-4=linear")->map.matrix[3], 9.0F);
        file.storeFit("damaged", {.map = {.width = 2, .matrix = {1, 2, 3}, .intercept = {5, 6}}});
        QVERIFY_EXCEPTION_THROWN(file.readFit("damaged"), Error);
    }

    static Outcome outcome(const std::string& plan, bool healed, double loss) {
        Outcome outcome;
        outcome.plan = plan;
        outcome.healed = healed;
        outcome.edited.loss = loss;
        outcome.edited.tokens = 7;
        outcome.edited.task = Accuracy{.questions = 4, .accuracy = 0.5, .standardError = 0.25};
        outcome.fits = {{plan, 0.125, 0.75, std::numeric_limits<double>::quiet_NaN()}};
        outcome.samples = {{"Once \xff", "upon", "a \"time\""}};
        outcome.warnings = {"mind"};
        outcome.blocksRun = 2;
        return outcome;
    }

    // By conditions, plan and healing; also in a file of the first version, which had none.
    void outcomesAndChoicesAreKept() {
        const auto first = path("keeps.strato");
        std::filesystem::copy_file(std::filesystem::path(TEST_DATA_DIR) / "runs/version1.strato", first);
        for (const auto& name : {finished("outcomes.strato"), first}) {
            RunFile file = RunFile::open(name);
            QVERIFY(file.readOutcomes("here").empty() && file.readChoices("window").empty());
            file.storeOutcome("here", {outcome("1=linear", false, 2.5), true});
            file.storeOutcome("here", {outcome("1=linear", true, 2.25), false});
            file.storeOutcome("there", {outcome("1=linear", false, 9), true});
            file.storeOutcome("here", {outcome("1=linear", false, 2.125), true});
            file.storeChoices("window", "{}");
            const auto kept = RunFile::open(name).readOutcomes("here");
            QCOMPARE(kept.size(), std::size_t{2});
            QVERIFY(kept[0].timed && !kept[0].outcome.healed && !kept[1].timed && kept[1].outcome.healed);
            const Outcome& back = kept[0].outcome;
            QCOMPARE(back.edited.loss, 2.125);
            QVERIFY(std::isnan(back.baseline.loss) && std::isnan(back.fits.at(0).heldOut) && !back.baseline.task);
            QVERIFY(back.edited.task && back.edited.task->questions == 4 && back.edited.task->standardError == 0.25);
            QCOMPARE(back.samples.at(0).edited, std::string("a \"time\""));
            QCOMPARE(back.warnings, std::vector<std::string>{"mind"});
            QVERIFY(back.fits[0].inSample == 0.75 && back.blocksRun == 2 && back.edited.tokens == 7);
            file.forgetHealedOutcomes("1=linear");
            QCOMPARE(file.readOutcomes("here").size(), std::size_t{1});
            QCOMPARE(file.readChoices("window"), std::string("{}"));
            QVERIFY(file.read().complete());
        }
        sql(path("outcomes.strato"), "UPDATE outcomes SET json = '{}'");
        QVERIFY_EXCEPTION_THROWN(RunFile::open(path("outcomes.strato")).readOutcomes("here"), Error);
    }

    void jsonHasNullsForWhatIsNotThereAndReasonsOnce() {
        const Run run = RunFile::open(finished("json.strato")).read();
        const nlohmann::ordered_json json = toJson(run);
        QVERIFY(json["blocks"][0]["linearity_no_residual"].is_null());
        QCOMPARE(json["blocks"][2]["linearity"].get<double>(), 0.1 * 2 + 1e-13);
        // One of the run's own; held-out scores, pairs, states, Procrustes and mergeable R^2 were not asked for.
        QCOMPARE(json["warnings"].size(), std::size_t{6});
        QVERIFY(json.dump().find("NaN") == std::string::npos);
    }

    void everythingThatIsMeasuredComesBack() {
        const auto file = path("whole.strato");
        BlockResult one = block(0);
        one.scores.procrustesOrthogonal = 0.25;
        one.scores.linearityWithoutFirst = 0.75;
        one.scores.outliers = {{0.9, 138, 0.97, 0.5}, {0.05, 2, 0.3, notComputed}};
        one.scores.attention = HalfScores{.linearity = 0.5, .rank = 7};
        one.input.participationRatio = 3.5;
        one.input.spectrum = {0.5F, 0.25F};
        PairScores pairs{PairMatrix::of(layers + 1), {}, PairMatrix::of(layers + 1)};
        pairs.linearity.set(0, 2, {0.125, 0.01});
        pairs.cka.at(1, 3) = 0.375;
        const LogitLens lens{2, 1, {{{4, 5}, {0.5F, 0.25F}, {1.0F, std::numeric_limits<float>::quiet_NaN()}}}};
        {
            RunFile run = RunFile::create(file, head(), windows());
            run.addBlock(one, false);
            run.addPairs(pairs);
            run.addLens(lens);
        }
        const Run run = RunFile::open(file).read();
        const BlockScores& scores = run.blocks.at(0);
        QCOMPARE(scores.procrustesOrthogonal, 0.25);
        QCOMPARE(scores.linearityWithoutFirst, 0.75);
        QCOMPARE(scores.outliers.size(), std::size_t{2});
        QCOMPARE(scores.outliers[0].dimension, 138);
        QVERIFY(scores.outliers[0].firstTokenShare == 0.5 && std::isnan(scores.outliers[1].firstTokenShare));
        QVERIFY(scores.attention && scores.attention->linearity == 0.5 && scores.attention->rank == 7 && !scores.mlp);
        QCOMPARE(run.states.at(0).participationRatio, 3.5);
        QCOMPARE(run.states.at(0).spectrum, one.input.spectrum);
        QVERIFY(run.pairs.linearity.at(0, 2) == 0.125 && run.pairs.cka.at(1, 3) == 0.375 && std::isnan(run.pairs.cka.at(0, 1)));
        QVERIFY(run.pairs.linearity.errorAt(0, 2) == 0.01 && std::isnan(run.pairs.cka.errorAt(1, 3)));
        QVERIFY(run.pairs.angularDistance.empty());
        QCOMPARE(run.lens.states.at(0).ids, lens.states[0].ids);
        QVERIFY(std::isnan(run.lens.states[0].loss[1]));
    }

    // tests/data/runs/version1.strato was written by schema version 1, which had fewer numbers.
    void filesOfTheFirstVersionOpen() {
        const auto file = path("first.strato");
        std::filesystem::copy_file(std::filesystem::path(TEST_DATA_DIR) / "runs/version1.strato", file);
        const RunFile old = RunFile::open(file);
        QCOMPARE(old.version(), 1);
        const Run run = old.read();
        QVERIFY(run.complete());
        QVERIFY(std::abs(run.blocks[0].linearityNoResidual - 0.92411) < 1e-5 && std::isnan(run.blocks[0].procrustesDiagonal));
        QCOMPARE(run.states.size(), std::size_t{6});
        QVERIFY(run.states[5].norm > 0 && run.states[5].spectrum.empty() && run.pairs.linearity.empty());
        QCOMPARE(old.readWindows().tokens, std::int64_t{64});
        QVERIFY(old.readMap({{2}, {2}}).has_value());
    }

    // tests/data/runs/version2.strato knew no errors of pairs.
    void filesOfTheSecondVersionOpen() {
        const auto file = path("second.strato");
        std::filesystem::copy_file(std::filesystem::path(TEST_DATA_DIR) / "runs/version2.strato", file);
        const RunFile old = RunFile::open(file);
        QCOMPARE(old.version(), 2);
        const Run run = old.read();
        QVERIFY(run.complete() && std::isfinite(run.states[5].participationRatio));
        QVERIFY(std::abs(run.pairs.linearity.at(0, 1) - 0.98109) < 1e-5 && std::isnan(run.pairs.linearity.errorAt(0, 1)));
    }

    void csvQuotesTextsAndLeavesTheAbsentEmpty() {
        const Run run = RunFile::open(finished("csv.strato")).read();
        const QStringList blocks = QString::fromStdString(blocksCsv(run)).split('\n');
        QCOMPARE(blocks.size(), layers + 2);
        QVERIFY(blocks[0].startsWith("block,linearity,linearity_no_residual,"));
        const QStringList cells = blocks[3].split(',');
        QCOMPARE(cells[1].toDouble(), run.blocks[2].linearity);
        QVERIFY(cells[2].isEmpty());
        QVERIFY(QString::fromStdString(tokenNonlinearityCsv(run)).contains("2,0,0,2,2,\"a,\"\"b\"\"\n\",,"));
    }

    // A child writes blocks as fast as it can and is killed without warning; whatever it had told us was finished is there.
    void afterAKillEveryFinishedBlockIsThere() {
        for (int attempt = 0; attempt < 5; ++attempt) {
            const auto file = path(QString("killed-%1.strato").arg(attempt));
            int pipe[2];
            QVERIFY(::pipe(pipe) == 0);
            const pid_t child = ::fork();
            if (child == 0) {
                RunFile run = RunFile::create(file, head(), windows());
                for (int l = 0; l < layers; ++l) {
                    run.addBlock(block(l), true);
                    const char told = static_cast<char>(l);
                    if (::write(pipe[1], &told, 1) != 1) ::_exit(1);
                }
                ::pause();
            }
            char told = 0;
            for (int l = 0; l <= attempt; ++l) QCOMPARE(::read(pipe[0], &told, 1), ssize_t{1});
            ::kill(child, SIGKILL);
            ::waitpid(child, nullptr, 0);
            ::close(pipe[0]);
            ::close(pipe[1]);
            const Run run = RunFile::open(file).read();
            QVERIFY(static_cast<int>(run.blocks.size()) > attempt);
            QCOMPARE(run.tokenNonlinearity.size(), run.blocks.size());
            QCOMPARE(run.states.size(), run.blocks.size() + 1);
        }
    }

    void onlyRunFilesAreReplaced() {
        QFile other(folder_.filePath("precious.strato"));
        QVERIFY(other.open(QIODevice::WriteOnly) && other.write("my thesis") == 9);
        other.close();
        QVERIFY_EXCEPTION_THROWN(RunFile::create(path("precious.strato"), head(), windows()), Error);
        QVERIFY(other.open(QIODevice::ReadOnly));
        QCOMPARE(other.readAll(), QByteArray("my thesis"));
        finished("again.strato");
        QCOMPARE(RunFile::create(path("again.strato"), head(), windows()).read().blocks.size(), std::size_t{0});
        QVERIFY_EXCEPTION_THROWN(RunFile::create(path("no/such/folder.strato"), head(), windows()), Error);
    }

    void damageIsRefusedInOneLine_data() {
        QTest::addColumn<QByteArray>("statement");
        for (const auto& [name, statement] : std::initializer_list<std::pair<const char*, const char*>>{
                 {"no head", "DELETE FROM head"},
                 {"head is no JSON", "UPDATE head SET json = '{'"},
                 {"head without model", "UPDATE head SET json = '{}'"},
                 {"absurd layers", "UPDATE head SET json = json_set(json, '$.model.layers', 2000000000)"},
                 {"fewer layers than blocks", "UPDATE head SET json = json_set(json, '$.model.layers', 2)"},
                 {"a block is gone", "DELETE FROM blocks WHERE block = 2"},
                 {"a row is short", "UPDATE token_nonlinearity SET float32 = x'00000000' WHERE block = 1"},
                 {"a row is no floats", "UPDATE token_nonlinearity SET float32 = x'0011' WHERE block = 1"},
                 {"a row is gone", "DELETE FROM token_nonlinearity WHERE block = 5"},
                 {"other texts", "UPDATE windows SET ids = x'07000000' WHERE number = 0"},
                 {"a map of the wrong size", "UPDATE maps SET width = 2000000000 WHERE first = 3"},
                 {"a table is gone", "DROP TABLE blocks"},
                 {"a million tokens", "WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) INSERT INTO tokens SELECT i, 1, 0, 0, 0, 'x' FROM n"},
                 {"a newer schema", "PRAGMA user_version = 99"},
                 {"another program's", "PRAGMA application_id = 1"}})
            QTest::newRow(name) << QByteArray(statement);
    }

    void damageIsRefusedInOneLine() {
        QFETCH(QByteArray, statement);
        const auto file = finished(QString("damaged-%1.strato").arg(QTest::currentDataTag()).replace(' ', '-'));
        sql(file, statement.constData());
        const QString message = refusal(file);
        QVERIFY2(!message.isEmpty() && !message.contains('\n'), qPrintable(message));
    }

    void truncatedFilesAreRefusedOrWhole() {
        QFile whole(QString::fromStdString(finished("truncated.strato").string()));
        QVERIFY(whole.open(QIODevice::ReadOnly));
        const QByteArray bytes = whole.readAll();
        for (const qsizetype keep : {qsizetype{0}, qsizetype{10}, qsizetype{100}, bytes.size() / 3, bytes.size() / 2, bytes.size() - 1}) {
            const auto file = path("cut.strato");
            QFile cut(QString::fromStdString(file.string()));
            QVERIFY(cut.open(QIODevice::WriteOnly | QIODevice::Truncate));
            cut.write(bytes.left(keep));
            cut.close();
            const QString message = refusal(file);
            QVERIFY2(!message.isEmpty() && !message.contains('\n'), qPrintable(QString::number(keep)));
        }
    }
};

QTEST_GUILESS_MAIN(RunFileTest)
#include "run_file_test.moc"
