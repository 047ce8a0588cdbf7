// A label whose text ends with dots where it has no room, so that it never widens a window; the whole is its tool tip then.
//
//     head.addWidget(new ElidedLabel(chart->title()));
#pragma once

#include <algorithm>

#include <QLabel>
#include <QPainter>

namespace strato {

class ElidedLabel : public QLabel {
public:
    explicit ElidedLabel(const QString& text, QWidget* parent = nullptr) : QLabel(text, parent) { setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred); }

    QSize minimumSizeHint() const override {
        constexpr int letters = 20;
        return {std::min(QLabel::minimumSizeHint().width(), letters * fontMetrics().averageCharWidth()), QLabel::minimumSizeHint().height()};
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const QString shown = fontMetrics().elidedText(text(), Qt::ElideRight, width());
        setToolTip(shown == text() ? QString() : text());
        painter.drawText(rect(), static_cast<int>(Qt::AlignVCenter | Qt::AlignLeft), shown);
    }
};

}  // namespace strato
