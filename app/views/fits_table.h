// How well the maps of a plan fit what they stand for. Hidden while there is no map.
#pragma once

#include <vector>

#include <QTableWidget>

#include "core/evaluate/quality.h"

namespace strato {

class FitsTable : public QTableWidget {
    Q_OBJECT

public:
    explicit FitsTable(QWidget* parent = nullptr);

    void setFits(const std::vector<FitQuality>& fits);
};

}  // namespace strato
