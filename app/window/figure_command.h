// stratoscope --figure NAME --out FILE RUN: a figure with no window and no display.
#pragma once

#include <string>
#include <vector>

#include <QString>

#include "app/figures/write_figure.h"

namespace strato {

struct FigureRequest {
    QString name, run, out;
    FigureSize size;
};

// "profile", "strip", "heatmap".
std::vector<std::string> figureNames();

// Throws UsageError for an unknown name or size, Error if the run can't be read or the figure can't be written. Needs a QApplication.
void drawFigure(const FigureRequest& request);

}  // namespace strato
