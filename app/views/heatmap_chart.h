// Blocks x tokens: how far each token is from each block's best linear map, with the token's text.
#pragma once

#include "app/views/block_token_map.h"

namespace strato {

class HeatmapChart : public BlockTokenMap {
    Q_OBJECT

public:
    explicit HeatmapChart(QWidget* parent = nullptr) : BlockTokenMap(parent) {}

    QString title() const override;
    QString explanation() const override;
    QByteArray csv() const override;
    std::unique_ptr<Chart> copy() const override;
    void setRun(std::shared_ptr<const Run> run) override;
    bool takesDifferences() const override { return true; }
    Selection selectionOf(const QPoint& cell) const override;

protected:
    QString readOutOf(const QPoint& cell) const override;
    QString whyOtherCells(const Run& other) const override;
};

}  // namespace strato
