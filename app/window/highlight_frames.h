// Frames around things in a window, drawn over it: a person sees what is meant, and the mouse goes through.
//
//     auto* frames = new HighlightFrames(window);
//     frames->setRects({rect});
#pragma once

#include <QList>
#include <QRect>
#include <QWidget>

namespace strato {

class HighlightFrames : public QWidget {
public:
    // Covers `over`, which becomes the parent.
    explicit HighlightFrames(QWidget& over);

    // What is framed, in the parent's coordinates; nothing is drawn for an empty list. Call it again when the parent is resized.
    void setRects(const QList<QRect>& rects);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QRect outlineOf(const QRect& rect) const;

    QList<QRect> rects_;
};

}  // namespace strato
