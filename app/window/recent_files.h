// Models, runs and texts that were opened lately, the latest first, kept in the settings. What is gone from the disk is left out.
//
//     rememberRecent(Recent::model, folder);
//     for (const QString& folder : recentFiles(Recent::model)) ...
#pragma once

#include <QStringList>

namespace strato {

enum class Recent { model, run, texts };

void rememberRecent(Recent kind, const QString& path);
// A run with the texts that it is of, by which people tell it from others of its model.
void rememberRun(const QString& path, const QStringList& texts, qint64 tokens);
QStringList recentFiles(Recent kind);
void forgetRecent();
// Where the program keeps the runs that it names itself.
QString runFolder();
// What people know a run by that the program named: "stories260K, 26 Nov 2026 12:06, prompts.jsonl". Other paths as they are.
QString recentName(const QString& path);

}  // namespace strato
