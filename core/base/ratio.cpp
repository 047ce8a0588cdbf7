#include "core/base/ratio.h"

#include <cmath>
#include <limits>

namespace strato {

Ratio ratioOf(const std::vector<RatioPart>& parts) {
    double sum = 0, weight = 0, squares = 0, counted = 0;
    for (const RatioPart& part : parts) {
        sum += part.sum;
        weight += part.weight;
        counted += part.weight > 0 ? 1 : 0;
    }
    const double mean = sum / weight;
    for (const RatioPart& part : parts)
        if (part.weight > 0) squares += (part.sum - mean * part.weight) * (part.sum - mean * part.weight);
    if (counted < 2) return {mean, std::numeric_limits<double>::quiet_NaN()};
    return {mean, std::sqrt(squares * counted / (counted - 1)) / weight};
}

}  // namespace strato
