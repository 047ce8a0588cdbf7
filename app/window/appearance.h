// Light or dark: as the desktop says, or as the user chose.
//
//     Appearance appearance(application);
//     appearance.choose(Appearance::Mode::dark);
#pragma once

#include <QObject>
#include <QPalette>
#include <QVariant>

class QDBusVariant;

namespace strato {

// Qt 6.4 knows the desktop's choice only through a platform theme, which many machines lack, so the freedesktop portal is asked too
// (org.freedesktop.portal.Settings, color-scheme). Sets the application's style and palette.
class Appearance : public QObject {
    Q_OBJECT

public:
    enum class Mode { system, light, dark };
    Q_ENUM(Mode)

    explicit Appearance(QObject* parent = nullptr);

    Mode mode() const { return mode_; }
    // Kept for the next start.
    void choose(Mode mode);

private:
    // Named by D-Bus.
    Q_SLOT void settingChanged(const QString& group, const QString& key, const QDBusVariant& value);

    void askDesktop();
    void apply();

    Mode mode_ = Mode::system;
    bool desktopIsDark_ = false;
};

}  // namespace strato
