// The plans that were given names on this run: to give one, to take one up again, to forget one.
#pragma once

#include <QMenu>

#include "app/window/session.h"

namespace strato {

class NamedPlansMenu : public QMenu {
    Q_OBJECT

public:
    NamedPlansMenu(Session& session, const QString& title, QWidget* parent);

    // Asks for a name.
    void namePlan();

private:
    void fill();

    Session& session_;
};

}  // namespace strato
