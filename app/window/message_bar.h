// A line over the lower edge of the window that says what failed or went well, until it is dismissed or something newer is said. It lies over the
// status bar, so that nothing moves away from under the mouse.
#pragma once

#include <QFrame>
#include <QLabel>

namespace strato {

class MessageBar : public QFrame {
    Q_OBJECT

public:
    explicit MessageBar(QWidget* parent);

    void showError(const QString& text);
    void showNotice(const QString& text);
    // What went well is old news once something else is done; a problem stays until it is dismissed or another takes its place.
    void hideNotice();
    // If it is the error that is shown.
    void hideError(const QString& text);
    QString text() const { return text_->text(); }

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void place();
    void show(const QString& text, const QString& kind, const QColor& edge);

    QLabel *kind_, *text_;
    bool isNotice_ = false;
};

}  // namespace strato
