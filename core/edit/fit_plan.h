// The maps of plans, fitted on calibration texts by one pass over them: least squares (regression.h) of what the edited part adds to the
// residual stream,
//     linear, lowrank of a block or span   on the stream that enters it
//     of a half                            on the stream that this half reads
//     merge                                on what the halves that it folds into add (merge.h)
//
//     std::vector<Regression> fits = fitEdits(decoder, windows, {{edit}}, {}, job);
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/edit/edited_decoder.h"
#include "core/edit/merge.h"
#include "core/geometry/regression.h"

namespace strato {

struct FitOptions {
    bool skipFirstToken = false;       // leave the first token of every window out
    int folds = 5;                     // of documents, for the choice of the ridge
    double ridge = RegressionOptions::chosen;
    bool inSequence = false;           // fit each map on the states that the edits before it produce
    auto operator<=>(const FitOptions&) const = default;
};

struct FitRequest {
    Edit edit;
    MergeSource source = {};           // of a merge
};

// Fits each edit on the unedited decoder's states, whatever else is edited. One pass up to the last edit; holds four buffers of states
// [tokens, hidden] and one for each span that is open. Throws Error, Cancelled.
std::vector<Regression> fitEdits(const Decoder& decoder, const TokenWindows& windows, const std::vector<FitRequest>& requests, const FitOptions& options,
                                 const JobContext& job);

// Fits the edits of a plan one after the other, but drops and those whose maps are `known`: features are those of the edited decoder up to
// there, and a map aims at the stream that the unedited decoder has behind the edited part, so that it also makes up for what earlier edits
// did. By Edit::text(). Takes two passes side by side. Throws Error, UsageError, Cancelled.
std::map<std::string, Regression> fitInSequence(const Decoder& decoder, const TokenWindows& windows, const Plan& plan, const PlanMaps& known, const FitOptions& options,
                                                const JobContext& job);

}  // namespace strato
