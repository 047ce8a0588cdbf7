#include "core/geometry/nearest_neighbours.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <type_traits>
#include <utility>

#include <Eigen/Core>

namespace strato {

namespace {

template <typename Scalar>
using Columns = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;  // a column is a token
using Tokens = Eigen::Map<const Columns<float>>;

constexpr Eigen::Index tile = 512, chunk = 64;

// Neighbours are looked for among ||a||^2 + ||b||^2 - 2 ab, which cancels where rows share a mean or are long. So rows are taken
// about a middle that a few massive rows don't move, and the longest gets length 1e15, so that in float32 neither its square
// overflows nor that of a row 1e30 times shorter vanishes.
struct Frame {
    Eigen::VectorXd centre;
    double scale = 1;
};

Eigen::VectorXd medianOfSome(const Tokens& tokens) {
    const Eigen::Index some = std::min<Eigen::Index>(tokens.cols(), 127), step = tokens.cols() / some;
    Eigen::VectorXd medians(tokens.rows());
    std::vector<float> values(static_cast<std::size_t>(some));
    for (Eigen::Index i = 0; i < tokens.rows(); ++i) {
        for (Eigen::Index k = 0; k < some; ++k) values[static_cast<std::size_t>(k)] = tokens(i, k * step);
        const auto middle = values.begin() + some / 2;
        std::nth_element(values.begin(), middle, values.end());
        medians[i] = *middle;
    }
    return medians;
}

Frame frameOf(const Tokens& tokens) {
    Frame frame{medianOfSome(tokens)};
    double longest = 0;
    for (Eigen::Index j = 0; j < tokens.cols(); ++j) longest = std::max(longest, (tokens.col(j).cast<double>() - frame.centre).norm());
    if (longest > 0) frame.scale = 1e15 / longest;
    return frame;
}

// Rows in the frame, with their squared lengths n. The squared distance from products alone, n_a + n_b - 2 ab, is within
// error (n_a + n_b) + slack of the true one: rounding of the rows, of a product of `width` terms summed in any order, of the sum;
// and what vanishes below the smallest number.
template <typename Scalar>
struct Approximation {
    Columns<Scalar> rows;
    Eigen::Array<Scalar, Eigen::Dynamic, 1> lengths, shortened;   // n, and n (1 - error)
    Scalar error;

    Approximation(const Tokens& tokens, const std::vector<Eigen::Index>& chosen, const Frame& frame)
        : rows(tokens.rows(), static_cast<Eigen::Index>(chosen.size())), lengths(rows.cols()),
          error((Scalar(1.01) * static_cast<Scalar>(tokens.rows()) + 16) * std::numeric_limits<Scalar>::epsilon() / 2) {
        for (Eigen::Index j = 0; j < rows.cols(); ++j) {
            rows.col(j) = ((tokens.col(chosen[static_cast<std::size_t>(j)]).cast<double>() - frame.centre) * frame.scale).template cast<Scalar>();
            lengths[j] = static_cast<Scalar>(rows.col(j).template cast<double>().squaredNorm());
        }
        shortened = lengths * (1 - error);
    }
    Scalar slack() const { return static_cast<Scalar>(rows.rows()) * Scalar(1e-37); }
};

// Those that may be among the two nearest of one row: all whose least possible squared distance is within the bound, which is
// the second smallest of the largest possible ones.
template <typename Scalar>
class Candidates {
public:
    bool mayHold(Scalar least) const { return least <= bound_; }
    bool crowded() const { return crowded_; }

    void offer(Eigen::Index row, Scalar least, Scalar most) {
        entries_.push_back({row, least});
        if (most < first_) std::swap(most, first_);
        if (most < second_) second_ = most;
        if (!crowded_) bound_ = second_;
        if (entries_.size() >= limit_) makeRoom();
    }

    template <typename Visit>
    void visit(const Visit& visitRow) const {
        for (const Entry& entry : entries_)
            if (mayHold(entry.least)) visitRow(entry.row);
    }

private:
    // In float32 a row with this many candidates is left to float64, where their number is not limited.
    void makeRoom() {
        std::erase_if(entries_, [this](const Entry& entry) { return !mayHold(entry.least); });
        if (entries_.size() < limit_ / 2) return;
        limit_ *= 2;
        if constexpr (std::is_same_v<Scalar, double>) return;
        crowded_ = true;
        bound_ = -std::numeric_limits<Scalar>::infinity();
        entries_.clear();
    }

    struct Entry {
        Eigen::Index row;
        Scalar least;
    };
    std::vector<Entry> entries_;
    std::size_t limit_ = 128;
    Scalar first_ = std::numeric_limits<Scalar>::infinity(), second_ = first_, bound_ = first_;
    bool crowded_ = false;
};

// Offers rows begin, begin + 1, ... of `targets`, which are rows `offset + begin` ... of all, to the row `self` of squared
// length `length`; `products` are theirs with it.
template <typename Scalar>
void offerColumn(const Scalar* products, const Approximation<Scalar>& targets, Eigen::Index begin, Eigen::Index count, Eigen::Index offset,
                 Eigen::Index self, Scalar length, Candidates<Scalar>& candidates) {
    const Scalar shortened = length * (1 - targets.error) - targets.slack();
    for (Eigen::Index at = 0; at < count; at += chunk) {
        const Eigen::Index size = std::min(chunk, count - at);
        const Eigen::Map<const Eigen::Array<Scalar, Eigen::Dynamic, 1>> some(products + at, size);
        const auto least = targets.shortened.segment(begin + at, size) - 2 * some;
        if (!candidates.mayHold(least.minCoeff() + shortened)) continue;
        for (Eigen::Index k = 0; k < size; ++k) {
            const Scalar one = least[k] + shortened;
            const Eigen::Index target = offset + begin + at + k;
            if (target == self || !candidates.mayHold(one)) continue;
            candidates.offer(target, one, one + 2 * (targets.error * (length + targets.lengths[begin + at + k]) + targets.slack()));
        }
    }
}

std::vector<Eigen::Index> sequence(Eigen::Index begin, Eigen::Index count) {
    std::vector<Eigen::Index> result(static_cast<std::size_t>(count));
    std::iota(result.begin(), result.end(), begin);
    return result;
}

// Every product serves both of its rows.
std::vector<Candidates<float>> candidatesOfAll(const Tokens& tokens, const Frame& frame) {
    const Eigen::Index count = tokens.cols();
    const Approximation<float> all(tokens, sequence(0, count), frame);
    std::vector<Candidates<float>> candidates(static_cast<std::size_t>(count));
    Columns<float> products, turned;
    for (Eigen::Index right = 0; right < count; right += tile)
        for (Eigen::Index left = right; left < count; left += tile) {
            const Eigen::Index rows = std::min(tile, count - left), columns = std::min(tile, count - right);
            products.noalias() = all.rows.middleCols(left, rows).transpose() * all.rows.middleCols(right, columns);
            for (Eigen::Index j = 0; j < columns; ++j)
                offerColumn(&products(0, j), all, left, rows, 0, right + j, all.lengths[right + j], candidates[static_cast<std::size_t>(right + j)]);
            if (left == right) continue;
            turned = products.transpose();
            for (Eigen::Index i = 0; i < rows; ++i)
                offerColumn(&turned(0, i), all, right, columns, 0, left + i, all.lengths[left + i], candidates[static_cast<std::size_t>(left + i)]);
        }
    return candidates;
}

std::vector<Candidates<double>> candidatesOf(const Tokens& tokens, const std::vector<Eigen::Index>& chosen, const Frame& frame) {
    const Approximation<double> queries(tokens, chosen, frame);
    std::vector<Candidates<double>> candidates(chosen.size());
    Columns<double> products;
    for (Eigen::Index begin = 0; begin < tokens.cols(); begin += tile) {
        const Approximation<double> targets(tokens, sequence(begin, std::min(tile, tokens.cols() - begin)), frame);
        products.noalias() = targets.rows.transpose() * queries.rows;
        for (std::size_t j = 0; j < chosen.size(); ++j) {
            const auto column = static_cast<Eigen::Index>(j);
            offerColumn(&products(0, column), targets, 0, products.rows(), begin, chosen[j], queries.lengths[column], candidates[j]);
        }
    }
    return candidates;
}

template <typename Scalar>
Neighbours nearestAmong(const Tokens& tokens, Eigen::Index self, const Candidates<Scalar>& candidates) {
    constexpr double far = std::numeric_limits<double>::infinity();
    Neighbours result{far, far};
    candidates.visit([&](Eigen::Index row) {
        double squared = (tokens.col(row).cast<double>() - tokens.col(self).cast<double>()).squaredNorm();
        if (squared < result.first || (squared == result.first && row < result.nearest)) {
            std::swap(squared, result.first);
            result.nearest = row;
        }
        result.second = std::min(result.second, squared);
    });
    return {std::sqrt(result.first), std::sqrt(result.second), result.nearest};
}

}  // namespace

std::vector<Neighbours> nearestNeighbours(const float* rows, std::int64_t count, int width) {
    const Tokens tokens(rows, width, count);
    const Frame frame = frameOf(tokens);
    std::vector<Neighbours> result(static_cast<std::size_t>(count));
    std::vector<Eigen::Index> crowded;
    const auto candidates = candidatesOfAll(tokens, frame);
    for (std::size_t row = 0; row < result.size(); ++row) {
        if (candidates[row].crowded()) crowded.push_back(static_cast<Eigen::Index>(row));
        else result[row] = nearestAmong(tokens, static_cast<Eigen::Index>(row), candidates[row]);
    }
    constexpr std::size_t together = 256;  // their candidates may be all rows
    for (std::size_t begin = 0; begin < crowded.size(); begin += together) {
        const std::size_t end = std::min(begin + together, crowded.size());
        const std::vector<Eigen::Index> chosen(&crowded[begin], &crowded[begin] + (end - begin));
        const auto finer = candidatesOf(tokens, chosen, frame);
        for (std::size_t i = 0; i < chosen.size(); ++i)
            result[static_cast<std::size_t>(chosen[i])] = nearestAmong(tokens, chosen[i], finer[i]);
    }
    return result;
}

}  // namespace strato
