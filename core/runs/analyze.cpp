#include "core/runs/analyze.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "core/base/error.h"
#include "core/base/json_view.h"
#include "core/base/sizes.h"
#include "core/base/stopwatch.h"
#include "core/measure/estimate.h"
#include "core/model/families/family.h"
#include "core/runs/run_file.h"
#include "core/runs/texts.h"
#include "core/runs/version.h"

namespace strato {

namespace {

constexpr int heatmapTokens = 4096;

// Maps are kept in the run file as long as all of them together stay below this; wider models fit them again when asked.
constexpr std::int64_t mapBudgetBytes = std::int64_t{4} << 30;

bool mapsFit(const Decoder& decoder) {
    const std::int64_t width = decoder.hidden();
    return width * (width + 1) * 4 * decoder.layers() <= mapBudgetBytes;
}

WindowOptions windowOptions(const AnalysisRequest& request, const ModelDescription& model) {
    const TextRequest text{request.data, request.textField, request.sequenceLength, request.tokens, request.chunkCharacters};
    WindowOptions options = windowOptionsFor(text, model.context);
    if (request.tokens < 0) options.tokens = usualTokens(model.hidden);
    return options;
}

std::vector<TokenRecord> tokenRecords(const TokenWindows& windows, const Tokenizer* tokenizer) {
    std::vector<TokenRecord> records;
    for (std::size_t w = 0; w < windows.windows.size(); ++w) {
        const TokenWindow& window = windows.windows[w];
        for (std::size_t t = 0; t < window.ids.size(); ++t) {
            if (records.size() == heatmapTokens) return records;
            const TokenId id = window.ids[t];
            const std::string text = tokenizer ? tokenizer->displayText(id) : "#" + std::to_string(id);
            records.push_back({id, window.document, static_cast<int>(w), static_cast<int>(t), text});
        }
    }
    return records;
}

std::vector<std::string> warningsFor(const Run& run) {
    std::vector<std::string> warnings = run.model.warnings;
    const double ratio = static_cast<double>(run.data.tokens) / run.model.hiddenSize;
    if (ratio < 10) {
        char text[200];
        std::snprintf(text, sizeof text,
                      "%.1f tokens per dimension: the in-sample scores are biased upwards; read the adjusted ones, or give at least %d tokens",
                      ratio, 10 * run.model.hiddenSize);
        warnings.push_back(text);
    }
    if (run.settings.folds > 0 && run.data.documents < 2)
        warnings.push_back("there are no held-out scores: they need at least two documents, and the data is one");
    else if (run.settings.folds > run.data.documents)
        warnings.push_back("held-out scores are over " + std::to_string(run.data.documents) + " folds: there are no more documents");
    return warnings;
}

bool asked(const AnalysisRequest& request, const char* measure) {
    return std::find(request.measures.begin(), request.measures.end(), measure) != request.measures.end();
}

void checkRequest(const AnalysisRequest& request) {
    if (request.folds < 0 || request.folds == 1) throw UsageError("--folds must be 0 or at least 2");
    for (const std::string& measure : request.measures)
        if (measure != "states" && measure != "procrustes" && measure != "mergeable" && measure != "halves")
            throw UsageError("there is no measure '" + measure + "'; they are states, procrustes, mergeable and halves");
    if (request.pairs != "none" && request.pairs != "linearity" && request.pairs != "all") throw UsageError("pairs must be none, linearity or all");
}

Run headOf(const AnalysisRequest& request, const Decoder& decoder, const TokenWindows& windows, const WindowOptions& options,
           const Tokenizer* tokenizer) {
    Run run;
    // A run file is opened from other folders than it was made in.
    run.model = inspectModel(std::filesystem::canonical(request.model));
    for (const auto& file : request.data) run.data.files.push_back(std::filesystem::canonical(file).string());
    run.data.documents = windows.documents;
    run.data.tokens = windows.tokens;
    run.data.sequenceLength = windows.sequenceLength;
    run.data.sha256 = windows.sha256;
    run.settings = {.sequenceLength = options.sequenceLength,
                    .tokens = options.tokens,
                    .chunkCharacters = options.chunkCharacters,
                    .textField = request.textField,
                    .skipFirstToken = request.skipFirstToken,
                    .folds = request.folds,
                    .measures = request.measures,
                    .pairs = request.pairs,
                    .lensTokens = request.lensTokens,
                    .device = decoder.deviceName(),
                    .dtype = decoder.dtypeName(),
                    .threads = request.compute.threads,
                    .version = version()};
    run.tokens = tokenRecords(windows, tokenizer);
    run.warnings = warningsFor(run);
    return run;
}

std::string percent(double share) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%.0f %%", 100 * share);
    return text.data();
}

// Why a block's score says less than it seems to.
std::vector<std::string> doubtsOf(const BlockScores& scores, int width) {
    std::vector<std::string> doubts;
    const std::string block = "block " + std::to_string(scores.block.value) + ": ";
    if (scores.rank < width)
        doubts.push_back(block + "its input has rank " + std::to_string(scores.rank) + " of " + std::to_string(width) + ", so its scores speak of those directions only");
    if (!scores.outliers.empty() && scores.outliers.front().share > 0.5) {
        const OutlierDirection& outlier = scores.outliers.front();
        std::string text = block + "one direction holds " + percent(outlier.share) + " of its output's variance";
        if (outlier.loading > 0.5) text += " (dimension " + std::to_string(outlier.dimension) + ")";
        if (outlier.firstTokenShare > 0.5) text += ", most of it in the windows' first tokens";
        doubts.push_back(text + ": read the scores without outliers, or the median over dimensions");
    }
    if (std::abs(scores.linearityNoResidual - scores.linearityNoResidualWithoutFirst) > 0.05)
        doubts.push_back(block + "the windows' first tokens move its score without residual by more than 0.05; see the score without them, or --skip-first-token");
    return doubts;
}

void takeBlock(const BlockResult& result, Run& run) {
    run.blocks.push_back(result.scores);
    const auto index = static_cast<std::size_t>(result.scores.block.value);
    run.states.resize(index);
    run.states.push_back(result.input);
    run.states.push_back(result.output);
    run.tokenNonlinearity.push_back(result.tokenNonlinearity);
    run.timing.loadSeconds += result.loadSeconds;
    run.timing.forwardSeconds += result.forwardSeconds;
    run.timing.geometrySeconds += result.geometrySeconds;
    run.peakMemoryBytes = peakMemoryBytes();
    for (std::string& doubt : doubtsOf(result.scores, run.model.hiddenSize)) run.warnings.push_back(std::move(doubt));
}

// The finished blocks of an earlier, interrupted analysis, after checking that it is the same one.
Run resumed(const RunFile& file, const Run& head) {
    if (file.version() < RunFile::schemaVersion) throw Error("the run file to resume was written by an earlier Stratoscope, which measured less; leave out --resume to start anew");
    Run run = file.read();
    const AnalysisSettings &was = run.settings, &is = head.settings;
    const bool same = run.model.fingerprint == head.model.fingerprint && run.data.sha256 == head.data.sha256 && was.skipFirstToken == is.skipFirstToken &&
                      was.folds == is.folds && was.dtype == is.dtype && was.device == is.device && was.measures == is.measures && was.pairs == is.pairs &&
                      was.lensTokens == is.lensTokens;
    if (!same)
        throw Error("the run file to resume is of another model, other data or other settings; leave out --resume to start anew");
    // Doubts about finished blocks are theirs to say again.
    run.warnings = head.warnings;
    for (const BlockScores& block : run.blocks)
        for (std::string& doubt : doubtsOf(block, run.model.hiddenSize)) run.warnings.push_back(std::move(doubt));
    return run;
}

// A quarter of the machine, unless a budget is given.
std::int64_t memoryBudget(const Compute& compute) { return compute.memoryBytes > 0 ? compute.memoryBytes : machineMemoryBytes() / 4; }

MeasureOptions measureOptions(const AnalysisRequest& request, const Run& run, int documents) {
    MeasureOptions options{.firstBlock = {static_cast<int>(run.blocks.size())},
                           .skipFirstToken = request.skipFirstToken,
                           .folds = documents >= 2 ? std::min(request.folds, documents) : 0,
                           .heatmapTokens = heatmapTokens,
                           .states = asked(request, "states"),
                           .procrustes = asked(request, "procrustes"),
                           .mergeable = asked(request, "mergeable"),
                           .halves = asked(request, "halves"),
                           .pairs = request.pairs == "all" ? PairMeasures::all : request.pairs == "linearity" ? PairMeasures::linearity : PairMeasures::none,
                           .lensTokens = request.lensTokens,
                           .memoryBytes = memoryBudget(request.compute),
                           .spill = request.run.empty() ? std::filesystem::path() : std::filesystem::absolute(request.run).parent_path(),
                           .keptStates = request.run.string() + ".states"};
    for (const BlockScores& block : run.blocks) options.adjacentLinearity.push_back(block.linearity);
    return options;
}

}  // namespace

AnalysisRequest requestOf(const Run& run) {
    const AnalysisSettings& settings = run.settings;
    AnalysisRequest request{.model = run.model.folder,
                            .data = {},
                            .run = {},
                            .textField = settings.textField,
                            .sequenceLength = settings.sequenceLength,
                            .tokens = settings.tokens,
                            .chunkCharacters = settings.chunkCharacters,
                            .skipFirstToken = settings.skipFirstToken,
                            .folds = settings.folds,
                            .measures = settings.measures,
                            .pairs = settings.pairs,
                            .lensTokens = settings.lensTokens,
                            .compute = {.device = settings.device, .dtype = settings.dtype}};
    request.data.assign(run.data.files.begin(), run.data.files.end());
    return request;
}

std::int64_t usualTokens(int width) { return std::max<std::int64_t>(16384, std::int64_t{10} * width); }

int usualSequenceLength(int context) { return windowOptionsFor({}, context).sequenceLength; }

AnalysisEstimate estimateAnalysis(const AnalysisRequest& request) {
    checkRequest(request);
    const ModelDescription model = describeModel(parseJsonFile(request.model / "config.json"));
    constexpr std::int64_t bytesPerToken = 3;
    std::int64_t bytes = 0;
    for (const std::filesystem::path& file : request.data) {
        std::error_code unknown;
        if (const auto size = std::filesystem::file_size(file, unknown); !unknown) bytes += static_cast<std::int64_t>(size);
    }
    const std::int64_t asked = request.tokens < 0 ? usualTokens(model.hidden) : request.tokens, there = std::max<std::int64_t>(bytes / bytesPerToken, 1);
    const std::int64_t tokens = request.data.empty() ? std::max<std::int64_t>(asked, 1) : asked == 0 ? there : std::min(asked, there);
    return estimateAnalysis(model, tokens, windowOptions(request, model).sequenceLength, measureOptions(request, {}, std::max(request.folds, 1)));
}

Run analyzeModel(const AnalysisRequest& request, const RunListener& listener, const JobContext& job) {
    checkRequest(request);
    const Stopwatch total;
    job.report("opening the model", 0, 0);
    const Decoder decoder(request.model, request.compute);
    const auto tokenizer = loadTokenizer(request.model);
    const WindowOptions cut = windowOptions(request, decoder.description());
    job.report("reading texts", 0, 0);
    const TokenWindows windows = makeWindows(readDocuments(request.data, request.textField), requireTokenizer(tokenizer, request.model), cut);
    Run run = headOf(request, decoder, windows, cut, &*tokenizer);
    const bool goOn = request.resume && std::filesystem::exists(request.run);
    RunFile file = goOn ? RunFile::open(request.run) : RunFile::create(request.run, run, windows);
    if (goOn) run = resumed(file, run);
    const MeasureOptions options = measureOptions(request, run, windows.documents);
    run.estimate = estimateAnalysis(decoder.description(), windows.tokens, windows.sequenceLength, options);
    const auto publish = [&] {
        if (listener) listener(std::make_shared<const Run>(run));
    };
    publish();
    const bool measuredAll = run.complete() && (request.pairs == "none" || !run.pairs.linearity.empty()) && (request.lensTokens == 0 || !run.lens.empty());
    const bool finished = measuredAll && run.timing.totalSeconds > 0;
    if (finished) return run;
    const MeasureListener measured{.onBlock =
                                       [&](BlockResult result) {
                                           file.addBlock(result, mapsFit(decoder));
                                           takeBlock(result, run);
                                           publish();
                                       },
                                   .onPairs =
                                       [&](const PairScores& pairs) {
                                           file.addPairs(pairs);
                                           run.pairs = pairs;
                                       },
                                   .onLens =
                                       [&](const LogitLens& lens) {
                                           file.addLens(lens);
                                           run.lens = lens;
                                       }};
    if (!measuredAll) measureModel(decoder, windows, options, measured, job);
    std::error_code ignored;
    std::filesystem::remove(options.keptStates, ignored);
    run.timing.totalSeconds += total.seconds();
    file.finish(run);
    publish();
    return run;
}

}  // namespace strato
