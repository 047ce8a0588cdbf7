// stratoscope --figure NAME --out FILE RUN...: a figure with no window and no display.
#pragma once

#include <string>
#include <vector>

#include <QStringList>

#include "app/figures/write_figure.h"

namespace strato {

struct FigureRequest {
    QString name, out;                      // several names, divided by commas, are a page
    QStringList runs;                       // the first is drawn; comparisons draw all; of a pretraining the trained folders
    QString minus = {};                     // a run whose values are taken away, in maps that take differences
    FigureLook look = {};
    QString language = "en";                // of the texts in it: Language::offered()
    QString view = {};                      // ChartView::text(), its choice being the name's; empty: as the chart shows itself; of a page, divided by |
};

// "profile", "pairs-cka", ...
std::vector<std::string> figureNames();

// What draws a chart again as it is shown, from the run file that it shows; without a name where the command line has no such figure.
FigureRequest requestOf(const Chart& chart, const QString& runFile);
// As a shell takes it.
QString commandOf(const FigureRequest& request);
// A caption with what the numbers are of, and the origin.
FigureNotes notesOf(const Chart& chart, const FigureRequest& request);

// Throws UsageError for an unknown name, view, language or size and a plan that does not fit and for runs that a figure has no place for, Error if a run can't be read, lacks what the
// figure shows, or the figure can't be written. Needs a QApplication.
void drawFigure(const FigureRequest& request);

}  // namespace strato
