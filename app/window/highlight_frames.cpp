#include "app/window/highlight_frames.h"

#include <QPainter>
#include <QRegion>

namespace strato {

namespace {

constexpr int lineWidth = 3, distance = 1;

}  // namespace

HighlightFrames::HighlightFrames(QWidget& over) : QWidget(&over) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

// At the edge of the window the frame goes inside, where it can be seen.
QRect HighlightFrames::outlineOf(const QRect& rect) const {
    constexpr int room = lineWidth + distance;
    return rect.adjusted(-room, -room, room, room) & this->rect();
}

// Only the frames are this widget's, so that what they surround is drawn without it.
void HighlightFrames::setRects(const QList<QRect>& rects) {
    if (rects == rects_ && size() == parentWidget()->size()) return;
    rects_ = rects;
    // What the old frames covered is drawn anew.
    hide();
    setGeometry(parentWidget()->rect());
    QRegion frames;
    for (const QRect& each : rects_) {
        const QRect outline = outlineOf(each);
        frames += QRegion(outline) - QRegion(outline.adjusted(lineWidth, lineWidth, -lineWidth, -lineWidth));
    }
    setVisible(!frames.isEmpty());
    setMask(frames);
    update();
}

void HighlightFrames::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(palette().color(QPalette::Highlight), lineWidth));
    constexpr double middle = lineWidth / 2.0;
    for (const QRect& each : rects_) painter.drawRoundedRect(QRectF(outlineOf(each)).adjusted(middle, middle, -middle, -middle), lineWidth, lineWidth);
}

}  // namespace strato
