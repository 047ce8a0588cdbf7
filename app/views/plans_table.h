// The plans that were measured, a row each beside the unedited model, to be sorted by what matters and compared: what they lose and what they
// save. A double click or Return takes a row's plan.
//
//     table->setOutcomes(session.outcomes());
//     table->setCurrentPlan(session.plan());
#pragma once

#include <vector>

#include <QMap>
#include <QTableWidget>

#include "core/edit/plan.h"
#include "core/evaluate/quality.h"

namespace strato {

class PlansTable : public QTableWidget {
    Q_OBJECT

public:
    explicit PlansTable(QWidget* parent = nullptr);

    void setOutcomes(const std::vector<Outcome>& outcomes);
    // Plans that have names are known by them.
    void setNames(const QMap<QString, Plan>& names);
    // It is bold.
    void setCurrentPlan(const Plan& plan, bool healed);

    Q_SIGNAL void picked(const strato::Plan& plan, bool healed);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void pick(int row);
    void showNames();
    void addRow(const QString& plan, const Quality& quality, const Outcome& outcome);

    Plan current_;
    bool currentHealed_ = false;
    QMap<QString, Plan> names_;
};

}  // namespace strato
