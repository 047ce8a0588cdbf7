#include "app/window/preferences.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QSettings>

#include <algorithm>

namespace strato {

namespace {

constexpr auto deviceKey = "compute/device", typeKey = "compute/dtype", threadsKey = "compute/threads", memoryKey = "compute/memoryGiB",
               speedKey = "measure/speed";

QComboBox* choice(const char* name, const QString& present) {
    auto* box = new QComboBox;
    box->setObjectName(name);
    box->setProperty("present", present);
    return box;
}

void offer(QComboBox& box, const QString& text, const QString& value) {
    box.addItem(text, value);
    if (box.property("present").toString() == value) box.setCurrentIndex(box.count() - 1);
}

QSpinBox* number(const char* name, int high, int value, const QString& unit, const QString& special) {
    auto* box = new QSpinBox;
    box->setObjectName(name);
    box->setRange(0, high);
    box->setSuffix(unit);
    box->setSpecialValueText(special);
    box->setValue(value);
    return box;
}

}  // namespace

Compute preferredCompute() {
    const QSettings settings;
    Compute compute;
    compute.device = settings.value(deviceKey, "auto").toString().toStdString();
    compute.dtype = settings.value(typeKey, "auto").toString().toStdString();
    compute.threads = std::max(0, settings.value(threadsKey, 0).toInt());
    compute.memoryBytes = std::max<std::int64_t>(0, settings.value(memoryKey, 0).toInt()) << 30;
    return compute;
}

bool timesSpeed() { return QSettings().value(speedKey, true).toBool(); }

PreferencesDialog::PreferencesDialog(Appearance* appearance, QWidget* parent) : QDialog(parent), note_(new QLabel) {
    setObjectName("preferences");
    setWindowTitle(tr("Preferences"));
    auto* form = new QFormLayout(this);
    form->setSizeConstraint(QLayout::SetFixedSize);
    if (appearance) addAppearance(*appearance);
    addCompute();
    addSpeed();
    note_->setWordWrap(true);
    note_->setMinimumWidth(380);
    note_->setForegroundRole(QPalette::PlaceholderText);
    note_->setText(tr("Holds for jobs that start from now on. What can't be had, such as a card that is not there, is said when a job asks for it."));
    form->addRow(note_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    form->addRow(buttons);
}

void PreferencesDialog::addAppearance(Appearance& appearance) {
    auto* mode = choice("appearanceChoice", QString::number(static_cast<int>(appearance.mode())));
    offer(*mode, tr("as the desktop"), QString::number(static_cast<int>(Appearance::Mode::system)));
    offer(*mode, tr("light"), QString::number(static_cast<int>(Appearance::Mode::light)));
    offer(*mode, tr("dark"), QString::number(static_cast<int>(Appearance::Mode::dark)));
    connect(mode, &QComboBox::activated, this, [&appearance, mode] { appearance.choose(static_cast<Appearance::Mode>(mode->currentData().toInt())); });
    static_cast<QFormLayout*>(layout())->addRow(tr("Appearance"), mode);
}

void PreferencesDialog::addCompute() {
    const QSettings settings;
    device_ = choice("device", settings.value(deviceKey, "auto").toString());
    offer(*device_, tr("a graphics card, if there is one"), "auto");
    offer(*device_, tr("the processor"), "cpu");
    offer(*device_, tr("the graphics card (CUDA)"), "cuda");
    type_ = choice("dtype", settings.value(typeKey, "auto").toString());
    offer(*type_, tr("as it suits model and machine"), "auto");
    for (const char* type : {"float32", "bfloat16", "float16"}) offer(*type_, type, type);
    threads_ = number("threads", 4096, settings.value(threadsKey, 0).toInt(), {}, tr("one a core"));
    memory_ = number("memory", 1 << 16, settings.value(memoryKey, 0).toInt(), tr(" GiB"), tr("a quarter of the machine's"));
    memory_->setToolTip(tr("What may be kept in memory to save time: states of all depths, weights"));
    auto* form = static_cast<QFormLayout*>(layout());
    form->addRow(tr("Compute on"), device_);
    form->addRow(tr("Compute in"), type_);
    form->addRow(tr("Threads"), threads_);
    form->addRow(tr("Memory"), memory_);
    for (QComboBox* box : {device_, type_}) connect(box, &QComboBox::activated, this, &PreferencesDialog::keepCompute);
    for (QSpinBox* box : {threads_, memory_}) connect(box, &QSpinBox::valueChanged, this, &PreferencesDialog::keepCompute);
}

void PreferencesDialog::addSpeed() {
    auto* speed = new QCheckBox(tr("time every plan"));
    speed->setObjectName("timeSpeed");
    speed->setToolTip(tr("After its quality, reading and writing of each plan are timed, which keeps the machine busy for seconds. Without it only quality and size are measured"));
    speed->setChecked(timesSpeed());
    connect(speed, &QCheckBox::toggled, this, [](bool times) { QSettings().setValue(speedKey, times); });
    static_cast<QFormLayout*>(layout())->addRow(tr("Speed"), speed);
}

void PreferencesDialog::keepCompute() {
    QSettings settings;
    settings.setValue(deviceKey, device_->currentData());
    settings.setValue(typeKey, type_->currentData());
    settings.setValue(threadsKey, threads_->value());
    settings.setValue(memoryKey, memory_->value());
}

}  // namespace strato
