// A chart as a file of a given size, for papers: PDF and SVG with real text and true vectors, PNG at 300 dots per inch, CSV.
//
//     writeFigure(*chart, "profile.pdf", {.widthMm = 84, .heightMm = 60, .fontPoints = 8});
#pragma once

#include <QString>
#include <QStringList>

#include "app/figures/chart.h"

namespace strato {

struct FigureSize {
    double widthMm = 174, heightMm = 100, fontPoints = 8;
};

// "pdf", "svg", "png", "csv".
const QStringList& figureFormats();

// In the format that the file's name ends in; on white, whatever the screen's colours are. An existing file is replaced only once the
// new one is whole. Throws UsageError for an unknown ending or a size out of 20 .. 2000 mm or 4 .. 72 pt, Error if the chart has nothing
// to show or the file can't be written.
void writeFigure(const Chart& chart, const QString& file, const FigureSize& size);

}  // namespace strato
