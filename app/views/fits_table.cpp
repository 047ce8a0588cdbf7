#include "app/views/fits_table.h"

#include <algorithm>
#include <cmath>

#include <QHeaderView>

#include "app/views/table_copies.h"

namespace strato {

namespace {

constexpr int columns = 3, mostRows = 5;

QString number(double value, char format, int digits) { return std::isfinite(value) ? QString::number(value, format, digits) : QStringLiteral("–"); }

}  // namespace

FitsTable::FitsTable(QWidget* parent) : QTableWidget(0, columns, parent) {
    setHorizontalHeaderLabels({tr("R² in sample"), tr("R² held out"), tr("ridge")});
    const QStringList explanations{tr("Of what the part adds to the residual stream, on the texts that the map was fitted on"),
                                   tr("The same on folds of documents that a map was not fitted on"), tr("The penalty on the map, chosen by the error on folds held out")};
    for (int column = 0; column < columns; ++column) horizontalHeaderItem(column)->setToolTip(explanations[column]);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setShowGrid(false);
    setAlternatingRowColors(true);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 4);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Fits of the plan's maps"));
    new TableCopies(*this);
    hide();
}

void FitsTable::setFits(const std::vector<FitQuality>& fits) {
    const auto count = static_cast<int>(fits.size());
    setRowCount(count);
    for (int row = 0; row < count; ++row) {
        const FitQuality& fit = fits[static_cast<std::size_t>(row)];
        setVerticalHeaderItem(row, new QTableWidgetItem(QString::fromStdString(fit.edit)));
        const QStringList texts{number(fit.inSample, 'f', 4), number(fit.heldOut, 'f', 4), number(fit.ridge, 'g', 2)};
        for (int column = 0; column < columns; ++column) {
            auto* item = new QTableWidgetItem(texts[column]);
            item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            setItem(row, column, item);
        }
    }
    setFixedHeight(horizontalHeader()->sizeHint().height() + std::min(count, mostRows) * verticalHeader()->defaultSectionSize() + 2 * frameWidth() + 2);
    setVisible(count > 0);
}

}  // namespace strato
