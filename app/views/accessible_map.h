// Maps for assistive technology: a table whose cells say what the read-out says, with the keyboard's cursor as its focus.
//
//     AccessibleMap::install();     // once, before the first map
#pragma once

#include <map>

#include <QAccessibleWidget>

#include "app/views/map_chart.h"

namespace strato {

class AccessibleMap : public QAccessibleWidget, public QAccessibleTableInterface {
public:
    static void install();
    // The cursor of a map has gone to another cell.
    static void tellCursor(MapChart& map);

    explicit AccessibleMap(MapChart& map);
    ~AccessibleMap() override;

    MapChart& map() const { return map_; }
    int indexOf(const QPoint& cell) const { return cell.y() * columnCount() + cell.x(); }

    void* interface_cast(QAccessible::InterfaceType type) override;
    int childCount() const override { return rowCount() * columnCount(); }
    QAccessibleInterface* child(int index) const override;
    int indexOfChild(const QAccessibleInterface* child) const override;
    QAccessibleInterface* childAt(int x, int y) const override;
    QAccessibleInterface* focusChild() const override;

    // Rows count from below, as on the axis.
    QAccessibleInterface* cellAt(int row, int column) const override;
    int rowCount() const override { return map_.isEmpty() ? 0 : map_.cellCount().height(); }
    int columnCount() const override { return map_.isEmpty() ? 0 : map_.cellCount().width(); }
    QString rowDescription(int row) const override;
    QString columnDescription(int column) const override;
    // A selection is one cell.
    QList<QAccessibleInterface*> selectedCells() const override;
    int selectedCellCount() const override { return map_.markedCell() ? 1 : 0; }
    QList<int> selectedRows() const override { return {}; }
    int selectedRowCount() const override { return 0; }
    QList<int> selectedColumns() const override { return {}; }
    int selectedColumnCount() const override { return 0; }
    bool isRowSelected(int) const override { return false; }
    bool isColumnSelected(int) const override { return false; }
    bool selectRow(int) override { return false; }
    bool selectColumn(int) override { return false; }
    bool unselectRow(int) override { return false; }
    bool unselectColumn(int) override { return false; }
    QAccessibleInterface* caption() const override { return nullptr; }
    QAccessibleInterface* summary() const override { return nullptr; }
    void modelChange(QAccessibleTableModelChangeEvent*) override {}

private:
    MapChart& map_;
    mutable std::map<int, QAccessible::Id> cells_;   // those that were asked for, of a map of size_
    mutable QSize size_;
};

}  // namespace strato
