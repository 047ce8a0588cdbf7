// The longest pauses of the window's event loop from the start of an analysis on, while it runs and plans are measured on all cores; pauses of
// more than a frame also as a share of the frames that the time has at 60 a second. The longest events are named, with the processor time they
// took: what is missing to their duration the system gave to others.
// Usage: pause_bench [MODEL DATA]; on the display it finds, or with QT_QPA_PLATFORM=offscreen.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <numeric>
#include <vector>

#include <QApplication>
#include <QElapsedTimer>
#include <QMetaEnum>
#include <QTimer>

#include "app/window/main_window.h"

using namespace strato;

namespace {

double processorMilliseconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

struct Spent {
    double milliseconds = 0, processor = 0;
    QString what;
};

// An application that knows what each event cost, with all that it caused at once.
class WatchedApplication : public QApplication {
public:
    using QApplication::QApplication;
    std::vector<Spent> events;

    bool notify(QObject* receiver, QEvent* event) override {
        if (depth_) return QApplication::notify(receiver, event);
        const QString what = QString("%1 to %2 %3").arg(QMetaEnum::fromType<QEvent::Type>().valueToKey(event->type()), receiver->metaObject()->className(), receiver->objectName());
        const double processor = processorMilliseconds();
        QElapsedTimer timer;
        timer.start();
        ++depth_;
        const bool taken = QApplication::notify(receiver, event);
        --depth_;
        const double milliseconds = static_cast<double>(timer.nsecsElapsed()) / 1e6;
        if (milliseconds > 5) events.push_back({milliseconds, processorMilliseconds() - processor, what});
        return taken;
    }

private:
    int depth_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
    WatchedApplication application(argc, argv);
    const QString demo = QStringLiteral(SOURCE_DIR) + "/resources/demo";
    const bool own = argc > 2;
    MainWindow window;
    window.show();
    QElapsedTimer sinceTick;
    std::vector<double> pauses;
    bool begun = false;
    Session& session = window.session();
    QTimer tick;
    tick.setTimerType(Qt::PreciseTimer);
    QObject::connect(&tick, &QTimer::timeout, [&] {
        if (begun) pauses.push_back(static_cast<double>(sinceTick.nsecsElapsed()) / 1e6);
        if (!begun && session.jobs().isBusy(Lane::analyze)) {
            begun = true;
            application.events.clear();
        }
        sinceTick.start();
    });
    session.openModel(own ? argv[1] : demo + "/plain");
    session.setData({own ? argv[2] : demo + "/prompts.jsonl"});
    session.analyze({.tokens = 0});
    sinceTick.start();
    tick.start(1);
    int clicks = 0;
    QTimer watch;
    QObject::connect(&watch, &QTimer::timeout, [&] {
        if (session.jobs().isBusy() || !session.run()) return;
        if (clicks++ == 4) return application.quit();
        session.click({{clicks}, {clicks}});
    });
    watch.start(200);
    QApplication::exec();
    std::sort(pauses.rbegin(), pauses.rend());
    const auto over = [&](double milliseconds) { return std::count_if(pauses.begin(), pauses.end(), [&](double pause) { return pause > milliseconds; }); };
    const double frames = std::accumulate(pauses.begin(), pauses.end(), 0.0) * 60 / 1000;
    std::printf("%.0f frames, %zu turns of the event loop; longest %.1f, %.1f, %.1f ms; 99th percentile %.1f ms; over 16 ms: %td, over 50 ms: %td\n", frames, pauses.size(),
                pauses[0], pauses[1], pauses[2], pauses[pauses.size() / 100], over(16), over(50));
    std::sort(application.events.begin(), application.events.end(), [](const Spent& a, const Spent& b) { return a.milliseconds > b.milliseconds; });
    for (std::size_t i = 0; i < application.events.size() && i < 12; ++i) {
        const Spent& event = application.events[i];
        std::printf("  %5.1f ms, %5.1f of them on the processor: %s\n", event.milliseconds, event.processor, qPrintable(event.what));
    }
}
