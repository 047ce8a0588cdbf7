#include "core/runs/heal_json.h"

#include "core/runs/cells.h"
#include "core/runs/outcome_json.h"

namespace strato {

namespace {

using Json = nlohmann::ordered_json;

Json edited(const Quality& quality, double divergence, const Difference& loss) {
    Json json = toJson(quality);
    json["kl_divergence"] = jsonNumber(divergence);
    addDifference(json, "loss_difference", loss);
    return json;
}

}  // namespace

Json toJson(const HealReport& report) {
    Json json{{"plan", report.plan},
              {"protocol", report.protocol},
              {"data_sha256", report.dataSha256},
              {"curve", toJson(report.curve)},
              {"stopped", report.stopped},
              {"best_step", report.bestStep},
              {"training_tokens", report.trainingTokens},
              {"validation_tokens", report.validationTokens},
              {"trained_parameters", report.trainedParameters},
              {"baseline", toJson(report.baseline)},
              {"before", edited(report.before, report.klBefore, report.lossBefore)},
              {"after", edited(report.after, report.klAfter, report.lossAfter)}};
    addDifference(json, "loss_difference", report.loss);
    json["standard_error_over"] = report.standardErrorOver;
    json["out"] = report.out.empty() ? Json() : Json(report.out.string());
    json["warnings"] = report.warnings;
    json["seconds"] = report.seconds;
    return json;
}

}  // namespace strato
