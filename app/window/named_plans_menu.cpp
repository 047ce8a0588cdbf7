#include "app/window/named_plans_menu.h"

#include <QInputDialog>

namespace strato {

NamedPlansMenu::NamedPlansMenu(Session& session, const QString& title, QWidget* parent) : QMenu(title, parent), session_(session) {
    setToolTipsVisible(true);
    for (auto signal : {&Session::namedPlansChanged, &Session::planChanged, &Session::runChanged}) connect(&session_, signal, this, &NamedPlansMenu::fill);
    fill();
}

void NamedPlansMenu::namePlan() {
    bool agreed = false;
    const QString suggestion = session_.namedPlans().key(session_.plan(), tr("Plan %1").arg(session_.namedPlans().size() + 1));
    const QString name = QInputDialog::getText(parentWidget(), tr("Name the plan"), tr("Name of %1:").arg(QString::fromStdString(session_.plan().text())), QLineEdit::Normal, suggestion, &agreed).trimmed();
    if (agreed && !name.isEmpty()) session_.namePlan(name);
}

void NamedPlansMenu::fill() {
    clear();
    QAction* name = addAction(tr("&Name this plan…"), this, &NamedPlansMenu::namePlan);
    name->setObjectName("namePlan");
    name->setEnabled(session_.canEdit() && !session_.plan().empty());
    if (session_.namedPlans().isEmpty()) return;
    addSeparator();
    for (auto plan = session_.namedPlans().begin(); plan != session_.namedPlans().end(); ++plan) {
        QAction* action = addAction(QString(plan.key()).replace('&', "&&"), this, [this, taken = plan.value()] { session_.takePlan(taken); });
        action->setToolTip(plan.value().empty() ? tr("keep all blocks") : QString::fromStdString(plan.value().text()));
        action->setCheckable(true);
        action->setChecked(plan.value() == session_.plan());
        action->setEnabled(session_.canEdit());
    }
    addSeparator();
    QMenu* forget = addMenu(tr("&Forget"));
    for (const QString& each : session_.namedPlans().keys())
        forget->addAction(QString(each).replace('&', "&&"), &session_, [this, each] { session_.forgetPlanNamed(each); });
}

}  // namespace strato
