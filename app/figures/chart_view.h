// What of a chart is shown, and how: which of its measures, the part that is zoomed to, the colours. As text it is kept in run files and given
// on the command line, so that a figure can be drawn again as it was.
//
//     chart.setView(ChartView::parse("columns=0:40,sequential,low=0.9,high=1"));
#pragma once

#include <optional>

#include <QString>

#include "app/figures/color_scale.h"

namespace strato {

struct ChartView {
    // The middles of the outermost cells that are shown, if whole ones are.
    struct Cells {
        double first = 0, last = 0;
        bool operator==(const Cells&) const = default;
    };

    int choice = 0;                              // of Chart::choices()
    std::optional<Cells> columns = {}, rows = {};    // of maps; without them all are shown
    std::optional<MapColors> colors = {};        // of maps; without them those that the view chooses by itself

    bool operator==(const ChartView&) const = default;

    // "choice=1,columns=0:40,rows=2:9,diverging,low=0.2,high=0.9,centre=0.5,quantiles=0:0.99,log": what differs from the usual, in the C locale.
    QString text() const;
    // Throws UsageError that names the part that is wrong.
    static ChartView parse(const QString& text);
};

}  // namespace strato
