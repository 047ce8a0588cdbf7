// Texts to measure on. A document is a piece of text that stands alone: a file, one line of a JSONL file, or one row of a CSV.
//
//     std::vector<Document> documents = readDocuments({"prompts.jsonl"}, "text");
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace strato {

class JsonView;

struct Document {
    std::string source;  // "prompts.jsonl:17" or "novel.txt", for messages and hover texts
    std::string text;    // UTF-8 as the file has it
};

// Documents of blanks only: data sets that are joined to one text count on them.
enum class BlankDocuments { skip, keep };

// .jsonl/.ndjson: one document a line, its text under `textField`; .csv (RFC 4180): one a row, in the column that the first line calls `textField`;
// any other name: the whole file is one document. Blank documents are skipped; a leading byte-order mark is dropped. Throws Error for an
// unreadable file, one that is no text, a damaged line or row (with its number) or if no document has a word.
std::vector<Document> readDocuments(const std::vector<std::filesystem::path>& files, const std::string& textField = "text",
                                    BlankDocuments blanks = BlankDocuments::skip);

// Calls `visit` with every line of a .jsonl file that is not blank, parsed, and its number from 1 on; faults name file and line.
// Throws Error for an unreadable file or a line that is no JSON object.
void forEachJsonLine(const std::filesystem::path& file, const std::function<void(const JsonView& line, int number)>& visit);

}  // namespace strato
