#include "app/window/prompt_choice.h"

#include <QStandardItemModel>

#include "app/views/prompt_chart.h"

namespace strato {

PromptChoice::PromptChoice(Session& session, std::function<int(const Run&)> tokens, QWidget* parent)
    : QComboBox(parent), session_(session), tokens_(std::move(tokens)) {
    setObjectName("prompt");
    setAccessibleName(tr("Prompt"));
    setToolTip(tr("The prompt that the selected token stands in; choose one to go to its first token"));
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(7);
    setMaximumWidth(200);
    setPlaceholderText(tr("to prompt…"));
    connect(this, &QComboBox::activated, &session_, [this](int index) { session_.setSelection({session_.selection().blocks, itemData(index).toInt()}); });
    connect(&session_, &Session::runChanged, this, &PromptChoice::showRun);
    connect(&session_, &Session::selectionChanged, this, &PromptChoice::showSelection);
    showRun();
}

// An entry a document, with its first token.
void PromptChoice::showRun() {
    const auto& run = session_.run();
    const QString texts = run && !run->tokens.empty() ? QString::fromStdString(run->data.sha256) + "-" + QString::number(run->tokens.size()) + "-" + QString::number(reachOf(*run)) : QString();
    if (texts == shown_) return;
    shown_ = texts;
    clear();
    for (const PromptScores& prompt : run ? promptScores(*run) : std::vector<PromptScores>()) {
        addItem(tr("%1: %2…").arg(QString::number(prompt.document), promptWords(prompt)), prompt.firstToken);
        if (prompt.firstToken < reachOf(*run)) continue;
        QStandardItem* item = static_cast<QStandardItemModel*>(model())->item(count() - 1);
        item->setEnabled(false);
        item->setToolTip(tr("This view was asked for fewer tokens, which end before this prompt"));
    }
    setEnabled(count() > 0);
    setCurrentIndex(-1);
    showSelection();
}

void PromptChoice::showSelection() {
    const auto& token = session_.selection().token;
    const bool shown = token && session_.run() && *token < reachOf(*session_.run());
    int index = -1;
    for (int i = 0; shown && i < count(); ++i)
        if (itemData(i).toInt() <= *token) index = i;
    setCurrentIndex(index);
}

}  // namespace strato
