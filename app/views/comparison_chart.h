// Several runs on one axis: blocks over normalised depth, whatever the models' depths are, or means over blocks over the training steps of
// checkpoints of one model.
#pragma once

#include "app/figures/chart.h"
#include "core/runs/compare.h"

namespace strato {

class ComparisonChart : public Chart {
    Q_OBJECT

public:
    explicit ComparisonChart(QWidget* parent = nullptr);

    QString title() const override;
    QString explanation() const override;
    QString whyEmpty() const override;
    QString remark() const override;
    QByteArray csv() const override;
    std::unique_ptr<Chart> copy() const override;
    // Every block measure, over depth and over training.
    QList<Choice> choices() const override;
    // The first of the runs; the others stay.
    void setRun(std::shared_ptr<const Run> run) override;
    // Where the first run is kept.
    void setRunFile(const std::filesystem::path& file) { file_ = file; }
    // Beside the first one.
    void setOthers(std::vector<ComparedRun> others);
    const std::vector<ComparedRun>& others() const { return others_; }
    // Where numbers can't be compared as they stand.
    const std::vector<std::string>& warnings() const { return comparison_.warnings; }
    void showSelection(const Selection& selection) override;

protected:
    void applyStyle(const FigureStyle& style) override;
    bool arrange() override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    struct Point {
        double x = 0, y = 0;
        QString text;
    };
    struct Curve {
        QString name;
        std::vector<Point> points;
    };
    bool overTraining() const;
    std::vector<Curve> curves() const;
    QStringList names() const;
    Curve overDepth(const ComparedRun& run, const QString& name) const;
    Curve overSteps(const TrainingSeries& series) const;
    void showCurves();
    void styleCurves();
    void showSelected();

    std::filesystem::path file_;
    std::vector<ComparedRun> others_;
    Comparison comparison_;
    std::vector<Curve> curves_;
    QCPLegend* legend_;
    QList<QCPGraph*> graphs_;
    QCPGraph* ring_;
    Selection selection_;
};

}  // namespace strato
