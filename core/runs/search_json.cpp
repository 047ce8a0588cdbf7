#include "core/runs/search_json.h"

#include <cmath>
#include <limits>

#include "core/runs/cells.h"

namespace strato {

namespace {

using Json = nlohmann::ordered_json;

Json toJson(const SearchPoint& point, int layers) {
    return {{"plan", point.plan.text()},
            {"layers", point.layers},
            {"share", static_cast<double>(point.layers) / layers},
            {"loss", jsonNumber(point.loss)},
            {"perplexity", jsonNumber(point.perplexity)},
            {"loss_difference", jsonNumber(point.rise)},
            {"loss_difference_standard_error", jsonNumber(point.riseError)}};
}

Json toJson(const SearchCurve& curve, int layers) {
    Json steps = Json::array();
    for (const SearchPoint& point : curve.points) steps.push_back(toJson(point, layers));
    Json recommended = toJson(curve.recommended, layers);
    recommended["sentence"] = curve.sentence;
    return {{"strategy", curve.strategy}, {"steps", std::move(steps)}, {"recommended", std::move(recommended)}, {"work_share", jsonNumber(curve.workShare)}, {"seconds", curve.seconds}};
}

double numberOf(const JsonView& json, const char* key) { return json.number(key, std::numeric_limits<double>::quiet_NaN()); }

SearchPoint readPoint(const JsonView& json) {
    return {.plan = Plan::parse(json.string("plan")), .layers = json.count("layers", 0, 1 << 20), .loss = numberOf(json, "loss"), .perplexity = numberOf(json, "perplexity"),
            .rise = numberOf(json, "loss_difference"), .riseError = numberOf(json, "loss_difference_standard_error")};
}

SearchCurve readCurve(const JsonView& json) {
    SearchCurve curve{.strategy = json.string("strategy"), .recommended = readPoint(json.at("recommended")), .sentence = json.at("recommended").string("sentence"),
                      .workShare = numberOf(json, "work_share"), .seconds = json.number("seconds")};
    for (const JsonView& step : json.elements("steps")) curve.points.push_back(readPoint(step));
    return curve;
}

}  // namespace

SearchReport readSearch(const JsonView& json) {
    SearchReport report{.layers = json.count("layers", 1, 1 << 20), .protocol = json.string("protocol"), .tokens = json.integer("tokens"),
                        .loss = numberOf(json.at("baseline"), "loss"), .perplexity = numberOf(json.at("baseline"), "perplexity"), .seconds = json.number("total_seconds")};
    if (json.find("strategies"))
        for (const JsonView& curve : json.elements("strategies")) report.curves.push_back(readCurve(curve));
    else report.curves.push_back(readCurve(json));
    for (const JsonView& band : json.elements("random"))
        report.random.push_back({.layers = band.count("layers", 0, 1 << 20), .cuts = band.count("cuts", 0, 1 << 30), .mean = numberOf(band, "loss"), .low = numberOf(band, "lowest_loss"),
                                 .high = numberOf(band, "highest_loss")});
    for (const JsonView& warning : json.elements("warnings")) report.warnings.push_back(warning.asString());
    for (const SearchCurve& curve : report.curves)
        for (const SearchPoint& point : curve.points) point.plan.check(report.layers);
    return report;
}

Json toJson(const SearchReport& report) {
    Json json;
    if (report.curves.size() == 1) json = toJson(report.curves.front(), report.layers);
    else
        for (const SearchCurve& curve : report.curves) json["strategies"].push_back(toJson(curve, report.layers));
    json["layers"] = report.layers;
    json["protocol"] = report.protocol;
    json["tokens"] = report.tokens;
    json["baseline"] = {{"loss", jsonNumber(report.loss)}, {"perplexity", jsonNumber(report.perplexity)}};
    json["random"] = Json::array();
    for (const RandomBand& band : report.random)
        json["random"].push_back({{"layers", band.layers}, {"cuts", band.cuts}, {"loss", jsonNumber(band.mean)}, {"lowest_loss", jsonNumber(band.low)}, {"highest_loss", jsonNumber(band.high)}});
    json["warnings"] = report.warnings;
    json["total_seconds"] = report.seconds;
    return json;
}

std::string searchCsv(const SearchReport& report) {
    std::string csv = "strategy,layers,share,plan,loss,perplexity,loss_difference,loss_difference_standard_error,lowest_loss,highest_loss\n";
    const auto start = [&](const std::string& strategy, int layers) {
        return strategy + "," + std::to_string(layers) + "," + csvNumber(static_cast<double>(layers) / report.layers) + ",";
    };
    for (const SearchCurve& curve : report.curves)
        for (const SearchPoint& point : curve.points)
            csv += start(curve.strategy, point.layers) + csvText(point.plan.text()) + "," + csvNumber(point.loss) + "," + csvNumber(point.perplexity) + "," +
                   csvNumber(point.rise) + "," + csvNumber(point.riseError) + ",,\n";
    for (const RandomBand& band : report.random)
        csv += start("random cuts", band.layers) + "," + csvNumber(band.mean) + "," + csvNumber(std::exp(band.mean)) + "," + csvNumber(band.mean - report.loss) + ",," +
               csvNumber(band.low) + "," + csvNumber(band.high) + "\n";
    return csv;
}

}  // namespace strato
