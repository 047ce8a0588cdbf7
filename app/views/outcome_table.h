// What a plan does, beside the unedited model: quality, size and speed. Copies as tab-separated text.
#pragma once

#include <optional>

#include <QTableWidget>

#include "core/evaluate/quality.h"

namespace strato {

class OutcomeTable : public QTableWidget {
    Q_OBJECT

public:
    explicit OutcomeTable(QWidget* parent = nullptr);

    // `current`: the numbers are of the plan that is shown elsewhere; others are greyed.
    void setOutcome(const std::optional<Outcome>& outcome, bool current);

protected:
    void changeEvent(QEvent* event) override;

private:
    void fitHeight();
    void colorRow(int row);
    void setRow(int row, const QString& before, const QString& after, const QString& change, bool current);
};

}  // namespace strato
