// The one place where the window starts work: jobs run one after the other, with progress, a stop and an end that is told on the window's thread.
// What takes long has one thread, and what takes no time another, so that nothing that is chosen waits for hours of training to be kept. A lane
// holds one job: a new one replaces the one before it, running or waiting, so the latest click wins.
//
//     jobs.start<Outcome>(Lane::measure, tr("Measuring"), [=](const JobContext& job, const Post&) { return whatIf->measure(...); },
//                         [this](Outcome outcome) { ... }, [this](const JobEnd& end) { ... });
#pragma once

#include <array>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include <QObject>
#include <QString>

#include "core/base/job_context.h"
#include "core/base/stopwatch.h"
#include "core/base/time_left.h"

namespace strato {

// What is kept (choices, into the run's file) is quiet: it makes nobody busy, no stop reaches it, and it is done even at the end. Estimates are quiet, too.
enum class Lane { open, browse, analyze, measure, search, heal, train, publish, names, compare, reference, estimate, keep };

struct JobProgress {
    QString verb;             // "Analysing"
    QString phase;            // "measuring blocks"
    double share = -1;        // done of all, 0 to 1; below 0: unknown
    double secondsLeft = -1;  // below 0: unknown
    double seconds = 0;       // since it began
    bool stopping = false;
};

struct JobEnd {
    enum class Kind { done, failed, stopped, replaced } kind = Kind::done;
    QString error;            // of failed
};

// Runs a function on the window's thread, unless the job has been replaced meanwhile.
using Post = std::function<void(std::function<void()>)>;

class JobRunner : public QObject {
    Q_OBJECT

public:
    explicit JobRunner(QObject* parent = nullptr);
    // Stops what runs and waits for it, and for what is to be kept.
    ~JobRunner() override;

    // `work` runs on the job thread and may throw; what it returns is handed to `done`, and then `ended` is told, both on this thread. Of a
    // replaced job nothing is handed over.
    template <class Result>
    void start(Lane lane, const QString& verb, std::function<Result(const JobContext&, const Post&)> work, std::function<void(Result)> done,
               std::function<void(const JobEnd&)> ended) {
        enqueue(lane, verb, [work = std::move(work), done = std::move(done)](const JobContext& context, const Post& post) {
            auto result = std::make_shared<Result>(work(context, post));
            return [result, done] { done(std::move(*result)); };
        }, std::move(ended));
    }

    // Asks the lane's job to stop; it ends as stopped.
    void stop(Lane lane);
    void stopAll();

    bool isBusy() const;
    bool isBusy(Lane lane) const;
    // Of the job that runs, else of the first that waits.
    JobProgress progress() const;

    Q_SIGNAL void progressed();
    // `verb` as it was started, and how long it ran. What is kept is not told.
    Q_SIGNAL void jobEnded(const QString& verb, const strato::JobEnd& end, double seconds);
    Q_SIGNAL void busyChanged();

private:
    using Delivery = std::function<void()>;

    struct Job {
        Lane lane{};
        QString verb;
        std::function<Delivery(const JobContext&, const Post&)> work;
        std::function<void(const JobEnd&)> ended;
        std::stop_source stop;
        bool running = false, replaced = false;   // read and written on the window's thread only
        JobProgress progress;
        Stopwatch sinceBegun;                     // since it waits, then since it runs
        TimeLeft timeLeft;                        // the rest: on the job thread only
        Stopwatch reported;
        std::string phase;
    };
    using JobPointer = std::shared_ptr<Job>;

    void enqueue(Lane lane, const QString& verb, std::function<Delivery(const JobContext&, const Post&)> work, std::function<void(const JobEnd&)> ended);
    void stopWhere(const std::function<bool(Lane)>& chosen);
    // Of the two threads: jobs that compute, and those that read or write a little.
    enum Thread { computing, brief, threads };
    static Thread threadOf(Lane lane);
    void work(Thread thread, const std::stop_token& ended);
    void run(const JobPointer& job);
    void report(const JobPointer& job, const Progress& progress);
    // Has the window call it, as soon as its event loop comes to it and in the order of these calls.
    void toWindow(std::function<void()> function);
    void callNext();
    Q_SIGNAL void handedOver();
    void finish(const JobPointer& job, const Delivery& delivery, JobEnd end);

    std::deque<JobPointer> jobs_;                 // running and waiting, as the window knows them

    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::array<std::deque<JobPointer>, threads> waiting_;   // guarded by mutex_, as is
    std::deque<std::function<void()>> forWindow_; // what the window is to call; a lock that the thread sanitizer sees, unlike Qt's own
    std::array<std::jthread, threads> threads_;   // last: they use everything above
};

}  // namespace strato
