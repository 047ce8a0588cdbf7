#include "core/measure/device_moments.h"

#include <algorithm>
#include <cstring>
#include <span>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

namespace strato {

namespace {

at::Tensor onDevice(const Eigen::VectorXd& values, at::Device device) {
    return at::from_blob(const_cast<double*>(values.data()), {values.size()}, at::kDouble).to(device);
}

// Eigen's columns are torch's rows.
at::Tensor onDevice(const Eigen::MatrixXd& matrix, at::Device device) {
    return at::from_blob(const_cast<double*>(matrix.data()), {matrix.cols(), matrix.rows()}, at::kDouble).t().to(device);
}

void copyBack(const at::Tensor& values, double* to) {
    const at::Tensor here = values.to(at::kCPU).contiguous();
    std::memcpy(to, here.data_ptr<double>(), here.nbytes());
}

class DeviceFolder {
public:
    DeviceFolder(at::Device device, const PairSource& source, const RowFrame& frame)
        : device_(device), source_(source), frame_(frame), shiftX_(onDevice(frame.shiftX, device)), shiftD_(onDevice(frame.shiftD, device)), shiftY_(onDevice(frame.shiftY, device)),
          directions_(onDevice(frame.directionsD, device)) {
        constexpr std::int64_t bytes = std::int64_t{1} << 28, wide = sizeof(double);
        rowsAtOnce_ = std::clamp<std::int64_t>(bytes / (wide * (frame.inputWidth() + 2 * frame.width())), 256, 16384);
        staging_ = at::empty({rowsAtOnce_, source.width}, at::kFloat);
        const auto zeros = [&](std::vector<std::int64_t> sizes) { return at::zeros(sizes, at::TensorOptions().dtype(at::kDouble).device(device_)); };
        const std::int64_t inputs = frame.inputWidth(), width = frame.width(), along = frame.directionsD.cols();
        gram_ = zeros({inputs, inputs}), cross_ = zeros({inputs, width}), alongD_ = zeros({along, along}), sumX_ = zeros({inputs});
        for (at::Tensor* sum : {&sumD_, &sumY_, &squaresD_, &squaresY_}) *sum = zeros({width});
    }

    PairMoments fold(std::span<const RowRange> ranges, const ReleaseRows& release, const JobContext& job) {
        for (at::Tensor* sum : sums()) sum->zero_();
        PairMoments moments(frame_);
        std::vector<RowRange> panel;
        std::int64_t rows = 0;
        const auto take = [&] {
            job.throwIfStopped();
            if (rows > 0) add(panel, rows);
            moments.count += rows;
            for (const RowRange& range : panel)
                if (release) release(range);
            panel.clear();
            rows = 0;
        };
        for (RowRange range : ranges)
            while (range.count > 0) {
                const std::int64_t count = std::min(range.count, rowsAtOnce_ - rows);
                panel.push_back({range.first, count});
                rows += count;
                range = {range.first + count, range.count - count};
                if (rows == rowsAtOnce_) take();
            }
        take();
        takeBack(moments);
        return moments;
    }

private:
    std::vector<at::Tensor*> sums() { return {&gram_, &cross_, &alongD_, &sumX_, &sumD_, &sumY_, &squaresD_, &squaresY_}; }

    // [rows, width] float64 on the device.
    at::Tensor load(const float* states, const std::vector<RowRange>& ranges, std::int64_t rows) {
        float* to = staging_.data_ptr<float>();
        for (const RowRange& range : ranges) {
            std::memcpy(to, states + range.first * source_.width, static_cast<std::size_t>(range.count * source_.width) * sizeof(float));
            to += range.count * source_.width;
        }
        const at::Tensor staged = staging_.narrow(0, 0, rows);
        return device_.is_cpu() ? staged.to(at::kDouble) : staged.to(device_).to(at::kDouble);
    }

    void add(const std::vector<RowRange>& ranges, std::int64_t rows) {
        const at::Tensor from = load(source_.from, ranges, rows), to = load(source_.to, ranges, rows);
        std::vector<at::Tensor> inputs;
        for (const float* input : source_.inputs) inputs.push_back(input == source_.from ? from : load(input, ranges, rows));
        const at::Tensor x = (inputs.size() == 1 ? inputs.front() : at::cat(inputs, 1)) - shiftX_, d = to - from - shiftD_, y = to - shiftY_;
        gram_.addmm_(x.t(), x);
        cross_.addmm_(x.t(), d);
        sumX_.add_(x.sum(0));
        sumD_.add_(d.sum(0));
        sumY_.add_(y.sum(0));
        squaresD_.add_(d.square().sum(0));
        squaresY_.add_(y.square().sum(0));
        if (directions_.size(1) == 0) return;
        const at::Tensor along = at::mm(d, directions_);
        alongD_.addmm_(along.t(), along);
    }

    void takeBack(PairMoments& moments) {
        copyBack(gram_, moments.gram.data());
        moments.gram.triangularView<Eigen::StrictlyUpper>().setZero();
        copyBack(cross_.t(), moments.cross.data());
        copyBack(alongD_, moments.alongD.data());
        copyBack(sumX_, moments.sumX.data());
        copyBack(sumD_, moments.sumD.data());
        copyBack(sumY_, moments.sumY.data());
        copyBack(squaresD_, moments.squaresD.data());
        copyBack(squaresY_, moments.squaresY.data());
    }

    at::Device device_;
    const PairSource& source_;
    const RowFrame& frame_;
    at::Tensor shiftX_, shiftD_, shiftY_, directions_;
    at::Tensor staging_;
    at::Tensor gram_, cross_, alongD_, sumX_, sumD_, sumY_, squaresD_, squaresY_;
    std::int64_t rowsAtOnce_ = 0;
};

}  // namespace

MomentGroups foldMomentsOn(at::Device device, const PairSource& source, const GroupedRows& rows, const ReleaseRows& release, const std::filesystem::path& spill,
                           const JobContext& job) {
    const at::NoGradGuard noGradients;
    std::vector<RowRange> summed;
    for (std::size_t g = 0; g < rows.summed; ++g) summed.insert(summed.end(), rows.groups[g].begin(), rows.groups[g].end());
    const RowFrame frame = frameOf(source, summed);
    DeviceFolder folder(device, source, frame);
    MomentGroups groups(spill);
    for (const std::vector<RowRange>& group : rows.groups) groups.add(folder.fold(group, release, job));
    return groups;
}

MomentGroups momentsOf(const Decoder& decoder, const PairSource& source, const GroupedRows& rows, const ReleaseRows& release, const std::filesystem::path& spill,
                       const JobContext& job) {
    return decoder.device().is_cpu() ? foldMoments(source, rows, release, spill, job) : foldMomentsOn(decoder.device(), source, rows, release, spill, job);
}

PairMoments momentsOf(const Decoder& decoder, const PairSource& source, const std::vector<RowRange>& rows, const ReleaseRows& release, const JobContext& job) {
    return momentsOf(decoder, source, {{rows}, 1}, release, {}, job).take(0);
}

}  // namespace strato
