// The steps of the tour: what each says, of what, and what it waits for.
#include "app/window/tour.h"

#include <algorithm>
#include <cmath>

#include <QKeySequence>
#include <QMenuBar>
#include <QTabBar>
#include <QTabWidget>

#include "app/window/demo.h"
#include "app/window/main_window.h"

namespace strato {

bool Tour::hasModel() const { return session_.model() && session_.model()->supported; }

bool Tour::isAnalysing() const { return session_.jobs().isBusy(Lane::analyze); }

// Of the measured blocks that the plan keeps, the one that changes the stream least.
std::optional<BlockIndex> Tour::leastBlock() const {
    const BlockScores* least = nullptr;
    if (session_.run())
        for (const BlockScores& scores : session_.run()->blocks) {
            const auto& edits = session_.plan().edits();
            const bool kept = std::none_of(edits.begin(), edits.end(), [&](const Edit& edit) { return edit.span.contains(scores.block); });
            if (kept && std::isfinite(scores.blockInfluence) && (!least || scores.blockInfluence < least->blockInfluence)) least = &scores;
        }
    return least ? std::optional(least->block) : std::nullopt;
}

QList<QWidget*> Tour::named(const QStringList& names) const {
    QList<QWidget*> widgets;
    for (const QString& name : names)
        if (auto* widget = window_.findChild<QWidget*>(name)) widgets << widget;
    return widgets;
}

Tour::Step Tour::welcome() {
    return {.title = tr("Welcome"),
            .text = [] {
                return tr("Stratoscope shows how linear every block of a language model is, and what becomes of the model when blocks are cut.");
            },
            .targets = [this] { return named({"welcomeDemo", "modelSummary"}); },
            .request = tr("The tour needs a model that can run: open one, or have the bundled demo opened."),
            .isDone = [this] { return hasModel(); },
            .isMissing = [this] { return !hasModel(); },
            .canDo = [this] { return !session_.jobs().isBusy(Lane::open); },
            .doIt = [this] { window_.openDemo(); }};
}

Tour::Step Tour::analysis() {
    return {.title = tr("The analysis"),
            .text = [] {
                return tr("Run measures the model on the texts, and the profile fills block by block. Cancel stops it and keeps the finished blocks.");
            },
            .targets = [this] { return named({"run", "cancel", "profile"}); },
            .picture = "profile",
            .request = tr("The tour goes on when every block is measured."),
            .isDone = [this] { return session_.run() && session_.run()->complete() && !isAnalysing(); },
            .isMissing = [this] { return !isAnalysing() && (!session_.run() || session_.run()->blocks.empty()); },
            .canDo = [this] { return hasModel() && !isAnalysing() && !session_.jobs().isBusy(Lane::open); },
            .doIt = [this] {
                if (session_.data().isEmpty()) session_.setData({demoFolder() + "/prompts.jsonl"});
                for (QWidget* run : named({"run"})) qobject_cast<QPushButton*>(run)->click();
            }};
}

Tour::Step Tour::profile() {
    return {.title = tr("Reading the profile"),
            .text = [] {
                return tr("The solid curve of linearity is near 1 where a linear map does almost all that a block does; the dashed one leaves out the "
                          "residual stream, so it tells of what the block adds. Point at a block, and its numbers appear at the bottom of the window.");
            },
            .targets = [this] { return named({"profile", "readOut"}); },
            .picture = "profile"};
}

Tour::Step Tour::views() {
    return {.title = tr("Views, numbers, figures"),
            .text = [] {
                return tr("Every tab shows the run in another way: tokens, layers, spans and more. Table shows the numbers of a view, and Export… writes "
                          "it as PDF, SVG, PNG or CSV.");
            },
            .targets = [this] {
                const QString view = window_.charts().current().objectName();
                QList<QWidget*> targets = named({view + "ShowTable", view + "Export"});
                if (auto* tabs = window_.findChild<QTabWidget*>("views")) targets.prepend(tabs->tabBar());
                return targets;
            }};
}

Tour::Step Tour::cut() {
    return {.title = tr("Your first cut"),
            .text = [this] {
                const auto least = leastBlock();
                return least ? tr("Click a block in the strip or in the profile to cut it, for example block %1, which changes the stream least. What the "
                                  "scores predict appears on the right at once.").arg(least->value) :
                               tr("Click a block in the strip or in the profile to cut it. What the scores predict appears on the right at once.");
            },
            .targets = [this] { return named({"strip", "candidates", "prediction"}); },
            .isDone = [this] { return !session_.plan().empty() && session_.plan() != plan_; },
            .canDo = [this] { return session_.canEdit() && leastBlock(); },
            .doIt = [this] { session_.choose({{*leastBlock(), *leastBlock()}, BlockPart::whole, ActionKind::drop}); }};
}

Tour::Step Tour::effect() {
    return {.title = tr("The measured effect"),
            .text = [] {
                return tr("The edited model is measured beside the unedited one: perplexity and KL divergence first, then the speed. The numbers follow "
                          "every change of the plan by themselves.");
            },
            .targets = [this] { return named({"outcome"}); }};
}

Tour::Step Tour::farewell() {
    return {.title = tr("From here on"),
            .text = [] {
                return tr("%1 takes a cut back. Run searches for whole plans and heals their maps, File exports figures and the smaller model, and Help "
                          "holds the manual, the shortcuts and this tour.").arg(QKeySequence(QKeySequence::Undo).toString(QKeySequence::NativeText));
            },
            .targets = [this] { return QList<QWidget*>{window_.menuBar()}; }};
}

}  // namespace strato
