#include "core/text/regex.h"

#include <oniguruma.h>

#include <algorithm>
#include <chrono>
#include <climits>
#include <iterator>
#include <mutex>
#include <vector>

#include "core/base/error.h"
#include "core/text/unicode.h"
#include "core/text/unicode_versions.h"

namespace strato {

namespace {

const OnigUChar* bytes(const char* text) { return reinterpret_cast<const OnigUChar*>(text); }

std::string messageOf(int code, OnigErrorInfo* info) {
    OnigUChar buffer[ONIG_MAX_ERROR_MESSAGE_LEN];
    const int length = onig_error_code_to_str(buffer, code, info);
    return {reinterpret_cast<const char*>(buffer), static_cast<std::size_t>(length)};
}

// Properties of characters that patterns ask for, and the categories they stand for.
struct Property {
    const char* name;
    utf8proc_category_t first, last;
};
constexpr Property properties[] = {{"L", UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_LO},  {"Lu", UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_LU},
                                   {"Ll", UTF8PROC_CATEGORY_LL, UTF8PROC_CATEGORY_LL}, {"Lt", UTF8PROC_CATEGORY_LT, UTF8PROC_CATEGORY_LT},
                                   {"Lm", UTF8PROC_CATEGORY_LM, UTF8PROC_CATEGORY_LM}, {"Lo", UTF8PROC_CATEGORY_LO, UTF8PROC_CATEGORY_LO},
                                   {"M", UTF8PROC_CATEGORY_MN, UTF8PROC_CATEGORY_ME},  {"N", UTF8PROC_CATEGORY_ND, UTF8PROC_CATEGORY_NO},
                                   {"P", UTF8PROC_CATEGORY_PC, UTF8PROC_CATEGORY_PO},  {"S", UTF8PROC_CATEGORY_SM, UTF8PROC_CATEGORY_SO}};
const std::string ownPrefix = "newer";

// Tells Oniguruma, whose tables may be older than the reference's, which characters have the properties.
void defineProperties() {
    static std::vector<std::vector<OnigCodePoint>> allRanges(std::size(properties), {0});
    for (char32_t character = 0; character < 0x110000; ++character) {
        const utf8proc_category_t category = categoryOf(character);
        for (std::size_t p = 0; p < std::size(properties); ++p) {
            std::vector<OnigCodePoint>& ranges = allRanges[p];
            if (category < properties[p].first || category > properties[p].last) continue;
            if (ranges.size() > 1 && ranges.back() + 1 == character) ranges.back() = character;
            else ranges.insert(ranges.end(), {character, character});
        }
    }
    for (std::size_t p = 0; p < std::size(properties); ++p) {
        allRanges[p][0] = static_cast<OnigCodePoint>(allRanges[p].size() / 2);
        onig_unicode_define_user_property((ownPrefix + properties[p].name).c_str(), allRanges[p].data());
    }
}

// The pattern with the properties above as they were told to Oniguruma.
std::string withOwnProperties(const std::string& pattern) {
    std::string result;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        result += pattern[at];
        if (pattern[at] != '\\' || at + 1 == pattern.size()) continue;
        result += pattern[++at];
        if ((pattern[at] != 'p' && pattern[at] != 'P') || pattern.compare(at + 1, 1, "{") != 0) continue;
        const std::size_t name = at + (pattern.compare(at + 2, 1, "^") == 0 ? 3 : 2), end = pattern.find('}', name);
        const bool known = end != std::string::npos && std::any_of(std::begin(properties), std::end(properties), [&](const Property& property) {
            return pattern.compare(name, end - name, property.name) == 0;
        });
        result.append(pattern, at + 1, name - at - 1);
        if (known) result += ownPrefix;
        at = name - 1;
    }
    return result;
}

void initialise() {
    static std::once_flag once;
    std::call_once(once, [] {
        OnigEncoding encodings[] = {ONIG_ENCODING_UTF8};
        onig_initialize(encodings, 1);
        // A pattern that backtracks more than this is an attack, not a tokeniser.
        onig_set_retry_limit_in_search(50'000'000);
        // Enough for a run of blanks of ten megabytes; some hundred megabytes of memory.
        onig_set_match_stack_limit_size(1U << 24);
        defineProperties();
    });
}

}  // namespace

struct Regex::Compiled {
    OnigRegex regex = nullptr;
    std::string where;
    ~Compiled() {
        if (regex) onig_free(regex);
    }
};

Regex::Regex(const std::string& pattern, const std::string& where) {
    initialise();
    auto compiled = std::make_shared<Compiled>();
    compiled->where = where;
    OnigErrorInfo info{};
    const std::string valid = withOwnProperties(replaceInvalid(pattern));
    const int code = onig_new(&compiled->regex, bytes(valid.data()), bytes(valid.data() + valid.size()), ONIG_OPTION_NONE,
                              ONIG_ENCODING_UTF8, ONIG_SYNTAX_ONIGURUMA, &info);
    if (code != ONIG_NORMAL) throw Error(where + " is no valid regular expression (" + messageOf(code, &info) + "); fetch the file again");
    compiled_ = std::move(compiled);
}

void Regex::forEachMatch(std::string_view text, const std::function<void(std::size_t, std::size_t)>& visit) const {
    if (text.size() > std::size_t{INT_MAX}) throw Error(compiled_->where + " can't be applied to a text of more than 2 GB; split the text");
    const std::unique_ptr<OnigRegion, void (*)(OnigRegion*)> region(onig_region_new(), [](OnigRegion* r) { onig_region_free(r, 1); });
    const OnigUChar *begin = bytes(text.data()), *end = begin + text.size();
    // The limit on steps holds for one match; a hostile pattern may come near it at every character.
    const auto latest = std::chrono::steady_clock::now() + std::chrono::seconds(5) + std::chrono::microseconds(text.size() * 2);
    for (const OnigUChar* from = begin; from < end;) {
        if (std::chrono::steady_clock::now() > latest) throw Error(compiled_->where + " takes too long on this text; the pattern is damaged or hostile");
        const int found = onig_search(compiled_->regex, begin, end, from, end, region.get(), ONIG_OPTION_NONE);
        if (found == ONIG_MISMATCH) return;
        if (found < 0) throw Error(compiled_->where + " can't be applied to this text (" + messageOf(found, nullptr) + "); the pattern is damaged or hostile");
        const auto first = static_cast<std::size_t>(region->beg[0]), last = static_cast<std::size_t>(region->end[0]);
        if (last > first) visit(first, last);
        from = begin + (last > first ? last : last + (last < text.size() ? characterLength(text[last]) : 1));
    }
}

}  // namespace strato
