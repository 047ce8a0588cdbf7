#include "app/window/action_bar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>

#include "app/views/plan_marks.h"

namespace strato {

namespace {

struct Action {
    std::optional<ActionKind> kind;      // none: nothing but select
    const char *name, *text, *tip;
};

constexpr int selectId = 100;

constexpr Action offered[]{
    {std::nullopt, "actionSelect", QT_TRANSLATE_NOOP("strato::ActionBar", "select"),
     QT_TRANSLATE_NOOP("strato::ActionBar", "Clicked blocks are only selected: their numbers stand in the tab Block, the plan stays as it is. Letters and the right button still act on them.")},
    {ActionKind::drop, "actionDrop", QT_TRANSLATE_NOOP("strato::ActionBar", "drop"), QT_TRANSLATE_NOOP("strato::ActionBar", "Clicked blocks are removed; click again to keep them. Drag for a span. (D)")},
    {ActionKind::linear, "actionLinear", QT_TRANSLATE_NOOP("strato::ActionBar", "linear"),
     QT_TRANSLATE_NOOP("strato::ActionBar", "Clicked blocks are replaced by their least-squares map; click again to keep them. A dragged span becomes one map. (L)")},
    {ActionKind::merge, "actionMerge", QT_TRANSLATE_NOOP("strato::ActionBar", "merge"),
     QT_TRANSLATE_NOOP("strato::ActionBar", "Clicked blocks go, and a map of what the block before adds is folded into its weights: the file only loses blocks. (M)")},
    {ActionKind::lowRank, "actionLowRank", QT_TRANSLATE_NOOP("strato::ActionBar", "low rank"),
     QT_TRANSLATE_NOOP("strato::ActionBar", "Clicked blocks are replaced by a map whose change of the stream has this rank. (R)")},
};

}  // namespace

ActionBar::ActionBar(Session& session, QWidget* parent) : QWidget(parent), session_(session), actions_(new QButtonGroup(this)), rank_(new QSpinBox), part_(new QComboBox) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(3);
    layout->addWidget(new QLabel(tr("Click:")));
    buildActions(*layout);
    buildRank(*layout);
    buildParts(*layout);
    layout->addStretch(0);
    for (auto signal : {&Session::actionInHandChanged, &Session::modelChanged}) connect(&session_, signal, this, &ActionBar::showOffer);
    connect(&session_, &Session::runChanged, this, &ActionBar::showOffer);
    showButtons();
    showOffer();
}

void ActionBar::buildActions(QBoxLayout& layout) {
    for (const Action& action : offered) {
        auto* button = new QToolButton;
        button->setText(tr(action.text));
        button->setToolButtonStyle(action.kind ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonTextOnly);
        button->setCheckable(true);
        button->setObjectName(action.name);
        actions_->addButton(button, action.kind ? static_cast<int>(*action.kind) : selectId);
        layout.addWidget(button);
        connect(button, &QToolButton::clicked, this, &ActionBar::take);
    }
}

void ActionBar::buildRank(QBoxLayout& layout) {
    rank_->setObjectName("rank");
    rank_->setAccessibleName(tr("Rank of low-rank maps"));
    rank_->setToolTip(tr("Rank of low-rank maps, for clicks, the menu and the key R"));
    rank_->setRange(1, 1 << 16);
    rank_->setValue(session_.actionInHand().rank);
    layout.addWidget(rank_);
    connect(rank_, &QSpinBox::valueChanged, this, &ActionBar::take);
}

void ActionBar::buildParts(QBoxLayout& layout) {
    part_->setObjectName("part");
    part_->setAccessibleName(tr("Part of a block"));
    part_->addItems({tr("whole blocks"), tr("attention"), tr("MLP")});
    part_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    // It grows where there is room, up to its words.
    part_->setMinimumContentsLength(6);
    part_->setMaximumWidth(130);
    part_->setToolTip(tr("What of the clicked blocks is changed"));
    layout.addWidget(part_, 1);
    connect(part_, &QComboBox::currentIndexChanged, this, &ActionBar::take);
}

QToolButton* ActionBar::button(const std::optional<ActionKind>& action) const {
    return qobject_cast<QToolButton*>(actions_->button(action ? static_cast<int>(*action) : selectId));
}

void ActionBar::take() {
    const int id = actions_->checkedId();
    const ActionInHand hand{id == selectId ? std::nullopt : std::optional(static_cast<ActionKind>(id)), static_cast<BlockPart>(part_->currentIndex()), rank_->value()};
    hand.keep();
    session_.setActionInHand(hand);
}

void ActionBar::showOffer() {
    const ActionInHand& hand = session_.actionInHand();
    const QSignalBlocker quiet(rank_);
    if (const auto& model = session_.model(); model && model->hiddenSize > 0) rank_->setMaximum(model->hiddenSize);
    for (const Action& action : offered) {
        // Of any block but the first.
        const QString reason = session_.whyNot({{{1}, {1}}, hand.part, action.kind});
        button(action.kind)->setEnabled(reason.isEmpty());
        button(action.kind)->setToolTip(reason.isEmpty() ? tr(action.tip) : reason);
        button(action.kind)->setChecked(action.kind == hand.action);
    }
    // For this model only, so not kept.
    if (!button(hand.action)->isEnabled()) session_.setActionInHand({ActionKind::drop, hand.part, hand.rank});
    else if (rank_->value() != hand.rank) take();
}

void ActionBar::showButtons() {
    // Fusion's checked buttons can't be told from others on a dark background. A style sheet keeps the palette it was set under, so it is set again
    // with every other one, and on nothing but the buttons.
    static const QString sheet = "QToolButton { padding: 2px 5px; border: 1px solid %1; border-radius: 3px; }"
                                 "QToolButton:checked { background: palette(highlight); color: palette(highlighted-text); border-color: palette(highlight); }"
                                 "QToolButton:disabled { color: palette(mid); }";
    const FigureStyle style = FigureStyle::screen(palette(), font());
    widthOfTexts_ = 0;
    for (const Action& action : offered) {
        button(action.kind)->setStyleSheet({});
        button(action.kind)->setPalette(palette());
        button(action.kind)->setStyleSheet(sheet.arg(style.muted.name()));
        if (!action.kind) continue;
        QToolButton& own = *button(action.kind);
        own.setIcon(markIcon(*action.kind, style, palette().color(QPalette::HighlightedText)));
        const Qt::ToolButtonStyle shown = own.toolButtonStyle();
        own.setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        const int whole = own.sizeHint().width();
        own.setToolButtonStyle(Qt::ToolButtonIconOnly);
        widthOfTexts_ += whole - own.sizeHint().width();
        own.setToolButtonStyle(shown);
    }
}

QSize ActionBar::minimumSizeHint() const {
    const QSize size = QWidget::minimumSizeHint();
    return button(ActionKind::drop)->toolButtonStyle() == Qt::ToolButtonIconOnly ? size : QSize(size.width() - widthOfTexts_, size.height());
}

// Actions go by their signs where there is no room for words.
void ActionBar::showTexts(bool shown) {
    for (const Action& action : offered)
        if (action.kind) button(action.kind)->setToolButtonStyle(shown ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
}

void ActionBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    showTexts(width() >= minimumSizeHint().width() + widthOfTexts_);
}

void ActionBar::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) showButtons();
}

}  // namespace strato
