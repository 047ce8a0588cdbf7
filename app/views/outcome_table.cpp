#include "app/views/outcome_table.h"

#include <cmath>

#include <QHeaderView>

#include "app/views/table_copies.h"
#include "core/base/sizes.h"

namespace strato {

namespace {

enum Row {
    perplexity, loss, lossError, wordPerplexity, bytePerplexity, bitsPerByte, divergence, agreement, stateError, accuracy, accuracyError, normalized, normalizedError,
    parameters, bytes, multiplyAdds, prefill, prefillSpread, decode, decodeSpread, ideal, rows
};
// Of protocols that count words and bytes, and of questions; hidden where there are none.
constexpr Row counted[]{wordPerplexity, bytePerplexity, bitsPerByte}, answered[]{accuracy, accuracyError, normalized, normalizedError};
enum Column { unedited, edited, change, columns };

// What a model without a clue has is too long for a cell in digits alone.
QString number(double value, int digits) {
    if (!std::isfinite(value)) return QStringLiteral("–");
    return std::abs(value) < 1e6 ? QString::number(value, 'f', digits) : QString::number(value, 'g', 4);
}

QString relative(double before, double after) {
    const double percent = (after / before - 1) * 100;
    if (after <= 0 || !std::isfinite(percent)) return QStringLiteral("–");
    return std::abs(percent) < 1e5 ? QString::asprintf("%+.*f %%", std::abs(percent) < 10 ? 2 : 1, percent) : QString::asprintf("× %.3g", after / before);
}

// In brackets where the timings scatter as far.
QString speedChange(double before, double beforeSpread, double after, double afterSpread) {
    const QString change = relative(before, after);
    return differsByNoise(before, beforeSpread, after, afterSpread) && after > 0 ? "(" + change + ")" : change;
}

QString countText(std::int64_t value) { return value > 0 ? QString::fromStdString(formatCount(value)) : QStringLiteral("–"); }
QString sizeText(std::int64_t value) { return value > 0 ? QString::fromStdString(formatSize(value)) : QStringLiteral("–"); }

}  // namespace

OutcomeTable::OutcomeTable(QWidget* parent) : QTableWidget(rows, columns, parent) {
    setHorizontalHeaderLabels({tr("unedited"), tr("edited"), tr("change")});
    setVerticalHeaderLabels({tr("perplexity"), tr("loss"), tr("  ± s.e."), tr("word perpl."), tr("byte perpl."), tr("bits a byte"), tr("KL div."), tr("same top-1"),
                             tr("state error"), tr("accuracy"), tr("  ± s.e."), tr("acc. norm."), tr("  ± s.e."), tr("parameters"), tr("size"), tr("mult-adds/tok"),
                             tr("prefill tok/s"), tr("  spread"), tr("decode tok/s"), tr("  spread"), tr("blocks alone")});
    const QStringList explanations{tr("exp of the loss"), tr("Mean cross-entropy in nats per predicted token; the change is the mean of paired differences"),
                                   tr("One standard error of the loss, and of the paired differences"),
                                   tr("exp of the nats per word"), tr("exp of the nats per byte"), tr("Of the text as it was"),
                                   tr("Mean Kullback-Leibler divergence of the edited predictions from the unedited ones, in nats"),
                                   tr("Share of positions where both models find the same token most likely"),
                                   tr("Error of the last state, relative to its deviation from its mean"), tr("Share of questions whose likeliest choice is the right one"),
                                   tr("One standard error, and that of the paired differences"), tr("The same with the likelihood of a choice a byte of it"),
                                   tr("One standard error, and that of the paired differences"), tr("Numbers in the weights, tied ones once"),
                                   tr("Of the weights, in the types of the checkpoint"), tr("Multiply-adds with weights, for one token"),
                                   tr("Reading a prompt, both models in turn in one run. A change in brackets is no larger than the spread of the timings: it may be noise"), tr("Interquartile range over the timed runs"),
                                   tr("Writing token by token with a cache, one sequence. A change in brackets is no larger than the spread of the timings: it may be noise"), tr("Interquartile range over the timed runs"),
                                   tr("The speed that would be gained if time went with the number of blocks and a map took none; no promise, and no upper bound")};
    for (int row = 0; row < rows; ++row) verticalHeaderItem(row)->setToolTip(explanations[row]);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setShowGrid(false);
    setAlternatingRowColors(true);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 4);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Outcome of the plan"));
    new TableCopies(*this);
    setOutcome({}, true);
}

void OutcomeTable::setOutcome(const std::optional<Outcome>& outcome, bool current) {
    Outcome o = outcome.value_or(Outcome{});
    // Nothing is edited: the same model timed twice would only show noise.
    if (o.plan.empty()) {
        Outcome unedited;
        unedited.baseline = o.baseline;
        o = unedited;
    }
    const Quality &before = o.baseline, &after = o.edited;
    const QString none = QStringLiteral("–");
    const auto setNumbers = [&](int row, double one, double other, int digits, const QString& changed) { setRow(row, number(one, digits), number(other, digits), changed, current); };
    setNumbers(perplexity, before.perplexity, after.perplexity, 3, relative(before.perplexity, after.perplexity));
    setNumbers(loss, before.loss, after.loss, 4, std::isfinite(o.loss.mean) ? QString::asprintf("%+.4f", o.loss.mean) : none);
    setNumbers(lossError, before.lossStandardError, after.lossStandardError, 4, number(o.loss.standardError, 4));
    for (const Row row : counted) setRowHidden(row, !std::isfinite(before.bitsPerByte));
    setNumbers(wordPerplexity, before.wordPerplexity, after.wordPerplexity, 3, relative(before.wordPerplexity, after.wordPerplexity));
    setNumbers(bytePerplexity, before.bytePerplexity, after.bytePerplexity, 4, relative(before.bytePerplexity, after.bytePerplexity));
    setNumbers(bitsPerByte, before.bitsPerByte, after.bitsPerByte, 4, relative(before.bitsPerByte, after.bitsPerByte));
    const Accuracy right = before.task.value_or(Accuracy()), rightAfter = after.task.value_or(Accuracy());
    for (const Row row : answered) setRowHidden(row, !before.task);
    const auto setShare = [&](int row, double one, double other, double change) { setNumbers(row, one, other, 4, std::isfinite(change) ? QString::asprintf("%+.4f", change) : none); };
    setShare(accuracy, right.accuracy, rightAfter.accuracy, o.accuracy.mean);
    setNumbers(accuracyError, right.standardError, rightAfter.standardError, 4, number(o.accuracy.standardError, 4));
    setShare(normalized, right.accuracyNormalized, rightAfter.accuracyNormalized, o.accuracyNormalized.mean);
    setNumbers(normalizedError, right.normalizedStandardError, rightAfter.normalizedStandardError, 4, number(o.accuracyNormalized.standardError, 4));
    setRow(divergence, {}, number(o.klDivergence, 5), {}, current);
    setRow(agreement, {}, std::isfinite(o.top1Agreement) ? number(o.top1Agreement * 100, 1) + " %" : none, {}, current);
    setRow(stateError, {}, number(o.stateError, 4), {}, current);
    const auto setSize = [&](int row, std::int64_t one, std::int64_t other, QString (*text)(std::int64_t)) {
        setRow(row, text(one), text(other), relative(static_cast<double>(one), static_cast<double>(other)), current);
    };
    setSize(parameters, before.parameters, after.parameters, countText);
    setSize(bytes, before.bytes, after.bytes, sizeText);
    setSize(multiplyAdds, before.multiplyAdds, after.multiplyAdds, countText);
    setNumbers(prefill, before.prefillTokensPerSecond, after.prefillTokensPerSecond, 0, speedChange(before.prefillTokensPerSecond, before.prefillSpread, after.prefillTokensPerSecond, after.prefillSpread));
    setNumbers(prefillSpread, before.prefillSpread, after.prefillSpread, 0, {});
    setNumbers(decode, before.decodeTokensPerSecond, after.decodeTokensPerSecond, 0, speedChange(before.decodeTokensPerSecond, before.decodeSpread, after.decodeTokensPerSecond, after.decodeSpread));
    setNumbers(decodeSpread, before.decodeSpread, after.decodeSpread, 0, {});
    setRow(ideal, {}, {}, relative(1, o.idealSpeedup), current);
    horizontalHeaderItem(edited)->setText(o.healed ? tr("healed") : tr("edited"));
    fitHeight();
}

void OutcomeTable::fitHeight() {
    const int shown = rows - static_cast<int>(verticalHeader()->hiddenSectionCount());
    setFixedHeight(horizontalHeader()->sizeHint().height() + shown * verticalHeader()->defaultSectionSize() + 2 * frameWidth() + 2);
}

void OutcomeTable::setRow(int row, const QString& before, const QString& after, const QString& changed, bool current) {
    const QStringList texts{before, after, changed};
    for (int column = 0; column < columns; ++column) {
        if (!item(row, column)) setItem(row, column, new QTableWidgetItem);
        item(row, column)->setText(texts[column]);
        item(row, column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        item(row, column)->setData(Qt::UserRole, !current && column != unedited);
    }
    colorRow(row);
}

// What is of an earlier plan is dim.
void OutcomeTable::colorRow(int row) {
    for (int column = 0; column < columns; ++column)
        if (QTableWidgetItem* cell = item(row, column))
            cell->setForeground(palette().brush(cell->data(Qt::UserRole).toBool() ? QPalette::Disabled : QPalette::Active, QPalette::Text));
}

void OutcomeTable::changeEvent(QEvent* event) {
    QTableWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange) return;
    for (int row = 0; row < rowCount(); ++row) colorRow(row);
}

}  // namespace strato
