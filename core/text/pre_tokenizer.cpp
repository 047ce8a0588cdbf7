#include "core/text/pre_tokenizer.h"

#include "core/text/byte_alphabet.h"
#include "core/text/pattern.h"
#include "core/text/regex.h"
#include "core/text/unicode.h"

namespace strato {

namespace {

// A stretch of a piece; matched by the pattern or between two matches.
struct Stretch {
    std::size_t begin = 0, end = 0;
    bool match = false;
};

enum class Behaviour { removed, isolated, mergedWithPrevious, mergedWithNext, contiguous };

std::vector<Stretch> stretchesOf(const std::string& text, const MatchFinder& find) {
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

PreTokenizer splitBy(MatchFinder find, Behaviour behaviour, bool invert) {
    return [find = std::move(find), behaviour, invert](const std::vector<Piece>& pieces) {
        std::vector<Piece> result;
        for (const Piece& piece : pieces) {
            std::vector<Stretch> stretches = stretchesOf(piece.text, find);
            if (invert)
                for (Stretch& stretch : stretches) stretch.match = !stretch.match;
            for (const Stretch& stretch : arrange(stretches, behaviour))
                result.push_back({piece.text.substr(stretch.begin, stretch.end - stretch.begin), piece.first && stretch.begin == 0});
        }
        return result;
    };
}

// Each character that has the property is a match of its own.
MatchFinder charactersThat(bool (*property)(char32_t)) {
    return [property](const std::string& text, const MatchVisitor& visit) {
        std::size_t at = 0;
        forEachCharacter(text, [&](char32_t character, std::string_view bytes) {
            if (property(character)) visit(at, at + bytes.size());
            at += bytes.size();
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
    return [=](std::vector<Piece> pieces) {
        for (Piece& piece : pieces) {
            std::string text;
            for (const char c : piece.text) c == ' ' ? text += mark : text += c;
            const bool prepend = scheme == "always" || (scheme == "first" && piece.first);
            piece.text = prepend && !text.starts_with(mark) ? mark + text : text;
        }
        return split ? splitter(std::move(pieces)) : pieces;
    };
}

PreTokenizer readSequence(const JsonView& node) {
    std::vector<PreTokenizer> steps;
    for (const JsonView& step : node.elements("pretokenizers")) steps.push_back(readPreTokenizer(step));
    return [steps](std::vector<Piece> pieces) {
        for (const PreTokenizer& step : steps) pieces = step(std::move(pieces));
        return pieces;
    };
}

}  // namespace

PreTokenizer byteLevel(bool addPrefixSpace, bool useRegex) {
    static const Regex words(R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)", "GPT-2's pattern");
    const PreTokenizer split = splitBy([](const std::string& text, const MatchVisitor& visit) { words.forEachMatch(text, visit); }, Behaviour::isolated, false);
    return [=](std::vector<Piece> pieces) {
        if (addPrefixSpace)
            for (Piece& piece : pieces)
                if (!piece.text.starts_with(' ')) piece.text.insert(piece.text.begin(), ' ');
        if (useRegex) pieces = split(std::move(pieces));
        for (Piece& piece : pieces) piece.text = toByteAlphabet(piece.text);
        return pieces;
    };
}

PreTokenizer readPreTokenizer(const JsonView& node) {
    const std::string type = node.string("type");
    if (type == "Sequence") return readSequence(node);
    if (type == "ByteLevel") return byteLevel(node.boolean("add_prefix_space", true), node.boolean("use_regex", true));
    if (type == "Split") return splitBy(readPattern(node.at("pattern")), readBehaviour(node), node.boolean("invert", false));
    if (type == "Digits")
        return splitBy(charactersThat(isNumeric), node.boolean("individual_digits", false) ? Behaviour::isolated : Behaviour::contiguous, false);
    if (type == "Punctuation") return splitBy(charactersThat(isPunctuation), node.has("behavior") ? readBehaviour(node) : Behaviour::isolated, false);
    if (type == "Metaspace") return readMetaspace(node);
    node.fail("is of the type '" + type + "', which this version doesn't read; it reads ByteLevel, Split, Digits, "
              "Punctuation, Metaspace and Sequence");
}

}  // namespace strato
