// A monkey at the window (tests/window/monkey.h), with jobs starting and stopping under it: nothing crashes, hangs, stays modal or says nothing, the
// window works afterwards, and it can be closed in mid-run. Meant for the sanitizers, too.
//
//     STRATO_MONKEY_SEED=7 STRATO_MONKEY_EVENTS=10000 monkey_test     another stream, and a longer one
//     STRATO_MONKEY_LOG=events.txt monkey_test                        in this very process, for a debugger
//
// The monkey has a process of its own, so that its last events are told however it ends.
#include <random>

#include <QApplication>
#include <QComboBox>
#include <QDesktopServices>
#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QSignalSpy>

#include "core/runs/run_file.h"
#include "core/train/story_generator.h"
#include "tests/window/monkey.h"
#include "tests/window/window_fixture.h"

using namespace strato;

namespace {

constexpr auto logVariable = "STRATO_MONKEY_LOG";

int numberIn(const char* variable, int otherwise) {
    bool is = false;
    const int number = qEnvironmentVariableIntValue(variable, &is);
    return is ? number : otherwise;
}

int seed() { return numberIn("STRATO_MONKEY_SEED", 1); }
int events() { return std::clamp(numberIn("STRATO_MONKEY_EVENTS", 1500), 1, 1000000); }
bool isTheMonkeysProcess() { return !qEnvironmentVariableIsEmpty(logVariable); }

// What a stream may take on a slow machine under a sanitizer, in milliseconds.
int limit() { return 300000 + 400 * events(); }

bool isSentence(const QString& text) {
    const bool hasLetters = std::any_of(text.begin(), text.end(), [](QChar c) { return c.isLetter(); });
    return hasLetters && text.size() > 8 && text == text.trimmed() && text.contains(' ');
}

QString lastEvents(const QString& log) {
    QFile file(log);
    if (!file.open(QIODevice::ReadOnly)) return "none";
    const QStringList lines = QString::fromUtf8(file.readAll()).split('\n', Qt::SkipEmptyParts);
    return lines.mid(std::max<qsizetype>(0, lines.size() - 30)).join('\n');
}

}  // namespace

class MonkeyTest : public WindowFixture {
    Q_OBJECT

    std::unique_ptr<Appearance> appearance_;
    std::unique_ptr<Monkey> monkey_;
    QFile log_;
    QString run_;
    Monkey::Paths paths_;
    QStringList wordless_;                           // messages that were no sentence

    // Links of the manual and of "About" lead to no browser.
    Q_INVOKABLE void stayHere(const QUrl& link) { monkey_->note("link " + link.toString()); }

    QString write(const QString& name, const QByteArray& content) {
        const QString path = folder_.filePath(name);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) qFatal("can't write %s", qPrintable(path));
        return path;
    }

    QString copyOfTheRun(const QString& name) {
        const QString copy = folder_.filePath(name);
        if (!QFile::copy(run_, copy)) qFatal("can't copy %s", qPrintable(run_));
        return copy;
    }

    // Nothing outside of the temporary folder is the monkey's.
    void fence() {
        separateSettings();
        QSettings().remove("measure");
        QDir(folder_.path()).mkpath("home");
        qputenv("HOME", folder_.filePath("home").toUtf8());
        qputenv("HF_HUB_CACHE", folder_.filePath("hub").toUtf8());
        for (const char* scheme : {"http", "https", "mailto", "file"}) QDesktopServices::setUrlHandler(scheme, this, "stayHere");
        QGuiApplication::setQuitOnLastWindowClosed(false);
    }

    // Good and bad ones.
    void makeFiles() {
        run_ = folder_.filePath("demo.strato");
        analyzeModel({.model = (demo_ + "/plain").toStdString(), .data = {(demo_ + "/prompts.jsonl").toStdString()}, .run = run_.toStdString(),
                      .sequenceLength = 64, .tokens = 2048, .folds = 2, .measures = {"states", "mergeable", "halves"}, .pairs = "all", .lensTokens = 96, .compute = {}}, {}, {});
        const QString stories = folder_.filePath("stories.txt");
        writeStories(5, 20000, stories.toStdString());
        std::mt19937 random(5);
        QByteArray noise, questions;
        for (int i = 0; i < 5000; ++i) noise += static_cast<char>(random());
        for (const char* answer : {"0", "1", "1", "0"})
            questions += QByteArray(R"({"question": "Who slept?", "choices": ["the cat", "a stone of the river"], "answer": )") + answer + "}\n";
        QDir(folder_.path()).mkpath("strange");
        write("strange/config.json", R"({"model_type": "strange"})");
        paths_.opens = {copyOfTheRun("one.strato"), copyOfTheRun("two.strato"), demo_ + "/plain", demo_ + "/cosine", demo_ + "/prompts.jsonl", stories};
        paths_.opens << write("questions.jsonl", questions) << write("empty.txt", {}) << write("empty.strato", {}) << write("noise.bin", noise)
                     << write("noise.strato", noise) << write("noise.jsonl", noise) << folder_.filePath("strange") << folder_.filePath("nowhere") << folder_.path();
        for (const char* name : {"saved.strato", "figure.pdf", "figure.svg", "figure.png", "figure.csv", "smaller", "bare", "no/such/folder.pdf"})
            paths_.saves << folder_.filePath(name);
    }

    void openRun(const QString& file) {
        session().openRun(file);
        QTRY_VERIFY_WITH_TIMEOUT(session().canEdit() && session().runFile() == file && !session().jobs().isBusy(Lane::open), 300000);
    }

    void openWindow() {
        appearance_ = std::make_unique<Appearance>();
        showWindow(appearance_.get());
        monkey_ = std::make_unique<Monkey>(*window_, paths_, static_cast<unsigned>(seed()), log_);
        // Neither menu nor palette nor key reaches what would end the stream, or have it go on in another language.
        for (const MenuCommand& command : menuCommands(*window_->menuBar()))
            if (command.path.contains("Quit") || command.path.contains("Language")) command.action->setEnabled(false);
        for (auto told : {&Session::failed, &Session::succeeded})
            connect(&session(), told, this, [this] {
                monkey_->note("message: " + errorText());
                if (!isSentence(errorText())) wordless_ << "“" + errorText() + "”";
            });
        openRun(paths_.opens.constFirst());
    }

    void theStreamIsSurvived() {
        const QSignalSpy plans(&session(), &Session::planChanged), runs(&session(), &Session::runChanged), jobs(&session().jobs(), &JobRunner::busyChanged);
        monkey_->play(events());
        qInfo("the plan changed %d times, the run %d times, jobs came and went %d times", int(plans.count()), int(runs.count()), int(jobs.count()));
        QVERIFY(!Monkey::blocker());
        for (const QWidget* widget : QApplication::topLevelWidgets())
            QVERIFY2(!widget->isVisible() || !widget->isModal(), qPrintable(Monkey::nameOf(*widget)));
        QVERIFY2(wordless_.isEmpty(), qPrintable(wordless_.join("; ")));
        QVERIFY(window_->isVisible());
    }

    void theWindowStillAnswers() {
        monkey_->note("the window is asked for an answer");
        session().jobs().stopAll();
        for (auto* dialog : window_->findChildren<QDialog*>()) dialog->close();
        QTRY_VERIFY_WITH_TIMEOUT(!session().jobs().isBusy(), 300000);
        window_->resize(1280, 800);
        window_->activateWindow();
        openRun(copyOfTheRun("fresh.strato"));
        QTRY_VERIFY(window_->isActiveWindow());
        find<QComboBox>("part")->setCurrentIndex(static_cast<int>(BlockPart::whole));
        click("actionDrop");
        auto* strip = find<StripChart>("strip");
        strip->replot();
        QCOMPARE(plan(), std::string());
        QTest::mouseClick(strip, Qt::LeftButton, {}, QPointF(strip->xAxis->coordToPixel(5), strip->yAxis->coordToPixel(0)).toPoint());
        QCOMPARE(plan(), std::string("5=drop"));
        QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(plan(), std::string());
    }

    void closingInMidRunEndsCleanly() {
        monkey_->note("the window is closed in mid-run");
        // It may have chosen a card that isn't there.
        QSettings().remove("compute");
        session().openModel(demo_ + "/plain");
        session().setData({demo_ + "/prompts.jsonl"});
        session().analyze({.tokens = 0, .halves = true, .pairs = "all"});
        QTRY_VERIFY_WITH_TIMEOUT(session().jobs().isBusy(Lane::analyze) && session().run() && !session().run()->blocks.empty(), 300000);
        window_->findPlan();
        const std::string file = session().runFile().toStdString();
        QElapsedTimer clock;
        clock.start();
        QVERIFY(window_->close());
        window_.reset();
        QVERIFY2(clock.elapsed() < 10000, qPrintable(QString::number(clock.elapsed())));
        QVERIFY(!RunFile::open(file).read().blocks.empty());
    }

    void beTheMonkey() {
        qInfo("seed %d, %d events, told in %s", seed(), events(), qPrintable(qEnvironmentVariable(logVariable)));
        log_.setFileName(qEnvironmentVariable(logVariable));
        QVERIFY(log_.open(QIODevice::WriteOnly));
        fence();
        makeFiles();
        for (const auto step : {&MonkeyTest::openWindow, &MonkeyTest::theStreamIsSurvived, &MonkeyTest::theWindowStillAnswers,
                                &MonkeyTest::closingInMidRunEndsCleanly}) {
            (this->*step)();
            if (QTest::currentTestFailed()) return;
        }
    }

    // It must end by itself, and well.
    void watchTheMonkey() {
        const QString log = folder_.filePath("events.txt");
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(logVariable, log);
        QProcess monkey;
        monkey.setProcessEnvironment(environment);
        monkey.setProcessChannelMode(QProcess::ForwardedChannels);
        monkey.start(QCoreApplication::applicationFilePath(), QStringList());
        const bool ended = monkey.waitForFinished(limit() + 60000);
        if (!ended) {
            monkey.kill();
            monkey.waitForFinished();
        }
        const bool crashed = monkey.exitStatus() == QProcess::CrashExit;
        const QString how = !ended ? "had to be stopped" : crashed ? "crashed" : QString("ended with %1").arg(monkey.exitCode());
        QVERIFY2(ended && !crashed && monkey.exitCode() == 0,
                 qPrintable(QString("the monkey of seed %1 %2; its last events:\n%3").arg(seed()).arg(how, lastEvents(log))));
    }

public:
    // Qt Test's own patience is five minutes a test.
    static void initMain() {
        QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        qputenv("QTEST_FUNCTION_TIMEOUT", QByteArray::number(limit() + (isTheMonkeysProcess() ? 0 : 120000)));
    }

private slots:
    void aMonkeyBreaksNothing() {
        if (isTheMonkeysProcess()) beTheMonkey();
        else watchTheMonkey();
    }

    void cleanupTestCase() { window_.reset(); }
};

QTEST_MAIN(MonkeyTest)
#include "monkey_test.moc"
