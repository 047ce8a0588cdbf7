// How fast a tokeniser encodes on one core. Usage: tokenizer_bench FOLDER TEXT [SECONDS]; prints one JSON object. "first" is the
// first pass over the text, which meets every word anew.
#include <cstdio>
#include <cstdlib>

#include "core/base/atomic_output.h"
#include "core/base/stopwatch.h"
#include "core/text/tokenizer.h"

using namespace strato;

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fprintf(stderr, "usage: tokenizer_bench FOLDER TEXT [SECONDS]\n");
        return 2;
    }
    const Stopwatch loading;
    const Tokenizer tokenizer = Tokenizer::load(argv[1]);
    const double loadSeconds = loading.seconds(), wanted = argc > 3 ? std::atof(argv[3]) : 2;
    const std::string text = readTextFile(argv[2], std::size_t{256} << 20);
    const double megabytes = static_cast<double>(text.size()) / 1e6;
    const Stopwatch first;
    const std::size_t tokens = tokenizer.encode(text).size();
    const double firstSeconds = first.seconds();
    const Stopwatch all;
    int passes = 0;
    for (; passes == 0 || all.seconds() < wanted; ++passes) tokenizer.encode(text);
    std::printf("{\"kind\": \"%s\", \"megabytes\": %.3f, \"tokens\": %zu, \"load_seconds\": %.3f, \"first_megabytes_per_second\": %.2f, \"megabytes_per_second\": %.2f}\n",
                tokenizer.kind().c_str(), megabytes, tokens, loadSeconds, megabytes / firstSeconds, megabytes * passes / all.seconds());
}
