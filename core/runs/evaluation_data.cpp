#include "core/runs/evaluation_data.h"

#include "core/base/error.h"
#include "core/base/sizes.h"

namespace strato {

EvaluationText evaluationData(const TextRequest& texts, const std::string& protocol, const Decoder& decoder, const PlanFitter& fitter) {
    const Protocol parsed = Protocol::parse(protocol);
    if (!texts.files.empty()) return readEvaluationText(texts, parsed, decoder.folder(), decoder.description().context);
    if (parsed.kind != ProtocolKind::windows || parsed.length > 0)
        throw UsageError("protocol '" + protocol + "' reads texts, and a run has windows that are cut already; give the texts with --data");
    EvaluationText text;
    text.windows = firstTokens(fitter.windows(), texts.tokens);
    text.protocol = "windows-" + std::to_string(text.windows.sequenceLength);
    return text;
}

std::int64_t evaluationMemory(const Compute& compute) { return compute.memoryBytes > 0 ? compute.memoryBytes : machineMemoryBytes() / 4; }

}  // namespace strato
