#include "core/runs/fits_table.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/base/error.h"

namespace strato {

std::optional<Regression> readFit(Connection& connection, const std::string& name) {
    Statement select(connection, "SELECT width, inputs, rank, map_rank, ridge, in_sample, held_out, matrix_float32, up_float32, intercept_float32 FROM fits WHERE name = ?");
    select.bind(1, name);
    if (!select.step()) return std::nullopt;
    Regression fit{.map = {}, .ridge = select.number(4), .inSample = select.number(5), .heldOut = select.number(6), .rank = static_cast<int>(select.integer(2))};
    AffineMap& map = fit.map;
    map.width = static_cast<int>(select.integer(0));
    map.inputs = static_cast<int>(select.integer(1));
    map.rank = static_cast<int>(select.integer(3));
    (map.rank > 0 ? map.down : map.matrix) = select.values<float>(7);
    map.up = select.values<float>(8);
    map.intercept = select.values<float>(9);
    const auto size = [](int value) { return static_cast<std::size_t>(std::max(value, 0)); };
    const std::size_t columns = size(map.rank > 0 ? map.rank : map.width);
    const bool whole = map.width > 0 && (map.rank > 0 ? map.down : map.matrix).size() == size(map.features()) * columns && map.intercept.size() == size(map.width) &&
                       map.up.size() == size(map.rank) * size(map.width);
    if (!whole) throw Error("the run file's fit of '" + name + "' has the wrong size; it is damaged, analyse again");
    return fit;
}

void storeFit(Connection& connection, const std::string& name, const Regression& fit) {
    Transaction transaction(connection);
    connection.execute(
        "CREATE TABLE IF NOT EXISTS fits(name TEXT PRIMARY KEY, width INTEGER NOT NULL, inputs INTEGER NOT NULL, rank INTEGER NOT NULL, map_rank INTEGER NOT NULL, ridge REAL, "
        "in_sample REAL, held_out REAL, matrix_float32 BLOB NOT NULL, up_float32 BLOB NOT NULL, intercept_float32 BLOB NOT NULL)");
    Statement insert(connection, "INSERT OR REPLACE INTO fits VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, name);
    const std::vector<float>& matrix = fit.map.rank > 0 ? fit.map.down : fit.map.matrix;
    const std::array<int, 4> sizes{fit.map.width, fit.map.inputs, fit.rank, fit.map.rank};
    for (std::size_t i = 0; i < sizes.size(); ++i) insert.bind(static_cast<int>(i) + 2, sizes[i]);
    insert.bind(6, fit.ridge);
    insert.bind(7, fit.inSample);
    insert.bind(8, fit.heldOut);
    insert.bindBytes(9, matrix.data(), matrix.size() * sizeof(float));
    insert.bindBytes(10, fit.map.up.data(), fit.map.up.size() * sizeof(float));
    insert.bindBytes(11, fit.map.intercept.data(), fit.map.intercept.size() * sizeof(float));
    insert.run();
    transaction.commit();
}

}  // namespace strato
