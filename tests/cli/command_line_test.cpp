// strato as scripts call it: the JSON, the exit codes and the one-line errors that contract.md promises.
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <csignal>

class CommandLineTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    QJsonObject analyzed_;
    const QString demo_ = QStringLiteral(SOURCE_DIR) + "/resources/demo";
    const QString golden_ = QStringLiteral(TEST_DATA_DIR) + "/golden";

    struct Result {
        int code = -1;
        QByteArray out, err;
        QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    };

    static Result strato(const QStringList& arguments) {
        QProcess process;
        process.start(QStringLiteral(BINARY_DIR) + "/bin/strato", arguments);
        if (!process.waitForFinished(120000)) return {};
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }

    QString path(const QString& name) const { return folder_.filePath(name); }
    QString model() const { return demo_ + "/plain"; }
    QString prompts() const { return demo_ + "/prompts.jsonl"; }

    QString write(const QString& name, const QByteArray& content) const {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly)) qFatal("can't write");
        file.write(content);
        return path(name);
    }

    // The run that several tests read, made once.
    QString run() {
        const QString file = path("demo.strato");
        if (QFile::exists(file)) return file;
        const Result result = strato({"analyze", model(), "--data", prompts(), "--out", file, "--tokens", "4096", "--json", "--quiet"});
        if (result.code != 0) qFatal("analyze failed: %s", result.err.constData());
        analyzed_ = result.json();
        return file;
    }

    static void compareKeys(const QJsonObject& object, const QStringList& keys) {
        for (const QString& key : keys) QVERIFY2(object.contains(key), qPrintable("no key " + key));
    }

    static void expectOneLine(const Result& result, int code) {
        QCOMPARE(result.code, code);
        QVERIFY2(result.err.startsWith("strato: error: ") && result.err.count('\n') == 1, result.err.constData());
        QVERIFY(result.out.isEmpty());
    }

private slots:
    void inspectHasThePromisedKeys() {
        const QJsonObject json = strato({"inspect", model(), "--json"}).json();
        compareKeys(json, {"family", "architecture", "layers", "hidden_size", "attention_heads", "key_value_heads", "vocabulary_size",
                           "parameters", "dtype", "context_length", "tokenizer", "supported", "reason", "exports"});
        QCOMPARE(json["family"].toString(), QString("llama"));
        QVERIFY(json["supported"].toBool());
    }

    void tokenizeGivesIdsAndTokens() {
        const QJsonObject json = strato({"tokenize", model(), "--text", "Once upon a time", "--json"}).json();
        QVERIFY(!json["ids"].toArray().isEmpty());
        QCOMPARE(json["ids"].toArray().size(), json["tokens"].toArray().size());
        const Result fromFile = strato({"tokenize", model(), "--file", write("t.txt", "Once upon a time"), "--json"});
        QCOMPARE(fromFile.json(), json);
    }

    void analyzeAndShowGiveTheSameJson() {
        const QString file = run();
        const Result shown = strato({"show", file, "--json"});
        QCOMPARE(shown.code, 0);
        const QJsonObject json = shown.json();
        QCOMPARE(json, analyzed_);
        compareKeys(json, {"model", "data", "settings", "warnings", "blocks", "states", "pairs", "timing", "peak_memory_bytes"});
        compareKeys(json["data"].toObject(), {"documents", "tokens", "sequence_length", "sha256"});
        compareKeys(json["timing"].toObject(), {"load_seconds", "forward_seconds", "geometry_seconds", "total_seconds"});
        const QJsonArray blocks = json["blocks"].toArray();
        QCOMPARE(blocks.size(), json["model"].toObject()["layers"].toInt());
        QCOMPARE(json["states"].toArray().size(), blocks.size() + 1);
        for (const auto& value : blocks) {
            const QJsonObject block = value.toObject();
            compareKeys(block, {"block", "linearity", "linearity_no_residual", "linearity_adjusted", "linearity_no_residual_adjusted",
                                "linearity_heldout", "linearity_heldout_se", "linearity_no_residual_heldout", "linearity_no_residual_heldout_se",
                                "mergeable_r2", "block_influence", "angular_distance", "contribution_ratio", "rank"});
            for (const char* score : {"linearity", "linearity_no_residual"})
                QVERIFY(block[score].toDouble(-1) > 0 && block[score].toDouble(2) <= 1);
            QCOMPARE(block["mergeable_r2"].isNull(), block["block"].toInt() == 0);
            QVERIFY(block["procrustes_scaled_orthogonal"].toDouble(2) <= block["linearity"].toDouble() + 1e-9);
        }
        QVERIFY(!json["warnings"].toArray().isEmpty());
    }

    void runsKnowTheirFilesFromAnywhere() {
        QProcess process;
        process.setWorkingDirectory(demo_);
        process.start(QStringLiteral(BINARY_DIR) + "/bin/strato", {"analyze", "plain/", "--data", "prompts.jsonl", "--tokens", "512", "--out", path("relative.strato"), "--quiet"});
        QVERIFY(process.waitForFinished(60000) && process.exitCode() == 0);
        const QJsonObject json = strato({"show", path("relative.strato"), "--json"}).json();
        QCOMPARE(json["model"].toObject()["folder"].toString(), QFileInfo(model()).canonicalFilePath());
        QCOMPARE(json["data"].toObject()["files"].toArray().at(0).toString(), QFileInfo(prompts()).canonicalFilePath());
    }

    void foldsGiveHeldOutScores() {
        const Result result = strato({"analyze", model(), "--data", prompts(), "--out", path("folds.strato"), "--tokens", "8192", "--folds", "4", "--json"});
        const QJsonObject block = result.json()["blocks"].toArray().at(3).toObject();
        QVERIFY(block["linearity_heldout"].toDouble() > 0 && block["linearity_heldout"].toDouble() < block["linearity"].toDouble());
        QVERIFY(block["linearity_heldout_se"].toDouble() > 0);
    }

    // Killed again and again, at moments that fall anywhere: while texts are read, between blocks, while a block is written.
    void aKilledAnalysisGoesOnToTheSameRun() {
        const QStringList arguments{"analyze", model(), "--data", prompts(), "--tokens", "4096", "--pairs", "linearity", "--measures", "all", "--quiet", "--json"};
        const QString undisturbed = path("undisturbed.strato"), killed = path("killed.strato");
        QJsonObject expected = strato(arguments + QStringList{"--out", undisturbed}).json();
        int kills = 0;
        bool ended = false;
        for (int delay = 60; !ended && kills < 60; delay += 37 + delay / 8) {
            QProcess process;
            process.start(QStringLiteral(BINARY_DIR) + "/bin/strato", arguments + QStringList{"--out", killed, "--resume"});
            QVERIFY(process.waitForStarted());
            ended = process.waitForFinished(delay);
            if (ended) QCOMPARE(process.exitCode(), 0);
            else ++kills, process.kill(), process.waitForFinished();
        }
        QVERIFY(ended && kills > 0);
        QJsonObject actual = strato({"show", killed, "--json"}).json();
        for (QJsonObject* json : {&expected, &actual})
            for (const char* measured : {"timing", "peak_memory_bytes"}) json->remove(measured);
        QCOMPARE(actual, expected);
        QVERIFY(!QFile::exists(killed + ".states"));
    }

    void compareSetsRunsSideBySide() {
        const QString other = path("short.strato"), csv = path("compared.csv");
        QCOMPARE(strato({"analyze", demo_ + "/cosine", "--data", prompts(), "--out", other, "--tokens", "512", "--quiet"}).code, 0);
        const Result result = strato({"compare", run(), other, "--csv", csv, "--json"});
        QVERIFY2(result.code == 0 && result.err.isEmpty(), result.err.constData());
        const QJsonObject json = result.json(), first = json["runs"].toArray().at(0).toObject();
        compareKeys(json, {"runs", "common", "series", "warnings"});
        compareKeys(first, {"file", "model", "layers", "hidden_size", "tokens", "tokens_per_dimension", "step", "means", "blocks", "states"});
        QCOMPARE(first["model"].toString(), QString("plain"));
        const QJsonArray blocks = first["blocks"].toArray(), shown = strato({"show", run(), "--json"}).json()["blocks"].toArray();
        QCOMPARE(blocks.last().toObject()["depth"].toDouble(), 1.0);
        QCOMPARE(blocks[2].toObject()["linearity"], shown[2].toObject()["linearity"]);
        QVERIFY(!json["warnings"].toArray().isEmpty());
        QFile file(csv);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().count('\n'), 1 + 2 * shown.size());
        const Result table = strato({"compare", run(), other});
        QVERIFY(table.out.contains("cosine") && table.err.startsWith("strato: note: "));
        QVERIFY(strato({"compare", run(), other, "--quiet"}).err.isEmpty());
    }

    void whatIfMeasuresDropAndLinear() {
        const Result result = strato({"whatif", model(), "--run", run(), "--data", prompts(), "--tokens", "2048", "--plan", "4=linear,6=drop", "--json", "--no-speed"});
        QCOMPARE(result.code, 0);
        const QJsonObject json = result.json(), before = json["baseline"].toObject(), after = json["edited"].toObject();
        compareKeys(json, {"plan", "protocol", "baseline", "edited", "warnings"});
        for (const QJsonObject& quality : {before, after})
            compareKeys(quality, {"loss", "loss_standard_error", "perplexity", "tokens", "parameters", "bytes", "prefill_tokens_per_second", "decode_tokens_per_second"});
        compareKeys(after, {"kl_divergence", "top1_agreement"});
        compareKeys(json, {"loss_difference", "loss_difference_standard_error", "standard_error_over"});
        QVERIFY(std::abs(json["loss_difference"].toDouble() - (after["loss"].toDouble() - before["loss"].toDouble())) < 1e-9);
        QCOMPARE(json["plan"].toString(), QString("4=linear,6=drop"));
        QVERIFY(after["perplexity"].toDouble() > before["perplexity"].toDouble());
        QVERIFY(after["parameters"].toInt() < before["parameters"].toInt());
        QVERIFY(before["prefill_tokens_per_second"].isNull());
    }

    void planFindsACutAndSaysWhatItCosts() {
        const QJsonObject json = strato({"plan", model(), "--run", run(), "--data", prompts(), "--tokens", "512", "--strategy", "linearity", "--max-layers", "2",
                                         "--tolerance", "10", "--json"}).json();
        QCOMPARE(json["strategy"].toString(), QString("linearity"));
        const QJsonArray steps = json["steps"].toArray();
        QCOMPARE(steps.size(), 2);
        const double perplexity = steps[1].toObject()["perplexity"].toDouble();
        const QString plan = steps[1].toObject()["plan"].toString();
        QCOMPARE(json["recommended"].toObject()["plan"].toString(), plan);
        const QJsonObject measured = strato({"whatif", model(), "--run", run(), "--data", prompts(), "--tokens", "512", "--plan", plan, "--json", "--no-speed"}).json();
        QVERIFY(std::abs(measured["edited"].toObject()["perplexity"].toDouble() / perplexity - 1) < 1e-6);
        const QJsonObject two = strato({"plan", model(), "--run", run(), "--data", prompts(), "--tokens", "512", "--strategy", "influence,angular", "--max-layers", "1", "--json"}).json();
        QCOMPARE(two["strategies"].toArray().size(), 2);
        QCOMPARE(strato({"plan", model(), "--run", run(), "--data", prompts(), "--strategy", "best"}).code, 2);
    }

    void theEmptyPlanChangesNothing() {
        const QJsonObject json = strato({"whatif", model(), "--run", run(), "--tokens", "1024", "--plan", "", "--json", "--no-speed"}).json();
        QCOMPARE(json["edited"].toObject()["loss"].toDouble(), json["baseline"].toObject()["loss"].toDouble());
    }

    void evalGivesQualityAndProtocol() {
        const QJsonObject json = strato({"eval", model(), "--data", prompts(), "--tokens", "2048", "--protocol", "windows-64", "--json"}).json();
        QCOMPARE(json["protocol"].toString(), QString("windows-64"));
        QVERIFY(json["perplexity"].toDouble() > 1 && json["decode_tokens_per_second"].toDouble() > 0);
        expectOneLine(strato({"eval", model(), "--data", prompts(), "--protocol", "wikitext"}), 2);
        QCOMPARE(json["standard_error_over"].toString(), QString("documents"));
    }

    void everyProtocolIsNamedWithWhatMatters() {
        const auto eval = [&](const char* protocol) {
            return strato({"eval", model(), "--data", prompts(), "--tokens", "2048", "--sequence-length", "128", "--protocol", protocol, "--json", "--no-speed"}).json();
        };
        QCOMPARE(eval("gptq-64")["protocol"].toString(), QString("gptq-64;specials=default"));
        QCOMPARE(eval("hf-stride-64")["protocol"].toString(), QString("hf-stride-64;max=128;specials=default"));
        QCOMPARE(eval("gptq-64")["standard_error_over"].toString(), QString("windows"));
        QVERIFY(eval("hf-stride-64")["loss"].toDouble() < eval("gptq-64")["loss"].toDouble());
        const QJsonObject pages = strato({"eval", model(), "--data", write("pages.jsonl", "{\"page\": \"Once upon a time .\"}\n{\"page\": \" The end .\"}\n"),
                                          "--text-field", "page", "--protocol", "lmeval-wikitext", "--json", "--no-speed"}).json();
        QVERIFY(pages["protocol"].toString().startsWith("lmeval-wikitext;max="));
        const double nats = pages["loss"].toDouble() * pages["tokens"].toInt();
        QVERIFY(std::abs(pages["word_perplexity"].toDouble() / std::exp(nats / 9) - 1) < 1e-9);
        QVERIFY(std::abs(pages["bits_per_byte"].toDouble() - nats / 28 / std::log(2.0)) < 1e-9);
    }

    void questionsAreAnsweredByBothModels() {
        const QString task = write("task.jsonl", "{\"question\": \"Who?\", \"choices\": {\"text\": [\"the fox\", \"home\"], \"label\": [\"A\", \"B\"]}, \"answerKey\": \"A\"}\n"
                                                 "{\"context\": \"Once upon a\", \"choices\": [\"time\", \"zebra\"], \"gold\": 0}\n");
        const QJsonObject alone = strato({"eval", model(), "--task", task, "--json", "--no-speed"}).json();
        compareKeys(alone, {"questions", "accuracy", "accuracy_normalized", "standard_error"});
        QCOMPARE(alone["questions"].toInt(), 2);
        QVERIFY(alone["loss"].isNull() && alone["warnings"].toArray().size() == 1);
        const QJsonObject both = strato({"whatif", model(), "--task", task, "--plan", "4=drop", "--json", "--no-speed"}).json();
        QCOMPARE(both["baseline"].toObject()["accuracy"], alone["accuracy"]);
        compareKeys(both["edited"].toObject(), {"questions", "accuracy", "accuracy_normalized", "standard_error"});
        compareKeys(both, {"accuracy_difference", "accuracy_difference_standard_error", "ideal_speedup"});
        const Result bad = strato({"eval", model(), "--task", write("bad_task.jsonl", "{\"question\": \"Q\", \"choices\": [\"x\", \"y\"], \"answer\": 0}\n{}\n"), "--quiet"});
        expectOneLine(bad, 1);
        QVERIFY2(bad.err.contains("line 2"), bad.err.constData());
    }

    void samplesStandBesideEachOther() {
        const QStringList arguments{"whatif", model(), "--plan", "4=drop", "--sample", "Once upon a time", "--sample", "The fox", "--sample-tokens", "6", "--no-speed"};
        const QJsonArray samples = strato(QStringList(arguments) << "--json").json()["samples"].toArray();
        QCOMPARE(samples.size(), 2);
        QCOMPARE(samples[1].toObject()["prompt"].toString(), QString("The fox"));
        compareKeys(samples[0].toObject(), {"prompt", "baseline", "edited"});
        QVERIFY(!samples[0].toObject()["baseline"].toString().isEmpty());
        QVERIFY(strato(arguments).out.contains("> The fox"));
    }

    void dumpWritesStatesThatAnalyzeReads() {
        const Result result = strato({"dump", model(), "--data", prompts(), "--tokens", "300", "--out", path("states.safetensors")});
        QCOMPARE(result.code, 0);
        QVERIFY(QFile::exists(path("states.safetensors")));
        QCOMPARE(strato({"dump", golden_ + "/gpt2", "--ids", golden_ + "/gpt2/expected.safetensors", "--no-logits", "--out", path("g.safetensors")}).code, 0);
    }

    void exportWritesAFolderThatRuns() {
        const Result result = strato({"export", model(), "--run", run(), "--plan", "5=drop", "--out", path("smaller")});
        QVERIFY2(result.code == 0, result.err.constData());
        const QJsonObject before = strato({"inspect", model(), "--json"}).json(), after = strato({"inspect", path("smaller"), "--json"}).json();
        QCOMPARE(after["layers"].toInt(), before["layers"].toInt() - 1);
        const QJsonObject measured = strato({"whatif", model(), "--run", run(), "--data", prompts(), "--tokens", "1024", "--plan", "5=drop", "--json", "--no-speed"}).json();
        const QJsonObject loaded = strato({"eval", path("smaller"), "--data", prompts(), "--tokens", "1024", "--json", "--no-speed"}).json();
        QCOMPARE(loaded["loss"].toDouble(), measured["edited"].toObject()["loss"].toDouble());
        expectOneLine(strato({"export", model(), "--plan", "5=drop", "--out", path("smaller")}), 1);
        expectOneLine(strato({"export", model(), "--plan", "5=linear", "--out", path("never")}), 1);
        QVERIFY(!QFile::exists(path("never")));
    }

    void wrongUsageIsExitCodeTwo_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("no command") << QStringList{};
        QTest::newRow("unknown command") << QStringList{"frobnicate"};
        QTest::newRow("unknown option") << QStringList{"inspect", model(), "--frobnicate"};
        QTest::newRow("no model") << QStringList{"inspect"};
        QTest::newRow("bad plan") << QStringList{"whatif", model(), "--data", prompts(), "--plan", "5=explode"};
        QTest::newRow("plan outside") << QStringList{"whatif", model(), "--data", prompts(), "--plan", "99=drop"};
        QTest::newRow("bad memory") << QStringList{"whatif", model(), "--data", prompts(), "--plan", "1=drop", "--memory", "lots"};
        QTest::newRow("no text") << QStringList{"tokenize", model()};
        QTest::newRow("nothing to compare with") << QStringList{"compare", path("demo.strato")};
        QTest::newRow("nothing to measure") << QStringList{"eval", model()};
        QTest::newRow("a protocol for no text") << QStringList{"eval", model(), "--task", prompts(), "--protocol", "gptq-64"};
        QTest::newRow("a protocol for a run's windows") << QStringList{"whatif", model(), "--run", run(), "--plan", "1=drop", "--protocol", "gptq-64", "--quiet"};
        QTest::newRow("windows too long") << QStringList{"eval", model(), "--data", prompts(), "--protocol", "gptq-100000"};
        QTest::newRow("too long") << QStringList{"eval", model(), "--data", prompts(), "--sequence-length", "100000"};
    }

    void wrongUsageIsExitCodeTwo() {
        QFETCH(QStringList, arguments);
        expectOneLine(strato(arguments), 2);
    }

    void badInputIsExitCodeOneAndOneLine_data() {
        QTest::addColumn<QStringList>("arguments");
        const QString out = path("bad.strato");
        QTest::newRow("no folder") << QStringList{"inspect", path("nowhere")};
        QTest::newRow("no config") << QStringList{"inspect", folder_.path()};
        QTest::newRow("empty text") << QStringList{"analyze", model(), "--data", write("empty.txt", ""), "--out", out};
        QTest::newRow("blank text") << QStringList{"analyze", model(), "--data", write("blank.txt", " \n\n "), "--out", out};
        QTest::newRow("missing text") << QStringList{"analyze", model(), "--data", path("none.txt"), "--out", out};
        QTest::newRow("bad line") << QStringList{"analyze", model(), "--data", write("bad.jsonl", "{\"text\": \"fine\"}\n{\"tex"), "--out", out};
        QTest::newRow("no tokeniser") << QStringList{"analyze", golden_ + "/gpt2", "--data", prompts(), "--out", out};
        QTest::newRow("no folder to write to") << QStringList{"analyze", model(), "--data", prompts(), "--out", path("no/such/run.strato")};
        QTest::newRow("no run file") << QStringList{"show", write("x.strato", "not a database")};
        QTest::newRow("compared with no run") << QStringList{"compare", write("y.strato", "not a database"), path("none.strato")};
        QTest::newRow("missing run") << QStringList{"show", path("none.strato")};
        QTest::newRow("linear without run") << QStringList{"whatif", model(), "--data", prompts(), "--plan", "1=linear"};
    }

    void badInputIsExitCodeOneAndOneLine() {
        QFETCH(QStringList, arguments);
        expectOneLine(strato(arguments << "--quiet"), 1);
        QVERIFY(!QFile::exists(path("bad.strato")));
    }

    void aRunOfAnotherModelIsRefused() {
        expectOneLine(strato({"whatif", demo_ + "/cosine", "--run", run(), "--data", prompts(), "--plan", "1=linear", "--quiet"}), 1);
    }

    void anInterruptKeepsFinishedBlocksAndResumeGoesOn() {
        const QString file = path("interrupted.strato");
        const QStringList arguments{"analyze", model(), "--data", prompts(), "--out", file, "--tokens", "20000", "--threads", "1", "--json"};
        QProcess process;
        process.start(QStringLiteral(BINARY_DIR) + "/bin/strato", arguments);
        QVERIFY(process.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(strato({"show", file, "--json"}).json()["blocks"].toArray().size() >= 2 || process.state() == QProcess::NotRunning, 60000);
        if (process.state() == QProcess::Running) ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(20000));
        if (process.exitCode() == 0) QSKIP("the analysis was done before it could be interrupted");
        QCOMPARE(process.exitCode(), 130);
        const QJsonArray kept = strato({"show", file, "--json"}).json()["blocks"].toArray();
        QVERIFY(!kept.isEmpty());
        const Result resumed = strato(QStringList(arguments) << "--resume");
        QVERIFY2(resumed.code == 0, resumed.err.constData());
        const QJsonArray blocks = resumed.json()["blocks"].toArray();
        QCOMPARE(blocks.size(), resumed.json()["model"].toObject()["layers"].toInt());
        QCOMPARE(blocks[0], kept[0]);
    }

    void trainMakesAFolderThatEverythingElseReads() {
        const QString text = path("stories.txt");
        QCOMPARE(strato({"stories", "--seed", "3", "--bytes", "60000", "--out", text}).code, 0);
        const Result trained = strato({"train", "--preset", "tiny", "--data", text, "--regularizer", "cosine", "--lambda", "0.5", "--steps", "5", "--out", path("tiny"), "--quiet"});
        QVERIFY2(trained.code == 0, trained.err.constData());
        QVERIFY(strato({"inspect", path("tiny"), "--json"}).json()["supported"].toBool());
        QVERIFY(strato({"eval", path("tiny"), "--data", text, "--tokens", "512", "--no-speed", "--json"}).json()["loss"].toDouble() > 0);
        expectOneLine(strato({"train", "--preset", "tiny", "--data", text, "--regularizer", "rope", "--out", path("none")}), 2);
    }
};

QTEST_GUILESS_MAIN(CommandLineTest)
#include "command_line_test.moc"
