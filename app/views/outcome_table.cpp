#include "app/views/outcome_table.h"

#include <cmath>
#include <limits>

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>

#include "core/base/sizes.h"

namespace strato {

namespace {

enum Row { perplexity, loss, lossError, parameters, bytes, prefill, decode, divergence, agreement, rows };
enum Column { unedited, edited, change, columns };

QString number(double value, int digits) { return std::isfinite(value) ? QString::number(value, 'f', digits) : QStringLiteral("–"); }

QString relative(double before, double after) {
    const double percent = (after / before - 1) * 100;
    return after > 0 && std::isfinite(percent) ? QString::asprintf("%+.*f %%", std::abs(percent) < 10 ? 2 : 1, percent) : QStringLiteral("–");
}

QString countText(std::int64_t value) { return value > 0 ? QString::fromStdString(formatCount(value)) : QStringLiteral("–"); }
QString sizeText(std::int64_t value) { return value > 0 ? QString::fromStdString(formatSize(value)) : QStringLiteral("–"); }

}  // namespace

OutcomeTable::OutcomeTable(QWidget* parent) : QTableWidget(rows, columns, parent) {
    setHorizontalHeaderLabels({tr("unedited"), tr("edited"), tr("change")});
    setVerticalHeaderLabels({tr("perplexity"), tr("loss"), tr("  ± s.e."), tr("parameters"), tr("size"), tr("prefill tok/s"), tr("decode tok/s"), tr("KL div."), tr("same top")});
    const QStringList explanations{tr("exp of the loss"), tr("Mean cross-entropy in nats per predicted token"), tr("One standard error of the loss; windows are taken as independent"),
                                   tr("Numbers in the weights, tied ones once"), tr("Of the weights, in the types of the checkpoint"),
                                   tr("Reading a prompt, both models in turn in one run"), tr("Writing token by token with a cache, one sequence"),
                                   tr("Mean Kullback-Leibler divergence of the edited predictions from the unedited ones, in nats"),
                                   tr("Share of positions where both models find the same token most likely")};
    for (int row = 0; row < rows; ++row) verticalHeaderItem(row)->setToolTip(explanations[row]);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setShowGrid(false);
    setAlternatingRowColors(true);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(horizontalHeader()->sizeHint().height() + rows * verticalHeader()->defaultSectionSize() + 2 * frameWidth() + 2);
    setAccessibleName(tr("Outcome of the plan"));
    setOutcome({}, true);
}

void OutcomeTable::setOutcome(const std::optional<Outcome>& outcome, bool current) {
    Outcome o = outcome.value_or(Outcome{});
    // Nothing is edited: the same model timed twice would only show noise.
    if (o.plan.empty()) o.edited = {}, o.klDivergence = o.top1Agreement = std::numeric_limits<double>::quiet_NaN();
    const Quality &before = o.baseline, &after = o.edited;
    const QString none = QStringLiteral("–");
    setRow(perplexity, number(before.perplexity, 3), number(after.perplexity, 3), relative(before.perplexity, after.perplexity), current);
    setRow(loss, number(before.loss, 4), number(after.loss, 4), std::isfinite(after.loss) ? QString::asprintf("%+.4f", after.loss - before.loss) : none, current);
    setRow(lossError, number(before.lossStandardError, 4), number(after.lossStandardError, 4), {}, current);
    setRow(parameters, countText(before.parameters), countText(after.parameters),
           relative(static_cast<double>(before.parameters), static_cast<double>(after.parameters)), current);
    setRow(bytes, sizeText(before.bytes), sizeText(after.bytes), relative(static_cast<double>(before.bytes), static_cast<double>(after.bytes)), current);
    setRow(prefill, number(before.prefillTokensPerSecond, 0), number(after.prefillTokensPerSecond, 0),
           relative(before.prefillTokensPerSecond, after.prefillTokensPerSecond), current);
    setRow(decode, number(before.decodeTokensPerSecond, 0), number(after.decodeTokensPerSecond, 0),
           relative(before.decodeTokensPerSecond, after.decodeTokensPerSecond), current);
    setRow(divergence, {}, number(o.klDivergence, 5), {}, current);
    setRow(agreement, {}, std::isfinite(o.top1Agreement) ? number(o.top1Agreement * 100, 1) + " %" : none, {}, current);
}

void OutcomeTable::setRow(int row, const QString& before, const QString& after, const QString& changed, bool current) {
    const QStringList texts{before, after, changed};
    for (int column = 0; column < columns; ++column) {
        if (!item(row, column)) setItem(row, column, new QTableWidgetItem);
        item(row, column)->setText(texts[column]);
        item(row, column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        const bool dim = !current && column != unedited;
        item(row, column)->setForeground(palette().brush(dim ? QPalette::Disabled : QPalette::Active, QPalette::Text));
    }
}

QString OutcomeTable::tabSeparated() const {
    QString text = QString("\t%1\t%2\t%3\n").arg(horizontalHeaderItem(0)->text(), horizontalHeaderItem(1)->text(), horizontalHeaderItem(2)->text());
    for (int row = 0; row < rows; ++row)
        text += QString("%1\t%2\t%3\t%4\n").arg(verticalHeaderItem(row)->text(), item(row, 0)->text(), item(row, 1)->text(), item(row, 2)->text());
    return text;
}

void OutcomeTable::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) QApplication::clipboard()->setText(tabSeparated());
    else QTableWidget::keyPressEvent(event);
}

}  // namespace strato
