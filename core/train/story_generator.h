// Small stories from a seeded grammar: text to train and to measure demo models on, in any amount, ours to give away. A
// story has a hero, things with colours, sums that come out right, people who remember what happened, and a moral, so that
// there is something to learn at every distance.
//
//     StoryGenerator stories(7);
//     std::string one = stories.next();
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/train/random.h"

namespace strato {

class StoryGenerator {
public:
    // Equal seeds give equal stories.
    explicit StoryGenerator(std::uint64_t seed) : random_(seed) {}

    // One story, 60 to 250 words, without a line break at its end.
    std::string next();

private:
    Random random_;
};

// Whole stories of about `bytes` bytes: one a line as {"text": ...} if the name ends in .jsonl, else divided by blank lines.
// Throws Error if the file can't be written, UsageError for no bytes at all. Returns how many stories there are.
int writeStories(std::uint64_t seed, std::int64_t bytes, const std::filesystem::path& file);

}  // namespace strato
