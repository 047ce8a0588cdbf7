#include "core/measure/pair_measurement.h"

#include <algorithm>
#include <random>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/geometry/cka.h"
#include "core/geometry/stream_statistics.h"

namespace strato {

namespace {

using RowMajorFloat = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Rows = Eigen::Map<const RowMajorFloat>;
constexpr std::int64_t rowsAtOnce = 2048;

template <typename Visit>
void forEachPart(const std::vector<RowRange>& ranges, const JobContext& job, const Visit& visit) {
    for (const RowRange& range : ranges)
        for (std::int64_t done = 0; done < range.count; done += rowsAtOnce) {
            job.throwIfStopped();
            visit(RowRange{range.first + done, std::min(rowsAtOnce, range.count - done)});
        }
}

}  // namespace

// A state along its directions: rows are the tokens that count, centred.
struct PairMeasurement::Sketch {
    RowMajorFloat rows;                // [counted tokens, directions]
    Eigen::VectorXd weights;           // of each direction: 1 if exact, what it stands for if sampled
    double energy = 0;                 // weighted sum of squares
};

struct PairMeasurement::Factor {
    Eigen::MatrixXf upper;             // R of the scaled Gram matrix
    Eigen::VectorXf scale;             // of its columns
    std::vector<int> pivots;
    int rank = 0;
    Eigen::RowVectorXf mean;
    double gramNorm = 0;
};

PairMeasurement::PairMeasurement(const TokenWindows& windows, const MeasuredTokens& tokens, int hidden, PairMeasures measures, const std::filesystem::path& spill, unsigned seed)
    : windows_(windows), tokens_(tokens), hidden_(hidden), measures_(measures), spill_(spill), seed_(seed) {}

namespace {

// Mean of the rows that count, [hidden].
Eigen::RowVectorXd meanOf(const at::Tensor& states, const std::vector<RowRange>& ranges, const JobContext& job) {
    Eigen::RowVectorXd sum = Eigen::RowVectorXd::Zero(states.size(1));
    std::int64_t count = 0;
    forEachPart(ranges, job, [&](RowRange part) {
        sum += Rows(states.data_ptr<float>() + part.first * states.size(1), part.count, states.size(1)).cast<double>().colwise().sum();
        count += part.count;
    });
    return sum / static_cast<double>(std::max<std::int64_t>(count, 1));
}

// [hidden, directions], orthonormal: first those of most variance, found by subspace iteration on some thousand rows, then random ones.
Eigen::MatrixXf directionsOf(const at::Tensor& states, const std::vector<RowRange>& ranges, const Eigen::RowVectorXd& mean, unsigned seed) {
    const Eigen::Index width = states.size(1), all = std::min<Eigen::Index>(width, exactDirections + sampledDirections);
    std::mt19937 engine(seed);
    std::normal_distribution<double> normal;
    Eigen::MatrixXd basis = Eigen::MatrixXd::NullaryExpr(width, all, [&] { return normal(engine); });
    if (all == width) return orthonormal(basis).cast<float>();
    RowMajorFloat sample(0, width);
    for (const RowRange& range : ranges) {
        const Eigen::Index taken = std::min<Eigen::Index>(range.count, 2 * rowsAtOnce - sample.rows()), before = sample.rows();
        sample.conservativeResize(before + taken, width);
        sample.bottomRows(taken) = Rows(states.data_ptr<float>() + range.first * width, taken, width).rowwise() - mean.cast<float>();
    }
    Eigen::MatrixXd leading = basis.leftCols(exactDirections);
    for (int step = 0; step < 3; ++step) {
        const Eigen::MatrixXf narrow = orthonormal(leading).cast<float>();
        const Eigen::MatrixXf coordinates = sample * narrow;
        leading = (sample.transpose() * coordinates).cast<double>();
    }
    basis.leftCols(exactDirections) = orthonormal(leading);
    return orthonormal(basis).cast<float>();
}

}  // namespace

void PairMeasurement::addState(const at::Tensor& states, const JobContext& job) {
    lastTokens_.add(states, windows_);
    const Eigen::RowVectorXd mean = meanOf(states, tokens_.all, job);
    const Eigen::MatrixXf directions = directionsOf(states, tokens_.all, mean, seed_ + static_cast<unsigned>(states_.size()));
    auto sketch = std::make_shared<Sketch>();
    std::int64_t count = 0;
    for (const RowRange& range : tokens_.all) count += range.count;
    sketch->rows.resize(count, directions.cols());
    StateBuffer kept(states.size(0), hidden_, spill_);
    std::int64_t row = 0;
    forEachPart(tokens_.all, job, [&](RowRange part) {
        const Rows rows(states.data_ptr<float>() + part.first * hidden_, part.count, hidden_);
        const RowMajorFloat centred = rows.rowwise() - mean.cast<float>();
        sketch->rows.middleRows(row, part.count).noalias() = centred * directions;
        row += part.count;
        kept.tensor().narrow(0, part.first, part.count).copy_(states.narrow(0, part.first, part.count));
        kept.release(part);
    });
    sketch->weights = Eigen::VectorXd::Ones(directions.cols());
    if (directions.cols() < hidden_) sketch->weights.tail(sampledDirections).setConstant(static_cast<double>(hidden_ - exactDirections) / sampledDirections);
    sketch->energy = sketch->rows.cast<double>().colwise().squaredNorm().dot(sketch->weights.transpose());
    states_.push_back(std::move(kept));
    sketches_.push_back(std::move(sketch));
}

void PairMeasurement::addSolution(const BlockMeasurement& block) {
    auto factor = std::make_shared<Factor>();
    factor->upper = block.solution.factor.upper.cast<float>();
    factor->scale = block.solution.scale.cast<float>();
    factor->pivots = block.solution.factor.pivots;
    factor->rank = block.solution.rank();
    factor->mean = block.inputMean.transpose().cast<float>();
    factor->gramNorm = block.inputGramNorm;
    factors_.push_back(std::move(factor));
}

PairScores PairMeasurement::finish(const std::vector<double>& adjacentLinearity, const JobContext& job) const {
    const int states = static_cast<int>(states_.size());
    PairScores scores{PairMatrix::of(states), {}, {}};
    PairMatrix cka = PairMatrix::of(states);
    // The last state's own Gram norm, as its sketch has it: nothing was solved for it.
    const Sketch& last = *sketches_.back();
    const Eigen::MatrixXd lastGram = last.rows.cast<double>().transpose() * last.rows.cast<double>();
    const double lastNorm = std::sqrt(last.weights.dot(lastGram.cwiseAbs2() * last.weights));
    for (int i = 0; i + 1 < states; ++i) {
        job.report("relating state " + std::to_string(i) + " to later ones", i, states - 1);
        const Factor& factor = *factors_[static_cast<std::size_t>(i)];
        const Eigen::Index directions = last.rows.cols(), later = states - 1 - i;
        Eigen::MatrixXf cross = Eigen::MatrixXf::Zero(hidden_, directions * later);
        std::int64_t row = 0;
        forEachPart(tokens_.all, job, [&](RowRange part) {
            const RowMajorFloat centred = Rows(states_[static_cast<std::size_t>(i)].data() + part.first * hidden_, part.count, hidden_).rowwise() - factor.mean;
            for (Eigen::Index j = 0; j < later; ++j)
                cross.middleCols(j * directions, directions).noalias() += centred.transpose() * sketches_[static_cast<std::size_t>(i + 1 + j)]->rows.middleRows(row, part.count);
            row += part.count;
            states_[static_cast<std::size_t>(i)].release(part);
        });
        Eigen::MatrixXf whitened(factor.rank, cross.cols());
        for (int r = 0; r < factor.rank; ++r) {
            const int column = factor.pivots[static_cast<std::size_t>(r)];
            whitened.row(r) = cross.row(column) * factor.scale[column];
        }
        factor.upper.topLeftCorner(factor.rank, factor.rank).triangularView<Eigen::Upper>().transpose().solveInPlace(whitened);
        for (Eigen::Index j = 0; j < later; ++j) {
            const Sketch& sketch = *sketches_[static_cast<std::size_t>(i + 1 + j)];
            const auto weighted = [&](const Eigen::MatrixXf& products) {
                return products.middleCols(j * directions, directions).cast<double>().colwise().squaredNorm().dot(sketch.weights.transpose());
            };
            const int to = i + 1 + static_cast<int>(j);
            scores.linearity.at(i, to) = sketch.energy > 0 ? std::clamp(weighted(whitened) / sketch.energy, 0.0, 1.0) : 1;
            const double norm = to + 1 < states ? factors_[static_cast<std::size_t>(to)]->gramNorm : lastNorm;
            cka.at(i, to) = linearCka(weighted(cross), factor.gramNorm, norm);
        }
        if (i < static_cast<int>(adjacentLinearity.size())) scores.linearity.at(i, i + 1) = adjacentLinearity[static_cast<std::size_t>(i)];
    }
    if (measures_ == PairMeasures::all) {
        scores.cka = std::move(cka);
        scores.angularDistance = lastTokens_.angularDistances();
    }
    return scores;
}

}  // namespace strato
