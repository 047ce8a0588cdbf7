// The middle of the window: the views of the run, one at a time, and the strip of blocks under them, with one selection and one plan over all.
#pragma once

#include <QSet>
#include <QTabWidget>
#include <QWidget>

#include "app/views/block_gestures.h"
#include "app/views/strip_chart.h"
#include "app/window/comparison_controls.h"
#include "app/window/find_bar.h"
#include "app/window/session.h"
#include "app/window/view_history.h"
#include "app/window/view_page.h"
#include "core/runs/lens_names.h"

namespace strato {

class ChartsPanel : public QWidget {
    Q_OBJECT

public:
    ChartsPanel(Session& session, QWidget* parent = nullptr);

    // In the order of the tabs; the strip last. Those whose tab was not shown since the run changed are filled when it is.
    QList<Chart*> charts() const;
    // The one whose tab is shown.
    Chart& current() const { return pages_[tabs_->currentIndex()]->chart(); }
    // Brings the tab of a chart to the front, by its name.
    void show(const QString& name);
    // By a factor of how many cells are seen (MapChart::zoomBy), or all of them if it is 0.
    void zoomCurrent(double factor);
    // Open the export dialog for a chart.
    void exportChart(Chart& chart);
    void exportCurrent() { exportChart(current()); }
    void exportStrip() { exportChart(*strip_); }
    // Several of them on one page.
    void exportPage();

    // Changes of what is shown, to be taken back.
    QUndoStack& viewStack() { return history_->stack(); }

    // What another window compared the run with.
    void takeComparison(const ChartsPanel& other);
    // The bar below the views, over one that shows tokens.
    void findWords();

    Q_SIGNAL void readOut(const QString& text);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void addPage(std::unique_ptr<Chart> chart, const QString& name, const QString& tab);
    void shareRange(MapColoring* from);
    QWidget* buildStrip();
    void connectSession();
    void connectChart(Chart& chart);
    void connectGestures(BlockActions& gestures);
    // Views are filled when they are first looked at: a run that grows block by block would else be drawn eight times.
    void showRun();
    void fill(ViewPage& page);
    void showPlan();
    void showSelection();
    void showNames();
    void setNames(const std::shared_ptr<const TokenNames>& names);
    void tellBlock(const BlockChart& chart, const std::optional<BlockIndex>& block);
    QString editsOf(BlockIndex block) const;
    void alignColumns();

    Session& session_;
    QTabWidget* tabs_;
    QList<ViewPage*> pages_;
    QSet<ViewPage*> outdated_, unmarked_;    // of those not looked at: without the run; without plan and selection
    StripChart* strip_;
    FindBar* find_;
    ViewHistory* history_;
    QList<BlockActions*> gestures_;
    QString told_;                           // what was read out last
    QString named_;                          // the run that names were last asked for
};

}  // namespace strato
