#include "app/window/recent_files.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>
#include <QLocale>
#include <QRegularExpression>
#include <QSettings>
#include <QStandardPaths>

#include "app/views/run_names.h"

namespace strato {

namespace {

constexpr int most = 10;
constexpr auto textsKey = "recent/textsOfRuns";

QString keyOf(Recent kind) { return kind == Recent::model ? "recent/models" : kind == Recent::run ? "recent/runs" : "recent/texts"; }

}  // namespace

void rememberRecent(Recent kind, const QString& path) {
    QStringList files = recentFiles(kind);
    files.removeAll(path);
    files.prepend(path);
    QSettings().setValue(keyOf(kind), files.mid(0, most));
}

void rememberRun(const QString& path, const QStringList& texts, qint64 tokens) {
    rememberRecent(Recent::run, path);
    // Of the runs that are still offered.
    const QVariantMap before = QSettings().value(textsKey).toMap();
    QVariantMap names;
    for (const QString& file : recentFiles(Recent::run))
        if (const auto known = before.find(file); known != before.end()) names[file] = *known;
    names[path] = QVariantList{shortNames(texts), tokens};
    QSettings().setValue(textsKey, names);
}

QStringList recentFiles(Recent kind) {
    QStringList files = QSettings().value(keyOf(kind)).toStringList();
    files.removeIf([](const QString& file) { return !QFileInfo::exists(file); });
    return files;
}

void forgetRecent() { QSettings().remove("recent"); }

QString runFolder() { return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + "/runs"; }

QString recentName(const QString& path) {
    static const QRegularExpression own(R"(^(.+)-(\d{8}-\d{6})-\d{3}$)");
    const auto parts = own.match(QFileInfo(path).completeBaseName());
    const QDateTime time = QDateTime::fromString(parts.captured(2), "yyyyMMdd-HHmmss");
    if (QFileInfo(path).suffix() != "strato" || !time.isValid()) return path;
    QStringList words{parts.captured(1), QLocale().toString(time, QLocale::ShortFormat)};
    const QVariantList data = QSettings().value(textsKey).toMap().value(path).toList();
    if (data.size() == 2) words << data[0].toString() << QCoreApplication::translate("RecentFiles", "%1 tokens").arg(data[1].toLongLong());
    words.removeAll({});
    return words.join(", ");
}

}  // namespace strato
