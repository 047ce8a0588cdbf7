#include "app/views/table_copies.h"

#include <algorithm>
#include <functional>
#include <optional>

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>

#include "app/figures/latex_text.h"

namespace strato {

namespace {

QString onOneLine(QString cell) { return cell.replace('\t', ' ').replace('\n', ' '); }

QString joined(const std::vector<QStringList>& rows, const QString& before, const QString& between, const QString& after) {
    QString text;
    for (const QStringList& row : rows) text += before + row.join(between) + after + '\n';
    return text;
}

std::optional<double> numberIn(const QString& cell) {
    bool is = false;
    const double number = QLocale::c().toDouble(cell, &is);
    return is ? std::optional(number) : std::nullopt;
}

// Whether all its cells are numbers or nothing.
bool isNumeric(const std::vector<QStringList>& rows, int column) {
    return std::all_of(rows.begin() + 1, rows.end(), [column](const QStringList& row) { return row[column].isEmpty() || numberIn(row[column]); });
}

QString rounded(const QString& cell) {
    const auto number = numberIn(cell);
    return number && cell.contains('.') ? QString::number(*number, 'g', 5) : cell;
}

std::vector<QStringList> forPeople(const std::vector<QStringList>& rows, const std::function<QString(const QString&)>& escaped) {
    std::vector<QStringList> texts;
    for (const QStringList& row : rows) {
        texts.emplace_back();
        for (const QString& cell : row) texts.back() << escaped(rounded(onOneLine(cell)));
    }
    return texts;
}

}  // namespace

TableCopies::TableCopies(QTableView& table) : QObject(&table), table_(table) {
    table.installEventFilter(this);
    table.setContextMenuPolicy(Qt::CustomContextMenu);
    connect(&table, &QWidget::customContextMenuRequested, this, &TableCopies::showMenu);
}

bool TableCopies::eventFilter(QObject* object, QEvent* event) {
    if (object != &table_ || event->type() != QEvent::KeyPress || !static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy)) return false;
    QGuiApplication::clipboard()->setText(tabSeparated(shownRows(table_)));
    return true;
}

void TableCopies::showMenu(const QPoint& position) {
    QMenu menu(&table_);
    const auto count = table_.selectionModel()->selectedRows().size();
    menu.addSection(count > 1 ? tr("Copy %1 rows").arg(count) : tr("Copy all rows"));
    const auto offer = [&](const QString& name, QString (*text)(const std::vector<QStringList>&)) {
        menu.addAction(name, this, [this, text] { QGuiApplication::clipboard()->setText(text(shownRows(table_))); });
    };
    offer(tr("As tab separated text") + "\tCtrl+C", tabSeparated);
    offer(tr("As a Markdown table"), markdownTable);
    offer(tr("As a LaTeX table"), latexTable);
    menu.exec(table_.viewport()->mapToGlobal(position));
}

std::vector<QStringList> shownRows(const QTableView& table) {
    const QAbstractItemModel& model = *table.model();
    QList<int> rows;
    for (const QModelIndex& index : table.selectionModel()->selectedRows()) rows << index.row();
    std::sort(rows.begin(), rows.end());
    if (rows.size() < 2) {
        rows.clear();
        for (int row = 0; row < model.rowCount(); ++row) rows << row;
    }
    const auto line = [&](const QString& name, const std::function<QVariant(int)>& cell) {
        QStringList cells;
        // Mere numbers of rows are no names.
        if (model.headerData(0, Qt::Vertical).typeId() == QMetaType::QString) cells << name;
        for (int column = 0; column < model.columnCount(); ++column)
            if (!table.isColumnHidden(column)) cells << cell(column).toString();
        return cells;
    };
    std::vector<QStringList> shown{line({}, [&](int column) { return model.headerData(column, Qt::Horizontal); })};
    for (const int row : rows)
        if (!table.isRowHidden(row)) shown.push_back(line(model.headerData(row, Qt::Vertical).toString(), [&](int column) { return model.index(row, column).data(Qt::EditRole); }));
    return shown;
}

QString tabSeparated(const std::vector<QStringList>& rows) {
    std::vector<QStringList> cells = rows;
    for (QStringList& row : cells)
        for (QString& cell : row) cell = onOneLine(cell);
    return joined(cells, {}, "\t", {});
}

QString markdownTable(const std::vector<QStringList>& rows) {
    if (rows.empty()) return {};
    std::vector<QStringList> texts = forPeople(rows, [](const QString& cell) { return QString(cell).replace('\\', "\\\\").replace('|', "\\|"); });
    QStringList rule;
    for (int column = 0; column < rows.front().size(); ++column) rule << (isNumeric(rows, column) ? "---:" : ":---");
    texts.insert(texts.begin() + 1, rule);
    return joined(texts, "| ", " | ", " |");
}

QString latexTable(const std::vector<QStringList>& rows) {
    if (rows.empty()) return {};
    QString columns;
    for (int column = 0; column < rows.front().size(); ++column) columns += isNumeric(rows, column) ? 'r' : 'l';
    const std::vector<QStringList> texts = forPeople(rows, latexText);
    const auto lines = [](const std::vector<QStringList>& of) { return joined(of, {}, " & ", " \\\\"); };
    return "\\begin{tabular}{" + columns + "}\n\\toprule\n" + lines({texts.front()}) + "\\midrule\n" + lines({texts.begin() + 1, texts.end()}) +
           "\\bottomrule\n\\end{tabular}\n";
}

}  // namespace strato
