// The blocks of a model as one strip, coloured by a measure.
#pragma once

#include "app/figures/cell_map.h"
#include "app/figures/chart.h"

namespace strato {

class StripChart : public Chart {
    Q_OBJECT

public:
    explicit StripChart(QWidget* parent = nullptr);

    QString title() const override;
    QByteArray csv() const override;
    std::unique_ptr<Chart> copy() const override;
    void setRun(std::shared_ptr<const Run> run) override;

    // Of blockMeasures.
    void setMeasure(int measure);
    int measure() const { return measure_; }

protected:
    void applyStyle(const FigureStyle& style) override;

private:
    CellMap* cells_;
    QCPColorScale* scale_;
    int measure_ = 0;
};

}  // namespace strato
