#include "app/window/view_page.h"

#include <QHBoxLayout>
#include <QLabel>

#include "app/views/color_menu.h"
#include "app/views/map_chart.h"
#include "app/views/measure_choice.h"
#include "app/window/elided_label.h"

namespace strato {

ViewPage::ViewPage(std::unique_ptr<Chart> chart, const QString& name, QWidget* extra, QWidget* reference)
    : chart_(chart.release()), title_(new ElidedLabel(chart_->title())), explanation_(new QLabel), stack_(new QStackedWidget), table_(new CsvTable), toggle_(new QToolButton) {
    chart_->setObjectName(name);
    chart_->setAccessibleName(chart_->title());
    chart_->setAccessibleDescription(chart_->explanation());
    table_->setObjectName(name + "Table");
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(2);
    auto* head = new QHBoxLayout;
    buildHead(*head, name, extra, reference);
    layout->addLayout(head);
    explanation_->setWordWrap(true);
    explanation_->setForegroundRole(QPalette::PlaceholderText);
    layout->addWidget(explanation_);
    stack_->addWidget(chart_);
    stack_->addWidget(table_);
    layout->addWidget(stack_, 1);
    // A row of a token says nothing of blocks, and the other way round.
    connect(table_, &CsvTable::selected, this, [this](Selection selection) {
        if (!selection.blocks) selection.blocks = selection_.blocks;
        if (!selection.token) selection.token = selection_.token;
        emit selected(selection);
    });
    connect(chart_, &Chart::viewChanged, this, &ViewPage::showChart);
    showWords();
}

// What is for the hand does not belong in a figure's caption.
void ViewPage::showWords() {
    QString title = chart_->title();
    QStringList sentences{chart_->explanation(), chart_->remark()};
    if (const auto* map = qobject_cast<MapChart*>(chart_)) {
        if (!map->isEmpty() && map->showsDifference()) title = tr("%1, minus %2").arg(title, map->referenceName());
        else if (const QString reason = map->takesDifferences() ? map->whyNoDifference() : QString(); !reason.isEmpty()) sentences << tr("No difference is shown: %1").arg(reason);
        if (map->actsOnClick()) sentences << tr("A click acts on the blocks of its cell.");
        if (!map->isEmpty()) sentences << map->absenceText();
    }
    sentences.removeAll({});
    title_->setText(title);
    explanation_->setText(sentences.join(' '));
}

void ViewPage::buildHead(QBoxLayout& head, const QString& name, QWidget* extra, QWidget* reference) {
    QFont bold = title_->font();
    bold.setBold(true);
    title_->setFont(bold);
    head.addWidget(title_, 1);
    if (!chart_->choices().isEmpty()) {
        auto* choice = new MeasureChoice(*chart_);
        choice->setObjectName(name + "Choice");
        // What stands beside it must not widen the window.
        choice->setMinimumWidth(110);
        choice->setMaximumWidth(270);
        head.addWidget(choice);
    }
    if (extra) head.addWidget(extra, 1);
    head.addStretch(0);
    buildColors(head, name, reference);
    toggle_->setText(tr("Table"));
    toggle_->setCheckable(true);
    toggle_->setObjectName(name + "ShowTable");
    toggle_->setToolTip(tr("The numbers of this chart; Ctrl+C copies them"));
    connect(toggle_, &QToolButton::toggled, this, [this](bool asTable) {
        stack_->setCurrentIndex(asTable ? 1 : 0);
        showTable();
    });
    head.addWidget(toggle_);
    auto* file = new QToolButton;
    file->setText(tr("Export…"));
    file->setToolTip(tr("This chart or its numbers as a file"));
    file->setObjectName(name + "Export");
    connect(file, &QToolButton::clicked, this, [this] { emit exportAsked(chart_); });
    head.addWidget(file);
}

void ViewPage::buildColors(QBoxLayout& head, const QString& name, QWidget* reference) {
    auto* map = qobject_cast<MapChart*>(chart_);
    if (!map) return;
    buildShowAll(head, *map);
    if (reference) {
        reference->setObjectName(name + "Minus");
        head.addWidget(reference);
    }
    auto* button = new ColorButton(map->coloring());
    button->setObjectName(name + "Colors");
    connect(button, &ColorButton::forAllAsked, this, &ViewPage::forAllMapsAsked);
    head.addWidget(button);
}

// Says that this is a part.
void ViewPage::buildShowAll(QBoxLayout& head, MapChart& map) {
    auto* all = new QToolButton;
    all->setObjectName(map.objectName() + "ShowAll");
    connect(all, &QToolButton::clicked, &map, &MapChart::showAll);
    const auto show = [all, &map] {
        const QString part = map.partText();
        all->setText(tr("All %1").arg(map.wholeText()));
        all->setToolTip(tr("%1 are shown; this shows all. The wheel zooms, a drag moves; View, Back returns to what was shown before.").arg(part));
        all->setVisible(!part.isEmpty());
    };
    connect(&map, &Chart::viewChanged, all, show);
    show();
    head.addWidget(all);
}

void ViewPage::showChart() {
    showWords();
    showTable();
}

void ViewPage::showTable() {
    if (!toggle_->isChecked()) return;
    table_->setCsv(chart_->isEmpty() ? QByteArray() : chart_->csv());
    table_->showSelection(selection_);
}

void ViewPage::showSelection(const Selection& selection) {
    selection_ = selection;
    chart_->showSelection(selection);
    if (toggle_->isChecked()) table_->showSelection(selection);
}

}  // namespace strato
