// What a model folder says to the transformers library's loader beside the tokeniser itself: tokenizer_config.json, and what older
// folders have in special_tokens_map.json and added_tokens.json; and the class that loads it.
//
//     LoaderConfig config = LoaderConfig::read(folder);
//     if (config.loader().framesTexts) ...
#pragma once

#include <filesystem>
#include <string>

#include "core/base/json_view.h"

namespace strato {

// A class of the library: the tokens it has where the folder names none, and what it does to the tokeniser.
struct LoaderClass {
    const char* name = "";
    const char *bos = nullptr, *eos = nullptr, *unknown = nullptr, *padding = nullptr;  // null: none
    bool framesTexts = false;      // replaces the file's post-processor by [bos] text [eos]
    bool addsBos = false;          // that bos, unless add_bos_token says otherwise
    bool ownPrefixSpace = false;   // leaves a ByteLevel's add_prefix_space as the file has it, where the folder says nothing
    bool prefixesInside = false;   // add_prefix_space: true reaches ByteLevels inside sequences
    bool normalizesWords = false;  // a vocab.json with merges.txt is Qwen 2's pipeline, not GPT-2's
    const char* ownSpecials = "";  // further special tokens, with blanks between
    const char* refusal = nullptr; // why this program can't be this class
};

class LoaderConfig {
public:
    // Of the folder's files; those that are absent say nothing. Throws Error for damaged ones, and for a class that this program
    // can't be.
    static LoaderConfig read(const std::filesystem::path& folder);
    // A folder that says nothing.
    LoaderConfig();

    const JsonView& json() const { return json_; }
    const std::string& className() const { return className_; }  // without "Fast"; empty: unknown
    const LoaderClass& loader() const;                           // that class; an empty one if it has no rules
    bool isSilent() const { return silent_; }                    // true if no file says anything
    // True if the listed tokens come from files of older folders, which a tokenizer.json overrules.
    bool listsAreOld() const { return old_; }

private:
    JsonView json_;
    std::string className_;
    bool silent_ = true, old_ = false;
};

}  // namespace strato
