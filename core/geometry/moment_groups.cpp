#include "core/geometry/moment_groups.h"

#include <fcntl.h>
#include <unistd.h>

#include "core/base/error.h"

namespace strato {

namespace {

std::FILE* namelessFile(const std::filesystem::path& folder) {
    std::string name = (folder / ".stratoscope-moments-XXXXXX").string();
    const int descriptor = mkstemp(name.data());
    if (descriptor < 0) throw Error("no file can be made in '" + folder.string() + "', where sums that don't fit the memory budget go; free the folder or raise --memory");
    unlink(name.c_str());
    return fdopen(descriptor, "w+b");
}

// Gram and cross may have different sizes, which all groups share.
std::size_t bytesOf(const Eigen::MatrixXd& matrix) { return static_cast<std::size_t>(matrix.size()) * sizeof(double); }

}  // namespace

MomentGroups::MomentGroups(const std::filesystem::path& spill) {
    if (!spill.empty()) file_.reset(namelessFile(spill));
}

void MomentGroups::add(PairMoments moments) {
    groups_.push_back(std::move(moments));
    if (!file_) return;
    write(groups_.size() - 1, groups_.back());
    if (loaded_ + 1 != groups_.size()) groups_[loaded_].gram = groups_[loaded_].cross = {};
    loaded_ = groups_.size() - 1;
}

void MomentGroups::write(std::size_t group, PairMoments& moments) {
    const std::size_t all = bytesOf(moments.gram) + bytesOf(moments.cross);
    const bool written = fseeko(file_.get(), static_cast<off_t>(group * all), SEEK_SET) == 0 &&
                         std::fwrite(moments.gram.data(), bytesOf(moments.gram), 1, file_.get()) == 1 &&
                         std::fwrite(moments.cross.data(), bytesOf(moments.cross), 1, file_.get()) == 1 && std::fflush(file_.get()) == 0;
    if (!written) throw Error("the sums that don't fit the memory budget can't be written to disk; is it full? Free space or raise --memory");
}

void MomentGroups::load(std::size_t group) const {
    if (!file_ || loaded_ == group) return;
    PairMoments& from = groups_[loaded_];
    PairMoments& to = groups_[group];
    std::swap(to.gram, from.gram);
    std::swap(to.cross, from.cross);
    loaded_ = group;
    const std::size_t all = bytesOf(to.gram) + bytesOf(to.cross);
    const bool read = fseeko(file_.get(), static_cast<off_t>(group * all), SEEK_SET) == 0 && std::fread(to.gram.data(), bytesOf(to.gram), 1, file_.get()) == 1 &&
                      std::fread(to.cross.data(), bytesOf(to.cross), 1, file_.get()) == 1;
    if (!read) throw Error("sums that were written to disk can't be read back; check the disk");
}

const PairMoments& MomentGroups::at(std::size_t group) const {
    load(group);
    return groups_[group];
}

void MomentGroups::change(std::size_t group, const std::function<void(PairMoments&)>& edit) {
    load(group);
    edit(groups_[group]);
    if (file_) write(group, groups_[group]);
}

PairMoments MomentGroups::take(std::size_t group) {
    load(group);
    return std::move(groups_[group]);
}

PairMoments MomentGroups::sum(std::size_t count) const {
    PairMoments all = at(0);
    for (std::size_t g = 1; g < count; ++g) all.merge(at(g));
    return all;
}

}  // namespace strato
