// What a click on a block does: which action, at which rank, on the whole block or on one of its halves. The signs on the buttons are the
// legend of the marks on the charts.
#pragma once

#include <QButtonGroup>
#include <QComboBox>
#include <QSpinBox>
#include <QToolButton>
#include <QWidget>

#include "app/window/session.h"

class QBoxLayout;

namespace strato {

class ActionBar : public QWidget {
    Q_OBJECT

public:
    explicit ActionBar(Session& session, QWidget* parent = nullptr);

    // As with signs alone.
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void buildActions(QBoxLayout& layout);
    void buildRank(QBoxLayout& layout);
    void buildParts(QBoxLayout& layout);
    QToolButton* button(const std::optional<ActionKind>& action) const;
    void take();
    void showOffer();
    void showButtons();
    void showTexts(bool shown);

    Session& session_;
    QButtonGroup* actions_;
    QSpinBox* rank_;
    int widthOfTexts_ = 0;                // of all buttons with signs
    QComboBox* part_;
};

}  // namespace strato
