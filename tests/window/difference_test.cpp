// Maps of one run minus another: cell by cell what the runs say, refused where cells are others, kept with the run, drawn again without a window.
#include <cmath>

#include <QApplication>
#include <QToolButton>

#include "app/figures/page_chart.h"
#include "app/views/comparison_chart.h"
#include "app/views/heatmap_chart.h"
#include "app/views/pair_chart.h"
#include "app/views/run_names.h"
#include "app/views/span_chart.h"
#include "app/window/figure_command.h"
#include "core/base/error.h"
#include "core/runs/run_file.h"
#include "tests/window/window_fixture.h"

using namespace strato;

class DifferenceTest : public WindowFixture {
    Q_OBJECT

    QString plain_, cosine_, otherText_;

    QString analysed(const QString& model, const QString& text, const QString& name, int tokens) {
        const QString run = folder_.filePath(name);
        analyzeModel({.model = (demo_ + "/" + model).toStdString(), .data = {text.toStdString()}, .run = run.toStdString(), .sequenceLength = 64, .tokens = tokens, .folds = 0,
                      .measures = {}, .pairs = "all", .compute = {}}, {}, {});
        return run;
    }
    void open() {
        session().openRun(cosine_);
        QTRY_VERIFY_WITH_TIMEOUT(session().run() && !session().jobs().isBusy(), 60000);
    }
    template <class Kind>
    Kind& chart(const char* name) {
        window_->charts().show(name);
        return *find<Kind>(name);
    }
    void take(const QString& file) {
        session().setReference(file);
        QTRY_COMPARE_WITH_TIMEOUT(session().reference().file, file, 60000);
    }
    static double told(const MapChart& map, const QPoint& cell) {
        const QStringList row = QString(map.csv()).split('\n').filter(QRegularExpression(QString("^%1,%2,").arg(cell.x()).arg(cell.y()))).value(0).split(',');
        return row.size() == 5 ? row[4].toDouble() : std::nan("");
    }

private slots:
    void initTestCase() {
        separateSettings();
        const QString prompts = demo_ + "/prompts.jsonl";
        plain_ = analysed("plain", prompts, "plain.strato", 1024);
        cosine_ = analysed("cosine", prompts, "cosine.strato", 1024);
        otherText_ = analysed("plain", prompts, "shorter.strato", 512);
    }
    void init() {
        showWindow();
        open();
    }
    void cleanup() { window_.reset(); }

    void aMapShowsWhatOneRunHasMoreThanAnother() {
        const Run mine = RunFile::open(cosine_.toStdString()).read(), other = RunFile::open(plain_.toStdString()).read();
        take(plain_);
        auto& pairs = chart<PairChart>("pairs");
        QVERIFY(pairs.showsDifference() && pairs.coloring().colors().diverging && pairs.coloring().colors().centre == 0.0);
        QCOMPARE(find<QToolButton>("pairsMinus")->text(), QString("Minus ✓"));
        const auto [low, high] = std::pair(pairs.coloring().shownRange().lower, pairs.coloring().shownRange().upper);
        QVERIFY2(std::abs(low + high) < 1e-9, "no difference has the colour in the middle");
        QCOMPARE(told(pairs, {2, 7}), mine.pairs.linearity.at(2, 7) - other.pairs.linearity.at(2, 7));
        QVERIFY2(pairs.readOutAt({2, 7}).contains("it is the difference of") && pairs.readOutAt({2, 7}).contains("plain"), qPrintable(pairs.readOutAt({2, 7})));
        pairs.setChoice(PairChart::cka);
        QCOMPARE(told(pairs, {2, 7}), mine.pairs.cka.at(2, 7) - other.pairs.cka.at(2, 7));

        auto& spans = chart<SpanChart>("spans");
        QCOMPARE(told(spans, {3, 2}), mine.pairs.angularDistance.at(3, 5) - other.pairs.angularDistance.at(3, 5));
        auto& tokens = chart<HeatmapChart>("heatmap");
        QCOMPARE(told(tokens, {10, 4}), double(mine.tokenNonlinearity[4][10]) - double(other.tokenNonlinearity[4][10]));

        session().setReference({});
        QVERIFY(!tokens.showsDifference() && !tokens.coloring().colors().diverging);
        QVERIFY(!chart<PairChart>("pairs").csv().contains("difference"));
        QCOMPARE(find<QToolButton>("pairsMinus")->text(), QString("Minus"));
    }

    void aRunOfOtherCellsIsRefusedWithTheReason() {
        take(otherText_);
        auto& tokens = chart<HeatmapChart>("heatmap");
        QVERIFY(!tokens.showsDifference());
        QCOMPARE(find<QToolButton>("heatmapMinus")->text(), QString("Minus ⚠"));
        QVERIFY(find<QToolButton>("heatmapMinus")->toolTip().contains("other texts"));
        // Of the same states, whatever they were measured on; but that is said.
        QVERIFY(chart<PairChart>("pairs").showsDifference());
        QVERIFY(find<QToolButton>("pairsMinus")->text() == "Minus ⚠" && find<QToolButton>("pairsMinus")->toolTip().contains("512"));
        session().setReference(folder_.filePath("nothing.strato"));
        QTRY_VERIFY(!errorText().isEmpty());
        QCOMPARE(session().reference().file, otherText_);
    }

    // A page shows what differences there are, and its caption says which are not; the command draws it again.
    void aPageTellsOfItsDifferences() {
        take(otherText_);
        std::vector<std::unique_ptr<Chart>> panels;
        for (const char* name : {"pairs", "heatmap"}) {
            panels.push_back(chart<MapChart>(name).copy());
            panels.back()->setObjectName(name);
        }
        const PageChart page(std::move(panels));
        FigureRequest request = requestOf(page, cosine_);
        QCOMPARE(request.minus, otherText_);
        const QString caption = notesOf(page, request).caption;
        QVERIFY2(caption.contains("Shown is this run less plain") && caption.contains("was measured on other tokens") &&
                     caption.indexOf("Shown is this run less") == caption.lastIndexOf("Shown is this run less"), qPrintable(caption));
        request.out = folder_.filePath("page.svg");
        drawFigure(request);
        QVERIFY(QFile::exists(request.out));
        request.name = "heatmap";
        request.view.clear();
        QVERIFY_EXCEPTION_THROWN(drawFigure(request), Error);
    }

    void runsOfOneModelAreToldApart() {
        const RunLabel wiki{"pythia", "wiki.txt", 8192, "/a/one.strato"}, books{"pythia", "books.txt", 8192, "/a/two.strato"};
        QCOMPARE(tellApart({wiki}), QStringList{"pythia"});
        QCOMPARE(tellApart({wiki, books, {"gpt2", "wiki.txt", 8192, {}}}), (QStringList{"pythia, wiki.txt", "pythia, books.txt", "gpt2"}));
        QCOMPARE(tellApart({wiki, {"pythia", "wiki.txt", 512, {}}}), (QStringList{"pythia, wiki.txt, 8192 tokens", "pythia, wiki.txt, 512 tokens"}));
        QCOMPARE(tellApart({wiki, {"pythia", "wiki.txt", 8192, "/b/other.strato"}}), (QStringList{"pythia (one.strato)", "pythia (other.strato)"}));
    }

    void aCaptionOfAComparisonNamesAllRuns() {
        auto& compared = chart<ComparisonChart>("compare");
        compared.setOthers({comparedRun(plain_.toStdString(), RunFile::open(plain_.toStdString()).read())});
        const QString caption = notesOf(compared, requestOf(compared, cosine_)).caption;
        QVERIFY2(caption.contains("cosine: 1024 tokens of prompts.jsonl") && caption.contains("plain: 1024 tokens of prompts.jsonl"), qPrintable(caption));
    }

    void theLatestChoiceWins() {
        session().setReference(plain_);
        session().setReference({});
        QTRY_VERIFY(!session().jobs().isBusy());
        QVERIFY(!session().reference().run && session().askedReference().isEmpty());
        session().setReference(plain_);
        session().setReference(otherText_);
        QTRY_COMPARE(session().reference().file, otherText_);
    }

    void whatIsGoneIsSaidAndRemembered() {
        const QString gone = folder_.filePath("gone.strato");
        QVERIFY(QFile::copy(plain_, gone));
        take(gone);
        QTRY_VERIFY(RunFile::open(cosine_.toStdString()).readChoices("window").find("gone.strato") != std::string::npos);
        window_.reset();
        QVERIFY(QFile::remove(gone));
        showWindow();
        open();
        QVERIFY2(errorText().contains("can't be read"), qPrintable(errorText()));
        QVERIFY(!session().reference().run);
        session().setNotes("x");
        QTRY_VERIFY(RunFile::open(cosine_.toStdString()).readChoices("window").find("\"notes\":\"x\"") != std::string::npos);
        QVERIFY(RunFile::open(cosine_.toStdString()).readChoices("window").find("gone.strato") != std::string::npos);
        session().setReference({});
        QTRY_VERIFY(RunFile::open(cosine_.toStdString()).readChoices("window").find("gone.strato") == std::string::npos);
    }

    void itIsKeptWithTheRunAndDrawnAgain() {
        take(plain_);
        chart<PairChart>("pairs");
        QTRY_VERIFY(RunFile::open(cosine_.toStdString()).readChoices("window").find(plain_.toStdString()) != std::string::npos);
        window_.reset();
        showWindow();
        open();
        QTRY_COMPARE(session().reference().file, plain_);
        auto& pairs = chart<PairChart>("pairs");
        QVERIFY(pairs.showsDifference());

        FigureRequest figure = requestOf(pairs, cosine_);
        QCOMPARE(figure.minus, plain_);
        QVERIFY2(commandOf(figure).contains("--minus " + plain_), qPrintable(commandOf(figure)));
        figure.out = folder_.filePath("difference.csv");
        drawFigure(figure);
        QFile drawn(figure.out);
        QVERIFY(drawn.open(QIODevice::ReadOnly));
        QCOMPARE(drawn.readAll(), pairs.csv());
        figure.name = "profile";
        figure.view.clear();
        QVERIFY_EXCEPTION_THROWN(drawFigure(figure), UsageError);

        // A colour range that was chosen for the difference is there again.
        MapColors colors = pairs.coloring().colors();
        colors.high = 0.25;
        colors.low = -0.25;
        pairs.coloring().setColors(colors);
        QTRY_VERIFY(RunFile::open(cosine_.toStdString()).readChoices("window").find("high=0.25") != std::string::npos);
        window_.reset();
        showWindow();
        open();
        QCOMPARE(session().reference().file, plain_);
        auto& again = chart<PairChart>("pairs");
        QCOMPARE(again.coloring().shownRange(), QCPRange(-0.25, 0.25));

        // A figure without a difference opens without, one with brings it along.
        FigureRequest without = requestOf(again, cosine_);
        without.minus.clear();
        without.view.clear();
        without.out = folder_.filePath("without.svg");
        drawFigure(without);
        session().open(without.out);
        QTRY_VERIFY_WITH_TIMEOUT(session().reference().file.isEmpty(), 60000);
        session().setReference(plain_);
        QTRY_COMPARE(session().reference().file, plain_);
        FigureRequest picture = requestOf(chart<PairChart>("pairs"), cosine_);
        picture.out = folder_.filePath("difference.svg");
        drawFigure(picture);
        session().setReference({});
        session().open(picture.out);
        QTRY_COMPARE_WITH_TIMEOUT(session().reference().file, plain_, 60000);
    }
};

QTEST_MAIN(DifferenceTest)
#include "difference_test.moc"
