// Which runs are compared with the one that is open: added by a button or a drop on the chart, taken away again; and why they may not compare.
//
//     auto* controls = new ComparisonControls(session, chart);
#pragma once

#include <QLabel>
#include <QToolButton>
#include <QWidget>

#include "app/views/comparison_chart.h"
#include "app/window/session.h"

namespace strato {

class ComparisonControls : public QWidget {
    Q_OBJECT

public:
    ComparisonControls(Session& session, ComparisonChart& chart);

    // Reads run files and shows them beside what is there; what can't be read is told by the session.
    void add(const QStringList& files);

    Q_SIGNAL void changed();

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void ask();
    void remove(const QString& file);
    void setOthers(std::vector<ComparedRun> others);
    QStringList files() const;
    void takeUp();
    void showState();

    Session& session_;
    ComparisonChart& chart_;
    QToolButton* clear_;
    QLabel* warnings_;
};

}  // namespace strato
