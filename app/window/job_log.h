// What the window's jobs did, and everything that was said of them: for who was looking elsewhere.
//
//     JobLog log(session);
//     (new LogDialog(log, this))->show();
#pragma once

#include <QDateTime>
#include <QDialog>
#include <QTreeWidget>

#include "app/window/session.h"

namespace strato {

class JobLog : public QObject {
    Q_OBJECT

public:
    struct Entry {
        QDateTime time;
        QString what, end;             // "Analysing" and "done in 12 s"; of a message the text, and what kind it is
    };

    explicit JobLog(Session& session, QObject* parent = nullptr);

    // The latest some hundred, in the order of time.
    const QList<Entry>& entries() const { return entries_; }

    Q_SIGNAL void changed();

private:
    void add(const QString& what, const QString& end);

    QList<Entry> entries_;
};

class LogDialog : public QDialog {
    Q_OBJECT

public:
    LogDialog(const JobLog& log, QWidget* parent);

private:
    void refill();
    void copy() const;

    const JobLog& log_;
    QTreeWidget* list_;
};

}  // namespace strato
