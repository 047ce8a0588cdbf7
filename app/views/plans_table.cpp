#include "app/views/plans_table.h"

#include <cmath>

#include <QHeaderView>
#include <QKeyEvent>

#include "app/views/table_copies.h"

namespace strato {

namespace {

enum Column { plan, perplexity, rise, saved, columns };

QString numberText(double value, const char* format) { return std::isfinite(value) ? QString::asprintf(format, value) : QStringLiteral("–"); }

// Sorted by its number, what has none last.
class NumberCell : public QTableWidgetItem {
public:
    NumberCell(double value, const QString& text) : QTableWidgetItem(text), value_(value) { setTextAlignment(Qt::AlignRight | Qt::AlignVCenter); }
    bool operator<(const QTableWidgetItem& other) const override {
        const double right = static_cast<const NumberCell&>(other).value_;
        return std::isfinite(value_) && (!std::isfinite(right) || value_ < right);
    }

private:
    double value_;
};

}  // namespace

PlansTable::PlansTable(QWidget* parent) : QTableWidget(0, columns, parent) {
    // The room is the plans'.
    setHorizontalHeaderLabels({tr("plan"), tr("PPL"), tr("loss"), tr("weights")});
    horizontalHeaderItem(perplexity)->setToolTip(tr("Perplexity"));
    horizontalHeaderItem(rise)->setToolTip(tr("The rise over the unedited model on the same tokens, nats per token, with its standard error"));
    horizontalHeaderItem(saved)->setToolTip(tr("How many parameters go, of all"));
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setWordWrap(false);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 4);
    horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    horizontalHeader()->setMinimumSectionSize(40);
    horizontalHeader()->setSectionResizeMode(plan, QHeaderView::Stretch);
    setSortingEnabled(true);
    sortByColumn(perplexity, Qt::AscendingOrder);
    setAccessibleName(tr("Plans that were measured"));
    new TableCopies(*this);
    connect(this, &QTableWidget::cellDoubleClicked, this, &PlansTable::pick);
}

void PlansTable::setOutcomes(const std::vector<Outcome>& outcomes) {
    setSortingEnabled(false);
    setRowCount(0);
    if (!outcomes.empty()) addRow({}, outcomes.front().baseline, {});
    for (const Outcome& outcome : outcomes) addRow(QString::fromStdString(outcome.plan), outcome.edited, outcome);
    setSortingEnabled(true);
    setCurrentPlan(current_);
}

void PlansTable::addRow(const QString& name, const Quality& quality, const Outcome& outcome) {
    const int row = rowCount();
    insertRow(row);
    auto* first = new QTableWidgetItem(name.isEmpty() ? tr("unedited") : name);
    first->setData(Qt::UserRole, name);
    first->setToolTip(name);
    setItem(row, plan, first);
    const double lost = name.isEmpty() ? 0 : outcome.loss.mean;
    const double share = name.isEmpty() ? 0 : 1 - static_cast<double>(outcome.edited.parameters) / static_cast<double>(outcome.baseline.parameters);
    setItem(row, perplexity, new NumberCell(quality.perplexity, numberText(quality.perplexity, "%.3f")));
    setItem(row, rise, new NumberCell(lost, name.isEmpty() ? QStringLiteral("–") : numberText(lost, "%+.3f") + numberText(outcome.loss.standardError, " ± %.3f")));
    setItem(row, saved, new NumberCell(-share, name.isEmpty() ? QStringLiteral("–") : numberText(-100 * share, "%+.1f %%")));
}

void PlansTable::setCurrentPlan(const Plan& present) {
    current_ = present;
    for (int row = 0; row < rowCount(); ++row) {
        QTableWidgetItem& name = *item(row, plan);
        QFont font = name.font();
        font.setBold(name.data(Qt::UserRole).toString().toStdString() == present.text());
        name.setFont(font);
    }
}

void PlansTable::pick(int row) { emit picked(Plan::parse(item(row, plan)->data(Qt::UserRole).toString().toStdString())); }

void PlansTable::keyPressEvent(QKeyEvent* event) {
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && currentRow() >= 0) pick(currentRow());
    else QTableWidget::keyPressEvent(event);
}

}  // namespace strato
