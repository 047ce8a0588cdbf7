// AdamW (Loshchilov and Hutter, arXiv 1711.05101) with clipped gradients, and the usual course of its learning rate. Its whole state
// is in plain sight, so that training can be cut off anywhere and go on.
//
//     AdamW optimizer({.beta2 = 0.95, .weightDecay = 0.1, .gradientClip = 1});
//     optimizer.add(matrix);
//     loss.backward();
//     optimizer.step(2e-3 * rateShare(step, steps, warmUp, final));
#pragma once

#include <cstdint>
#include <vector>

#include <ATen/core/Tensor.h>

namespace strato {

struct AdamWSettings {
    double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
    double weightDecay = 0;            // a step, in units of the learning rate
    double gradientClip = 0;           // of the norm over all parameters; 0: none
};

class AdamW {
public:
    explicit AdamW(const AdamWSettings& settings) : settings_(settings) {}

    struct Parameter {
        at::Tensor values;             // a leaf of the graph that takes a gradient
        at::Tensor first, second;      // running means of the gradient and of its square, of the same shape
        bool decays = true;
    };
    void add(const at::Tensor& values, bool decays = true);

    // Moves all parameters against their gradients, which are used up. A parameter without one stays.
    void step(double learningRate);

    // Of as many steps: with the moments and the values all that the next step depends on.
    std::int64_t steps() const { return steps_; }
    std::vector<Parameter>& parameters() { return parameters_; }
    // Goes on after `steps` steps, whose values and moments were copied into parameters().
    void resume(std::int64_t steps) { steps_ = steps; }

private:
    void clip() const;

    AdamWSettings settings_;
    std::vector<Parameter> parameters_;
    std::int64_t steps_ = 0;
};

// Of the highest learning rate, at step 0 .. steps - 1: a straight rise over the share `warmUp` of the steps, then half a cosine down to
// the share `final` (Loshchilov and Hutter, arXiv 1608.03983).
double rateShare(int step, int steps, double warmUp, double final);

}  // namespace strato
