// Per-token measures of a block that need no second moments, summed as tokens stream by.
//
//     StreamStatistics statistics(width);
//     statistics.fold(x, y, rows);
//     statistics.blockInfluence();
#pragma once

#include <cstdint>
#include <vector>

namespace strato {

// Of input rows x and output rows y of one block.
class StreamStatistics {
public:
    explicit StreamStatistics(int width);

    // x, y: [rows, width] float32, row-major.
    void fold(const float* x, const float* y, std::int64_t rows);

    // 1 - mean over tokens of cos(x, y) (Block Influence, ShortGPT, arXiv 2403.03853). NaN before any token, as all below.
    // Two zero vectors count as equal, one zero vector as orthogonal.
    double blockInfluence() const;
    // Mean over tokens of ||y - x|| / ||x||: the size of what the block adds against the stream it enters (Figure 3 of the
    // ACL paper, whose norm and averaging are not given; ours are L2 and the mean over tokens with x != 0).
    double contributionRatio() const;
    // Mean L2 norm of x, and of y.
    double inputNorm() const;
    double outputNorm() const;
    // Mean cosine over all pairs of different tokens, uncentred (Ethayarajh 2019, arXiv 1909.00512; all pairs instead of a
    // sample, from the sum of unit vectors). NaN below two tokens.
    double inputAverageCosine() const;
    double outputAverageCosine() const;

private:
    void foldRow(const float* x, const float* y);
    void add(const StreamStatistics& other);

    int width_;
    std::int64_t count_ = 0;
    std::int64_t ratioCount_ = 0;
    double cosineSum_ = 0, ratioSum_ = 0, inputNormSum_ = 0, outputNormSum_ = 0;
    std::vector<double> inputUnitSum_, outputUnitSum_;  // [width]
};

// arccos(cos(x, y)) / pi of two vectors (Gromov et al., arXiv 2403.17887); the cosine is clamped to [-1, 1].
double angularDistance(const float* x, const float* y, int width);

}  // namespace strato
