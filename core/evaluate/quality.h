// What a model is worth, measured: loss, size, speed and answers, and how far an edited model is from the one it came from.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace strato {

inline constexpr double notMeasured = std::numeric_limits<double>::quiet_NaN();

// The share of questions answered rightly, as lm-evaluation-harness counts it (multiple_choice.h).
struct Accuracy {
    int questions = 0;
    double accuracy = notMeasured, standardError = notMeasured;                        // acc
    double accuracyNormalized = notMeasured, normalizedStandardError = notMeasured;    // acc_norm
};

// NaN: not measured.
struct Quality {
    double loss = notMeasured;                                            // nats per predicted token
    double lossStandardError = notMeasured;                               // over documents, or windows where there is one document
    double perplexity = notMeasured;                                      // exp(loss)
    std::int64_t tokens = 0;                                              // predicted ones
    double wordPerplexity = notMeasured, bytePerplexity = notMeasured;    // exp(nats per word, or byte), where the protocol counts them
    double bitsPerByte = notMeasured;
    std::int64_t parameters = 0;
    std::int64_t bytes = 0;                                               // of all tensors in the checkpoint's types
    std::int64_t multiplyAdds = 0;                                        // with weights, for one token
    double prefillTokensPerSecond = notMeasured, prefillSpread = notMeasured;   // median and interquartile range over runs
    double decodeTokensPerSecond = notMeasured, decodeSpread = notMeasured;
    std::optional<Accuracy> task;
};

// What both models write behind a prompt, always the likeliest token.
struct Sample {
    std::string prompt, baseline, edited;
};

// edited - baseline, with the error of the paired differences.
struct Difference {
    double mean = notMeasured, standardError = notMeasured;
};

// How well a map that stands for a part of the model was fitted: R^2 of what that part adds to the residual stream, on the texts it was
// fitted on and on folds of them that it was not. NaN where only the map was kept.
struct FitQuality {
    std::string edit;
    double ridge = 0, inSample = 0, heldOut = 0;
};

// A plan's effect, beside the unedited model on the same windows.
// Whether two timings, each with its spread, differ by no more than they scatter. Not where a spread is unknown.
inline bool differsByNoise(double one, double spreadOfOne, double other, double spreadOfOther) {
    return std::isfinite(spreadOfOne) && std::isfinite(spreadOfOther) && std::abs(other - one) < std::hypot(spreadOfOne, spreadOfOther);
}

struct Outcome {
    std::string plan;
    bool healed = false;                 // its maps are what training made of them
    std::string protocol;                // "windows-512", or as protocol.h stamps it; empty where no text was measured
    std::string dataSha256;              // of the windows
    std::string standardErrorOver;       // "documents" or "windows"
    Quality baseline;
    Quality edited;
    Difference loss;
    double klDivergence = notMeasured;   // mean over predicted tokens of KL(baseline || edited), nats
    double top1Agreement = notMeasured;  // share of positions with the same most likely token
    double stateError = notMeasured;     // of the last state, relative to its deviation from its mean
    std::vector<FitQuality> fits;
    Difference accuracy, accuracyNormalized;
    double idealSpeedup = notMeasured;   // of the blocks, if time went with their number (speed.h)
    std::vector<Sample> samples;
    std::vector<std::string> warnings;
    double seconds = 0;                  // the measuring took
    int blocksRun = 0;                   // block passes that were computed, out of the model's layers
};

}  // namespace strato
