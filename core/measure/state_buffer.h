// The states of all tokens at one depth, [tokens, width] float32: in memory, or in a file where memory is short.
//
//     StateBuffer buffer(tokens, width, "");          // in memory; a folder's name: in a file there
//     buffer.tensor().narrow(0, first, count).copy_(rows);
//     buffer.release({first, count});
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>

#include <ATen/core/Tensor.h>

#include "core/geometry/row_frame.h"

namespace strato {

class StateBuffer {
public:
    StateBuffer() = default;
    // `folder`: where a file without a name is made, which ends with this object; empty: in memory. Throws Error if the disk is full.
    StateBuffer(std::int64_t tokens, std::int64_t width, const std::filesystem::path& folder);

    bool defined() const { return tensor_.defined(); }
    const at::Tensor& tensor() const { return tensor_; }
    float* data() const { return tensor_.data_ptr<float>(); }

    // Tells the system that these rows are not used again soon; those of a file leave memory and come back when touched.
    void release(RowRange rows) const;

private:
    std::shared_ptr<std::byte> mapping_;     // of the file; nullptr in memory
    at::Tensor tensor_;
};

}  // namespace strato
