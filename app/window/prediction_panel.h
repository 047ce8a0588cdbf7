// Predicted against measured: every plan of the session that has both, and what that says about the scores.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QWidget>

#include "app/views/plans_table.h"
#include "app/views/prediction_chart.h"
#include "app/window/session.h"

namespace strato {

class PredictionPanel : public QWidget {
    Q_OBJECT

public:
    explicit PredictionPanel(Session& session, QWidget* parent = nullptr);

    PredictionChart& chart() { return *chart_; }
    void exportChart();

private:
    void showOutcomes();

    Session& session_;
    PredictionChart* chart_;
    PlansTable* table_;
    QLabel *count_, *readOut_;
    QPushButton* export_;
};

}  // namespace strato
