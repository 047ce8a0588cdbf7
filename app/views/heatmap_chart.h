// Blocks x tokens: how far each token is from each block's best linear map, with the token's text.
#pragma once

#include <optional>

#include "app/figures/cell_map.h"
#include "app/figures/chart.h"

namespace strato {

class HeatmapChart : public Chart {
    Q_OBJECT

public:
    explicit HeatmapChart(QWidget* parent = nullptr);

    QString title() const override;
    QByteArray csv() const override;
    std::unique_ptr<Chart> copy() const override;
    void setRun(std::shared_ptr<const Run> run) override;

    // Tokens first .. last fill the width; clamped to those there are.
    void showTokens(double first, double last);
    // Where cell (token, block) stands in the widget, for tests and tool tips.
    QPointF pixelOf(int token, int block) const;

    // The block of the cell under the cursor was chosen.
    Q_SIGNAL void blockPicked(strato::BlockIndex block);

protected:
    void applyStyle(const FigureStyle& style) override;
    bool arrange() override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    QString readOutOf(const QPoint& cell) const;
    void moveCursor(const QPoint& cell);
    void labelTokens();

    CellMap* cells_;
    QCPColorScale* scale_;
    QCPItemRect* cursorMark_;
    std::optional<QPoint> cursor_;                // (token, block)
    QCPRange labelled_;                           // the tokens that the axis names, by text or by number
    bool byText_ = false;
    std::optional<double> dragFrom_;              // a token coordinate
};

}  // namespace strato
