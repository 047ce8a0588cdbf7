// What-if and search in the window, by real mouse and key events: every action on blocks and halves, what is predicted and measured of a
// plan, and the search that finds one.
#include <QGuiApplication>
#include <QClipboard>
#include <QProcess>
#include <QApplication>
#include <QCheckBox>
#include <QLineEdit>
#include <QMenu>
#include <QMouseEvent>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

#include "app/figures/write_figure.h"
#include "app/views/outcome_table.h"
#include "app/views/plans_table.h"
#include "app/window/figure_command.h"
#include "core/runs/search_json.h"
#include "core/train/story_generator.h"
#include "tests/window/window_fixture.h"

using namespace strato;

class WhatIfTest : public WindowFixture {
    Q_OBJECT

    QString run_, text_;

    StripChart& strip() { return *find<StripChart>("strip"); }
    QPoint blockAt(int block) { return QPointF(strip().xAxis->coordToPixel(block), strip().yAxis->coordToPixel(0)).toPoint(); }
    QString cell(const char* table, int row, int column) { return find<QTableWidget>(table)->item(row, column)->text(); }

    // The entry that begins with `text` in the context menu of what is selected, or of `block`.
    QAction* entry(int block, const char* part, const QString& text) {
        QTest::mouseClick(&strip(), Qt::RightButton, {}, blockAt(block));
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        if (!menu) qFatal("no menu");
        auto* sub = menu->findChild<QMenu*>(part);
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(sub->menuAction()).center());
        for (QAction* action : sub->actions())
            if (action->text().startsWith(text)) return action;
        qFatal("no entry");
    }

    void choose(int block, const char* part, const QString& text) {
        QAction* action = entry(block, part, text);
        auto* sub = qobject_cast<QMenu*>(action->parent());
        QTRY_VERIFY(sub->isVisible());
        QTest::mouseClick(sub, Qt::LeftButton, {}, sub->actionGeometry(action).center());
        QTRY_VERIFY(!QApplication::activePopupWidget());
    }

    void openSearch() {
        click("findPlan");
        QTRY_VERIFY(find<SearchDialog>("searchDialog")->isVisible());
        find<QSpinBox>("searchMost")->setValue(3);
        find<QSpinBox>("searchTokens")->setValue(2048);
    }

    SearchChart& searchChart() { return find<SearchDialog>("searchDialog")->chart(); }

private slots:
    void initTestCase() {
        separateSettings();
        text_ = folder_.filePath("stories.jsonl");
        writeStories(5, 20000, text_.toStdString());
        run_ = folder_.filePath("demo.strato");
        analyzeModel({.model = (demo_ + "/plain").toStdString(), .data = {(demo_ + "/prompts.jsonl").toStdString()}, .run = run_.toStdString(), .sequenceLength = 64, .tokens = 4096,
                      .measures = {"states", "mergeable", "halves"}, .compute = {}}, {}, {});
    }

    void init() {
        showWindow();
        // A run keeps what is done with it.
        const QString copy = folder_.filePath(QString("%1.strato").arg(QTest::currentTestFunction()));
        QVERIFY(QFile::copy(run_, copy));
        session().openRun(copy);
        waitForMeasurement();
        QCoreApplication::processEvents();
    }

    void cleanup() { window_.reset(); }

    void keysMergeAndReplaceByLowRank() {
        QTest::mouseClick(&strip(), Qt::LeftButton, {}, blockAt(5));
        QTest::keyClick(&strip(), Qt::Key_M);
        QCOMPARE(plan(), std::string("5=merge"));
        find<QSpinBox>("rank")->setValue(8);
        QTest::keyClick(&strip(), Qt::Key_Right);
        QTest::keyClick(&strip(), Qt::Key_R);
        QCOMPARE(plan(), std::string("5=merge,6=lowrank:8"));
        QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(plan(), std::string("5=merge"));
        QTest::keyClick(window_.get(), Qt::Key_Y, Qt::ControlModifier);
        QCOMPARE(plan(), std::string("5=merge,6=lowrank:8"));
        waitForMeasurement();
        QCOMPARE(session().outcome()->fits.size(), std::size_t{2});
        QVERIFY(find<QTableWidget>("fits")->isVisibleTo(window_.get()));
        QCOMPARE(find<QTableWidget>("fits")->verticalHeaderItem(1)->text(), QString("6=lowrank:8"));
        QVERIFY(cell("fits", 0, 1).toDouble() < 1);
    }

    void theMenuChangesHalves() {
        choose(4, "attentionMenu", "Drop");
        QCOMPARE(plan(), std::string("4.attention=drop"));
        choose(4, "mlpMenu", "Replace by a linear map");
        QCOMPARE(plan(), std::string("4.attention=drop,4.mlp=linear"));
        choose(4, "attentionMenu", "Keep");
        QCOMPARE(plan(), std::string("4.mlp=linear"));
        choose(4, "wholeMenu", "Merge");
        QCOMPARE(plan(), std::string("4=merge"));
        for (int i = 0; i < 2; ++i) QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(plan(), std::string("4.attention=drop,4.mlp=linear"));
        waitForMeasurement();
        QVERIFY(std::isfinite(session().outcome()->edited.loss));
    }

    // A span of halves is as many edits, and one step back.
    void halvesOfASpan() {
        QTest::keyClick(&strip(), Qt::Key_Home);
        for (int i = 0; i < 2; ++i) QTest::keyClick(&strip(), Qt::Key_Right, Qt::ShiftModifier);
        choose(1, "mlpMenu", "Drop");
        QCOMPARE(plan(), std::string("0.mlp=drop,1.mlp=drop,2.mlp=drop"));
        session().undoStack().undo();
        QCOMPARE(plan(), std::string());
        session().setPlan(Plan::parse("1-3=drop"));
        QTest::keyClick(&strip(), Qt::Key_Escape);
        choose(2, "attentionMenu", "Keep");
        QCOMPARE(plan(), std::string("1=drop,2.mlp=drop,3=drop"));
    }

    void clicksApplyTheActionInHand() {
        find<QComboBox>("part")->setCurrentIndex(static_cast<int>(BlockPart::attention));
        click("actionLowRank");
        find<QSpinBox>("rank")->setValue(4);
        QTest::mouseClick(&strip(), Qt::LeftButton, {}, blockAt(7));
        QCOMPARE(plan(), std::string("7.attention=lowrank:4"));
        QTest::mouseClick(&strip(), Qt::LeftButton, {}, blockAt(7));
        QCOMPARE(plan(), std::string());
    }

    void whatCantBeIsDisabledAndExplained() {
        QAction* merge = entry(0, "wholeMenu", "Merge");
        QVERIFY(!merge->isEnabled());
        QVERIFY(merge->toolTip().contains("block 0 has none"));
        while (QWidget* popup = QApplication::activePopupWidget()) popup->close();
        QTest::keyClick(&strip(), Qt::Key_M);
        QCOMPARE(plan(), std::string());
        QVERIFY(errorText().contains("block 0 has none"));
        // What depends on the rest of the plan is refused by the measurement, in a line.
        session().setPlan(Plan::parse("4=linear,5=merge"));
        QTRY_VERIFY_WITH_TIMEOUT(!session().jobs().isBusy(), 300000);
        QVERIFY2(errorText().contains("5=merge") && !errorText().contains('\n'), qPrintable(errorText()));
    }

    // The window, the command that it gives and the command line are one engine.
    void theCopiedCommandMeasuresTheSame() {
        session().setEvaluationData({text_});
        session().setPlan(Plan::parse("4=drop,7=linear"));
        waitForMeasurement();
        find<QAction>("copyCut")->trigger();
        QVERIFY(QGuiApplication::clipboard()->text().contains("other tools can't make this edit"));
        find<QAction>("copyMeasuring")->trigger();
        QString command = QGuiApplication::clipboard()->text();
        QVERIFY2(command.startsWith("strato whatif ") && errorText().contains(command), qPrintable(command));
        command.replace(0, 6, QStringLiteral(BINARY_DIR) + "/bin/strato");
        QProcess shell;
        shell.start("/bin/sh", {"-c", command + " --json --quiet"});
        QVERIFY(shell.waitForFinished(300000) && shell.exitCode() == 0);
        const auto json = nlohmann::json::parse(shell.readAllStandardOutput().toStdString());
        QCOMPARE(json["edited"]["loss"].get<double>(), session().outcome()->edited.loss);
        QCOMPARE(json["edited"]["kl_divergence"].get<double>(), session().outcome()->klDivergence);
    }

    // The menu says what each entry would do; what leaves no block it says nothing of.
    void theMenuForetells() {
        QVERIFY(entry(5, "wholeMenu", "Drop")->text().contains("predicted error 0."));
        while (QWidget* popup = QApplication::activePopupWidget()) popup->close();
        session().setSelection({.blocks = BlockSpan{{0}, {11}}});
        QAction* drop = entry(5, "wholeMenu", "Drop");
        QVERIFY2(!drop->text().contains("predicted"), qPrintable(drop->text()));
        drop->trigger();
        QCOMPARE(plan(), std::string());
        QVERIFY(errorText().contains("keep at least one"));
        while (QWidget* popup = QApplication::activePopupWidget()) popup->close();
    }

    void predictedNumbersComeBeforeMeasuredOnes() {
        QTest::mouseClick(&strip(), Qt::LeftButton, {}, blockAt(5));
        QVERIFY(cell("prediction", 0, 0).toDouble() > 0);
        QVERIFY(cell("prediction", 1, 0).startsWith("-"));
        QCOMPARE(cell("prediction", 0, 1), QString("–"));
        waitForMeasurement();
        QVERIFY(cell("prediction", 0, 1).toDouble() > 0);
        // Both ways of counting agree where blocks are alike.
        QCOMPARE(cell("prediction", 1, 0), cell("prediction", 1, 1));
        session().setPlan(Plan::parse("3=lowrank:2"));
        QCOMPARE(cell("prediction", 0, 0), QString("–"));
        QVERIFY(find<QLabel>("unpredicted")->text().contains("3=lowrank:2"));
    }

    void everyMeasuredPlanIsAPointThatTakesIt() {
        for (const char* text : {"5=drop", "5.attention=drop", "7=linear"}) {
            session().setPlan(Plan::parse(text));
            waitForMeasurement();
        }
        find<QTabWidget>("right")->setCurrentIndex(1);
        auto* chart = find<PredictionChart>("predictions");
        QCoreApplication::processEvents();
        const auto& points = chart->points().points();
        QCOMPARE(points.size(), std::size_t{3});
        const auto drop = std::find_if(points.begin(), points.end(), [](const PlanPoint& point) { return point.plan.text() == "5=drop"; });
        const QPoint pixel = chart->points().pixelOf(*drop).toPoint();
        QTest::mouseMove(chart, pixel);
        QTRY_VERIFY(find<QLabel>("predictionReadOut")->text().startsWith("5=drop: predicted 0."));
        QTest::mouseClick(chart, Qt::LeftButton, {}, pixel);
        QCOMPARE(plan(), std::string("5=drop"));
        QVERIFY(chart->csv().startsWith("plan,predicted_state_error"));
        QCOMPARE(chart->csv().count('\n'), 4);
        // Beside them the table: the unedited model and the three plans, from the best on.
        auto* table = find<PlansTable>("plans");
        QCOMPARE(table->rowCount(), 4);
        QCOMPARE(table->item(0, 0)->text(), QString("unedited"));
        for (int row = 1; row < 4; ++row) QVERIFY(table->item(row, 1)->text().toDouble() >= table->item(row - 1, 1)->text().toDouble());
        const auto rowOf = [&](const QString& text) { return table->findItems(text, Qt::MatchExactly).constFirst()->row(); };
        QVERIFY(table->item(rowOf("5=drop"), 0)->font().bold() && !table->item(rowOf("7=linear"), 0)->font().bold());
        QVERIFY(table->item(rowOf("5=drop"), 3)->text().startsWith('-'));
        const QPoint linear = table->visualItemRect(table->item(rowOf("7=linear"), 0)).center();
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, linear);
        QTest::mouseDClick(table->viewport(), Qt::LeftButton, {}, linear);
        QCOMPARE(plan(), std::string("7=linear"));
        QVERIFY(table->item(rowOf("7=linear"), 0)->font().bold());
    }

    void theTableShowsEverythingThatIsMeasured() {
        QSettings().setValue("measure/speed", true);
        session().setPlan(Plan::parse("5=drop"));
        waitForMeasurement();
        QSettings().setValue("measure/speed", false);
        auto* table = find<OutcomeTable>("outcome");
        for (int row = 0; row < table->rowCount(); ++row) {
            if (table->isRowHidden(row)) continue;
            const int column = table->verticalHeaderItem(row)->text() == "blocks alone" ? 2 : 1;
            QVERIFY2(table->item(row, column)->text() != "–" && !table->item(row, column)->text().isEmpty(), qPrintable(table->verticalHeaderItem(row)->text()));
        }
        QCOMPARE(table->item(table->rowCount() - 1, 2)->text(), QString("+9.09 %"));
    }

    void fittingInSequenceMeasuresAgain() {
        session().setPlan(Plan::parse("3=linear,4=linear"));
        waitForMeasurement();
        const double apart = session().outcome()->edited.loss;
        // A box is checked where it is drawn, not in the middle of its row.
        auto* box = find<QCheckBox>("inSequence");
        QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
        QVERIFY(!session().outcomeIsCurrent());
        waitForMeasurement();
        QVERIFY(session().evaluation().fitInSequence);
        QVERIFY(session().outcome()->edited.loss != apart);
    }

    void aSearchFindsAPlanAndAClickTakesIt() {
        session().setEvaluationData({text_});
        openSearch();
        QList<int> grown;
        connect(&window_->search(), &PlanSearch::changed, this, [&] {
            int points = 0;
            for (const SearchCurve& curve : window_->search().report().curves) points += static_cast<int>(curve.points.size());
            if (grown.isEmpty() || grown.last() != points) grown << points;
        });
        QVERIFY(!find<QLabel>("searchWarning")->isVisible());
        click("searchStart");
        QVERIFY(find<QPushButton>("searchCancel")->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(!session().jobs().isBusy() && window_->search().report().seconds > 0, 300000);
        const SearchReport& report = window_->search().report();
        QCOMPARE(report.curves.size(), std::size_t{2});
        QCOMPARE(report.random.size(), std::size_t{3});
        QVERIFY2(grown.size() >= 4, "points appear one by one");
        QVERIFY(find<QLabel>("searchSentences")->text().contains("of the loss"));
        QCOMPARE(find<QTableWidget>("searchTable")->rowCount(), 6);
        // A row a point and a row a size of random cuts.
        QCOMPARE(searchChart().csv().count('\n'), 10);
        QCOMPARE(searchChart().csv().count("\nrandom cuts,"), 3);
        writeFigure(searchChart(), folder_.filePath("search.pdf"), {});
        writeFigure(searchChart(), folder_.filePath("search.csv"), {});

        const PlanPoint point = searchChart().points().points().back();
        // The legend finds its rows in a second pass.
        QTest::qWait(100);
        const QPoint pixel = searchChart().points().pixelOf(point).toPoint();
        // The offscreen platform would hand the move to the window that lies below the dialog.
        QMouseEvent move(QEvent::MouseMove, pixel, searchChart().mapToGlobal(pixel), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
        QApplication::sendEvent(&searchChart(), &move);
        QTRY_VERIFY(find<QLabel>("searchReadOut")->text().contains("perplexity"));
        QTest::mouseClick(&searchChart(), Qt::LeftButton, {}, pixel);
        QCOMPARE(plan(), point.plan.text());
        waitForMeasurement();
        session().undoStack().undo();
        QCOMPARE(plan(), std::string());
        auto* table = find<QTableWidget>("searchTable");
        table->setCurrentCell(0, 0);
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(plan(), report.curves.front().points.front().plan.text());
        session().setPlan({});
        click("searchTake");
        QCOMPARE(plan(), report.curves.front().points.front().plan.text());
        // The run's file keeps what was found: under another name, and when it is opened again.
        const std::string found = toJson(report).dump();
        const QString copy = folder_.filePath("searched.strato");
        session().saveRun(copy);
        QCOMPARE(toJson(window_->search().report()).dump(), found);
        window_.reset();
        showWindow();
        session().openRun(copy);
        QTRY_VERIFY_WITH_TIMEOUT(!window_->search().report().curves.empty(), 300000);
        QCOMPARE(toJson(window_->search().report()).dump(), found);
        QCOMPARE(window_->search().texts(), QStringList{text_});
        FigureRequest figure;
        figure.name = "search";
        figure.out = folder_.filePath("search.csv");
        figure.runs = {session().runFile()};
        drawFigure(figure);
        QFile drawn(figure.out);
        QVERIFY(drawn.open(QIODevice::ReadOnly));
        QCOMPARE(drawn.readAll(), find<SearchDialog>("searchDialog")->chart().csv());
        QVERIFY(!searchChart().isEmpty());
        session().openModel(demo_ + "/plain");
        QTRY_VERIFY_WITH_TIMEOUT(window_->search().report().curves.empty(), 300000);
    }

    void aSearchCanBeCancelledAndKeepsItsPoints() {
        openSearch();
        QVERIFY2(find<QLabel>("searchWarning")->isVisible(), "the run's own texts flatter its maps");
        find<QSpinBox>("searchMost")->setValue(11);
        find<QSpinBox>("searchTokens")->setValue(0);
        find<QCheckBox>("strategy-linearity")->setChecked(false);
        find<QCheckBox>("strategy-beam")->setChecked(true);
        click("searchStart");
        QTRY_VERIFY_WITH_TIMEOUT(!searchChart().points().points().empty(), 300000);
        QElapsedTimer clock;
        clock.start();
        click("searchCancel");
        QTRY_VERIFY_WITH_TIMEOUT(!session().jobs().isBusy(), 10000);
        QVERIFY2(clock.elapsed() < 2000, qPrintable(QString::number(clock.elapsed())));
        QVERIFY(!searchChart().isEmpty());
        QVERIFY(find<QLabel>("searchState")->text().startsWith("Stopped"));
        QVERIFY(find<QPushButton>("searchStart")->isEnabled());
    }

    void aSearchNeedsARunAndAStrategy() {
        openSearch();
        for (const char* name : {"strategy-linearity", "strategy-greedy"}) find<QCheckBox>(name)->setChecked(false);
        QVERIFY(!find<QPushButton>("searchStart")->isEnabled());
        QVERIFY(find<QLabel>("searchState")->text().contains("at least one strategy"));
        session().openModel(demo_ + "/cosine");
        QTRY_VERIFY(find<QLabel>("searchState")->text().contains("Analyse a model first"));
    }
};

QTEST_MAIN(WhatIfTest)
#include "what_if_test.moc"
