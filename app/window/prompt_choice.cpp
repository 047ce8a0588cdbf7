#include "app/window/prompt_choice.h"

namespace strato {

PromptChoice::PromptChoice(Session& session, QWidget* parent) : QComboBox(parent), session_(session) {
    setObjectName("prompt");
    setAccessibleName(tr("Prompt"));
    setToolTip(tr("The prompt that the selected token stands in; choose one to go to its first token"));
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(12);
    setMaximumWidth(200);
    setPlaceholderText(tr("prompt"));
    connect(this, &QComboBox::activated, &session_, [this](int index) { session_.setSelection({session_.selection().blocks, itemData(index).toInt()}); });
    connect(&session_, &Session::runChanged, this, &PromptChoice::showRun);
    connect(&session_, &Session::selectionChanged, this, &PromptChoice::showSelection);
    showRun();
}

// An entry a document, with its first token.
void PromptChoice::showRun() {
    const auto& run = session_.run();
    const QString texts = run && !run->tokens.empty() ? QString::fromStdString(run->data.sha256) + "-" + QString::number(run->tokens.size()) : QString();
    if (texts == shown_) return;
    shown_ = texts;
    clear();
    constexpr int wordsShown = 6;
    for (std::size_t first = 0; !texts.isEmpty() && first < run->tokens.size();) {
        std::size_t end = first;
        QString words;
        for (; end < run->tokens.size() && run->tokens[end].document == run->tokens[first].document; ++end)
            if (end < first + wordsShown) words += QString::fromStdString(run->tokens[end].text);
        addItem(tr("%1: %2…").arg(run->tokens[first].document).arg(words.simplified()), static_cast<int>(first));
        first = end;
    }
    setEnabled(count() > 0);
    setCurrentIndex(-1);
    showSelection();
}

void PromptChoice::showSelection() {
    const auto& token = session_.selection().token;
    int index = -1;
    for (int i = 0; token && i < count(); ++i)
        if (itemData(i).toInt() <= *token) index = i;
    setCurrentIndex(index);
}

}  // namespace strato
