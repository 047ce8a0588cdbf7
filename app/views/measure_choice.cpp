#include "app/views/measure_choice.h"

namespace strato {

MeasureChoice::MeasureChoice(Chart& chart, QWidget* parent) : QComboBox(parent) {
    setAccessibleName(tr("What is shown"));
    for (const Chart::Choice& choice : chart.choices()) {
        addItem(choice.name);
        setItemData(count() - 1, choice.explanation, Qt::ToolTipRole);
    }
    setCurrentIndex(chart.choice());
    connect(this, &QComboBox::currentIndexChanged, &chart, [&chart](int index) {
        if (index != chart.choice()) chart.setChoice(index);
    });
    connect(&chart, &Chart::viewChanged, this, [this, &chart] { setCurrentIndex(chart.choice()); });
}

}  // namespace strato
