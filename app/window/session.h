// What is open in a window and what is known of it: model, texts, run, plan, outcome. Views listen; nobody else holds this state.
//
//     session.openModel(folder);
//     session.setData({"prompts.txt"});
//     session.analyze({});
//     session.click({{5}, {5}});
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <QObject>
#include <QStringList>
#include <QUndoStack>

#include "app/figures/selection.h"
#include "app/window/job_runner.h"
#include "app/window/plan_commands.h"
#include "core/edit/plan.h"
#include "core/evaluate/quality.h"
#include "core/runs/analyze.h"
#include "core/runs/run.h"

namespace strato {

class WhatIf;
struct ExportReport;

struct AnalysisChoices {
    qint64 tokens = -1;          // -1: as many as the width needs; 0: all
    int sequenceLength = 0;      // 0: 512, or the model's context if that is shorter
    int folds = AnalysisRequest().folds;  // of held-out scores; 0: none
    bool halves = false;         // scores of attention and MLP, too
    std::string pairs = AnalysisRequest().pairs;       // relations of all pairs of states: "none", "linearity", "all"
    int lensTokens = 0;          // read so many tokens through the output matrix at every depth
};

class Session : public QObject {
    Q_OBJECT

public:
    explicit Session(QObject* parent = nullptr);
    ~Session() override;

    // A model folder, a run file or a text, by what it is.
    void open(const QString& path);
    void openModel(const QString& folder);
    void openRun(const QString& file);
    void setData(const QStringList& files);
    // Plans are measured on these; without any, on the run's own texts.
    void setEvaluationData(const QStringList& files);
    // Maps of a plan are fitted on the states that the edits before them produce, instead of on the unedited ones.
    void setFitInSequence(bool inSequence);
    // As soon as model and texts are there.
    void analyze(const AnalysisChoices& choices);

    // The action in hand is applied to `span`, or taken away; an action is chosen, or to keep; the whole plan is replaced. Each can be
    // undone, and starts a measurement. Throws UsageError for a plan that does not fit.
    void click(const BlockSpan& span);
    void choose(const BlockChoice& choice);
    void setPlan(const Plan& plan);
    // As setPlan(); what does not fit is told as a failure.
    void takePlan(const Plan& plan) { changePlan(plan); }

    // Copies the run file; it stays where it is, too.
    void saveRun(const QString& file);
    // Writes the plan's model to a new folder.
    void exportModel(const QString& folder);

    void setActionInHand(const ActionInHand& hand);
    const ActionInHand& actionInHand() const { return actionInHand_; }
    // Why a choice can't be made in this model, whatever else is planned; empty if it can.
    QString whyNot(const BlockChoice& choice) const;
    void setSelection(const Selection& selection);

    const std::optional<ModelSummary>& model() const { return model_; }
    const QStringList& data() const { return data_; }
    const QStringList& evaluationData() const { return evaluationData_; }
    const std::shared_ptr<const Run>& run() const { return run_; }
    const QString& runFile() const { return runFile_; }
    const Plan& plan() const { return plan_; }
    const Selection& selection() const { return selection_; }
    const std::optional<BlockSpan>& cursor() const { return selection_.blocks; }
    int layers() const { return run_ ? run_->model.layers : 0; }
    // The latest outcome; of an earlier plan while the present one is measured.
    const std::optional<Outcome>& outcome() const { return outcome_; }
    bool outcomeIsCurrent() const { return outcome_ && outcome_->plan == plan_.text(); }
    // Of every plan measured on these texts in this session, but the empty one.
    std::vector<Outcome> outcomes() const;
    bool fitsInSequence() const { return fitInSequence_; }
    bool canAnalyze() const;
    bool canEdit() const;
    // Why the plan can't be exported now, in one line; empty if it can.
    QString whyNotExportable() const;

    QUndoStack& undoStack() { return undoStack_; }
    JobRunner& jobs() { return jobs_; }

    Q_SIGNAL void modelChanged();
    Q_SIGNAL void dataChanged();
    Q_SIGNAL void runChanged();
    Q_SIGNAL void planChanged();
    Q_SIGNAL void selectionChanged();
    Q_SIGNAL void outcomeChanged();
    Q_SIGNAL void actionInHandChanged();
    // For people: what failed, and what went well.
    Q_SIGNAL void failed(const QString& message);
    Q_SIGNAL void succeeded(const QString& message);

private:
    void stopMeasuring();
    void adoptModel(const ModelSummary& model);
    void adoptRun(const std::shared_ptr<const Run>& run);
    void endAnalysis(const JobEnd& end);
    void forgetRun();
    void forgetOutcomes();
    void forgetPlan();
    void applyPlan(const Plan& plan);
    void changePlan(const Plan& plan);
    void measure();
    void adoptOutcome(const Outcome& outcome, bool timed);
    void tell(const JobEnd& end);

    std::optional<ModelSummary> model_;
    QStringList data_, evaluationData_;
    std::shared_ptr<const Run> run_;
    QString runFile_;
    Plan plan_;
    Selection selection_;
    ActionInHand actionInHand_;
    bool fitInSequence_ = false;
    std::optional<Outcome> outcome_;
    struct Measured {
        Outcome outcome;
        bool timed = false;
    };
    std::map<std::string, Measured> measured_;      // by plan, on this run
    std::optional<AnalysisChoices> analyzeWhenReady_;
    // Opened by the first measurement; used on the job thread only.
    struct Bench;
    std::shared_ptr<Bench> bench_;
    QUndoStack undoStack_;
    JobRunner jobs_;                                // last: its jobs use everything above
};

}  // namespace strato
