// "Open from the hub cache": models that were downloaded to this machine, what each is, and whether it can be run.
#pragma once

#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>

#include "app/window/session.h"

namespace strato {

class HubDialog : public QDialog {
    Q_OBJECT

public:
    HubDialog(Session& session, QWidget* parent);

private:
    void look();
    void add(const QString& name, const QString& revision, const ModelSummary& model);
    void showState();
    void openCurrent();

    Session& session_;
    QTreeWidget* list_;
    QLabel* state_;
    QPushButton* open_;
};

}  // namespace strato
