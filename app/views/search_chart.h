// A search for plans: perplexity against the share of layers that are changed, a curve a strategy, with random cuts as a band, the unedited
// model and the tolerance as lines. What is recommended has a ring.
#pragma once

#include <algorithm>

#include <QMap>

#include "app/views/plan_points.h"
#include "core/runs/search_plans.h"

namespace strato {

class SearchChart : public Chart {
    Q_OBJECT

public:
    explicit SearchChart(QWidget* parent = nullptr);

    QString title() const override;
    QString explanation() const override;
    QByteArray csv() const override;
    std::unique_ptr<Chart> copy() const override;
    void setRun(std::shared_ptr<const Run> run) override;
    QString whyEmpty() const override;

    // A report that is still growing is shown as far as it goes. `tolerance`: by what share the loss may rise.
    void setReport(const SearchReport& report, double tolerance);
    // Its point is framed.
    void setCurrent(const Plan& plan);
    PlanPoints& points() { return *points_; }

protected:
    void applyStyle(const FigureStyle& style) override;
    bool arrange() override;

private:
    QCPGraph* addCurve(const QString& name, bool inLegend);
    void showCurve(const SearchCurve& curve, std::vector<PlanPoint>& points);
    void showBand();
    void showLines();
    void showCurrent();
    void fitAxes();
    double share(int layers) const { return 100.0 * layers / std::max(report_.layers, 1); }

    SearchReport report_;
    double tolerance_ = 0;
    Plan current_;
    QCPLegend* legend_;
    QCPGraph *low_, *high_, *mean_, *unedited_, *allowed_, *recommended_, *ring_;
    QMap<QString, QCPGraph*> curves_;            // by strategy, in the colours that each always has
    PlanPoints* points_;
};

// "3 layers (25 %), perplexity 5.32, loss +0.0123 ± 0.0004: 3=drop,5-6=drop".
QString searchPointText(const SearchPoint& point, int layers);

// For people: "most linear first".
QString strategyName(const std::string& strategy);

}  // namespace strato
