#include "core/geometry/intrinsic_dimension.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

#include <Eigen/Core>

#include "core/base/error.h"
#include "core/geometry/nearest_neighbours.h"
#include "core/geometry/not_a_number.h"

namespace strato {

namespace {

constexpr std::int64_t fewestRows = 10;

using Tokens = Eigen::Map<const Eigen::MatrixXf>;  // a column is a token

// Rows that differ, in the order of their first copies.
struct Distinct {
    Eigen::MatrixXf tokens;             // [width, distinct]
    std::vector<std::int64_t> copies;   // of each, itself included
};

// The same for equal rows; 0 and -0 are equal.
std::uint64_t fingerprint(const float* row, Eigen::Index width) {
    std::uint64_t hash = 14695981039346656037U;
    for (Eigen::Index i = 0; i < width; ++i) hash = (hash ^ std::bit_cast<std::uint32_t>(row[i] + 0.0F)) * 1099511628211U;
    return hash ^ hash >> 32;
}

Distinct distinctRows(const Tokens& tokens) {
    struct Row {
        std::uint64_t hash;
        Eigen::Index index;
    };
    std::vector<Row> rows;
    for (Eigen::Index j = 0; j < tokens.cols(); ++j) rows.push_back({fingerprint(tokens.col(j).data(), tokens.rows()), j});
    std::ranges::sort(rows, [](const Row& a, const Row& b) { return a.hash != b.hash ? a.hash < b.hash : a.index < b.index; });
    std::vector<std::int64_t> copies(rows.size());
    for (std::size_t begin = 0, end = 0; begin < rows.size(); begin = end) {
        while (end < rows.size() && rows[end].hash == rows[begin].hash) ++end;
        for (std::size_t i = begin; i < end; ++i) {
            std::size_t original = begin;
            while (tokens.col(rows[original].index) != tokens.col(rows[i].index)) ++original;
            ++copies[static_cast<std::size_t>(rows[original].index)];
        }
    }
    Distinct result;
    result.tokens.resize(tokens.rows(), std::ranges::count_if(copies, [](std::int64_t number) { return number > 0; }));
    for (std::size_t j = 0; j < copies.size(); ++j) {
        if (copies[j] == 0) continue;
        result.tokens.col(static_cast<Eigen::Index>(result.copies.size())) = tokens.col(static_cast<Eigen::Index>(j));
        result.copies.push_back(copies[j]);
    }
    return result;
}

// The slope through the origin of -log(1 - F_i) against log mu_i over the first `used` of the ascending ratios, with
// F_i = (before + i) / (before + N).
double slope(std::vector<double> ratios, std::int64_t before, std::int64_t used) {
    std::ranges::sort(ratios);
    const auto all = static_cast<double>(before) + static_cast<double>(ratios.size());
    double xy = 0, xx = 0;
    for (std::int64_t i = 0; i < used; ++i) {
        const double x = std::log(ratios[static_cast<std::size_t>(i)]);
        xy -= x * std::log1p(-static_cast<double>(before + i + 1) / all);
        xx += x * x;
    }
    return xx > 0 ? xy / xx : notANumber;
}

double twoNearestNeighbours(const std::vector<Neighbours>& neighbours) {
    std::vector<double> ratios;
    for (const Neighbours& pair : neighbours) ratios.push_back(pair.second / pair.first);
    const auto used = static_cast<std::int64_t>(ratios.size()) * 9 / 10;
    return slope(std::move(ratios), 0, used);
}

double meanLength(const Tokens& tokens) {
    Eigen::VectorXd mean = Eigen::VectorXd::Zero(tokens.rows());
    for (Eigen::Index j = 0; j < tokens.cols(); ++j) mean += tokens.col(j).cast<double>();
    mean /= static_cast<double>(tokens.cols());
    double sum = 0;
    for (Eigen::Index j = 0; j < tokens.cols(); ++j) sum += (tokens.col(j).cast<double>() - mean).norm();
    return sum / static_cast<double>(tokens.cols());
}

double officialDimension(const std::vector<Neighbours>& neighbours, const std::vector<std::int64_t>& copies, double length) {
    constexpr double tooNear = 1e-8;
    std::vector<double> ratios;
    std::int64_t leftOut = 0;
    for (std::size_t i = 0; i < copies.size(); ++i) {
        const auto& [first, second, nearest] = neighbours[i];
        const bool alone = copies[i] == 1 && first >= tooNear * length && copies[static_cast<std::size_t>(nearest)] == 1;
        if (alone && second / first > 1 + tooNear) ratios.push_back(second / first);
        else leftOut += copies[i];
    }
    const auto used = static_cast<std::int64_t>(ratios.size()) / 5;
    return slope(std::move(ratios), leftOut, used);
}

}  // namespace

IntrinsicDimension intrinsicDimension(const float* rows, std::int64_t count, int width) {
    const Tokens tokens(rows, width, std::min(count, intrinsicDimensionRows));
    if (!tokens.allFinite()) throw Error("a block's states are not finite (they overflow the computing type); try --dtype float32");
    const Distinct distinct = distinctRows(tokens);
    IntrinsicDimension result{notANumber, notANumber, distinct.tokens.cols(), tokens.cols()};
    if (result.distinctRows < fewestRows) return result;
    const std::vector<Neighbours> neighbours = nearestNeighbours(distinct.tokens.data(), result.distinctRows, width);
    result.dimension = twoNearestNeighbours(neighbours);
    result.officialVariant = officialDimension(neighbours, distinct.copies, meanLength(tokens));
    return result;
}

}  // namespace strato
