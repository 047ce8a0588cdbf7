#include "app/views/prediction_table.h"

#include <cmath>

#include <QHeaderView>

#include "app/views/table_copies.h"
#include "app/views/core_words.h"
#include "core/base/sizes.h"

namespace strato {

namespace {

enum Row { stateError, parameters, rows };
enum Column { predicted, measured, columns };

QString none() { return QStringLiteral("–"); }
QString errorText(double value) { return std::isfinite(value) ? QString::number(value, 'f', 4) : none(); }

// Fewer parameters are a minus.
QString parametersText(std::int64_t removed) {
    const QString sign = removed > 0 ? QStringLiteral("-") : removed < 0 ? QStringLiteral("+") : QString();
    return sign + QString::fromStdString(formatCount(std::abs(removed)));
}

}  // namespace

PredictionTable::PredictionTable(QWidget* parent) : QTableWidget(rows, columns, parent) {
    setHorizontalHeaderLabels({tr("predicted"), tr("measured")});
    setVerticalHeaderLabels({tr("state error"), tr("parameters")});
    verticalHeaderItem(0)->setToolTip(tr("How far the last state is off, relative to its deviation from its mean. Later blocks may amplify an error or mend "
                                         "it, which scores leave out: the order of plans is what to read from predictions"));
    verticalHeaderItem(1)->setToolTip(tr("Numbers in the weights that go"));
    horizontalHeaderItem(predicted)->setToolTip(tr("From the scores of the run, before anything is measured: errors of edits are taken as independent, and each to keep its share of the stream up to the last state"));
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setShowGrid(false);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 4);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(horizontalHeader()->sizeHint().height() + rows * verticalHeader()->defaultSectionSize() + 2 * frameWidth() + 2);
    setAccessibleName(tr("Predicted effect of the plan"));
    new TableCopies(*this);
    setPrediction({}, {});
}

void PredictionTable::setPrediction(const std::optional<Prediction>& prediction, const std::optional<Outcome>& outcome) {
    QStringList missing;
    if (prediction)
        for (const std::string& reason : prediction->missing) missing << coreWords(reason);
    setCell(stateError, predicted, prediction ? errorText(prediction->stateError) : none(), missing.join("\n"));
    setCell(parameters, predicted, prediction && prediction->parametersKnown ? parametersText(prediction->parametersRemoved) : none(),
            prediction && !prediction->parametersKnown ? tr("A run does not keep the sizes of halves") : QString());
    setCell(stateError, measured, outcome ? errorText(outcome->stateError) : none());
    setCell(parameters, measured, outcome ? parametersText(outcome->baseline.parameters - outcome->edited.parameters) : none());
}

void PredictionTable::setCell(int row, int column, const QString& text, const QString& tip) {
    if (!item(row, column)) setItem(row, column, new QTableWidgetItem);
    item(row, column)->setText(text);
    item(row, column)->setToolTip(tip);
    item(row, column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
}

}  // namespace strato
