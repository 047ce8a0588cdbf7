// The blocks of a model as one strip, coloured by a measure.
#pragma once

#include "app/figures/cell_map.h"
#include "app/views/block_chart.h"
#include "app/views/map_coloring.h"

namespace strato {

class StripChart : public BlockChart {
    Q_OBJECT

public:
    explicit StripChart(QWidget* parent = nullptr);

    QString title() const override;
    QString explanation() const override;
    QByteArray csv() const override;
    std::unique_ptr<Chart> copy() const override;
    void setRun(std::shared_ptr<const Run> run) override;
    // Those of blockMeasures.
    QList<Choice> choices() const override;
    MapColoring& coloring() { return *coloring_; }
    double figureShape() const override { return 0.3; }
    ChartView view() const override;
    void setView(const ChartView& view) override;

protected:
    void applyStyle(const FigureStyle& style) override;
    PlanMarks::Form markForm() const override { return PlanMarks::Form::crossed; }

private:
    CellMap* cells_;
    MapColoring* coloring_;
};

}  // namespace strato
