// The manual's pictures, made of the program as it is, in light and dark, at one and at two pixels a point; and everything that a program can see
// wrong in them: blank charts, cut texts, widgets on top of each other, axes without names.
//
//     STRATO_SCREENSHOTS=build/pictures STRATO_LANGUAGE=ru screenshots_test        profile-light.png, profile-light@2x.png, profile-dark.png ...
#include <QApplication>
#include <QCheckBox>
#include <QPushButton>
#include <QSet>
#include <QSpinBox>

#include "app/views/views.h"
#include "app/window/figure_dialog.h"
#include "core/train/story_generator.h"
#include "tests/window/layout_check.h"
#include "tests/window/window_fixture.h"

using namespace strato;

namespace {

// A blank chart has its background, its grid and the ink of axes.
constexpr int coloursOfAnything = 8;
constexpr int emptyViewsOfABareRun = 6;

int coloursIn(const QImage& image) {
    QSet<QRgb> colours;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) colours << image.pixel(x, y);
    return static_cast<int>(colours.size());
}

QList<Chart*> chartsIn(const QWidget& window) {
    QList<Chart*> charts;
    for (auto* chart : window.findChildren<Chart*>())
        if (chart->isVisible() && chart->window() == &window) charts << chart;
    return charts;
}

}  // namespace

class ScreenshotsTest : public WindowFixture {
    Q_OBJECT

    std::unique_ptr<Appearance> appearance_;
    std::unique_ptr<Language> language_;
    bool kept_ = false;
    QString full_, bare_, cosine_, text_, pictures_;

    enum class Measured { little, everything };

    QString analysed(const QString& model, const QString& name, Measured measured) {
        const QString run = folder_.filePath(name);
        AnalysisRequest request;
        request.model = (demo_ + "/" + model).toStdString();
        request.data = {(demo_ + "/prompts.jsonl").toStdString()};
        request.run = run.toStdString();
        request.tokens = 8192;
        if (measured == Measured::everything) {
            request.measures.emplace_back("halves");
            request.pairs = "all";
            request.lensTokens = 256;
        } else {
            request.measures.clear();
            request.folds = 0;
        }
        analyzeModel(request, {}, {});
        return run;
    }

    void openRun(const QString& file) {
        session().openRun(file);
        QTRY_VERIFY_WITH_TIMEOUT(session().run() && session().runFile() == file && !session().jobs().isBusy(Lane::open), 300000);
    }

    // Drawn twice: once for the sizes, once for what legends and ticks make of them.
    static void redraw(const QWidget& window) {
        QCoreApplication::processEvents();
        for (int pass = 0; pass < 2; ++pass)
            for (Chart* chart : chartsIn(window)) chart->replot();
        QCoreApplication::processEvents();
    }

    // As a screen of so many pixels a point shows it.
    static QImage picture(QWidget& window, int pixels) {
        for (Chart* chart : chartsIn(window)) chart->setBufferDevicePixelRatio(pixels);
        redraw(window);
        QImage image(window.size() * pixels, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);
        image.setDevicePixelRatio(pixels);
        window.render(&image);
        for (Chart* chart : chartsIn(window)) chart->setBufferDevicePixelRatio(chart->devicePixelRatioF());
        redraw(window);
        return image;
    }

    static QStringList blankCharts(const QWidget& window) {
        QStringList blank;
        for (Chart* chart : chartsIn(window))
            for (const QCPAxisRect* rect : chart->axisRects()) {
                if (chart->isEmpty()) continue;
                const int colours = coloursIn(chart->grab(rect->rect()).toImage());
                if (colours < coloursOfAnything) blank << QString("%1: is blank, with %2 colours").arg(chart->objectName()).arg(colours);
            }
        return blank;
    }

    void take(QWidget& window, const QString& name) {
        QStringList problems;
        for (const auto& [mode, shade] : {std::pair(Appearance::Mode::light, "light"), {Appearance::Mode::dark, "dark"}}) {
            appearance_->choose(mode);
            redraw(window);
            for (const QString& problem : layoutProblems(window) + blankCharts(window)) problems << QString("%1: %2").arg(shade, problem);
            const QString file = QString("%1/%2-%3").arg(pictures_, name, shade);
            QVERIFY(picture(window, 1).save(file + ".png"));
            // Twice the pixels take four times as long, for nothing where nobody keeps them.
            if (kept_) QVERIFY(picture(window, 2).save(file + "@2x.png"));
        }
        QVERIFY2(problems.isEmpty(), qPrintable("\n" + problems.join('\n')));
    }

    void takeWindow(const QString& name) {
        take(*window_, name);
        QCOMPARE(window_->size(), QSize(1280, 800));
    }

private slots:
    void initTestCase() {
        separateSettings();
        language_ = std::make_unique<Language>();
        language_->choose(qEnvironmentVariable("STRATO_LANGUAGE", "en"));
        kept_ = qEnvironmentVariableIsSet("STRATO_SCREENSHOTS");
        pictures_ = qEnvironmentVariable("STRATO_SCREENSHOTS", folder_.filePath("pictures"));
        QVERIFY(QDir().mkpath(pictures_));
        text_ = folder_.filePath("stories.jsonl");
        writeStories(5, 40000, text_.toStdString());
        full_ = analysed("plain", "plain.strato", Measured::everything);
        bare_ = analysed("plain", "bare.strato", Measured::little);
        cosine_ = analysed("cosine", "cosine.strato", Measured::little);
        appearance_ = std::make_unique<Appearance>();
        showWindow(appearance_.get());
    }

    void cleanupTestCase() { window_.reset(); }

    void whatGreets() { takeWindow("welcome"); }

    void emptyViewsSayWhy() {
        openRun(bare_);
        session().jobs().stop(Lane::measure);
        int empty = 0;
        for (const View& view : views().first(views().size() - 1)) {
            window_->charts().show(view.name);
            redraw(*window_);
            const QStringList problems = layoutProblems(*window_);
            QVERIFY2(problems.isEmpty(), qPrintable(QString("%1:\n").arg(view.name) + problems.join('\n')));
            const Chart& chart = window_->charts().current();
            if (!chart.isEmpty()) continue;
            ++empty;
            QVERIFY2(chart.whyEmpty().size() > 20 && chart.whyEmpty().contains(' '), view.name);
        }
        QCOMPARE(empty, emptyViewsOfABareRun);
    }

    void everyView_data() {
        QTest::addColumn<QString>("name");
        for (const View& view : views().first(views().size() - 1)) QTest::newRow(view.name) << view.name;
    }

    void everyView() {
        QFETCH(QString, name);
        if (session().runFile() != full_) {
            openRun(full_);
            waitForMeasurement();
            window_->findChild<ComparisonControls*>()->add({cosine_});
            QTRY_VERIFY_WITH_TIMEOUT(!find<ComparisonChart>("compare")->others().empty(), 300000);
        }
        window_->charts().show(name);
        QVERIFY2(!window_->charts().current().isEmpty(), qPrintable(window_->charts().current().whyEmpty()));
        takeWindow(name);
    }

    // What a click changes, on texts that the maps were not fitted on.
    void aPlanAndWhatItDoes() {
        session().setEvaluationData({text_});
        session().setPlan(Plan::parse("4=linear,8-9=drop"));
        session().setSelection({BlockSpan{{8}, {9}}, {}});
        waitForMeasurement();
        window_->charts().show("profile");
        QVERIFY(session().outcome()->edited.loss > 0);
        takeWindow("plan");
    }

    void everyPanelOnTheRight() {
        session().setSelection({BlockSpan{{2}, {2}}, {}});
        session().pinSelection();
        session().setSelection({BlockSpan{{7}, {7}}, {}});
        session().setNotes("Block 8 can go: +0.5 % on the stories.");
        EvaluationChoices evaluation = session().evaluation();
        evaluation.prompts << "Once upon a time";
        session().setEvaluation(evaluation);
        waitForMeasurement();
        auto* panels = find<QTabWidget>("right");
        for (const auto& [index, name] : {std::pair(1, "predictions"), {2, "answers"}, {3, "block"}, {4, "notes"}}) {
            panels->setCurrentIndex(index);
            takeWindow(name);
        }
        panels->setCurrentIndex(0);
    }

    void aDifferenceOfTwoRuns() {
        session().setReference(cosine_);
        QTRY_COMPARE_WITH_TIMEOUT(session().reference().file, cosine_, 60000);
        window_->charts().show("heatmap");
        takeWindow("difference");
        session().setReference({});
    }

    void whatMenusOpen_data() {
        QTest::addColumn<QString>("dialog");
        QTest::addColumn<QString>("command");
        for (const auto& [dialog, command] : {std::pair("manual", "&Manual"), {"shortcutList", "&Shortcuts"}, {"commandPalette", "&Commands…"}, {"history", "&History of the plan…"},
                                              {"log", "&Log…"}, {"preferences", "Preference&s…"}})
            QTest::newRow(dialog) << dialog << command;
    }

    void whatMenusOpen() {
        QFETCH(QString, dialog);
        QFETCH(QString, command);
        const QString text = MainWindow::tr(command.toUtf8());
        for (QAction* action : window_->findChildren<QAction*>())
            if (action->text() == text) action->trigger();
        auto* opened = find<QDialog>(dialog);
        QVERIFY(QTest::qWaitForWindowExposed(opened));
        take(*opened, dialog);
        opened->close();
    }

    void theTour() {
        window_->takeTour();
        QCoreApplication::processEvents();
        takeWindow("tour");
        QTest::keyClick(window_.get(), Qt::Key_Escape);
    }

    void theSearchWithItsCurves() {
        window_->findPlan();
        auto* dialog = find<SearchDialog>("searchDialog");
        QVERIFY(QTest::qWaitForWindowExposed(dialog));
        find<QSpinBox>("searchMost")->setValue(4);
        find<QSpinBox>("searchTokens")->setValue(2048);
        find<QCheckBox>("strategy-influence")->setChecked(true);
        click("searchStart");
        QTRY_VERIFY_WITH_TIMEOUT(!session().jobs().isBusy() && window_->search().report().seconds > 0, 300000);
        QVERIFY(!dialog->chart().isEmpty());
        take(*dialog, "search");
        dialog->close();
    }

    void theHealing() {
        window_->healPlan();
        auto* dialog = find<HealDialog>("healDialog");
        QVERIFY(QTest::qWaitForWindowExposed(dialog));
        find<QSpinBox>("healSteps")->setValue(60);
        find<QSpinBox>("healTokens")->setValue(512);
        dialog->setTexts({text_});
        click("healStart");
        QTRY_VERIFY_WITH_TIMEOUT(window_->healing().report().has_value(), 300000);
        waitForMeasurement();
        QVERIFY(!dialog->chart().isEmpty());
        take(*dialog, "heal");
        dialog->close();
    }

    void theTraining() {
        window_->trainModels();
        auto* dialog = find<TrainDialog>("trainDialog");
        QVERIFY(QTest::qWaitForWindowExposed(dialog));
        dialog->setFolder(folder_.filePath("twins"));
        dialog->setTexts({text_});
        find<QSpinBox>("trainSteps")->setValue(12);
        find<QCheckBox>("trainMse")->setChecked(true);
        click("trainStart");
        QTRY_VERIFY_WITH_TIMEOUT(!session().jobs().isBusy(), 300000);
        QVERIFY2(!dialog->chart().isEmpty() && window_->training().twins().back().state == Twin::State::done, qPrintable(errorText()));
        take(*dialog, "training");
        dialog->close();
    }

    void aPageOnItsWayOut() {
        std::vector<std::unique_ptr<Chart>> panels;
        for (const Chart* chart : window_->charts().charts()) {
            if (chart->isEmpty()) continue;
            panels.push_back(chart->copy());
            panels.back()->setObjectName(chart->objectName());
        }
        PageChart page(std::move(panels));
        FigureDialog dialog(page, "plain-page", session().runFile(), session().plan(), window_.get());
        dialog.offerPanels(page);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        QCOMPARE(find<QListWidget>("figurePanels")->count(), static_cast<int>(page.panels().size()));
        take(dialog, "page");
    }

    void aFigureOnItsWayOut() {
        FigureDialog dialog(window_->charts().current(), "plain-profile", session().runFile(), session().plan(), window_.get());
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        take(dialog, "figure");
    }
};

QTEST_MAIN(ScreenshotsTest)
#include "screenshots_test.moc"
