#include "app/window/reference_button.h"

#include <QFileDialog>
#include <QMenu>
#include <QSettings>

#include "app/window/recent_files.h"

namespace strato {

ReferenceButton::ReferenceButton(Session& session, MapChart& map) : session_(session), map_(map) {
    setPopupMode(QToolButton::InstantPopup);
    setMenu(new QMenu(this));
    menu()->setToolTipsVisible(true);
    connect(menu(), &QMenu::aboutToShow, this, &ReferenceButton::showOffers);
    connect(&map_, &Chart::viewChanged, this, &ReferenceButton::showState);
    connect(&session_, &Session::runChanged, this, &ReferenceButton::showState);
    showState();
}

void ReferenceButton::showOffers() {
    menu()->clear();
    const QString chosen = session_.askedReference();
    const auto offer = [&](const QString& text, const QString& file) {
        QAction* action = menu()->addAction(QString(text).replace('&', "&&"), &session_, [this, file] { session_.setReference(file); });
        action->setToolTip(file);
        action->setCheckable(true);
        action->setChecked(file == chosen);
    };
    offer(tr("nothing"), {});
    menu()->addSeparator();
    QStringList runs = session_.comparedRuns();
    for (const QString& file : recentFiles(Recent::run))
        if (!runs.contains(file)) runs << file;
    if (!chosen.isEmpty() && !runs.contains(chosen)) runs.prepend(chosen);
    for (const QString& file : runs)
        if (file != session_.runFile()) offer(recentName(file), file);
    menu()->addSeparator();
    menu()->addAction(tr("From a file…"), this, &ReferenceButton::ask);
}

void ReferenceButton::ask() {
    const QString folder = QSettings().value("open/run", runFolder()).toString();
    const QString file = QFileDialog::getOpenFileName(this, tr("A run to take away"), folder, tr("Runs (*.strato)"));
    if (!file.isEmpty()) session_.setReference(file);
}

void ReferenceButton::showState() {
    const ReferenceRun& reference = map_.reference();
    const QString reason = map_.whyNoDifference();
    const QString usual = tr("Takes the values of another run away from these, cell by cell, in all maps: another model, or another step of a training");
    const QString doubt = map_.doubtOfDifference();
    setText(!reference.run ? tr("Minus") : reason.isEmpty() && doubt.isEmpty() ? tr("Minus ✓") : tr("Minus ⚠"));
    const QString taken = tr("The values of %1 are taken away from these").arg(map_.referenceName());
    setToolTip(!reference.run ? usual : !reason.isEmpty() ? reason : doubt.isEmpty() ? taken : taken + ".\n" + doubt);
    setAccessibleDescription(toolTip());
    setEnabled(session_.run() != nullptr);
}

}  // namespace strato
