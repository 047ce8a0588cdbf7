// What to call runs that stand side by side.
//
//     tellApart({{"pythia", "wiki.txt", 8192, "a.strato"}, {"pythia", "books.txt", 8192, "b.strato"}});   // "pythia, wiki.txt" and "pythia, books.txt"
#pragma once

#include <QString>
#include <QStringList>

#include "core/runs/run.h"

namespace strato {

struct RunLabel {
    QString model, texts;                // names without folders
    qint64 tokens = 0;
    QString file;                        // empty if the run has none yet
};

// Names of files without their folders: the first two, and "…" for more.
QString shortNames(const QStringList& files);

RunLabel labelOf(const std::string& modelName, const DataSummary& data, const QString& file);

// A name each, the shortest that no other has: the model's, with its texts, with the number of its tokens, with its file.
QStringList tellApart(const QList<RunLabel>& runs);

}  // namespace strato
