// The tour as a new user takes it: from the welcome page to the first cut, with everything in the window usable all the way.
#include <algorithm>

#include <QApplication>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QTabWidget>
#include <QTableWidget>
#include <QToolButton>

#include "app/views/strip_chart.h"
#include "app/window/appearance.h"
#include "app/window/tour.h"
#include "tests/window/window_fixture.h"

using namespace strato;

class TourTest : public WindowFixture {
    Q_OBJECT

    static constexpr int analysis = 1, profile = 2, views = 3, cut = 4, effect = 5, farewell = 6;
    QString run_;

    void openAnalysed() {
        // A run keeps what is done with it.
        const QString copy = folder_.filePath(QString("%1.strato").arg(QTest::currentTestFunction()));
        QFile::remove(copy);
        QVERIFY(QFile::copy(run_, copy));
        session().openRun(copy);
        waitForMeasurement();
        QCoreApplication::processEvents();
    }

    Tour* tour() { return window_->findChild<Tour*>(); }
    void startTour() {
        for (QAction* action : window_->menuBar()->actions().constLast()->menu()->actions())
            if (action->text().contains("Tour")) action->trigger();
        QVERIFY(tour());
    }
    void goTo(int step) {
        for (int each = tour()->step(); each < step; ++each) click("tourNext");
        QCOMPARE(tour()->step(), step);
    }
    bool isOffered() { return find<QPushButton>("tourDoIt")->isVisible(); }

    StripChart& strip() { return *find<StripChart>("strip"); }
    QPoint blockAt(int block) { return QPointF(strip().xAxis->coordToPixel(block), strip().yAxis->coordToPixel(0)).toPoint(); }
    QRect inWindow(const QWidget& widget) { return {widget.mapTo(window_.get(), QPoint()), widget.size()}; }
    // What a press of the mouse there reaches.
    QWidget* under(const QPoint& position) { return window_->childAt(position); }
    void clickBlock(int block) {
        const QPoint position = strip().mapTo(window_.get(), blockAt(block));
        QCOMPARE(under(position), static_cast<QWidget*>(&strip()));
        QTest::mouseClick(&strip(), Qt::LeftButton, {}, blockAt(block));
    }

    bool isInsideTheWindow() { return window_->rect().contains(tour()->geometry()); }
    bool coversATarget() {
        const auto targets = tour()->targets();
        return std::any_of(targets.begin(), targets.end(), [&](const QWidget* target) { return tour()->geometry().intersects(inWindow(*target)); });
    }

private slots:
    void initTestCase() {
        separateSettings();
        run_ = folder_.filePath("demo.strato");
        analyzeModel({.model = (demo_ + "/plain").toStdString(), .data = {(demo_ + "/prompts.jsonl").toStdString()}, .run = run_.toStdString(), .sequenceLength = 64,
                      .tokens = 4096, .folds = 0, .compute = {}}, {}, {});
    }

    void init() {
        QSettings().remove("tour/taken");
        showWindow();
    }

    void cleanup() { window_.reset(); }

    void itIsOfferedFirstUntilItIsTaken() {
        auto* offer = find<QPushButton>("welcomeTour");
        QVERIFY(offer->isVisible() && !offer->isFlat() && offer->y() < find<QPushButton>("welcomeModel")->y());
        QVERIFY2(!tour(), "nobody is forced");
        QTest::mouseClick(offer, Qt::LeftButton);
        QVERIFY(tour() && tour()->isVisible());
        click("tourClose");
        QTRY_VERIFY(!tour());
        window_.reset();
        showWindow();
        offer = find<QPushButton>("welcomeTour");
        QVERIFY(offer->isFlat() && offer->y() > find<QPushButton>("welcomeModel")->y());
    }

    void itEndsWithTheUsersFirstCut() {
        click("welcomeTour");
        QCOMPARE(tour()->step(), 0);
        QVERIFY(isOffered() && find<QLabel>("tourText")->text().contains("needs a model"));
        click("tourNext");
        QTRY_COMPARE_WITH_TIMEOUT(tour()->step(), analysis, 300000);
        QTRY_VERIFY_WITH_TIMEOUT(session().run(), 300000);
        QVERIFY2(!session().run()->complete() && tour()->step() == analysis, "it waits for the blocks");
        QTRY_COMPARE_WITH_TIMEOUT(tour()->step(), profile, 300000);
        QVERIFY(session().run()->complete());
        click("tourNext");
        QCOMPARE(tour()->step(), views);
        click("tourNext");
        QCOMPARE(tour()->step(), cut);
        QTRY_VERIFY(!coversATarget());
        clickBlock(5);
        QCOMPARE(plan(), std::string("5=drop"));
        QVERIFY(find<QTableWidget>("prediction")->item(0, 0)->text().toDouble() > 0);
        QTRY_COMPARE(tour()->step(), effect);
        waitForMeasurement();
        auto* outcome = find<QTableWidget>("outcome");
        QVERIFY(outcome->item(0, 1)->text().toDouble() > outcome->item(0, 0)->text().toDouble());
        QCOMPARE(tour()->step(), effect);
        click("tourNext");
        QCOMPARE(tour()->step(), farewell);
        QCOMPARE(find<QPushButton>("tourNext")->text(), QString("Finish"));
        click("tourNext");
        QTRY_VERIFY(!tour());
        QCOMPARE(plan(), std::string("5=drop"));
    }

    void everyStepSpeaksOfSomethingThatCanBeSeenAndUsed() {
        openAnalysed();
        startTour();
        for (int step = 0; step < tour()->steps(); ++step) {
            goTo(step);
            const QString title = find<QLabel>("tourTitle")->text();
            QVERIFY2(!tour()->targets().isEmpty(), qPrintable(title));
            QTRY_VERIFY2(!coversATarget(), qPrintable(title));
            QVERIFY2(isInsideTheWindow(), qPrintable(title));
            const auto* frames = find<QWidget>("tourFrames");
            QVERIFY2(frames->isVisible(), qPrintable(title));
            for (QWidget* target : tour()->targets()) {
                const QRect rect = inWindow(*target);
                QVERIFY2(frames->mask().boundingRect().contains(rect), qPrintable(title + ": " + target->objectName()));
                QWidget* reached = under(rect.center());
                QVERIFY2(reached == target || target->isAncestorOf(reached), qPrintable(title + ": " + target->objectName()));
            }
        }
    }

    void itFollowsTheSizeOfTheWindow() {
        openAnalysed();
        startTour();
        for (const QSize size : {QSize(1000, 640), QSize(1600, 1000)}) {
            for (int step = 0; step < tour()->steps(); ++step) {
                window_->resize(1280, 800);
                QCoreApplication::processEvents();
                goTo(step);
                window_->resize(size);
                QCoreApplication::processEvents();
                QTRY_VERIFY2(isInsideTheWindow(), qPrintable(QString::number(step)));
                if (size.width() > 1280) QTRY_VERIFY2(!coversATarget(), qPrintable(QString::number(step)));
            }
            startTour();
        }
    }

    void closedAtAnyStepItLeavesTheWindowUsable() {
        openAnalysed();
        for (int step = 0; step <= farewell; ++step) {
            startTour();
            goTo(step);
            if (step % 2 == 0) click("tourClose");
            else QTest::keyClick(find<QPushButton>("tourNext"), Qt::Key_Escape);
            QTRY_VERIFY(!tour() && !window_->findChild<QWidget*>("tourFrames"));
            clickBlock(3);
            QCOMPARE(plan(), std::string("3=drop"));
            QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
            QCOMPARE(plan(), std::string());
        }
    }

    void escapeClosesItFromAnywhereThatDoesNotTakeIt() {
        openAnalysed();
        startTour();
        QTest::keyClick(&strip(), Qt::Key_Escape);
        QVERIFY2(tour(), "a chart takes its selection back");
        QTest::keyClick(find<QPushButton>("keepAll"), Qt::Key_Escape);
        QTRY_VERIFY(!tour());
    }

    void keysWalkThroughIt() {
        openAnalysed();
        startTour();
        auto* next = find<QPushButton>("tourNext");
        QCOMPARE(window_->focusWidget(), static_cast<QWidget*>(next));
        QTest::keyClick(next, Qt::Key_Return);
        QTest::keyClick(next, Qt::Key_Space);
        QCOMPARE(tour()->step(), 2);
        auto* back = find<QPushButton>("tourBack");
        back->setFocus();
        QTest::keyClick(back, Qt::Key_Space);
        QTest::keyClick(back, Qt::Key_Space);
        QCOMPARE(tour()->step(), 0);
        QVERIFY2(window_->focusWidget() == next, "a button that goes hands the keyboard on");
    }

    void itGoesOnWhenTheUserRunsTheAnalysisOrHasItRun_data() {
        QTest::addColumn<QString>("button");
        QTest::newRow("by the button in the window") << "run";
        QTest::newRow("by the tour") << "tourDoIt";
    }

    void itGoesOnWhenTheUserRunsTheAnalysisOrHasItRun() {
        QFETCH(QString, button);
        session().openModel(demo_ + "/plain");
        session().setData({demo_ + "/prompts.jsonl"});
        QTRY_VERIFY_WITH_TIMEOUT(session().canAnalyze(), 300000);
        find<QSpinBox>("tokens")->setValue(2048);
        startTour();
        goTo(analysis);
        QVERIFY(isOffered() && !session().run());
        click(button);
        QTRY_VERIFY2(!isOffered(), "it is being done");
        QTRY_COMPARE_WITH_TIMEOUT(tour()->step(), profile, 300000);
        QVERIFY(session().run()->complete());
    }

    void aModelWithoutTextsIsAnalysedOnTheBundledOnes() {
        session().openModel(demo_ + "/cosine");
        QTRY_VERIFY_WITH_TIMEOUT(session().model(), 300000);
        find<QSpinBox>("tokens")->setValue(2048);
        startTour();
        goTo(analysis);
        click("tourNext");
        QTRY_COMPARE_WITH_TIMEOUT(tour()->step(), profile, 300000);
        QCOMPARE(QFileInfo(session().data().value(0)).canonicalFilePath(), QFileInfo(demo_ + "/prompts.jsonl").canonicalFilePath());
    }

    void itCutsTheBlockThatItNames() {
        openAnalysed();
        startTour();
        goTo(cut);
        QVERIFY(isOffered());
        const auto& blocks = session().run()->blocks;
        const auto least = std::min_element(blocks.begin(), blocks.end(), [](const auto& a, const auto& b) { return a.blockInfluence < b.blockInfluence; });
        QVERIFY(find<QLabel>("tourText")->text().contains(QString("block %1,").arg(least->block.value)));
        click("tourDoIt");
        QCOMPARE(plan(), std::to_string(least->block.value) + "=drop");
        QTRY_COMPARE(tour()->step(), effect);
        // Back, it neither runs ahead again nor names the same block.
        click("tourBack");
        QCoreApplication::processEvents();
        QCOMPARE(tour()->step(), cut);
        QVERIFY(!find<QLabel>("tourText")->text().contains(QString("block %1,").arg(least->block.value)));
    }

    void hiddenTabsComeToTheFront() {
        openAnalysed();
        startTour();
        find<QToolButton>("profileShowTable")->setChecked(true);
        window_->charts().show("lens");
        find<QTabWidget>("right")->setCurrentIndex(2);
        goTo(profile);
        QVERIFY(find<QWidget>("profile")->isVisible());
        goTo(cut);
        QVERIFY(find<QWidget>("candidates")->isVisible());
    }

    void theFramesGoWithTheViewThatIsShown() {
        openAnalysed();
        startTour();
        goTo(views);
        window_->charts().show("spectra");
        auto* button = find<QToolButton>("spectraShowTable");
        QTRY_VERIFY(tour()->targets().contains(button));
        QTRY_VERIFY(find<QWidget>("tourFrames")->mask().boundingRect().contains(inWindow(*button)));
        QTRY_VERIFY(!coversATarget());
    }

    void anotherModelTakesItBackToTheAnalysis() {
        openAnalysed();
        startTour();
        goTo(effect);
        session().openModel(demo_ + "/cosine");
        QTRY_COMPARE_WITH_TIMEOUT(tour()->step(), analysis, 300000);
        QVERIFY(isOffered());
    }

    void itIsReadableInLightAndDark() {
        Appearance appearance;
        startTour();
        for (const Appearance::Mode mode : {Appearance::Mode::dark, Appearance::Mode::light}) {
            appearance.choose(mode);
            const bool dark = mode == Appearance::Mode::dark;
            const auto paper = [&] { return tour()->grab().toImage().pixelColor(tour()->width() / 2, 5); };
            QTRY_COMPARE(paper().lightness() < 128, dark);
            for (const char* name : {"tourTitle", "tourCount", "tourText"}) {
                const auto* label = find<QLabel>(name);
                const QColor ink = label->palette().color(label->foregroundRole());
                QVERIFY2(std::abs(ink.lightness() - paper().lightness()) > 150, name);
            }
        }
    }
};

QTEST_MAIN(TourTest)
#include "tour_test.moc"
