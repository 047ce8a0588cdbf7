#include "app/views/accessible_map.h"

namespace strato {

namespace {

class AccessibleCell : public QAccessibleInterface, public QAccessibleTableCellInterface {
public:
    AccessibleCell(const AccessibleMap& table, const QPoint& cell) : table_(table), cell_(cell) {}

    bool isValid() const override { return cell_.x() < table_.columnCount() && cell_.y() < table_.rowCount(); }
    QObject* object() const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    QAccessibleInterface* parent() const override { return table(); }
    QAccessibleInterface* child(int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QString text(QAccessible::Text text) const override { return isValid() && text == QAccessible::Name ? table_.map().readOutAt(cell_) : QString(); }
    void setText(QAccessible::Text, const QString&) override {}
    QAccessible::Role role() const override { return QAccessible::Cell; }

    QRect rect() const override {
        const QRectF box = table_.map().boxOf(cell_);
        return isValid() ? QRect(table_.map().mapToGlobal(box.topLeft().toPoint()), box.size().toSize()) : QRect();
    }

    QAccessible::State state() const override {
        QAccessible::State state;
        state.selectable = state.focusable = true;
        state.selected = isSelected();
        state.focused = state.selected && table_.map().hasFocus();
        state.invalid = !isValid();
        return state;
    }

    void* interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::TableCellInterface ? static_cast<QAccessibleTableCellInterface*>(this) : nullptr;
    }

    bool isSelected() const override { return table_.map().markedCell() == cell_; }
    QList<QAccessibleInterface*> columnHeaderCells() const override { return {}; }
    QList<QAccessibleInterface*> rowHeaderCells() const override { return {}; }
    int columnIndex() const override { return cell_.x(); }
    int rowIndex() const override { return cell_.y(); }
    int columnExtent() const override { return 1; }
    int rowExtent() const override { return 1; }
    QAccessibleInterface* table() const override { return const_cast<AccessibleMap*>(&table_); }

private:
    const AccessibleMap& table_;
    QPoint cell_;
};

QAccessibleInterface* accessibleOf(const QString&, QObject* object) {
    auto* map = qobject_cast<MapChart*>(object);
    return map ? new AccessibleMap(*map) : nullptr;
}

}  // namespace

void AccessibleMap::install() {
    static const bool once = [] {
        QAccessible::installFactory(accessibleOf);
        return true;
    }();
    static_cast<void>(once);
}

void AccessibleMap::tellCursor(MapChart& map) {
    if (!QAccessible::isActive() || !map.markedCell()) return;
    QAccessibleEvent event(&map, QAccessible::Focus);
    event.setChild(map.markedCell()->y() * map.cellCount().width() + map.markedCell()->x());
    QAccessible::updateAccessibility(&event);
}

AccessibleMap::AccessibleMap(MapChart& map) : QAccessibleWidget(&map, QAccessible::Table), map_(map) {}

AccessibleMap::~AccessibleMap() {
    for (const auto& [index, id] : cells_) QAccessible::deleteAccessibleInterface(id);
}

void* AccessibleMap::interface_cast(QAccessible::InterfaceType type) {
    return type == QAccessible::TableInterface ? static_cast<QAccessibleTableInterface*>(this) : QAccessibleWidget::interface_cast(type);
}

QAccessibleInterface* AccessibleMap::child(int index) const {
    if (index < 0 || index >= childCount()) return nullptr;
    // Of another map there are other cells.
    if (const QSize size = map_.cellCount(); size != size_) {
        for (const auto& [old, id] : std::exchange(cells_, {})) QAccessible::deleteAccessibleInterface(id);
        size_ = size;
    }
    const auto [place, added] = cells_.try_emplace(index, 0);
    if (added) place->second = QAccessible::registerAccessibleInterface(new AccessibleCell(*this, {index % columnCount(), index / columnCount()}));
    return QAccessible::accessibleInterface(place->second);
}

int AccessibleMap::indexOfChild(const QAccessibleInterface* child) const {
    const auto* cell = child ? const_cast<QAccessibleInterface*>(child)->tableCellInterface() : nullptr;
    return cell ? indexOf({cell->columnIndex(), cell->rowIndex()}) : -1;
}

QAccessibleInterface* AccessibleMap::childAt(int x, int y) const {
    const auto cell = map_.cellUnder(map_.mapFromGlobal(QPoint(x, y)));
    return cell ? child(indexOf(*cell)) : nullptr;
}

QAccessibleInterface* AccessibleMap::focusChild() const { return map_.markedCell() && map_.hasFocus() ? child(indexOf(*map_.markedCell())) : nullptr; }

QAccessibleInterface* AccessibleMap::cellAt(int row, int column) const {
    return row >= 0 && column >= 0 && row < rowCount() && column < columnCount() ? child(indexOf({column, row})) : nullptr;
}

QString AccessibleMap::rowDescription(int row) const { return map_.yAxis->label() + ' ' + QString::number(row); }
QString AccessibleMap::columnDescription(int column) const { return map_.xAxis->label() + ' ' + QString::number(column); }

QList<QAccessibleInterface*> AccessibleMap::selectedCells() const {
    return map_.markedCell() ? QList<QAccessibleInterface*>{child(indexOf(*map_.markedCell()))} : QList<QAccessibleInterface*>();
}

}  // namespace strato
