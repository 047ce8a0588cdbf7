// What scores predict of a plan, at once, beside what was measured of it.
#pragma once

#include <optional>

#include <QTableWidget>

#include "core/evaluate/quality.h"
#include "core/runs/prediction.h"

namespace strato {

class PredictionTable : public QTableWidget {
    Q_OBJECT

public:
    explicit PredictionTable(QWidget* parent = nullptr);

    // `outcome`: of the same plan, if it is measured.
    void setPrediction(const std::optional<Prediction>& prediction, const std::optional<Outcome>& outcome);

private:
    void setCell(int row, int column, const QString& text, const QString& tip = {});
};

}  // namespace strato
