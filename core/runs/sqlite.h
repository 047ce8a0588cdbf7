// SQLite's C interface, owned: a connection, a statement, a transaction. Every failure is an Error that names the file.
//
//     Statement insert(connection, "INSERT INTO warnings(text) VALUES (?)");
//     insert.bind(1, text);
//     insert.run();
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace strato {

class Connection {
public:
    // Throws Error if the file can't be opened; `create` makes one that isn't there.
    Connection(const std::filesystem::path& path, bool create);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void execute(const std::string& sql);
    [[noreturn]] void fail() const;
    sqlite3* handle() const { return handle_; }

private:
    std::filesystem::path path_;
    sqlite3* handle_ = nullptr;
};

// Columns and parameters: parameters count from 1, columns from 0, as in SQLite. NaN is NULL both ways.
class Statement {
public:
    Statement(Connection& connection, const char* sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    void bind(int parameter, double value);
    void bind(int parameter, std::int64_t value);
    void bind(int parameter, int value) { bind(parameter, static_cast<std::int64_t>(value)); }
    void bind(int parameter, std::string_view text);
    // The bytes must live until the statement has run.
    void bindBytes(int parameter, const void* bytes, std::size_t count);

    // True if there is a row.
    bool step();
    // Runs a statement that gives no rows and makes it ready for new values.
    void run();

    // The column of this name, or -1.
    int columnNamed(std::string_view name) const;
    double number(int column) const;
    std::int64_t integer(int column) const;
    std::string text(int column) const;
    std::span<const std::byte> bytes(int column) const;

    // A column of float32 or int32 numbers. Throws Error unless its size is a whole number of them.
    template <typename Value>
    std::vector<Value> values(int column) const {
        const auto raw = bytes(column);
        if (raw.size() % sizeof(Value) != 0) damaged();
        std::vector<Value> result(raw.size() / sizeof(Value));
        copy(raw, result.data());
        return result;
    }

private:
    [[noreturn]] void damaged() const;
    static void copy(std::span<const std::byte> from, void* to);

    Connection& connection_;
    sqlite3_stmt* handle_ = nullptr;
};

// Everything until commit() happens, or nothing does.
class Transaction {
public:
    explicit Transaction(Connection& connection) : connection_(connection) { connection_.execute("BEGIN IMMEDIATE"); }
    ~Transaction();
    void commit();

private:
    Connection& connection_;
    bool open_ = true;
};

}  // namespace strato
