#include "app/window/message_bar.h"

#include <algorithm>

#include <QEvent>
#include <QHBoxLayout>
#include <QToolButton>

#include "app/views/core_words.h"

namespace strato {

MessageBar::MessageBar(QWidget* parent) : QFrame(parent), kind_(new QLabel), text_(new QLabel) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 2, 4, 2);
    text_->setWordWrap(true);
    text_->setTextFormat(Qt::PlainText);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text_->setObjectName("messageText");
    auto* close = new QToolButton;
    close->setText("✕");
    close->setAutoRaise(true);
    close->setAccessibleName(tr("Dismiss"));
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    layout->addWidget(kind_);
    layout->addWidget(text_, 1);
    layout->addWidget(close);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    parent->installEventFilter(this);
    hide();
}

// At the bottom, as high as its text asks for.
void MessageBar::place() {
    const QWidget& window = *parentWidget();
    const int height = std::max(layout()->heightForWidth(window.width()), layout()->minimumSize().height());
    setGeometry(0, window.height() - height, window.width(), height);
    raise();
}

bool MessageBar::eventFilter(QObject* object, QEvent* event) {
    if (event->type() == QEvent::Resize && isVisible()) place();
    return QFrame::eventFilter(object, event);
}

void MessageBar::showError(const QString& text) {
    isNotice_ = false;
    show(coreWords(text), tr("Problem"), QColor(0xd32f2f));
}

void MessageBar::showNotice(const QString& text) {
    isNotice_ = true;
    show(text, tr("Done"), QColor(0x2e7d32));
}

void MessageBar::hideNotice() {
    if (isNotice_) hide();
}

void MessageBar::hideError(const QString& text) {
    if (!isNotice_ && text_->text() == coreWords(text)) hide();
}

void MessageBar::show(const QString& text, const QString& kind, const QColor& edge) {
    kind_->setText("<b>" + kind + "</b>");
    text_->setText(text);
    setStyleSheet(QString("strato--MessageBar { background: palette(base); border: none; border-top: 1px solid palette(mid); border-left: 4px solid %1; }").arg(edge.name()));
    place();
    QFrame::show();
}

}  // namespace strato
