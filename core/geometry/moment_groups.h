// The moments of several groups of rows, in memory or, where they would not fit there, in a file.
//
//     MomentGroups groups("");            // in memory
//     groups.add(std::move(moments));
//     PairMoments all = groups.sum(groups.size());
#pragma once

#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "core/geometry/moments.h"

namespace strato {

class MomentGroups {
public:
    // `spill`: a folder for a file without a name, which ends with this object; empty: in memory.
    explicit MomentGroups(const std::filesystem::path& spill);

    std::size_t size() const { return groups_.size(); }
    void add(PairMoments moments);
    // Whole moments of a group; valid until another is asked for.
    const PairMoments& at(std::size_t group) const;
    void change(std::size_t group, const std::function<void(PairMoments&)>& edit);
    // The moments of a group, which is empty then.
    PairMoments take(std::size_t group);
    // Of the first `count` groups, at least one.
    PairMoments sum(std::size_t count) const;

private:
    void write(std::size_t group, PairMoments& moments);
    void load(std::size_t group) const;

    struct CloseFile {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    std::unique_ptr<std::FILE, CloseFile> file_;     // gram and cross of each group, one group after the other
    mutable std::vector<PairMoments> groups_;        // with a file, only the loaded one has its matrices
    mutable std::size_t loaded_ = 0;
};

}  // namespace strato
