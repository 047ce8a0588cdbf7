#include "core/geometry/moment_folder.h"

#include <algorithm>
#include <array>

#include <omp.h>

#include "core/geometry/pivoted_cholesky.h"

namespace strato {

namespace {

// The smallest share of a dimension's variance that the others leave unexplained, below which products are formed in float64.
// Errors of the score without residual (measured at 512 dimensions): Gram matrix in float32 1e-7 at 7e-3 and 1e-5 at 1.5e-4, cross
// products in float32 under it in float64 1e-7 at 1.5e-4 and 1e-6 at 3e-6.
constexpr double enoughForFloat32Gram = 1e-2, enoughForFloat32Cross = 1e-4;

// Narrower states are summed in float64 at once: their products cost little beside all else.
constexpr int narrow = 256;

// Float32 products of so many rows are summed before they are added in float64: their rounding stays below that of the
// products, and adding costs a thirtieth of multiplying.
constexpr std::int64_t rowsInFloat32 = 4096;

// Rows at once: a fraction of a second's work, so that a stop is heard.
std::int64_t rowsAtOnce(const RowFrame& frame) {
    const std::int64_t inputs = frame.inputWidth(), perRow = inputs * (inputs + 2 * frame.width());
    return std::clamp<std::int64_t>(std::int64_t{25'000'000'000} / perRow, 128, rowsInFloat32);
}

// With V and U the dominant directions, x = V a + r and d = U b + q about the shift. What float64 keeps of a and b:
struct DominantSums {
    explicit DominantSums(const RowFrame& frame) {
        const auto k = frame.directionsX.cols(), m = frame.directionsD.cols();
        const std::array<std::pair<Eigen::Index, Eigen::Index>, 6> sizes{{{k, k}, {k, m}, {m, m}, {k, frame.inputWidth()}, {k, frame.width()}, {m, frame.inputWidth()}}};
        for (std::size_t i = 0; i < sizes.size(); ++i) *all()[i] = Eigen::MatrixXd::Zero(sizes[i].first, sizes[i].second);
    }
    std::array<Eigen::MatrixXd*, 6> all() { return {&aa, &ab, &bb, &ar, &aq, &br}; }
    void add(DominantSums& other) {
        for (std::size_t i = 0; i < all().size(); ++i) *all()[i] += *other.all()[i];
    }
    Eigen::MatrixXd aa, ab, bb;          // sums of a a^T, a b^T and b b^T
    Eigen::MatrixXd ar, aq, br;          // sums of a r^T, a q^T and b r^T
};

// Rows that one thread works on, few enough to stay in its cache, and what it has summed.
struct Tile {
    static constexpr std::int64_t rows = 16;

    explicit Tile(const RowFrame& frame)
        : x(frame.inputWidth(), rows), d(frame.width(), rows), a(frame.directionsX.cols(), rows), b(frame.directionsD.cols(), rows),
          sumX(Eigen::VectorXd::Zero(frame.inputWidth())), sumD(Eigen::VectorXd::Zero(frame.width())), sumY(sumD), squaresD(sumD), squaresY(sumD), dominant(frame) {}
    void clear() {
        for (Eigen::VectorXd* sum : {&sumX, &sumD, &sumY, &squaresD, &squaresY}) sum->setZero();
        for (Eigen::MatrixXd* sum : dominant.all()) sum->setZero();
    }

    Eigen::MatrixXd x, d;                // [input width or width, rows] about the shift, later r and q
    Eigen::MatrixXd a, b;                // [k, rows]
    Eigen::VectorXd sumX, sumD, sumY, squaresD, squaresY;
    DominantSums dominant;
};

// `Out`: double into a tile, which is split next, or float straight into the panel that is multiplied.
template <typename Out>
void loadInput(const float* x, const double* shift, int width, Out* out, double* sum) {
#pragma omp simd
    for (int j = 0; j < width; ++j) {
        const double about = x[j] - shift[j];
        out[j] = static_cast<Out>(about);
        sum[j] += about;
    }
}

template <typename Out>
void loadResidual(const float* from, const float* to, const RowFrame& frame, Tile& tile, Out* out) {
    const double* shiftD = frame.shiftD.data();
    const double* shiftY = frame.shiftY.data();
    double* sumD = tile.sumD.data();
    double* sumY = tile.sumY.data();
    double* squaresD = tile.squaresD.data();
    double* squaresY = tile.squaresY.data();
    const int width = frame.width();
#pragma omp simd
    for (int j = 0; j < width; ++j) {
        const double residual = (to[j] - static_cast<double>(from[j])) - shiftD[j], output = to[j] - shiftY[j];
        out[j] = static_cast<Out>(residual);
        sumD[j] += residual;
        sumY[j] += output;
        squaresD[j] += residual * residual;
        squaresY[j] += output * output;
    }
}

template <typename Out>
void loadRow(const PairSource& source, std::int64_t row, const RowFrame& frame, Tile& tile, Out* x, Out* d) {
    const int width = source.width;
    for (std::size_t part = 0; part < source.inputs.size(); ++part) {
        const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(part) * width;
        loadInput(source.inputs[part] + row * width, frame.shiftX.data() + at, width, x + at, tile.sumX.data() + at);
    }
    loadResidual(source.from + row * width, source.to + row * width, frame, tile, d);
}

void splitTile(const RowFrame& frame, Tile& tile, std::int64_t rows) {
    auto x = tile.x.leftCols(rows), d = tile.d.leftCols(rows);
    auto a = tile.a.leftCols(rows), b = tile.b.leftCols(rows);
    a.noalias() = frame.directionsX.transpose() * x;
    b.noalias() = frame.directionsD.transpose() * d;
    x.noalias() -= frame.directionsX * a;
    d.noalias() -= frame.directionsD * b;
    tile.dominant.aa.noalias() += a * a.transpose();
    tile.dominant.ab.noalias() += a * b.transpose();
    tile.dominant.bb.noalias() += b * b.transpose();
    tile.dominant.ar.noalias() += a * x.transpose();
    tile.dominant.aq.noalias() += a * d.transpose();
    tile.dominant.br.noalias() += b * x.transpose();
}

void addTo(Eigen::MatrixXd& sum, const Eigen::MatrixXf& products, bool lowerHalf) {
#pragma omp parallel for schedule(static, 8) if (sum.cols() >= worthThreads)
    for (Eigen::Index c = 0; c < sum.cols(); ++c) {
        const Eigen::Index rows = lowerHalf ? sum.rows() - c : sum.rows();
        sum.col(c).tail(rows) += products.col(c).tail(rows).cast<double>();
    }
}

enum class Precision { none, float32, float64 };

// Moments of which the dominant directions are still apart.
struct SplitMoments {
    explicit SplitMoments(const RowFrame& frame) : bulk(frame), dominant(frame) {}
    PairMoments bulk;                    // gram and cross of r and q, all else of x and d
    DominantSums dominant;
};

// Sums rows, with workspaces that are kept from one group to the next.
class Folder {
public:
    Folder(const PairSource& source, const RowFrame& frame, Precision gram, Precision cross)
        : source_(source), frame_(frame), gramType_(gram), crossType_(cross), rowsAtOnce_(rowsAtOnce(frame)),
          tiles_(static_cast<std::size_t>(std::max(omp_get_max_threads(), 1)), Tile(frame)) {
        const int inputs = frame.inputWidth(), width = frame.width();
        if (needs(Precision::float32)) narrowX_.resize(inputs, rowsAtOnce_);
        if (needs(Precision::float64)) wideX_.resize(inputs, rowsAtOnce_);
        if (cross == Precision::float32) narrowD_.resize(width, rowsAtOnce_), crossProducts_.resize(inputs, width);
        if (cross == Precision::float64) wideD_.resize(width, rowsAtOnce_);
        if (gram == Precision::float32) gramProducts_.resize(inputs, inputs);
    }

    SplitMoments fold(std::span<const RowRange> ranges, const ReleaseRows& release, const JobContext& job) {
        SplitMoments sums(frame_);
        std::vector<std::int64_t> rows;
        std::vector<RowRange> done;
        const auto take = [&] {
            job.throwIfStopped();
            foldPanel(rows, sums);
            rows.clear();
            for (const RowRange& range : done) release(range);
            done.clear();
        };
        for (const RowRange& range : ranges) {
            for (std::int64_t row = range.first; row < range.first + range.count; ++row) {
                rows.push_back(row);
                if (static_cast<std::int64_t>(rows.size()) == rowsAtOnce_) take();
            }
            if (release) done.push_back(range);
        }
        if (!rows.empty() || !done.empty()) take();
        flush(sums.bulk);
        return sums;
    }

private:
    // Nothing to split and nothing to keep in float64.
    bool straight() const { return !frame_.split() && gramType_ == Precision::float32 && crossType_ == Precision::float32; }
    bool needs(Precision type) const { return gramType_ == type || crossType_ == type; }

    void foldPanel(std::span<const std::int64_t> rows, SplitMoments& sums) {
        if (rows.empty()) return;
        loadPanel(rows);
        // In the order of threads, so that a run repeats to the last bit.
        for (Tile& tile : tiles_) {
            sums.bulk.sumX += tile.sumX;
            sums.bulk.sumD += tile.sumD;
            sums.bulk.sumY += tile.sumY;
            sums.bulk.squaresD += tile.squaresD;
            sums.bulk.squaresY += tile.squaresY;
            sums.dominant.add(tile.dominant);
        }
        const auto count = static_cast<std::int64_t>(rows.size());
        sums.bulk.count += count;
        multiply(count, sums.bulk);
    }

    void loadPanel(std::span<const std::int64_t> rows) {
        const auto count = static_cast<std::int64_t>(rows.size()), all = (count + Tile::rows - 1) / Tile::rows;
        for (Tile& tile : tiles_) tile.clear();
#pragma omp parallel num_threads(static_cast <int>(std::min<std::int64_t>(static_cast<std::int64_t>(tiles_.size()), all)))
        {
            Tile& tile = tiles_[static_cast<std::size_t>(omp_get_thread_num())];
#pragma omp for schedule(static)
            for (std::int64_t t = 0; t < all; ++t) {
                const std::int64_t first = t * Tile::rows, inTile = std::min(Tile::rows, count - first);
                if (straight()) {
                    for (std::int64_t i = first; i < first + inTile; ++i)
                        loadRow(source_, rows[static_cast<std::size_t>(i)], frame_, tile, narrowX_.col(i).data(), narrowD_.col(i).data());
                    continue;
                }
                for (std::int64_t i = 0; i < inTile; ++i)
                    loadRow(source_, rows[static_cast<std::size_t>(first + i)], frame_, tile, tile.x.col(i).data(), tile.d.col(i).data());
                if (frame_.split()) splitTile(frame_, tile, inTile);
                storeTile(tile, first, inTile);
            }
        }
    }

    void storeTile(const Tile& tile, std::int64_t first, std::int64_t rows) {
        if (narrowX_.size() > 0) narrowX_.middleCols(first, rows) = tile.x.leftCols(rows).cast<float>();
        if (narrowD_.size() > 0) narrowD_.middleCols(first, rows) = tile.d.leftCols(rows).cast<float>();
        if (wideX_.size() > 0) wideX_.middleCols(first, rows) = tile.x.leftCols(rows);
        if (wideD_.size() > 0) wideD_.middleCols(first, rows) = tile.d.leftCols(rows);
    }

    void multiply(std::int64_t rows, PairMoments& sums) {
        if (gramType_ == Precision::float64) sums.gram.selfadjointView<Eigen::Lower>().rankUpdate(wideX_.leftCols(rows));
        if (crossType_ == Precision::float64) sums.cross.noalias() += wideX_.leftCols(rows) * wideD_.leftCols(rows).transpose();
        const bool fresh = pending_ == 0;
        if (gramType_ == Precision::float32) {
            if (fresh) gramProducts_.setZero();
            gramProducts_.selfadjointView<Eigen::Lower>().rankUpdate(narrowX_.leftCols(rows));
        }
        if (crossType_ == Precision::float32) {
            if (fresh) crossProducts_.setZero();
            crossProducts_.noalias() += narrowX_.leftCols(rows) * narrowD_.leftCols(rows).transpose();
        }
        pending_ += rows;
        if (pending_ >= rowsInFloat32) flush(sums);
    }

    void flush(PairMoments& sums) {
        if (pending_ > 0 && gramType_ == Precision::float32) addTo(sums.gram, gramProducts_, true);
        if (pending_ > 0 && crossType_ == Precision::float32) addTo(sums.cross, crossProducts_, false);
        pending_ = 0;
    }

    const PairSource& source_;
    const RowFrame& frame_;
    Precision gramType_, crossType_;
    std::int64_t rowsAtOnce_, pending_ = 0;          // rows whose float32 products are not in the sums yet
    std::vector<Tile> tiles_;                        // one a thread
    Eigen::MatrixXf narrowX_, narrowD_, gramProducts_, crossProducts_;
    Eigen::MatrixXd wideX_, wideD_;                  // [width, rows]: a token lies in one piece, as it does in the states
};

// What is left of each dimension's variance beside the others', at the least; without the dominant directions, which come
// back at the size of an average one because the matrix would be singular without. `gram` and `sum`: of r, about the shift.
double smallestShare(const RowFrame& frame, Eigen::MatrixXd gram, Eigen::VectorXd sum, std::int64_t count) {
    if (count == 0) return 1;
    const Eigen::MatrixXd& v = frame.directionsX;
    if (v.cols() > 0) sum -= v * (v.transpose() * sum).eval();
    gram.selfadjointView<Eigen::Lower>().rankUpdate(sum, -1.0 / static_cast<double>(count));
    if (v.cols() > 0) gram.selfadjointView<Eigen::Lower>().rankUpdate(v, gram.trace() / static_cast<double>(frame.inputWidth()));
    return smallestPivot(std::move(gram));
}

// The Gram matrix and the cross products of x and d from those of their parts, in place.
void joinGram(const RowFrame& frame, SplitMoments& split) {
    const Eigen::MatrixXd& v = frame.directionsX;
    if (v.cols() == 0) return;
    const Eigen::MatrixXd half = 0.5 * (split.dominant.aa * v.transpose()) + split.dominant.ar;
    split.bulk.gram.triangularView<Eigen::Lower>() += v * half + half.transpose() * v.transpose();
}

void joinCross(const RowFrame& frame, SplitMoments& split) {
    const Eigen::MatrixXd &v = frame.directionsX, &u = frame.directionsD;
    split.bulk.alongD = split.dominant.bb;
    if (v.cols() > 0) split.bulk.cross.noalias() += v * (split.dominant.ab * u.transpose() + split.dominant.aq);
    if (u.cols() > 0) split.bulk.cross.noalias() += split.dominant.br.transpose() * u.transpose();
}

}  // namespace

MomentGroups foldMoments(const PairSource& source, const GroupedRows& rows, const ReleaseRows& release, const std::filesystem::path& spill,
                         const JobContext& job) {
    std::vector<RowRange> summed;
    for (std::size_t g = 0; g < rows.summed; ++g) summed.insert(summed.end(), rows.groups[g].begin(), rows.groups[g].end());
    const RowFrame frame = frameOf(source, summed);
    MomentGroups groups(spill);
    Eigen::MatrixXd bulk = Eigen::MatrixXd::Zero(frame.inputWidth(), frame.inputWidth());
    Eigen::VectorXd sum = Eigen::VectorXd::Zero(frame.inputWidth());
    std::int64_t count = 0;
    const auto foldAll = [&](Precision gram, Precision cross, const auto& take) {
        Folder folder(source, frame, gram, cross);
        if (gram != Precision::none) bulk.setZero();
        for (std::size_t g = 0; g < rows.groups.size(); ++g) {
            SplitMoments split = folder.fold(rows.groups[g], release, job);
            if (g < rows.summed && gram != Precision::none) bulk += split.bulk.gram;
            take(g, split);
        }
    };
    const Precision first = source.inputWidth() < narrow ? Precision::float64 : Precision::float32;
    foldAll(first, first, [&](std::size_t g, SplitMoments& split) {
        if (g < rows.summed) sum += split.bulk.sumX, count += split.bulk.count;
        joinGram(frame, split);
        joinCross(frame, split);
        groups.add(std::move(split.bulk));
    });
    if (first == Precision::float64 || smallestShare(frame, bulk, sum, count) >= enoughForFloat32Gram) return groups;
    foldAll(Precision::float64, Precision::none, [&](std::size_t g, SplitMoments& split) {
        joinGram(frame, split);
        groups.change(g, [&](PairMoments& moments) { moments.gram = std::move(split.bulk.gram); });
    });
    if (smallestShare(frame, std::move(bulk), sum, count) >= enoughForFloat32Cross) return groups;
    foldAll(Precision::none, Precision::float64, [&](std::size_t g, SplitMoments& split) {
        joinCross(frame, split);
        groups.change(g, [&](PairMoments& moments) { moments.cross = std::move(split.bulk.cross); });
    });
    return groups;
}

PairMoments foldMoments(const PairSource& source, const std::vector<RowRange>& rows, const ReleaseRows& release, const JobContext& job) {
    return foldMoments(source, {{rows}, 1}, release, {}, job).take(0);
}

}  // namespace strato
