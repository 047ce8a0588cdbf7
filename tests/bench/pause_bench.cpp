// The longest pauses of the window's event loop from the start of an analysis on, while it runs and plans are measured on all cores; pauses of
// more than a frame also as a share of the frames that the time has at 60 a second.
// Usage: pause_bench [MODEL DATA]; on the display it finds, or with QT_QPA_PLATFORM=offscreen.
#include <algorithm>
#include <cstdio>
#include <numeric>
#include <vector>

#include <QApplication>
#include <QElapsedTimer>
#include <QTimer>

#include "app/window/main_window.h"

using namespace strato;

int main(int argc, char** argv) {
    QApplication application(argc, argv);
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
        begun = begun || session.jobs().isBusy(Lane::analyze);
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
}
