#include "app/views/run_names.h"

#include <algorithm>

#include <QCoreApplication>
#include <QFileInfo>

namespace strato {

namespace {

constexpr int mostDetail = 3;

QString nameWith(int detail, const RunLabel& run) {
    const auto withTokens = [&] { return QCoreApplication::translate("RunNames", "%1 tokens").arg(run.tokens); };
    if (detail == 1) return run.model + ", " + run.texts;
    if (detail == 2) return run.model + ", " + run.texts + ", " + withTokens();
    if (detail == 3) return run.model + " (" + QFileInfo(run.file).fileName() + ")";
    return run.model;
}

}  // namespace

QString shortNames(const QStringList& files) {
    QStringList shown;
    for (const QString& file : files.mid(0, 2)) shown << QFileInfo(file).fileName();
    return shown.join(", ") + (files.size() > 2 ? ", …" : "");
}

RunLabel labelOf(const std::string& modelName, const DataSummary& data, const QString& file) {
    QStringList texts;
    for (const std::string& text : data.files) texts << QString::fromStdString(text);
    return {QString::fromStdString(modelName), shortNames(texts), data.tokens, file};
}

QStringList tellApart(const QList<RunLabel>& runs) {
    QStringList names;
    for (const RunLabel& run : runs) {
        int detail = 0;
        const auto sameName = [&](const RunLabel& other) { return nameWith(detail, other) == nameWith(detail, run); };
        while (detail < mostDetail && std::count_if(runs.begin(), runs.end(), sameName) > 1) ++detail;
        names << nameWith(detail, run);
    }
    return names;
}

}  // namespace strato
