#include <cmath>
#include <cstdio>
#include <filesystem>

#include "app/cli/command.h"
#include "core/base/error.h"
#include "core/base/sizes.h"
#include "core/train/story_generator.h"
#include "core/train/train_model.h"

namespace strato::cli {

namespace {

struct TrainOptions {
    std::string preset, config, regularizer, out;
    std::vector<std::string> data;
    std::string textField = "text";
    double lambda = 0;
    int steps = 0;
    std::uint64_t seed = 0;
    CLI::Option *lambdaGiven = nullptr, *seedGiven = nullptr;
    Compute compute;
    bool resume = false, json = false;
};

// The preset or the file, and over it what the command line says.
TrainSettings settingsOf(const TrainOptions& options) {
    if (!options.preset.empty() && !options.config.empty()) throw UsageError("give --preset or --config, not both");
    TrainSettings settings = options.config.empty() ? trainPreset(options.preset.empty() ? "demo" : options.preset) : readTrainSettings(options.config);
    if (!options.regularizer.empty()) settings.regularizer = parseRegularizer(options.regularizer);
    if (options.lambdaGiven->count() > 0) settings.lambda = options.lambda;
    if (settings.regularizer != Regularizer::none && settings.lambda == 0)
        throw UsageError("--regularizer " + regularizerName(settings.regularizer) + " needs --lambda above 0; the paper used 0.5");
    if (options.steps > 0) settings.steps = options.steps;
    if (options.seedGiven->count() > 0) settings.seed = options.seed;
    return settings;
}

// The command in its shortest form, for the model card.
std::string commandText(const TrainOptions& options) {
    std::string text = "strato train " + (options.config.empty() ? "--preset " + (options.preset.empty() ? "demo" : options.preset) : "--config " + options.config) + " --data";
    for (const std::string& file : options.data) text += " " + std::filesystem::path(file).filename().string();
    if (!options.regularizer.empty()) text += " --regularizer " + options.regularizer;
    char number[32];
    std::snprintf(number, sizeof number, " --lambda %g", options.lambda);
    if (options.lambdaGiven->count() > 0) text += number;
    if (options.steps > 0) text += " --steps " + std::to_string(options.steps);
    if (options.seedGiven->count() > 0) text += " --seed " + std::to_string(options.seed);
    return text + " --out " + std::filesystem::path(options.out).filename().string();
}

nlohmann::ordered_json toJson(const TrainReport& report, const TrainSettings& settings) {
    const TrainPoint& last = report.curve.back();
    return {{"out", report.folder.string()},
            {"parameters", report.parameters},
            {"steps", settings.steps},
            {"tokens_seen", report.tokensSeen},
            {"training_tokens", report.trainingTokens},
            {"validation_tokens", report.validationTokens},
            {"regularizer", regularizerName(settings.regularizer)},
            {"lambda", settings.lambda},
            {"training_loss", last.trainingLoss},
            {"regularizer_value", last.regularizer},
            {"validation_loss", report.validationLoss},
            {"validation_perplexity", std::exp(report.validationLoss)},
            {"seconds", report.seconds}};
}

void train(const TrainOptions& options, const Session& session) {
    TrainRequest request;
    request.data = {options.data.begin(), options.data.end()};
    request.textField = options.textField;
    request.out = options.out;
    request.settings = settingsOf(options);
    request.command = commandText(options);
    request.compute = options.compute;
    request.resume = options.resume;
    const TrainReport report = trainModel(request, session.job());
    if (options.json) {
        Session::printJson(toJson(report, request.settings));
        return;
    }
    std::printf("%s parameters, %s tokens seen in %s\n", formatCount(report.parameters).c_str(), formatCount(report.tokensSeen).c_str(),
                formatDuration(report.seconds).c_str());
    std::printf("training loss %.4f, validation loss %.4f (perplexity %.3f)\n", report.curve.back().trainingLoss, report.validationLoss,
                std::exp(report.validationLoss));
    std::printf("model folder: %s\n", options.out.c_str());
}

}  // namespace

void addTrain(CLI::App& app, Session& session) {
    CLI::App* command = app.add_subcommand("train", "Pretrains a small decoder and writes it as a Hugging Face folder");
    command->footer("Example: strato train --preset demo --data stories.jsonl --regularizer cosine --lambda 0.5 --out twin\n"
                    "Presets: tiny (seconds), demo (12 blocks of width 128), small (12 of 384, for a machine with a card).");
    auto options = std::make_shared<TrainOptions>();
    command->add_option("--preset", options->preset, "tiny, demo or small; default demo");
    command->add_option("--config", options->config, "A JSON file of settings, with the keys that training.json of a trained folder has");
    command->add_option("--data", options->data, "Texts: .txt (each a document), .jsonl (each line a document) or .csv (each row)")->required();
    command->add_option("--text-field", options->textField, "The field of .jsonl lines, or the column of a .csv, that holds the text")->capture_default_str();
    command->add_option("--regularizer", options->regularizer, "none, mse or cosine, on consecutive states (the paper's section 4)");
    options->lambdaGiven = command->add_option("--lambda", options->lambda, "The regulariser's weight");
    command->add_option("--steps", options->steps, "Steps, instead of the preset's")->check(CLI::PositiveNumber);
    options->seedGiven = command->add_option("--seed", options->seed, "Of the first weights and the order of the text");
    command->add_option("--out", options->out, "The folder to write")->required();
    command->add_flag("--resume", options->resume, "Go on from OUT.train, which a training that was stopped left behind");
    command->add_option("--device", options->compute.device, "auto, cpu, cuda or cuda:N")->capture_default_str();
    command->add_option("--threads", options->compute.threads, "Threads; 0: all cores")->check(CLI::Range(0, 4096))->capture_default_str();
    addJsonFlag(*command, options->json);
    command->callback([options, &session] { train(*options, session); });
}

void addStories(CLI::App& app, Session&) {
    CLI::App* command = app.add_subcommand("stories", "Writes small stories from a seeded grammar, to train on");
    command->footer("Example: strato stories --seed 1 --bytes 4000000 --out stories.jsonl");
    struct StoryOptions {
        std::uint64_t seed = 1;
        std::int64_t bytes = 1'000'000;
        std::string out;
    };
    auto options = std::make_shared<StoryOptions>();
    command->add_option("--seed", options->seed, "Equal seeds give equal stories")->capture_default_str();
    command->add_option("--bytes", options->bytes, "About so much text, in whole stories")->check(CLI::PositiveNumber)->capture_default_str();
    command->add_option("--out", options->out, "The file: .jsonl (a story a line) or .txt")->required();
    command->callback([options] { std::printf("%d stories\n", writeStories(options->seed, options->bytes, options->out)); });
}

}  // namespace strato::cli
