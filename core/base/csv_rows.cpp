#include "core/base/csv_rows.h"

#include "core/base/error.h"

namespace strato {

std::vector<std::vector<std::string>> csvRows(std::string_view text, const std::string& where) {
    std::vector<std::vector<std::string>> rows(1, std::vector<std::string>(1));
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        std::string& cell = rows.back().back();
        if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') cell += text[++i];
        else if (c == '"') quoted = !quoted;
        else if (quoted || (c != ',' && c != '\n' && !(c == '\r' && i + 1 < text.size() && text[i + 1] == '\n'))) cell += c;
        else if (c == ',') rows.back().emplace_back();
        else if (c == '\n') rows.emplace_back(1);
    }
    if (quoted) throw Error(where + " is damaged: a quote is never closed; quote cells as RFC 4180 says");
    // What follows the last line's end is no line.
    if (rows.back().size() == 1 && rows.back().front().empty()) rows.pop_back();
    return rows;
}

}  // namespace strato
