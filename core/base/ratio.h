// A mean over independent parts of unequal weight, and how sure it is.
//
//     Ratio loss = ratioOf(parts);      // loss.mean +- loss.standardError
#pragma once

#include <vector>

namespace strato {

struct RatioPart {
    double sum = 0;
    double weight = 0;               // 0: doesn't count
};

struct Ratio {
    double mean = 0, standardError = 0;
};

// The sums over the weights. The error takes parts as independent (ratio estimator: Cochran, Sampling Techniques, 3rd edition, section 6.4); it is NaN below
// two parts that have a weight, and so is the mean without any.
Ratio ratioOf(const std::vector<RatioPart>& parts);

}  // namespace strato
