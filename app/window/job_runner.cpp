#include "app/window/job_runner.h"

#include <algorithm>
#include <new>

#ifdef __linux__
#include <sys/resource.h>
#endif

#include "app/views/core_words.h"
#include "core/base/error.h"

namespace strato {

namespace {

// Of threads: the window's goes first where both want a core, so that a click is answered at once under full load. The threads that compute
// for this one are started by it and inherit it. (Linux has the priority of a thread, POSIX only that of a process.)
void letTheWindowGoFirst() {
#ifdef __linux__
    setpriority(PRIO_PROCESS, 0, 10);
#endif
}

bool isQuiet(Lane lane) { return lane == Lane::keep || lane == Lane::estimate; }

}  // namespace

JobRunner::Thread JobRunner::threadOf(Lane lane) { return isQuiet(lane) || lane == Lane::reference ? brief : computing; }

JobRunner::JobRunner(QObject* parent) : QObject(parent) {
    for (const Thread thread : {computing, brief}) threads_[thread] = std::jthread([this, thread](const std::stop_token& ended) { work(thread, ended); });
    connect(this, &JobRunner::handedOver, this, &JobRunner::callNext, Qt::QueuedConnection);
}

JobRunner::~JobRunner() {
    for (const JobPointer& job : jobs_) {
        job->replaced = true;
        if (job->lane != Lane::keep) job->stop.request_stop();
    }
    for (std::jthread& thread : threads_) thread.request_stop();
    for (std::jthread& thread : threads_) thread.join();
}

void JobRunner::enqueue(Lane lane, const QString& verb, std::function<Delivery(const JobContext&, const Post&)> work,
                        std::function<void(const JobEnd&)> ended) {
    std::vector<JobPointer> replaced;
    for (const JobPointer& job : jobs_)
        if (job->lane == lane && !job->replaced) replaced.push_back(job);
    auto job = std::make_shared<Job>();
    job->lane = lane;
    job->verb = verb;
    job->work = std::move(work);
    job->ended = std::move(ended);
    job->progress.verb = verb;
    jobs_.push_back(job);
    {
        const std::lock_guard lock(mutex_);
        waiting_[threadOf(lane)].push_back(job);
    }
    wake_.notify_all();
    for (const JobPointer& old : replaced) {
        old->replaced = true;
        old->stop.request_stop();
        old->ended({JobEnd::Kind::replaced, {}});
    }
    emit busyChanged();
}

void JobRunner::stopWhere(const std::function<bool(Lane)>& chosen) {
    for (const JobPointer& job : jobs_)
        if (chosen(job->lane)) {
            job->stop.request_stop();
            job->progress.stopping = true;
        }
    emit progressed();
}

void JobRunner::stop(Lane lane) {
    stopWhere([lane](Lane each) { return each == lane; });
}

void JobRunner::stopAll() {
    stopWhere([](Lane each) { return each != Lane::keep; });
}

bool JobRunner::isBusy() const {
    return std::any_of(jobs_.begin(), jobs_.end(), [](const JobPointer& job) { return !isQuiet(job->lane); });
}

bool JobRunner::isBusy(Lane lane) const {
    return std::any_of(jobs_.begin(), jobs_.end(), [lane](const JobPointer& job) { return job->lane == lane && !job->replaced; });
}

JobProgress JobRunner::progress() const {
    JobProgress progress;
    for (const JobPointer& job : jobs_) {
        if (isQuiet(job->lane)) continue;
        progress = job->progress;
        if (job->running && !job->replaced) break;
    }
    return progress;
}

void JobRunner::work(Thread thread, const std::stop_token& ended) {
    letTheWindowGoFirst();
    std::deque<JobPointer>& waiting = waiting_[thread];
    while (true) {
        JobPointer job;
        {
            std::unique_lock lock(mutex_);
            if (!wake_.wait(lock, ended, [&] { return !waiting.empty(); })) return;
            if (ended.stop_requested()) std::erase_if(waiting, [](const JobPointer& each) { return each->lane != Lane::keep; });
            if (waiting.empty()) return;
            job = waiting.front();
            waiting.pop_front();
        }
        run(job);
    }
}

void JobRunner::run(const JobPointer& job) {
    toWindow([this, job] {
        job->running = true;
        job->sinceBegun.restart();
        emit progressed();
    });
    const JobContext context{[this, job](const Progress& progress) { report(job, progress); }, job->stop.get_token()};
    const Post post = [this, job](std::function<void()> function) {
        toWindow([job, function = std::move(function)] {
            if (!job->replaced) function();
        });
    };
    Delivery delivery;
    JobEnd end;
    // Caught here, because an exception's text does not survive a thread boundary.
    try {
        context.throwIfStopped();
        delivery = job->work(context, post);
    } catch (const Cancelled&) {
        end.kind = JobEnd::Kind::stopped;
    } catch (const std::bad_alloc&) {
        end = {JobEnd::Kind::failed, tr("the memory of this machine is not enough; use fewer tokens or a smaller model")};
    } catch (const std::exception& error) {
        end = {JobEnd::Kind::failed, coreWords(QString::fromUtf8(error.what()))};
    }
    toWindow([this, job, delivery = std::move(delivery), end] { finish(job, delivery, end); });
}

void JobRunner::report(const JobPointer& job, const Progress& progress) {
    constexpr double secondsBetween = 0.05;
    job->timeLeft.update(progress);
    if (job->phase == progress.phase && job->reported.seconds() < secondsBetween) return;
    job->phase = progress.phase;
    job->reported.restart();
    toWindow([this, job, phase = QString::fromStdString(progress.phase), share = job->timeLeft.share().value_or(-1), left = job->timeLeft.seconds().value_or(-1)] {
        job->progress.phase = phase;
        job->progress.share = share;
        job->progress.secondsLeft = left;
        job->progress.seconds = job->sinceBegun.seconds();
        if (!job->replaced) emit progressed();
    });
}

void JobRunner::toWindow(std::function<void()> function) {
    {
        const std::lock_guard lock(mutex_);
        forWindow_.push_back(std::move(function));
    }
    emit handedOver();
}

void JobRunner::callNext() {
    std::function<void()> function;
    {
        const std::lock_guard lock(mutex_);
        function = std::move(forWindow_.front());
        forWindow_.pop_front();
    }
    function();
}

void JobRunner::finish(const JobPointer& job, const Delivery& delivery, JobEnd end) {
    jobs_.erase(std::remove(jobs_.begin(), jobs_.end(), job), jobs_.end());
    if (job->replaced) end.kind = JobEnd::Kind::replaced;
    if (!isQuiet(job->lane)) emit jobEnded(job->verb, end, job->sinceBegun.seconds());
    if (!job->replaced) {
        if (delivery) delivery();
        job->ended(end);
    }
    emit busyChanged();
}

}  // namespace strato
