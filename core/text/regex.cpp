#include "core/text/regex.h"

#include <oniguruma.h>

#include <climits>
#include <mutex>

#include "core/base/error.h"
#include "core/text/unicode.h"

namespace strato {

namespace {

const OnigUChar* bytes(const char* text) { return reinterpret_cast<const OnigUChar*>(text); }

std::string messageOf(int code, OnigErrorInfo* info) {
    OnigUChar buffer[ONIG_MAX_ERROR_MESSAGE_LEN];
    const int length = onig_error_code_to_str(buffer, code, info);
    return {reinterpret_cast<const char*>(buffer), static_cast<std::size_t>(length)};
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
    const std::string valid = replaceInvalid(pattern);
    const int code = onig_new(&compiled->regex, bytes(valid.data()), bytes(valid.data() + valid.size()), ONIG_OPTION_NONE,
                              ONIG_ENCODING_UTF8, ONIG_SYNTAX_ONIGURUMA, &info);
    if (code != ONIG_NORMAL) throw Error(where + " is no valid regular expression (" + messageOf(code, &info) + "); fetch the file again");
    compiled_ = std::move(compiled);
}

void Regex::forEachMatch(std::string_view text, const std::function<void(std::size_t, std::size_t)>& visit) const {
    if (text.size() > std::size_t{INT_MAX}) throw Error(compiled_->where + " can't be applied to a text of more than 2 GB; split the text");
    const std::unique_ptr<OnigRegion, void (*)(OnigRegion*)> region(onig_region_new(), [](OnigRegion* r) { onig_region_free(r, 1); });
    const OnigUChar *begin = bytes(text.data()), *end = begin + text.size();
    for (const OnigUChar* from = begin; from < end;) {
        const int found = onig_search(compiled_->regex, begin, end, from, end, region.get(), ONIG_OPTION_NONE);
        if (found == ONIG_MISMATCH) return;
        if (found < 0) throw Error(compiled_->where + " can't be applied to this text (" + messageOf(found, nullptr) + "); the pattern is damaged or hostile");
        const auto first = static_cast<std::size_t>(region->beg[0]), last = static_cast<std::size_t>(region->end[0]);
        if (last > first) visit(first, last);
        from = begin + (last > first ? last : last + (last < text.size() ? characterLength(text[last]) : 1));
    }
}

}  // namespace strato
