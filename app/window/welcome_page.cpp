#include "app/window/welcome_page.h"

#include <QIcon>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "app/window/demo.h"
#include "app/window/recent_files.h"
#include "app/window/tour.h"

namespace strato {

WelcomePage::WelcomePage(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->addStretch(2);
    auto* icon = new QLabel;
    icon->setPixmap(QIcon(":/icon/stratoscope.svg").pixmap(96, 96));
    icon->setAlignment(Qt::AlignCenter);
    layout->addWidget(icon);
    auto* text = new QLabel(tr("<h2>How linear is every layer?</h2>"
                               "<p>Open a decoder folder in Hugging Face's format and some texts, or drop them on this window.</p>"));
    text->setAlignment(Qt::AlignCenter);
    layout->addWidget(text);
    layout->addSpacing(12);
    const auto add = [&](const QString& label, const char* name, void (WelcomePage::*asked)()) {
        auto* button = new QPushButton(label);
        button->setObjectName(name);
        button->setMinimumSize(280, 36);
        connect(button, &QPushButton::clicked, this, asked);
        layout->addWidget(button, 0, Qt::AlignCenter);
        return button;
    };
    const bool demo = !demoFolder().isEmpty(), taken = Tour::wasTaken();
    const auto addTour = [&] { return add(tr("Take the tour"), "welcomeTour", &WelcomePage::tourAsked); };
    // First and marked for those who are new; later out of the way.
    if (demo && !taken) addTour()->setDefault(true);
    add(tr("Open a model folder…"), "welcomeModel", &WelcomePage::openModelAsked);
    add(tr("Open a run file…"), "welcomeRun", &WelcomePage::openRunAsked);
    if (demo) add(tr("Try the demo model"), "welcomeDemo", &WelcomePage::demoAsked);
    if (demo && taken) addTour()->setFlat(true);
    addRecent(*layout);
    layout->addStretch(3);
}

// Where the work stopped.
void WelcomePage::addRecent(QBoxLayout& layout) {
    const QStringList runs = recentFiles(Recent::run).mid(0, 3);
    if (runs.isEmpty()) return;
    layout.addSpacing(12);
    auto* title = new QLabel(tr("Or go on with"));
    title->setForegroundRole(QPalette::PlaceholderText);
    layout.addWidget(title, 0, Qt::AlignCenter);
    for (const QString& run : runs) {
        auto* button = new QPushButton(fontMetrics().elidedText(recentName(run), Qt::ElideMiddle, 400).replace('&', "&&"));
        button->setObjectName("welcomeRecent");
        button->setFlat(true);
        button->setToolTip(run);
        button->setMinimumSize(280, 28);
        connect(button, &QPushButton::clicked, this, [this, run] { emit recentAsked(run); });
        layout.addWidget(button, 0, Qt::AlignCenter);
    }
}

}  // namespace strato
