// A text and where it is cut: what the steps of a pre-tokeniser hand to each other, so that cutting copies nothing.
//
//     Pieces pieces("Hello world", true);
//     pieces.forEach([](std::string_view piece, bool first) { ... });
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace strato {

class Pieces {
public:
    // One piece; `first` says whether it begins the whole text.
    Pieces(std::string text, bool first) : text_(std::move(text)), first_(first) {
        if (!text_.empty()) spans_.push_back({0, text_.size()});
    }

    // visit(piece, first) from left to right; no piece is empty.
    template <typename Visit>
    void forEach(Visit visit) const {
        for (const Span& span : spans_) visit(std::string_view(text_).substr(span.begin, span.end - span.begin), first_ && span.begin == 0);
    }

    // Cuts every piece anew: cut(piece, keep) calls keep(begin, end) for each part of the piece that remains, from left to right.
    template <typename Cut>
    void cut(Cut cut) {
        std::vector<Span> spans;
        spans.reserve(spans_.size());
        for (const Span& span : spans_)
            cut(std::string_view(text_).substr(span.begin, span.end - span.begin), [&](std::size_t begin, std::size_t end) {
                if (end > begin) spans.push_back({span.begin + begin, span.begin + end});
            });
        spans_ = std::move(spans);
    }

    // Writes every piece anew: write(piece, first, text) appends to `text` what the piece becomes.
    template <typename Write>
    void rewrite(Write write) {
        std::string text;
        text.reserve(text_.size() + text_.size() / 4);
        std::vector<Span> spans;
        spans.reserve(spans_.size());
        forEach([&](std::string_view piece, bool first) {
            const std::size_t begin = text.size();
            write(piece, first, text);
            if (text.size() > begin) spans.push_back({begin, text.size()});
        });
        first_ = first_ && !spans_.empty() && spans_[0].begin == 0;
        text_ = std::move(text);
        spans_ = std::move(spans);
    }

private:
    struct Span {
        std::size_t begin = 0, end = 0;
    };

    std::string text_;
    std::vector<Span> spans_;
    bool first_ = false;
};

}  // namespace strato
