#include "app/window/recent_files.h"

#include <QDateTime>
#include <QFileInfo>
#include <QLocale>
#include <QRegularExpression>
#include <QSettings>
#include <QStandardPaths>

namespace strato {

namespace {

constexpr int most = 6;

QString keyOf(Recent kind) { return kind == Recent::model ? "recent/models" : kind == Recent::run ? "recent/runs" : "recent/texts"; }

}  // namespace

void rememberRecent(Recent kind, const QString& path) {
    QStringList files = recentFiles(kind);
    files.removeAll(path);
    files.prepend(path);
    QSettings().setValue(keyOf(kind), files.mid(0, most));
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
    return QFileInfo(path).suffix() == "strato" && time.isValid() ? parts.captured(1) + ", " + QLocale().toString(time, QLocale::ShortFormat) : path;
}

}  // namespace strato
