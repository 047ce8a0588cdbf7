#include "app/window/job_log.h"

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QPushButton>
#include <QVBoxLayout>

#include "app/views/core_words.h"
#include "core/base/sizes.h"

namespace strato {

JobLog::JobLog(Session& session, QObject* parent) : QObject(parent) {
    connect(&session.jobs(), &JobRunner::jobEnded, this, [this](const QString& verb, const JobEnd& end, double seconds) {
        const QString took = coreWords(formatDuration(seconds));
        switch (end.kind) {
            case JobEnd::Kind::done: return add(verb, tr("done in %1").arg(took));
            case JobEnd::Kind::failed: return add(verb, tr("failed after %1: %2").arg(took, end.error));
            case JobEnd::Kind::stopped: return add(verb, tr("stopped after %1").arg(took));
            case JobEnd::Kind::replaced: return add(verb, tr("replaced by a later one after %1").arg(took));
        }
    });
    connect(&session, &Session::failed, this, [this](const QString& text) { add(text, tr("problem")); });
    connect(&session, &Session::succeeded, this, [this](const QString& text) { add(text, tr("notice")); });
}

void JobLog::add(const QString& what, const QString& end) {
    constexpr int most = 500;
    entries_ << Entry{QDateTime::currentDateTime(), what, end};
    if (entries_.size() > most) entries_.removeFirst();
    emit changed();
}

LogDialog::LogDialog(const JobLog& log, QWidget* parent) : QDialog(parent), log_(log), list_(new QTreeWidget) {
    setObjectName("log");
    setWindowTitle(tr("Log"));
    list_->setObjectName("logList");
    list_->setAccessibleName(tr("Log"));
    list_->setHeaderLabels({tr("Time"), tr("What"), tr("How it ended")});
    list_->setRootIsDecorated(false);
    list_->setUniformRowHeights(true);
    list_->setAlternatingRowColors(true);
    list_->header()->setStretchLastSection(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons->addButton(tr("Copy"), QDialogButtonBox::ActionRole), &QPushButton::clicked, this, &LogDialog::copy);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(list_, 1);
    layout->addWidget(buttons);
    resize(720, 420);
    connect(&log_, &JobLog::changed, this, &LogDialog::refill);
    refill();
}

void LogDialog::refill() {
    list_->clear();
    for (const JobLog::Entry& entry : log_.entries()) {
        auto* item = new QTreeWidgetItem(list_, {entry.time.toString("HH:mm:ss"), entry.what, entry.end});
        for (int column = 1; column < 3; ++column) item->setToolTip(column, item->text(column));
    }
    for (int column = 0; column < 2; ++column) list_->resizeColumnToContents(column);
    list_->header()->resizeSection(1, std::min(list_->header()->sectionSize(1), 340));
    list_->scrollToBottom();
}

void LogDialog::copy() const {
    QStringList lines;
    for (const JobLog::Entry& entry : log_.entries()) lines << entry.time.toString(Qt::ISODate) + '\t' + entry.what + '\t' + entry.end;
    QApplication::clipboard()->setText(lines.join('\n'));
}

}  // namespace strato
