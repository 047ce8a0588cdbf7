// One view in the window: what it can draw, its sentence, its picture or its numbers as a table, its colours and its way into a file.
//
//     auto* page = new ViewPage(view.make());
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QStackedWidget>
#include <QToolButton>
#include <QWidget>

#include "app/figures/chart.h"
#include "app/views/csv_table.h"

class QBoxLayout;

namespace strato {

class MapChart;
class MapColoring;

class ViewPage : public QWidget {
    Q_OBJECT

public:
    // `name`: of the chart as a widget; the page's own widgets are named after it. `extra`: more choices, in the head; `reference` stands before the colours.
    ViewPage(std::unique_ptr<Chart> chart, const QString& name, QWidget* extra = nullptr, QWidget* reference = nullptr);

    Chart& chart() { return *chart_; }
    // After the chart has changed.
    void showChart();
    void showSelection(const Selection& selection);

    Q_SIGNAL void exportAsked(strato::Chart* chart);
    Q_SIGNAL void selected(const strato::Selection& selection);
    Q_SIGNAL void forAllMapsAsked(strato::MapColoring* from);

private:
    void showWords();
    void showTable();
    void buildHead(QBoxLayout& head, const QString& name, QWidget* extra, QWidget* reference);
    void buildColors(QBoxLayout& head, const QString& name, QWidget* reference);
    void buildShowAll(QBoxLayout& head, MapChart& map);

    Chart* chart_;
    QLabel *title_, *explanation_;
    QStackedWidget* stack_;
    CsvTable* table_;
    QToolButton* toggle_;
    Selection selection_;
};

}  // namespace strato
