// The demo that comes with the program: two small trained decoders and prompts.
#pragma once

#include <QString>

namespace strato {

// The folder with plain/, cosine/ and prompts.jsonl, beside the installed program or in the source tree; empty if it is not there.
QString demoFolder();

}  // namespace strato
