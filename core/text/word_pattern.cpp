#include "core/text/word_pattern.h"

#include <array>
#include <string>

#include "core/text/unicode.h"

namespace strato {

namespace {

constexpr std::string_view gpt2Regex = R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";
// Those of cl100k and its heirs; they differ in how many digits go together.
constexpr std::string_view cl100kBegin = R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|)";
constexpr std::string_view cl100kEnd = R"(| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
// Those of o200k and Tekken, which cut between small letters and capitals; they differ in digits and in contractions.
constexpr std::string_view o200kSmall = R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+)";
constexpr std::string_view o200kLarge = R"(|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*)";
constexpr std::string_view o200kContraction = R"((?i:'s|'t|'re|'ve|'m|'ll|'d)?)";
constexpr std::string_view o200kEnd = R"(| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)";

// A text read character by character.
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    std::string_view text() const { return text_; }
    bool ends(std::size_t at) const { return at >= text_.size(); }
    char byte(std::size_t at) const { return at < text_.size() ? text_[at] : '\0'; }
    bool isNewline(std::size_t at) const { return byte(at) == '\n' || byte(at) == '\r'; }
    std::size_t after(std::size_t at) const { return at + characterLength(text_[at]); }
    bool is(std::size_t at, CharacterClass wanted) const { return !ends(at) && classAt(at) == wanted; }

    CharacterClass classAt(std::size_t at) const {
        const auto byte = static_cast<unsigned char>(text_[at]);
        return byte < 0x80 ? asciiClass(byte) : classOf(decodeCharacter(text_.substr(at, characterLength(text_[at]))));
    }

    LetterCase caseAt(std::size_t at) const { return ends(at) ? LetterCase::none : letterCaseOf(decodeCharacter(text_.substr(at, characterLength(text_[at])))); }

    // The end of the run of letters of this case, and of those that go with either.
    std::size_t letters(std::size_t at, LetterCase wanted) const {
        for (LetterCase own = caseAt(at); own == wanted || own == LetterCase::either; own = caseAt(at)) at = after(at);
        return at;
    }

    // The end of the run of characters of this class, of at most so many.
    std::size_t run(std::size_t at, CharacterClass wanted, std::size_t most = ~std::size_t{0}) const {
        for (; most > 0 && is(at, wanted); --most) at = after(at);
        return at;
    }

    // \s+(?!\S)|\s+ where a blank stands: a run of blanks gives its last one to what follows, if anything does.
    std::size_t blanks(std::size_t at) const {
        const std::size_t end = run(at, CharacterClass::blank);
        if (ends(end)) return end;
        const std::size_t last = previousCharacter(text_, end);
        return last > at ? last : end;
    }

private:
    static CharacterClass asciiClass(unsigned char byte) {
        static const auto classes = [] {
            std::array<CharacterClass, 0x80> all{};
            for (char32_t c = 0; c < all.size(); ++c) all[c] = classOf(c);
            return all;
        }();
        return classes[byte];
    }

    std::string_view text_;
};

// The end of a contraction ('s, 're, ...) that begins at an apostrophe, or the place itself. Of any case, if asked for: then the
// long s is an s too.
std::size_t contraction(const Reader& reader, std::size_t at, bool anyCase) {
    const auto letter = [&](std::size_t i) {
        const char c = reader.byte(at + i);
        return anyCase && c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    const char first = letter(1), second = letter(2);
    if (first == 's' || first == 't' || first == 'm' || first == 'd') return at + 2;
    if ((first == 'r' && second == 'e') || (first == 'v' && second == 'e') || (first == 'l' && second == 'l')) return at + 3;
    return anyCase && reader.text().substr(at + 1).starts_with("\xC5\xBF") ? at + 3 : at;
}

std::size_t gpt2Word(const Reader& reader, std::size_t at) {
    if (reader.byte(at) == '\'')
        if (const std::size_t end = contraction(reader, at, false); end > at) return end;
    const std::size_t core = reader.byte(at) == ' ' && !reader.ends(at + 1) ? at + 1 : at;
    const CharacterClass kind = reader.classAt(core);
    return kind == CharacterClass::blank ? reader.blanks(at) : reader.run(core, kind);
}

// The end of a match that begins with blanks: up to the last end of a line among them, if there is one.
std::size_t blanksOrLines(const Reader& reader, std::size_t at) {
    std::size_t lines = at, end = at;
    for (; reader.is(end, CharacterClass::blank); end = reader.after(end))
        if (reader.isNewline(end)) lines = end + 1;
    return lines > at ? lines : reader.blanks(at);
}

// What is no word: digits, so many at a time; marks, with a blank before and ends of lines after them (and slashes); blanks.
std::size_t otherThanWord(const Reader& reader, std::size_t at, std::size_t digits, bool slashes) {
    if (reader.is(at, CharacterClass::number)) return reader.run(at, CharacterClass::number, digits);
    const std::size_t core = reader.byte(at) == ' ' ? at + 1 : at;
    if (!reader.is(core, CharacterClass::other)) return blanksOrLines(reader, at);
    std::size_t end = reader.run(core, CharacterClass::other);
    while (reader.isNewline(end) || (slashes && reader.byte(end) == '/')) ++end;
    return end;
}

std::size_t cl100kWord(const Reader& reader, std::size_t at, std::size_t digits) {
    if (reader.byte(at) == '\'')
        if (const std::size_t end = contraction(reader, at, true); end > at) return end;
    if (reader.is(at, CharacterClass::letter)) return reader.run(at, CharacterClass::letter);
    const std::size_t next = reader.after(at);
    const bool mayPrecede = !reader.isNewline(at) && !reader.is(at, CharacterClass::number);
    if (mayPrecede && reader.is(next, CharacterClass::letter)) return reader.run(next, CharacterClass::letter);
    return otherThanWord(reader, at, digits, false);
}

// Capitals, then at least one small letter; the place itself if there is no such word. Letters of either case count as both, so that
// a run of capitals may end early, behind the last of those.
std::size_t smallWord(const Reader& reader, std::size_t at) {
    const std::size_t capitals = reader.letters(at, LetterCase::upper);
    if (reader.caseAt(capitals) == LetterCase::lower) return reader.letters(capitals, LetterCase::lower);
    for (std::size_t end = capitals; end > at;) {
        const std::size_t last = previousCharacter(reader.text(), end);
        if (reader.caseAt(last) == LetterCase::either) return end;
        end = last;
    }
    return at;
}

std::size_t o200kWord(const Reader& reader, std::size_t at, std::size_t digits, bool contractions) {
    const CharacterClass kind = reader.classAt(at);
    const bool mayPrecede = !reader.isNewline(at) && kind != CharacterClass::letter && kind != CharacterClass::number;
    const std::size_t next = mayPrecede ? reader.after(at) : at;
    // Each kind of word is tried behind the character at hand first, then from it.
    std::size_t end = at;
    if (const std::size_t behind = smallWord(reader, next); behind > next) end = behind;
    else if (const std::size_t from = smallWord(reader, at); from > at) end = from;
    else if (const std::size_t capitals = reader.letters(next, LetterCase::upper); capitals > next) end = capitals;
    else end = reader.letters(at, LetterCase::upper);
    if (end == at) return otherThanWord(reader, at, digits, true);
    return contractions && reader.byte(end) == '\'' ? contraction(reader, end, true) : end;
}

// Every character belongs to a match.
template <typename Word>
MatchFinder wordsBy(Word word) {
    return [word](std::string_view text, const MatchVisitor& visit) {
        const Reader reader(text);
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = word(reader, at);
            visit(at, end);
            at = end;
        }
    };
}

// How many digits a part of a pattern takes at a time; 0 if it is no such part.
std::size_t digitsOf(std::string_view part) {
    if (part == R"(\p{N})") return 1;
    if (part == R"(\p{N}{1,3})") return 3;
    return part == R"(\p{N}+)" ? ~std::size_t{0} : 0;
}

// What stands between a beginning and an end; empty if they are others.
std::string_view between(std::string_view text, const std::string& begin, std::string_view end) {
    if (text.size() < begin.size() + end.size() || !text.starts_with(begin) || !text.ends_with(end)) return {};
    return text.substr(begin.size(), text.size() - begin.size() - end.size());
}

}  // namespace

MatchFinder gpt2Words() { return wordsBy(gpt2Word); }

std::string cl100kRegex(std::string_view digits) { return std::string(cl100kBegin).append(digits).append(cl100kEnd); }

MatchFinder knownWordPattern(std::string_view regex) {
    if (regex == gpt2Regex) return gpt2Words();
    if (const std::size_t digits = digitsOf(between(regex, std::string(cl100kBegin), cl100kEnd)); digits > 0)
        return wordsBy([digits](const Reader& reader, std::size_t at) { return cl100kWord(reader, at, digits); });
    for (const bool contractions : {false, true}) {
        const std::string_view contraction = contractions ? o200kContraction : "";
        const std::string begin = std::string(o200kSmall).append(contraction).append(o200kLarge).append(contraction) + "|";
        if (const std::size_t digits = digitsOf(between(regex, begin, o200kEnd)); digits > 0)
            return wordsBy([digits, contractions](const Reader& reader, std::size_t at) { return o200kWord(reader, at, digits, contractions); });
    }
    return {};
}

}  // namespace strato
