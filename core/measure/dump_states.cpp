#include "core/measure/dump_states.h"

#include <algorithm>
#include <cstring>

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/model/safetensors.h"

namespace strato {

namespace {

std::span<const std::byte> bytesOf(const at::Tensor& tensor) {
    return {static_cast<const std::byte*>(tensor.data_ptr()), tensor.nbytes()};
}

// Writes rows of one output tensor where their windows stand in the rectangle.
class RowWriter {
public:
    RowWriter(SafetensorsWriter& writer, const PaddedRows& rows) : writer_(writer), rows_(rows) {}

    // values: [tokens of the batch, width] float32, contiguous.
    void write(const std::string& name, const RowBatch& batch, const at::Tensor& values) {
        const at::Tensor contiguous = values.to(at::kCPU, at::kFloat).contiguous();
        const std::size_t rowBytes = static_cast<std::size_t>(contiguous.size(1)) * sizeof(float);
        const auto all = bytesOf(contiguous);
        std::size_t from = 0;
        for (int w = batch.firstWindow; w < batch.firstWindow + batch.windows; ++w) {
            const auto& place = rows_.places[static_cast<std::size_t>(w)];
            const std::size_t length = rows_.windows.windows[static_cast<std::size_t>(w)].ids.size() * rowBytes;
            const std::size_t cell = static_cast<std::size_t>(place.row) * static_cast<std::size_t>(rows_.columns) + static_cast<std::size_t>(place.firstColumn);
            writer_.write(name, all.subspan(from, length), cell * rowBytes);
            from += length;
        }
    }

private:
    SafetensorsWriter& writer_;
    const PaddedRows& rows_;
};

std::vector<TensorHeader> headersOf(const Decoder& decoder, const PaddedRows& rows, bool logits) {
    const std::int64_t batch = rows.rows, time = rows.columns, hidden = decoder.hidden();
    std::vector<TensorHeader> headers{{"input_ids", StoredType::int64, {batch, time}}};
    if (rows.masked) headers.push_back({"attention_mask", StoredType::int64, {batch, time}});
    for (int l = 0; l <= decoder.layers(); ++l)
        headers.push_back({"hidden_states." + std::to_string(l), StoredType::float32, {batch, time, l < decoder.layers() ? hidden : decoder.lastStateWidth()}});
    headers.push_back({"last_layer_output", StoredType::float32, {batch, time, hidden}});
    if (logits) headers.push_back({"logits", StoredType::float32, {batch, time, decoder.description().vocabulary}});
    return headers;
}

void writeIds(SafetensorsWriter& writer, const PaddedRows& rows) {
    const std::size_t cells = static_cast<std::size_t>(rows.rows) * static_cast<std::size_t>(rows.columns);
    std::vector<std::int64_t> ids(cells, 0), mask(cells, 0);
    for (std::size_t w = 0; w < rows.windows.windows.size(); ++w) {
        const auto& place = rows.places[w];
        std::size_t cell = static_cast<std::size_t>(place.row) * static_cast<std::size_t>(rows.columns) + static_cast<std::size_t>(place.firstColumn);
        for (const TokenId id : rows.windows.windows[w].ids) {
            ids[cell] = id;
            mask[cell++] = 1;
        }
    }
    writer.write("input_ids", std::as_bytes(std::span(ids)));
    if (rows.masked) writer.write("attention_mask", std::as_bytes(std::span(mask)));
}

std::vector<std::int64_t> readIntegers(const StoredTensor& tensor, const std::string& name) {
    if (tensor.type != StoredType::int64 && tensor.type != StoredType::int32)
        throw Error("'" + name + "' must hold int64 numbers, not " + std::string(plainName(tensor.type)));
    std::vector<std::int64_t> values(static_cast<std::size_t>(tensor.elements()));
    if (tensor.type == StoredType::int64) {
        std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
        return values;
    }
    std::vector<std::int32_t> narrow(values.size());
    std::memcpy(narrow.data(), tensor.bytes.data(), tensor.bytes.size());
    std::copy(narrow.begin(), narrow.end(), values.begin());
    return values;
}

// The run of ones in a mask row; whole without a mask.
std::pair<int, int> validRun(const std::int64_t* mask, int columns, int row) {
    if (!mask) return {0, columns};
    int first = 0;
    while (first < columns && mask[first] == 0) ++first;
    int last = first;
    while (last < columns && mask[last] != 0) ++last;
    if (first == columns) throw Error("attention_mask row " + std::to_string(row) + " has no token; leave the row out");
    for (int c = last; c < columns; ++c)
        if (mask[c] != 0) throw Error("attention_mask row " + std::to_string(row) + " has gaps; pad on one side only");
    return {first, last - first};
}

TokenId checkedId(std::int64_t id) {
    if (id < 0 || id > INT32_MAX) throw Error("token id " + std::to_string(id) + " is out of range; the ids belong to another model");
    return static_cast<TokenId>(id);
}

}  // namespace

PaddedRows padOnTheRight(TokenWindows windows) {
    PaddedRows rows;
    rows.rows = static_cast<int>(windows.windows.size());
    for (const TokenWindow& window : windows.windows) rows.columns = std::max(rows.columns, static_cast<int>(window.ids.size()));
    for (int w = 0; w < rows.rows; ++w) {
        rows.places.push_back({w, 0});
        rows.masked = rows.masked || static_cast<int>(windows.windows[static_cast<std::size_t>(w)].ids.size()) != rows.columns;
    }
    rows.windows = std::move(windows);
    return rows;
}

PaddedRows rowsFromFile(const std::filesystem::path& path) {
    const SafetensorsFile file(path);
    const auto ids = file.tensors().find("input_ids"), mask = file.tensors().find("attention_mask");
    if (ids == file.tensors().end()) throw Error("'" + path.string() + "' holds no tensor 'input_ids'");
    const auto& shape = ids->second.shape;
    if (shape.size() != 2 || shape[0] < 1 || shape[1] < 1 || shape[0] > INT32_MAX || shape[1] > INT32_MAX)
        throw Error("'input_ids' of '" + path.string() + "' must have the shape [sequences, tokens], both at least 1");
    const std::vector<std::int64_t> values = readIntegers(ids->second, "input_ids");
    std::vector<std::int64_t> valid;
    if (mask != file.tensors().end()) {
        if (mask->second.shape != shape) throw Error("'attention_mask' must have the shape of 'input_ids'");
        valid = readIntegers(mask->second, "attention_mask");
    }
    PaddedRows rows{.rows = static_cast<int>(shape[0]), .columns = static_cast<int>(shape[1]), .windows = {}, .places = {}, .masked = !valid.empty()};
    std::vector<std::vector<TokenId>> windows;
    for (int r = 0; r < rows.rows; ++r) {
        const std::size_t start = static_cast<std::size_t>(r) * static_cast<std::size_t>(rows.columns);
        const auto [first, count] = validRun(valid.empty() ? nullptr : valid.data() + start, rows.columns, r);
        rows.places.push_back({r, first});
        std::vector<TokenId>& window = windows.emplace_back();
        for (int c = first; c < first + count; ++c) window.push_back(checkedId(values[start + static_cast<std::size_t>(c)]));
    }
    rows.windows = windowsFromIds(std::move(windows));
    return rows;
}

void dumpStates(const Decoder& decoder, const PaddedRows& rows, const DumpOptions& options, const JobContext& job) {
    SafetensorsWriter writer(options.out, headersOf(decoder, rows, options.logits));
    writeIds(writer, rows);
    RowWriter rowWriter(writer, rows);
    LayerPass pass(decoder, rows.windows);
    pass.embed(job);
    const auto writeState = [&](const std::string& name) {
        for (const RowBatch& batch : pass.batches())
            rowWriter.write(name, batch, pass.states().narrow(0, batch.firstRow, batch.batch.rows()));
    };
    writeState("hidden_states.0");
    for (int l = 0; l < decoder.layers(); ++l) {
        job.report("running blocks", l, decoder.layers());
        if (options.runLayer) options.runLayer(pass, l);
        else pass.runBlock({l}, {}, job);
        writeState(l + 1 < decoder.layers() ? "hidden_states." + std::to_string(l + 1) : "last_layer_output");
    }
    const at::Tensor outputMatrix = options.logits ? decoder.outputMatrix() : at::Tensor();
    for (const RowBatch& batch : pass.batches()) {
        job.throwIfStopped();
        const at::Tensor last = pass.states().narrow(0, batch.firstRow, batch.batch.rows());
        rowWriter.write("hidden_states." + std::to_string(decoder.layers()), batch, decoder.lastState(last));
        if (options.logits) rowWriter.write("logits", batch, decoder.logits(last, outputMatrix));
    }
    writer.commit();
}

}  // namespace strato
