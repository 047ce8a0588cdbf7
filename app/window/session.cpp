#include "app/window/session.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

#include "app/figures/chart_view.h"
#include "app/figures/figure_origin.h"
#include "app/views/core_words.h"
#include "app/views/views.h"
#include "app/window/recent_files.h"
#include "core/base/error.h"
#include "core/runs/analyze.h"
#include "core/runs/heal_plan.h"
#include "core/runs/kept_search.h"
#include "core/runs/run_file.h"

namespace strato {

namespace {

std::filesystem::path toPath(const QString& text) { return text.toStdString(); }

}  // namespace

void Session::tell(const JobEnd& end) {
    if (end.kind == JobEnd::Kind::failed) emit failed(end.error);
}

namespace {

bool isPicture(const QFileInfo& file) { return QStringList{"pdf", "svg", "png", "pgf"}.contains(file.suffix().toLower()); }

// Beside the figure, among the runs that the program named, or among the recent ones.
QString runNamed(const QString& name, const QString& figure) {
    // A figure may come from anybody: it names a file, and leads out of no folder.
    const QString own = QFileInfo(name).fileName();
    for (const QString& file : QStringList{QFileInfo(figure).dir().filePath(own), runFolder() + "/" + own})
        if (QFileInfo::exists(file)) return file;
    for (const QString& file : recentFiles(Recent::run))
        if (QFileInfo(file).fileName() == own) return file;
    return {};
}

ReferenceRun readReference(const QString& file) {
    return {std::make_shared<const Run>(RunFile::open(toPath(file)).read()), file};
}

// What the window took away when the run was last shown; empty: nothing, or what it kept can't be read, which is told later.
QString keptReference(const std::string& choices) {
    try {
        if (choices.empty()) return {};
        const auto window = parseJson(choices, "the choices").find("window");
        return window ? QString::fromStdString(window->string("minus", {})) : QString();
    } catch (const Error&) {
        return {};
    }
}

}  // namespace

void Session::openFigure(const QString& file) {
    const FigureOrigin figure = FigureOrigin::read(file);
    if (!figure.isKnown()) {
        emit failed(tr("'%1' says of no run that it was drawn from; open a run file (*.strato) instead").arg(file));
        return;
    }
    const QString run = runNamed(figure.runs.constFirst(), file);
    comparedWith_.clear();
    for (const QString& other : figure.runs.mid(1))
        if (const QString found = runNamed(other, file); !found.isEmpty()) comparedWith_ << found;
    minusWith_ = figure.minus.isEmpty() ? QString() : runNamed(figure.minus, file);
    if (!figure.minus.isEmpty() && minusWith_.isEmpty())
        emit failed(tr("The run %1, whose values this figure took away, is neither beside it nor among the recent runs: they are not taken away.").arg(figure.minus));
    if (figure.figure.startsWith("pretraining")) emit failed(tr("'%1' is of trainings, which no run keeps: Run, Train small models shows them in their folder.").arg(file));
    else if (run.isEmpty()) emit failed(tr("'%1' was drawn from %2, which is neither beside it nor among the recent runs; open that run").arg(file, figure.runs.constFirst()));
    else openRunFor(run, figure);
}

void Session::open(const QString& path) {
    const QFileInfo info(path);
    if (info.isDir()) openModel(path);
    else if (info.suffix() == "strato") openRun(path);
    else if (isPicture(info) || FigureOrigin::read(path).isKnown()) openFigure(path);
    else if (info.exists()) setData({path});
    else emit failed(tr("'%1' does not exist; open a model folder, a run file (*.strato) or a text").arg(path));
}

void Session::open(const QStringList& paths) {
    QStringList texts;
    for (const QString& path : paths) {
        const QFileInfo info(path);
        if (info.isFile() && info.suffix() != "strato" && !isPicture(info) && !FigureOrigin::read(path).isKnown()) texts << path;
        else open(path);
    }
    if (!texts.isEmpty()) setData(texts);
}

// What is being exported is finished.
void Session::stopMeasuring() {
    for (const Lane lane : {Lane::analyze, Lane::measure, Lane::search, Lane::heal}) jobs_.stop(lane);
}

void Session::openModel(const QString& folder) {
    stopMeasuring();
    jobs_.start<ModelSummary>(
        Lane::open, tr("Opening %1").arg(QDir(folder).dirName()), [folder = QDir(folder).absolutePath()](const JobContext&, const Post&) { return inspectModel(toPath(folder)); },
        [this](const ModelSummary& model) { adoptModel(model); },
        [this](const JobEnd& end) {
            tell(end);
            // What was to be analysed could not be opened; the next texts are not meant for what is open instead.
            if (end.kind == JobEnd::Kind::failed) analyzeWhenReady_.reset();
        });
}

void Session::adoptModel(const ModelSummary& model) {
    const QString kept = run_ ? QString::fromStdString(run_->model.folder.filename().string()) : QString();
    model_ = model;
    forgetRun();
    forgetPlan();
    chartViews_.clear();
    emit modelChanged();
    if (!kept.isEmpty()) emit succeeded(tr("The run of %1 is kept with its plans: File, Open recent shows it again.").arg(kept));
    if (!model.supported) emit failed(tr("This model can't be run: %1").arg(coreWords(model.reason)));
    if (analyzeWhenReady_ && canAnalyze()) analyze(*std::exchange(analyzeWhenReady_, std::nullopt));
}

void Session::openRun(const QString& file) { openRunFor(file, {}); }

// A figure's own view comes last, over what the run file keeps of the window.
void Session::openRunFor(const QString& file, const FigureOrigin& figure) {
    struct Opened {
        std::shared_ptr<const Run> run;
        std::optional<ModelSummary> model;   // if its folder is still there
        std::vector<std::string> healed;
        std::string choices, search, healing;
        ReferenceRun reference = {};
        QString problem = {};                // with the reference
    };
    stopMeasuring();
    const std::optional<QString> minus = figure.isKnown() ? std::optional(minusWith_) : std::nullopt;
    jobs_.start<Opened>(
        Lane::open, tr("Opening %1").arg(QFileInfo(file).fileName()),
        [file, minus](const JobContext&, const Post&) {
            const RunFile run = RunFile::open(toPath(file));
            Opened opened{std::make_shared<const Run>(run.read()), {}, healedPlans(toPath(file)), run.readChoices(choicesName), run.readChoices(keptSearchName),
                          run.readChoices(keptHealingName)};
            const QString reference = minus.value_or(keptReference(opened.choices));
            try {
                if (!reference.isEmpty()) opened.reference = readReference(reference);
            } catch (const Error& error) {
                // It may be on a disk that is away.
                opened.reference.file = reference;
                opened.problem = coreWords(error.what());
            }
            try {
                opened.model = inspectModel(opened.run->model.folder);
            } catch (const Error&) {
                // The run is shown as it is; only what-if needs the model.
            }
            return opened;
        },
        [this, file, figure](const Opened& opened) {
            const bool same = opened.model && opened.model->fingerprint == opened.run->model.fingerprint;
            analyzeWhenReady_.reset();
            forgetRun();
            forgetPlan();
            chartViews_.clear();
            comparedRuns_.clear();
            reference_ = opened.reference;
            askedReference_ = reference_.file;
            emit referenceChanged();
            model_ = same ? *opened.model : opened.run->model;
            if (!same) model_->supported = false;
            if (!same) model_->reason = "the folder '" + opened.run->model.folder.string() + "' is gone or no longer holds the model that this run is of";
            data_.clear();
            for (const std::string& name : opened.run->data.files) data_ << QString::fromStdString(name);
            runFile_ = QFileInfo(file).absoluteFilePath();
            emit modelChanged();
            emit dataChanged();
            healedPlans_ = {opened.healed.begin(), opened.healed.end()};
            keptSearch_ = opened.search;
            keptHealing_ = opened.healing;
            adoptRun(opened.run);
            takeChoices(opened.choices);
            if (figure.isKnown()) showAs(figure);
            if (!opened.problem.isEmpty()) emit failed(tr("The run whose values were taken away can't be read, so they are not: %1").arg(opened.problem));
            if (!same) emit failed(tr("The run is shown, but its plans can't be measured: %1").arg(coreWords(model_->reason)));
            else measure();
        },
        [this](const JobEnd& end) { tell(end); });
}

void Session::showAs(const FigureOrigin& figure) {
    // Of a page the first.
    const auto drawn = figureNamed(figure.figure.section(',', 0, 0));
    if (!drawn) {
        emit failed(tr("This version has no figure “%1”; its run is shown as it was left.").arg(figure.figure));
        return;
    }
    if (!comparedWith_.isEmpty()) comparedRuns_ = comparedWith_;
    try {
        if (drawn->inTabs) {
            ChartView view = ChartView::parse(figure.view.section('|', 0, 0));
            view.choice = drawn->choice;
            view_ = drawn->view;
            chartViews_[view_] = view.text();
        }
        if (const Plan plan = Plan::parse(figure.plan.toStdString()); !plan.empty()) setPlan(plan);
    } catch (const Error& error) {
        emit failed(error.what());
    }
    emit viewChanged();
    if (QString::fromStdString(run_->data.sha256) != figure.texts) emit failed(tr("This run is of other texts than the figure: it has only its name."));
}

void Session::setData(const QStringList& files) {
    data_.clear();
    for (const QString& file : files) data_ << QFileInfo(file).absoluteFilePath();
    emit dataChanged();
    if (analyzeWhenReady_ && canAnalyze()) analyze(*std::exchange(analyzeWhenReady_, std::nullopt));
}

bool Session::canEdit() const { return run_ && model_ && model_->supported; }

void Session::forgetRun() {
    if (keeping_.isActive()) keepChoices();
    for (const Lane lane : {Lane::measure, Lane::search, Lane::heal}) jobs_.stop(lane);
    run_.reset();
    runFile_.clear();
    keptSearch_.clear();
    keptHealing_.clear();
    healedPlans_.clear();
    forgetOutcomes();
    emit runChanged();
}

void Session::tellEverything() {
    if (model_) emit modelChanged();
    if (!data_.isEmpty()) emit dataChanged();
    for (auto signal : {&Session::runChanged, &Session::planChanged, &Session::selectionChanged, &Session::viewChanged, &Session::notesChanged, &Session::namedPlansChanged,
                        &Session::outcomeChanged, &Session::actionInHandChanged})
        emit (this->*signal)();
}

void Session::forgetPlan() {
    plan_ = {};
    selection_ = {};
    notes_.clear();
    namedPlans_.clear();
    undoStack_.clear();
    for (auto signal : {&Session::planChanged, &Session::selectionChanged, &Session::notesChanged, &Session::namedPlansChanged}) emit (this->*signal)();
}

void Session::adoptRun(const std::shared_ptr<const Run>& run) {
    run_ = run;
    emit runChanged();
}

void Session::setSelection(const Selection& selection) {
    const Selection before = std::exchange(selection_, selection);
    selection_.pinned = before.pinned;
    selection_.pinnedToken = before.pinnedToken;
    emit selectionChanged();
    keepSoon();
}

void Session::pinSelection() {
    const bool unpins = selection_.isPinned();
    selection_.pinned = unpins ? std::nullopt : selection_.blocks;
    selection_.pinnedToken = unpins ? std::nullopt : selection_.token;
    emit selectionChanged();
    keepSoon();
}

void Session::setView(const QString& name) {
    if (name == view_) return;
    view_ = name;
    keepSoon();
}

void Session::setChartView(const QString& name, const QString& view, bool chosen) {
    chartViews_[name] = view;
    if (chosen) keepSoon();
}

void Session::setComparedRuns(const QStringList& files) {
    if (files == comparedRuns_) return;
    comparedRuns_ = files;
    keepSoon();
}

void Session::setReference(const QString& file) {
    askedReference_ = file;
    const auto take = [this](const ReferenceRun& reference) {
        // The latest choice wins.
        if (reference.file != askedReference_) return;
        reference_ = reference;
        emit referenceChanged();
        keepSoon();
    };
    if (file.isEmpty()) return take({});
    jobs_.start<ReferenceRun>(Lane::reference, tr("Reading runs"), [file](const JobContext&, const Post&) { return readReference(file); }, take, [this](const JobEnd& end) {
        if (end.kind == JobEnd::Kind::failed) askedReference_ = reference_.file;
        tell(end);
    });
}

void Session::namePlan(const QString& name) {
    QMap<QString, Plan> names = namedPlans_;
    names[name] = plan_;
    changeNames(names, tr("name “%1”").arg(name));
}

void Session::forgetPlanNamed(const QString& name) {
    QMap<QString, Plan> names = namedPlans_;
    names.remove(name);
    changeNames(names, tr("forget “%1”").arg(name));
}

void Session::changeNames(const QMap<QString, Plan>& names, const QString& what) {
    if (names == namedPlans_) return;
    undoStack_.push(new ChangeNames(what, namedPlans_, names, [this](const QMap<QString, Plan>& shown) {
        namedPlans_ = shown;
        emit namedPlansChanged();
        keepSoon();
    }));
}

void Session::setNotes(const QString& notes) {
    if (notes == notes_) return;
    notes_ = notes;
    keepSoon();
}

void Session::saveRun(const QString& file) {
    if (QFileInfo(file).absoluteFilePath() == QFileInfo(runFile_).absoluteFilePath()) return;
    if (keeping_.isActive()) keepChoices();
    QFile source(runFile_);
    QSaveFile target(file);
    bool written = source.open(QIODevice::ReadOnly) && target.open(QIODevice::WriteOnly);
    while (written && !source.atEnd()) {
        const QByteArray piece = source.read(1 << 20);
        written = !piece.isEmpty() && target.write(piece) == piece.size();
    }
    if (!written || !target.commit()) {
        emit failed(tr("The run can't be saved as %1: %2").arg(file, source.error() != QFileDevice::NoError ? source.errorString() : target.errorString()));
        return;
    }
    // What is being written goes on being written where it was begun.
    if (jobs_.isBusy(Lane::analyze) || jobs_.isBusy(Lane::search) || jobs_.isBusy(Lane::heal)) {
        emit succeeded(tr("A copy as it is now is saved: %1").arg(file));
        return;
    }
    runFile_ = QFileInfo(file).absoluteFilePath();
    keepChoices();
    emit runChanged();
    emit succeeded(tr("Saved, and gone on with: %1").arg(file));
}

}  // namespace strato
