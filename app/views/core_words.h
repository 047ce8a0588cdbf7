// What core says in English, in the language of the window: phases of jobs, reasons, common errors.
//
//     label->setText(coreWords(progress.phase));
#pragma once

#include <string>

#include <QString>

namespace strato {

// Numbers and quoted names of the sentence stay as they are, wherever they stand in the translation; a sentence without a translation stays English.
QString coreWords(const QString& english);
QString coreWords(const std::string& english);
QString coreWords(const char* english);

}  // namespace strato
