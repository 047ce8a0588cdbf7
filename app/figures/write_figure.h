// A chart as a file of a given size, for papers: PDF, SVG and PGF with real text and true vectors, PNG at 300 dots per inch, and its numbers as
// CSV, JSON and NPY.
//
//     writeFigure(*chart, "profile.pdf", {.widthMm = 84, .heightMm = 60, .fontPoints = 8});
#pragma once

#include <memory>

#include <QImage>
#include <QMimeData>
#include <QString>
#include <QStringList>

#include "app/figures/chart.h"
#include "app/figures/figure_origin.h"

namespace strato {

struct FigureLook {
    double widthMm = 174, heightMm = 0, fontPoints = 8;   // no height: what suits the chart
    Plan plan = {};          // marked as on screen
};

// What stands with the picture in its file.
struct FigureNotes {
    QString caption;         // for people
    FigureOrigin origin = {};
};

// "pdf", "svg", "pgf", "png", "csv", "json", "npy"; and whether one is of numbers, which have no size.
const QStringList& figureFormats();
bool isOfNumbers(const QString& format);

// In the format that the file's name ends in; on white, whatever the screen's colours are. The same chart gives the same bytes. Existing files
// are replaced only once the new ones are whole; maps of many cells need a PNG beside a .pgf. Throws UsageError for an unknown ending or a
// size out of 20 .. 2000 mm or 4 .. 72 pt, Error if the chart has nothing to show or a file can't be written.
void writeFigure(const Chart& chart, const QString& file, const FigureLook& look, const FigureNotes& notes = {});

// The picture, as a file of this size would have it, so many pixels wide. Throws as writeFigure() does.
QImage figureImage(const Chart& chart, const FigureLook& look, int pixelsWide);

// For the clipboard: the picture as PNG, SVG and PDF, or the numbers as CSV. Throws as writeFigure() does. The caller owns it.
std::unique_ptr<QMimeData> figureMimeData(const Chart& chart, bool numbers, const FigureLook& look, const FigureNotes& notes);

}  // namespace strato
