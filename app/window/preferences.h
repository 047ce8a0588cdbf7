// What the user prefers, whatever is open: light or dark, and where and how models are computed.
//
//     request.compute = preferredCompute();
//     (new PreferencesDialog(appearance, this))->show();
#pragma once

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QSpinBox>

#include "app/window/appearance.h"
#include "core/base/compute.h"

namespace strato {

// For jobs that start from now on.
Compute preferredCompute();
// Whether the speed of plans is timed, which keeps all cores busy for seconds a plan.
bool timesSpeed();

// Every choice holds at once. Without an appearance there is none to choose.
class PreferencesDialog : public QDialog {
    Q_OBJECT

public:
    PreferencesDialog(Appearance* appearance, QWidget* parent);

private:
    void addAppearance(Appearance& appearance);
    void addCompute();
    void addSpeed();
    void keepCompute();

    QComboBox *device_, *type_;
    QSpinBox *threads_, *memory_;
    QLabel* note_;
};

}  // namespace strato
