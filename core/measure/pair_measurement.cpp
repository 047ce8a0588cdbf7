#include "core/measure/pair_measurement.h"

#include <algorithm>
#include <random>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/geometry/cka.h"
#include "core/geometry/stream_statistics.h"
#include "core/text/clusters.h"

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
    Eigen::MatrixXf directions;        // [hidden, directions], orthonormal
    RowMajorFloat rows;                // [counted tokens, directions]
    Eigen::VectorXd weights;           // of each direction: 1 if exact, what it stands for if sampled
    Eigen::VectorXf energies;          // weighted squares of each row
    double energy = 0;                 // their sum
    double gramNorm = 0;               // of the weighted directions
    std::vector<double> gramShares;    // what each window adds to the square of that, as a share: sum of x^T G x / ||G||^2
};

struct PairMeasurement::Factor {
    Eigen::MatrixXf upper;             // R of the scaled Gram matrix
    Eigen::VectorXf scale;             // of its columns
    std::vector<int> pivots;
    int rank = 0;
    Eigen::RowVectorXf mean;
    double gramNorm = 0;

    // R^-T of cross products, [hidden, n]: those with the whitened input, [rank, n].
    Eigen::MatrixXf whiten(const Eigen::MatrixXf& cross) const {
        Eigen::MatrixXf whitened(rank, cross.cols());
        for (int r = 0; r < rank; ++r) {
            const int column = pivots[static_cast<std::size_t>(r)];
            whitened.row(r) = cross.row(column) * scale[column];
        }
        upper.topLeftCorner(rank, rank).triangularView<Eigen::Upper>().transpose().solveInPlace(whitened);
        return whitened;
    }

    // The best linear maps to what was whitened, [hidden, n].
    Eigen::MatrixXf mapTo(Eigen::MatrixXf whitened) const {
        upper.topLeftCorner(rank, rank).triangularView<Eigen::Upper>().solveInPlace(whitened);
        Eigen::MatrixXf map = Eigen::MatrixXf::Zero(scale.size(), whitened.cols());
        for (int r = 0; r < rank; ++r) {
            const int column = pivots[static_cast<std::size_t>(r)];
            map.row(column) = whitened.row(r) * scale[column];
        }
        return map;
    }
};

PairMeasurement::PairMeasurement(const TokenWindows& windows, const MeasuredTokens& tokens, int hidden, PairMeasures measures, const std::filesystem::path& spill, unsigned seed)
    : windows_(windows), tokens_(tokens), hidden_(hidden), measures_(measures), spill_(spill), seed_(seed) {
    std::vector<std::int32_t> ofRow;
    for (std::size_t w = 0; w < windows.windows.size(); ++w) ofRow.insert(ofRow.end(), windows.windows[w].ids.size(), static_cast<std::int32_t>(w));
    for (const RowRange& range : tokens.all) windowOf_.insert(windowOf_.end(), ofRow.begin() + range.first, ofRow.begin() + range.first + range.count);
}

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

// Of X^T Y along the directions of two states: W X^T Y W with W their weights, and ||W^1/2 X^T Y W^1/2||.
struct PairMeasurement::WeightedProducts {
    RowMajorFloat both;                // [directions, directions]
    double norm = 0;
};

PairMeasurement::WeightedProducts PairMeasurement::weighted(const Eigen::MatrixXd& products, const Sketch& one, const Sketch& other) {
    return {(one.weights.asDiagonal() * products * other.weights.asDiagonal()).cast<float>(), std::sqrt(one.weights.dot(products.cwiseAbs2() * other.weights))};
}

// What each window adds to ||X^T Y||^2, as a share of it: sum of x^T (X^T Y) y; zeros where there is nothing.
std::vector<double> PairMeasurement::sharesOfWindows(const Sketch& one, const Sketch& other, const WeightedProducts& products, const JobContext& job) const {
    std::vector<double> shares(windows_.windows.size());
    if (!(products.norm > 0)) return shares;
    forEachPart({{0, one.rows.rows()}}, job, [&](RowRange part) {
        const RowMajorFloat seen = one.rows.middleRows(part.first, part.count) * products.both;
        const Eigen::VectorXf added = seen.cwiseProduct(other.rows.middleRows(part.first, part.count)).rowwise().sum();
        for (Eigen::Index r = 0; r < added.size(); ++r) shares[static_cast<std::size_t>(windowOf_[static_cast<std::size_t>(part.first + r)])] += added[r];
    });
    for (double& share : shares) share /= products.norm * products.norm;
    return shares;
}

// The rows that count of a state, centred, and the number of the first of them among all that count.
template <typename Visit>
void PairMeasurement::forEachCentredPart(int state, const JobContext& job, const Visit& visit) const {
    const StateBuffer& states = states_[static_cast<std::size_t>(state)];
    const Eigen::RowVectorXf& mean = factors_[static_cast<std::size_t>(state)]->mean;
    std::int64_t row = 0;
    forEachPart(tokens_.all, job, [&](RowRange part) {
        visit(RowMajorFloat(Rows(states.data() + part.first * hidden_, part.count, hidden_).rowwise() - mean), row);
        row += part.count;
        states.release(part);
    });
}

void PairMeasurement::addState(const at::Tensor& states, const JobContext& job) {
    lastTokens_.add(states, windows_);
    const Eigen::RowVectorXd mean = meanOf(states, tokens_.all, job);
    auto sketch = std::make_shared<Sketch>();
    // One sample for all states, so that what it leaves out of two that are alike cancels where their errors are compared.
    sketch->directions = directionsOf(states, tokens_.all, mean, seed_);
    const Eigen::MatrixXf& directions = sketch->directions;
    sketch->rows.resize(static_cast<Eigen::Index>(windowOf_.size()), directions.cols());
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
    sketch->energies = sketch->rows.cwiseAbs2() * sketch->weights.cast<float>();
    sketch->energy = sketch->energies.cast<double>().sum();
    if (measures_ == PairMeasures::all) {
        Eigen::MatrixXd products = Eigen::MatrixXd::Zero(directions.cols(), directions.cols());
        forEachPart({{0, row}}, job, [&](RowRange part) {
            const auto rows = sketch->rows.middleRows(part.first, part.count);
            products += (rows.transpose() * rows).cast<double>();
        });
        const WeightedProducts gram = weighted(products, *sketch, *sketch);
        sketch->gramNorm = gram.norm;
        sketch->gramShares = sharesOfWindows(*sketch, *sketch, gram, job);
    }
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

// X_c^T Y_c along the directions of each later state, [hidden, directions * later].
Eigen::MatrixXf PairMeasurement::crossProducts(int state, const JobContext& job) const {
    const auto i = static_cast<std::size_t>(state);
    const Eigen::Index directions = sketches_[i]->rows.cols(), later = static_cast<Eigen::Index>(states_.size() - 1 - i);
    Eigen::MatrixXf cross = Eigen::MatrixXf::Zero(hidden_, directions * later);
    forEachCentredPart(state, job, [&](const RowMajorFloat& centred, std::int64_t row) {
        for (Eigen::Index j = 0; j < later; ++j)
            cross.middleCols(j * directions, directions).noalias() += centred.transpose() * sketches_[i + 1 + static_cast<std::size_t>(j)]->rows.middleRows(row, centred.rows());
    });
    return cross;
}

// What `map`, of the shape of the cross products, leaves of each later state: sums of its squares over the sums of all.
std::vector<PairMeasurement::Parts> PairMeasurement::unexplained(int state, const Eigen::MatrixXf& map, const JobContext& job) const {
    const auto i = static_cast<std::size_t>(state);
    const Eigen::Index directions = sketches_[i]->rows.cols(), later = static_cast<Eigen::Index>(states_.size() - 1 - i);
    std::vector<Parts> parts(static_cast<std::size_t>(later), Parts(windows_.windows.size()));
    RowMajorFloat rest;
    forEachCentredPart(state, job, [&](const RowMajorFloat& centred, std::int64_t row) {
        for (Eigen::Index j = 0; j < later; ++j) {
            const Sketch& sketch = *sketches_[i + 1 + static_cast<std::size_t>(j)];
            rest = sketch.rows.middleRows(row, centred.rows());
            rest.noalias() -= centred * map.middleCols(j * directions, directions);
            const Eigen::VectorXf left = rest.cwiseAbs2() * sketch.weights.cast<float>();
            for (Eigen::Index r = 0; r < centred.rows(); ++r) {
                RatioPart& part = parts[static_cast<std::size_t>(j)][static_cast<std::size_t>(windowOf_[static_cast<std::size_t>(row + r)])];
                part.sum += left[r];
                part.weight += sketch.energies[row + r];
            }
        }
    });
    return parts;
}

// CKA is a product of norms, so a window's share in it is that in the cross products' less those in the two Gram matrices'. `cross`: as crossProducts() has
// them, of the later state.
double PairMeasurement::ckaError(const Sketch& one, const Sketch& other, const Eigen::MatrixXf& cross, double cka, const JobContext& job) const {
    const Eigen::MatrixXd products = (one.directions.transpose() * cross).cast<double>();
    const std::vector<double> shares = sharesOfWindows(one, other, weighted(products, one, other), job);
    Parts parts(shares.size());
    for (const std::int32_t window : windowOf_) parts[static_cast<std::size_t>(window)].weight += 1 / static_cast<double>(windowOf_.size());
    for (std::size_t w = 0; w < parts.size(); ++w) parts[w].sum = cka * (2 * shares[w] - one.gramShares[w] - other.gramShares[w]);
    return ratioOf(clustersOf(parts, windows_).parts).standardError;
}

PairScores PairMeasurement::finish(const std::vector<double>& adjacentLinearity, const JobContext& job) const {
    const int states = static_cast<int>(states_.size());
    PairScores scores{PairMatrix::of(states), {}, {}};
    if (measures_ == PairMeasures::all) scores = {PairMatrix::of(states), lastTokens_.angularDistances(windows_), PairMatrix::of(states)};
    for (int i = 0; i + 1 < states; ++i) {
        job.report("relating state " + std::to_string(i) + " to later ones", i, states - 1);
        const Factor& factor = *factors_[static_cast<std::size_t>(i)];
        const Eigen::MatrixXf cross = crossProducts(i, job), whitened = factor.whiten(cross);
        const std::vector<Parts> parts = unexplained(i, factor.mapTo(whitened), job);
        for (int j = i + 1; j < states; ++j) {
            const Sketch& sketch = *sketches_[static_cast<std::size_t>(j)];
            const Eigen::Index directions = sketch.rows.cols();
            const auto weighted = [&](const Eigen::MatrixXf& products) {
                return products.middleCols((j - i - 1) * directions, directions).cast<double>().colwise().squaredNorm().dot(sketch.weights.transpose());
            };
            const double linearity = sketch.energy > 0 ? std::clamp(weighted(whitened) / sketch.energy, 0.0, 1.0) : 1;
            const bool exact = j == i + 1 && i < static_cast<int>(adjacentLinearity.size());
            scores.linearity.set(i, j, {exact ? adjacentLinearity[static_cast<std::size_t>(i)] : linearity,
                                        ratioOf(clustersOf(parts[static_cast<std::size_t>(j - i - 1)], windows_).parts).standardError});
            if (measures_ != PairMeasures::all) continue;
            // Nothing was solved for the last state, so its own Gram norm is as its sketch has it.
            const double cka = linearCka(weighted(cross), factor.gramNorm, j + 1 < states ? factors_[static_cast<std::size_t>(j)]->gramNorm : sketch.gramNorm);
            scores.cka.set(i, j, {cka, ckaError(*sketches_[static_cast<std::size_t>(i)], sketch, cross.middleCols((j - i - 1) * directions, directions), cka, job)});
        }
    }
    return scores;
}

}  // namespace strato
