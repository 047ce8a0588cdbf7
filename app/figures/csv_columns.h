// The numbers of a chart, which come as CSV, for tables and for files of other kinds.
//
//     const CsvColumns columns = CsvColumns::read(chart->csv());
//     file.write(columns.npy());
#pragma once

#include <vector>

#include <QByteArray>
#include <QStringList>

#include <nlohmann/json.hpp>

namespace strato {

struct CsvColumns {
    QStringList names;
    std::vector<QStringList> rows;   // texts, as many as there are names

    // The first line names the columns. Quotes may hold commas, line breaks and doubled quotes (RFC 4180).
    static CsvColumns read(const QByteArray& csv);

    // Whether every cell of it that isn't empty is a number, and one is.
    bool isNumeric(int column) const;
    // {"block": [0, 1], "linearity": [0.98, null]}; numbers as numbers, empty cells as null.
    nlohmann::ordered_json json() const;
    // A structured array, version 1.0 of the format (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html): numbers as <f8, NaN
    // where there is none; texts as <U. `pandas.DataFrame(numpy.load(file))` reads it.
    QByteArray npy() const;
};

}  // namespace strato
