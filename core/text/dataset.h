// Texts to measure on. A document is a piece of text that stands alone: a file, or one line of a JSONL file.
//
//     std::vector<Document> documents = readDocuments({"prompts.jsonl"}, "text");
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace strato {

struct Document {
    std::string source;  // "prompts.jsonl:17" or "novel.txt", for messages and hover texts
    std::string text;    // UTF-8 as the file has it
};

// .jsonl/.ndjson: one document a line, its text under `textField`; any other name: the whole file is one document. Blank
// lines and documents of blanks only are skipped; a leading byte-order mark is dropped. Throws Error for an unreadable
// file, a damaged line (with its number) or if nothing is left.
std::vector<Document> readDocuments(const std::vector<std::filesystem::path>& files, const std::string& textField = "text");

}  // namespace strato
