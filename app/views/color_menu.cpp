#include "app/views/color_menu.h"

#include <QDoubleValidator>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QWidgetAction>

namespace strato {

namespace {

QLineEdit* numberLine(const char* name) {
    auto* line = new QLineEdit;
    line->setObjectName(name);
    auto* validator = new QDoubleValidator(line);
    validator->setLocale(QLocale::c());
    line->setValidator(validator);
    line->setMaximumWidth(90);
    return line;
}

QDoubleSpinBox* percentileBox(const char* name) {
    auto* box = new QDoubleSpinBox;
    box->setObjectName(name);
    box->setRange(0, 100);
    box->setDecimals(1);
    return box;
}

std::optional<double> numberIn(const QLineEdit& line) {
    bool is = false;
    const double number = QLocale::c().toDouble(line.text(), &is);
    return is ? std::optional(number) : std::nullopt;
}

QString textOf(const std::optional<double>& number) { return number ? QString::number(*number, 'g', 6) : QString(); }

QWidget* inRow(const QList<QWidget*>& widgets) {
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins({});
    for (QWidget* widget : widgets) layout->addWidget(widget);
    return row;
}

}  // namespace

ColorMenu::ColorMenu(MapColoring& coloring, QWidget* parent)
    : QMenu(parent), coloring_(coloring), colors_(new QComboBox), low_(numberLine("colorLow")), high_(numberLine("colorHigh")), centre_(numberLine("colorCentre")),
      lowPercentile_(percentileBox("lowPercentile")), highPercentile_(percentileBox("highPercentile")), logarithmic_(new QCheckBox(tr("logarithmic"))) {
    build();
    connect(colors_, &QComboBox::currentIndexChanged, this, &ColorMenu::take);
    for (QLineEdit* line : {low_, high_, centre_}) connect(line, &QLineEdit::editingFinished, this, &ColorMenu::take);
    for (QDoubleSpinBox* box : {lowPercentile_, highPercentile_}) connect(box, &QDoubleSpinBox::valueChanged, this, [this] {
        // Percentiles take the place of a typed range.
        if (showing_) return;
        low_->clear();
        high_->clear();
        take();
    });
    connect(logarithmic_, &QCheckBox::toggled, this, &ColorMenu::take);
    connect(&coloring_, &MapColoring::changed, this, &ColorMenu::show);
    connect(&coloring_, &MapColoring::menuAsked, this, [this](const QPoint& position) { popup(position); });
    connect(this, &QMenu::aboutToShow, this, &ColorMenu::show);
    show();
}

void ColorMenu::build() {
    colors_->setObjectName("colorMap");
    colors_->addItems({tr("sequential"), tr("diverging")});
    logarithmic_->setObjectName("colorLog");
    for (QLineEdit* line : {low_, high_}) line->setPlaceholderText(tr("percentile"));
    centre_->setPlaceholderText(tr("none"));
    centre_->setToolTip(tr("The range reaches as far to both sides of this value; for diverging colours it is the light middle"));
    auto* own = new QPushButton(tr("As the view chooses"));
    own->setObjectName("ownColors");
    connect(own, &QPushButton::clicked, this, [this] { coloring_.setColors(coloring_.own()); });
    all_ = new QPushButton;
    all_->setObjectName("colorsForAll");
    connect(all_, &QPushButton::clicked, this, [this] { emit forAllAsked(&coloring_); });
    auto* content = new QWidget;
    auto* form = new QFormLayout(content);
    form->addRow(tr("Colours"), colors_);
    form->addRow(tr("From, to"), inRow({low_, high_}));
    form->addRow(tr("Percentiles"), inRow({lowPercentile_, highPercentile_}));
    form->addRow(tr("Centre"), centre_);
    form->addRow(tr("Scale"), logarithmic_);
    form->addRow(own);
    form->addRow(all_);
    auto* hint = new QLabel(tr("The colour bar itself can be dragged, the wheel widens its range, a double click gives it back."));
    hint->setWordWrap(true);
    form->addRow(hint);
    content->setMinimumWidth(280);
    auto* action = new QWidgetAction(this);
    action->setDefaultWidget(content);
    addAction(action);
}

void ColorMenu::show() {
    showing_ = true;
    const MapColors& colors = coloring_.colors();
    colors_->setCurrentIndex(colors.diverging ? 1 : 0);
    low_->setText(textOf(colors.low));
    high_->setText(textOf(colors.high));
    centre_->setText(textOf(colors.centre));
    lowPercentile_->setValue(100 * colors.lowQuantile);
    highPercentile_->setValue(100 * colors.highQuantile);
    logarithmic_->setChecked(colors.logarithmic);
    all_->setText(tr("This range for all maps of: %1").arg(coloring_.quantity()));
    showing_ = false;
}

void ColorMenu::take() {
    if (showing_) return;
    MapColors colors;
    colors.diverging = colors_->currentIndex() == 1;
    colors.logarithmic = logarithmic_->isChecked();
    colors.low = numberIn(*low_);
    colors.high = numberIn(*high_);
    colors.centre = numberIn(*centre_);
    colors.lowQuantile = std::min(lowPercentile_->value(), highPercentile_->value()) / 100;
    colors.highQuantile = std::max(lowPercentile_->value(), highPercentile_->value()) / 100;
    if (colors.lowQuantile == colors.highQuantile) colors.highQuantile = 1;
    if (colors != coloring_.colors()) coloring_.setColors(colors);
}

ColorButton::ColorButton(MapColoring& coloring, QWidget* parent) : QToolButton(parent) {
    setText(tr("Colours"));
    setPopupMode(QToolButton::InstantPopup);
    auto* menu = new ColorMenu(coloring, this);
    setMenu(menu);
    connect(menu, &ColorMenu::forAllAsked, this, &ColorButton::forAllAsked);
}

}  // namespace strato
