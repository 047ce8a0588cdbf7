// How the values of a map become colours, and the colour bar at the right of its chart that tells it. The bar can be dragged, the wheel
// widens its range, a double click gives it back.
//
//     coloring_(new MapColoring(*this, *cells_, ownColors));
//     coloring_->setValues("linearity", values);
#pragma once

#include "app/figures/cell_map.h"
#include "app/figures/chart.h"
#include "app/figures/color_scale.h"

namespace strato {

class MapColoring : public QObject {
    Q_OBJECT

public:
    // The chart becomes the parent; QCustomPlot's own dragging and zooming is for the bar alone from now on.
    MapColoring(Chart& chart, CellMap& cells, const MapColors& own);

    // Of the finite cells. What was typed or dragged for another measure is forgotten. `quantity`: what can share a range with other maps, if
    // that is not the measure.
    void setValues(const QString& measure, std::vector<double> values, const QString& quantity = {});
    const QString& quantity() const { return quantity_; }
    void restyle(const FigureStyle& style);

    const MapColors& colors() const { return colors_; }
    // What the view chooses by itself.
    const MapColors& own() const { return own_; }
    // Other ones of the view's, which shows something else from now on: what was chosen is forgotten.
    void setOwn(const MapColors& own);
    void setColors(const MapColors& colors);
    // Where they are others than the view's own; nothing: the view's own.
    std::optional<MapColors> chosen() const { return colors_ == own_ ? std::nullopt : std::optional(colors_); }
    void setChosen(const std::optional<MapColors>& colors);
    // What the colours reach over now.
    QCPRange shownRange() const { return bar_->dataRange(); }
    QCPColorScale& bar() { return *bar_; }

    Q_SIGNAL void changed();
    // A right click on the bar.
    Q_SIGNAL void menuAsked(const QPoint& globalPosition);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void recolor();
    QString label() const;

    Chart& chart_;
    QCPColorScale* bar_;
    QString measure_, quantity_;
    std::vector<double> values_;
    MapColors own_, colors_;
    QColor absent_;
    bool recoloring_ = false;
};

}  // namespace strato
