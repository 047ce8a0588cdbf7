#include "app/window/selection_panel.h"

#include <array>
#include <cmath>

#include <QHBoxLayout>
#include <QHeaderView>
#include <QVBoxLayout>

#include "app/views/block_measures.h"
#include "app/views/prompt_chart.h"
#include "app/views/table_copies.h"
#include "core/runs/prompt_scores.h"

namespace strato {

namespace {

struct Row {
    const char *name, *explanation;
    double BlockScores::* ofBlock;
    double StateScores::* ofInput;
    double (*ofToken)(const Run& run, std::size_t block, int token) = nullptr;
};

double ofPrompt(const Run& run, std::size_t block, int token) { return promptScoresAt(run, token).mean[block]; }
double ofToken(const Run& run, std::size_t block, int token) { return run.tokenNonlinearity[block][static_cast<std::size_t>(token)]; }

constexpr std::array rows{
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "linearity"),
        QT_TRANSLATE_NOOP("strato::SelectionPanel", "Share of the variance of the block's output that the best linear map of its input explains (arXiv 2405.12250). Says nothing of what the output is needed for"), &BlockScores::linearity, nullptr},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "· adjusted"),
        QT_TRANSLATE_NOOP("strato::SelectionPanel", "The same, less what so many tokens would explain by chance in so many dimensions"), &BlockScores::linearityAdjusted, nullptr},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "· held out"),
        QT_TRANSLATE_NOOP("strato::SelectionPanel", "The same on documents that the map was not fitted on"), &BlockScores::linearityHeldOut, nullptr},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "without residual"),
        QT_TRANSLATE_NOOP("strato::SelectionPanel", "Linearity of what the block adds to the residual stream: low where the block does work of its own"), &BlockScores::linearityNoResidual, nullptr},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "· adjusted"),
        QT_TRANSLATE_NOOP("strato::SelectionPanel", "The same, less what so many tokens would explain by chance in so many dimensions"), &BlockScores::linearityNoResidualAdjusted, nullptr},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "· held out"),
        QT_TRANSLATE_NOOP("strato::SelectionPanel", "The same on documents that the map was not fitted on"), &BlockScores::linearityNoResidualHeldOut, nullptr},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "block influence"),
        QT_TRANSLATE_NOOP("strato::SelectionPanel", "1 minus the mean cosine between the block's input and output (ShortGPT, arXiv 2403.03853). Low: the block turns the stream little"), &BlockScores::blockInfluence, nullptr},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "angular distance"),
        QT_TRANSLATE_NOOP("strato::SelectionPanel", "Mean angle between input and output of the last token of each window, over π (arXiv 2403.17887)"), &BlockScores::angularDistance, nullptr},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "contribution ratio"),
        QT_TRANSLATE_NOOP("strato::SelectionPanel", "Mean of the norm of what the block adds over the norm of what enters it"), &BlockScores::contributionRatio, nullptr},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "mergeable R²"),
        QT_TRANSLATE_NOOP("strato::SelectionPanel", "How well a linear map of the block before's last product gives what this block adds: what merging keeps"), &BlockScores::mergeableR2, nullptr},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "input norm"),
        QT_TRANSLATE_NOOP("strato::SelectionPanel", "Mean norm of the states that enter the block"), nullptr, &StateScores::norm},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "input anisotropy"),
        QT_TRANSLATE_NOOP("strato::SelectionPanel", "Share of the variance of these states in their first direction: near 1 they lie along one line, and scores say less"), nullptr, &StateScores::anisotropy},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "effective rank"),
        QT_TRANSLATE_NOOP("strato::SelectionPanel", "exp of the entropy of the shares of variance: how many directions these states fill"), nullptr, &StateScores::effectiveRank},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "intrinsic dimension"),
        QT_TRANSLATE_NOOP("strato::SelectionPanel", "From the distances to the two nearest neighbours (TwoNN): how many numbers tell these states apart"), nullptr, &StateScores::intrinsicDimension},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "prompt non-linearity"),
        QT_TRANSLATE_NOOP("strato::SelectionPanel", "Mean over the prompt's tokens of how far the block's best linear map is off"), nullptr, nullptr, ofPrompt},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "token non-linearity"),
        QT_TRANSLATE_NOOP("strato::SelectionPanel", "How far the block's best linear map is off for the selected token, relative to the mean"), nullptr, nullptr, ofToken},
};

enum Column { selected, pinned, difference };

double valueOf(const Run& run, const Row& row, const std::optional<BlockSpan>& span, const std::optional<int>& token) {
    if (!span) return notComputed;
    const auto at = static_cast<std::size_t>(span->last.value);
    if (row.ofToken) {
        const bool known = token && *token < static_cast<int>(run.tokens.size()) && at < run.tokenNonlinearity.size();
        return known ? row.ofToken(run, at, *token) : notComputed;
    }
    if (row.ofBlock) return at < run.blocks.size() ? run.blocks[at].*row.ofBlock : notComputed;
    return at < run.states.size() ? run.states[at].*row.ofInput : notComputed;
}

QString promptText(const Run& run, int token) {
    if (token >= static_cast<int>(run.tokens.size())) return {};
    const PromptScores prompt = promptScoresAt(run, token);
    return SelectionPanel::tr("%1 “%2…” (%3 tokens)").arg(QString::number(prompt.document), promptWords(prompt), QString::number(prompt.tokens));
}

// Which prompts the last rows are of.
QString promptsText(const Run& run, const Selection& selection) {
    QString text;
    if (selection.token) text += "\n" + SelectionPanel::tr("Prompt %1").arg(promptText(run, *selection.token));
    if (selection.pinnedToken) text += "\n" + SelectionPanel::tr("Pinned: prompt %1").arg(promptText(run, *selection.pinnedToken));
    return text;
}

}  // namespace

SelectionPanel::SelectionPanel(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), state_(new QLabel), pin_(new QPushButton(tr("Pin"))), table_(new QTableWidget(static_cast<int>(rows.size()), 3)) {
    state_->setObjectName("selectionState");
    state_->setWordWrap(true);
    pin_->setObjectName("pinSelection");
    pin_->setToolTip(tr("Keeps these numbers beside those of what is selected next; a dashed frame marks the block in every view"));
    table_->setObjectName("selectionTable");
    table_->setAccessibleName(tr("Numbers of the selected and of the pinned block"));
    new TableCopies(*table_);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setShowGrid(false);
    table_->setAlternatingRowColors(true);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    table_->horizontalHeader()->setSectionResizeMode(difference, QHeaderView::ResizeToContents);
    table_->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 5);
    QStringList names;
    for (const Row& row : rows) names << tr(row.name);
    table_->setVerticalHeaderLabels(names);
    for (std::size_t row = 0; row < rows.size(); ++row) table_->verticalHeaderItem(static_cast<int>(row))->setToolTip(tr(rows[row].explanation));
    auto* head = new QHBoxLayout;
    head->addWidget(state_, 1);
    head->addWidget(pin_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 6, 6, 4);
    layout->addLayout(head);
    layout->addWidget(table_, 1);
    connect(pin_, &QPushButton::clicked, &session_, &Session::pinSelection);
    for (auto signal : {&Session::selectionChanged, &Session::runChanged}) connect(&session_, signal, this, &SelectionPanel::refill);
    refill();
}

void SelectionPanel::setCell(int row, int column, const QString& text) {
    auto* item = new QTableWidgetItem(text);
    item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    table_->setItem(row, column, item);
}

void SelectionPanel::refill() {
    const auto& run = session_.run();
    const Selection& selection = session_.selection();
    const auto title = [](const QString& name, const std::optional<BlockSpan>& span) { return span ? tr("block %1").arg(span->last.value) : name; };
    table_->setHorizontalHeaderLabels({title(tr("selected"), selection.blocks), selection.pinned ? tr("pinned: %1").arg(selection.pinned->last.value) : tr("pinned"), tr("change")});
    pin_->setEnabled(run && (selection.blocks || selection.pinned));
    pin_->setText(selection.isPinned() ? tr("Unpin") : tr("Pin"));
    state_->setText(!run                ? tr("Shows here once a model is analysed.")
                    : !selection.blocks ? tr("Select a block in any view.")
                                        : (run->data.documents == 1 ? tr("%1 tokens, %2 document; for a span, the values of its last block.") : tr("%1 tokens, %2 documents; for a span, the values of its last block.")).arg(run->data.tokens).arg(run->data.documents) + promptsText(*run, selection));
    table_->setEnabled(run != nullptr);
    for (std::size_t r = 0; r < rows.size(); ++r) {
        const double one = run ? valueOf(*run, rows[r], selection.blocks, selection.token) : notComputed;
        const double other = run ? valueOf(*run, rows[r], selection.pinned, selection.pinnedToken) : notComputed;
        const int row = static_cast<int>(r);
        setCell(row, selected, measureText(one));
        setCell(row, pinned, measureText(other));
        setCell(row, difference, std::isfinite(one - other) ? QString::asprintf("%+.3g", one - other) : measureText(notComputed));
    }
}

}  // namespace strato
