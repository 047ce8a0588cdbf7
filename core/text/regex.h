// A regular expression in Oniguruma's syntax, which is what tokenizer.json files are written in.
//
//     Regex regex("\\s+", "tokenizer.json: pre_tokenizer.pattern");
//     regex.forEachMatch(text, [&](std::size_t begin, std::size_t end) { ... });
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace strato {

class Regex {
public:
    // Throws Error naming `where` if the pattern is malformed.
    Regex(const std::string& pattern, const std::string& where);

    // Every match from left to right, as byte offsets of valid UTF-8 `text`; empty matches are passed over. Throws Error if the
    // pattern needs too many steps, as hostile ones do. Thread-safe.
    void forEachMatch(std::string_view text, const std::function<void(std::size_t begin, std::size_t end)>& visit) const;

private:
    struct Compiled;
    std::shared_ptr<const Compiled> compiled_;
};

}  // namespace strato
