#include "app/figures/chart_view.h"

#include <cmath>

#include <QLocale>
#include <QStringList>

#include "core/base/error.h"

namespace strato {

namespace {

// Reads back as the same number.
QString exact(double number) { return QString::number(number, 'g', QLocale::FloatingPointShortest); }

QString pairText(const char* key, double first, double second) { return QString("%1=%2:%3").arg(key, exact(first), exact(second)); }

[[noreturn]] void refuse(const QString& part, const char* why) {
    throw UsageError("'" + part.toStdString() + "' of the view " + why + "; an example is columns=0:40,sequential,low=0.9,high=1");
}

double numberOf(const QString& part, const QString& text) {
    bool is = false;
    const double number = QLocale::c().toDouble(text, &is);
    if (!is || !std::isfinite(number)) refuse(part, "holds no number");
    return number;
}

ChartView::Cells cellsOf(const QString& part, const QString& text) {
    const QStringList ends = text.split(':');
    if (ends.size() != 2) refuse(part, "must be two numbers with a colon between");
    const ChartView::Cells cells{numberOf(part, ends[0]), numberOf(part, ends[1])};
    if (cells.first > cells.last) refuse(part, "ends before it begins");
    return cells;
}

int choiceOf(const QString& part, const QString& text) {
    bool is = false;
    const int choice = text.toInt(&is);
    if (!is || choice < 0) refuse(part, "is not the number of a measure");
    return choice;
}

void checkColors(const QString& text, const MapColors& colors) {
    if (colors.low && colors.high && *colors.low >= *colors.high) refuse(text, "has no range: low must be below high");
    if (colors.lowQuantile < 0 || colors.highQuantile > 1 || colors.lowQuantile >= colors.highQuantile) refuse(text, "has quantiles that are not 0 to 1, rising");
}

}  // namespace

QString ChartView::text() const {
    QStringList parts;
    if (choice > 0) parts << QString("choice=%1").arg(choice);
    if (columns) parts << pairText("columns", columns->first, columns->last);
    if (rows) parts << pairText("rows", rows->first, rows->last);
    if (!colors) return parts.join(',');
    parts << (colors->diverging ? "diverging" : "sequential");
    if (colors->low) parts << "low=" + exact(*colors->low);
    if (colors->high) parts << "high=" + exact(*colors->high);
    if (colors->centre) parts << "centre=" + exact(*colors->centre);
    if (colors->lowQuantile > 0 || colors->highQuantile < 1) parts << pairText("quantiles", colors->lowQuantile, colors->highQuantile);
    if (colors->logarithmic) parts << "log";
    return parts.join(',');
}

ChartView ChartView::parse(const QString& text) {
    ChartView view;
    MapColors colors;
    bool colored = false;
    for (const QString& part : text.split(',', Qt::SkipEmptyParts)) {
        const QString key = part.section('=', 0, 0), value = part.section('=', 1);
        const auto number = [&] { return numberOf(part, value); };
        if (key == "choice") view.choice = choiceOf(part, value);
        else if (key == "columns") view.columns = cellsOf(part, value);
        else if (key == "rows") view.rows = cellsOf(part, value);
        else {
            colored = true;
            if (part == "sequential" || part == "diverging") colors.diverging = part == "diverging";
            else if (part == "log") colors.logarithmic = true;
            else if (key == "low") colors.low = number();
            else if (key == "high") colors.high = number();
            else if (key == "centre") colors.centre = number();
            else if (key == "quantiles") {
                const Cells quantiles = cellsOf(part, value);
                colors.lowQuantile = quantiles.first;
                colors.highQuantile = quantiles.last;
            } else refuse(part, "is not known");
        }
    }
    if (!colored) return view;
    checkColors(text, colors);
    view.colors = colors;
    return view;
}

}  // namespace strato
