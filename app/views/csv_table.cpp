#include "app/views/csv_table.h"

#include <algorithm>

#include <QHeaderView>

#include "app/views/column_words.h"
#include "app/views/table_copies.h"

namespace strato {

void CsvModel::setCsv(const QByteArray& csv) {
    beginResetModel();
    csv_ = CsvColumns::read(csv);
    endResetModel();
}

int CsvModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(csv_.rows.size()); }
int CsvModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(csv_.names.size()); }

QVariant CsvModel::data(const QModelIndex& index, int role) const {
    const QString text = csv_.rows[static_cast<std::size_t>(index.row())].value(index.column());
    bool isNumber = false;
    const double number = text.toDouble(&isNumber);
    if (role == Qt::EditRole) return text;
    if (role == Qt::DisplayRole) return isNumber && text.contains('.') ? QString::number(number, 'g', 6) : text;
    if (role == Qt::ToolTipRole) return isNumber && text.size() > 8 ? QVariant(text) : QVariant();
    if (role == sortRole) return isNumber ? QVariant(number) : QVariant(text);
    if (role == Qt::TextAlignmentRole) return static_cast<int>((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return {};
}

QVariant CsvModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role == Qt::ToolTipRole && orientation == Qt::Horizontal) return tr("%1 in files").arg(csv_.names.value(section));
    if (role != Qt::DisplayRole) return {};
    return orientation == Qt::Horizontal ? QVariant(columnWords(csv_.names.value(section))) : QVariant(section + 1);
}

std::optional<int> CsvModel::whole(int row, int column) const {
    if (column < 0) return {};
    bool is = false;
    const int number = csv_.rows[static_cast<std::size_t>(row)].value(column).toInt(&is);
    return is ? std::optional(number) : std::nullopt;
}

Selection CsvModel::selectionOf(int row) const {
    Selection selection;
    const auto block = whole(row, columnOf("block")), first = whole(row, columnOf("first_block")), last = whole(row, columnOf("last_block"));
    if (block) selection.blocks = BlockSpan{{*block}, {*block}};
    else if (first && last) selection.blocks = BlockSpan{{*first}, {*last}};
    selection.token = whole(row, std::max(columnOf("token"), columnOf("index")));
    return selection;
}

CsvTable::CsvTable(QWidget* parent) : QTableView(parent), model_(new CsvModel(this)), sorted_(new QSortFilterProxyModel(this)) {
    sorted_->setSourceModel(model_);
    sorted_->setSortRole(CsvModel::sortRole);
    setModel(sorted_);
    setSortingEnabled(true);
    sortByColumn(-1, Qt::AscendingOrder);
    setAlternatingRowColors(true);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setWordWrap(false);
    // Blocks count from 0, rows would from 1.
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 4);
    setAccessibleName(tr("The numbers of the chart"));
    new TableCopies(*this);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
        if (following_ || !current.isValid()) return;
        const Selection selection = model_->selectionOf(sorted_->mapToSource(current).row());
        if (selection != Selection()) emit selected(selection);
    });
}

void CsvTable::setCsv(const QByteArray& csv) {
    following_ = true;
    model_->setCsv(csv);
    following_ = false;
    // Of long tables only some rows are looked at for widths.
    horizontalHeader()->setResizeContentsPrecision(50);
    if (model_->columnCount() <= 200) resizeColumnsToContents();
}

void CsvTable::showSelection(const Selection& selection) {
    following_ = true;
    const QModelIndex current = currentIndex();
    const auto speaksOfIt = [&](int row) {
        const Selection of = model_->selectionOf(row);
        return of != Selection() && (!of.blocks || of.blocks == selection.blocks) && (!of.token || of.token == selection.token);
    };
    const bool already = current.isValid() && speaksOfIt(sorted_->mapToSource(current).row());
    if (!already) {
        clearSelection();
        for (int row = 0; row < model_->rowCount(); ++row) {
            if (!speaksOfIt(row)) continue;
            setCurrentIndex(sorted_->mapFromSource(model_->index(row, 0)));
            scrollTo(currentIndex(), QAbstractItemView::PositionAtCenter);
            break;
        }
    }
    following_ = false;
}

}  // namespace strato
