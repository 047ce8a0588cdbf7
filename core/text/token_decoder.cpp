#include "core/text/token_decoder.h"

#include <array>
#include <charconv>
#include <utility>

#include "core/text/byte_alphabet.h"
#include "core/text/pattern.h"
#include "core/text/unicode.h"

namespace strato {

namespace {

using Tokens = std::vector<std::string>;

// The byte that a token like <0x0A> stands for, or -1.
int byteOfToken(const std::string& token) {
    if (token.size() != 6 || !token.starts_with("<0x") || token.back() != '>') return -1;
    int byte = 0;
    const auto [end, error] = std::from_chars(token.data() + 3, token.data() + 5, byte, 16);
    return error == std::errc{} && end == token.data() + 5 ? byte : -1;
}

bool isValid(const std::string& text) { return replaceInvalid(text) == text; }

// Runs of byte tokens become the text they spell, or one replacement character a byte.
Tokens joinBytes(const Tokens& tokens) {
    Tokens result;
    std::string run;
    const auto flush = [&] {
        if (isValid(run)) {
            if (!run.empty()) result.push_back(run);
        } else {
            for (std::size_t i = 0; i < run.size(); ++i) result.push_back("\xEF\xBF\xBD");
        }
        run.clear();
    };
    for (const std::string& token : tokens) {
        const int byte = byteOfToken(token);
        if (byte >= 0) {
            run += static_cast<char>(byte);
            continue;
        }
        flush();
        result.push_back(token);
    }
    flush();
    return result;
}

Tokens joined(const Tokens& tokens) {
    std::string text;
    for (const std::string& token : tokens) text += token;
    return {text};
}

TokenDecoder readStrip(const JsonView& node) {
    const std::string content = node.string("content");
    const int start = node.count("start", 0, 1 << 20, 0), stop = node.count("stop", 0, 1 << 20, 0);
    return [=](Tokens tokens) {
        for (std::string& token : tokens) {
            std::string_view rest = token;
            for (int i = 0; i < start && !content.empty() && rest.starts_with(content); ++i) rest.remove_prefix(content.size());
            for (int i = 0; i < stop && !content.empty() && rest.ends_with(content); ++i) rest.remove_suffix(content.size());
            token = std::string(rest);
        }
        return tokens;
    };
}

TokenDecoder readMetaspaceDecoder(const JsonView& node) {
    const std::string mark = node.string("replacement", "\xE2\x96\x81");
    const bool prefixed = node.string("prepend_scheme", node.boolean("add_prefix_space", true) ? "always" : "never") != "never";
    const MatchFinder find = literal(mark);
    return [=](Tokens tokens) {
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            if (i == 0 && prefixed && tokens[i].starts_with(mark)) tokens[i].erase(0, mark.size());
            tokens[i] = replaceMatches(tokens[i], find, " ");
        }
        return tokens;
    };
}

// Blanks that people don't write: before marks and within contractions (Wolf et al.'s library, wordpiece.rs).
std::string cleanedUp(std::string text) {
    constexpr std::array<std::pair<const char*, const char*>, 11> changes{{{" .", "."}, {" ?", "?"}, {" !", "!"}, {" ,", ","}, {" ' ", "'"}, {" n't", "n't"},
                                                                           {" 'm", "'m"}, {" do not", " don't"}, {" 's", "'s"}, {" 've", "'ve"}, {" 're", "'re"}}};
    for (const auto& [from, to] : changes) text = replaceMatches(text, literal(from), to);
    return text;
}

TokenDecoder readWordPieceDecoder(const JsonView& node) {
    return [prefix = node.string("prefix", "##"), cleans = node.boolean("cleanup", true)](Tokens tokens) {
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            if (i > 0) tokens[i] = tokens[i].starts_with(prefix) ? tokens[i].substr(prefix.size()) : " " + tokens[i];
            if (cleans) tokens[i] = cleanedUp(std::move(tokens[i]));
        }
        return tokens;
    };
}

// The mark of a word's end is a blank, but after the last word.
TokenDecoder readWordEndDecoder(const JsonView& node) {
    const MatchFinder find = literal(node.string("suffix", "</w>"));
    return [find](Tokens tokens) {
        for (std::size_t i = 0; i < tokens.size(); ++i) tokens[i] = replaceMatches(tokens[i], find, i + 1 < tokens.size() ? " " : "");
        return tokens;
    };
}

TokenDecoder readDecoders(const JsonView& node) {
    std::vector<TokenDecoder> steps;
    for (const JsonView& step : node.elements("decoders")) steps.push_back(readTokenDecoder(step));
    return [steps](Tokens tokens) {
        for (const TokenDecoder& step : steps) tokens = step(std::move(tokens));
        return tokens;
    };
}

}  // namespace

TokenDecoder byteLevelDecoder() {
    return [](const Tokens& tokens) {
        std::string bytes;
        for (const std::string& token : tokens) {
            std::string own;
            bool mapped = true;
            forEachCharacter(token, [&](char32_t character, std::string_view) {
                const int byte = byteOfCharacter(character);
                mapped = mapped && byte >= 0;
                own += static_cast<char>(byte);
            });
            bytes += mapped ? own : token;
        }
        return Tokens{replaceInvalid(bytes)};
    };
}

TokenDecoder readTokenDecoder(const JsonView& node) {
    const std::string type = node.string("type");
    if (type == "Sequence") return readDecoders(node);
    if (type == "ByteLevel") return byteLevelDecoder();
    if (type == "ByteFallback") return joinBytes;
    if (type == "Fuse") return joined;
    if (type == "Strip") return readStrip(node);
    if (type == "Metaspace") return readMetaspaceDecoder(node);
    if (type == "WordPiece") return readWordPieceDecoder(node);
    if (type == "BPEDecoder") return readWordEndDecoder(node);
    if (type == "Replace")
        return [find = readPattern(node.at("pattern")), content = node.string("content")](Tokens tokens) {
            for (std::string& token : tokens) token = replaceMatches(token, find, content);
            return tokens;
        };
    node.fail("is of the type '" + type + "', which this version doesn't read; it reads ByteLevel, ByteFallback, "
              "Fuse, Strip, Replace, Metaspace, WordPiece, BPEDecoder and Sequence");
}

}  // namespace strato
