// The search for plans against searching by hand, and fits that a run keeps.
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/runs/analyze.h"
#include "core/runs/plan_orders.h"
#include "core/runs/run_file.h"
#include "core/runs/search_json.h"
#include "core/runs/search_plans.h"
#include "core/runs/what_if.h"
#include "core/train/story_generator.h"

using namespace strato;

class SearchTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::filesystem::path model_ = std::filesystem::path(SOURCE_DIR) / "resources/demo/plain", run_, text_;

    SearchRequest request(const std::vector<std::string>& strategies, int most) const {
        return {.model = model_, .run = run_, .data = {text_}, .sequenceLength = 32, .tokens = 1536, .strategies = strategies, .maxLayers = most, .compute = {}};
    }

    // Losses of plans measured one by one.
    double lossOf(WhatIf& whatIf, const Plan& plan) const { return whatIf.measure(plan, false, {}, {}).edited.loss; }

    static std::vector<std::string> plansOf(const SearchCurve& curve) {
        std::vector<std::string> plans;
        for (const SearchPoint& point : curve.points) plans.push_back(point.plan.text());
        return plans;
    }

private slots:
    void initTestCase() {
        run_ = folder_.filePath("demo.strato").toStdString();
        text_ = folder_.filePath("stories.jsonl").toStdString();
        writeStories(77, 60000, text_);
        analyzeModel({.model = model_, .data = {model_.parent_path() / "prompts.jsonl"}, .run = run_, .tokens = 3072, .pairs = "all", .compute = {}}, {}, {});
    }

    // One window tells no error of a difference.
    void ofASingleWindowNoErrorIsTold() {
        SearchRequest one = request({"linearity"}, 1);
        one.tokens = 32;
        one.tolerance = 1e-6;
        const std::string sentence = searchPlans(one, {}, {}).curves.front().sentence;
        QVERIFY2(sentence.find("its first, '") != std::string::npos && sentence.find("nan") == std::string::npos && sentence.find("±") == std::string::npos, sentence.c_str());
    }

    // With and without giving candidates up, for every action: the plan that trying all one by one finds.
    void greedyFindsTheCheapestNextBlock_data() {
        QTest::addColumn<QString>("action");
        for (const char* action : {"drop", "linear", "merge"}) QTest::newRow(action) << QString(action);
    }

    void greedyFindsTheCheapestNextBlock() {
        QFETCH(QString, action);
        SearchRequest early = request({"greedy"}, 2);
        early.action = Plan::parse("1=" + action.toStdString()).edits().front().action;
        SearchRequest all = early;
        all.dropEarly = false;
        const SearchReport found = searchPlans(early, {}, {}), thorough = searchPlans(all, {}, {});
        QVERIFY(plansOf(found.curves.front()) == plansOf(thorough.curves.front()));
        QVERIFY(found.curves.front().workShare <= thorough.curves.front().workShare);
        // Half of it, the states of the winners, and for merges the block that is folded into.
        QVERIFY2(thorough.curves.front().workShare < 0.6, qPrintable(QString::number(thorough.curves.front().workShare)));
        WhatIf alone({.model = model_, .run = run_, .data = {text_}, .sequenceLength = 32, .tokens = 1536, .compute = {}}, {});
        Plan plan;
        for (const SearchPoint& point : found.curves.front().points) {
            Plan best;
            double least = std::numeric_limits<double>::infinity();
            for (int l = action == "merge" ? 1 : 0; l < 12; ++l) {
                if (plan.wholeEdit({l})) continue;
                const Plan candidate = plan.with({.span = {{l}, {l}}, .action = early.action});
                const double loss = lossOf(alone, candidate);
                if (loss < least) {
                    least = loss;
                    best = candidate;
                }
            }
            QCOMPARE(point.plan.text(), best.text());
            QVERIFY(std::abs(point.loss - least) < 1e-6);
            QVERIFY(std::abs(point.rise - (least - found.loss)) < 1e-6);
            plan = best;
        }
    }

    void aBeamOfOneIsGreedyAndAWiderOneIsNoWorse() {
        const SearchReport report = searchPlans(request({"greedy", "beam:1", "beam:3"}, 3), {}, {});
        QVERIFY(plansOf(report.curves[0]) == plansOf(report.curves[1]));
        for (std::size_t i = 0; i < 3; ++i) QVERIFY(report.curves[2].points[i].loss <= report.curves[0].points[i].loss + 1e-9);
    }

    void ordersFollowTheRunsScores() {
        const Run run = RunFile::open(run_).read();
        const SearchReport report = searchPlans(request({"linearity", "influence", "angular"}, 3), {}, {});
        const auto first = [&](auto cost) {
            const auto best = std::min_element(run.blocks.begin(), run.blocks.end(), [&](const BlockScores& one, const BlockScores& other) { return cost(one) < cost(other); });
            return std::to_string(best->block.value) + "=drop";
        };
        QCOMPARE(report.curves[0].points[0].plan.text(), first([](const BlockScores& scores) { return -scores.linearity; }));
        QCOMPARE(report.curves[1].points[0].plan.text(), first([](const BlockScores& scores) { return scores.blockInfluence; }));
        int start = 0;
        for (int l = 0; l + 3 <= 12; ++l)
            if (run.pairs.angularDistance.at(l, l + 3) < run.pairs.angularDistance.at(start, start + 3)) start = l;
        QCOMPARE(report.curves[2].points[2].plan.text(), std::to_string(start) + "-" + std::to_string(start + 2) + "=drop");
        for (const SearchCurve& curve : report.curves) {
            QCOMPARE(curve.points.size(), std::size_t{3});
            for (std::size_t i = 0; i < 3; ++i) QCOMPARE(curve.points[i].layers, static_cast<int>(i) + 1);
        }
    }

    void theRecommendedPlanIsTheLongestWithinTheTolerance() {
        SearchRequest search = request({"greedy"}, 4);
        search.tolerance = 0.1;
        search.randomCuts = 2;
        // The share of what is done grows over the whole search, so that the time left is that of all of it.
        std::vector<std::int64_t> shares;
        JobContext job;
        job.onProgress = [&](const Progress& progress) {
            if (progress.total == 1000) shares.push_back(progress.done);
        };
        const SearchReport report = searchPlans(search, {}, job);
        QVERIFY(std::is_sorted(shares.begin(), shares.end()) && shares.front() < 100 && shares.back() > 900);
        const SearchCurve& curve = report.curves.front();
        int longest = 0;
        for (const SearchPoint& point : curve.points)
            if (point.rise + 1.64 * point.riseError <= 0.1 * report.loss) longest = point.layers;
        QCOMPARE(curve.recommended.layers, longest);
        QVERIFY(longest > 0);
        QVERIFY(curve.sentence.starts_with(std::to_string(longest) + " of 12 layers"));
        QVERIFY(curve.sentence.ends_with("; the plan is '" + curve.recommended.plan.text() + "'"));
        QCOMPARE(report.random.size(), std::size_t{4});
        for (std::size_t i = 0; i < 4; ++i) QVERIFY(report.random[i].low >= curve.points[i].loss - 1e-9 && report.random[i].high >= report.random[i].low);
        search.tolerance = 0;
        search.strategies = {"random"};
        const auto json = toJson(searchPlans(search, {}, {}));
        QCOMPARE(json["recommended"]["plan"].get<std::string>(), std::string());
        QCOMPARE(json["strategy"].get<std::string>(), std::string("random"));
        // What a file keeps of it is all of it, with one strategy and with several.
        SearchReport several = report;
        several.curves.push_back(report.curves.front());
        several.curves.back().points.front().riseError = std::numeric_limits<double>::quiet_NaN();
        for (const SearchReport& kept : {report, several}) QCOMPARE(toJson(readSearch(parseJson(toJson(kept).dump(), "a search"))).dump(), toJson(kept).dump());
        QVERIFY_EXCEPTION_THROWN(readSearch(parseJson(R"({"layers":3,"protocol":"","tokens":1,"baseline":{},"random":[],"warnings":[],"total_seconds":0,
            "strategy":"greedy","steps":[{"plan":"9=drop","layers":1}],"recommended":{"plan":"","layers":0,"sentence":""},"seconds":0})", "a search")), Error);
    }

    // What such a model loses says nothing, so nothing is recommended.
    void aModelThatGuessesIsNotCut() {
        const std::filesystem::path noise = folder_.filePath("noise.txt").toStdString();
        QFile file(folder_.filePath("noise.txt"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        for (int i = 0; i < 3000; ++i) file.write(QByteArray::number((i * 7919) % 104729, 36) + (i % 3 == 0 ? "#" : "Q~"));
        file.close();
        SearchRequest search = request({"linearity"}, 2);
        search.data = {noise};
        const SearchReport report = searchPlans(search, {}, {});
        QVERIFY(report.loss > std::log(972));
        QCOMPARE(report.curves.front().sentence, std::string("No plan is recommended"));
        QCOMPARE(report.curves.front().recommended.layers, 0);
        QVERIFY(report.warnings.front().find("worse than guessing") != std::string::npos);
        WhatIf whatIf({.model = model_, .run = run_, .data = {noise}, .sequenceLength = 32, .tokens = 1536, .compute = {}}, {});
        const auto warnings = whatIf.measure(Plan::parse("3=drop"), false, {}, {}).warnings;
        QVERIFY(std::any_of(warnings.begin(), warnings.end(), [](const std::string& warning) { return warning.find("worse than guessing") != std::string::npos; }));
    }

    // The second time maps come from the file; in sequence the second map is another than alone.
    void fitsAreKeptInTheRun() {
        const Plan plan = Plan::parse("3.mlp=lowrank:8,5=merge,6-7=linear");
        WhatIf first({.model = model_, .run = run_, .data = {text_}, .sequenceLength = 32, .tokens = 1024, .compute = {}}, {});
        const Outcome fitted = first.measure(plan, false, {}, {});
        int phases = 0;
        WhatIf second({.model = model_, .run = run_, .data = {text_}, .sequenceLength = 32, .tokens = 1024, .compute = {}}, {});
        const Outcome read = second.measure(plan, false, {}, {[&](const Progress& progress) { phases += progress.phase.starts_with("fitting") ? 1 : 0; }, {}});
        QCOMPARE(phases, 0);
        QCOMPARE(read.edited.loss, fitted.edited.loss);
        QCOMPARE(read.fits.size(), std::size_t{3});
        QVERIFY(std::isfinite(read.fits[2].heldOut) && read.fits[2].heldOut <= read.fits[2].inSample);
        WhatIf sequence({.model = model_, .run = run_, .data = {text_}, .sequenceLength = 32, .tokens = 1024, .inSequence = true, .compute = {}}, {});
        const Outcome refitted = sequence.measure(plan, false, {}, {});
        QVERIFY(refitted.edited.loss != fitted.edited.loss);
        QVERIFY(refitted.stateError < fitted.stateError);
    }

    void whatCantBeSearchedIsRefused() {
        QVERIFY_EXCEPTION_THROWN(searchPlans(request({"best"}, 2), {}, {}), UsageError);
        QVERIFY_EXCEPTION_THROWN(searchPlans(request({"beam:0"}, 2), {}, {}), UsageError);
        SearchRequest none = request({"greedy"}, 2);
        none.run.clear();
        QVERIFY_EXCEPTION_THROWN(searchPlans(none, {}, {}), UsageError);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_EXCEPTION_THROWN(searchPlans(request({"greedy"}, 2), {}, {{}, stop.get_token()}), Cancelled);
    }
};

QTEST_GUILESS_MAIN(SearchTest)
#include "search_test.moc"
