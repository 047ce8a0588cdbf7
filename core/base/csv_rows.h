// Rows of cells from comma-separated text.
//
//     for (const auto& row : csvRows(text, "'prompts.csv'")) use(row[0]);
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace strato {

// As RFC 4180 has it: quotes may hold commas, line breaks and doubled quotes; lines end in LF or CRLF, the last one too or not. Throws Error that names
// `where` for a quote that is never closed.
std::vector<std::vector<std::string>> csvRows(std::string_view text, const std::string& where);

}  // namespace strato
