#include "app/window/appearance.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QLabel>
#include <QPainter>
#include <QProxyStyle>
#include <QSettings>
#include <QStyleFactory>
#include <QStyleOption>

#include "app/figures/figure_style.h"

namespace strato {

namespace {

constexpr auto appearanceKey = "appearance";
const QString portalService = QStringLiteral("org.freedesktop.portal.Desktop"), portalPath = QStringLiteral("/org/freedesktop/portal/desktop"),
              portalInterface = QStringLiteral("org.freedesktop.portal.Settings"), group = QStringLiteral("org.freedesktop.appearance"),
              schemeKey = QStringLiteral("color-scheme");
constexpr uint prefersDark = 1;

QPalette paletteOf(bool dark) {
    const QColor window(dark ? 0x26282b : 0xf3f4f5), base(dark ? 0x1c1e20 : 0xffffff), text(dark ? 0xe6e8ea : 0x1b1d1f);
    // What is said beside the matter is still read: 4.5 to 1 (WCAG 2, 1.4.3). What can't be used need not be.
    const QColor aside(dark ? 0x979ca2 : 0x646a70), muted(dark ? 0x7d8288 : 0x8a8f94);
    const QColor button(dark ? 0x33363a : 0xffffff), accent(dark ? 0x4da3e0 : 0x0b6bb0);
    QPalette palette(text, button, button.lighter(dark ? 130 : 104), button.darker(dark ? 150 : 130), button.darker(120), text, text, base, window);
    palette.setColor(QPalette::AlternateBase, QColor(dark ? 0x23262a : 0xf7f8f9));
    palette.setColor(QPalette::Highlight, accent);
    palette.setColor(QPalette::HighlightedText, dark ? QColor(0x101214) : QColor(Qt::white));
    palette.setColor(QPalette::Link, accent);
    palette.setColor(QPalette::ToolTipBase, QColor(dark ? 0x33363a : 0xffffff));
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::PlaceholderText, aside);
    for (const QPalette::ColorRole role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText}) palette.setColor(QPalette::Disabled, role, muted);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, muted);
    return palette;
}

// Fusion edges what can be ticked darker than the window, which a dark window hides.
class Style : public QProxyStyle {
public:
    Style() : QProxyStyle(QStyleFactory::create("Fusion")) {}

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override {
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        if (element != PE_IndicatorCheckBox || !isDark(option->palette)) return;
        painter->save();
        painter->setPen(option->palette.color(QPalette::PlaceholderText));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        painter->restore();
    }
};

}  // namespace

Appearance::Appearance(QObject* parent) : QObject(parent) {
    desktopIsDark_ = isDark(QApplication::palette());
    mode_ = static_cast<Mode>(std::clamp(QSettings().value(appearanceKey, 0).toInt(), 0, 2));
    QApplication::setStyle(new Style);
    askDesktop();
    apply();
}

void Appearance::choose(Mode mode) {
    mode_ = mode;
    QSettings().setValue(appearanceKey, static_cast<int>(mode));
    apply();
}

void Appearance::askDesktop() {
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) return;
    bus.connect(portalService, portalPath, portalInterface, "SettingChanged", this, SLOT(settingChanged(QString, QString, QDBusVariant)));
    QDBusMessage read = QDBusMessage::createMethodCall(portalService, portalPath, portalInterface, "Read");
    read << group << schemeKey;
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(read), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        if (!reply.isError()) settingChanged(group, schemeKey, reply.value());
        watcher->deleteLater();
    });
}

void Appearance::settingChanged(const QString& changedGroup, const QString& key, const QDBusVariant& value) {
    if (changedGroup != group || key != schemeKey) return;
    // Read() wraps the value in a second variant.
    QVariant inner = value.variant();
    if (inner.canConvert<QDBusVariant>()) inner = inner.value<QDBusVariant>().variant();
    desktopIsDark_ = inner.toUInt() == prefersDark;
    apply();
}

void Appearance::apply() {
    QApplication::setPalette(paletteOf(mode_ == Mode::dark || (mode_ == Mode::system && desktopIsDark_)));
    // Rich text takes the colour of its links when it is set.
    for (QWidget* widget : QApplication::allWidgets())
        if (auto* label = qobject_cast<QLabel*>(widget); label && label->text().contains("<a ")) {
            const QString text = label->text();
            label->clear();
            label->setText(text);
        }
}

}  // namespace strato
