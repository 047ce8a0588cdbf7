#include "app/views/run_names.h"

#include <algorithm>
#include <filesystem>

#include <QCoreApplication>
#include <QFileInfo>

namespace strato {

namespace {

constexpr int mostDetail = 3;

QString nameWith(int detail, const RunLabel& run) {
    QString name = run.model;
    if (detail >= 1) name += ", " + run.texts;
    if (detail >= 2) name += ", " + QCoreApplication::translate("RunNames", "%1 tokens").arg(run.tokens);
    if (detail >= 3) name += " (" + QFileInfo(run.file).fileName() + ")";
    return name;
}

}  // namespace

RunLabel labelOf(const std::string& modelName, const DataSummary& data, const QString& file) {
    QStringList texts;
    for (const std::string& text : data.files) texts << QString::fromStdString(std::filesystem::path(text).filename().string());
    return {QString::fromStdString(modelName), texts.join(", "), data.tokens, file};
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
