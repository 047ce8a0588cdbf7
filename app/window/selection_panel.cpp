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
    const char* name;
    double BlockScores::* ofBlock;
    double StateScores::* ofInput;
    double (*ofToken)(const Run& run, std::size_t block, int token) = nullptr;
};

double ofPrompt(const Run& run, std::size_t block, int token) { return promptScoresAt(run, token).mean[block]; }
double ofToken(const Run& run, std::size_t block, int token) { return run.tokenNonlinearity[block][static_cast<std::size_t>(token)]; }

constexpr std::array rows{
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "linearity"), &BlockScores::linearity, nullptr},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "· adjusted"), &BlockScores::linearityAdjusted, nullptr},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "· held out"), &BlockScores::linearityHeldOut, nullptr},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "without residual"), &BlockScores::linearityNoResidual, nullptr},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "· adjusted"), &BlockScores::linearityNoResidualAdjusted, nullptr},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "· held out"), &BlockScores::linearityNoResidualHeldOut, nullptr},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "block influence"), &BlockScores::blockInfluence, nullptr},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "angular distance"), &BlockScores::angularDistance, nullptr},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "contribution ratio"), &BlockScores::contributionRatio, nullptr},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "mergeable R²"), &BlockScores::mergeableR2, nullptr},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "input norm"), nullptr, &StateScores::norm},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "input anisotropy"), nullptr, &StateScores::anisotropy},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "effective rank"), nullptr, &StateScores::effectiveRank},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "intrinsic dimension"), nullptr, &StateScores::intrinsicDimension},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "prompt non-linearity"), nullptr, nullptr, ofPrompt},
    Row{QT_TRANSLATE_NOOP("strato::SelectionPanel", "token non-linearity"), nullptr, nullptr, ofToken},
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
                                        : tr("%1 tokens, %2 documents; of a span, its last block.").arg(run->data.tokens).arg(run->data.documents) + promptsText(*run, selection));
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
