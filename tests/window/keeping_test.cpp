// What a window keeps with a run and shows again: notes, plans with names, what is selected and pinned, the view; and what it keeps for itself.
#include <QComboBox>
#include <QInputDialog>
#include <QMenu>
#include <QPlainTextEdit>
#include <QTableWidget>
#include <QTimer>
#include <QTreeWidget>

#include "app/views/pair_chart.h"
#include "app/window/figure_command.h"
#include "app/window/preferences.h"
#include "core/runs/prompt_scores.h"
#include "core/runs/run_file.h"
#include "tests/window/window_fixture.h"

using namespace strato;

class KeepingTest : public WindowFixture {
    Q_OBJECT

    QString run_;

    void open() {
        session().openRun(run_);
        QTRY_VERIFY_WITH_TIMEOUT(session().run() && !session().jobs().isBusy(Lane::open), 60000);
        session().jobs().stop(Lane::measure);
    }
    void reopen() {
        window_.reset();
        showWindow();
        open();
    }
    QAction* actionNamed(const QString& text) {
        for (QAction* action : window_->findChildren<QAction*>())
            if (QString(action->text()).replace("&&", "\x01").remove("&").replace("\x01", "&") == text) return action;
        qFatal("no action %s", qPrintable(text));
        return nullptr;
    }

private slots:
    void initTestCase() {
        separateSettings();
        run_ = folder_.filePath("kept.strato");
        analyzeModel({.model = (demo_ + "/plain").toStdString(), .data = {(demo_ + "/prompts.jsonl").toStdString()}, .run = run_.toStdString(), .sequenceLength = 64, .tokens = 1024,
                      .folds = 0, .measures = {"states"}, .pairs = "all", .compute = {}}, {}, {});
    }
    void init() {
        showWindow();
        open();
    }
    void cleanup() { window_.reset(); }

    void notesStayWithTheRun() {
        auto* notes = find<QPlainTextEdit>("notes");
        QVERIFY(notes->isEnabled());
        notes->setPlainText("Block 3 looks odd.\nTry it on code.");
        reopen();
        QTRY_COMPARE(find<QPlainTextEdit>("notes")->toPlainText(), QString("Block 3 looks odd.\nTry it on code."));
    }

    void aPlanWithANameIsTakenUpAgain() {
        session().setPlan(Plan::parse("3=drop,6=linear"));
        QTimer::singleShot(0, this, [] {
            auto* dialog = qobject_cast<QInputDialog*>(QApplication::activeModalWidget());
            if (!dialog) qFatal("no question for a name");
            dialog->setTextValue("light & fast");
            dialog->accept();
        });
        find<QAction>("namePlan")->trigger();
        QCOMPARE(session().namedPlans().keys(), QStringList{"light & fast"});
        session().setPlan({});
        reopen();
        QTRY_COMPARE(session().namedPlans().size(), 1);
        QCOMPARE(plan(), std::string());
        const QList<QAction*> offered = find<QMenu>("namedPlans")->actions();
        QCOMPARE(offered[2]->text(), QString("light && fast"));
        offered[2]->trigger();
        QCOMPARE(plan(), std::string("3=drop,6=linear"));
        session().undoStack().undo();
        QCOMPARE(plan(), std::string());
        session().forgetPlanNamed("light & fast");
        QVERIFY(session().namedPlans().isEmpty());
        session().undoStack().undo();
        QCOMPARE(session().namedPlans().value("light & fast"), Plan::parse("3=drop,6=linear"));
        // Neither is a name that is given to another plan gone for good.
        session().setPlan(Plan::parse("5=drop"));
        session().namePlan("light & fast");
        session().undoStack().undo();
        QCOMPARE(session().namedPlans().value("light & fast"), Plan::parse("3=drop,6=linear"));
        session().setPlan({});
        session().forgetPlanNamed("light & fast");
        reopen();
        QTRY_VERIFY(session().namedPlans().isEmpty());
    }

    void thePinnedBlockStandsBesideTheSelectedOne() {
        session().setSelection({.blocks = BlockSpan{{2}, {2}}});
        click("pinSelection");
        session().setSelection({.blocks = BlockSpan{{5}, {5}}});
        QCOMPARE(session().selection().pinned, std::optional(BlockSpan{{2}, {2}}));
        const auto* table = find<QTableWidget>("selectionTable");
        const auto& blocks = session().run()->blocks;
        QCOMPARE(table->item(0, 0)->text(), QString::number(blocks[5].linearity, 'g', 4));
        QCOMPARE(table->item(0, 1)->text(), QString::number(blocks[2].linearity, 'g', 4));
        QCOMPARE(table->item(0, 2)->text(), QString::asprintf("%+.3g", blocks[5].linearity - blocks[2].linearity));
        QCOMPARE(table->horizontalHeaderItem(0)->text(), QString("block 5"));
        reopen();
        QTRY_COMPARE(session().selection().pinned, std::optional(BlockSpan{{2}, {2}}));
        QCOMPARE(session().selection().blocks, std::optional(BlockSpan{{5}, {5}}));
        session().setSelection({.blocks = BlockSpan{{2}, {2}}});
        QCOMPARE(find<QPushButton>("pinSelection")->text(), QString("Unpin"));
        actionNamed("Pin the selected blocks")->trigger();
        QVERIFY(!session().selection().pinned);
    }

    void twoPromptsAreComparedInOneBlock() {
        const std::vector<PromptScores> prompts = promptScores(*session().run());
        QVERIFY(prompts.size() >= 2);
        const auto cell = [&](const QString& row, int column) {
            const auto* table = find<QTableWidget>("selectionTable");
            for (int r = 0; r < table->rowCount(); ++r)
                if (table->verticalHeaderItem(r)->text() == row) return table->item(r, column)->text();
            qFatal("no row %s", qPrintable(row));
        };
        session().setSelection({.blocks = BlockSpan{{3}, {3}}, .token = prompts[0].firstToken});
        click("pinSelection");
        session().setSelection({.blocks = BlockSpan{{3}, {3}}, .token = prompts[1].firstToken + 2});
        QCOMPARE(find<QPushButton>("pinSelection")->text(), QString("Pin"));
        reopen();
        QTRY_COMPARE(session().selection().pinnedToken, std::optional(prompts[0].firstToken));
        QCOMPARE(cell("prompt non-linearity", 0), QString::number(prompts[1].mean[3], 'g', 4));
        QCOMPARE(cell("prompt non-linearity", 1), QString::number(prompts[0].mean[3], 'g', 4));
        QCOMPARE(cell("prompt non-linearity", 2), QString::asprintf("%+.3g", prompts[1].mean[3] - prompts[0].mean[3]));
        QCOMPARE(cell("token non-linearity", 0), QString::number(double(session().run()->tokenNonlinearity[3][static_cast<std::size_t>(prompts[1].firstToken) + 2]), 'g', 4));
        QVERIFY(find<QLabel>("selectionState")->text().contains(QString::fromStdString(prompts[1].words).simplified()));
        QCOMPARE(cell("linearity", 2), QString("+0"));
        session().setSelection({});
        click("pinSelection");
    }

    void theViewIsShownAgain() {
        window_->charts().show("pairs");
        QCOMPARE(session().view(), QString("pairs"));
        reopen();
        QTRY_COMPARE(window_->charts().current().objectName(), QString("pairs"));
        QVERIFY(!window_->charts().current().isEmpty());
    }

    void chartsAreShownAsTheyWereLookedAt() {
        auto* pairs = static_cast<PairChart*>(&[this]() -> Chart& {
            window_->charts().show("pairs");
            return window_->charts().current();
        }());
        find<QComboBox>("pairsChoice")->setCurrentIndex(PairChart::cka);
        pairs->zoomBy(0.5);
        pairs->coloring().setColors({.diverging = true, .low = 0.25, .high = {}});
        find<QComboBox>("stripChoice")->setCurrentIndex(2);
        const QString shown = pairs->view().text();
        QVERIFY(shown.startsWith("choice=1,columns=") && shown.contains("diverging,low=0.25"));
        window_->charts().show("profile");
        reopen();
        QTRY_COMPARE(window_->charts().current().objectName(), QString("profile"));
        QCOMPARE(find<QComboBox>("stripChoice")->currentIndex(), 2);
        window_->charts().show("pairs");
        QCOMPARE(window_->charts().current().view().text(), shown);
        QCOMPARE(find<QComboBox>("pairsChoice")->currentIndex(), static_cast<int>(PairChart::cka));
        QCOMPARE(window_->charts().viewStack().count(), 0);
    }

    // By the run's name, which lies beside it; whatever the run keeps of the window itself.
    void aFigureOpensTheRunThatItWasDrawnFrom() {
        const QString figure = folder_.filePath("lens.svg"), other = folder_.filePath("other.pdf");
        FigureRequest request;
        request.runs = {run_};
        request.name = "profile";
        request.out = other;
        drawFigure(request);
        request.name = "pairs-angular";
        request.out = figure;
        request.view = "columns=2:6,rows=4:9,low=0.1";
        drawFigure(request);
        window_.reset();
        showWindow();
        session().open(QStringList{figure});
        QTRY_VERIFY_WITH_TIMEOUT(session().run() && !session().jobs().isBusy(Lane::open), 60000);
        QCOMPARE(session().runFile(), run_);
        QCOMPARE(window_->charts().current().objectName(), QString("pairs"));
        QCOMPARE(window_->charts().current().view().text(), QString("choice=2,columns=2:6,rows=4:9,sequential,low=0.1"));
        session().open(other);
        QTRY_COMPARE_WITH_TIMEOUT(window_->charts().current().objectName(), QString("profile"), 60000);
        // One whose run is nowhere, and a picture of somebody else's.
        QVERIFY(QFile::rename(run_, run_ + ".away"));
        session().open(figure);
        QTRY_VERIFY(errorText().contains("kept.strato") && errorText().contains("neither"));
        QVERIFY(QFile::rename(run_ + ".away", run_));
        QFile foreign(folder_.filePath("foreign.png"));
        QVERIFY(foreign.open(QIODevice::WriteOnly));
        foreign.write("no picture");
        foreign.close();
        session().open(QStringList{foreign.fileName()});
        QVERIFY(errorText().contains("says of no run"));
        session().jobs().stopAll();
    }

    // A run of an earlier version, and one whose part of the window is damaged.
    void whatIsMissingOrDamagedIsLeftOut() {
        window_.reset();
        RunFile::open(run_.toStdString()).storeChoices("window", R"({"plan":"4=drop","evaluation":{"data":[],"protocol":"","tokens":8192,"task":"","prompts":[],"fit_in_sequence":false},"prefers_healed":true})");
        showWindow();
        open();
        QCOMPARE(plan(), std::string("4=drop"));
        window_.reset();
        RunFile::open(run_.toStdString()).storeChoices("window", R"({"plan":"4=drop","evaluation":{"data":[],"protocol":"","tokens":8192,"task":"","prompts":[],"fit_in_sequence":false},"prefers_healed":true,
            "window":{"view":"profile","blocks":"99","token":null,"pinned":7,"plans":{"a":"77=drop"},"notes":"x"}})");
        showWindow();
        open();
        QTRY_COMPARE(plan(), std::string("4=drop"));
        QVERIFY(find<QWidget>("messageText")->isVisible());
        QVERIFY(!session().selection().blocks);
    }

    void preferencesHoldForTheNextJob() {
        QCOMPARE(preferredCompute().device, std::string("auto"));
        actionNamed("Preferences…")->trigger();
        auto* device = find<QComboBox>("device");
        device->setCurrentIndex(device->findData("cpu"));
        emit device->activated(device->currentIndex());
        find<QSpinBox>("threads")->setValue(1);
        find<QSpinBox>("memory")->setValue(2);
        QCOMPARE(preferredCompute().device, std::string("cpu"));
        QCOMPARE(preferredCompute().threads, 1);
        QCOMPARE(preferredCompute().memoryBytes, std::int64_t{2} << 30);
        find<QSpinBox>("threads")->setValue(0);
        find<QSpinBox>("memory")->setValue(0);
    }

    // The open model was loaded as it was preferred before.
    void anotherTypeMeasuresAnew() {
        session().setPlan(Plan::parse("3=drop"));
        waitForMeasurement();
        const double before = session().outcome()->baseline.loss;
        QSettings().setValue("compute/dtype", "bfloat16");
        session().setPlan(Plan::parse("4=drop"));
        waitForMeasurement();
        const double after = session().outcome()->baseline.loss;
        QVERIFY2(after != before && std::abs(after - before) < 0.05, qPrintable(QString("%1, before %2").arg(after).arg(before)));
        QSettings().remove("compute/dtype");
        session().setPlan({});
    }

    void theLogTellsWhatEndedAndHow() {
        session().open(folder_.filePath("nothing-here"));
        actionNamed("Log…")->trigger();
        auto* list = find<QTreeWidget>("logList");
        QVERIFY(list->topLevelItemCount() >= 2);
        QVERIFY(list->topLevelItem(0)->text(2).startsWith("done in"));
        QCOMPARE(list->topLevelItem(list->topLevelItemCount() - 1)->text(2), QString("problem"));
        QVERIFY(list->topLevelItem(list->topLevelItemCount() - 1)->text(1).contains("nothing-here"));
    }

    void aProblemStaysUntilItIsDismissed() {
        session().open(folder_.filePath("nothing-here"));
        auto* text = find<QWidget>("messageText");
        QVERIFY(text->isVisible());
        session().setPlan(Plan::parse("2=drop"));
        QVERIFY(text->isVisible());
        session().undoStack().undo();
    }
};

QTEST_MAIN(KeepingTest)
#include "keeping_test.moc"
