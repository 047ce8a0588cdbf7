// The longest pauses of the window's event loop while a model is analysed and plans are measured on all cores.
// Usage: pause_bench [MODEL DATA]; on the display it finds, or with QT_QPA_PLATFORM=offscreen.
#include <algorithm>
#include <cstdio>
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
    QTimer tick;
    tick.setTimerType(Qt::PreciseTimer);
    QObject::connect(&tick, &QTimer::timeout, [&] {
        pauses.push_back(static_cast<double>(sinceTick.nsecsElapsed()) / 1e6);
        sinceTick.start();
    });
    Session& session = window.session();
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
    std::printf("%zu turns of the event loop; longest %.1f, %.1f, %.1f ms; 99th percentile %.1f ms; over 16 ms: %td, over 50 ms: %td\n", pauses.size(), pauses[0], pauses[1],
                pauses[2], pauses[pauses.size() / 100], over(16), over(50));
}
