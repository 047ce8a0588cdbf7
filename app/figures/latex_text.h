// Any text as LaTeX sets it: its own signs are escaped, and those that its usual fonts lack are named by commands.
//
//     latexText("0.5 ± 10 %");    // 0.5 $\pm$ 10 \%
#pragma once

#include <QString>

namespace strato {

QString latexText(const QString& text);

}  // namespace strato
