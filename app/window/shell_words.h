// A word as a POSIX shell takes it: for commands that people copy.
//
//     "strato show " + shellWord("my runs/a.strato")    // strato show 'my runs/a.strato'
#pragma once

#include <QRegularExpression>
#include <QString>

namespace strato {

inline QString shellWord(const QString& text) {
    static const QRegularExpression plain("^[-A-Za-z0-9_./:=,+@%]+$");
    return plain.match(text).hasMatch() ? text : "'" + QString(text).replace("'", R"('\'')") + "'";
}
inline QString shellWord(const std::string& text) { return shellWord(QString::fromStdString(text)); }

}  // namespace strato
