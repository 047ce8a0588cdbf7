// Learns a byte-level BPE tokeniser from text and writes it as tokenizer.json, for the models that `strato train` makes.
// Sennrich, Haddow, Birch, "Neural Machine Translation of Rare Words with Subword Units", ACL 2016; bytes as in GPT-2.
//
//     int entries = trainTokenizer(text, 2048, folder, job);
#pragma once

#include <filesystem>
#include <string_view>

#include "core/base/job_context.h"

namespace strato {

// Writes tokenizer.json and tokenizer_config.json into the existing folder: GPT-2's pre-tokeniser, 256 bytes, one special
// token "<|endoftext|>" (id 0; bos and eos), and the most frequent merges until `vocabularySize` entries exist or no pair
// occurs twice. Deterministic: ties go to the pair of lower ids. Returns the number of entries. Throws
// UsageError for a vocabulary below 257, Error if the files can't be written, Cancelled.
int trainTokenizer(std::string_view text, int vocabularySize, const std::filesystem::path& folder, const JobContext& job);

}  // namespace strato
