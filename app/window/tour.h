// The tour for people who see the window for the first time: a bubble beside the thing it speaks of, from the bundled model to their first cut.
// It blocks nothing. A step that asks for something goes on by itself as soon as that is done, by whatever way, and offers to do it.
//
//     new Tour(window);     // begins; closed, it deletes itself
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QTimer>
#include <QWidget>

#include "core/edit/plan.h"

namespace strato {

class HighlightFrames;
class MainWindow;
class Session;

class Tour : public QWidget {
    Q_OBJECT

public:
    // A child of the window, which must not be without the bundled demo. Notes in the settings that the tour was taken.
    explicit Tour(MainWindow& window);
    ~Tour() override;

    // Whether one was ever begun, as the settings know it.
    static bool wasTaken();

    // Which one is shown, from 0.
    int step() const { return at_; }
    int steps() const { return static_cast<int>(steps_.size()); }
    // What the step speaks of, as far as it can be seen now.
    QList<QWidget*> targets() const;

protected:
    // Of the whole program: whatever moves in the window may move a target. Escape closes, unless something else takes it.
    bool eventFilter(QObject* object, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    struct Step {
        QString title = {};
        std::function<QString()> text = {};
        std::function<QList<QWidget*>()> targets = {};   // the bubble stands beside the first, and covers none
        QString picture = {};                            // the view whose chart is to be seen, not its table
        // Of steps that ask for something:
        QString request = {};                            // what is waited for, in words
        std::function<bool()> isDone = {};
        std::function<bool()> isMissing = {};            // so that later steps would have nothing to show
        std::function<bool()> canDo = {};
        std::function<void()> doIt = {};
    };

    void buildBubble();
    void connectSession();
    Step welcome();
    Step analysis();
    Step profile();
    Step views();
    Step cut();
    Step effect();
    Step farewell();

    const Step& now() const { return steps_[static_cast<std::size_t>(at_)]; }
    void goTo(int step);
    void goOn();
    void doIt();
    void follow();
    void showStep();
    void place();

    bool hasModel() const;
    bool isAnalysing() const;
    std::optional<BlockIndex> leastBlock() const;
    QList<QWidget*> named(const QStringList& names) const;

    MainWindow& window_;
    Session& session_;
    QPointer<HighlightFrames> frames_;                   // the window's, and gone with this
    QLabel *title_, *count_, *text_;
    QPushButton *doIt_, *back_, *next_;
    QTimer placing_;
    std::vector<Step> steps_;
    int at_ = 0;
    bool waiting_ = false;
    Plan plan_;                                          // as it was when the tour last looked
};

}  // namespace strato
