#include "app/views/search_table.h"

#include <cmath>

#include <QHeaderView>
#include <QKeyEvent>

#include "app/views/table_copies.h"
#include "app/views/search_chart.h"

namespace strato {

namespace {

enum Column { strategy, layers, share, perplexity, loss, rise, riseError, plan, columns };

QString number(double value, const char* format) { return std::isfinite(value) ? QString::asprintf(format, value) : QStringLiteral("–"); }

}  // namespace

SearchTable::SearchTable(QWidget* parent) : QTableWidget(0, columns, parent) {
    setHorizontalHeaderLabels({tr("strategy"), tr("layers"), tr("share"), tr("perplexity"), tr("loss"), tr("rise"), tr("± s.e."), tr("plan")});
    horizontalHeaderItem(rise)->setToolTip(tr("Of the loss, nats per token, over the unedited model on the same tokens"));
    horizontalHeaderItem(riseError)->setToolTip(tr("Standard error of the paired differences"));
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setShowGrid(false);
    setAlternatingRowColors(true);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 4);
    horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    horizontalHeader()->setSectionResizeMode(plan, QHeaderView::Stretch);
    setAccessibleName(tr("Plans that the search found"));
    new TableCopies(*this);
    connect(this, &QTableWidget::cellDoubleClicked, this, [this](int row, int) { emit picked(Plan::parse(item(row, plan)->text().toStdString())); });
}

// What is selected stays so, while more is found.
void SearchTable::setReport(const SearchReport& report) {
    const auto before = selectedPlan();
    const int row = currentRow();
    setRowCount(0);
    for (const SearchCurve& curve : report.curves)
        for (const SearchPoint& point : curve.points) addRow(curve, point, report.layers);
    if (before && row >= 0 && row < rowCount() && item(row, plan)->text().toStdString() == before->text()) selectRow(row);
}

std::optional<Plan> SearchTable::selectedPlan() const {
    const auto rows = selectionModel()->selectedRows(plan);
    return rows.isEmpty() ? std::nullopt : std::optional(Plan::parse(rows.constFirst().data().toString().toStdString()));
}

void SearchTable::addRow(const SearchCurve& curve, const SearchPoint& point, int ofLayers) {
    const int row = rowCount();
    insertRow(row);
    const QStringList texts{strategyName(curve.strategy), QString::number(point.layers), QString::asprintf("%.1f %%", 100.0 * point.layers / std::max(ofLayers, 1)),
                            number(point.perplexity, "%.3f"), number(point.loss, "%.4f"), number(point.rise, "%+.4f"), number(point.riseError, "%.4f"),
                            QString::fromStdString(point.plan.text())};
    for (int column = 0; column < columns; ++column) {
        auto* cell = new QTableWidgetItem(texts[column]);
        if (column != strategy && column != plan) cell->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        QFont font = cell->font();
        font.setBold(curve.recommended.layers == point.layers && point.layers > 0);
        if (font.bold()) cell->setFont(font);
        setItem(row, column, cell);
    }
}

void SearchTable::keyPressEvent(QKeyEvent* event) {
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && currentRow() >= 0) emit picked(Plan::parse(item(currentRow(), plan)->text().toStdString()));
    else QTableWidget::keyPressEvent(event);
}

}  // namespace strato
