// The views of a run by real mouse and key events: each can be picked, read, drawn to a file and seen as a table of the same numbers, says why it
// is empty, and shares one selection and one plan with the others.
#include <QAccessible>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QDropEvent>
#include <QMimeData>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QSvgRenderer>
#include <QWheelEvent>

#include "app/figures/write_figure.h"
#include "app/views/block_measures.h"
#include "app/views/heatmap_chart.h"
#include "app/views/lens_chart.h"
#include "app/views/pair_chart.h"
#include "app/views/prompt_chart.h"
#include "app/views/span_chart.h"
#include "app/views/spectra_chart.h"
#include "app/views/strip_chart.h"
#include "app/views/table_copies.h"
#include "app/views/token_search.h"
#include "app/views/views.h"
#include "app/window/prompt_choice.h"
#include "app/window/simulated_vision.h"
#include "core/base/error.h"
#include "core/runs/prompt_scores.h"
#include "core/runs/run_file.h"
#include "tests/window/window_fixture.h"

using namespace strato;

class ViewsTest : public WindowFixture {
    Q_OBJECT

    QString full_, bare_;
    int opened_ = 0;

    QString readOut() { return find<QLabel>("readOut")->text(); }
    BlockSpan selectedBlocks() { return session().selection().blocks.value_or(BlockSpan{{-1}, {-1}}); }

    // A copy: a run keeps the plan that was made on it.
    void open(const QString& run) {
        const QString copy = folder_.filePath(QString("opened%1.strato").arg(++opened_));
        QVERIFY(QFile::copy(run, copy));
        session().openRun(copy);
        QTRY_VERIFY_WITH_TIMEOUT(session().run() && !session().jobs().isBusy(Lane::open), 300000);
        // Views don't wait for the plan's effect.
        session().jobs().stop(Lane::measure);
        QCoreApplication::processEvents();
    }

    // Brings a view's tab to the front with the mouse.
    template <class Kind = Chart>
    Kind& show(const QString& name) {
        auto* tabs = find<QTabWidget>("views")->tabBar();
        for (int i = 0; i < tabs->count(); ++i)
            if (QString(views()[static_cast<std::size_t>(i)].name) == name) QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(i).center());
        auto* chart = find<Kind>(name);
        if (!QTest::qWaitFor([&] { return chart->isVisible(); })) qFatal("no view %s", qPrintable(name));
        chart->replot();
        return *chart;
    }

    void toggle(const QString& name) { QTest::mouseClick(find<QToolButton>(name), Qt::LeftButton); }
    static QPoint at(const MapChart& map, int column, int row) { return map.pixelOf(column, row).toPoint(); }
    static void clickCell(MapChart& map, int column, int row) { QTest::mouseClick(&map, Qt::LeftButton, {}, at(map, column, row)); }

    static void everyView() {
        QTest::addColumn<QString>("name");
        for (const View& view : views()) QTest::newRow(view.name) << view.name;
    }

private slots:
    void initTestCase() {
        separateSettings();
        full_ = folder_.filePath("full.strato");
        bare_ = folder_.filePath("bare.strato");
        AnalysisRequest request{.model = (demo_ + "/plain").toStdString(), .data = {(demo_ + "/prompts.jsonl").toStdString()}, .run = full_.toStdString(), .sequenceLength = 64,
                                .tokens = 1024, .folds = 0, .measures = {"states", "halves"}, .pairs = "all", .lensTokens = 96, .compute = {}};
        analyzeModel(request, {}, {});
        request.run = bare_.toStdString();
        request.measures = {};
        request.pairs = "none";
        request.lensTokens = 0;
        analyzeModel(request, {}, {});
    }

    void init() {
        showWindow();
    }

    // Whatever a view shows, the window fits the screen that it was made for.
    void cleanup() {
        QVERIFY2(window_->minimumSizeHint().width() <= 1280, qPrintable(QString::number(window_->minimumSizeHint().width())));
        window_.reset();
    }

    void everyViewSaysWhyItIsEmptyAndHowToFillIt() {
        for (const Chart* chart : window_->charts().charts()) {
            QVERIFY(chart->isEmpty());
            QVERIFY2(chart->objectName() == "strip" || chart->explanation().endsWith('.'), qPrintable(chart->objectName()));
        }
        open(bare_);
        for (const auto& [name, cure] : {std::pair("pairs", "Pairs of states"), {"spans", "Pairs of states"}, {"halves", "attention and MLP"}, {"spectra", "states"},
                                         {"lens", "Logit lens"}, {"compare", "Add runs"}}) {
            const Chart& chart = show(name);
            QVERIFY2(chart.whyEmpty().contains(cure), name);
            const auto* label = chart.findChild<QLabel*>("whyEmpty");
            QTRY_VERIFY(label->isVisible());
            QCOMPARE(label->text(), chart.whyEmpty());
            QVERIFY_EXCEPTION_THROWN(writeFigure(chart, folder_.filePath("empty.pdf"), {}), Error);
        }
        QVERIFY(!show("profile").findChild<QLabel*>("whyEmpty")->isVisible());
    }

    void everyViewBecomesAFile_data() { everyView(); }
    void everyViewBecomesAFile() {
        QFETCH(QString, name);
        open(full_);
        if (name == "compare") find<ComparisonChart>("compare")->setOthers(compareRuns({bare_.toStdString()}).runs);
        const Chart& chart = show(name);
        QVERIFY2(!chart.isEmpty(), qPrintable(chart.whyEmpty()));
        for (const QString& format : figureFormats()) {
            const QString file = folder_.filePath(name + "." + format);
            writeFigure(chart, file, {84, 60, 8});
            QVERIFY(QFileInfo(file).size() > 200);
        }
        QSvgRenderer svg(folder_.filePath(name + ".svg"));
        QVERIFY(svg.isValid() && svg.viewBox().size() == QSize(238, 170));
    }

    void aTableHoldsTheNumbersOfTheCsv_data() { everyView(); }
    void aTableHoldsTheNumbersOfTheCsv() {
        QFETCH(QString, name);
        if (name == "strip") return;
        open(full_);
        if (name == "compare") find<ComparisonChart>("compare")->setOthers(compareRuns({bare_.toStdString()}).runs);
        Chart& chart = show(name);
        toggle(name + "ShowTable");
        auto* table = find<CsvTable>(name + "Table");
        QVERIFY(table->isVisible() && !chart.isVisible());
        const QStringList lines = QString::fromUtf8(chart.csv()).split('\n', Qt::SkipEmptyParts);
        const QStringList rows = tabSeparated(shownRows(*table)).split('\n', Qt::SkipEmptyParts);
        QCOMPARE(rows.size(), lines.size());
        // Columns have names for people, and numbers six digits; what is copied has all.
        QVERIFY(!rows[0].contains('_'));
        for (qsizetype i = 1; i < rows.size(); ++i)
            if (!lines[i].contains('"')) QCOMPARE(rows[i], QString(lines[i]).replace(',', '\t'));
        table->setFocus();
        QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), tabSeparated(shownRows(*table)));
    }

    void tablesAreCopiedForPapersAndPages() {
        const std::vector<QStringList> rows{{"block", "R^2_%", "what"}, {"3", "0.123456789", "a & b|c\n{x}"}, {"12", "", "~\\"}};
        QCOMPARE(tabSeparated(rows), QString("block\tR^2_%\twhat\n3\t0.123456789\ta & b|c {x}\n12\t\t~\\\n"));
        QCOMPARE(markdownTable(rows), QString("| block | R^2_% | what |\n| ---: | ---: | :--- |\n| 3 | 0.12346 | a & b\\|c {x} |\n| 12 |  | ~\\\\ |\n"));
        QCOMPARE(latexTable(rows), QString("\\begin{tabular}{rrl}\n\\toprule\nblock & R\\textasciicircum{}2\\_\\% & what \\\\\n\\midrule\n"
                                           "3 & 0.12346 & a \\& b\\textbar{}c \\{x\\} \\\\\n12 &  & \\textasciitilde{}\\textbackslash{} \\\\\n\\bottomrule\n\\end{tabular}\n"));
        open(full_);
        show("profile");
        toggle("profileShowTable");
        auto* table = find<CsvTable>("profileTable");
        table->selectRow(2);
        table->selectionModel()->select(table->model()->index(4, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
        session().setSelection({.blocks = BlockSpan{{7}, {7}}});
        session().setSelection({.blocks = BlockSpan{{table->model()->index(4, 0).data().toInt()}, {table->model()->index(4, 0).data().toInt()}}});
        table->selectRow(2);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, Qt::ControlModifier, table->visualRect(table->model()->index(4, 0)).center());
        QCOMPARE(table->selectionModel()->selectedRows().size(), 2);
        const auto chosen = shownRows(*table);
        QCOMPARE(chosen.size(), std::size_t(3));
        QCOMPARE(chosen[2][0], table->model()->index(4, 0).data().toString());
    }

    void nothingSelectedHasNoNumbers() {
        open(full_);
        session().setSelection({});
        auto* table = find<QTableWidget>("selectionTable");
        for (int row = 0; row < table->rowCount(); ++row)
            for (int column = 0; column < table->columnCount(); ++column) QCOMPARE(table->item(row, column)->text(), measureText(notComputed));
        session().setSelection({.blocks = BlockSpan{{2}, {2}}});
        for (int row = 0; row < table->rowCount(); ++row) QCOMPARE(table->item(row, 1)->text(), measureText(notComputed));
    }

    // What the lens reads keeps its words, whichever model was shown in it before.
    void theLensSpeaksInWordsAndSaysWhichPromptsItRead() {
        const QString other = folder_.filePath("other.strato");
        analyzeModel({.model = (demo_ + "/cosine").toStdString(), .data = {(demo_ + "/prompts.jsonl").toStdString()}, .run = other.toStdString(), .sequenceLength = 64,
                      .tokens = 1024, .folds = 0, .measures = {}, .lensTokens = 16, .compute = {}}, {}, {});
        open(full_);
        show("lens");
        show("profile");
        open(other);
        QTRY_VERIFY_WITH_TIMEOUT(!session().jobs().isBusy(), 300000);
        auto& lens = show<LensChart>("lens");
        QVERIFY(!lens.isEmpty());
        QVERIFY2(!lens.csv().contains(",#"), lens.csv().left(300).constData());
        auto* prompts = lens.parentWidget()->parentWidget()->findChild<PromptChoice*>();
        QVERIFY(prompts && prompts->count() > 1);
        session().setSelection({.blocks = BlockSpan{{1}, {1}}, .token = 20});
        QCOMPARE(prompts->currentIndex(), -1);
        session().setSelection({.blocks = BlockSpan{{1}, {1}}, .token = 3});
        QCOMPARE(prompts->currentIndex(), 0);
        const auto* items = qobject_cast<QStandardItemModel*>(prompts->model());
        QVERIFY(items->item(0)->isEnabled() && !items->item(prompts->count() - 1)->isEnabled());
    }

    void wordsAreFoundInThePrompts() {
        open(full_);
        show("profile");
        QTest::keyClick(window_.get(), Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        auto* words = find<QLineEdit>("findWords");
        QTRY_VERIFY(words->isVisible() && words->hasFocus());
        QVERIFY(find<Chart>("heatmap")->isVisible());
        const auto& tokens = session().run()->tokens;
        // Two words of the texts that stand beside each other, in two tokens or more.
        const QString wanted = QString::fromStdString(tokens[40].text + tokens[41].text + tokens[42].text).toUpper();
        QTest::keyClicks(words, wanted);
        const std::vector<int> places = TokenSearch(*session().run()).find(wanted);
        QVERIFY(std::find(places.begin(), places.end(), 40) != places.end());
        const auto count = [this] { return find<QLabel>("findCount")->text(); };
        QCOMPARE(count(), QString("1 of %1").arg(places.size()));
        QCOMPARE(session().selection().token, std::optional(places[0]));
        for (std::size_t i = 1; i <= places.size(); ++i) {
            QTest::keyClick(words, Qt::Key_Return);
            QCOMPARE(session().selection().token, std::optional(places[i % places.size()]));
        }
        QTest::keyClick(words, Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(session().selection().token, std::optional(places.back()));
        words->setText("nothing of that sort §§");
        QCOMPARE(count(), QString("not found"));
        QTest::keyClick(words, Qt::Key_Return);
        QCOMPARE(session().selection().token, std::optional(places.back()));
        QTest::keyClick(words, Qt::Key_Escape);
        QVERIFY(!words->isVisible() && find<Chart>("heatmap")->hasFocus());
    }

    void aRowSelectsItsBlockAndFollowsTheSelection() {
        open(full_);
        show("profile");
        toggle("profileShowTable");
        auto* table = find<CsvTable>("profileTable");
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(table->model()->index(4, 1)).center());
        QCOMPARE(selectedBlocks(), (BlockSpan{{4}, {4}}));
        auto* strip = find<StripChart>("strip");
        QTest::keyClick(strip, Qt::Key_Right);
        QCOMPARE(table->currentIndex().row(), 5);
        // Sorted by a measure, the row is still the block's.
        table->sortByColumn(1, Qt::DescendingOrder);
        QCOMPARE(table->model()->index(table->currentIndex().row(), 0).data().toString(), QString("5"));
    }

    // A prompt may hold what looks like a place for the next number.
    void promptsOfAnyWordsAreTold() {
        const auto run = std::make_shared<Run>(RunFile::open(full_.toStdString()).read());
        for (TokenRecord& token : run->tokens) token.text = "a%2F%3D";
        PromptChart chart;
        chart.setRun(run);
        const QString told = chart.readOutAt({0, 2});
        QVERIFY2(told.contains("a%2F%3D") && told.contains("mean non-linearity 0.") && !told.contains("n %3"), qPrintable(told));
    }

    void aClickOnASpanCutsIt() {
        open(full_);
        auto& spans = show<SpanChart>("spans");
        clickCell(spans, 2, 2);
        QCOMPARE(plan(), std::string("2-4=drop"));
        QCOMPARE(selectedBlocks(), (BlockSpan{{2}, {4}}));
        QVERIFY(readOut().startsWith("blocks 2-4: angular distance 0.") && readOut().contains("(s.e.)"));
        clickCell(spans, 2, 2);
        QCOMPARE(plan(), std::string());
        // Beyond the last block there is nothing to cut.
        clickCell(spans, 10, 8);
        QCOMPARE(plan(), std::string());
        QTest::mouseClick(find<QToolButton>("actionLinear"), Qt::LeftButton);
        auto& pairs = show<PairChart>("pairs");
        clickCell(pairs, 3, 5);
        QCOMPARE(plan(), std::string("3-4=linear"));
    }

    void spansThatErrorsCantTellFromTheCheapestAreMarkedAndSaid() {
        open(full_);
        auto& spans = show<SpanChart>("spans");
        const PairMatrix& angles = session().run()->pairs.angularDistance;
        int marked = 0;
        for (int length = 1; length < angles.states; ++length) {
            int best = 0;
            for (int start = 0; start + length < angles.states; ++start)
                if (angles.at(start, start + length) < angles.at(best, best + length)) best = start;
            for (int start = 0; start + length < angles.states; ++start) {
                const double error = std::hypot(angles.errorAt(start, start + length), angles.errorAt(best, best + length));
                const bool alike = start != best && angles.at(start, start + length) - angles.at(best, best + length) < 1.96 * error;
                QCOMPARE(spans.readOutAt({start, length - 1}).contains("its error can't tell it"), alike);
                marked += alike ? 1 : 0;
            }
        }
        QVERIFY(marked > 0);
        QCOMPARE(spans.graph(1)->dataCount(), marked);
    }

    // The first half of a double click acts before anyone knows; the second takes it back.
    void aDoubleClickShowsAllAndLeavesThePlan() {
        open(full_);
        auto& pairs = show<PairChart>("pairs");
        session().setPlan(Plan::parse("6=drop"));
        pairs.zoomBy(0.5);
        auto* all = find<QToolButton>("pairsShowAll");
        QVERIFY(all->isVisible() && all->text() == "All 13 × 13" && all->toolTip().startsWith(pairs.partText()));
        const QPoint cell = at(pairs, 5, 7);
        QTest::mouseClick(&pairs, Qt::LeftButton, {}, cell);
        QCOMPARE(plan(), std::string("5-6=drop"));
        QTest::mouseDClick(&pairs, Qt::LeftButton, {}, cell);
        QCOMPARE(plan(), std::string("6=drop"));
        QVERIFY(pairs.partText().isEmpty() && !all->isVisible());
        pairs.zoomBy(0.5);
        QTest::mouseClick(all, Qt::LeftButton);
        QVERIFY(pairs.partText().isEmpty());
        // One that did nothing takes nothing back.
        QTest::mouseClick(find<QToolButton>("actionSelect"), Qt::LeftButton);
        QTest::mouseDClick(&pairs, Qt::LeftButton, {}, at(pairs, 2, 8));
        QCOMPARE(plan(), std::string("6=drop"));
    }

    void aClickCanSelectAndNothingElse() {
        open(full_);
        QTest::mouseClick(find<QToolButton>("actionSelect"), Qt::LeftButton);
        auto& pairs = show<PairChart>("pairs");
        clickCell(pairs, 3, 5);
        auto* strip = find<StripChart>("strip");
        QTest::mouseClick(strip, Qt::LeftButton, {}, QPointF(strip->xAxis->coordToPixel(7), strip->yAxis->coordToPixel(0)).toPoint());
        QCOMPARE(plan(), std::string());
        QCOMPARE(selectedBlocks(), (BlockSpan{{7}, {7}}));
        QTest::keyClick(strip, Qt::Key_D);
        QCOMPARE(plan(), std::string("7=drop"));
    }

    // To assistive technology a map is a table, and its cursor has the focus.
    void aMapIsATableForScreenReaders() {
        open(full_);
        auto& map = show<PairChart>("pairs");
        QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(&map);
        QVERIFY(accessible && accessible->role() == QAccessible::Table);
        QAccessibleTableInterface* table = accessible->tableInterface();
        QVERIFY(table);
        QCOMPARE(table->rowCount(), 13);
        QCOMPARE(table->columnCount(), 13);
        map.setFocus();
        QTest::mouseClick(find<QToolButton>("actionSelect"), Qt::LeftButton);
        clickCell(map, 3, 6);
        QAccessibleInterface* cell = table->cellAt(6, 3);
        QCOMPARE(cell->text(QAccessible::Name), readOut());
        QVERIFY(readOut().startsWith("state 6 from state 3") && cell->state().selected);
        QCOMPARE(accessible->focusChild(), cell);
        QCOMPARE(accessible->indexOfChild(cell), 6 * 13 + 3);
        QVERIFY(cell->rect().contains(map.mapToGlobal(map.pixelOf(3, 6).toPoint())));
        QTest::keyClick(&map, Qt::Key_Right);
        QCOMPARE(table->selectedCells(), QList<QAccessibleInterface*>{table->cellAt(6, 4)});
        QVERIFY(!table->cellAt(13, 0) && !table->cellAt(0, -1));
        // A cell outlives the map that it was of.
        session().openModel(demo_ + "/cosine");
        QTRY_VERIFY_WITH_TIMEOUT(map.isEmpty(), 60000);
        QVERIFY(!cell->isValid() && cell->text(QAccessible::Name).isEmpty());
        QCOMPARE(table->rowCount(), 0);
    }

    void whatIsReadOutStaysAndIsCopied() {
        open(full_);
        auto& tokens = show<HeatmapChart>("heatmap");
        clickCell(tokens, 7, 3);
        const QString read = readOut();
        QVERIFY(read.startsWith("block 3"));
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(&tokens, &leave);
        QCOMPARE(readOut(), read);
        QTest::keyClick(&tokens, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), read);
    }

    // Measure, zoom and colours, in one history apart from the plan's.
    void whatIsShownIsTakenBackAndDoneAgain() {
        open(full_);
        auto& pairs = show<PairChart>("pairs");
        auto* choice = find<QComboBox>("pairsChoice");
        QUndoStack& steps = window_->charts().viewStack();
        QCOMPARE(steps.count(), 0);
        choice->setCurrentIndex(PairChart::cka);
        QTest::qWait(700);
        pairs.zoomBy(0.5);
        QTest::qWait(700);
        pairs.coloring().setColors({.diverging = true, .low = {}, .high = {}});
        QCOMPARE(steps.count(), 3);
        QCOMPARE(steps.text(0), "(measure of " + pairs.title() + ")");
        // With nothing to go back to the arrow is still no step of the cursor.
        clickCell(pairs, 4, 8);
        QTest::keyClick(&pairs, Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(pairs.markedCell(), std::optional(QPoint(4, 8)));
        steps.redo();
        session().setPlan({});
        const ChartView changed = pairs.view();
        QVERIFY(ChartView::parse(changed.text()) == changed);
        QVERIFY(changed.choice == PairChart::cka && changed.columns && changed.colors);
        show("profile");
        QTest::keyClick(window_.get(), Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(&window_->charts().current(), static_cast<Chart*>(&pairs));
        QVERIFY(!pairs.view().colors && pairs.view().columns);
        steps.undo();
        QVERIFY(!pairs.view().columns);
        steps.undo();
        QCOMPARE(choice->currentIndex(), static_cast<int>(PairChart::linearity));
        QCOMPARE(plan(), std::string());
        for (int step = 0; step < 3; ++step) steps.redo();
        QVERIFY(pairs.view() == changed);
        QCOMPARE(choice->currentIndex(), static_cast<int>(PairChart::cka));
        // What the program does by itself is no step.
        session().setSelection({BlockSpan{{2}, {4}}, 3});
        open(bare_);
        QCOMPARE(steps.count(), 0);
    }

    // Of a diverging map grey print keeps how far a value is from the middle, not on which side.
    void markedCellsThatGreyPrintMakesAlikeAreNamed() {
        open(full_);
        auto& pairs = show<PairChart>("pairs");
        const auto value = [&](int earlier, int later) { return session().run()->pairs.linearity.at(earlier, later); };
        const double one = value(0, 12), other = value(3, 4);
        pairs.coloring().setColors({.diverging = true, .low = {}, .high = {}, .centre = (one + other) / 2});
        session().setSelection({.blocks = BlockSpan{{0}, {11}}});
        session().pinSelection();
        session().setSelection({.blocks = BlockSpan{{3}, {3}}});
        const auto grey = [](const QColor& color) { return QColor(SimulatedVision::seen(color.rgb(), SimulatedVision::Kind::grey)); };
        QVERIFY(pairs.alike([](const QColor& color) { return color; }).isEmpty());
        QCOMPARE(pairs.alike(grey).size(), 1);
        pairs.coloring().setChosen({});
        QVERIFY(pairs.alike(grey).isEmpty());
    }

    void aClickOnATokenSelectsItInEveryView() {
        open(full_);
        auto& tokens = show<HeatmapChart>("heatmap");
        clickCell(tokens, 7, 3);
        QCOMPARE(plan(), std::string());
        QCOMPARE(session().selection(), (Selection{BlockSpan{{3}, {3}}, 7}));
        QCOMPARE(show<LensChart>("lens").markedCell(), std::optional(QPoint(7, 4)));
        QCOMPARE(show<PairChart>("pairs").markedCell(), std::optional(QPoint(3, 4)));
        QCOMPARE(show<SpanChart>("spans").markedCell(), std::optional(QPoint(3, 0)));
        show("heatmap");
        QTest::keyClick(&tokens, Qt::Key_D);
        QCOMPARE(plan(), std::string("3=drop"));
        // Blocks chosen elsewhere take the token along.
        QTest::keyClick(find<StripChart>("strip"), Qt::Key_Right);
        QCOMPARE(tokens.markedCell(), std::optional(QPoint(7, 4)));
    }

    void aPromptIsTheOneOfTheSelectedToken() {
        open(full_);
        const std::vector<PromptScores> prompts = promptScores(*session().run());
        auto& map = show<PromptChart>("prompts");
        clickCell(map, 1, 4);
        QCOMPARE(plan(), std::string());
        QCOMPARE(session().selection(), (Selection{BlockSpan{{4}, {4}}, prompts[1].firstToken}));
        QVERIFY(readOut().contains("n " + QString::number(prompts[1].tokens) + " tokens") && readOut().contains(QString::number(prompts[1].mean[4], 'g', 4)));
        // Whichever of its tokens is selected elsewhere.
        session().setSelection({BlockSpan{{6}, {6}}, prompts[1].firstToken + 3});
        QCOMPARE(map.markedCell(), std::optional(QPoint(1, 6)));
        QTest::keyClick(&map, Qt::Key_L);
        QCOMPARE(plan(), std::string("6=linear"));
    }

    void keysWalkOverEveryMap_data() { everyView(); }
    void keysWalkOverEveryMap() {
        QFETCH(QString, name);
        open(full_);
        auto* map = qobject_cast<MapChart*>(find<Chart>(name));
        if (!map) return;
        show(name);
        map->setFocus();
        for (const int key : {Qt::Key_Home, Qt::Key_Right, Qt::Key_Right, Qt::Key_Up, Qt::Key_Up, Qt::Key_Up, Qt::Key_Left}) QTest::keyClick(map, static_cast<Qt::Key>(key));
        QCOMPARE(map->markedCell(), std::optional(QPoint(1, 3)));
        QVERIFY(!readOut().isEmpty());
        QTest::keyClick(map, Qt::Key_End);
        QVERIFY(map->xAxis->range().contains(map->markedCell()->x()));
        QTest::keyClick(map, Qt::Key_Escape);
        QVERIFY(!map->markedCell() && !session().selection().blocks);
    }

    void hoveringTellsTheValueAndItsCount() {
        open(full_);
        const Run& run = *session().run();
        auto& pairs = show<PairChart>("pairs");
        QTest::mouseMove(&pairs, at(pairs, 2, 6));
        QTRY_VERIFY(readOut().contains("over blocks 2-5: linearity " + QString::number(run.pairs.linearity.at(2, 6), 'g', 4)));
        QVERIFY(readOut().contains("n 1024"));
        QTest::mouseMove(&pairs, at(pairs, 6, 2));
        QTRY_VERIFY(readOut().contains("does not come before"));
        auto& lens = show<LensChart>("lens");
        QTest::mouseMove(&lens, at(lens, 5, 12));
        QTRY_VERIFY(readOut().contains("state 12, token 5") && readOut().contains("reads “"));
        auto& spectra = show<SpectraChart>("spectra");
        const QCPAxisRect* part = spectra.spectrumPart();
        const double first = run.states[3].spectrum[0];
        QTest::mouseMove(&spectra, QPointF(part->axis(QCPAxis::atBottom)->coordToPixel(1), part->axis(QCPAxis::atLeft)->coordToPixel(first)).toPoint());
        QTRY_VERIFY(readOut().contains("direction 1 of"));
        auto& halves = show("halves");
        const auto* blocks = qobject_cast<BlockChart*>(&halves);
        QTest::mouseMove(&halves, QPointF(blocks->blockAxis()->coordToPixel(4), blocks->blockParts().first()->center().y()).toPoint());
        QTRY_VERIFY(readOut().startsWith("block 4: linearity") && readOut().contains("attention"));
    }

    void colorsAreChosenTypedAndDragged() {
        open(full_);
        auto& map = show<HeatmapChart>("heatmap");
        const QCPRange own = map.coloring().shownRange();
        auto* menu = find<QToolButton>("heatmapColors")->menu();
        menu->popup(window_->mapToGlobal(QPoint(200, 200)));
        auto* low = menu->findChild<QLineEdit*>("colorLow");
        auto* high = menu->findChild<QLineEdit*>("colorHigh");
        for (const auto& [line, text] : {std::pair(low, "0.1"), std::pair(high, "0.4")}) {
            line->setFocus();
            line->selectAll();
            QTest::keyClicks(line, text);
            QTest::keyClick(line, Qt::Key_Tab);
        }
        QCOMPARE(map.coloring().shownRange(), QCPRange(0.1, 0.4));
        menu->findChild<QComboBox*>("colorMap")->setCurrentIndex(1);
        QVERIFY(map.coloring().colors().diverging);
        menu->findChild<QCheckBox*>("colorLog")->click();
        QCOMPARE(map.coloring().bar().dataScaleType(), QCPAxis::stLogarithmic);
        QTest::mouseClick(menu->findChild<QPushButton*>("colorsForAll"), Qt::LeftButton);
        // Those of the same quantity, also where nobody has looked yet; and one step back takes it from all.
        QCOMPARE(find<PromptChart>("prompts")->coloring().shownRange(), QCPRange(0.1, 0.4));
        QVERIFY(find<SpanChart>("spans")->coloring().shownRange() != QCPRange(0.1, 0.4));
        QVERIFY(find<PairChart>("pairs")->coloring().shownRange() != QCPRange(0.1, 0.4));
        QTest::mouseClick(menu->findChild<QPushButton*>("ownColors"), Qt::LeftButton);
        QCOMPARE(map.coloring().shownRange(), own);
        menu->findChild<QDoubleSpinBox*>("highPercentile")->setValue(50);
        QVERIFY(map.coloring().shownRange().upper < own.upper);
        menu->close();
        const QPoint bar = map.coloring().bar().axis()->axisRect()->rect().center();
        QTest::mousePress(&map, Qt::LeftButton, {}, bar);
        for (const int step : {5, 15, 30}) QTest::mouseMove(&map, bar + QPoint(0, step));
        QTest::mouseRelease(&map, Qt::LeftButton, {}, bar + QPoint(0, 30));
        QVERIFY(map.coloring().shownRange().upper > map.coloring().colors().lowQuantile && map.coloring().colors().high.has_value());
        QTest::mouseDClick(&map, Qt::LeftButton, {}, bar);
        QCOMPARE(map.coloring().shownRange(), own);
    }

    void theStripIsColouredAsMapsAre() {
        open(full_);
        auto& strip = *find<StripChart>("strip");
        const QCPRange own = strip.coloring().shownRange();
        const QPoint bar = strip.coloring().bar().axis()->axisRect()->rect().center();
        QTest::mousePress(&strip, Qt::LeftButton, {}, bar);
        for (const int step : {3, 8, 12}) QTest::mouseMove(&strip, bar + QPoint(0, step));
        QTest::mouseRelease(&strip, Qt::LeftButton, {}, bar + QPoint(0, 12));
        QVERIFY(strip.coloring().shownRange() != own);
        QTest::mouseDClick(&strip, Qt::LeftButton, {}, bar);
        QCOMPARE(strip.coloring().shownRange(), own);
        auto* menu = find<QToolButton>("stripColors")->menu();
        menu->findChild<QComboBox*>("colorMap")->setCurrentIndex(1);
        QVERIFY(strip.coloring().colors().diverging);
        const auto copy = strip.copy();
        QVERIFY(static_cast<StripChart&>(*copy).coloring().colors().diverging);
        // A range belongs to the measure that it was chosen for.
        MapColors typed = strip.coloring().colors();
        typed.low = 0.25;
        typed.high = 0.5;
        strip.coloring().setColors(typed);
        QCOMPARE(strip.coloring().shownRange(), QCPRange(0.25, 0.5));
        find<QComboBox>("stripChoice")->setCurrentIndex(1);
        QVERIFY(!strip.coloring().colors().low && strip.coloring().colors().diverging);
        QVERIFY(strip.coloring().shownRange() != QCPRange(0.25, 0.5));
    }

    // Of what a plan marks, in pixels that differ from the map without it.
    int marksOf(Chart& chart) {
        chart.replot();
        const QImage with = chart.grab().toImage();
        chart.showPlan({});
        chart.replot();
        const QImage without = chart.grab().toImage();
        chart.showPlan(session().plan());
        int different = 0;
        for (int y = 0; y < with.height(); ++y)
            for (int x = 0; x < with.width(); ++x) different += with.pixel(x, y) != without.pixel(x, y) ? 1 : 0;
        return different;
    }

    void marksOfThePlanStayWhateverIsChosenAndWhereverItWasMade() {
        open(full_);
        auto& map = show<HeatmapChart>("heatmap");
        session().setPlan(Plan::parse("3=drop,5-6=linear"));
        QVERIFY(marksOf(map) > 20);
        map.setChoice(0);
        QVERIFY(marksOf(map) > 20);
        // Views that were filled before the plan, and not looked at since.
        auto& pairs = show<PairChart>("pairs");
        QVERIFY(marksOf(pairs) > 20);
        session().setPlan(Plan::parse("1=drop"));
        QVERIFY(marksOf(show<HeatmapChart>("heatmap")) > 20);
        QVERIFY(marksOf(show("profile")) > 20);
        QVERIFY(marksOf(*find<Chart>("strip")) > 20);
    }

    void theWheelZoomsAndADragMoves() {
        open(full_);
        auto& map = show<HeatmapChart>("heatmap");
        map.showTokens(20, 59);
        const QPointF middle = map.axisRect()->center();
        QWheelEvent wheel(middle, map.mapToGlobal(middle), {}, {0, 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&map, &wheel);
        QCOMPARE(qRound(map.xAxis->range().size()), 32);
        const double left = map.xAxis->range().lower;
        QTest::mousePress(&map, Qt::LeftButton, {}, middle.toPoint());
        for (const int step : {10, 40, 80}) QTest::mouseMove(&map, middle.toPoint() - QPoint(step, 0));
        QTest::mouseRelease(&map, Qt::LeftButton, {}, middle.toPoint() - QPoint(80, 0));
        QVERIFY(map.xAxis->range().lower > left);
        QVERIFY(!map.markedCell());
    }

    void runsAreComparedOnceTheyAreDropped() {
        open(full_);
        auto& chart = show<ComparisonChart>("compare");
        QVERIFY(chart.isEmpty());
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(bare_)});
        QDragEnterEvent enter(QPoint(20, 20), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(&chart, &enter);
        QDropEvent drop(QPointF(20, 20), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(&chart, &drop);
        QTRY_VERIFY_WITH_TIMEOUT(!chart.isEmpty(), 300000);
        QCOMPARE(chart.csv().count('\n'), 1 + 2 * 12);
        QCOMPARE(session().runFile(), folder_.filePath(QString("opened%1.strato").arg(opened_)));
        // Once is enough; and another run has its own comparison.
        QApplication::sendEvent(&chart, &drop);
        QTRY_VERIFY_WITH_TIMEOUT(!session().jobs().isBusy(Lane::compare), 60000);
        QCOMPARE(chart.others().size(), std::size_t{1});
        QCOMPARE(session().comparedRuns(), QStringList{bare_});
        const QString compared = session().runFile();
        QTRY_VERIFY_WITH_TIMEOUT(RunFile::open(compared.toStdString()).readChoices("window").find("bare.strato") != std::string::npos, 20000);
        open(full_);
        QVERIFY(chart.others().empty());
        session().openRun(compared);
        QTRY_COMPARE_WITH_TIMEOUT(chart.others().size(), std::size_t{1}, 60000);
        session().jobs().stop(Lane::measure);
        show("compare");
        // Once for the sizes, once for what the legend makes of them.
        for (int pass = 0; pass < 2; ++pass) chart.replot();
        QTest::mouseMove(&chart, QPointF(chart.xAxis->coordToPixel(0), chart.yAxis->coordToPixel(session().run()->blocks[0].linearity)).toPoint());
        QTRY_VERIFY(readOut().contains("block 0 of 12"));
        QTest::mouseClick(find<QToolButton>("removeRuns"), Qt::LeftButton);
        QVERIFY(chart.isEmpty());
    }

    void colorVisionIsSimulated() {
        QCOMPARE(SimulatedVision::seen(qRgb(12, 200, 90), SimulatedVision::Kind::none), qRgb(12, 200, 90));
        const QRgb grey = SimulatedVision::seen(qRgb(12, 200, 90), SimulatedVision::Kind::grey);
        QVERIFY(qRed(grey) == qGreen(grey) && qGreen(grey) == qBlue(grey));
        // Red and green of one lightness come closer for who lacks one of the cones.
        const auto away = [](QRgb a, QRgb b) { return std::abs(qRed(a) - qRed(b)) + std::abs(qGreen(a) - qGreen(b)) + std::abs(qBlue(a) - qBlue(b)); };
        const QRgb red = qRgb(220, 70, 40), green = qRgb(90, 140, 40);
        for (const auto kind : {SimulatedVision::Kind::protanopia, SimulatedVision::Kind::deuteranopia})
            QVERIFY(away(SimulatedVision::seen(red, kind), SimulatedVision::seen(green, kind)) < away(red, green));
        open(full_);
        SimulatedVision::show(window_->charts(), SimulatedVision::Kind::grey);
        const QImage seen = window_->charts().grab().toImage();
        SimulatedVision::show(window_->charts(), SimulatedVision::Kind::none);
        for (int x = 0; x < seen.width(); x += 7) {
            const QRgb pixel = seen.pixel(x, seen.height() - 40);
            QVERIFY(qRed(pixel) == qGreen(pixel) && qGreen(pixel) == qBlue(pixel));
        }
    }
};

QTEST_MAIN(ViewsTest)
#include "views_test.moc"
