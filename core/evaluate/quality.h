// What a model is worth, measured: loss, size and speed, and how far an edited model is from the one it came from.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace strato {

// NaN: not measured.
struct Quality {
    double loss = std::numeric_limits<double>::quiet_NaN();               // nats per predicted token
    double lossStandardError = std::numeric_limits<double>::quiet_NaN();  // over windows, which are taken as independent
    double perplexity = std::numeric_limits<double>::quiet_NaN();         // exp(loss)
    std::int64_t tokens = 0;                                              // predicted ones
    std::int64_t parameters = 0;
    std::int64_t bytes = 0;                                               // of all tensors in the checkpoint's types
    std::int64_t multiplyAdds = 0;                                        // with weights, for one token
    double prefillTokensPerSecond = std::numeric_limits<double>::quiet_NaN();
    double decodeTokensPerSecond = std::numeric_limits<double>::quiet_NaN();
};

// How well a map that stands for a part of the model was fitted: R^2 of what that part adds to the residual stream, on the texts it was
// fitted on and on folds of them that it was not. NaN where only the map was kept.
struct FitQuality {
    std::string edit;
    double ridge = 0, inSample = 0, heldOut = 0;
};

// A plan's effect, beside the unedited model on the same windows.
struct Outcome {
    std::string plan;
    std::string protocol;                // "windows-512": disjoint windows of 512 tokens, first token of each not predicted
    Quality baseline;
    Quality edited;
    double klDivergence = std::numeric_limits<double>::quiet_NaN();   // mean over predicted tokens of KL(baseline || edited), nats
    double top1Agreement = std::numeric_limits<double>::quiet_NaN();  // share of positions with the same most likely token
    double stateError = std::numeric_limits<double>::quiet_NaN();     // of the last state, relative to its deviation from its mean
    std::vector<FitQuality> fits;
    std::vector<std::string> warnings;
    double seconds = 0;                  // the measuring took
    int blocksRun = 0;                   // block passes that were computed, out of the model's layers
};

}  // namespace strato
