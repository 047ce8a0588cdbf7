#include "app/cli/command.h"

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <memory>
#include <stop_token>
#include <thread>

#include "core/base/sizes.h"
#include "core/base/stopwatch.h"
#include "core/base/time_left.h"

namespace strato::cli {

namespace {

// Set by the signal handler, which may do nothing else.
volatile std::sig_atomic_t interrupted = 0;

extern "C" void onInterrupt(int) { interrupted = 1; }

void listenForInterrupts() {
    struct sigaction action {};
    action.sa_handler = onInterrupt;
    action.sa_flags = SA_RESETHAND;  // a second signal ends the program at once
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
}

// Turns the signal into a stop request: a handler may not do it itself.
class InterruptWatch {
public:
    InterruptWatch() : thread_([this](std::stop_token ended) { watch(ended); }) {}
    std::stop_token token() const { return stop_.get_token(); }

private:
    void watch(const std::stop_token& ended) {
        using namespace std::chrono_literals;
        while (!ended.stop_requested() && !stop_.stop_requested()) {
            if (interrupted) stop_.request_stop();
            std::this_thread::sleep_for(50ms);
        }
    }

    std::stop_source stop_;
    std::jthread thread_;
};

// Shows progress on stderr.
class ProgressPrinter {
public:
    explicit ProgressPrinter(bool quiet) : quiet_(quiet), terminal_(::isatty(STDERR_FILENO) != 0) {}
    ~ProgressPrinter() {
        if (drawn_) std::fputs("\r\033[K", stderr);
    }

    void show(const Progress& progress) {
        timeLeft_.update(progress);
        const bool fresh = progress.phase != phase_;
        if (quiet_ || (!fresh && since_.seconds() < (terminal_ ? 0.1 : 5.0))) return;
        if (!terminal_ && fresh && since_.seconds() < 5.0 && !phase_.empty()) return;
        phase_ = progress.phase;
        since_.restart();
        terminal_ ? drawBar(progress) : printLine(progress);
    }

private:
    std::string remaining() const {
        const auto seconds = timeLeft_.seconds();
        return seconds ? ", " + formatDuration(*seconds) + " left" : std::string();
    }

    void drawBar(const Progress& progress) {
        constexpr int width = 24;
        std::string bar;
        if (progress.total > 0) {
            const auto filled = static_cast<int>(width * progress.done / progress.total);
            bar = "[" + std::string(static_cast<std::size_t>(filled), '=') + std::string(static_cast<std::size_t>(width - filled), ' ') + "] ";
        }
        std::fprintf(stderr, "\r\033[K%s%s%s", bar.c_str(), progress.phase.c_str(), remaining().c_str());
        std::fflush(stderr);
        drawn_ = true;
    }

    void printLine(const Progress& progress) const {
        if (progress.total > 0)
            std::fprintf(stderr, "strato: %s, %lld of %lld%s\n", progress.phase.c_str(), static_cast<long long>(progress.done),
                         static_cast<long long>(progress.total), remaining().c_str());
        else std::fprintf(stderr, "strato: %s\n", progress.phase.c_str());
    }

    bool quiet_, terminal_, drawn_ = false;
    std::string phase_;
    Stopwatch since_;
    TimeLeft timeLeft_;
};

}  // namespace

JobContext Session::job() const {
    listenForInterrupts();
    auto watch = std::make_shared<InterruptWatch>();
    auto printer = std::make_shared<ProgressPrinter>(quiet);
    const std::stop_token token = watch->token();
    return {[watch, printer](const Progress& progress) { printer->show(progress); }, token};
}

void Session::printJson(const nlohmann::ordered_json& json) {
    std::cout << json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << "\n";
}

void Session::warn(const std::vector<std::string>& warnings) const {
    if (quiet) return;
    for (const std::string& warning : warnings) std::cerr << "strato: note: " << warning << "\n";
}

void addModelArgument(CLI::App& command, std::string& model) {
    command.add_option("MODEL", model, "A Hugging Face model folder")->required();
}

void addJsonFlag(CLI::App& command, bool& json) {
    command.add_flag("--json", json, "Print one JSON object instead of text");
}

void addComputeOptions(CLI::App& command, Compute& compute) {
    command.add_option("--device", compute.device, "auto, cpu, cuda or cuda:N")->capture_default_str();
    command.add_option("--dtype", compute.dtype, "What to compute in: auto, float32, bfloat16 or float16")->capture_default_str();
    command.add_option("--threads", compute.threads, "Threads; 0: all cores")->check(CLI::Range(0, 4096))->capture_default_str();
    command.add_option_function<std::string>(
        "--memory", [&compute](const std::string& text) { compute.memoryBytes = parseSize(text); },
        "A budget for what is kept in memory to save time, such as 4GiB");
}

CLI::Option* addDataOptions(CLI::App& command, DataOptions& data) {
    CLI::Option* files = command.add_option("--data", data.files, "Texts: .txt (each a document), .jsonl (each line a document) or .csv (each row)");
    command.add_option("--text-field", data.textField, "The field of .jsonl lines, or the column of a .csv, that holds the text")->capture_default_str();
    command.add_option("--sequence-length", data.sequenceLength, "Tokens a window; default 512 or the model's context")->check(CLI::Range(1, 1 << 28));
    command.add_option("--tokens", data.tokens, "Stop after so many tokens; 0: all")->check(CLI::NonNegativeNumber);
    command.add_option("--chunk-characters", data.chunkCharacters, "Cut texts into pieces of so many characters and tokenise each alone")
        ->check(CLI::NonNegativeNumber);
    return files;
}

TextRequest DataOptions::request() const {
    return {std::vector<std::filesystem::path>(files.begin(), files.end()), textField, sequenceLength, tokens, chunkCharacters};
}

}  // namespace strato::cli
