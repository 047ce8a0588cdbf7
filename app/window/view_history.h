// How the charts were shown before: changes of measure, part and colours, which can be taken back and done again, apart from the plan's own
// history. What each chart shows is kept with the run.
//
//     history.watch(chart);
//     history.fill(chart, [&] { chart.setRun(run); });
//     QAction* back = history.stack().createUndoAction(menu, tr("&Back"));
#pragma once

#include <functional>
#include <map>

#include <QSet>
#include <QUndoStack>

#include "app/figures/chart.h"
#include "app/window/session.h"

namespace strato {

class ViewHistory : public QObject {
    Q_OBJECT

public:
    explicit ViewHistory(Session& session, QObject* parent);

    // From now on; a chart is known by its name as a widget.
    void watch(Chart& chart);
    // `change` gives the chart another run, which is no step of the history. What the run file keeps of the chart is taken up once.
    void fill(Chart& chart, const std::function<void()>& change);
    // Another run is shown: steps before it lead nowhere, and its file may keep how it was looked at.
    void restart();

    QUndoStack& stack() { return stack_; }

    // A step goes back or forth on this chart.
    Q_SIGNAL void showAsked(const QString& name);

private:
    void note(Chart& chart);

    Session& session_;
    QUndoStack stack_;
    std::map<Chart*, ChartView> shown_;
    QSet<Chart*> toTakeUp_;
    bool quiet_ = false;
};

}  // namespace strato
