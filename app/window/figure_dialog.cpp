#include "app/window/figure_dialog.h"

#include <cmath>

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QGuiApplication>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollArea>
#include <QSettings>

#include "app/views/core_words.h"
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

void FigureDialog::exportChart(Session& session, const Chart& chart, const QString& kind, QWidget* parent) {
    if (chart.isEmpty()) {
        emit session.failed(tr("There is nothing to export. %1").arg(chart.whyEmpty()));
        return;
    }
    const QString model = chart.run() ? QString::fromStdString(chart.run()->model.folder.filename().string()) + "-" : QString();
    FigureDialog dialog(chart, model + kind, session.runFile(), session.plan(), parent);
    run(dialog, session);
}

void FigureDialog::exportPage(Session& session, PageChart& page, QWidget* parent) {
    FigureDialog dialog(page, QString::fromStdString(page.run()->model.folder.filename().string()) + "-page", session.runFile(), session.plan(), parent);
    dialog.offerPanels(page);
    run(dialog, session);
}

void FigureDialog::run(FigureDialog& dialog, Session& session) {
    if (dialog.exec() == QDialog::Accepted) emit session.succeeded(tr("Written: %1").arg(dialog.written()));
}

FigureDialog::FigureDialog(const Chart& chart, const QString& suggestedName, const QString& runFile, const Plan& plan, QWidget* parent)
    : QDialog(parent), chart_(chart), plan_(plan), name_(suggestedName), runFile_(runFile) {
    const QSettings settings;
    const FigureLook usual;
    format_ = new QComboBox;
    format_->setObjectName("figureFormat");
    for (const QString& format : figureFormats()) {
        format_->addItem(isOfNumbers(format) ? tr("%1, the numbers").arg(format.toUpper()) : format.toUpper(), format);
        if (format == "pgf") format_->setItemData(format_->count() - 1, tr("For \\input in LaTeX, which sets the texts in the document's font"), Qt::ToolTipRole);
    }
    format_->setCurrentIndex(std::max(0, format_->findData(settings.value("figure/format", "pdf"))));
    preset_ = new QComboBox;
    for (const Preset& preset : presets) preset_->addItem(tr(preset.name), preset.widthMm);
    preset_->addItem(tr("other"));
    width_ = spinBox(20, 2000, settings.value("figure/width", usual.widthMm).toDouble(), tr(" mm"));
    height_ = spinBox(20, 2000, std::round(width_->value() * chart.figureShape()), tr(" mm"));
    marks_ = new QCheckBox(tr("Marks of the plan"));
    font_ = spinBox(4, 72, settings.value("figure/font", usual.fontPoints).toDouble(), tr(" pt"));
    build();
}

// Numbers are one chart's.
void FigureDialog::offerPanels(PageChart& page) {
    for (int i = format_->count() - 1; i >= 0; --i)
        if (isOfNumbers(format_->itemData(i).toString())) format_->removeItem(i);
    for (const Chart* chart : page.panels()) {
        auto* item = new QListWidgetItem(chart->title(), panels_);
        item->setToolTip(chart->title());
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(page.isShown(panels_->row(item)) ? Qt::Checked : Qt::Unchecked);
    }
    panels_->setVisible(true);
    const auto show = [this, &page] {
        height_->setValue(std::clamp(std::round(width_->value() * page.figureShape()), 20.0, 2000.0));
        caption_->setText(notesOf(page, request()).caption);
        save_->setEnabled(!page.isEmpty());
        showPreview();
    };
    connect(panels_, &QListWidget::itemChanged, this, [this, &page, show](const QListWidgetItem* item) {
        page.setShown(panels_->row(item), item->checkState() == Qt::Checked);
        show();
    });
    show();
}

void FigureDialog::build() {
    setWindowTitle(tr("Export “%1”").arg(chart_.title()));
    auto* form = new QFormLayout;
    form->addRow(tr("Format"), format_);
    form->addRow(tr("Width"), preset_);
    form->addRow(QString(), width_);
    form->addRow(tr("Height"), height_);
    form->addRow(tr("Text"), font_);
    marks_->setObjectName("figureMarks");
    marks_->setToolTip(QString::fromStdString(plan_.text()));
    marks_->setVisible(!plan_.edits().empty() && !request().name.isEmpty());
    form->addRow(QString(), marks_);
    panels_ = new QListWidget;
    panels_->setObjectName("figurePanels");
    panels_->setAccessibleName(tr("Charts of the page"));
    panels_->setVisible(false);
    panels_->setFixedWidth(230);
    panels_->setTextElideMode(Qt::ElideRight);
    panels_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    form->addRow(panels_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel);
    save_ = buttons->button(QDialogButtonBox::Save);
    auto* copy = buttons->addButton(tr("Copy"), QDialogButtonBox::ActionRole);
    copy->setObjectName("copyFigure");
    copy->setToolTip(tr("To the clipboard: the picture as PNG, SVG and PDF, or the numbers as CSV"));
    connect(copy, &QPushButton::clicked, this, &FigureDialog::copyToClipboard);
    auto* upper = new QHBoxLayout;
    upper->addLayout(form);
    upper->addWidget(buildPreview(), 1);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(upper, 1);
    layout->addWidget(buildTexts());
    layout->addWidget(buttons);
    const auto showPreset = [this] {
        const int known = preset_->findData(width_->value());
        preset_->setCurrentIndex(known >= 0 ? known : preset_->count() - 1);
    };
    connect(width_, &QDoubleSpinBox::valueChanged, this, showPreset);
    connect(preset_, &QComboBox::activated, this, [this] {
        if (!preset_->currentData().isValid()) return;
        width_->setValue(preset_->currentData().toDouble());
        height_->setValue(std::round(width_->value() * chart_.figureShape()));
    });
    const auto showSizes = [this] {
        for (QWidget* widget : std::initializer_list<QWidget*>{preset_, width_, height_, font_, marks_}) widget->setEnabled(!isOfNumbers(format()));
        showPreview();
    };
    connect(format_, &QComboBox::currentIndexChanged, this, showSizes);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] { save(); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    for (QDoubleSpinBox* box : {width_, height_, font_}) connect(box, &QDoubleSpinBox::valueChanged, &previewing_, qOverload<>(&QTimer::start));
    connect(marks_, &QCheckBox::toggled, this, &FigureDialog::showPreview);
    previewing_.setSingleShot(true);
    previewing_.setInterval(120);
    connect(&previewing_, &QTimer::timeout, this, &FigureDialog::showPreview);
    showPreset();
    showSizes();
}

QWidget* FigureDialog::buildPreview() {
    preview_ = new QLabel;
    preview_->setObjectName("figurePreview");
    preview_->setAccessibleName(tr("How the figure will look"));
    preview_->setAlignment(Qt::AlignCenter);
    preview_->setFixedSize(qobject_cast<const PageChart*>(&chart_) ? QSize(430, 480) : QSize(380, 260));
    preview_->setWordWrap(true);
    preview_->setFrameShape(QFrame::StyledPanel);
    return preview_;
}

// What stands beside a figure in a paper, and what draws it again.
QWidget* FigureDialog::buildTexts() {
    caption_ = new QLabel(notesOf(chart_, request()).caption);
    caption_->setObjectName("figureCaption");
    caption_->setWordWrap(true);
    caption_->setAlignment(Qt::AlignTop);
    caption_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    command_ = new QLineEdit;
    command_->setObjectName("figureCommand");
    command_->setReadOnly(true);
    command_->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    // A page's is long.
    auto* wholeCaption = new QScrollArea;
    wholeCaption->setObjectName("figureCaptionArea");
    wholeCaption->setWidget(caption_);
    wholeCaption->setWidgetResizable(true);
    wholeCaption->setFrameShape(QFrame::NoFrame);
    wholeCaption->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    wholeCaption->setFixedHeight(7 * fontMetrics().lineSpacing());
    const auto row = [this](QWidget* text, const QString& tip, const std::function<QString()>& words) {
        auto* copy = new QToolButton;
        copy->setText(tr("Copy"));
        copy->setToolTip(tip);
        connect(copy, &QToolButton::clicked, this, [words] { QGuiApplication::clipboard()->setText(words()); });
        auto* line = new QHBoxLayout;
        line->addWidget(text, 1);
        line->addWidget(copy, 0, Qt::AlignTop);
        return line;
    };
    auto* texts = new QWidget;
    auto* form = new QFormLayout(texts);
    form->setContentsMargins({});
    form->addRow(tr("Caption"), row(wholeCaption, tr("Copies the caption; it is in the file, too"), [this] { return caption_->text(); }));
    if (!request().name.isEmpty()) form->addRow(tr("Command"), row(command_, tr("Copies the command that draws this figure without a window"), [this] { return command_->text(); }));
    return texts;
}

FigureLook FigureDialog::look() const {
    return {.widthMm = width_->value(), .heightMm = height_->value(), .fontPoints = font_->value(), .plan = marks_->isChecked() ? plan_ : Plan()};
}

FigureRequest FigureDialog::request() const {
    FigureRequest request = requestOf(chart_, runFile_);
    request.out = name_ + "." + format();
    request.look = look();
    return request;
}

// On white, as on paper; larger figures are scaled down.
void FigureDialog::showPreview() {
    command_->setText(commandOf(request()));
    command_->setCursorPosition(0);
    if (isOfNumbers(format())) {
        const QString numbers = QString::fromUtf8(chart_.csv());
        preview_->setText(tr("Rows of numbers: %1").arg(std::max(0, static_cast<int>(numbers.count('\n')) - 1)) + "\n\n" + numbers.section('\n', 0, 0).replace(',', ", "));
        return;
    }
    if (chart_.isEmpty()) {
        preview_->setText(chart_.whyEmpty());
        return;
    }
    const double ratio = devicePixelRatioF(), room = std::min((preview_->width() - 12) / look().widthMm, (preview_->height() - 12) / look().heightMm);
    try {
        QImage image = figureImage(chart_, look(), std::max(1, static_cast<int>(room * look().widthMm * ratio)));
        image.setDevicePixelRatio(ratio);
        preview_->setPixmap(QPixmap::fromImage(image));
    } catch (const Error& error) {
        preview_->setText(coreWords(error.what()));
    }
}

void FigureDialog::copyToClipboard() {
    try {
        QGuiApplication::clipboard()->setMimeData(figureMimeData(chart_, isOfNumbers(format()), look(), notesOf(chart_, request())).release());
    } catch (const Error& error) {
        QMessageBox::warning(this, windowTitle(), coreWords(error.what()));
    }
}

void FigureDialog::remember() const {
    QSettings settings;
    settings.setValue("figure/format", format_->currentData());
    settings.setValue("figure/width", width_->value());
    settings.setValue("figure/font", font_->value());
    settings.setValue("figure/folder", QFileInfo(written_).absolutePath());
}

void FigureDialog::save(QString file) {
    const QString format = this->format();
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
        writeFigure(chart_, file, look(), notesOf(chart_, request()));
    } catch (const Error& error) {
        QMessageBox::warning(this, windowTitle(), coreWords(error.what()));
        return;
    }
    written_ = file;
    remember();
    accept();
}

}  // namespace strato
