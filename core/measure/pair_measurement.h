// How every later state relates to every earlier one: linear predictability, CKA, angular distance.
//
//     PairMeasurement pairs(windows, tokens, hidden, PairMeasures::all, spill);
//     pairs.addState(states);                                  // of each depth, in order
//     pairs.addSolution(solution, mean, gramNorm);             // of each block's input, in order
//     PairScores scores = pairs.finish(adjacent, job);
#pragma once

#include <filesystem>
#include <vector>

#include <Eigen/Core>

#include "core/base/job_context.h"
#include "core/base/ratio.h"
#include "core/measure/angular_distances.h"
#include "core/measure/block_measurement.h"

namespace strato {

// Exact cross products of all pairs would cost half the forward pass again. Instead each later state is seen along some
// directions: those that hold most of its variance, exactly, and a random sample of the rest, which stands for all of it
// (Hutch++, Meyer et al., arXiv 2010.09649). States up to that many dimensions wide are exact; wider ones are right to about 0.002.
inline constexpr int exactDirections = 32, sampledDirections = 64;

class PairMeasurement {
public:
    // `spill`: a folder for files of all states; empty: in memory. `seed` makes the sample repeat.
    PairMeasurement(const TokenWindows& windows, const MeasuredTokens& tokens, int hidden, PairMeasures measures, const std::filesystem::path& spill, unsigned seed);

    // The next state, [tokens, hidden].
    void addState(const at::Tensor& states, const JobContext& job);
    // What was measured of the state that a block reads, in the order of blocks.
    void addSolution(const BlockMeasurement& block);

    // `adjacentLinearity`: the exact score of each block. Standard errors are over documents or windows (clusters.h), of first order in the weight of each:
    // as the best map has the least error, that of linearity is the error of a ratio of sums with the map held; in sample like the score, so a
    // little small where tokens are few for the width. Of wide states they are right to some per cent. Throws Cancelled.
    PairScores finish(const std::vector<double>& adjacentLinearity, const JobContext& job) const;

private:
    struct Sketch;
    struct Factor;
    struct WeightedProducts;
    using Parts = std::vector<RatioPart>;            // one a window

    static WeightedProducts weighted(const Eigen::MatrixXd& products, const Sketch& one, const Sketch& other);
    std::vector<double> sharesOfWindows(const Sketch& one, const Sketch& other, const WeightedProducts& products, const JobContext& job) const;
    template <typename Visit>
    void forEachCentredPart(int state, const JobContext& job, const Visit& visit) const;
    Eigen::MatrixXf crossProducts(int state, const JobContext& job) const;
    std::vector<Parts> unexplained(int state, const Eigen::MatrixXf& map, const JobContext& job) const;
    double ckaError(const Sketch& one, const Sketch& other, const Eigen::MatrixXf& cross, double cka, const JobContext& job) const;

    const TokenWindows& windows_;
    const MeasuredTokens& tokens_;
    std::vector<std::int32_t> windowOf_;             // of each row that counts
    int hidden_;
    PairMeasures measures_;
    std::filesystem::path spill_;
    unsigned seed_;
    std::vector<StateBuffer> states_;
    std::vector<std::shared_ptr<const Sketch>> sketches_;
    std::vector<std::shared_ptr<const Factor>> factors_;
    LastTokens lastTokens_;
};

}  // namespace strato
