#include "app/window/demo.h"

#include <QCoreApplication>
#include <QDir>

namespace strato {

QString demoFolder() {
    // Installed; built in build/PRESET/bin; a test in build/PRESET/tests/bin.
    for (const char* place : {"/../share/stratoscope/demo", "/../../../resources/demo", "/../../../../resources/demo"}) {
        const QDir folder(QCoreApplication::applicationDirPath() + place);
        if (folder.exists("plain/config.json") && folder.exists("prompts.jsonl")) return folder.canonicalPath();
    }
    return {};
}

}  // namespace strato
