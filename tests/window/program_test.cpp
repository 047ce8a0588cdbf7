// stratoscope as a program: figures without a display, and one clear line where there is none to open a window on.
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

class ProgramTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    const QString demo_ = QStringLiteral(SOURCE_DIR) + "/resources/demo";

    struct Result {
        int code = -1;
        QByteArray out, err;
    };

    static Result run(const QString& program, const QStringList& arguments) {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char* variable : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) environment.remove(variable);
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(BINARY_DIR) + "/bin/" + program, arguments);
        if (!process.waitForFinished(300000)) return {};
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }

    QString runFile() {
        const QString file = folder_.filePath("demo.strato");
        if (QFile::exists(file)) return file;
        const Result made = run("strato", {"analyze", demo_ + "/plain", "--data", demo_ + "/prompts.jsonl", "--tokens", "2048", "--out", file, "--quiet"});
        if (made.code != 0) qFatal("%s", made.err.constData());
        return file;
    }

private slots:
    void figuresNeedNoDisplayAndAreRepeatable() {
        for (const QString& figure : QStringList{"profile", "strip", "heatmap", "spectra"})
            for (const QString& format : QStringList{"pdf", "svg", "png", "csv"}) {
                const QString out = folder_.filePath(figure + "." + format);
                const Result result = run("stratoscope", {"--figure", figure, "--out", out, "--width", "84", "--height", "60", runFile()});
                QVERIFY2(result.code == 0 && result.err.isEmpty(), result.err.constData());
                QVERIFY(QFileInfo(out).size() > 100);
            }
        QFile first(folder_.filePath("heatmap.svg"));
        QVERIFY(first.open(QIODevice::ReadOnly));
        const QByteArray before = first.readAll();
        first.close();
        run("stratoscope", {"--figure", "heatmap", "--out", first.fileName(), "--width", "84", "--height", "60", runFile()});
        QVERIFY(first.open(QIODevice::ReadOnly));
        QCOMPARE(first.readAll(), before);
    }

    // Numbers don't follow the locale, and what the window can choose the command line can, too.
    void figuresAreTheSameInEveryCountryAndAsTheWindowShowsThem() {
        const auto draw = [&](const QString& name, const QStringList& more) {
            const QString out = folder_.filePath(name);
            const Result result = run("stratoscope", QStringList{"--figure", "heatmap", "--out", out, "--width", "84", "--height", "60", runFile()} + more);
            QFile file(out);
            return result.code == 0 && file.open(QIODevice::ReadOnly) ? file.readAll() : result.err;
        };
        const QByteArray usual = draw("usual.svg", {});
        qputenv("LC_ALL", "de_DE.UTF-8");
        QCOMPARE(draw("usual.svg", {}), usual);
        qunsetenv("LC_ALL");
        // Neither on where a hash happens to begin.
        const auto profile = [&] { run("stratoscope", {"--figure", "profile", "--out", folder_.filePath("again.svg"), runFile()}); QFile file(folder_.filePath("again.svg")); return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray(); };
        const QByteArray first = profile();
        for (int again = 0; again < 4; ++again) QCOMPARE(profile(), first);
        const QByteArray part = draw("part.svg", {"--view", "columns=3:9,low=0.1,high=0.2,diverging", "--plan", "2=drop"});
        QVERIFY(part != usual && part.contains("view=columns%3D3%3A9%2Cdiverging%2Clow%3D0.1%2Chigh%3D0.2;plan=2%3Ddrop;"));
        QVERIFY(draw("russian.svg", {"--language", "ru"}).contains("нелинейность"));
        for (const QStringList& wrong : {QStringList{"--view", "frog"}, {"--plan", "99=drop"}, {"--plan", "x"}, {"--language", "xx"}})
            QVERIFY(draw("wrong.svg", wrong).startsWith("stratoscope: error: "));
    }

    void whatCantBeDoneIsOneLine_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        const QString out = folder_.filePath("none.pdf");
        QTest::newRow("no display") << QStringList{} << 1;
        QTest::newRow("no display, with a model") << QStringList{demo_ + "/plain"} << 1;
        QTest::newRow("unknown figure") << QStringList{"--figure", "frog", "--out", out, runFile()} << 2;
        QTest::newRow("not in this run") << QStringList{"--figure", "pairs-cka", "--out", out, runFile()} << 1;
        QTest::newRow("nothing to compare") << QStringList{"--figure", "compare", "--out", out, runFile()} << 1;
        QTest::newRow("two runs for one") << QStringList{"--figure", "profile", "--out", out, runFile(), runFile()} << 2;
        QTest::newRow("no file to write") << QStringList{"--figure", "profile", runFile()} << 2;
        QTest::newRow("no run") << QStringList{"--figure", "profile", "--out", out} << 2;
        QTest::newRow("missing run") << QStringList{"--figure", "profile", "--out", out, folder_.filePath("gone.strato")} << 1;
        QTest::newRow("unknown format") << QStringList{"--figure", "profile", "--out", folder_.filePath("none.gif"), runFile()} << 2;
        QTest::newRow("no folder") << QStringList{"--figure", "profile", "--out", folder_.filePath("no/none.pdf"), runFile()} << 1;
        QTest::newRow("unknown option") << QStringList{"--frobnicate"} << 2;
    }

    void whatCantBeDoneIsOneLine() {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        const Result result = run("stratoscope", arguments);
        QCOMPARE(result.code, code);
        QVERIFY2(result.err.startsWith("stratoscope: error: ") && result.err.count('\n') == 1, result.err.constData());
        QVERIFY(!QFile::exists(folder_.filePath("none.pdf")));
    }
};

QTEST_GUILESS_MAIN(ProgramTest)
#include "program_test.moc"
