// stratoscope --figure NAME --out FILE RUN...: a figure with no window and no display.
#pragma once

#include <string>
#include <vector>

#include <QStringList>

#include "app/figures/write_figure.h"

namespace strato {

struct FigureRequest {
    QString name, out;
    QStringList runs;                       // the first is drawn; comparisons draw all
    FigureSize size;
};

// "profile", "pairs-cka", ...
std::vector<std::string> figureNames();

// Throws UsageError for an unknown name or size and for runs that a figure has no place for, Error if a run can't be read, lacks what the
// figure shows, or the figure can't be written. Needs a QApplication.
void drawFigure(const FigureRequest& request);

}  // namespace strato
