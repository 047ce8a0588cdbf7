// The numbers of a chart as a table: what its CSV holds, so that picture, table and file are one fact. Sorted by a click on a column's name,
// copied for a spreadsheet, a README or a paper; a row that speaks of blocks or of a token selects them.
//
//     table->setCsv(chart->csv());
#pragma once

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <QTableView>

#include "app/figures/csv_columns.h"
#include "app/figures/selection.h"

namespace strato {

class CsvModel : public QAbstractTableModel {
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    // As RFC 4180 has it, with a header line.
    void setCsv(const QByteArray& csv);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    // Six digits of numbers, all of them in the tool tip and under EditRole, which is what is copied; as numbers under sortRole.
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    static constexpr int sortRole = Qt::UserRole;

    // What a row speaks of, by the columns block, first_block and last_block, and token or index.
    Selection selectionOf(int row) const;

private:
    int columnOf(const char* name) const { return static_cast<int>(csv_.names.indexOf(QLatin1String(name))); }
    std::optional<int> whole(int row, int column) const;

    CsvColumns csv_;
};

class CsvTable : public QTableView {
    Q_OBJECT

public:
    explicit CsvTable(QWidget* parent = nullptr);

    void setCsv(const QByteArray& csv);
    // The first row that speaks of it; none: no row is selected.
    void showSelection(const Selection& selection);

    Q_SIGNAL void selected(const strato::Selection& selection);

private:
    CsvModel* model_;
    QSortFilterProxyModel* sorted_;
    bool following_ = false;
};

}  // namespace strato
