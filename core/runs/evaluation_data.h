// What plans are measured on: texts that were given, or the run's own windows.
//
//     EvaluationText text = evaluationData({.files = {"test.txt"}, .tokens = 8192}, "", decoder, fitter);
#pragma once

#include <cstdint>
#include <string>

#include "core/base/compute.h"
#include "core/evaluate/protocol.h"
#include "core/runs/plan_fitter.h"
#include "core/runs/texts.h"

namespace strato {

// `protocol` as Protocol::parse() reads it. Without files the windows of the fitter's run, at most `texts.tokens`. Throws Error, UsageError.
EvaluationText evaluationData(const TextRequest& texts, const std::string& protocol, const Decoder& decoder, const PlanFitter& fitter);

// What may be kept between evaluations: what was asked for, or a quarter of the machine's memory.
std::int64_t evaluationMemory(const Compute& compute);

}  // namespace strato
