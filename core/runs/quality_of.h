// What was measured of a decoder, as the Quality that people and programs are shown.
//
//     takeLoss(evaluator.baseline(), text, outcome.baseline);
#pragma once

#include "core/edit/edited_decoder.h"
#include "core/evaluate/loss.h"
#include "core/evaluate/protocol.h"
#include "core/evaluate/quality.h"

namespace strato {

// Loss and perplexity; per word and byte where the text counted them.
void takeLoss(const LossSums& sums, const EvaluationText& text, Quality& quality);
void takeSize(const ModelSize& size, Quality& quality);

}  // namespace strato
