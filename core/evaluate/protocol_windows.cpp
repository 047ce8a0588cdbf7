#include "core/evaluate/protocol_windows.h"

#include <algorithm>

namespace strato {

namespace {

std::vector<TokenId> slice(const std::vector<TokenId>& ids, std::ptrdiff_t begin, std::ptrdiff_t end) {
    return {ids.begin() + begin, ids.begin() + end};
}

}  // namespace

std::vector<TokenWindow> rollingWindows(const std::vector<TokenId>& ids, TokenId prefix, int longest) {
    std::vector<TokenWindow> windows;
    const auto total = static_cast<std::ptrdiff_t>(ids.size());
    for (std::ptrdiff_t begin = 0; begin < total; begin += longest) {
        const std::ptrdiff_t end = std::min<std::ptrdiff_t>(begin + longest, total);
        TokenWindow window{.context = 1, .next = ids[static_cast<std::size_t>(end - 1)]};
        if (begin == 0) {
            window.ids = slice(ids, 0, end - 1);
            window.ids.insert(window.ids.begin(), prefix);
        } else {
            window.ids = slice(ids, end - longest - 1, end - 1);
            window.context = longest + 1 - static_cast<int>(end - begin);
        }
        windows.push_back(std::move(window));
    }
    return windows;
}

std::vector<TokenWindow> disjointWindows(const std::vector<TokenId>& ids, int length) {
    std::vector<TokenWindow> windows;
    for (std::ptrdiff_t begin = 0; begin + length <= static_cast<std::ptrdiff_t>(ids.size()); begin += length)
        windows.push_back({.ids = slice(ids, begin, begin + length)});
    return windows;
}

std::vector<TokenWindow> stridedWindows(const std::vector<TokenId>& ids, int longest, int stride) {
    std::vector<TokenWindow> windows;
    const auto total = static_cast<std::ptrdiff_t>(ids.size());
    std::ptrdiff_t reached = 0;
    for (std::ptrdiff_t begin = 0; reached < total; begin += stride) {
        const std::ptrdiff_t end = std::min<std::ptrdiff_t>(begin + longest, total);
        windows.push_back({.ids = slice(ids, begin, end), .context = static_cast<int>(std::max<std::ptrdiff_t>(reached - begin, 0))});
        reached = end;
    }
    return windows;
}

}  // namespace strato
