#include "core/runs/analyze.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/sizes.h"
#include "core/base/stopwatch.h"
#include "core/measure/measure_model.h"
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
    if (request.tokens < 0) options.tokens = std::max<std::int64_t>(16384, std::int64_t{10} * model.hidden);
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
        warnings.push_back("held-out scores are null: they need at least two documents, and the data is one");
    return warnings;
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
                    .device = decoder.deviceName(),
                    .dtype = decoder.dtypeName(),
                    .threads = request.compute.threads,
                    .version = version()};
    run.tokens = tokenRecords(windows, tokenizer);
    run.warnings = warningsFor(run);
    return run;
}

void takeBlock(const BlockResult& result, Run& run) {
    run.blocks.push_back(result.scores);
    if (run.states.empty()) run.states.push_back(result.input);
    run.states.push_back(result.output);
    run.tokenNonlinearity.push_back(result.tokenNonlinearity);
    run.timing.loadSeconds += result.loadSeconds;
    run.timing.forwardSeconds += result.forwardSeconds;
    run.timing.geometrySeconds += result.geometrySeconds;
    run.peakMemoryBytes = peakMemoryBytes();
    if (result.scores.rank < run.model.hiddenSize)
        run.warnings.push_back("block " + std::to_string(result.scores.block.value) + ": its input has rank " +
                               std::to_string(result.scores.rank) + " of " + std::to_string(run.model.hiddenSize) +
                               ", so its scores speak of those directions only");
}

// The finished blocks of an earlier, interrupted analysis, after checking that it is the same one.
Run resumed(const RunFile& file, const Run& head) {
    Run run = file.read();
    const bool same = run.model.fingerprint == head.model.fingerprint && run.data.sha256 == head.data.sha256 &&
                      run.settings.skipFirstToken == head.settings.skipFirstToken && run.settings.folds == head.settings.folds &&
                      run.settings.dtype == head.settings.dtype;
    if (!same)
        throw Error("the run file to resume is of another model, other data or other settings; leave out --resume to start anew");
    return run;
}

}  // namespace

Run analyzeModel(const AnalysisRequest& request, const RunListener& listener, const JobContext& job) {
    if (request.folds < 0 || request.folds == 1) throw UsageError("--folds must be 0 or at least 2");
    const Stopwatch total;
    job.report("opening the model", 0, 0);
    const Decoder decoder(request.model, request.compute);
    const auto tokenizer = loadTokenizer(request.model);
    const WindowOptions options = windowOptions(request, decoder.description());
    job.report("reading texts", 0, 0);
    const TokenWindows windows = makeWindows(readDocuments(request.data, request.textField), requireTokenizer(tokenizer, request.model), options);
    Run run = headOf(request, decoder, windows, options, &*tokenizer);
    const bool goOn = request.resume && std::filesystem::exists(request.run);
    RunFile file = goOn ? RunFile::open(request.run) : RunFile::create(request.run, run, windows);
    if (goOn) run = resumed(file, run);
    const auto publish = [&] {
        if (listener) listener(std::make_shared<const Run>(run));
    };
    publish();
    const MeasureOptions measure{.firstBlock = {static_cast<int>(run.blocks.size())},
                                 .skipFirstToken = request.skipFirstToken,
                                 .folds = windows.documents >= 2 ? std::min(request.folds, windows.documents) : 0,
                                 .heatmapTokens = heatmapTokens};
    if (run.complete()) return run;
    measureModel(decoder, windows, measure, [&](BlockResult result) {
        file.addBlock(result, mapsFit(decoder));
        takeBlock(result, run);
        publish();
    }, job);
    run.timing.totalSeconds += total.seconds();
    file.finish(run);
    publish();
    return run;
}

}  // namespace strato
