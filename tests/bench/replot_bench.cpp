// How long the largest map takes to move, to zoom and to take new numbers: 126 blocks x 4096 tokens in a window of 1280 x 800. A frame of 60 a second
// is 16.7 ms. Times of the processor, so that others on the machine don't count. Usage: replot_bench, with QT_QPA_PLATFORM=offscreen or on a display.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <vector>

#include <QApplication>
#include <QWheelEvent>

#include "app/views/heatmap_chart.h"
#include "tests/window/sample_run.h"

using namespace strato;

namespace {

void report(const char* what, int times, const std::function<void(int)>& step) {
    std::vector<double> ms;
    for (int i = 0; i < times; ++i) {
        const std::clock_t before = std::clock();
        step(i);
        ms.push_back(1e3 * static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC);
    }
    std::sort(ms.begin(), ms.end());
    std::printf("%-36s median %6.2f ms, 99th percentile %6.2f ms\n", what, ms[ms.size() / 2], ms[ms.size() * 99 / 100]);
}

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    constexpr int layers = 126, tokens = 4096;
    const auto run = sampleRun(layers, tokens, layers);
    HeatmapChart map;
    map.resize(900, 520);
    map.show();
    QApplication::processEvents();
    report("new numbers", 20, [&](int) { map.setRun(run), map.replot(); });
    // What a person sees: the event, the layout, the picture on the widget.
    const auto frame = [&] { map.replot(), map.repaint(); };
    report("moving, 160 tokens wide", 200, [&](int i) { map.showTokens(i * 10, i * 10 + 159), frame(); });
    report("moving, 1000 tokens wide", 200, [&](int i) { map.showTokens(i * 10, i * 10 + 999), frame(); });
    report("all tokens", 100, [&](int) { map.showTokens(0, tokens - 1), frame(); });
    report("zooming by the wheel", 60, [&](int i) {
        const QPointF middle = map.axisRect()->center();
        QWheelEvent wheel(middle, map.mapToGlobal(middle), {}, {0, i < 30 ? 120 : -120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&map, &wheel);
        frame();
    });
    report("moving the cursor", 200, [&](int i) { map.showSelection({BlockSpan{{i % layers}, {i % layers}}, i}), map.repaint(); });
}
