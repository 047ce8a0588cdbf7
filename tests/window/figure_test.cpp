// Figures as files: true sizes, true text and vectors, nothing outside the page, and the same numbers as the picture; and the colour map.
#include <cstring>

#include <QBuffer>
#include <QRegularExpression>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>

#include "app/figures/cell_map.h"
#include "app/figures/color_scale.h"
#include "app/figures/csv_columns.h"
#include "app/figures/latex_text.h"
#include "app/figures/page_chart.h"
#include "app/figures/write_figure.h"
#include "app/views/halves_chart.h"
#include "app/views/heatmap_chart.h"
#include "app/views/profile_chart.h"
#include "app/views/strip_chart.h"
#include "app/window/figure_command.h"
#include "core/base/error.h"
#include "core/runs/run_json.h"
#include "tests/window/sample_run.h"

using namespace strato;

class FigureTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    static std::unique_ptr<Chart> chart(const QString& name) {
        if (name == "profile") return std::make_unique<ProfileChart>();
        if (name == "strip") return std::make_unique<StripChart>();
        return std::make_unique<HeatmapChart>();
    }

    QByteArray written(const Chart& chart, const QString& name, const FigureLook& size = {84, 60, 8}) const {
        writeFigure(chart, folder_.filePath(name), size);
        QFile file(folder_.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    static double luminance(const QColor& color) {
        const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
        return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
    }

    static QImage screenshot(Chart& chart) {
        chart.resize(500, 300);
        chart.setViewport(QRect(0, 0, 500, 300));
        chart.replot();
        return chart.toPixmap(500, 300).toImage();
    }

private slots:
    void colorsRiseInLightnessAlsoForTheColorBlind() {
        double before = -1, beforeBlind = -1;
        for (int i = 0; i <= 256; ++i) {
            const QColor color = perceptualColor(i / 256.0);
            QVERIFY2(luminance(color) > before, qPrintable(QString::number(i)));
            before = luminance(color);
            // Deuteranopia, full severity (Machado, Oliveira, Fernandes 2009).
            const double r = color.redF(), g = color.greenF(), b = color.blueF();
            const auto share = [](double c) { return static_cast<float>(std::clamp(c, 0.0, 1.0)); };
            const QColor blind = QColor::fromRgbF(share(0.367322 * r + 0.860646 * g - 0.227968 * b), share(0.280085 * r + 0.672501 * g + 0.047413 * b),
                                                  share(-0.011820 * r + 0.042940 * g + 0.968881 * b));
            QVERIFY2(luminance(blind) > beforeBlind - 2e-3, qPrintable(QString::number(i)));
            beforeBlind = luminance(blind);
        }
        QCOMPARE(perceptualColor(-1), perceptualColor(0));
        QCOMPARE(perceptualColor(2), perceptualColor(1));
    }

    void rangesAreFiniteAndNeverEmpty() {
        const double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
        QCOMPARE(finiteRange({nan, 2, infinity, 1}), QCPRange(1, 2));
        QCOMPARE(finiteRange({}), QCPRange(0, 1));
        QCOMPARE(finiteRange({nan}), QCPRange(0, 1));
        QVERIFY(finiteRange({3, 3, 3}).size() > 0 && finiteRange({0}).size() > 0);
        std::vector<double> many(101);
        for (int i = 0; i <= 100; ++i) many[static_cast<std::size_t>(i)] = i;
        QCOMPARE(finiteRange(many, 0.9), QCPRange(0, 90));
    }

    void filesHaveTheSizeAskedFor_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"profile", "strip", "heatmap"}) QTest::newRow(name) << name;
    }

    void filesHaveTheSizeAskedFor() {
        QFETCH(QString, name);
        const auto view = chart(name);
        view->setRun(sampleRun(12, 200, 12));
        const QByteArray pdf = written(*view, name + ".pdf");
        const auto box = QRegularExpression("/MediaBox \\[0 0 ([0-9.]+) ([0-9.]+)\\]").match(QString::fromLatin1(pdf));
        QVERIFY(std::abs(box.captured(1).toDouble() - 84 / 25.4 * 72) <= 1 && std::abs(box.captured(2).toDouble() - 60 / 25.4 * 72) <= 1);
        QVERIFY(!pdf.contains("DCTDecode"));
        QVERIFY(pdf.contains("/Font") && !pdf.contains("/Type3"));
        const QImage png = QImage::fromData(written(*view, name + ".png"));
        QCOMPARE(png.size(), QSize(qRound(84 / 25.4 * 300), qRound(60 / 25.4 * 300)));
        QVERIFY(std::abs(png.dotsPerMeterX() - 11811) <= 1);
    }

    void svgStaysOnItsPageAndKeepsItsText_data() { filesHaveTheSizeAskedFor_data(); }

    void svgStaysOnItsPageAndKeepsItsText() {
        QFETCH(QString, name);
        const auto view = chart(name);
        view->setRun(sampleRun(12, 200, 12));
        if (auto* heatmap = qobject_cast<HeatmapChart*>(view.get())) heatmap->showTokens(20.4, 29.7);
        const QByteArray svg = written(*view, name + ".svg");
        QVERIFY(svg.contains("<text") && svg.contains("block"));
        if (name == "heatmap") QVERIFY(svg.contains("cat"));
        QSvgRenderer renderer(svg);
        QVERIFY(renderer.isValid());
        const QRectF page = renderer.viewBoxF();
        static const QRegularExpression rectangles("<rect x=\"([-0-9.]+)\" y=\"([-0-9.]+)\" width=\"([0-9.]+)\" height=\"([0-9.]+)\"");
        auto matches = rectangles.globalMatch(QString::fromUtf8(svg));
        while (matches.hasNext()) {
            const auto match = matches.next();
            const QRectF box(match.captured(1).toDouble(), match.captured(2).toDouble(), match.captured(3).toDouble(), match.captured(4).toDouble());
            QVERIFY2(page.adjusted(-1, -1, 1, 1).contains(box), qPrintable(match.captured(0)));
        }
    }

    void csvIsTheRunsOwn() {
        const auto run = sampleRun(3, 6, 2);
        const auto profile = chart("profile"), heatmap = chart("heatmap");
        profile->setRun(run);
        heatmap->setRun(run);
        QCOMPARE(written(*profile, "p.csv"), QByteArray::fromStdString(blocksCsv(*run)));
        QCOMPARE(written(*heatmap, "h.csv"), QByteArray::fromStdString(tokenNonlinearityCsv(*run)));
    }

    void thePictureOnPaperHasTheScreensColors() {
        StripChart strip;
        strip.setRun(sampleRun(4, 8, 4));
        const QImage screen = screenshot(strip);
        const QPoint middle(qRound(strip.xAxis->coordToPixel(2)), qRound(strip.yAxis->coordToPixel(0)));
        const QColor onScreen = screen.pixelColor(middle);
        const QImage paper = QImage::fromData(written(strip, "s.png", {176.4, 105.8, 8}));
        const QImage small = paper.scaled(500, 300, Qt::IgnoreAspectRatio, Qt::FastTransformation);
        bool found = false;
        for (int x = 0; x < 500; ++x) found = found || small.pixelColor(x, 150) == onScreen;
        QVERIFY(found);
    }

    void everyShapeOfMapIsDrawnAndPicked_data() {
        QTest::addColumn<int>("columns");
        QTest::addColumn<int>("rows");
        QTest::newRow("1 x 1") << 1 << 1;
        QTest::newRow("1 x n") << 1 << 5;
        QTest::newRow("n x 1") << 5 << 1;
        QTest::newRow("n x m") << 7 << 4;
    }

    void everyShapeOfMapIsDrawnAndPicked() {
        QFETCH(int, columns);
        QFETCH(int, rows);
        HeatmapChart map;
        const auto run = sampleRun(rows, columns, rows);
        run->tokenNonlinearity[0][0] = std::numeric_limits<float>::quiet_NaN();
        if (columns > 1) run->tokenNonlinearity[0][1] = std::numeric_limits<float>::infinity();
        map.setRun(run);
        const QImage image = screenshot(map);
        // NaN is drawn as absent, not as the lowest colour.
        QCOMPARE(image.pixelColor(map.pixelOf(0, 0).toPoint()), map.style().absent);
        if (columns > 2) QVERIFY(image.pixelColor(map.pixelOf(2, 0).toPoint()) != map.style().absent);
        auto* cells = dynamic_cast<CellMap*>(map.plottable(0));
        QVERIFY(cells);
        // The outer half of a border cell is the cell's too; one pixel further is nothing's.
        const QRect area = map.axisRect()->rect();
        QCOMPARE(*cells->cellAt(area.topLeft() + QPoint(1, 1)), QPoint(0, rows - 1));
        QCOMPARE(*cells->cellAt(area.bottomRight() - QPoint(1, 1)), QPoint(columns - 1, 0));
        QVERIFY(!cells->cellAt(area.topLeft() - QPoint(2, 2)));
        QVERIFY(!cells->cellAt(area.bottomRight() + QPoint(2, 2)));
    }

    void repeatedTokensKeepTheirOwnColumns() {
        HeatmapChart map;
        map.setRun(sampleRun(2, 6, 2));
        screenshot(map);
        QStringList said;
        connect(&map, &Chart::readOut, [&](const QString& text) { said << text; });
        for (const int token : {0, 3}) QTest::mouseClick(&map, Qt::LeftButton, {}, map.pixelOf(token, 1).toPoint());
        QVERIFY(said.filter("token 0 “ the”").size() >= 1 && said.filter("token 3 “ the”").size() >= 1);
    }

    void unfinishedBlocksAreAbsent() {
        HeatmapChart map;
        map.setRun(sampleRun(4, 8, 2));
        const QImage image = screenshot(map);
        QCOMPARE(image.pixelColor(map.pixelOf(4, 3).toPoint()), map.style().absent);
        QVERIFY(image.pixelColor(map.pixelOf(4, 1).toPoint()) != map.style().absent);
    }

    void pgfStaysOnItsPageAndIsSetByLatex_data() { filesHaveTheSizeAskedFor_data(); }

    void pgfStaysOnItsPageAndIsSetByLatex() {
        QFETCH(QString, name);
        const auto view = chart(name);
        view->setRun(sampleRun(12, 200, 12));
        const QString pgf = QString::fromUtf8(written(*view, name + ".pgf"));
        QVERIFY(pgf.contains("\\begin{pgfpicture}") && pgf.contains("\\end{pgfpicture}") && pgf.contains(" block}"));
        QCOMPARE(pgf.count("\\begin{pgfscope}"), pgf.count("\\end{pgfscope}"));
        int depth = 0;
        for (const QChar c : pgf) {
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            QVERIFY(depth >= 0);
        }
        QCOMPARE(depth, 0);
        static const QRegularExpression points("pgfqpoint\\{([-0-9.]+)bp\\}\\{([-0-9.]+)bp\\}");
        const QRectF page(-1, -1, 84 / 25.4 * 72 + 2, 60 / 25.4 * 72 + 2);
        int count = 0;
        for (auto matches = points.globalMatch(pgf); matches.hasNext(); ++count) {
            const auto match = matches.next();
            // What lies outside is cut by a clip.
            if (pgf.lastIndexOf("\\begin{pgfscope}", match.capturedStart()) < pgf.lastIndexOf("\\end{pgfscope}", match.capturedStart()))
                QVERIFY2(page.contains(match.captured(1).toDouble(), match.captured(2).toDouble()), qPrintable(match.captured(0)));
        }
        QVERIFY(count > 20);
        QCOMPARE(latexText("5 % of a_b & {x} ± ~\\"), QString("5 \\% of a\\_b \\& \\{x\\} $\\pm$ \\textasciitilde{}\\textbackslash{}"));
    }

    // 200 x 12 cells are no paths; they lie beside the file.
    void aMapOfManyCellsHasItsPictureBesideThePgf() {
        HeatmapChart map;
        map.setRun(sampleRun(12, 1500, 12));
        map.showAll();
        const QString pgf = QString::fromUtf8(written(map, "many.pgf"));
        const auto name = QRegularExpression("includegraphics\\[[^]]*\\]\\{(many-img0.png)\\}").match(pgf);
        QVERIFY(name.hasMatch());
        QCOMPARE(QImage(folder_.filePath(name.captured(1))).size(), QSize(1500, 12));
    }

    void numbersAreTheSameInEveryFormat() {
        HeatmapChart map;
        map.setRun(sampleRun(3, 6, 2));
        const CsvColumns columns = CsvColumns::read(map.csv());
        const auto json = nlohmann::json::parse(written(map, "map.json").toStdString());
        QCOMPARE(json["columns"]["text"][3].get<std::string>(), std::string(" the"));
        QCOMPARE(json["columns"]["block_1"].size(), std::size_t{6});
        // A structured array: a header that Python can read, padded to 64 bytes, and a record a row.
        const QByteArray npy = written(map, "map.npy");
        QVERIFY(npy.startsWith("\x93NUMPY\x01"));
        const int length = static_cast<unsigned char>(npy[8]) + 256 * static_cast<unsigned char>(npy[9]);
        QCOMPARE((10 + length) % 64, 0);
        const QByteArray header = npy.mid(10, length);
        QVERIFY(header.contains("('text', '<U4')") && header.contains("('block_1', '<f8')") && header.contains("'shape': (6,)") && header.endsWith('\n'));
        const qsizetype record = (npy.size() - 10 - length) / 6, last = static_cast<qsizetype>(sizeof(double));
        QCOMPARE(record, 8 * (columns.names.size() - 1) + 4 * 4);
        for (int row = 0; row < 6; ++row) {
            double value = 0;
            std::memcpy(&value, npy.constData() + 10 + length + (row + 1) * record - last, sizeof value);
            QCOMPARE(value, columns.rows[static_cast<std::size_t>(row)].last().toDouble());
            QCOMPARE(json["columns"]["block_1"][static_cast<std::size_t>(row)].get<double>(), value);
        }
    }

    void theSameChartIsTheSameFile() {
        ProfileChart profile;
        profile.setRun(sampleRun(12, 20, 12));
        for (const char* name : {"same.pdf", "same.svg", "same.pgf", "same.png", "same.json", "same.npy"}) {
            const QByteArray first = written(profile, name);
            QTest::qWait(QByteArray(name).endsWith("pdf") ? 1100 : 0);
            QVERIFY2(first == written(profile, name), name);
        }
    }

    void aFigureKnowsWhereItComesFrom() {
        ProfileChart profile;
        profile.setRun(sampleRun(12, 20, 12));
        const FigureNotes notes{.caption = "Linearity, 50 % & <more> “ё”", .origin = {.figure = "profile", .view = "columns=0:4,log", .plan = "2=drop", .runs = {"a run;1.strato", "b.strato"}, .texts = "ab12"}};
        for (const QString format : {"pdf", "svg", "pgf", "png", "json"}) {
            const QString file = folder_.filePath("origin." + format);
            writeFigure(profile, file, {84, 60, 8}, notes);
            const FigureOrigin origin = FigureOrigin::read(file);
            QVERIFY2(origin.isKnown(), qPrintable(format));
            QCOMPARE(origin.figure, notes.origin.figure);
            QCOMPARE(origin.view, notes.origin.view);
            QCOMPARE(origin.plan, notes.origin.plan);
            QCOMPARE(origin.runs, notes.origin.runs);
            QCOMPARE(origin.texts, notes.origin.texts);
        }
        QVERIFY(!FigureOrigin::read(QStringLiteral(SOURCE_DIR) + "/README.md").isKnown());
        QVERIFY(!FigureOrigin::read(folder_.filePath("none.png")).isKnown());
    }

    // The marks are drawn over the same chart.
    void aPageHasItsChartsBesideEachOther() {
        const auto run = sampleRun(6, 40, 6);
        std::vector<std::unique_ptr<Chart>> panels;
        for (const char* name : {"profile", "heatmap", "strip"}) {
            panels.push_back(chart(name));
            panels.back()->setObjectName(name);
            panels.back()->setRun(run);
        }
        PageChart page(std::move(panels));
        const QByteArray svg = written(page, "page.svg", {174, 120, 8});
        for (const Chart* panel : page.panels()) QVERIFY2(svg.contains(panel->title().toUtf8()), qPrintable(panel->title()));
        for (const char* letter : {">a<", ">b<", ">c<"}) QVERIFY2(svg.simplified().replace("> ", ">").replace(" <", "<").contains(letter), letter);
        QCOMPARE(written(page, "again.svg", {174, 120, 8}), svg);
        QCOMPARE(written(page, "page.pdf", {174, 120, 8}).left(5), QByteArray("%PDF-"));

        // The panels stand where the page has room for them, and nothing of one lies on another.
        const QImage whole = figureImage(page, {174, 120, 8}, 870);
        const auto coloured = [&](const QRect& part) {
            const QImage image = whole.copy(part);
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    if (QColor(image.pixel(x, y)).saturation() > 60) return true;
            return false;
        };
        QVERIFY(coloured({0, 0, 430, 290}) && coloured({440, 0, 430, 290}) && coloured({440, 320, 430, 280}));
        page.setShown(1, false);
        QVERIFY(!written(page, "fewer.svg", {174, 120, 8}).contains("Non-linearity of every token"));
        QCOMPARE(requestOf(page, "a.strato").name, QString("profile,strip"));
        QVERIFY_EXCEPTION_THROWN(writeFigure(page, folder_.filePath("page.csv"), {174, 120, 8}), UsageError);
        for (int i = 0; i < 3; ++i) page.setShown(i, false);
        QVERIFY_EXCEPTION_THROWN(writeFigure(page, folder_.filePath("none.pdf"), {174, 120, 8}), Error);
    }

    void aPlanIsMarkedWhereItIsAskedFor() {
        StripChart strip;
        strip.setRun(sampleRun(6, 8, 6));
        const QByteArray plain = written(strip, "plain.svg"), marked = written(strip, "marked.svg", {84, 60, 8, Plan::parse("2=drop")});
        QVERIFY(marked.size() > plain.size() && marked.contains(FigureStyle::paper(8).dropped.name().toLatin1()) && !plain.contains(FigureStyle::paper(8).dropped.name().toLatin1()));
    }

    // A name that is longer than its axis breaks into two lines where the margin may grow, else it ends early; with room it is whole again.
    void namesThatAreTooLongBreak() {
        HalvesChart halves;
        const auto run = sampleRun(6, 8, 6);
        for (BlockScores& block : run->blocks) block.attention = block.mlp = HalfScores{};
        halves.setRun(run);
        const auto nameAt = [&](int height) {
            halves.setViewport(QRect(0, 0, 300, height));
            for (int pass = 0; pass < 4; ++pass) halves.replot();
            return halves.axisRects().last()->axis(QCPAxis::atLeft)->label();
        };
        QCOMPARE(nameAt(600), QString("without residual"));
        QCOMPARE(nameAt(240), QString("without\nresidual"));
        QCOMPARE(nameAt(600), QString("without residual"));
    }

    void aViewIsATextAndBack() {
        const ChartView view{.choice = 2, .columns = ChartView::Cells{0, 40.5}, .rows = {}, .colors = MapColors{.diverging = true, .logarithmic = true, .low = 0.1, .high = 1.0 / 3, .highQuantile = 0.99, .centre = 0.2}};
        QCOMPARE(view.text(), QString("choice=2,columns=0:40.5,diverging,low=0.1,high=0.3333333333333333,centre=0.2,quantiles=0:0.99,log"));
        QVERIFY(ChartView::parse(view.text()) == view);
        QVERIFY(ChartView::parse({}) == ChartView());
        for (const char* wrong : {"columns=4", "columns=9:3", "low=x", "low=2,high=1", "frog", "choice=-1", "quantiles=0.5:2", "rows=nan:2", "high=inf"}) {
            QVERIFY_EXCEPTION_THROWN(ChartView::parse(wrong), UsageError);
        }
    }

    void impossibleFiguresAreRefusedAndLeaveNothing() {
        ProfileChart empty, full;
        full.setRun(sampleRun(3, 4, 3));
        QVERIFY_EXCEPTION_THROWN(writeFigure(empty, folder_.filePath("x.pdf"), {}), Error);
        QVERIFY_EXCEPTION_THROWN(writeFigure(full, folder_.filePath("x.bmp"), {}), UsageError);
        QVERIFY_EXCEPTION_THROWN(writeFigure(full, folder_.filePath("x.pdf"), {1, 60, 8}), UsageError);
        QVERIFY_EXCEPTION_THROWN(writeFigure(full, folder_.filePath("x.pdf"), {84, std::nan(""), 8}), UsageError);
        QVERIFY_EXCEPTION_THROWN(writeFigure(full, folder_.filePath("no/folder/x.pdf"), {}), Error);
        QVERIFY_EXCEPTION_THROWN(writeFigure(full, "/dev/full/x.pdf", {}), Error);
        QVERIFY(!QFile::exists(folder_.filePath("x.pdf")));
    }
};

QTEST_MAIN(FigureTest)
#include "figure_test.moc"
