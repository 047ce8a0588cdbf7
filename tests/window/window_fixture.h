// What every test of the window needs: the window itself, shown, with settings of its own, and its widgets by name.
#pragma once

#include <memory>

#include <QLabel>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "app/window/main_window.h"

class WindowFixture : public QObject {
protected:
    const QString demo_ = QStringLiteral(SOURCE_DIR) + "/resources/demo";
    QTemporaryDir folder_;
    std::unique_ptr<strato::MainWindow> window_;

    // Before the first window: what tests choose is no choice of the user's.
    void separateSettings() {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName("StratoscopeTest");
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder_.path());
        // It takes seconds a plan; tests of the speed ask for it.
        QSettings().setValue("measure/speed", false);
    }
    // With an appearance there are light and dark to choose; it must outlive the window.
    void showWindow(strato::Appearance* appearance = nullptr) {
        // What a test before left in hand.
        QSettings().remove("click");
        window_ = std::make_unique<strato::MainWindow>(appearance);
        window_->resize(1280, 800);
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    }

    strato::Session& session() { return window_->session(); }
    template <class Widget>
    Widget* find(const QString& name) {
        auto* widget = window_->findChild<Widget*>(name);
        if (!widget) qFatal("no widget %s", qPrintable(name));
        return widget;
    }
    void click(const QString& name) { QTest::mouseClick(find<QWidget>(name), Qt::LeftButton); }
    std::string plan() { return session().plan().text(); }
    QString errorText() { return find<QLabel>("messageText")->text(); }
    void waitForMeasurement() { QTRY_VERIFY_WITH_TIMEOUT(session().outcomeIsCurrent() && !session().jobs().isBusy(), 300000); }
};
