// The points of a search as numbers: a row a plan; a double click or Enter takes it. Copies as tab-separated text.
#pragma once

#include <optional>

#include <QTableWidget>

#include "core/runs/search_plans.h"

namespace strato {

class SearchTable : public QTableWidget {
    Q_OBJECT

public:
    explicit SearchTable(QWidget* parent = nullptr);

    void setReport(const SearchReport& report);

    // Of the row that is selected.
    std::optional<Plan> selectedPlan() const;

    Q_SIGNAL void picked(const strato::Plan& plan);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void addRow(const SearchCurve& curve, const SearchPoint& point, int layers);
};

}  // namespace strato
