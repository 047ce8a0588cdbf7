// What moments and scores cost at the widths of real models. Usage: geometry_bench [WIDTH ...]
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

#include "core/base/stopwatch.h"
#include "core/geometry/linearity.h"

using namespace strato;

int main(int argc, char** argv) {
    std::vector<int> widths;
    for (int i = 1; i < argc; ++i) widths.push_back(std::atoi(argv[i]));
    if (widths.empty()) widths = {128, 512, 768, 1024, 2048};
    std::printf("width  fold us/token  GFLOP/s  solve s  score\n");
    for (const int width : widths) {
        const int rows = 1024, folds = 4;
        std::mt19937 engine(1);
        std::normal_distribution<float> normal;
        std::vector<float> x(static_cast<std::size_t>(rows) * width), y(x.size());
        for (std::size_t i = 0; i < x.size(); ++i) x[i] = normal(engine), y[i] = x[i] + 0.3F * normal(engine);
        PairMoments moments(width);
        moments.fold(x.data(), y.data(), rows);
        const Stopwatch folding;
        for (int f = 0; f < folds; ++f) moments.fold(x.data(), y.data(), rows);
        const double perToken = folding.seconds() / (folds * rows);
        const Stopwatch solving;
        const LinearFit fit = fitLinearMap(moments);
        std::printf("%5d  %13.2f  %7.1f  %7.2f  %.4f\n", width, perToken * 1e6, 2.0 * 1.5 * width * width / perToken / 1e9, solving.seconds(), fit.scores.linearity);
    }
}
