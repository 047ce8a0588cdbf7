#include "core/text/dataset.h"

#include <algorithm>

#include "core/base/atomic_output.h"
#include "core/base/csv_rows.h"
#include "core/base/error.h"
#include "core/base/json_view.h"
#include "core/text/unicode.h"

namespace strato {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t textFileLimit = std::size_t{4} << 30;

bool isBlank(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
}

std::string readText(const fs::path& path) {
    const std::string text = readTextFile(path, textFileLimit), mark = "\xEF\xBB\xBF";
    if (text.find('\0') != std::string::npos) throw Error("'" + path.string() + "' is no text: it holds zero bytes; name a text in UTF-8");
    if (const std::size_t at = firstInvalid(text); at < text.size())
        throw Error("'" + path.string() + "' is no UTF-8: line " + std::to_string(1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n')) +
                    " has a letter of another encoding; convert it, for example with iconv -f latin1 -t utf-8");
    return text.starts_with(mark) ? text.substr(mark.size()) : text;
}

void forEachCsvCell(const fs::path& path, const std::string& column, const std::function<void(const std::string& text, int row)>& visit) {
    const std::string name = path.string();
    const auto rows = csvRows(readText(path), "'" + name + "'");
    const std::vector<std::string> names = rows.empty() ? std::vector<std::string>() : rows.front();
    const auto at = static_cast<std::size_t>(std::find(names.begin(), names.end(), column) - names.begin());
    if (at == names.size()) throw Error("'" + name + "' has no column '" + column + "' in its first line; name the column of the texts so, or give a .txt");
    for (std::size_t row = 1; row < rows.size(); ++row) {
        if (rows[row].size() == 1 && rows[row].front().empty()) continue;
        if (rows[row].size() != names.size())
            throw Error("'" + name + "', row " + std::to_string(row + 1) + ", has " + std::to_string(rows[row].size()) + " cells where the first line has " + std::to_string(names.size()));
        visit(rows[row][at], static_cast<int>(row) + 1);
    }
}

}  // namespace

void forEachJsonLine(const fs::path& path, const std::function<void(const JsonView& line, int number)>& visit) {
    const std::string text = readText(path), name = path.string();
    int number = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string_view line = std::string_view(text).substr(begin, end - begin);
        begin = end + 1;
        ++number;
        if (isBlank(line)) continue;
        const JsonView node = parseJson(line, "'" + name + "', line " + std::to_string(number) + ",");
        if (!node.isObject()) node.fail("must be an object; give one JSON object a line");
        visit(node, number);
    }
}

std::vector<Document> readDocuments(const std::vector<fs::path>& files, const std::string& textField, BlankDocuments blanks) {
    std::vector<Document> documents;
    std::string names;
    bool anyWord = false;
    const auto add = [&](std::string source, std::string text) {
        const bool blank = isBlank(text);
        anyWord = anyWord || !blank;
        if (!blank || blanks == BlankDocuments::keep) documents.push_back({std::move(source), std::move(text)});
    };
    for (const fs::path& file : files) {
        names.append(names.empty() ? "'" : ", '").append(file.string()).append("'");
        if (std::error_code unknown; fs::is_directory(file, unknown)) throw Error("'" + file.string() + "' is a folder; name its text files");
        const std::string extension = file.extension().string(), name = file.filename().string();
        if (extension == ".csv") forEachCsvCell(file, textField, [&](const std::string& text, int row) { add(name + ":" + std::to_string(row), text); });
        else if (extension != ".jsonl" && extension != ".ndjson") add(name, readText(file));
        else forEachJsonLine(file, [&](const JsonView& line, int number) { add(name + ":" + std::to_string(number), line.string(textField)); });
    }
    if (!anyWord) throw Error("there is no text in " + (names.empty() ? "no file at all" : names) + "; give a text with words in it");
    return documents;
}

}  // namespace strato
