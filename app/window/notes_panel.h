// What people write beside a run; it stays in the run's file.
#pragma once

#include <QPlainTextEdit>

#include "app/window/session.h"

namespace strato {

class NotesPanel : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit NotesPanel(Session& session, QWidget* parent = nullptr);

private:
    void refill();

    Session& session_;
};

}  // namespace strato
