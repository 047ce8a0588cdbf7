// The healing of a plan as the window runs it: started, stopped and taken up again through the job runner, its curve growing point by point.
//
//     healing.start({.texts = {"train.jsonl"}});
//     connect(&healing, &PlanHealing::changed, ...);    // healing.curve(), healing.report()
#pragma once

#include <optional>

#include <QObject>

#include "app/window/session.h"
#include "core/runs/heal_plan.h"

namespace strato {

struct HealChoices {
    QStringList texts;               // to train on
    int steps = HealSettings().steps;
    int batchTokens = HealSettings().batchTokens;
    bool divergence = true;          // lower the divergence of the predictions, too, not only the error of the states
};

class PlanHealing : public QObject {
    Q_OBJECT

public:
    explicit PlanHealing(Session& session, QObject* parent = nullptr);

    // Heals the session's plan.
    void start(const HealChoices& choices);
    // Takes up the training of this run that was stopped, with its own plan and choices.
    void goOn();
    void cancel();

    bool isRunning() const { return session_.jobs().isBusy(Lane::heal); }
    // Why no healing can start now, in one line; empty if one can. And why the session's plan can't be healed.
    QString whyNot() const;
    QString whyNotPlan() const;
    // The plan whose training was stopped, if one was.
    std::optional<Plan> stoppedPlan() const;

    // Of the healing that runs or ran last on this run.
    const Plan& plan() const { return plan_; }
    int steps() const { return steps_; }
    const std::vector<HealPoint>& curve() const { return curve_; }
    const std::optional<HealReport>& report() const { return report_; }

    Q_SIGNAL void changed();

private:
    struct Training {
        Plan plan;
        HealChoices choices;
        bool inSequence = false;
    };
    void begin(const Training& training, bool resume);
    HealRequest requestOf(const Training& training) const;
    void end(const JobEnd& end);
    void look();
    // What the run file that was opened keeps of a healing.
    void takeUp();
    void forget();

    Session& session_;
    QString runFile_;                // that all this is of
    Plan plan_;
    int steps_ = 0;
    std::vector<HealPoint> curve_;
    std::optional<HealReport> report_;
    std::optional<Training> stopped_;
};

}  // namespace strato
