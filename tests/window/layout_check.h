// What is wrong with the look of a window, as far as a program can see it: texts that are cut, widgets on top of each other or out of their parent,
// content that a scroll area can't reach, charts that don't say what they show.
//
//     QCOMPARE(layoutProblems(*window), QStringList());
#pragma once

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QCheckBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStringList>
#include <QStyle>
#include <QStyleOptionButton>
#include <QStyleOptionComboBox>
#include <QTabBar>
#include <QTableWidget>
#include <QToolButton>
#include <QWidget>

#include "app/figures/chart.h"
#include "app/window/elided_label.h"

class LayoutCheck {
public:
    // Looks at everything that `root` shows now; not at other windows that are its children.
    explicit LayoutCheck(const QWidget& root) {
        look(root);
        for (const auto* widget : root.findChildren<QWidget*>())
            if (widget->isVisible() && widget->window() == root.window()) look(*widget);
    }

    // A line each; empty if all is well.
    const QStringList& problems() const { return problems_; }

private:
    // Rounding, and what styles round differently.
    static constexpr int slack = 1;

    void look(const QWidget& widget) {
        if (const auto* label = qobject_cast<const QLabel*>(&widget)) lookAtLabel(*label);
        if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) lookAtButton(*button);
        if (const auto* box = qobject_cast<const QComboBox*>(&widget)) lookAtComboBox(*box);
        if (const auto* box = qobject_cast<const QAbstractSpinBox*>(&widget)) lookAtSpinBox(*box);
        if (const auto* bar = qobject_cast<const QTabBar*>(&widget)) lookAtTabs(*bar);
        if (const auto* table = qobject_cast<const QTableWidget*>(&widget)) lookAtNumbers(*table);
        if (const auto* header = qobject_cast<const QHeaderView*>(&widget)) lookAtHeader(*header);
        if (const auto* area = qobject_cast<const QScrollArea*>(&widget)) lookAtScrollArea(*area);
        if (const auto* chart = qobject_cast<const strato::Chart*>(&widget)) lookAtChart(*chart);
        if (widget.layout()) lookAtLayout(widget);
    }

    // A label that takes what width there is shows the end of a long text elsewhere; the reason of an empty chart has margins to spare.
    void lookAtLabel(const QLabel& label) {
        if (label.text().isEmpty() || dynamic_cast<const strato::ElidedLabel*>(&label) || label.sizePolicy().horizontalPolicy() == QSizePolicy::Ignored) return;
        const QSize needed = label.wordWrap() ? QSize(label.minimumSizeHint().width(), label.heightForWidth(label.width())) : label.sizeHint();
        needsWidth(label, label.text(), needed.width() - 2 * label.margin(), label.width());
        if (needed.height() - 2 * label.margin() > label.height() + slack)
            tell(label, QString("“%1” is %2 high, there are %3").arg(label.text()).arg(needed.height()).arg(label.height()));
    }

    void lookAtButton(const QAbstractButton& button) {
        if (button.text().isEmpty()) return;
        if (qobject_cast<const QToolButton*>(&button)) return needsWidth(button, button.text(), button.sizeHint().width(), button.width());
        QStyleOptionButton option;
        option.initFrom(&button);
        option.text = button.text();
        option.icon = button.icon();
        option.iconSize = button.iconSize();
        const QStyle::SubElement part = qobject_cast<const QCheckBox*>(&button)     ? QStyle::SE_CheckBoxContents
                                        : qobject_cast<const QRadioButton*>(&button) ? QStyle::SE_RadioButtonContents
                                                                                     : QStyle::SE_PushButtonContents;
        const int icon = button.icon().isNull() ? 0 : button.iconSize().width() + 4;
        needsWidth(button, button.text(), widthOf(button, button.text()) + icon, button.style()->subElementRect(part, &option, &button).width());
    }

    // Where a box says that it may be shorter than its entries, it elides; and in one that is typed into one can scroll.
    void lookAtComboBox(const QComboBox& box) {
        if (box.isEditable() || box.currentText().isEmpty() || box.sizeAdjustPolicy() == QComboBox::AdjustToMinimumContentsLengthWithIcon) return;
        QStyleOptionComboBox option;
        option.initFrom(&box);
        const int room = box.style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, &box).width();
        const int icon = box.itemIcon(box.currentIndex()).isNull() ? 0 : box.iconSize().width() + 4;
        needsWidth(box, box.currentText(), box.fontMetrics().horizontalAdvance(box.currentText()) + icon, room);
    }

    void lookAtSpinBox(const QAbstractSpinBox& box) {
        const auto* line = box.findChild<QLineEdit*>();
        if (line) needsWidth(box, line->text(), line->fontMetrics().horizontalAdvance(line->text()), line->contentsRect().width());
    }

    void lookAtTabs(const QTabBar& bar) {
        for (int i = 0; i < bar.count(); ++i) {
            if (!bar.isTabVisible(i)) continue;
            const QRect tab = bar.tabRect(i);
            needsWidth(bar, bar.tabText(i), widthOf(bar, bar.tabText(i)), tab.width());
            if (tab.left() < -slack || tab.right() > bar.width() + slack) tell(bar, QString("the tab “%1” is out of sight").arg(bar.tabText(i)));
        }
    }

    // Sections of a size that the user or the contents chose may be narrow.
    void lookAtHeader(const QHeaderView& header) {
        for (int i = 0; header.orientation() == Qt::Horizontal && header.model() && i < header.count(); ++i) {
            const QString text = header.model()->headerData(i, Qt::Horizontal).toString();
            if (!header.isSectionHidden(i) && header.sectionResizeMode(i) == QHeaderView::Stretch) needsWidth(header, text, widthOf(header, text), header.sectionSize(i));
        }
    }

    // What stands at the right is a number; a part of one is another.
    void lookAtNumbers(const QTableWidget& table) {
        const int margins = 2 * (table.style()->pixelMetric(QStyle::PM_FocusFrameHMargin, nullptr, &table) + 1);
        for (int row = 0; row < table.rowCount(); ++row)
            for (int column = 0; column < table.columnCount(); ++column) {
                const auto* item = table.item(row, column);
                if (!item || !(item->textAlignment() & Qt::AlignRight) || table.isRowHidden(row) || table.isColumnHidden(column)) continue;
                needsWidth(table, item->text(), table.fontMetrics().horizontalAdvance(item->text()) + margins, table.columnWidth(column));
            }
    }

    void lookAtScrollArea(const QScrollArea& area) {
        if (area.horizontalScrollBarPolicy() == Qt::ScrollBarAlwaysOff && area.widget() && area.widget()->width() > area.viewport()->width() + slack)
            tell(area, QString("its content is %1 wide, shows %2, and can't be scrolled").arg(area.widget()->width()).arg(area.viewport()->width()));
    }

    // An axis of numbers has a name; one of words needs none.
    void lookAtChart(const strato::Chart& chart) {
        if (chart.title().isEmpty()) tell(chart, "has no title");
        if (chart.isEmpty()) {
            const auto* reason = chart.findChild<QLabel*>("whyEmpty");
            if (!reason || !reason->isVisible() || reason->text() != chart.whyEmpty()) tell(chart, "is empty and doesn't say why");
            return;
        }
        for (const QCPAxisRect* rect : chart.axisRects())
            for (const QCPAxis* axis : rect->axes()) {
                const bool isOfWords = !axis->ticker().dynamicCast<QCPAxisTickerText>().isNull();
                const bool hasNumbers = axis->visible() && axis->ticks() && axis->tickLabels() && !isOfWords;
                if (hasNumbers && axis->label().isEmpty()) tell(chart, "has an axis without a name");
            }
        // The strip's measure stands in the box over it, where its bar is too short for it.
        if (chart.objectName() == "strip") return;
        for (QCPLayoutElement* element : chart.plotLayout()->elements(true))
            if (const auto* scale = qobject_cast<QCPColorScale*>(element); scale && scale->label().isEmpty()) tell(chart, "has a colour bar without a name");
    }

    void lookAtLayout(const QWidget& parent) {
        QList<const QWidget*> widgets;
        collect(*parent.layout(), widgets);
        for (int i = 0; i < widgets.size(); ++i) {
            const QRect place = widgets[i]->geometry();
            if (!parent.rect().adjusted(-slack, -slack, slack, slack).contains(place)) tell(*widgets[i], "is partly out of " + nameOf(parent));
            for (int j = 0; j < i; ++j) {
                const QRect both = place.intersected(widgets[j]->geometry());
                if (both.width() > slack && both.height() > slack) tell(*widgets[i], "lies on " + nameOf(*widgets[j]));
            }
        }
    }

    static void collect(const QLayout& layout, QList<const QWidget*>& widgets) {
        for (int i = 0; i < layout.count(); ++i) {
            QLayoutItem* item = layout.itemAt(i);
            if (const QLayout* inner = item->layout()) collect(*inner, widgets);
            else if (const QWidget* widget = item->widget(); widget && widget->isVisible()) widgets << widget;
        }
    }

    static int widthOf(const QWidget& widget, const QString& text) { return widget.fontMetrics().size(Qt::TextShowMnemonic, text).width(); }

    void needsWidth(const QWidget& widget, const QString& text, int needed, int room) {
        if (needed > room + slack) tell(widget, QString("“%1” is %2 wide, there are %3").arg(text).arg(needed).arg(room));
    }

    static QString nameOf(const QWidget& widget) {
        const QWidget* named = &widget;
        while (named->objectName().isEmpty() && named->parentWidget()) named = named->parentWidget();
        return named == &widget ? widget.objectName() : QString("%1 in %2").arg(widget.metaObject()->className(), named->objectName());
    }

    void tell(const QWidget& widget, const QString& problem) { problems_ << nameOf(widget) + ": " + problem; }

    QStringList problems_;
};

inline QStringList layoutProblems(const QWidget& root) { return LayoutCheck(root).problems(); }
