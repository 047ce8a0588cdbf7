// Tables copied for somewhere else: a spreadsheet, a README, a paper. Ctrl+C, or the context menu.
//
//     new TableCopies(*table);
#pragma once

#include <vector>

#include <QStringList>
#include <QTableView>

namespace strato {

class TableCopies : public QObject {
    Q_OBJECT

public:
    // The table becomes the parent.
    explicit TableCopies(QTableView& table);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void showMenu(const QPoint& position);

    QTableView& table_;
};

// What a table shows, its headers first: the selected rows, or all where fewer than two are.
std::vector<QStringList> shownRows(const QTableView& table);

// Rows as text; the first is the header, all are of one length. Cells keep no tabs and line breaks.
QString tabSeparated(const std::vector<QStringList>& rows);
// For people to read: numbers with a fraction in five significant digits, columns of numbers to the right.
QString markdownTable(const std::vector<QStringList>& rows);
// As markdownTable(); a tabular with the rules of the booktabs package.
QString latexTable(const std::vector<QStringList>& rows);

}  // namespace strato
