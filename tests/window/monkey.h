// A monkey: random events into a window and whatever it opens, drawn from a seed. Equal seeds draw equal numbers; what they meet depends on how far
// the window's jobs are.
//
//     Monkey monkey(window, {.opens = {"model", "noise.bin"}, .saves = {"figure.pdf"}}, 7, log);
//     monkey.play(1500);
#pragma once

#include <algorithm>
#include <random>
#include <utility>
#include <vector>

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QDialog>
#include <QDropEvent>
#include <QEventLoop>
#include <QFileDialog>
#include <QLineEdit>
#include <QMimeData>
#include <QPointer>
#include <QTabBar>
#include <QTest>
#include <QThread>
#include <QTimer>
#include <QUrl>
#include <QWheelEvent>
#include <QWindow>

#include "app/window/main_window.h"
#include "app/window/menu_commands.h"

class Monkey : public QObject {
public:
    // What it chooses in file dialogs and drops on the window; it writes nothing but `saves`. Both must not be empty.
    struct Paths {
        QStringList opens, saves;
    };

    // `log`, open for writing, is told every event before it happens, so that a crash has its cause as the last line.
    Monkey(strato::MainWindow& window, Paths paths, unsigned seed, QFile& log)
        : window_(window), paths_(std::move(paths)), random_(seed), log_(log) {}

    // Plays so many events, while the window doesn't close, and then leaves what is modal. Ends the program where something can't be left.
    void play(int events) {
        left_ = events;
        leaves_ = 0;
        window_.installEventFilter(this);
        QTimer::singleShot(0, this, [this] { turn(); });
        // The program's own loop, so to speak: what is deleted later is deleted when the program would.
        loop_.exec();
        window_.removeEventFilter(this);
    }

    void note(const QString& text) {
        log_.write(QString("%1 %2\n").arg(++noted_).arg(text).toUtf8());
        log_.flush();
    }

    // The menu or modal dialog that stands before everything else; null if there is none.
    static QWidget* blocker() { return QApplication::activePopupWidget() ? QApplication::activePopupWidget() : QApplication::activeModalWidget(); }

    // "QPushButton 'run'"; of a widget without a name, that of the nearest around it.
    static QString nameOf(const QWidget& widget) {
        const QWidget* named = &widget;
        while (named->objectName().isEmpty() && named->parentWidget()) named = named->parentWidget();
        return QString("%1 '%2'").arg(widget.metaObject()->className(), named->objectName());
    }

protected:
    bool eventFilter(QObject* object, QEvent* event) override {
        if (object != &window_ || event->type() != QEvent::Close) return false;
        event->ignore();
        return true;
    }

private:
    using Act = void (Monkey::*)(QWidget& window);
    struct Spot {
        QWidget* widget;
        QPoint at;                                   // in the widget's window
    };

    int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }
    bool chance(int percent) { return below(100) < percent; }
    template <class List>
    auto pick(const List& list) {
        return list[static_cast<typename List::size_type>(below(static_cast<int>(list.size())))];
    }
    Qt::KeyboardModifiers anyModifiers() {
        static const std::vector<Qt::KeyboardModifiers> some{Qt::ShiftModifier, Qt::ControlModifier, Qt::AltModifier,
                                                             Qt::ControlModifier | Qt::ShiftModifier};
        return chance(65) ? Qt::KeyboardModifiers() : pick(some);
    }
    Qt::MouseButton anyButton() { return chance(75) ? Qt::LeftButton : chance(80) ? Qt::RightButton : Qt::MiddleButton; }

    static QString textOf(const QPoint& point) { return QString("%1,%2").arg(point.x()).arg(point.y()); }
    static QString textOf(Qt::KeyboardModifiers modifiers) { return modifiers ? QString(" with %1").arg(modifiers.toInt(), 0, 16) : QString(); }
    static QString textOf(const Spot& spot) { return textOf(spot.at) + " on " + nameOf(*spot.widget); }

    QWidget& anyWindow() {
        QList<QWidget*> dialogs;
        for (auto* dialog : window_.findChildren<QDialog*>())
            if (dialog->isVisible()) dialogs << dialog;
        return dialogs.isEmpty() || chance(60) ? window_ : *pick(dialogs);
    }

    template <class Widget>
    static QList<Widget*> shownIn(const QWidget& window) {
        QList<Widget*> shown;
        for (auto* widget : window.findChildren<Widget*>())
            if (widget->isVisible() && widget->window() == &window) shown << widget;
        return shown;
    }

    // Of all widgets, but charts more often than their number would have it.
    Spot anySpot(QWidget& window) {
        const QList<strato::Chart*> charts = shownIn<strato::Chart>(window);
        const QList<QWidget*> widgets = shownIn<QWidget>(window) << &window;
        QWidget* widget = !charts.isEmpty() && chance(35) ? pick(charts) : pick(widgets);
        const QRect seen = widget->visibleRegion().boundingRect();
        if (seen.isEmpty()) return {&window, window.rect().center()};
        const int x = below(seen.width()), y = below(seen.height());
        return {widget, widget->mapTo(&window, seen.topLeft() + QPoint(x, y))};
    }

    // Through the platform's door, as a mouse's own events come: what is modal, a menu, or covered gets what it would get.
    void strike(QWidget& window, Qt::MouseButton button, Qt::KeyboardModifiers modifiers, const std::vector<QPoint>& way) {
        const QPointer<QWindow> handle(window.windowHandle());
        if (!handle) return;
        const auto isThere = [&] { return handle && handle->isVisible(); };
        QTest::mousePress(handle, button, modifiers, way.front());
        for (const QPoint& point : way)
            if (isThere()) QTest::mouseMove(handle, point);
        // What was pressed on may be gone; the button comes up all the same.
        if (isThere()) QTest::mouseRelease(handle, button, modifiers, way.back());
        else QTest::mouseRelease(window_.windowHandle(), button, modifiers, QPoint(1, 1));
    }

    void clickSomewhere(QWidget& window) {
        const Spot spot = anySpot(window);
        const Qt::MouseButton button = anyButton();
        const Qt::KeyboardModifiers modifiers = anyModifiers();
        note(QString("click %1").arg(button) + textOf(modifiers) + " at " + textOf(spot));
        strike(window, button, modifiers, {spot.at});
    }

    void doubleClick(QWidget& window) {
        const Spot spot = anySpot(window);
        const Qt::KeyboardModifiers modifiers = anyModifiers();
        note("double click" + textOf(modifiers) + " at " + textOf(spot));
        if (QWindow* handle = window.windowHandle()) QTest::mouseDClick(handle, Qt::LeftButton, modifiers, spot.at);
    }

    void hover(QWidget& window) {
        const Spot spot = anySpot(window);
        note("move to " + textOf(spot));
        if (QWindow* handle = window.windowHandle()) QTest::mouseMove(handle, spot.at);
    }

    void drag(QWidget& window) {
        const Spot spot = anySpot(window);
        const Qt::MouseButton button = anyButton();
        const Qt::KeyboardModifiers modifiers = anyModifiers();
        std::vector<QPoint> way{spot.at};
        while (way.size() < 3 || chance(70)) {
            const int right = below(161) - 80, down = below(161) - 80;
            way.emplace_back(std::clamp(way.back().x() + right, 0, window.width() - 1), std::clamp(way.back().y() + down, 0, window.height() - 1));
        }
        note(QString("drag %1").arg(button) + textOf(modifiers) + " to " + textOf(way.back()) + " from " + textOf(spot));
        strike(window, button, modifiers, way);
    }

    void wheel(QWidget& window) {
        const Spot spot = anySpot(window);
        const QPoint steps(0, (chance(50) ? 120 : -120) * (1 + below(3)));
        const Qt::KeyboardModifiers modifiers = anyModifiers();
        note(QString("wheel %1").arg(steps.y()) + textOf(modifiers) + " at " + textOf(spot));
        const QPoint inWidget = spot.widget->mapFrom(&window, spot.at), onScreen = window.mapToGlobal(spot.at);
        QWheelEvent event(inWidget, onScreen, {}, steps, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
        QApplication::sendEvent(spot.widget, &event);
    }

    // The window may have gone with the key before.
    static void sendKey(const QPointer<QWidget>& window, Qt::Key key, Qt::KeyboardModifiers modifiers = {}, const QString& text = {}) {
        // A key that closes its window comes up over nothing. QTest's own clicks press the modifiers too, and go on after the window is gone.
        for (const bool press : {true, false})
            if (window && window->isVisible() && window->windowHandle()) QTest::simulateEvent(window->windowHandle(), press, key, modifiers, text, false);
    }

    void pressKey(QWidget& window) {
        static const std::vector<Qt::Key> others{
            Qt::Key_Left,    Qt::Key_Right,  Qt::Key_Up,     Qt::Key_Down,  Qt::Key_Home,  Qt::Key_End,    Qt::Key_PageUp,    Qt::Key_PageDown, Qt::Key_Tab, Qt::Key_Tab,
            Qt::Key_Backtab, Qt::Key_Escape, Qt::Key_Return, Qt::Key_Enter, Qt::Key_Space, Qt::Key_Delete, Qt::Key_Backspace, Qt::Key_Period,   Qt::Key_F1,  Qt::Key_Menu};
        const Qt::Key key = chance(45) ? static_cast<Qt::Key>(Qt::Key_A + below(26)) : pick(others);
        const Qt::KeyboardModifiers modifiers = anyModifiers();
        note("key " + QKeySequence(key).toString() + textOf(modifiers) + " to " + nameOf(window));
        // Of letters, Space and the full stop the key is the character.
        const bool types = key < Qt::Key_Escape && !modifiers.testAnyFlags(Qt::ControlModifier | Qt::AltModifier);
        sendKey(&window, key, modifiers, types ? QString(QChar(key)).toLower() : QString());
    }

    void type(QWidget& window) {
        static const QStringList texts{"3=drop", "5-6=linear", "7.mlp=drop", "2=lowrank:4", "3=merge", "3=", "11-3=drop", "0", "7", "-1", "64", "1e999", "0.5",
                                       "99999999999999999999", "windows-64", "gptq-0", "hf-stride-8", "Once upon a time", "%1 %2", "<b>&amp;", "ünï 漢字 🎉",
                                       "\"'\\", " "};
        static const std::vector<Qt::Key> ends{Qt::Key_Return, Qt::Key_Return, Qt::Key_Tab, Qt::Key_Escape};
        QList<QWidget*> fields;
        for (QWidget* widget : shownIn<QWidget>(window))
            if (widget->isEnabled() && (qobject_cast<QLineEdit*>(widget) || qobject_cast<QAbstractSpinBox*>(widget))) fields << widget;
        if (fields.isEmpty()) return pressKey(window);
        QWidget* field = pick(fields);
        const QString text = pick(texts);
        const Qt::Key end = pick(ends);
        const bool replaces = chance(70);
        note("type " + text + " into " + nameOf(*field));
        const QPointer<QWidget> there(&window);
        field->setFocus();
        if (replaces) sendKey(there, Qt::Key_A, Qt::ControlModifier);
        for (const char32_t character : text.toStdU32String()) sendKey(there, Qt::Key_unknown, {}, QString::fromUcs4(&character, 1));
        sendKey(there, end);
    }

    void doCommand(QWidget& window) {
        QList<strato::MenuCommand> commands;
        for (const strato::MenuCommand& command : strato::menuCommands(*window_.menuBar()))
            if (command.action->isEnabled()) commands << command;
        if (commands.isEmpty()) return clickSomewhere(window);
        const strato::MenuCommand command = pick(commands);
        note("command " + command.path);
        command.action->trigger();
    }

    void switchTab(QWidget& window) {
        const QList<QTabBar*> bars = shownIn<QTabBar>(window);
        if (bars.isEmpty()) return clickSomewhere(window);
        QTabBar* bar = pick(bars);
        const int tab = below(std::max(1, bar->count()));
        const QPoint at = bar->tabRect(tab).center();
        if (!bar->rect().contains(at)) return clickSomewhere(window);
        note("tab " + bar->tabText(tab));
        strike(window, Qt::LeftButton, {}, {bar->mapTo(&window, at)});
    }

    void resize(QWidget& window) {
        const int width = 200 + below(1500), height = 150 + below(950);
        note(QString("resize to %1 x %2: ").arg(width).arg(height) + nameOf(window));
        window.resize(width, height);
    }

    // The buttons that begin and end work, which a click anywhere seldom meets.
    void workOnJobs(QWidget& window) {
        static const QStringList names{"run",       "run",      "cancel",     "cancel",  "findPlan",    "searchStart", "searchStart", "searchCancel", "healPlanButton",
                                       "healStart", "healGoOn", "healCancel", "keepAll", "exportModel", "inSequence",  "healedMaps",  "customCode",   "removePrompts"};
        auto* button = window_.findChild<QAbstractButton*>(pick(names));
        if (!button || !button->isVisible() || !button->isEnabled()) return clickSomewhere(window);
        note("button " + nameOf(*button));
        // A box is checked where it is drawn, not in the middle of its row.
        strike(*button->window(), Qt::LeftButton, {}, {button->mapTo(button->window(), QPoint(8, button->height() / 2))});
    }

    void dropFiles(QWidget&) {
        QList<QUrl> urls;
        while (urls.isEmpty() || chance(30)) urls << QUrl::fromLocalFile(pick(paths_.opens));
        auto* chart = window_.findChild<strato::Chart*>("compare");
        QWidget& target = chart && chart->isVisible() && chance(50) ? static_cast<QWidget&>(*chart) : window_;
        note("drop " + QUrl::toStringList(urls).join(' ') + " on " + nameOf(target));
        QMimeData data;
        data.setUrls(urls);
        QDragEnterEvent enter(QPoint(20, 20), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(&target, &enter);
        if (!enter.isAccepted()) return;
        QDropEvent drop(QPointF(20, 20), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(&target, &drop);
    }

    void closeDialog(QWidget& window) {
        if (&window == &window_) return clickSomewhere(window);
        note("close " + nameOf(window));
        window.close();
    }

    // The jobs go on meanwhile.
    void rest(QWidget&) {
        const int milliseconds = below(40);
        note("rest");
        QTest::qWait(milliseconds);
    }

    // By typed paths alone: nothing is clicked here, nor deleted.
    void chooseFile(QFileDialog& dialog) {
        auto* line = dialog.findChild<QLineEdit*>("fileNameEdit");
        if (!line || chance(25)) return dismiss(dialog);
        const QString path = pick(dialog.acceptMode() == QFileDialog::AcceptSave ? paths_.saves : paths_.opens);
        note("choose " + path + " in " + dialog.windowTitle());
        line->setFocus();
        line->setText(path);
        sendKey(&dialog, Qt::Key_Return);
    }

    // A menu or a modal dialog gets a few events.
    bool isOutOfPatience(QWidget& window) {
        constexpr auto name = "monkeysPatience";
        const int left = window.property(name).isValid() ? window.property(name).toInt() : 1 + below(8);
        window.setProperty(name, left > 0 ? QVariant(left - 1) : QVariant());
        return left == 0;
    }

    void dismiss(QWidget& window) {
        note("leave " + nameOf(window));
        const QPointer<QWidget> there(&window);
        sendKey(there, Qt::Key_Escape);
        if (!there || !there->isVisible()) return;
        if (auto* dialog = qobject_cast<QDialog*>(there.data())) dialog->reject();
        else there->close();
    }

    // Ends what still has a loop of its own: a menu, a dialog, a drag.
    void leave() {
        QWidget* open = blocker();
        if (++leaves_ > 500) qFatal("%s can't be left", open ? qPrintable(nameOf(*open)) : "a drag");
        if (open) return dismiss(*open);
        note("leave a drag");
        sendKey(&window_, Qt::Key_Escape);
        QTest::mouseRelease(window_.windowHandle(), Qt::LeftButton, {}, QPoint(1, 1));
    }

    // What stands twice is twice as likely.
    void act() {
        static const std::vector<Act> inFront{&Monkey::clickSomewhere, &Monkey::clickSomewhere, &Monkey::clickSomewhere, &Monkey::doubleClick, &Monkey::drag,
                                              &Monkey::wheel,          &Monkey::hover,          &Monkey::pressKey,       &Monkey::pressKey,    &Monkey::type};
        static const std::vector<Act> anywhere{
            &Monkey::clickSomewhere, &Monkey::clickSomewhere, &Monkey::clickSomewhere, &Monkey::clickSomewhere, &Monkey::clickSomewhere, &Monkey::doubleClick,
            &Monkey::drag,           &Monkey::drag,           &Monkey::wheel,          &Monkey::hover,          &Monkey::pressKey,       &Monkey::pressKey,
            &Monkey::pressKey,       &Monkey::pressKey,       &Monkey::type,           &Monkey::type,           &Monkey::doCommand,      &Monkey::doCommand,
            &Monkey::doCommand,      &Monkey::switchTab,      &Monkey::switchTab,      &Monkey::switchTab,      &Monkey::workOnJobs,     &Monkey::workOnJobs,
            &Monkey::workOnJobs,     &Monkey::resize,         &Monkey::dropFiles,      &Monkey::closeDialog,    &Monkey::rest,           &Monkey::rest};
        QWidget* open = blocker();
        if (!open) return (this->*pick(anywhere))(anyWindow());
        if (isOutOfPatience(*open)) return dismiss(*open);
        if (auto* files = qobject_cast<QFileDialog*>(open)) return chooseFile(*files);
        (this->*pick(inFront))(*open);
    }

    // One event a turn of the loop. An event that opens a modal dialog or runs a menu returns only once that is closed; until then that one's loop
    // turns, and the stream goes on in it. Where an event only has others delivered before it returns, none is added.
    void turn() {
        const int level = QThread::currentThread()->loopLevel();
        if (left_ == 0 && busyLevel_ == 0 && !blocker()) return loop_.quit();
        QTimer::singleShot(1, this, [this] { turn(); });
        if (level <= busyLevel_) return;
        const int outer = std::exchange(busyLevel_, level);
        if (left_ == 0) leave();
        else --left_, act();
        busyLevel_ = outer;
    }

    strato::MainWindow& window_;
    Paths paths_;
    std::mt19937 random_;
    QFile& log_;
    QEventLoop loop_;
    int noted_ = 0;
    int left_ = 0;                                   // events still to come
    int leaves_ = 0;
    int busyLevel_ = 0;                              // of the loop whose event is under way; 0: none is
};
