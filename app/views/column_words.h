// Names of columns in files, as people say them: files keep theirs in every language.
//
//     columnWords("linearity_no_residual_heldout");    // "linearity, without residual, held out"
#pragma once

#include <QString>

namespace strato {

// Names that nobody has put into words come back with blanks in place of underscores.
QString columnWords(const QString& name);

}  // namespace strato
