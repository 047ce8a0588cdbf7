// How the variance of a state is spread over directions: the eigenvalues of its centred Gram matrix and what is read off them.
//
//     Spectrum spectrum = spectrumOf(moments.centredGram());
//     spectrum.variances[0];            // of the strongest direction, times the number of tokens
//     anisotropy(spectrum);             // 0.98: nearly all variance lies in one direction
//     effectiveRank(spectrum);          // 35.2 directions, by the entropy of singular values
#pragma once

#include <Eigen/Core>

namespace strato {

struct Spectrum {
    // Eigenvalues of X_c^T X_c, that is sigma_i^2 of the centred states [tokens, width]: [width], descending. What float64
    // sums can't tell from nothing (below width * 2.2e-16 of the largest) is 0, so that missing directions count for none.
    Eigen::VectorXd variances;
};

// `gram`: X_c^T X_c, [width, width], its lower half read. Throws Error if an entry of that half is not finite.
Spectrum spectrumOf(const Eigen::MatrixXd& gram);

// sigma_1^2 / sum sigma_i^2: the share of the strongest direction, from centred states, in [1 / width, 1] (Razzhigaev et al.,
// arXiv 2311.05928; not the mean cosine that others call anisotropy). NaN where there is no variance, as all below.
double anisotropy(const Spectrum& spectrum);

// exp(-sum p_i ln p_i) with p_i = sigma_i / sum sigma (Roy & Vetterli 2007: of singular values, not of their squares), in
// [1, width].
double effectiveRank(const Spectrum& spectrum);

// (sum lambda)^2 / sum lambda^2 with lambda = sigma^2, in [1, width].
double participationRatio(const Spectrum& spectrum);

}  // namespace strato
