#include "app/window/find_bar.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QToolButton>

namespace strato {

FindBar::FindBar(Session& session, QWidget* parent) : QWidget(parent), session_(session), words_(new QLineEdit), count_(new QLabel) {
    setObjectName("findBar");
    words_->setObjectName("findWords");
    words_->setPlaceholderText(tr("words in the prompts"));
    words_->setAccessibleName(tr("Words to find in the prompts"));
    words_->setClearButtonEnabled(true);
    words_->setMaximumWidth(260);
    count_->setObjectName("findCount");
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(6, 2, 6, 2);
    layout->addWidget(new QLabel(tr("Find")));
    layout->addWidget(words_, 1);
    const auto button = [&](const char* name, Qt::ArrowType arrow, const QString& tip, int way) {
        auto* step = new QToolButton;
        step->setObjectName(name);
        step->setArrowType(arrow);
        step->setToolTip(tip);
        step->setAccessibleName(tip);
        connect(step, &QToolButton::clicked, this, [this, way] { this->step(way); });
        layout->addWidget(step);
    };
    button("findPrevious", Qt::LeftArrow, tr("The place before (Shift+Return)"), -1);
    button("findNext", Qt::RightArrow, tr("The next place (Return)"), 1);
    layout->addWidget(count_);
    layout->addStretch(1);
    auto* close = new QToolButton;
    close->setText(QStringLiteral("✕"));
    close->setAutoRaise(true);
    close->setToolTip(tr("Close (Esc)"));
    close->setAccessibleName(tr("Close"));
    layout->addWidget(close);
    connect(close, &QToolButton::clicked, this, &FindBar::closed);
    connect(words_, &QLineEdit::textChanged, this, &FindBar::search);
    connect(&session_, &Session::runChanged, this, &FindBar::forget);
    hide();
}

void FindBar::open() {
    show();
    words_->setFocus();
    words_->selectAll();
    search();
}

// A run that grows has the same texts; another one may not.
void FindBar::forget() {
    const auto& run = session_.run();
    const bool same = run && searched_ && run->data.sha256 == searched_->data.sha256 && run->tokens.size() == searched_->tokens.size();
    if (same) return;
    searched_.reset();
    search_.reset();
    matches_.clear();
    count_->clear();
}

// Goes to the first place from the selected token on, so that more letters stay where fewer led.
void FindBar::search() {
    const auto& run = session_.run();
    if (!search_ && run) {
        searched_ = run;
        search_ = std::make_unique<TokenSearch>(*run);
    }
    matches_ = search_ ? search_->find(words_->text()) : std::vector<int>();
    count_->setText(words_->text().isEmpty() ? QString() : !run || run->tokens.empty() ? tr("No texts are analysed yet.") : tr("not found"));
    if (matches_.empty()) return;
    const auto from = std::lower_bound(matches_.begin(), matches_.end(), session_.selection().token.value_or(0));
    select(from == matches_.end() ? 0 : static_cast<std::size_t>(from - matches_.begin()));
}

void FindBar::step(int way) {
    if (matches_.empty()) return search();
    const int at = session_.selection().token.value_or(-1);
    const auto next = std::upper_bound(matches_.begin(), matches_.end(), at), before = std::lower_bound(matches_.begin(), matches_.end(), at);
    if (way > 0) select(next == matches_.end() ? 0 : static_cast<std::size_t>(next - matches_.begin()));
    else select((before == matches_.begin() ? matches_.size() : static_cast<std::size_t>(before - matches_.begin())) - 1);
}

void FindBar::select(std::size_t match) {
    count_->setText(tr("%1 of %2").arg(match + 1).arg(matches_.size()));
    session_.setSelection({.blocks = session_.selection().blocks.value_or(BlockSpan{{0}, {0}}), .token = matches_[match]});
}

void FindBar::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) emit closed();
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) step(event->modifiers().testFlag(Qt::ShiftModifier) ? -1 : 1);
    else QWidget::keyPressEvent(event);
}

}  // namespace strato
