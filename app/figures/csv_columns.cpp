#include "app/figures/csv_columns.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <string_view>

#include "core/base/csv_rows.h"

namespace strato {

namespace {

static_assert(std::endian::native == std::endian::little, "NPY files are written as the numbers lie in memory");

// The preamble is a multiple of 64 bytes long, for who maps the file into memory.
QByteArray npyHeader(const QByteArray& types, std::size_t rows) {
    constexpr char magic[] = "\x93NUMPY\x01\x00";
    constexpr qsizetype lengthBytes = 2, alignment = 64;
    QByteArray header = "{'descr': [" + types + "], 'fortran_order': False, 'shape': (" + QByteArray::number(static_cast<qulonglong>(rows)) + ",), }";
    const qsizetype before = sizeof magic - 1 + lengthBytes, used = before + header.size() + 1;
    header.append((alignment - used % alignment) % alignment, ' ').append('\n');
    QByteArray file(magic, sizeof magic - 1);
    file.append(static_cast<char>(header.size() & 0xff)).append(static_cast<char>(header.size() >> 8));
    return file + header;
}

}  // namespace

CsvColumns CsvColumns::read(const QByteArray& csv) {
    CsvColumns columns;
    for (const std::vector<std::string>& row : csvRows(std::string_view(csv.constData(), static_cast<std::size_t>(csv.size())), "the chart's CSV")) {
        columns.rows.emplace_back();
        for (const std::string& cell : row) columns.rows.back() << QString::fromStdString(cell);
    }
    if (columns.rows.empty()) return columns;
    columns.names = columns.rows.front();
    columns.rows.erase(columns.rows.begin());
    for (QStringList& row : columns.rows) row.resize(columns.names.size());
    return columns;
}

bool CsvColumns::isNumeric(int column) const {
    bool any = false;
    for (const QStringList& row : rows) {
        bool is = false;
        row[column].toDouble(&is);
        if (!is && !row[column].isEmpty()) return false;
        any = any || is;
    }
    return any;
}

nlohmann::ordered_json CsvColumns::json() const {
    using Json = nlohmann::ordered_json;
    Json columns = Json::object();
    for (int column = 0; column < names.size(); ++column) {
        const bool numeric = isNumeric(column);
        Json cells = Json::array();
        for (const QStringList& row : rows) {
            bool whole = false;
            const qint64 count = row[column].toLongLong(&whole);
            if (row[column].isEmpty()) cells.push_back(nullptr);
            else if (!numeric) cells.push_back(row[column].toStdString());
            else cells.push_back(whole ? Json(count) : Json(row[column].toDouble()));
        }
        columns[names[column].toStdString()] = std::move(cells);
    }
    return columns;
}

QByteArray CsvColumns::npy() const {
    QByteArray types;
    std::vector<std::size_t> widths;   // characters of texts; 0: a number
    for (int column = 0; column < names.size(); ++column) {
        std::size_t width = 0;
        if (!isNumeric(column)) {
            width = 1;
            for (const QStringList& row : rows) width = std::max(width, static_cast<std::size_t>(row[column].toUcs4().size()));
        }
        widths.push_back(width);
        types += "('" + names[column].toUtf8() + "', '" + (width > 0 ? "<U" + QByteArray::number(static_cast<qulonglong>(width)) : QByteArray("<f8")) + "'), ";
    }
    QByteArray file = npyHeader(types, rows.size());
    for (const QStringList& row : rows)
        for (int column = 0; column < names.size(); ++column) {
            const std::size_t width = widths[static_cast<std::size_t>(column)];
            if (width == 0) {
                const double number = row[column].isEmpty() ? std::numeric_limits<double>::quiet_NaN() : row[column].toDouble();
                file.append(reinterpret_cast<const char*>(&number), sizeof number);
                continue;
            }
            QList<uint> characters = row[column].toUcs4();
            characters.resize(static_cast<qsizetype>(width), 0);
            file.append(reinterpret_cast<const char*>(characters.constData()), characters.size() * static_cast<qsizetype>(sizeof(uint)));
        }
    return file;
}

}  // namespace strato
