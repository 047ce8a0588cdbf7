// The window as a person uses it: real mouse and key events on real widgets, from opening a model to an exported smaller one.
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTimer>
#include <QToolButton>

#include "app/views/heatmap_chart.h"
#include "app/views/outcome_table.h"
#include "app/views/table_copies.h"
#include "app/window/figure_dialog.h"
#include "app/window/menu_commands.h"
#include "core/base/error.h"
#include "core/model/inspect.h"
#include "core/runs/run_file.h"
#include "tests/window/window_fixture.h"

using namespace strato;

class WindowTest : public WindowFixture {
    Q_OBJECT

    // An analysed model, once for all tests that only read it.
    void openAnalysed() {
        static QString runFile;
        if (runFile.isEmpty()) {
            session().openModel(demo_ + "/plain");
            session().setData({demo_ + "/prompts.jsonl"});
            session().analyze({.tokens = 4096, .sequenceLength = 128});
            waitForMeasurement();
            runFile = folder_.filePath("kept.strato");
            QVERIFY(QFile::copy(session().runFile(), runFile));
        } else {
            // A run keeps what is done with it.
            const QString copy = folder_.filePath(QString("%1.strato").arg(QTest::currentTestFunction()));
            QVERIFY(QFile::copy(runFile, copy));
            session().openRun(copy);
            waitForMeasurement();
        }
        QVERIFY(session().run() && session().run()->complete());
        QCoreApplication::processEvents();
    }

    StripChart& strip() { return *find<StripChart>("strip"); }
    QPoint blockAt(int block) { return QPointF(strip().xAxis->coordToPixel(block), strip().yAxis->coordToPixel(0)).toPoint(); }
    void clickBlock(int block, Qt::KeyboardModifiers modifiers = {}) { QTest::mouseClick(&strip(), Qt::LeftButton, modifiers, blockAt(block)); }
    QString cell(int row, int column) { return find<OutcomeTable>("outcome")->item(row, column)->text(); }

private slots:
    void initTestCase() {
        separateSettings();
    }

    void init() {
        showWindow();
    }

    void cleanup() { window_.reset(); }

    void nothingIsOpenAtFirst() {
        QVERIFY(find<QPushButton>("welcomeModel")->isVisible());
        QVERIFY(find<QPushButton>("welcomeDemo")->isVisible());
        QVERIFY(!session().canAnalyze());
    }

    void theDemoRunsAndFillsEveryView() {
        QList<std::size_t> grown;
        connect(&session(), &Session::runChanged, [&] {
            if (session().run()) grown << session().run()->blocks.size();
        });
        QTest::mouseClick(find<QPushButton>("welcomeDemo"), Qt::LeftButton);
        waitForMeasurement();
        QVERIFY(find<QPushButton>("run")->isVisible());
        for (std::size_t l = 1; l <= 12; ++l) QVERIFY2(grown.contains(l), "every block is shown as it is finished");
        QVERIFY(find<QLabel>("modelSummary")->text().contains("llama"));
        QVERIFY(cell(0, 0).toDouble() > 1);
        for (Chart* chart : window_->charts().charts()) {
            window_->charts().show(chart->objectName());
            QVERIFY2(!chart->isEmpty() || chart->objectName() == "compare", qPrintable(chart->objectName() + ": " + chart->whyEmpty()));
        }
    }

    void aClickDropsABlockAndItsPerplexityIsMeasured() {
        openAnalysed();
        const double before = cell(0, 0).toDouble();
        clickBlock(5);
        QCOMPARE(plan(), std::string("5=drop"));
        QCOMPARE(find<QLineEdit>("plan")->text(), QString("5=drop"));
        waitForMeasurement();
        QVERIFY(cell(0, 1).toDouble() > before);
        QVERIFY(cell(0, 2).startsWith("+"));
        clickBlock(5);
        QCOMPARE(plan(), std::string());
    }

    void theSpeedIsTimedWhereThatIsPreferred() {
        openAnalysed();
        session().setPlan(Plan::parse("5=drop"));
        waitForMeasurement();
        QVERIFY(std::isnan(session().outcome()->edited.decodeTokensPerSecond));
        QAction* preferences = nullptr;
        for (const MenuCommand& command : menuCommands(*window_->menuBar()))
            if (command.path.contains("Preferences")) preferences = command.action;
        preferences->trigger();
        QTest::mouseClick(window_->findChild<QCheckBox*>("timeSpeed"), Qt::LeftButton, {}, QPoint(8, 8));
        // What is measured already lacks the speed alone, and is timed when it is asked for again.
        session().setPlan(Plan::parse("6=drop"));
        waitForMeasurement();
        QVERIFY(std::isfinite(session().outcome()->edited.decodeTokensPerSecond));
        session().setPlan(Plan::parse("5=drop"));
        waitForMeasurement();
        QVERIFY(std::isfinite(session().outcome()->edited.decodeTokensPerSecond));
        QTest::mouseClick(window_->findChild<QCheckBox*>("timeSpeed"), Qt::LeftButton, {}, QPoint(8, 8));
        session().setPlan(Plan::parse("6=drop"));
        QVERIFY2(session().outcomeIsCurrent() && !session().jobs().isBusy(Lane::measure), "nothing is measured twice");
        QVERIFY(std::isfinite(session().outcome()->edited.decodeTokensPerSecond));
    }

    void dragsAndKeysChooseSpans() {
        openAnalysed();
        QTest::mouseClick(find<QToolButton>("actionLinear"), Qt::LeftButton);
        QTest::mousePress(&strip(), Qt::LeftButton, {}, blockAt(3));
        for (const int block : {4, 5, 6}) QTest::mouseMove(&strip(), blockAt(block));
        QTest::mouseRelease(&strip(), Qt::LeftButton, {}, blockAt(6));
        QCOMPARE(plan(), std::string("3-6=linear"));
        clickBlock(8);
        clickBlock(9, Qt::ShiftModifier);
        QCOMPARE(plan(), std::string("3-6=linear,8-9=linear"));
        QTest::keyClick(&strip(), Qt::Key_Home);
        QTest::keyClick(&strip(), Qt::Key_Right, Qt::ShiftModifier);
        QTest::keyClick(&strip(), Qt::Key_D);
        QCOMPARE(plan(), std::string("0-1=drop,3-6=linear,8-9=linear"));
        QTest::keyClick(&strip(), Qt::Key_Right);
        QTest::keyClick(&strip(), Qt::Key_Left);
        QTest::keyClick(&strip(), Qt::Key_K);
        QCOMPARE(plan(), std::string("0=drop,3-6=linear,8-9=linear"));
        QTest::keyClick(&strip(), Qt::Key_End);
        QTest::keyClick(&strip(), Qt::Key_L);
        QCOMPARE(plan(), std::string("0=drop,3-6=linear,8-9=linear,11=linear"));
        waitForMeasurement();
        QVERIFY(std::isfinite(session().outcome()->edited.loss));
    }

    void aDragOutsideOrBesideTheBlocksDoesNothing() {
        openAnalysed();
        QTest::mouseClick(&strip(), Qt::LeftButton, {}, QPoint(2, 2));
        QTest::mouseClick(&strip(), Qt::LeftButton, {}, QPoint(strip().width() - 2, strip().height() / 2));
        QCOMPARE(plan(), std::string());
    }

    // A click that only selects must not cut once the program is started again; and once the typed plan is taken, Ctrl+Z is the window's.
    void theActionInHandIsKeptForTheNextStart() {
        openAnalysed();
        QTest::mouseClick(find<QToolButton>("actionSelect"), Qt::LeftButton);
        window_ = std::make_unique<MainWindow>(nullptr);
        QVERIFY(!session().actionInHand().action && find<QToolButton>("actionSelect")->isChecked());
    }

    void undoInThePlanLineIsThePlansOnceItIsTaken() {
        openAnalysed();
        auto* line = find<QLineEdit>("plan");
        line->setFocus();
        for (const char* text : {"2=drop", "3=drop"}) {
            line->selectAll();
            QTest::keyClicks(line, text);
            QTest::keyClick(line, Qt::Key_Return);
            QCOMPARE(plan(), std::string(text));
        }
        QVERIFY(line->hasFocus());
        QTest::keyClick(line, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(plan(), std::string("2=drop"));
        // While it is being typed, it is the line's.
        QTest::keyClicks(line, "5");
        QTest::keyClick(line, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(plan(), std::string("2=drop"));
    }

    void aMistakeIsNoLongerToldOnceItIsMended() {
        openAnalysed();
        auto* line = find<QLineEdit>("plan");
        QTest::keyClicks(line, "99=drop");
        QTest::keyClick(line, Qt::Key_Return);
        QVERIFY(find<QLabel>("messageText")->isVisible());
        line->selectAll();
        QTest::keyClicks(line, "2=drop");
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(plan(), std::string("2=drop"));
        QVERIFY(!find<QLabel>("messageText")->isVisible());
    }

    void theMenuActsOnTheSelectedBlocks() {
        openAnalysed();
        auto* drop = find<QAction>("dropSelected");
        QVERIFY(!drop->isEnabled());
        session().setSelection({.blocks = BlockSpan{{2}, {3}}});
        QVERIFY(drop->isEnabled());
        drop->trigger();
        QCOMPARE(plan(), std::string("2-3=drop"));
        find<QAction>("keepSelected")->trigger();
        QCOMPARE(plan(), std::string());
    }

    void undoAndRedoWalkThroughThePlans() {
        openAnalysed();
        clickBlock(2);
        clickBlock(7);
        waitForMeasurement();
        const double both = session().outcome()->edited.loss;
        QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(plan(), std::string("2=drop"));
        waitForMeasurement();
        const double one = session().outcome()->edited.loss;
        QVERIFY(one != both);
        QTest::keyClick(window_.get(), Qt::Key_Y, Qt::ControlModifier);
        QCOMPARE(plan(), std::string("2=drop,7=drop"));
        // It was measured before, so it is there at once.
        QVERIFY(session().outcomeIsCurrent());
        QCOMPARE(session().outcome()->edited.loss, both);
        session().undoStack().undo();
        session().undoStack().undo();
        QCOMPARE(plan(), std::string());
        QVERIFY(!session().undoStack().canUndo());
    }

    void theLatestClickWins() {
        openAnalysed();
        for (const int block : {1, 2, 3, 4, 5, 6}) clickBlock(block);
        waitForMeasurement();
        QCOMPARE(session().outcome()->plan, std::string("1=drop,2=drop,3=drop,4=drop,5=drop,6=drop"));
    }

    void aTypedPlanIsTakenOrExplained() {
        openAnalysed();
        auto* line = find<QLineEdit>("plan");
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, "3=drop, 7-8=linear");
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(plan(), std::string("3=drop,7-8=linear"));
        line->selectAll();
        QTest::keyClicks(line, "3=explode");
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(plan(), std::string("3=drop,7-8=linear"));
        QVERIFY(errorText().contains("explode"));
        QTest::mouseClick(find<QPushButton>("keepAll"), Qt::LeftButton);
        QCOMPARE(plan(), std::string());
    }

    void droppingEveryBlockIsRefused() {
        openAnalysed();
        QTest::keyClick(&strip(), Qt::Key_Home);
        QTest::keyClick(&strip(), Qt::Key_End, Qt::ShiftModifier);
        QTest::keyClick(&strip(), Qt::Key_D);
        QCOMPARE(plan(), std::string());
        QVERIFY(errorText().contains("keep at least one"));
    }

    void hoveringTellsTheNumbers() {
        openAnalysed();
        QTest::mouseMove(&strip(), blockAt(4));
        QTRY_VERIFY(find<QLabel>("readOut")->text().startsWith("block 4: linearity 0."));
        window_->charts().show("heatmap");
        auto* heatmap = find<HeatmapChart>("heatmap");
        QTRY_VERIFY(heatmap->isVisible());
        heatmap->replot();
        QTest::mouseMove(heatmap, heatmap->pixelOf(7, 3).toPoint());
        const QString expected = QString::fromStdString(session().run()->tokens[7].text);
        QTRY_VERIFY(find<QLabel>("readOut")->text().contains("block 3, token 7 “" + expected + "”"));
    }

    void exportIsOfferedOnlyWhereItWorks() {
        openAnalysed();
        auto* button = find<QPushButton>("exportModel");
        QVERIFY(!button->isEnabled());
        session().setPlan(Plan::parse("4=linear"));
        QVERIFY(!button->isEnabled());
        QVERIFY(find<QLabel>("exportReason")->text().contains("4=linear"));
        // A modelling file of its own can hold a map that a stock checkpoint can't.
        auto* custom = find<QCheckBox>("customCode");
        QTest::mouseClick(custom, Qt::LeftButton, {}, QPoint(8, custom->height() / 2));
        QVERIFY(button->isEnabled());
        session().setPlan(Plan::parse("4=drop"));
        QVERIFY(button->isEnabled() && !find<QCheckBox>("customCode")->isVisibleTo(window_.get()));
        session().exportModel(folder_.filePath("smaller"));
        QTRY_VERIFY_WITH_TIMEOUT(errorText().startsWith("Exported to"), 300000);
        const ModelSummary smaller = inspectModel(folder_.filePath("smaller").toStdString());
        QVERIFY(smaller.supported);
        QCOMPARE(smaller.layers, 11);
        session().exportModel(folder_.filePath("smaller"));
        QTRY_VERIFY_WITH_TIMEOUT(!errorText().startsWith("Exported to"), 300000);
    }

    // As everywhere else, what is saved under another name is what is worked on from then on.
    void aSavedRunIsTheOneThatIsGoneOnWith() {
        openAnalysed();
        const QString before = session().runFile(), copy = folder_.filePath("elsewhere.strato");
        session().saveRun(copy);
        QCOMPARE(session().runFile(), copy);
        session().setPlan(Plan::parse("4=drop"));
        waitForMeasurement();
        window_.reset();
        showWindow();
        session().openRun(before);
        QTRY_VERIFY_WITH_TIMEOUT(session().run() && !session().jobs().isBusy(), 300000);
        QCOMPARE(session().plan(), Plan());
        session().openRun(copy);
        QTRY_COMPARE_WITH_TIMEOUT(session().plan(), Plan::parse("4=drop"), 300000);
    }

    void aRunIsEstimatedBeforeItStarts() {
        session().openModel(demo_ + "/plain");
        session().setData({demo_ + "/prompts.jsonl"});
        auto* estimate = find<QLabel>("estimate");
        QTRY_VERIFY_WITH_TIMEOUT(estimate->text().startsWith("Run takes about") && estimate->text().contains("MiB"), 60000);
        const QString few = estimate->text();
        find<QSpinBox>("window")->setValue(128);
        find<QComboBox>("pairs")->setCurrentIndex(0);
        find<QSpinBox>("tokens")->setValue(1 << 20);
        QTRY_VERIFY_WITH_TIMEOUT(estimate->text() != few, 60000);
        // A small model fills every view by itself.
        session().openModel(demo_ + "/cosine");
        QTRY_COMPARE_WITH_TIMEOUT(find<QComboBox>("pairs")->currentData().toString(), QString("all"), 60000);
    }

    // Also of one that was shown before another model was opened.
    void aRunBringsItsChoicesBack() {
        openAnalysed();
        const QString run = session().runFile();
        QCOMPARE(find<QComboBox>("pairs")->currentData().toString(), QString("none"));
        session().openModel(demo_ + "/cosine");
        QTRY_COMPARE_WITH_TIMEOUT(find<QComboBox>("pairs")->currentData().toString(), QString("all"), 60000);
        session().openRun(run);
        QTRY_VERIFY_WITH_TIMEOUT(session().runFile() == run, 60000);
        QCOMPARE(find<QComboBox>("pairs")->currentData().toString(), QString("none"));
        waitForMeasurement();
    }

    void aChartIsWrittenFromItsDialog() {
        openAnalysed();
        FigureDialog dialog(*window_->charts().charts()[0], "profile", session().runFile(), session().plan(), window_.get());
        dialog.save(folder_.filePath("profile.pdf"));
        QVERIFY(QFileInfo(dialog.written()).size() > 1000);
        // What it says stands beside the figure, and draws it again.
        QVERIFY(dialog.findChild<QLabel*>("figureCaption")->text().contains("4096 tokens of prompts.jsonl"));
        const QString command = dialog.findChild<QLineEdit*>("figureCommand")->text();
        QVERIFY2(command.startsWith("stratoscope --figure profile --out profile.") && command.endsWith(session().runFile()), qPrintable(command));
        QVERIFY(!dialog.findChild<QLabel*>("figurePreview")->pixmap(Qt::ReturnByValue).isNull());
        dialog.copyToClipboard();
        const QMimeData* copied = QGuiApplication::clipboard()->mimeData();
        QVERIFY(copied->hasImage() && copied->data("image/svg+xml").contains("<svg") && copied->data("application/pdf").startsWith("%PDF"));
    }

    void cancelAnswersWithinASecondAndKeepsFinishedBlocks() {
        session().openModel(demo_ + "/plain");
        session().setData({demo_ + "/prompts.jsonl"});
        session().analyze({.tokens = 0});
        QTRY_VERIFY_WITH_TIMEOUT(session().run() && session().run()->blocks.size() >= 2, 300000);
        QElapsedTimer clock;
        clock.start();
        QTest::mouseClick(find<QPushButton>("cancel"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!session().jobs().isBusy(Lane::analyze), 5000);
        QVERIFY2(clock.elapsed() < 1000, qPrintable(QString::number(clock.elapsed())));
        const auto kept = session().run()->blocks.size();
        QVERIFY(kept >= 2);
        QCOMPARE(RunFile::open(session().runFile().toStdString()).read().blocks.size(), kept);
        // It goes on, now and when the run is opened again, with the choices that it was begun with.
        const QString file = session().runFile();
        QTRY_VERIFY_WITH_TIMEOUT(!session().jobs().isBusy(), 300000);
        find<QSpinBox>("folds")->setValue(0);
        session().openRun(file);
        QTRY_VERIFY_WITH_TIMEOUT(session().canFinishAnalysis(), 300000);
        auto* goOn = find<QPushButton>("goOn");
        QVERIFY(goOn->isVisible());
        QTest::mouseClick(goOn, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(session().run() && session().run()->complete() && !session().jobs().isBusy(Lane::analyze), 300000);
        QCOMPARE(session().runFile(), file);
        QCOMPARE(session().run()->settings.folds, AnalysisChoices().folds);
        QVERIFY(std::isfinite(session().run()->blocks.back().linearityHeldOut));
        QVERIFY(!goOn->isVisible());
    }

    void theChoicesOfAnOpenedRunAreShown() {
        openAnalysed();
        const AnalysisSettings settings = session().run()->settings;
        const QString file = session().runFile();
        find<QSpinBox>("lens")->setValue(17);
        find<QSpinBox>("tokens")->setValue(77);
        window_ = std::make_unique<MainWindow>();
        window_->show();
        session().openRun(file);
        QTRY_VERIFY_WITH_TIMEOUT(session().run(), 300000);
        QCOMPARE(find<QSpinBox>("folds")->value(), settings.folds);
        Run all = *session().run();
        all.settings.tokens = 0;
        QCOMPARE(AnalysisChoices::of(all).tokens, all.data.tokens);
        all.settings.tokens = usualTokens(all.model.hiddenSize);
        QCOMPARE(AnalysisChoices::of(all).tokens, qint64(-1));
        QCOMPARE(find<QSpinBox>("lens")->value(), settings.lensTokens);
        QCOMPARE(find<QComboBox>("pairs")->currentData().toString().toStdString(), settings.pairs);
        QCOMPARE(find<QCheckBox>("halves")->isChecked(), std::find(settings.measures.begin(), settings.measures.end(), "halves") != settings.measures.end());
    }

    void clicksDuringAnAnalysisAreMeasuredAfterIt() {
        session().openModel(demo_ + "/plain");
        session().setData({demo_ + "/prompts.jsonl"});
        session().analyze({.tokens = 16384});
        QTRY_VERIFY_WITH_TIMEOUT(session().run() && !session().run()->blocks.empty(), 300000);
        clickBlock(3);
        QCOMPARE(plan(), std::string("3=drop"));
        waitForMeasurement();
        QVERIFY(session().run()->complete());
        QCOMPARE(session().outcome()->plan, std::string("3=drop"));
    }

    void dropsOpenModelsTextsAndRuns() {
        const auto drop = [&](const QStringList& files) {
            QMimeData data;
            QList<QUrl> urls;
            for (const QString& file : files) urls << QUrl::fromLocalFile(file);
            data.setUrls(urls);
            QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, {});
            QApplication::sendEvent(window_.get(), &enter);
            QVERIFY(enter.isAccepted());
            QDropEvent event(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, {});
            QApplication::sendEvent(window_.get(), &event);
        };
        drop({demo_ + "/plain", demo_ + "/prompts.jsonl"});
        QTRY_VERIFY(session().canAnalyze());
        QCOMPARE(session().data(), QStringList{demo_ + "/prompts.jsonl"});
    }

    void badInputIsToldAndLeavesTheSessionAlone() {
        openAnalysed();
        const auto run = session().run();
        QSignalSpy failures(&session(), &Session::failed);
        for (const QString& path : {folder_.filePath("nowhere"), folder_.path(), QStringLiteral(SOURCE_DIR) + "/README.md.strato"}) {
            session().open(path);
            QTRY_VERIFY(!session().jobs().isBusy());
        }
        QCOMPARE(failures.size(), 3);
        QCOMPARE(session().run(), run);
        QFile empty(folder_.filePath("empty.txt"));
        QVERIFY(empty.open(QIODevice::WriteOnly));
        empty.close();
        session().setData({empty.fileName()});
        session().analyze({});
        QTRY_COMPARE(failures.size(), 4);
        QVERIFY(errorText().contains("empty.txt"));
        QCOMPARE(session().run(), run);
    }

    void theDemoReplacesAnotherModelThatIsOpen() {
        session().openModel(demo_ + "/cosine");
        session().setData({demo_ + "/prompts.jsonl"});
        QTRY_VERIFY(session().canAnalyze());
        window_->openDemo();
        waitForMeasurement();
        QCOMPARE(session().run()->model.folder.filename().string(), std::string("plain"));
    }

    void aRunWhoseModelIsGoneIsShownButNotEdited() {
        openAnalysed();
        Run orphan = *session().run();
        orphan.model.folder = "/no/such/model";
        RunFile::create(folder_.filePath("orphan.strato").toStdString(), orphan, RunFile::open(session().runFile().toStdString()).readWindows());
        session().openRun(folder_.filePath("orphan.strato"));
        QTRY_VERIFY(errorText().contains("/no/such/model"));
        QVERIFY(session().run() && !session().canEdit());
        clickBlock(3);
        QCOMPARE(plan(), std::string());
    }

    void theTableCopiesAsTabSeparatedText() {
        openAnalysed();
        auto* table = find<OutcomeTable>("outcome");
        const QString text = tabSeparated(shownRows(*table));
        QVERIFY2(text.startsWith("\tunedited\tedited\tchange\nperplexity\t"), qPrintable(text));
        table->setFocus();
        QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), text);
    }

    void darkPalettesReachTheCharts() {
        openAnalysed();
        const QColor light = strip().style().background;
        QPalette dark(Qt::black);
        const QPalette before = QApplication::palette();
        QApplication::setPalette(dark);
        QTRY_VERIFY(strip().style().background != light);
        QVERIFY(strip().style().ink.lightness() > strip().style().background.lightness());
        QApplication::setPalette(before);
    }

    void closingInMidAnalysisIsSafe() {
        session().openModel(demo_ + "/plain");
        session().setData({demo_ + "/prompts.jsonl"});
        session().analyze({.tokens = 0});
        QTRY_VERIFY_WITH_TIMEOUT(session().run() && !session().run()->blocks.empty(), 300000);
        QElapsedTimer clock;
        clock.start();
        window_.reset();
        QVERIFY(clock.elapsed() < 2000);
    }
};

QTEST_MAIN(WindowTest)
#include "window_test.moc"
