// A search for plans as the window runs it: started and stopped through the job runner, its report growing point by point.
//
//     search.start({.strategies = {"greedy"}});
//     connect(&search, &PlanSearch::changed, ...);    // search.report()
#pragma once

#include <QObject>

#include "app/window/session.h"
#include "core/runs/search_plans.h"

namespace strato {

struct SearchChoices {
    std::vector<std::string> strategies = {};
    ActionKind action = ActionKind::drop;
    int maxLayers = 0;               // 0: half of them
    double tolerance = 0.01;
    int randomCuts = 0;
    qint64 tokens = 8192;            // 0: all
    bool onRunTexts = false;         // even where others are opened to measure plans on
};

class PlanSearch : public QObject {
    Q_OBJECT

public:
    explicit PlanSearch(Session& session, QObject* parent = nullptr);

    void start(const SearchChoices& choices);
    void cancel();

    // As far as it is; of the present run only, whose file keeps it.
    const SearchReport& report() const { return report_; }
    double tolerance() const { return tolerance_; }
    // What it is measured on; empty: the run's own texts.
    const QStringList& texts() const { return texts_; }
    bool isRunning() const { return session_.jobs().isBusy(Lane::search); }
    // Why no search can start now, in one line; empty if one can.
    QString whyNot() const;

    Q_SIGNAL void changed();

private:
    void addPoint(const std::string& strategy, const SearchPoint& point);
    void end(const JobEnd& end);
    void forget();
    // What the run file that was opened keeps of a search.
    void takeUp();

    Session& session_;
    SearchReport report_;
    double tolerance_ = 0;
    QString runFile_;                // that the report is of
    std::shared_ptr<const Run> run_;
    QStringList texts_;
};

}  // namespace strato
