#include "app/window/view_history.h"

#include <vector>

#include <QElapsedTimer>
#include <QPointer>
#include <QScopedValueRollback>

#include "core/base/error.h"

namespace strato {

namespace {

struct ViewChange {
    QPointer<Chart> chart;
    ChartView before, after;
};

// What is changed without a pause is one step: a turn of the wheel, a drag, a range for all maps.
class ChangeViews : public QUndoCommand {
public:
    using Apply = std::function<void(Chart&, const ChartView&)>;

    ChangeViews(const ViewChange& change, Apply apply) : changes_{change}, apply_(std::move(apply)) {
        made_.start();
        name();
    }

    int id() const override { return 1; }
    void undo() override { applyAll(&ViewChange::before); }
    void redo() override {
        if (std::exchange(isThereAlready_, false)) return;
        applyAll(&ViewChange::after);
    }

    bool mergeWith(const QUndoCommand* command) override {
        constexpr qint64 pause = 600;   // milliseconds
        const auto& later = static_cast<const ChangeViews&>(*command);
        if (made_.restart() > pause) return false;
        for (const ViewChange& change : later.changes_) {
            const auto same = std::find_if(changes_.begin(), changes_.end(), [&](const ViewChange& mine) { return mine.chart == change.chart; });
            if (same == changes_.end()) changes_.push_back(change);
            else same->after = change.after;
        }
        setObsolete(std::all_of(changes_.begin(), changes_.end(), [](const ViewChange& change) { return change.before == change.after; }));
        name();
        return true;
    }

private:
    void applyAll(ChartView ViewChange::*view) {
        for (const ViewChange& change : changes_)
            if (change.chart) apply_(*change.chart, change.*view);
    }

    void name() {
        const ViewChange& change = changes_.front();
        const QString title = changes_.size() > 1 ? ViewHistory::tr("several charts") : change.chart->title();
        setText((change.before.choice != change.after.choice   ? ViewHistory::tr("(measure of %1)")
                 : change.before.colors != change.after.colors ? ViewHistory::tr("(colours of %1)")
                                                               : ViewHistory::tr("(zoom of %1)"))
                    .arg(title));
    }

    std::vector<ViewChange> changes_;
    Apply apply_;
    QElapsedTimer made_;
    bool isThereAlready_ = true;
};

}  // namespace

ViewHistory::ViewHistory(Session& session, QObject* parent) : QObject(parent), session_(session) { stack_.setUndoLimit(200); }

void ViewHistory::watch(Chart& chart) {
    shown_[&chart] = chart.view();
    toTakeUp_ << &chart;
    connect(&chart, &Chart::viewChanged, this, [this, &chart] { note(chart); });
}

void ViewHistory::restart() {
    stack_.clear();
    for (const auto& [chart, view] : shown_) toTakeUp_ << chart;
}

void ViewHistory::fill(Chart& chart, const std::function<void()>& change) {
    {
        const QScopedValueRollback quiet(quiet_, true);
        change();
        const auto kept = session_.chartViews().find(chart.objectName());
        if (toTakeUp_.remove(&chart) && kept != session_.chartViews().end()) chart.setView(ChartView::parse(*kept));
    }
    shown_[&chart] = chart.view();
    session_.setChartView(chart.objectName(), shown_[&chart].text(), false);
}

void ViewHistory::note(Chart& chart) {
    if (quiet_) return;
    const ChartView before = std::exchange(shown_[&chart], chart.view());
    if (before == shown_[&chart]) return;
    session_.setChartView(chart.objectName(), shown_[&chart].text(), true);
    stack_.push(new ChangeViews({&chart, before, shown_[&chart]}, [this](Chart& changed, const ChartView& view) {
        emit showAsked(changed.objectName());
        fill(changed, [&] { changed.setView(view); });
        session_.setChartView(changed.objectName(), view.text(), true);
    }));
}

}  // namespace strato
