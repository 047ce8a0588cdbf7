// What a figure was drawn from. It goes into the file, so that months later the same figure, and the session behind it, can be had again. Names
// of files only, no folders: a paper's figure must not tell where its authors keep things.
//
//     const FigureOrigin origin = FigureOrigin::read("pairs.pdf");
#pragma once

#include <QStringList>

namespace strato {

struct FigureOrigin {
    QString figure;         // as the command line names it; empty: it has no name there
    QString view;           // ChartView::text(); empty: as the chart shows itself
    QString plan;           // Plan::text(), marked; empty: none
    QStringList runs;       // names of run files; the first is drawn
    QString minus = {};     // the name of the run file whose values were taken away; empty: none
    QString texts;          // DataSummary::sha256 of the first

    bool isKnown() const { return !figure.isEmpty() && !runs.isEmpty(); }
    // One line without spaces, quotes or anything that a format escapes.
    QString text() const;
    // From a figure that this program wrote, of any kind; nothing is known of other files. Reads at most the first and last megabyte.
    static FigureOrigin read(const QString& file);
};

}  // namespace strato
