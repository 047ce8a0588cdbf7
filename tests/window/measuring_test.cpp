// What a window measures of plans, keeps in the run file and finds there again; questions, prompts and protocols; and healing.
#include <QApplication>
#include <QCheckBox>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QSignalSpy>

#include <unistd.h>

#include "app/figures/write_figure.h"
#include "app/views/outcome_table.h"
#include "app/views/prediction_chart.h"
#include "app/window/figure_command.h"
#include "core/train/story_generator.h"
#include "tests/window/window_fixture.h"

using namespace strato;

class MeasuringTest : public WindowFixture {
    Q_OBJECT

    QString analysed_, run_, text_;

    // A box is checked where it is drawn, not in the middle of its row.
    void check(const char* name) { QTest::mouseClick(find<QCheckBox>(name), Qt::LeftButton, {}, QPoint(8, find<QCheckBox>(name)->height() / 2)); }
    void measure(const char* plan) {
        session().setPlan(Plan::parse(plan));
        waitForMeasurement();
    }
    double row(const QString& name, int column) {
        auto* table = find<OutcomeTable>("outcome");
        for (int row = 0; row < table->rowCount(); ++row)
            if (table->verticalHeaderItem(row)->text() == name) return table->isRowHidden(row) ? -1 : table->item(row, column)->text().toDouble();
        return -2;
    }

    void openWindow() {
        showWindow();
        session().openRun(run_);
        waitForMeasurement();
    }
    void reopen() {
        window_.reset();
        openWindow();
    }

    // As without a window.
    QByteArray drawn(const char* figure) {
        QFile file(folder_.filePath(QString("%1.csv").arg(figure)));
        FigureRequest request;
        request.name = figure;
        request.out = file.fileName();
        request.runs = {run_};
        drawFigure(request);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    PlanHealing& healing() { return window_->healing(); }
    void openHealing(int steps) {
        click("healPlanButton");
        QTRY_VERIFY(find<HealDialog>("healDialog")->isVisible());
        find<QSpinBox>("healSteps")->setValue(steps);
        find<QSpinBox>("healTokens")->setValue(512);
        find<HealDialog>("healDialog")->setTexts({text_});
    }

private slots:
    void initTestCase() {
        separateSettings();
        text_ = folder_.filePath("stories.jsonl");
        writeStories(5, 40000, text_.toStdString());
        analysed_ = folder_.filePath("demo.strato");
        analyzeModel({.model = (demo_ + "/plain").toStdString(), .data = {(demo_ + "/prompts.jsonl").toStdString()}, .run = analysed_.toStdString(), .sequenceLength = 64,
                      .tokens = 4096, .compute = {}}, {}, {});
    }

    void init() {
        run_ = folder_.filePath(QString("%1.strato").arg(QTest::currentTestFunction()));
        QVERIFY(QFile::copy(analysed_, run_));
        openWindow();
    }

    void cleanup() { window_.reset(); }

    // The seconds that measuring took tell one measurement from another.
    void aPlanAndItsOutcomeComeBackWithTheRun() {
        QSettings().setValue("measure/speed", true);
        measure("5=drop,7=linear");
        QSettings().setValue("measure/speed", false);
        const Outcome outcome = *session().outcome();
        reopen();
        QCOMPARE(session().plan().text(), std::string("5=drop,7=linear"));
        QCOMPARE(session().outcome()->seconds, outcome.seconds);
        QCOMPARE(session().outcome()->edited.loss, outcome.edited.loss);
        QCOMPARE(session().outcome()->edited.decodeTokensPerSecond, outcome.edited.decodeTokensPerSecond);
        QCOMPARE(session().outcome()->fits.size(), std::size_t{1});
        QCOMPARE(session().outcomes().size(), std::size_t{1});
        QVERIFY2(!session().undoStack().canUndo(), "there is nothing to take back in a window that was just opened");
        measure("5=drop");
        QVERIFY(session().outcome()->seconds != outcome.seconds);
    }

    void choicesComeBackAndNothingIsMeasuredTwice() {
        measure("5=drop");
        const double onRun = session().outcome()->seconds;
        session().setEvaluationData({text_});
        QVERIFY(!session().outcomeIsCurrent());
        waitForMeasurement();
        const double onText = session().outcome()->seconds;
        QVERIFY(onText != onRun);
        session().setEvaluationData({});
        waitForMeasurement();
        QCOMPARE(session().outcome()->seconds, onRun);
        session().setEvaluationData({text_});
        waitForMeasurement();
        reopen();
        QCOMPARE(session().evaluationData(), QStringList{text_});
        QCOMPARE(session().outcome()->seconds, onText);
    }

    void textsThatAreGoneAreLeftOutAndTold() {
        const QString gone = folder_.filePath("gone.jsonl");
        QVERIFY(QFile::copy(text_, gone));
        session().setEvaluationData({gone});
        waitForMeasurement();
        window_.reset();
        QVERIFY(QFile::remove(gone));
        openWindow();
        QVERIFY(errorText().contains("gone.jsonl"));
        QVERIFY(session().evaluationData().isEmpty());
    }

    void aRunThatCantBeWrittenToIsMeasuredAllTheSame() {
        if (::geteuid() == 0) QSKIP("nothing is forbidden to root");
        QVERIFY(QFile::setPermissions(run_, QFileDevice::ReadOwner));
        session().setPlan(Plan::parse("5=drop"));
        waitForMeasurement();
        QVERIFY(find<QLabel>("outcomeWarnings")->text().contains("not kept"));
    }

    void questionsAreAnsweredByBothModels() {
        QFile task(folder_.filePath("task.jsonl"));
        QVERIFY(task.open(QIODevice::WriteOnly));
        for (int i = 0; i < 12; ++i) task.write(R"({"question": "Who slept?", "choices": ["the cat", "a stone of the river"], "answer": )" + QByteArray::number(i % 2) + "}\n");
        task.close();
        QCOMPARE(row("accuracy", 0), -1.0);
        EvaluationChoices choices = session().evaluation();
        choices.task = task.fileName();
        session().setEvaluation(choices);
        session().setPlan(Plan::parse("5-6=drop"));
        waitForMeasurement();
        QCOMPARE(row("accuracy", 0), 0.5);
        QVERIFY(row("acc. norm.", 1) >= 0);
        find<QTabWidget>("right")->setCurrentIndex(2);
        QVERIFY2(find<QLabel>("taskAnswers")->text().startsWith("task.jsonl, 12 questions. Unedited: accuracy 0.5000 ± 0.15"), qPrintable(find<QLabel>("taskAnswers")->text()));
        click("removeTask");
        waitForMeasurement();
        QCOMPARE(row("accuracy", 0), -1.0);
    }

    void aPromptIsContinuedByBothModels() {
        measure("5=drop");
        measure("2-9=drop");
        find<QTabWidget>("right")->setCurrentIndex(2);
        auto* prompt = find<QLineEdit>("prompt");
        prompt->setFocus();
        QTest::keyClicks(prompt, "Once upon a time");
        QTest::keyClick(prompt, Qt::Key_Return);
        QVERIFY(prompt->text().isEmpty());
        waitForMeasurement();
        QCOMPARE(session().outcome()->samples.size(), std::size_t{1});
        const Sample sample = session().outcome()->samples.front();
        QVERIFY(!sample.baseline.empty() && sample.baseline != sample.edited);
        const QString shown = find<QTextBrowser>("samples")->toPlainText();
        QVERIFY2(shown.contains("Once upon a time") && shown.contains(QString::fromStdString(sample.baseline).simplified().left(10)), qPrintable(shown));
        QVERIFY2(session().outcomes().size() == 2, "what was measured before the prompt was typed stays");
        click("removePrompts");
        waitForMeasurement();
        QVERIFY(find<QTextBrowser>("samples")->toPlainText().isEmpty());
    }

    void aProtocolIsChosenForTexts() {
        auto* protocol = find<QComboBox>("protocol");
        QVERIFY2(!protocol->isEnabled(), "the analysed texts are cut into windows already");
        session().setEvaluationData({text_});
        waitForMeasurement();
        const auto type = [&](const QString& text) {
            protocol->lineEdit()->selectAll();
            QTest::keyClicks(protocol->lineEdit(), text);
            QTest::keyClick(protocol->lineEdit(), Qt::Key_Return);
        };
        type("gptq-64");
        waitForMeasurement();
        QVERIFY(QString::fromStdString(session().outcome()->protocol).startsWith("gptq-64"));
        QVERIFY(find<QLabel>("outcomeState")->text().contains("gptq-64"));
        type("by-eye");
        QVERIFY(errorText().contains("by-eye"));
        QCOMPARE(protocol->currentText(), QString("gptq-64"));
        type("lmeval-wikitext");
        find<QSpinBox>("evaluationTokens")->setValue(0);
        waitForMeasurement();
        QVERIFY(row("word perpl.", 0) > 1);
    }

    void healingIsForPlansWithMaps() {
        measure("5=drop");
        QVERIFY(!find<QPushButton>("healPlanButton")->isEnabled());
        QVERIFY(find<QPushButton>("healPlanButton")->toolTip().contains("this plan has none"));
        measure("5=linear");
        QVERIFY(find<QPushButton>("healPlanButton")->isEnabled());
    }

    void healedMapsAreMeasuredKeptAndExported() {
        measure("4=linear,7=linear");
        const double fitted = session().outcome()->edited.loss;
        openHealing(60);
        QCOMPARE(find<QLabel>("healPlan")->text(), QString("4=linear,7=linear"));
        QList<std::size_t> grown;
        connect(&healing(), &PlanHealing::changed, this, [&] {
            if (grown.isEmpty() || grown.last() != healing().curve().size()) grown << healing().curve().size();
        });
        click("healStart");
        QVERIFY(find<QPushButton>("healCancel")->isEnabled() && !find<QPushButton>("healStart")->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(healing().report().has_value(), 300000);
        waitForMeasurement();
        QVERIFY2(grown.size() > 5, "the curve grows point by point");
        QVERIFY(session().outcome()->healed && session().outcome()->edited.loss < fitted);
        QCOMPARE(find<OutcomeTable>("outcome")->horizontalHeaderItem(1)->text(), QString("healed"));
        QVERIFY(find<QLabel>("outcomeState")->text().startsWith("Measured with healed maps"));
        QVERIFY(find<QLabel>("healGain")->text().contains("changed the loss by -"));
        writeFigure(find<HealDialog>("healDialog")->chart(), folder_.filePath("healing.pdf"), {});
        QCOMPARE(find<HealDialog>("healDialog")->chart().csv().count('\n'), int(healing().curve().size()) + 1);

        const double healed = session().outcome()->edited.loss;
        check("healedMaps");
        QVERIFY2(session().outcomeIsCurrent() || session().jobs().isBusy(), "the fitted maps were measured before");
        waitForMeasurement();
        QCOMPARE(session().outcome()->edited.loss, fitted);
        check("healedMaps");
        waitForMeasurement();
        session().undoStack().undo();
        waitForMeasurement();
        QVERIFY(!session().outcome()->healed && !find<QCheckBox>("healedMaps")->isVisibleTo(window_.get()));
        session().undoStack().redo();
        QVERIFY(session().outcomeIsCurrent() && session().outcome()->healed);
        const QByteArray course = find<HealDialog>("healDialog")->chart().csv(), points = find<PredictionChart>("predictions")->csv();
        reopen();
        QVERIFY(session().outcome()->healed);
        QCOMPARE(session().outcome()->edited.loss, healed);
        QCOMPARE(find<HealDialog>("healDialog")->chart().csv(), course);
        QVERIFY(points.count('\n') > 1);
        QCOMPARE(drawn("healing"), course);
        QCOMPARE(drawn("predictions"), points);

        session().exportModel(folder_.filePath("healed"), true);
        QTRY_VERIFY_WITH_TIMEOUT(errorText().startsWith("Exported to"), 300000);
        QFile facts(folder_.filePath("healed/stratoscope.json"));
        QVERIFY(facts.open(QIODevice::ReadOnly));
        QVERIFY(QJsonDocument::fromJson(facts.readAll())["fit"].toObject()["healed"].toBool());
    }

    void aHealingThatIsStoppedKeepsTheBestAndGoesOn() {
        measure("7=linear");
        openHealing(2000);
        click("healStart");
        QTRY_VERIFY_WITH_TIMEOUT(healing().curve().size() >= 2, 300000);
        click("healCancel");
        QTRY_VERIFY_WITH_TIMEOUT(!healing().isRunning(), 10000);
        const std::size_t points = healing().curve().size();
        QVERIFY(find<QPushButton>("healGoOn")->isVisible());
        QVERIFY(find<QLabel>("healState")->text().contains("was stopped"));
        QCOMPARE(session().usesHealed(), bestPoint(healing().curve()) > 0);
        waitForMeasurement();
        reopen();
        session().setPlan({});
        click("healPlanButton");
        QTRY_VERIFY(find<QPushButton>("healGoOn")->isVisible());
        click("healGoOn");
        QTRY_VERIFY_WITH_TIMEOUT(healing().curve().size() > points, 300000);
        QCOMPARE(healing().plan().text(), std::string("7=linear"));
        click("healCancel");
        QTRY_VERIFY_WITH_TIMEOUT(!healing().isRunning(), 10000);
    }
};

QTEST_MAIN(MeasuringTest)
#include "measuring_test.moc"
