// The rules of the house that a compiler doesn't check, read off the sources themselves.
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

class StructureTest : public QObject {
    Q_OBJECT

    struct Include {
        QString file, included;
    };

    static QStringList sources(const QString& folder) {
        QStringList files;
        QDirIterator walk(QStringLiteral(SOURCE_DIR) + "/" + folder, {"*.h", "*.cpp"}, QDir::Files, QDirIterator::Subdirectories);
        while (walk.hasNext()) files << walk.next();
        return files;
    }

    static QString text(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }

    static QList<Include> includes(const QString& folder) {
        static const QRegularExpression pattern("^\\s*#\\s*include\\s*[<\"]([^>\"]+)", QRegularExpression::MultilineOption);
        QList<Include> all;
        for (const QString& file : sources(folder)) {
            auto matches = pattern.globalMatch(text(file));
            while (matches.hasNext()) all.append({file, matches.next().captured(1)});
        }
        return all;
    }

private slots:
    void roomsIncludeOnlyRoomsBeforeThem() {
        const QStringList order{"base", "text", "geometry", "model", "measure", "edit", "evaluate", "train", "runs"};
        for (qsizetype room = 0; room < order.size(); ++room)
            for (const Include& include : includes("core/" + order[room])) {
                if (!include.included.startsWith("core/")) continue;
                const qsizetype used = order.indexOf(include.included.section('/', 1, 1));
                QVERIFY2(used >= 0 && used <= room, qPrintable(include.file + " includes " + include.included));
            }
    }

    void coreIncludesNoQtAndNothingOfApp() {
        QVERIFY(!includes("core").isEmpty());
        static const QRegularExpression foreign("^(Q[A-Z]|qcustomplot|app/)");
        for (const Include& include : includes("core"))
            QVERIFY2(!include.included.contains(foreign), qPrintable(include.file + " includes " + include.included));
    }

    void geometryNeverSeesTorch() {
        for (const Include& include : includes("core/geometry"))
            QVERIFY2(!include.included.startsWith("ATen") && !include.included.startsWith("torch"), qPrintable(include.file));
    }

    // Also through the headers that app includes: Torch after a Qt header does not compile, and before it costs seconds.
    void appReachesNoTorchHeader() {
        QSet<QString> reached;
        QStringList waiting;
        for (const Include& include : includes("app")) waiting << include.included;
        while (!waiting.isEmpty()) {
            const QString header = waiting.takeLast();
            QVERIFY2(!header.startsWith("ATen") && !header.startsWith("torch/") && !header.startsWith("c10"), qPrintable(header));
            if (!header.startsWith("core/") || reached.contains(header)) continue;
            reached.insert(header);
            static const QRegularExpression pattern("^\\s*#\\s*include\\s*[<\"]([^>\"]+)", QRegularExpression::MultilineOption);
            auto matches = pattern.globalMatch(text(QStringLiteral(SOURCE_DIR) + "/" + header));
            while (matches.hasNext()) waiting << matches.next().captured(1);
        }
        QVERIFY(!reached.isEmpty());
    }

    void noFileOutgrowsItsRoom() {
        for (const QString& file : sources("core") + sources("app"))
            QVERIFY2(text(file).count('\n') <= 500, qPrintable(file));
    }

    void everyHeaderIsGuardedAndSaysWhatItIsFor() {
        for (const QString& file : sources("core") + sources("app")) {
            if (!file.endsWith(".h")) continue;
            const QString content = text(file);
            QVERIFY2(content.startsWith("//") && content.contains("#pragma once"), qPrintable(file));
        }
    }
};

QTEST_GUILESS_MAIN(StructureTest)
#include "structure_test.moc"
