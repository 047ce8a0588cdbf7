#include "app/window/tour.h"

#include <algorithm>

#include <QAccessible>
#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollArea>
#include <QSettings>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/window/highlight_frames.h"
#include "app/window/main_window.h"

namespace strato {

namespace {

constexpr auto takenKey = "tour/taken";
// Beside the charts there is room for a bubble of this width, which then lies on the panel to their right.
constexpr int bubbleWidth = 330, fromTarget = 12, fromEdge = 6, corner = 8;

// What of a widget is not cut off, by a scrolled panel for example; empty if it is hidden. In the window's coordinates.
QRect shownRect(const QWidget& widget, const QWidget& window) {
    if (!widget.isVisibleTo(&window)) return {};
    QRect rect(widget.mapTo(&window, QPoint()), widget.size());
    for (const QWidget* around = widget.parentWidget(); around && around != &window; around = around->parentWidget())
        rect &= QRect(around->mapTo(&window, QPoint()), around->size());
    return rect & window.rect();
}

// Every tab that it stands on is shown, and every panel scrolled to it.
void bringToFront(QWidget& widget) {
    for (QWidget* each = &widget; each->parentWidget(); each = each->parentWidget()) {
        auto* tabs = qobject_cast<QTabWidget*>(each->parentWidget()->parentWidget());
        if (tabs && tabs->indexOf(each) >= 0) tabs->setCurrentWidget(each);
        if (auto* panel = qobject_cast<QScrollArea*>(each)) panel->ensureWidgetVisible(&widget);
    }
}

// Where a bubble covers none of the targets: beside one of them, the first before the others, or else elsewhere in the area. If there is
// no such place, where it covers least.
QPoint placeBeside(const QList<QRect>& targets, const QSize& size, const QRect& area) {
    QList<QRect> places;
    const auto add = [&](int x, int y) {
        const int right = std::max(area.left(), area.right() + 1 - size.width()), bottom = std::max(area.top(), area.bottom() + 1 - size.height());
        places << QRect(QPoint(std::clamp(x, area.left(), right), std::clamp(y, area.top(), bottom)), size);
    };
    const auto centred = [&](const QRect& rect) { return rect.center() - QPoint(size.width() / 2, size.height() / 2); };
    for (const QRect& target : targets) {
        const QPoint middle = centred(target);
        add(target.right() + fromTarget, middle.y());
        add(target.left() - fromTarget - size.width(), middle.y());
        add(middle.x(), target.bottom() + fromTarget);
        add(middle.x(), target.top() - fromTarget - size.height());
    }
    add(centred(area).x(), centred(area).y());
    for (const int x : {area.right(), area.left()})
        for (const int y : {area.bottom(), area.top()}) add(x, y);
    const auto covered = [&](const QRect& place) {
        qint64 pixels = 0;
        for (const QRect& target : targets) {
            const QRect both = place & target;
            pixels += qint64(both.width()) * both.height();
        }
        return pixels;
    };
    return std::min_element(places.cbegin(), places.cend(), [&](const QRect& a, const QRect& b) { return covered(a) < covered(b); })->topLeft();
}

}  // namespace

Tour::Tour(MainWindow& window)
    : QWidget(&window), window_(window), session_(window.session()), frames_(new HighlightFrames(window)), title_(new QLabel), count_(new QLabel),
      text_(new QLabel), doIt_(new QPushButton(tr("Do it for me"))), back_(new QPushButton(tr("Back"))), next_(new QPushButton),
      steps_{welcome(), analysis(), profile(), views(), cut(), effect(), farewell()} {
    setObjectName("tour");
    setAttribute(Qt::WA_DeleteOnClose);
    setBackgroundRole(QPalette::Base);
    frames_->setObjectName("tourFrames");
    buildBubble();
    connectSession();
    // What moves together is followed once.
    placing_.setSingleShot(true);
    placing_.setInterval(0);
    connect(&placing_, &QTimer::timeout, this, &Tour::place);
    qApp->installEventFilter(this);
    QSettings().setValue(takenKey, true);
    goTo(0);
    raise();
    show();
    next_->setFocus();
}

Tour::~Tour() { delete frames_; }

bool Tour::wasTaken() { return QSettings().value(takenKey, false).toBool(); }

void Tour::buildBubble() {
    title_->setObjectName("tourTitle");
    count_->setObjectName("tourCount");
    text_->setObjectName("tourText");
    text_->setTextFormat(Qt::PlainText);
    text_->setWordWrap(true);
    auto* close = new QToolButton;
    close->setText("✕");
    close->setAutoRaise(true);
    close->setObjectName("tourClose");
    close->setAccessibleName(tr("Close the tour"));
    close->setToolTip(tr("Close the tour (Esc)"));
    auto* head = new QHBoxLayout;
    head->addWidget(title_, 1);
    head->addWidget(count_);
    head->addWidget(close);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(doIt_);
    buttons->addStretch(1);
    buttons->addWidget(back_);
    buttons->addWidget(next_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 8, 10, 12);
    layout->addLayout(head);
    layout->addWidget(text_, 1);
    layout->addSpacing(4);
    layout->addLayout(buttons);
    doIt_->setObjectName("tourDoIt");
    back_->setObjectName("tourBack");
    next_->setObjectName("tourNext");
    for (QPushButton* button : {doIt_, back_, next_}) button->setAutoDefault(true);
    connect(close, &QToolButton::clicked, this, &QWidget::close);
    connect(doIt_, &QPushButton::clicked, this, &Tour::doIt);
    connect(back_, &QPushButton::clicked, this, [this] { goTo(at_ - 1); });
    connect(next_, &QPushButton::clicked, this, &Tour::goOn);
}

// Queued: while a signal is told, the session may be between two states.
void Tour::connectSession() {
    for (auto signal : {&Session::modelChanged, &Session::runChanged, &Session::planChanged})
        connect(&session_, signal, this, &Tour::follow, Qt::QueuedConnection);
    connect(&session_.jobs(), &JobRunner::busyChanged, this, &Tour::follow, Qt::QueuedConnection);
}

QList<QWidget*> Tour::targets() const {
    QList<QWidget*> shown;
    for (QWidget* target : now().targets())
        if (!shownRect(*target, window_).isEmpty()) shown << target;
    return shown;
}

void Tour::goTo(int step) {
    at_ = std::clamp(step, 0, steps() - 1);
    plan_ = session_.plan();
    waiting_ = now().isDone && !now().isDone();
    for (QWidget* toggle : named({now().picture + "ShowTable"})) qobject_cast<QToolButton*>(toggle)->setChecked(false);
    for (QWidget* target : now().targets()) bringToFront(*target);
    showStep();
    QAccessibleEvent changed(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&changed);
}

void Tour::goOn() {
    if (now().isMissing && now().isMissing()) doIt();
    else if (at_ + 1 == steps()) close();
    else goTo(at_ + 1);
}

void Tour::doIt() {
    if (now().canDo && now().canDo()) now().doIt();
}

// Goes on where what was asked for is done, and back where it is gone, with another model for example.
void Tour::follow() {
    if (isHidden()) return;
    for (int step = 0; step < at_; ++step)
        if (const Step& earlier = steps_[static_cast<std::size_t>(step)]; earlier.isMissing && earlier.isMissing()) return goTo(step);
    const bool done = now().isDone && now().isDone();
    if (waiting_ && done) return goTo(at_ + 1);
    waiting_ = now().isDone && !done;
    plan_ = session_.plan();
    showStep();
}

void Tour::showStep() {
    const bool offered = waiting_ && now().canDo && now().canDo();
    // A button that goes must not take the keyboard out of the bubble.
    if (const QWidget* held = window_.focusWidget(); (held == doIt_ && !offered) || (held == back_ && at_ == 0)) next_->setFocus();
    title_->setText("<b>" + now().title + "</b>");
    count_->setText(tr("step %1 of %2").arg(at_ + 1).arg(steps()));
    text_->setText(waiting_ && !now().request.isEmpty() ? now().text() + "\n\n" + now().request : now().text());
    doIt_->setVisible(offered);
    back_->setEnabled(at_ > 0);
    next_->setText(at_ + 1 == steps() ? tr("Finish") : tr("Next"));
    setAccessibleName(tr("Tour: %1").arg(now().title));
    setAccessibleDescription(text_->text());
    next_->setAccessibleDescription(text_->text());
    place();
}

void Tour::place() {
    QList<QRect> rects;
    for (const QWidget* target : targets()) rects << shownRect(*target, window_);
    frames_->setRects(rects);
    const int width = std::max(bubbleWidth, layout()->totalMinimumSize().width());
    resize(width, layout()->totalHeightForWidth(width));
    move(placeBeside(rects, size(), window_.rect().adjusted(fromEdge, fromEdge, -fromEdge, -fromEdge)));
}

bool Tour::eventFilter(QObject* object, QEvent* event) {
    switch (event->type()) {
        case QEvent::KeyPress:
            if (object != &window_ || static_cast<QKeyEvent*>(event)->key() != Qt::Key_Escape) return false;
            close();
            return true;
        case QEvent::Move:
        case QEvent::Resize:
        case QEvent::Show:
        case QEvent::Hide:
        case QEvent::FontChange:
            if (object->isWidgetType()) placing_.start();
            return false;
        default: return false;
    }
}

void Tour::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
    painter.setBrush(palette().base());
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), corner, corner);
}

}  // namespace strato
