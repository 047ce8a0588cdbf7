// The middle of the window: profile, strip and heatmap, filled block by block, with one selection and one plan over all of them.
#pragma once

#include <QComboBox>
#include <QWidget>

#include "app/views/block_gestures.h"
#include "app/views/heatmap_chart.h"
#include "app/views/plan_marks.h"
#include "app/views/profile_chart.h"
#include "app/views/strip_chart.h"
#include "app/window/session.h"

class QBoxLayout;

namespace strato {

class ChartsPanel : public QWidget {
    Q_OBJECT

public:
    ChartsPanel(Session& session, QWidget* parent = nullptr);

    // In the order of the window.
    QList<Chart*> charts() const { return {profile_, strip_, heatmap_}; }
    // Opens the export dialog for a chart.
    void exportChart(Chart& chart);

    Q_SIGNAL void readOut(const QString& text);

private:
    QWidget* buildCard(Chart& chart, QWidget* extra = nullptr, QWidget* second = nullptr);
    QWidget* buildMeasureChoice();
    void connectSession();
    void connectGestures(BlockGestures& gestures);
    void showRun();
    void tellBlock(const std::optional<BlockIndex>& block);
    QString editsOf(BlockIndex block) const;
    void alignColumns();

    Session& session_;
    ProfileChart* profile_;
    StripChart* strip_;
    HeatmapChart* heatmap_;
    QComboBox* measure_;
    PlanMarks profileMarks_, stripMarks_;
    BlockGestures *profileGestures_, *stripGestures_;
};

}  // namespace strato
