#include "app/window/view_page.h"

#include <QHBoxLayout>
#include <QLabel>

#include "app/views/color_menu.h"
#include "app/views/map_chart.h"

namespace strato {

ViewPage::ViewPage(std::unique_ptr<Chart> chart, const QString& name, QWidget* extra)
    : chart_(chart.release()), stack_(new QStackedWidget), table_(new CsvTable), toggle_(new QToolButton) {
    chart_->setObjectName(name);
    chart_->setAccessibleName(chart_->title());
    chart_->setAccessibleDescription(chart_->explanation());
    table_->setObjectName(name + "Table");
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(2);
    auto* head = new QHBoxLayout;
    buildHead(*head, name, extra);
    layout->addLayout(head);
    QString sentence = chart_->explanation();
    if (qobject_cast<MapChart*>(chart_)) sentence += ' ' + tr("Hatched cells have no value.");
    auto* explanation = new QLabel(sentence);
    explanation->setWordWrap(true);
    explanation->setForegroundRole(QPalette::PlaceholderText);
    layout->addWidget(explanation);
    stack_->addWidget(chart_);
    stack_->addWidget(table_);
    layout->addWidget(stack_, 1);
    connect(table_, &CsvTable::selected, this, &ViewPage::selected);
}

void ViewPage::buildHead(QBoxLayout& head, const QString& name, QWidget* extra) {
    head.addWidget(new QLabel("<b>" + chart_->title() + "</b>"));
    if (const auto choices = chart_->choices(); !choices.isEmpty()) {
        auto* choice = new QComboBox;
        choice->setObjectName(name + "Choice");
        choice->setAccessibleName(tr("What is shown"));
        for (const Chart::Choice& each : choices) {
            choice->addItem(each.name);
            choice->setItemData(choice->count() - 1, each.explanation, Qt::ToolTipRole);
        }
        // What stands beside it must not widen the window.
        choice->setMinimumWidth(110);
        choice->setMaximumWidth(270);
        connect(choice, &QComboBox::currentIndexChanged, this, [this](int index) {
            chart_->setChoice(index);
            showTable();
        });
        head.addWidget(choice);
    }
    if (extra) head.addWidget(extra);
    head.addStretch(1);
    buildColors(head, name);
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
    file->setToolTip(tr("This chart as PDF, SVG or PNG, or its numbers as CSV"));
    file->setObjectName(name + "Export");
    connect(file, &QToolButton::clicked, this, [this] { emit exportAsked(chart_); });
    head.addWidget(file);
}

void ViewPage::buildColors(QBoxLayout& head, const QString& name) {
    auto* map = qobject_cast<MapChart*>(chart_);
    if (!map) return;
    auto* button = new ColorButton(map->coloring());
    button->setObjectName(name + "Colors");
    connect(button, &ColorButton::forAllAsked, this, &ViewPage::forAllMapsAsked);
    head.addWidget(button);
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
