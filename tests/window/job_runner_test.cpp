// Jobs: results and errors arrive on the window's thread, the latest of a lane wins, a stop is answered, and closing in mid-job is safe.
#include <QSignalSpy>
#include <QTest>

#include <atomic>

#include <atomic>
#include <chrono>

#include "app/window/job_runner.h"

using namespace strato;
using namespace std::chrono_literals;

class JobRunnerTest : public QObject {
    Q_OBJECT

    // Runs until it is stopped.
    static int untilStopped(const JobContext& job, const Post&) {
        while (true) {
            job.throwIfStopped();
            std::this_thread::sleep_for(1ms);
        }
    }

private slots:
    void resultsArriveOnThisThread() {
        JobRunner jobs;
        int result = 0;
        QThread* where = nullptr;
        std::optional<JobEnd> end;
        jobs.start<int>(Lane::open, "Counting", [](const JobContext&, const Post&) { return 42; },
                        [&](int value) { result = value, where = QThread::currentThread(); }, [&](const JobEnd& e) { end = e; });
        QVERIFY(jobs.isBusy(Lane::open));
        QTRY_VERIFY(end.has_value());
        QCOMPARE(result, 42);
        QCOMPARE(where, thread());
        QVERIFY(end->kind == JobEnd::Kind::done && !jobs.isBusy());
    }

    void anErrorKeepsItsText() {
        JobRunner jobs;
        std::optional<JobEnd> end;
        jobs.start<int>(Lane::open, "Failing", [](const JobContext&, const Post&) -> int { throw Error("the disk is on fire"); }, [](int) { QFAIL("no result"); },
                        [&](const JobEnd& e) { end = e; });
        QTRY_VERIFY(end.has_value());
        QVERIFY(end->kind == JobEnd::Kind::failed);
        QCOMPARE(end->error, QString("the disk is on fire"));
    }

    void aStopIsAnsweredWithinASecond() {
        JobRunner jobs;
        std::optional<JobEnd> end;
        jobs.start<int>(Lane::analyze, "Running", untilStopped, [](int) {}, [&](const JobEnd& e) { end = e; });
        QTest::qWait(50);
        jobs.stop(Lane::analyze);
        QVERIFY(jobs.progress().stopping);
        QTRY_VERIFY_WITH_TIMEOUT(end.has_value(), 1000);
        QVERIFY(end->kind == JobEnd::Kind::stopped);
    }

    void theLatestOfALaneWins() {
        JobRunner jobs;
        QList<int> results;
        int replaced = 0;
        for (int i = 0; i < 20; ++i)
            jobs.start<int>(Lane::measure, "Measuring",
                            [i](const JobContext& job, const Post& post) {
                                if (i < 19) return untilStopped(job, post);
                                return i;
                            },
                            [&](int value) { results << value; }, [&](const JobEnd& e) { replaced += e.kind == JobEnd::Kind::replaced; });
        QTRY_VERIFY(!jobs.isBusy());
        QCOMPARE(results, QList<int>{19});
        QCOMPARE(replaced, 19);
    }

    void lanesWaitForEachOtherInOrder() {
        JobRunner jobs;
        QStringList order;
        std::atomic<bool> go = false;
        jobs.start<int>(Lane::analyze, "First", [&](const JobContext&, const Post&) {
            while (!go) std::this_thread::sleep_for(1ms);
            return 0;
        }, [&](int) { order << "first"; }, [](const JobEnd&) {});
        jobs.start<int>(Lane::measure, "Second", [&](const JobContext&, const Post&) { return 0; }, [&](int) { order << "second"; }, [](const JobEnd&) {});
        QVERIFY(jobs.isBusy(Lane::analyze) && jobs.isBusy(Lane::measure));
        go = true;
        QTRY_COMPARE(order, (QStringList{"first", "second"}));
    }

    void whatIsToBeKeptWaitsForNoComputing() {
        JobRunner jobs;
        std::atomic<bool> go = false;
        bool kept = false, computed = false;
        jobs.start<int>(Lane::train, "Training", [&](const JobContext&, const Post&) {
            while (!go) std::this_thread::sleep_for(std::chrono::milliseconds(1));
            return 0;
        }, [&](int) { computed = true; }, [](const JobEnd&) {});
        jobs.start<int>(Lane::keep, {}, [](const JobContext&, const Post&) { return 0; }, [&](int) { kept = true; }, [](const JobEnd&) {});
        QTRY_VERIFY(kept);
        QVERIFY(!computed);
        go = true;
        QTRY_VERIFY(computed);
    }

    void whatAReplacedJobPostsIsDropped() {
        JobRunner jobs;
        QStringList seen;
        std::atomic<bool> posted = false;
        jobs.start<int>(Lane::measure, "Old", [&](const JobContext& job, const Post& post) {
            post([&] { seen << "old"; });
            posted = true;
            return untilStopped(job, post);
        }, [](int) {}, [](const JobEnd&) {});
        while (!posted) std::this_thread::sleep_for(1ms);
        jobs.start<int>(Lane::measure, "New", [&](const JobContext&, const Post& post) {
            post([&] { seen << "new"; });
            return 0;
        }, [](int) {}, [](const JobEnd&) {});
        QTRY_VERIFY(!jobs.isBusy());
        QCOMPARE(seen, QStringList{"new"});
    }

    void progressTellsPhaseShareAndTimeLeft() {
        JobRunner jobs;
        bool told = false;
        connect(&jobs, &JobRunner::progressed, [&] {
            const JobProgress progress = jobs.progress();
            told = told || (progress.verb == "Working" && progress.phase == "blocks" && progress.share > 0.4 && progress.secondsLeft >= 0);
        });
        jobs.start<int>(Lane::analyze, "Working", [](const JobContext& job, const Post&) {
            for (int i = 0; i < 20; ++i) {
                job.report("blocks", i, 20);
                std::this_thread::sleep_for(60ms);
            }
            return 0;
        }, [](int) {}, [](const JobEnd&) {});
        QTRY_VERIFY(!jobs.isBusy());
        QVERIFY(told);
    }

    void closingInMidJobStopsAndTellsNobody() {
        bool told = false;
        {
            JobRunner jobs;
            for (const Lane lane : {Lane::analyze, Lane::measure}) jobs.start<int>(lane, "Running", untilStopped, [&](int) { told = true; }, [&](const JobEnd&) { told = true; });
            QTest::qWait(20);
        }
        QTest::qWait(20);
        QVERIFY(!told);
    }
};

QTEST_MAIN(JobRunnerTest)
#include "job_runner_test.moc"
