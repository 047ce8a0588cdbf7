#include "app/views/plans_table.h"

#include <cmath>

#include <QHeaderView>
#include <QKeyEvent>

#include "app/views/table_copies.h"

namespace strato {

namespace {

constexpr int planRole = Qt::UserRole, healedRole = Qt::UserRole + 1;

enum Column { plan, perplexity, rise, saved, prefill, decode, divergence, columns };

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
    setHorizontalHeaderLabels({tr("plan"), tr("PPL"), tr("loss"), tr("weights"), tr("prefill"), tr("decode"), tr("KL")});
    horizontalHeaderItem(perplexity)->setToolTip(tr("Perplexity"));
    horizontalHeaderItem(rise)->setToolTip(tr("The rise over the unedited model on the same tokens, nats per token, with its standard error"));
    horizontalHeaderItem(saved)->setToolTip(tr("How many parameters go, of all"));
    horizontalHeaderItem(prefill)->setToolTip(tr("How much faster a prompt is read than by the unedited model, timed in turn with it; in brackets where the timings scatter as far"));
    horizontalHeaderItem(decode)->setToolTip(tr("How much faster text is written; in brackets where the timings scatter as far"));
    horizontalHeaderItem(divergence)->setToolTip(tr("Mean Kullback-Leibler divergence of the edited predictions from the unedited ones, in nats"));
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
    // The room is the plans', and the rest is a scroll or a wider panel away.
    horizontalHeader()->setSectionResizeMode(plan, QHeaderView::Interactive);
    setColumnWidth(plan, 15 * fontMetrics().averageCharWidth());
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
    showNames();
    setCurrentPlan(current_, currentHealed_);
}

void PlansTable::setNames(const QMap<QString, Plan>& names) {
    names_ = names;
    showNames();
}

void PlansTable::showNames() {
    for (int row = 0; row < rowCount(); ++row) {
        const QString text = item(row, plan)->data(planRole).toString();
        if (text.isEmpty()) continue;
        const QString told = item(row, plan)->data(healedRole).toBool() ? tr("%1 (healed)") : QStringLiteral("%1");
        QStringList names;
        for (auto name = names_.begin(); name != names_.end(); ++name)
            if (QString::fromStdString(name.value().text()) == text) names << name.key();
        item(row, plan)->setText(told.arg(names.isEmpty() ? text : names.join(", ")));
        item(row, plan)->setToolTip(told.arg(names.isEmpty() ? text : names.join(", ") + ": " + text));
    }
}

void PlansTable::addRow(const QString& name, const Quality& quality, const Outcome& outcome) {
    const int row = rowCount();
    insertRow(row);
    auto* first = new QTableWidgetItem(name.isEmpty() ? tr("unedited") : name);
    first->setData(planRole, name);
    first->setData(healedRole, outcome.healed);
    first->setToolTip(name);
    setItem(row, plan, first);
    const double lost = name.isEmpty() ? 0 : outcome.loss.mean;
    const double share = name.isEmpty() ? 0 : 1 - static_cast<double>(outcome.edited.parameters) / static_cast<double>(outcome.baseline.parameters);
    setItem(row, perplexity, new NumberCell(quality.perplexity, numberText(quality.perplexity, quality.perplexity < 1e5 ? "%.3f" : "%.3g")));
    setItem(row, rise, new NumberCell(lost, name.isEmpty() ? QStringLiteral("–") : numberText(lost, "%+.3f") + numberText(outcome.loss.standardError, " ± %.3f")));
    const auto setSpeed = [&](Column column, double before, double beforeSpread, double after, double afterSpread) {
        const double gain = 100 * (after / before - 1);
        const QString text = name.isEmpty() || !std::isfinite(gain) || after <= 0 ? QStringLiteral("–") : numberText(gain, "%+.0f %%");
        setItem(row, column, new NumberCell(name.isEmpty() || after <= 0 ? notMeasured : gain, differsByNoise(before, beforeSpread, after, afterSpread) && text != "–" ? "(" + text + ")" : text));
    };
    const Quality &was = outcome.baseline, &is = outcome.edited;
    setSpeed(prefill, was.prefillTokensPerSecond, was.prefillSpread, is.prefillTokensPerSecond, is.prefillSpread);
    setSpeed(decode, was.decodeTokensPerSecond, was.decodeSpread, is.decodeTokensPerSecond, is.decodeSpread);
    setItem(row, divergence, new NumberCell(outcome.klDivergence, name.isEmpty() ? QStringLiteral("–") : numberText(outcome.klDivergence, "%.4f")));
    setItem(row, saved, new NumberCell(-share, name.isEmpty() ? QStringLiteral("–") : numberText(-100 * share, "%+.1f %%")));
}

void PlansTable::setCurrentPlan(const Plan& present, bool healed) {
    current_ = present;
    currentHealed_ = healed;
    for (int row = 0; row < rowCount(); ++row) {
        QTableWidgetItem& name = *item(row, plan);
        QFont font = name.font();
        font.setBold(name.data(planRole).toString().toStdString() == present.text() && name.data(healedRole).toBool() == healed);
        name.setFont(font);
    }
}

void PlansTable::pick(int row) {
    const QTableWidgetItem& chosen = *item(row, plan);
    emit picked(Plan::parse(chosen.data(planRole).toString().toStdString()), chosen.data(healedRole).toBool());
}

void PlansTable::keyPressEvent(QKeyEvent* event) {
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && currentRow() >= 0) pick(currentRow());
    else QTableWidget::keyPressEvent(event);
}

}  // namespace strato
