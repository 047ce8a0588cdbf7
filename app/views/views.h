// Every view of a run, by the name that figures have on the command line. The window and figures without a window read this one list.
//
//     for (const View& view : views()) std::unique_ptr<Chart> chart = view.make();
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>

#include "app/figures/chart.h"

namespace strato {

struct View {
    const char* name;                       // of the widget
    const char* tab;                        // in the window; to be translated in the context "View"
    std::unique_ptr<Chart> (*make)();
    std::array<const char*, 8> figures;     // "pairs", "pairs-cka": what it can draw, in the order of its choices
    bool inTabs = true;                     // of the window; others stand in panels and dialogs of their own
};

// What draws a figure by its name on the command line: a view, and which of its choices.
struct NamedFigure {
    const char* view;
    int choice;
    bool inTabs;
};
std::optional<NamedFigure> figureNamed(const QString& name);

// Those in tabs; "strip" is the last, which the window shows at all times.
std::span<const View> views();
std::span<const View> allViews();

}  // namespace strato
