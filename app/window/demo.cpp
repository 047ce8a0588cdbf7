#include "app/window/demo.h"

#include <QCoreApplication>
#include <QDir>

namespace strato {

QString demoFolder() {
    for (const char* place : {"/../share/stratoscope/demo", "/../../../resources/demo"}) {
        const QDir folder(QCoreApplication::applicationDirPath() + place);
        if (folder.exists("plain/config.json") && folder.exists("prompts.jsonl")) return folder.canonicalPath();
    }
    return {};
}

}  // namespace strato
