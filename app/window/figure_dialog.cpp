#include "app/window/figure_dialog.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>

#include "core/base/error.h"

namespace strato {

namespace {

struct Preset {
    const char* name;
    double widthMm;
};
// The column widths that most journals ask for.
constexpr Preset presets[]{{QT_TRANSLATE_NOOP("strato::FigureDialog", "one column, 84 mm"), 84}, {QT_TRANSLATE_NOOP("strato::FigureDialog", "two columns, 174 mm"), 174}};

QDoubleSpinBox* spinBox(double low, double high, double value, const QString& unit) {
    auto* box = new QDoubleSpinBox;
    box->setRange(low, high);
    box->setDecimals(1);
    box->setSuffix(unit);
    box->setValue(value);
    return box;
}

}  // namespace

FigureDialog::FigureDialog(const Chart& chart, const QString& suggestedName, QWidget* parent) : QDialog(parent), chart_(chart), name_(suggestedName) {
    const QSettings settings;
    const FigureSize size;
    format_ = new QComboBox;
    for (const QString& format : figureFormats()) format_->addItem(format.toUpper(), format);
    format_->setCurrentIndex(std::max(0, format_->findData(settings.value("figure/format", "pdf"))));
    preset_ = new QComboBox;
    for (const Preset& preset : presets) preset_->addItem(tr(preset.name), preset.widthMm);
    preset_->addItem(tr("other"));
    width_ = spinBox(20, 2000, settings.value("figure/width", size.widthMm).toDouble(), tr(" mm"));
    height_ = spinBox(20, 2000, settings.value("figure/height", size.heightMm).toDouble(), tr(" mm"));
    font_ = spinBox(4, 72, settings.value("figure/font", size.fontPoints).toDouble(), tr(" pt"));
    build();
}

void FigureDialog::build() {
    setWindowTitle(tr("Export “%1”").arg(chart_.title()));
    auto* form = new QFormLayout(this);
    form->addRow(tr("Format"), format_);
    form->addRow(tr("Width"), preset_);
    form->addRow(QString(), width_);
    form->addRow(tr("Height"), height_);
    form->addRow(tr("Text"), font_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel);
    form->addRow(buttons);
    const auto showPreset = [this] {
        const int known = preset_->findData(width_->value());
        preset_->setCurrentIndex(known >= 0 ? known : preset_->count() - 1);
    };
    connect(width_, &QDoubleSpinBox::valueChanged, this, showPreset);
    connect(preset_, &QComboBox::activated, this, [this] {
        if (preset_->currentData().isValid()) width_->setValue(preset_->currentData().toDouble());
    });
    const auto showSizes = [this] {
        for (QWidget* widget : std::initializer_list<QWidget*>{preset_, width_, height_, font_}) widget->setEnabled(format_->currentData() != "csv");
    };
    connect(format_, &QComboBox::currentIndexChanged, this, showSizes);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] { save(); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    showPreset();
    showSizes();
}

void FigureDialog::remember() const {
    QSettings settings;
    settings.setValue("figure/format", format_->currentData());
    settings.setValue("figure/width", width_->value());
    settings.setValue("figure/height", height_->value());
    settings.setValue("figure/font", font_->value());
    settings.setValue("figure/folder", QFileInfo(written_).absolutePath());
}

void FigureDialog::save(QString file) {
    const QString format = format_->currentData().toString();
    if (file.isEmpty()) {
        const QString folder = QSettings().value("figure/folder", QDir::homePath()).toString();
        QFileDialog dialog(this, windowTitle(), folder, QString("%1 (*.%2)").arg(format.toUpper(), format));
        dialog.setAcceptMode(QFileDialog::AcceptSave);
        dialog.setDefaultSuffix(format);
        dialog.selectFile(name_ + "." + format);
        if (dialog.exec() != QDialog::Accepted) return;
        file = dialog.selectedFiles().constFirst();
    }
    try {
        writeFigure(chart_, file, {width_->value(), height_->value(), font_->value()});
    } catch (const Error& error) {
        QMessageBox::warning(this, windowTitle(), error.what());
        return;
    }
    written_ = file;
    remember();
    accept();
}

}  // namespace strato
