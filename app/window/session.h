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
#include <set>
#include <utility>
#include <vector>

#include <QMap>
#include <QObject>
#include <QStringList>
#include <QTimer>
#include <QUndoStack>

#include "app/figures/selection.h"
#include "app/views/reference_run.h"
#include "app/window/evaluation_choices.h"
#include "app/window/job_runner.h"
#include "app/window/plan_commands.h"
#include "core/edit/plan.h"
#include "core/evaluate/quality.h"
#include "core/runs/analyze.h"
#include "core/runs/kept_outcome.h"
#include "core/runs/run.h"

namespace strato {

class WhatIf;
struct ExportReport;
struct FigureOrigin;
struct Prediction;
struct WhatIfRequest;

struct AnalysisChoices {
    qint64 tokens = -1;          // -1: as many as the width needs; 0: all
    int sequenceLength = 0;      // 0: 512, or the model's context if that is shorter
    int folds = AnalysisRequest().folds;  // of held-out scores; 0: none
    bool halves = false;         // scores of attention and MLP, too
    std::string pairs = AnalysisRequest().pairs;       // relations of all pairs of states: "none", "linearity", "all"
    int lensTokens = 0;          // read so many tokens through the output matrix at every depth

    // As a run was analysed.
    static AnalysisChoices of(const Run& run);
};

class Session : public QObject {
    Q_OBJECT

public:
    explicit Session(QObject* parent = nullptr);
    ~Session() override;

    // A model folder, a run file or a text, by what it is.
    void open(const QString& path);
    // Each of them, all texts together.
    void open(const QStringList& paths);
    void openModel(const QString& folder);
    void openRun(const QString& file);
    // The run that a figure of this program was drawn from, shown as the figure shows it.
    void openFigure(const QString& file);
    void setData(const QStringList& files);
    // What plans are measured on from now on. What the run file knows already is shown at once.
    void setEvaluation(const EvaluationChoices& evaluation);
    // As setEvaluation() with other texts.
    void setEvaluationData(const QStringList& files);
    // Whether a plan whose maps were trained is measured and exported with those; else with maps as fitted.
    void setPrefersHealed(bool prefers);
    // The run has been given trained maps of a plan, in place of any earlier ones.
    void takeHealed(const std::string& plan);
    // What analyze() asks for, but for its file.
    AnalysisRequest requestFor(const AnalysisChoices& choices) const;
    // As soon as model and texts are there.
    void analyze(const AnalysisChoices& choices);
    // Goes on with the run that was stopped or cut off, as it was begun.
    void finishAnalysis();

    // The action in hand is applied to `span`, or taken away; an action is chosen, or to keep; the whole plan is replaced. Each can be
    // undone, and starts a measurement. Throws UsageError for a plan that does not fit.
    void click(const BlockSpan& span);
    void choose(const BlockChoice& choice);
    // The last click, if nothing was changed since.
    void takeBackClick();
    void setPlan(const Plan& plan);
    // As setPlan(); what does not fit is told as a failure.
    void takePlan(const Plan& plan) { changePlan(plan); }
    // With the maps that healing trained, where the run has them, or as fitted.
    void takePlanWith(const Plan& plan, bool healed);

    // What measures the present plan as it is measured here, on the command line.
    QString measuringCommand() const;
    // Copies the run file, and goes on with the copy; while an analysis, a search or a healing writes to it, it goes on where it was.
    void saveRun(const QString& file);
    // Writes the plan's model to a new folder, with a modelling file of its own if `customCode`.
    void exportModel(const QString& folder, bool customCode = false);

    void setActionInHand(const ActionInHand& hand);
    const ActionInHand& actionInHand() const { return actionInHand_; }
    // Why a choice can't be made in this model, whatever else is planned; empty if it can.
    QString whyNot(const BlockChoice& choice) const;
    // What scores say of a plan; nothing where there is no whole run, or the plan can't be.
    std::optional<Prediction> predict(const Plan& plan) const;
    // What scores say of a choice alone, in few words: the error of the last state, and the parameters that go. Empty where they say nothing.
    QString foretell(const BlockChoice& choice) const;
    // What is pinned stays.
    void setSelection(const Selection& selection);
    // What is selected is pinned, to be compared with what is selected next; nothing selected, or the same again: nothing is.
    void pinSelection();
    // The view that is looked at, by its name.
    void setView(const QString& name);
    // How a chart is shown, by its name: ChartView::text(). Only what people chose is a reason to write to the run file.
    void setChartView(const QString& name, const QString& view, bool chosen);
    // Run files that this run is compared with.
    void setComparedRuns(const QStringList& files);
    // Reads a run whose values maps take away from this one's; empty: none.
    void setReference(const QString& file);
    // Names the plan, in place of any earlier one of that name; takes a name away. Can be undone.
    void namePlan(const QString& name);
    void forgetPlanNamed(const QString& name);
    // What people write beside a run.
    void setNotes(const QString& notes);

    const std::optional<ModelSummary>& model() const { return model_; }
    const QStringList& data() const { return data_; }
    const EvaluationChoices& evaluation() const { return evaluation_; }
    const QStringList& evaluationData() const { return evaluation_.data; }
    const std::shared_ptr<const Run>& run() const { return run_; }
    const QString& runFile() const { return runFile_; }
    const Plan& plan() const { return plan_; }
    const Selection& selection() const { return selection_; }
    const QString& view() const { return view_; }
    const QMap<QString, QString>& chartViews() const { return chartViews_; }
    const QStringList& comparedRuns() const { return comparedRuns_; }
    const ReferenceRun& reference() const { return reference_; }
    // The file that was chosen last, which may be being read.
    const QString& askedReference() const { return askedReference_; }
    const QMap<QString, Plan>& namedPlans() const { return namedPlans_; }
    const QString& notes() const { return notes_; }
    // What the run file kept of a search when it was opened (core/runs/kept_search.h).
    const std::string& keptSearch() const { return keptSearch_; }
    // The same of a healing (core/runs/heal_plan.h).
    const std::string& keptHealing() const { return keptHealing_; }
    const std::optional<BlockSpan>& cursor() const { return selection_.blocks; }
    int layers() const { return run_ ? run_->model.layers : 0; }
    // The latest outcome; of an earlier plan while the present one is measured.
    const std::optional<Outcome>& outcome() const { return outcome_; }
    bool outcomeIsCurrent() const { return outcome_ && keyOf(*outcome_) == presentKey(); }
    // Of every plan measured like this on this run, with maps as fitted and as healed; but not the empty one's.
    std::vector<Outcome> outcomes() const;
    // The run has trained maps of the plan; and they are what is measured and exported.
    bool hasHealed() const { return healedPlans_.contains(plan_.text()); }
    bool prefersHealed() const { return prefersHealed_; }
    bool usesHealed() const { return prefersHealed_ && hasHealed(); }
    bool canAnalyze() const;
    bool canFinishAnalysis() const;
    bool canEdit() const;
    // Why the plan can't be exported now, in one line; empty if it can.
    QString whyNotExportable(bool customCode = false) const;

    // For who begins to listen: every signal whose state is there.
    void tellEverything();

    QUndoStack& undoStack() { return undoStack_; }
    JobRunner& jobs() { return jobs_; }

    Q_SIGNAL void modelChanged();
    Q_SIGNAL void dataChanged();
    Q_SIGNAL void runChanged();
    Q_SIGNAL void planChanged();
    Q_SIGNAL void selectionChanged();
    // Not by setView() and setNotes(), which say what the window shows already.
    Q_SIGNAL void viewChanged();
    Q_SIGNAL void notesChanged();
    Q_SIGNAL void namedPlansChanged();
    Q_SIGNAL void outcomeChanged();
    Q_SIGNAL void actionInHandChanged();
    Q_SIGNAL void referenceChanged();
    // For people: what failed, and what went well.
    Q_SIGNAL void failed(const QString& message);
    // What a message told is put right.
    Q_SIGNAL void mended(const QString& message);
    Q_SIGNAL void succeeded(const QString& message);

private:
    void stopMeasuring();
    void openRunFor(const QString& file, const FigureOrigin& figure);
    void showAs(const FigureOrigin& figure);
    void adoptModel(const ModelSummary& model);
    void adoptRun(const std::shared_ptr<const Run>& run);
    void startAnalysis(const AnalysisRequest& request);
    void endAnalysis(const JobEnd& end);
    void forgetRun();
    void forgetOutcomes();
    void forgetPlan();
    void applyPlan(const Plan& plan);
    void changePlan(const Plan& plan);
    void changeNames(const QMap<QString, Plan>& names, const QString& what);
    void measure();
    WhatIfRequest whatIfRequest() const;
    // A plan, and whether its maps are healed.
    using Key = std::pair<std::string, bool>;
    static Key keyOf(const Outcome& outcome) { return {outcome.plan, outcome.healed}; }
    Key presentKey() const { return {plan_.text(), usesHealed()}; }
    void adoptOutcome(const KeptOutcome& kept);
    // Plan, evaluation and their like go to the run file under this name, and come back from it.
    static constexpr const char* choicesName = "window";
    void keepChoices();
    // Once it is quiet: of what changes at every step or key.
    void keepSoon() { keeping_.start(); }
    nlohmann::ordered_json windowJson() const;
    void readWindow(const JsonView& window);
    void takeChoices(const std::string& json);
    void readChoices(const std::string& json);
    void tell(const JobEnd& end);

    std::optional<ModelSummary> model_;
    QStringList data_;
    EvaluationChoices evaluation_;
    std::shared_ptr<const Run> run_;
    QString runFile_;
    Plan plan_;
    Selection selection_;
    QString view_, notes_;
    QMap<QString, QString> chartViews_;
    ReferenceRun reference_;
    QString askedReference_;
    QStringList comparedRuns_, comparedWith_;       // by the window; by a figure that is being opened
    QString minusWith_;                             // likewise
    std::string keptSearch_, keptHealing_;
    QMap<QString, Plan> namedPlans_;
    QTimer keeping_;
    ActionInHand actionInHand_ = ActionInHand::kept();
    bool prefersHealed_ = true;
    std::set<std::string> healedPlans_;             // of this run
    std::optional<Outcome> outcome_;
    std::map<Key, KeptOutcome> measured_;           // on this run, as evaluation_ says
    std::map<Key, Outcome> otherwiseAnswered_;      // the same but for questions and prompts
    std::optional<AnalysisChoices> analyzeWhenReady_;
    struct Bench;
    std::shared_ptr<Bench> bench_;
    QUndoStack undoStack_;
    int stepOfClick_ = -1;                          // of the undo stack
    JobRunner jobs_;                                // last: its jobs use everything above
};

}  // namespace strato
