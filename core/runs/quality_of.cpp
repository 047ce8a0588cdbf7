#include "core/runs/quality_of.h"

#include <cmath>
#include <numbers>

namespace strato {

void takeLoss(const LossSums& sums, const EvaluationText& text, Quality& quality) {
    quality.loss = sums.loss;
    quality.lossStandardError = sums.lossStandardError;
    quality.perplexity = std::exp(sums.loss);
    quality.tokens = sums.tokens;
    if (text.words == 0) return;
    const double total = sums.loss * static_cast<double>(sums.tokens), perByte = total / static_cast<double>(text.bytes);
    quality.wordPerplexity = std::exp(total / static_cast<double>(text.words));
    quality.bytePerplexity = std::exp(perByte);
    quality.bitsPerByte = perByte / std::numbers::ln2;
}

void takeSize(const ModelSize& size, Quality& quality) {
    quality.parameters = size.parameters;
    quality.bytes = size.bytes;
    quality.multiplyAdds = size.multiplyAdds;
}

}  // namespace strato
