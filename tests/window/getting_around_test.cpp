// Getting around in the window: the palette, the list of shortcuts, what was open lately, the hub's cache, the history and the manual.
#include <QApplication>
#include <QDialogButtonBox>
#include <QFile>
#include <QKeySequenceEdit>
#include <QMenu>
#include <QPushButton>
#include <QTabWidget>
#include <QTableWidget>
#include <QTextBrowser>
#include <QUndoView>

#include "app/window/command_palette.h"
#include "app/window/hub_dialog.h"
#include "app/window/recent_files.h"
#include "core/model/hub_cache.h"
#include "tests/window/window_fixture.h"

using namespace strato;

class GettingAroundTest : public WindowFixture {
    Q_OBJECT

    // A snapshot whose files are links into blobs, as huggingface_hub makes them.
    void makeSnapshot(const QString& name, const QString& revision, bool current) {
        const QString model = folder_.filePath("hub/models--" + name), snapshot = model + "/snapshots/" + revision;
        QVERIFY(QDir().mkpath(snapshot) && QDir().mkpath(model + "/blobs") && QDir().mkpath(model + "/refs"));
        for (const QFileInfo& file : QDir(demo_ + "/plain").entryInfoList(QDir::Files)) {
            const QString blob = model + "/blobs/" + revision + file.fileName();
            QVERIFY(QFile::copy(file.filePath(), blob) && QFile::link("../../blobs/" + revision + file.fileName(), snapshot + "/" + file.fileName()));
        }
        if (!current) return;
        QFile ref(model + "/refs/main");
        QVERIFY(ref.open(QIODevice::WriteOnly) && ref.write(revision.toUtf8()) > 0);
    }

private slots:
    void initTestCase() {
        separateSettings();
        qputenv("HF_HUB_CACHE", folder_.filePath("hub").toUtf8());
    }

    void init() {
        showWindow();
    }

    void cleanup() { window_.reset(); }

    void thePaletteFindsEveryCommandAndDoesIt() {
        QTest::keyClick(window_.get(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(window_->findChild<CommandPalette*>("commandPalette"));
        auto* list = find<QTreeWidget>("commandList");
        QVERIFY(list->topLevelItemCount() > 20);
        auto* line = find<QLineEdit>("commandLine");
        QTest::keyClicks(line, "file run");
        QCOMPARE(list->currentItem()->text(0), QString("File › Open run…"));
        QCOMPARE(list->currentItem()->text(1), QString("Ctrl+Shift+O"));
        line->selectAll();
        QTest::keyClicks(line, "SHORTC");
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_VERIFY(window_->findChild<QDialog*>("shortcutList"));
        QTRY_VERIFY(!window_->findChild<CommandPalette*>("commandPalette"));
    }

    void runsThatTheProgramNamedAreKnownByModelAndTime() {
        const QString name = recentName("/somewhere/runs/gpt2-small-20261126-120655-855.strato");
        QVERIFY2(name.startsWith("gpt2-small, ") && !name.contains("855") && !name.contains('/'), qPrintable(name));
        QCOMPARE(recentName("/my/own.strato"), QString("/my/own.strato"));
        // Of two of one model the texts tell which is which.
        const QString own = folder_.filePath("gpt2-20261126-120655-855.strato");
        QVERIFY(QFile(own).open(QIODevice::WriteOnly));
        rememberRun(own, {"/a/stories.jsonl", "/b/more.txt", "/c/rest.txt"}, 4096);
        QVERIFY2(recentName(own).startsWith("gpt2, ") && recentName(own).endsWith(", stories.jsonl, more.txt, …, 4096 tokens"), qPrintable(recentName(own)));
        forgetRecent();
        QVERIFY(!recentName(own).contains("stories"));
    }

    void theWelcomePageGoesOnWithTheLastRun() {
        const QString run = folder_.filePath("lately.strato");
        analyzeModel({.model = (demo_ + "/plain").toStdString(), .data = {(demo_ + "/prompts.jsonl").toStdString()}, .run = run.toStdString(), .sequenceLength = 64,
                      .tokens = 256, .folds = 0, .measures = {}, .compute = {}}, {}, {});
        rememberRecent(Recent::run, run);
        window_.reset();
        showWindow();
        auto* last = find<QPushButton>("welcomeRecent");
        QVERIFY(last->isVisible());
        QTest::mouseClick(last, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(session().run() && session().runFile() == run, 300000);
        forgetRecent();
    }

    void aCommandThatIsGoneMeanwhileIsNotDone() {
        rememberRecent(Recent::texts, demo_ + "/prompts.jsonl");
        auto* recent = find<QMenu>("recentMenu");
        emit recent->aboutToShow();
        QTest::keyClick(window_.get(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(window_->findChild<CommandPalette*>("commandPalette"));
        auto* line = find<QLineEdit>("commandLine");
        QTest::keyClicks(line, "prompts.jsonl");
        QVERIFY(find<QTreeWidget>("commandList")->currentItem());
        forgetRecent();
        emit recent->aboutToShow();
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_VERIFY(!window_->findChild<CommandPalette*>("commandPalette"));
        QVERIFY(session().data().isEmpty());
    }

    void whatCantBeDoneIsGreyInThePalette() {
        QTest::keyClick(window_.get(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(window_->findChild<CommandPalette*>("commandPalette"));
        auto* list = find<QTreeWidget>("commandList");
        QTest::keyClicks(find<QLineEdit>("commandLine"), "heal");
        QVERIFY(!list->currentItem());
        const auto found = list->findItems("Heal the plan", Qt::MatchContains);
        QCOMPARE(found.size(), 1);
        QVERIFY(found[0]->isDisabled() && found[0]->toolTip(0).contains("Analyse a model first"));
    }

    void shortcutsAreListed() {
        QTest::keyClick(window_.get(), Qt::Key_F1);
        QTRY_VERIFY(window_->findChild<QDialog*>("shortcutList"));
        auto* table = find<QTableWidget>("shortcuts");
        const auto row = table->findItems("Ctrl+Shift+P", Qt::MatchExactly);
        QCOMPARE(row.size(), 1);
        QCOMPARE(table->item(row[0]->row(), 0)->text(), QString("View › Commands…"));
        QVERIFY(!table->findItems("Blocks › Drop", Qt::MatchExactly).isEmpty());
    }

    void everyViewHasACommandAndKeys() {
        session().openModel(demo_ + "/plain");
        QTRY_VERIFY_WITH_TIMEOUT(session().model(), 60000);
        QTest::keyClick(window_.get(), Qt::Key_4, Qt::ControlModifier);
        QCOMPARE(window_->charts().current().objectName(), QString("pairs"));
        QTest::keyClick(window_.get(), Qt::Key_4, Qt::AltModifier);
        QCOMPARE(find<QTabWidget>("right")->currentIndex(), 3);
        auto* right = find<QTabWidget>("right");
        QTest::keyClick(window_.get(), Qt::Key_F9);
        QVERIFY(!right->isVisible());
        QTest::keyClick(window_.get(), Qt::Key_F9);
        QVERIFY(right->isVisible());
    }

    void shortcutsAreChangedAndKept() {
        const auto keysOf = [this](const char* name) { return find<QAction>(name)->shortcut(); };
        const auto give = [this](const QString& command, Qt::Key key, Qt::KeyboardModifiers modifiers) {
            auto* table = find<QTableWidget>("shortcuts");
            QTableWidgetItem* keys = table->item(table->findItems(command, Qt::MatchExactly).constFirst()->row(), 1);
            table->editItem(keys);
            auto* edit = table->findChild<QKeySequenceEdit*>("keys");
            QTest::keyClick(edit, key, modifiers);
            if (!QTest::qWaitFor([table] { return !table->findChild<QKeySequenceEdit*>("keys"); })) qFatal("the keys are still asked for");
            return keys->text();
        };
        find<QAction>("shortcuts")->trigger();
        QCOMPARE(give("Run › Analyse", Qt::Key_G, Qt::ControlModifier), QString("Ctrl+G"));
        QCOMPARE(keysOf("analyse"), QKeySequence("Ctrl+G"));
        // Keys that another command has stay there.
        QCOMPARE(give("File › Open model…", Qt::Key_G, Qt::ControlModifier), QString("Ctrl+O"));
        QVERIFY(find<QLabel>("shortcutProblem")->text().contains("Run › Analyse"));
        QCOMPARE(give("File › Quit", Qt::Key_Backspace, {}), QString());
        // Letters are the charts'; and who only looks changes nothing.
        QCOMPARE(give("Run › Analyse", Qt::Key_D, {}), QString("Ctrl+G"));
        QVERIFY(find<QLabel>("shortcutProblem")->text().contains("charts"));
        auto* table = find<QTableWidget>("shortcuts");
        const int row = table->findItems("File › Open texts…", Qt::MatchExactly).constFirst()->row();
        table->editItem(table->item(row, 1));
        table->setCurrentCell(row + 1, 0);
        table->setFocus();
        QCoreApplication::processEvents();
        QCOMPARE(keysOf("openTexts"), QKeySequence("Ctrl+T"));
        window_.reset();
        showWindow();
        QCOMPARE(keysOf("analyse"), QKeySequence("Ctrl+G"));
        QVERIFY(keysOf("quit").isEmpty());
        find<QAction>("shortcuts")->trigger();
        QTest::mouseClick(window_->findChild<QDialog*>("shortcutList")->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::RestoreDefaults), Qt::LeftButton);
        QCOMPARE(keysOf("analyse"), QKeySequence("Ctrl+R"));
        QCOMPARE(keysOf("quit"), QKeySequence(QKeySequence::Quit));
    }

    void whatWasOpenLatelyIsOfferedUnlessItIsGone() {
        const QString gone = folder_.filePath("gone.strato");
        QFile file(gone);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        rememberRecent(Recent::run, gone);
        QCOMPARE(recentFiles(Recent::run), QStringList{gone});
        QVERIFY(QFile::remove(gone));
        QVERIFY(recentFiles(Recent::run).isEmpty());
        session().openModel(demo_ + "/plain");
        QTRY_VERIFY_WITH_TIMEOUT(session().model(), 300000);
        session().openModel(demo_ + "/cosine");
        QTRY_COMPARE_WITH_TIMEOUT(recentFiles(Recent::model).size(), 2, 300000);
        auto* menu = find<QMenu>("recentMenu");
        emit menu->aboutToShow();
        QAction* plain = nullptr;
        for (QAction* action : menu->actions())
            if (action->text().endsWith("plain")) plain = action;
        QVERIFY(plain);
        plain->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(session().model()->folder.filename().string(), std::string("plain"), 300000);
        QCOMPARE(recentFiles(Recent::model).constFirst(), demo_ + "/plain");
        forgetRecent();
        QVERIFY(recentFiles(Recent::model).isEmpty());
    }

    void modelsOfTheHubCacheOpen() {
        makeSnapshot("someone--stories", "0aaa", false);
        makeSnapshot("someone--stories", "9bbb", true);
        QVERIFY(QDir().mkpath(folder_.filePath("hub/datasets--someone--texts/snapshots/1")));
        QVERIFY(QDir().mkpath(folder_.filePath("hub/models--other--strange/snapshots/1")));
        QFile strange(folder_.filePath("hub/models--other--strange/snapshots/1/config.json"));
        QVERIFY(strange.open(QIODevice::WriteOnly) && strange.write("{\"model_type\": \"strange\"}") > 0);
        strange.close();
        const auto models = hubModels(hubCacheFolder());
        QCOMPARE(models.size(), std::size_t{3});
        QVERIFY(models[1].name == "someone/stories" && models[1].revision == "9bbb" && models[1].current && !models[2].current);
        QTest::keyClick(window_.get(), Qt::Key_O, Qt::ControlModifier | Qt::AltModifier);
        QTRY_VERIFY(window_->findChild<HubDialog*>("hubDialog"));
        auto* list = find<QTreeWidget>("hubModels");
        QTRY_COMPARE_WITH_TIMEOUT(list->topLevelItemCount(), 3, 300000);
        QTRY_VERIFY(find<QLabel>("hubState")->text().startsWith("3 models"));
        QVERIFY(list->topLevelItem(0)->isDisabled() && list->topLevelItem(0)->text(4).contains("strange"));
        QCOMPARE(list->currentItem()->text(1), QString("9bbb"));
        QTest::mouseClick(find<HubDialog>("hubDialog")->findChild<QPushButton*>(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(session().model(), 300000);
        QVERIFY(session().model()->supported);
        QCOMPARE(session().model()->layers, 12);
    }

    void theHistoryGoesBackAndForth() {
        const QString run = folder_.filePath("history.strato");
        analyzeModel({.model = (demo_ + "/plain").toStdString(), .data = {(demo_ + "/prompts.jsonl").toStdString()}, .run = run.toStdString(), .sequenceLength = 32, .tokens = 512,
                      .folds = 0, .compute = {}}, {}, {});
        session().openRun(run);
        QTRY_VERIFY_WITH_TIMEOUT(session().canEdit(), 300000);
        session().setPlan(Plan::parse("5=drop"));
        session().setPlan(Plan::parse("5=drop,7=linear"));
        QTest::keyClick(window_.get(), Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(window_->findChild<QDialog*>("history"));
        auto* steps = find<QUndoView>("historyList");
        QCOMPARE(steps->model()->rowCount(), 3);
        QCOMPARE(steps->model()->index(2, 0).data().toString(), QString("5=drop,7=linear"));
        QTest::mouseClick(steps->viewport(), Qt::LeftButton, {}, steps->visualRect(steps->model()->index(0, 0)).center());
        QCOMPARE(session().plan().text(), std::string());
        QTest::mouseClick(steps->viewport(), Qt::LeftButton, {}, steps->visualRect(steps->model()->index(1, 0)).center());
        QCOMPARE(session().plan().text(), std::string("5=drop"));
    }

    void theManualIsThere() {
        for (QAction* action : window_->menuBar()->actions().constLast()->menu()->actions())
            if (action->text().contains("Manual")) action->trigger();
        QTRY_VERIFY(window_->findChild<QDialog*>("manual"));
        auto* chapters = find<QTreeWidget>("manualChapters");
        auto* text = find<QTextBrowser>("manualText");
        QVERIFY(chapters->topLevelItemCount() == 2 && chapters->topLevelItem(0)->childCount() > 3);
        QVERIFY(text->toPlainText().contains("A desktop program for looking at the geometry"));
        chapters->setCurrentItem(chapters->topLevelItem(0)->child(2));
        QCOMPARE(text->textCursor().block().text(), chapters->topLevelItem(0)->child(2)->text(0));
        chapters->setCurrentItem(chapters->topLevelItem(1));
        QVERIFY(text->toPlainText().contains("gpt2", Qt::CaseInsensitive));
    }
};

QTEST_MAIN(GettingAroundTest)
#include "getting_around_test.moc"
