// Everything that the run knows of the selected block, beside the pinned one and their difference.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QWidget>

#include "app/window/session.h"

namespace strato {

class SelectionPanel : public QWidget {
    Q_OBJECT

public:
    explicit SelectionPanel(Session& session, QWidget* parent = nullptr);

private:
    void refill();
    void setCell(int row, int column, const QString& text);

    Session& session_;
    QLabel* state_;
    QPushButton* pin_;
    QTableWidget* table_;
};

}  // namespace strato
