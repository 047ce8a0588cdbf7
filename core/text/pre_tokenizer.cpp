#include "core/text/pre_tokenizer.h"

#include "core/text/byte_alphabet.h"
#include "core/text/pattern.h"
#include "core/text/unicode.h"
#include "core/text/word_pattern.h"

namespace strato {

namespace {

// A stretch of a piece; matched by the pattern or between two matches.
struct Stretch {
    std::size_t begin = 0, end = 0;
    bool match = false;
};

enum class Behaviour { removed, isolated, mergedWithPrevious, mergedWithNext, contiguous };

std::vector<Stretch> stretchesOf(std::string_view text, const MatchFinder& find) {
    std::vector<Stretch> stretches;
    std::size_t done = 0;
    find(text, [&](std::size_t begin, std::size_t end) {
        if (begin > done) stretches.push_back({done, begin, false});
        stretches.push_back({begin, end, true});
        done = end;
    });
    if (done < text.size()) stretches.push_back({done, text.size(), false});
    return stretches;
}

// A stretch joins the one before it where the behaviour says so.
bool joins(const Stretch& before, const Stretch& stretch, Behaviour behaviour, bool previousWasMatch) {
    if (behaviour == Behaviour::contiguous) return before.match == stretch.match;
    return behaviour == Behaviour::mergedWithPrevious && stretch.match && !previousWasMatch;
}

std::vector<Stretch> arrange(const std::vector<Stretch>& stretches, Behaviour behaviour) {
    std::vector<Stretch> result;
    bool previousWasMatch = false;
    for (std::size_t i = 0; i < stretches.size(); ++i) {
        Stretch stretch = stretches[i];
        if (behaviour == Behaviour::removed && stretch.match) continue;
        if (behaviour == Behaviour::mergedWithNext && stretch.match && i + 1 < stretches.size() && !stretches[i + 1].match)
            stretch = {stretch.begin, stretches[++i].end, false};
        if (!result.empty() && joins(result.back(), stretch, behaviour, previousWasMatch)) result.back().end = stretch.end;
        else result.push_back(stretch);
        previousWasMatch = stretch.match;
    }
    return result;
}

// The common case: matches and what lies between them are pieces.
PreTokenizer isolate(MatchFinder find) {
    return [find = std::move(find)](Pieces& pieces) {
        pieces.cut([&](std::string_view piece, const auto& keep) {
            std::size_t done = 0;
            find(piece, [&](std::size_t begin, std::size_t end) {
                keep(done, begin);
                keep(begin, end);
                done = end;
            });
            keep(done, piece.size());
        });
    };
}

PreTokenizer splitBy(MatchFinder find, Behaviour behaviour, bool invert) {
    if (behaviour == Behaviour::isolated) return isolate(std::move(find));
    return [find = std::move(find), behaviour, invert](Pieces& pieces) {
        pieces.cut([&](std::string_view piece, const auto& keep) {
            std::vector<Stretch> stretches = stretchesOf(piece, find);
            if (invert)
                for (Stretch& stretch : stretches) stretch.match = !stretch.match;
            for (const Stretch& stretch : arrange(stretches, behaviour)) keep(stretch.begin, stretch.end);
        });
    };
}

// Each character that has the property is a match of its own.
MatchFinder charactersThat(std::function<bool(char32_t)> property) {
    return [property = std::move(property)](std::string_view text, const MatchVisitor& visit) {
        std::size_t at = 0;
        forEachCharacter(text, [&](char32_t character, std::string_view bytes) {
            if (property(character)) visit(at, at + bytes.size());
            at += bytes.size();
        });
    };
}

// Runs of word characters and runs of what is neither word nor blank; blanks vanish.
void splitWords(Pieces& pieces) {
    const auto kindOf = [](char32_t character) { return isWhitespace(character) ? 0 : isWord(character) ? 1 : 2; };
    pieces.cut([&](std::string_view piece, const auto& keep) {
        std::size_t begin = 0, at = 0;
        int kind = 0;
        forEachCharacter(piece, [&](char32_t character, std::string_view bytes) {
            const int next = kindOf(character);
            if (next != kind) {
                if (kind != 0) keep(begin, at);
                begin = at;
                kind = next;
            }
            at += bytes.size();
        });
        if (kind != 0) keep(begin, at);
    });
}

// Pieces of so many characters.
PreTokenizer fixedLength(int length) {
    return [length](Pieces& pieces) {
        pieces.cut([&](std::string_view piece, const auto& keep) {
            std::size_t begin = 0, at = 0;
            int characters = 0;
            forEachCharacter(piece, [&](char32_t, std::string_view bytes) {
                at += bytes.size();
                if (++characters < length && at < piece.size()) return;
                keep(begin, at);
                begin = at;
                characters = 0;
            });
        });
    };
}

Behaviour readBehaviour(const JsonView& node) {
    const std::string name = node.string("behavior");
    if (name == "Removed") return Behaviour::removed;
    if (name == "Isolated") return Behaviour::isolated;
    if (name == "MergedWithPrevious") return Behaviour::mergedWithPrevious;
    if (name == "MergedWithNext") return Behaviour::mergedWithNext;
    if (name == "Contiguous") return Behaviour::contiguous;
    node.at("behavior").fail("is '" + name + "', which this version doesn't know");
}

PreTokenizer readMetaspace(const JsonView& node) {
    const std::string mark = node.string("replacement", "\xE2\x96\x81");
    const std::string scheme = node.string("prepend_scheme", node.boolean("add_prefix_space", true) ? "always" : "never");
    const bool split = node.boolean("split", true);
    const PreTokenizer splitter = splitBy(literal(mark), Behaviour::mergedWithNext, false);
    return [=](Pieces& pieces) {
        pieces.rewrite([&](std::string_view piece, bool first, std::string& text) {
            const bool prepend = scheme == "always" || (scheme == "first" && first);
            if (prepend && !piece.starts_with(' ') && !piece.starts_with(mark)) text += mark;
            for (const char c : piece) c == ' ' ? text += mark : text += c;
        });
        if (split) splitter(pieces);
    };
}

PreTokenizer readPreTokenizers(const JsonView& node) {
    std::vector<PreTokenizer> steps;
    for (const JsonView& step : node.elements("pretokenizers")) steps.push_back(readPreTokenizer(step));
    return [steps](Pieces& pieces) {
        for (const PreTokenizer& step : steps) step(pieces);
    };
}

}  // namespace

PreTokenizer byteLevel(bool addPrefixSpace, bool useRegex) {
    return [addPrefixSpace, split = useRegex ? isolate(gpt2Words()) : PreTokenizer()](Pieces& pieces) {
        if (addPrefixSpace)
            pieces.rewrite([](std::string_view piece, bool, std::string& text) {
                if (!piece.starts_with(' ')) text += ' ';
                text += piece;
            });
        if (split) split(pieces);
        pieces.rewrite([](std::string_view piece, bool, std::string& text) { appendByteAlphabet(text, piece); });
    };
}

PreTokenizer readPreTokenizer(const JsonView& node) {
    const std::string type = node.string("type");
    if (type == "Sequence") return readPreTokenizers(node);
    if (type == "ByteLevel") return byteLevel(node.boolean("add_prefix_space", true), node.boolean("use_regex", true));
    if (type == "Split") return splitBy(readPattern(node.at("pattern")), readBehaviour(node), node.boolean("invert", false));
    if (type == "Digits")
        return splitBy(charactersThat(isNumeric), node.boolean("individual_digits", false) ? Behaviour::isolated : Behaviour::contiguous, false);
    if (type == "Punctuation") return splitBy(charactersThat(isPunctuation), node.has("behavior") ? readBehaviour(node) : Behaviour::isolated, false);
    if (type == "Metaspace") return readMetaspace(node);
    if (type == "Whitespace") return splitWords;
    if (type == "WhitespaceSplit") return splitBy(charactersThat(isWhitespace), Behaviour::removed, false);
    if (type == "BertPreTokenizer")
        return [blanks = splitBy(charactersThat(isWhitespace), Behaviour::removed, false), marks = isolate(charactersThat(isPunctuation))](Pieces& pieces) {
            blanks(pieces);
            marks(pieces);
        };
    if (type == "CharDelimiterSplit") return splitBy(literal(node.string("delimiter")), Behaviour::removed, false);
    if (type == "FixedLength") return fixedLength(node.count("length", 1, 1 << 30, 5));
    node.fail("is of the type '" + type + "', which this version doesn't read; it reads ByteLevel, Split, Digits, Punctuation, Metaspace, "
              "Whitespace, WhitespaceSplit, BertPreTokenizer, CharDelimiterSplit, FixedLength and Sequence");
}

}  // namespace strato
