#include "core/runs/sqlite.h"

#include <sqlite3.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "core/base/error.h"

namespace strato {

Connection::Connection(const std::filesystem::path& path, bool create) : path_(path) {
    const int flags = SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0);
    int code = sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr);
    // A file in a read-only place can still be looked at.
    if (code != SQLITE_OK && !create) {
        sqlite3_close(handle_);
        code = sqlite3_open_v2(path.c_str(), &handle_, SQLITE_OPEN_READONLY, nullptr);
    }
    if (code != SQLITE_OK) {
        const std::string reason = handle_ ? sqlite3_errmsg(handle_) : "out of memory";
        sqlite3_close(handle_);
        throw Error("run file '" + path.string() + "' can't be opened: " + reason);
    }
    // Choices are kept while a block with its maps is being written, which a slow disk takes its time for.
    sqlite3_busy_timeout(handle_, 30000);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
}

Connection::~Connection() { sqlite3_close(handle_); }

void Connection::execute(const std::string& sql) {
    if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail();
}

void Connection::fail() const {
    const int code = sqlite3_errcode(handle_) & 0xFF;
    const std::string file = "run file '" + path_.string() + "' ";
    if (code == SQLITE_NOTADB) throw Error(file + "is not a run file; name one that strato analyze wrote");
    if (code == SQLITE_FULL) throw Error(file + "can't be written: the disk is full; free some space, then go on with --resume");
    if (code == SQLITE_CORRUPT) throw Error(file + "is damaged; analyse again");
    throw Error(file + "failed: " + sqlite3_errmsg(handle_));
}

Statement::Statement(Connection& connection, const char* sql) : connection_(connection) {
    if (sqlite3_prepare_v2(connection.handle(), sql, -1, &handle_, nullptr) != SQLITE_OK) connection.fail();
}

Statement::~Statement() { sqlite3_finalize(handle_); }

void Statement::bind(int parameter, double value) {
    if (std::isnan(value)) sqlite3_bind_null(handle_, parameter);
    else sqlite3_bind_double(handle_, parameter, value);
}

void Statement::bind(int parameter, std::int64_t value) { sqlite3_bind_int64(handle_, parameter, value); }

void Statement::bind(int parameter, std::string_view text) {
    sqlite3_bind_text64(handle_, parameter, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void Statement::bindBytes(int parameter, const void* bytes, std::size_t count) {
    // No bytes at no address would be NULL.
    const int result = count == 0 ? sqlite3_bind_zeroblob(handle_, parameter, 0) : sqlite3_bind_blob64(handle_, parameter, bytes, count, SQLITE_STATIC);
    if (result != SQLITE_OK) connection_.fail();
}

bool Statement::step() {
    const int code = sqlite3_step(handle_);
    if (code != SQLITE_ROW && code != SQLITE_DONE) connection_.fail();
    return code == SQLITE_ROW;
}

void Statement::run() {
    step();
    sqlite3_reset(handle_);
}

int Statement::columnNamed(std::string_view name) const {
    for (int column = 0; column < sqlite3_column_count(handle_); ++column)
        if (name == sqlite3_column_name(handle_, column)) return column;
    return -1;
}

double Statement::number(int column) const {
    if (sqlite3_column_type(handle_, column) == SQLITE_NULL) return std::numeric_limits<double>::quiet_NaN();
    return sqlite3_column_double(handle_, column);
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(handle_, column); }

std::string Statement::text(int column) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
    return text ? std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))) : std::string();
}

std::span<const std::byte> Statement::bytes(int column) const {
    const auto* data = static_cast<const std::byte*>(sqlite3_column_blob(handle_, column));
    return {data, data ? static_cast<std::size_t>(sqlite3_column_bytes(handle_, column)) : 0};
}

void Statement::damaged() const { throw Error("the run file holds a list of numbers that is cut off; it is damaged, analyse again"); }

void Statement::copy(std::span<const std::byte> from, void* to) {
    if (!from.empty()) std::memcpy(to, from.data(), from.size());
}

Transaction::~Transaction() {
    if (open_) sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
    connection_.execute("COMMIT");
    open_ = false;
}

}  // namespace strato
