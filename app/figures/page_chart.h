// Several charts on one page, lettered, as one figure: whatever takes a chart takes a page.
//
//     PageChart page(std::move(panels));
//     writeFigure(page, "page.pdf", {.widthMm = 174, .heightMm = 120});
#pragma once

#include <vector>

#include "app/figures/chart.h"

namespace strato {

class PageChart : public Chart {
    Q_OBJECT

public:
    explicit PageChart(std::vector<std::unique_ptr<Chart>> panels);

    QString title() const override;
    // Those of its panels, by their letters.
    QString explanation() const override;
    // None: numbers are one chart's.
    QByteArray csv() const override { return {}; }
    std::unique_ptr<Chart> copy() const override;
    void setRun(std::shared_ptr<const Run>) override {}
    QString whyEmpty() const override;
    double figureShape() const override;
    void showPlan(const Plan& plan) override;
    // Two beside each other; the last has a row of its own where their number is odd.
    void layOut(const QSize&) override {}
    void paintOn(QCPPainter& painter, const QSize& size) override;

    // All of them, and those that are on the page, which are all at first.
    QList<const Chart*> panels() const;
    QList<const Chart*> shown() const;
    void setShown(int panel, bool shown);
    bool isShown(int panel) const { return panels_[static_cast<std::size_t>(panel)].shown; }

protected:
    void applyStyle(const FigureStyle& style) override;

private:
    std::vector<double> rowShapes() const;

    struct Panel {
        std::unique_ptr<Chart> chart;
        bool shown = true;
    };
    std::vector<Panel> panels_;
};

}  // namespace strato
