#include "core/train/window_batches.h"

#include <algorithm>
#include <numeric>

#include <ATen/ATen.h>

#include "core/base/error.h"

namespace strato {

namespace {

std::size_t lengthOf(const TokenWindows& windows, std::size_t number) { return windows.windows[number].ids.size(); }

at::Tensor tensorOf(const std::vector<std::int64_t>& values) { return at::tensor(at::ArrayRef<std::int64_t>(values)); }

// From `order`, from `place` on: as many windows as have room, and at least one.
std::vector<std::size_t> takeBatch(const TokenWindows& windows, const std::vector<std::size_t>& order, std::size_t& place, std::int64_t tokens) {
    std::vector<std::size_t> taken;
    for (std::int64_t rows = 0; place < order.size(); ++place) {
        rows += static_cast<std::int64_t>(lengthOf(windows, order[place]));
        if (!taken.empty() && rows > tokens) break;
        taken.push_back(order[place]);
    }
    return taken;
}

std::vector<std::size_t> numbersOf(const TokenWindows& windows) {
    std::vector<std::size_t> numbers(windows.windows.size());
    std::iota(numbers.begin(), numbers.end(), 0);
    return numbers;
}

}  // namespace

WindowSplit splitWindows(TokenWindows windows, double share) {
    std::vector<int> parts;            // what each window belongs to
    for (std::size_t w = 0; w < windows.windows.size(); ++w)
        parts.push_back(windows.documents > 1 ? windows.windows[w].document : static_cast<int>(w));
    std::vector<int> distinct = parts;
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    const auto held = static_cast<std::size_t>(std::max(1.0, static_cast<double>(distinct.size()) * share));
    if (distinct.size() < 2 || held >= distinct.size())
        throw Error("the texts are too short: they give " + std::to_string(distinct.size()) + (windows.documents > 1 ? " documents" : " windows") +
                    ", and some must train while others tell when to stop; give more text or a shorter --sequence-length");
    const int firstHeld = distinct[distinct.size() - held];
    std::vector<TokenWindow> training, validation;
    for (std::size_t w = 0; w < parts.size(); ++w) (parts[w] < firstHeld ? training : validation).push_back(std::move(windows.windows[w]));
    return {windowsOf(std::move(training), windows.sequenceLength), windowsOf(std::move(validation), windows.sequenceLength)};
}

WindowBatch batchOf(const TokenWindows& windows, const std::vector<std::size_t>& numbers) {
    std::vector<std::int64_t> ids, targets, firstRows;
    WindowBatch made;
    for (const std::size_t number : numbers) {
        const TokenWindow& window = windows.windows[number];
        const int length = static_cast<int>(window.ids.size());
        firstRows.push_back(static_cast<std::int64_t>(ids.size()));
        std::vector<Segment>& segments = made.batch.segments;
        if (!segments.empty() && segments.back().length == length) ++segments.back().windows;
        else segments.push_back({firstRows.back(), 1, length, 0});
        ids.insert(ids.end(), window.ids.begin(), window.ids.end());
        targets.insert(targets.end(), window.ids.begin() + 1, window.ids.end());
        targets.push_back(window.next);
        for (int t = 1; t < window.context; ++t) targets[static_cast<std::size_t>(firstRows.back() + t - 1)] = -1;
    }
    made.ids = tensorOf(ids);
    made.targets = tensorOf(targets);
    made.firstRows = tensorOf(firstRows);
    return made;
}

std::vector<std::vector<std::size_t>> inOrder(const TokenWindows& windows, std::int64_t tokens) {
    const std::vector<std::size_t> order = numbersOf(windows);
    std::vector<std::vector<std::size_t>> batches;
    for (std::size_t place = 0; place < order.size();) batches.push_back(takeBatch(windows, order, place, tokens));
    return batches;
}

std::vector<std::size_t> WindowShuffle::next() {
    if (place_ == order_.size()) {
        order_ = numbersOf(windows_);
        for (std::size_t left = order_.size(); left > 1; --left) std::swap(order_[left - 1], order_[random_.below(left)]);
        place_ = 0;
    }
    std::vector<std::size_t> batch = takeBatch(windows_, order_, place_, tokens_);
    const auto longer = [&](std::size_t one, std::size_t other) { return lengthOf(windows_, one) > lengthOf(windows_, other); };
    std::stable_sort(batch.begin(), batch.end(), longer);
    return batch;
}

}  // namespace strato
