#include "core/runs/outcomes_table.h"

#include "core/base/json_view.h"
#include "core/runs/outcome_json.h"
#include "core/runs/version.h"

namespace strato {

namespace {

constexpr const char* tables =
    "CREATE TABLE IF NOT EXISTS outcomes(plan TEXT, healed INTEGER, conditions TEXT, timed INTEGER NOT NULL, json TEXT NOT NULL, version TEXT NOT NULL, "
    "PRIMARY KEY(plan, healed, conditions));"
    "CREATE TABLE IF NOT EXISTS choices(name TEXT PRIMARY KEY, json TEXT NOT NULL)";

}  // namespace

std::vector<KeptOutcome> readOutcomes(Connection& connection, const std::function<bool(const std::string& conditions)>& wanted) {
    Statement select(connection, "SELECT json, timed, conditions FROM outcomes ORDER BY plan, healed");
    std::vector<KeptOutcome> all;
    while (select.step())
        if (wanted(select.text(2))) all.push_back({readOutcome(parseJson(select.text(0), "an outcome in the run file")), select.integer(1) != 0});
    return all;
}

std::string latestConditions(Connection& connection) {
    Statement select(connection, "SELECT conditions FROM outcomes ORDER BY rowid DESC LIMIT 1");
    return select.step() ? select.text(0) : std::string();
}

void storeOutcome(Connection& connection, const std::string& conditions, const KeptOutcome& kept) {
    Transaction transaction(connection);
    connection.execute(tables);
    Statement insert(connection, "INSERT OR REPLACE INTO outcomes VALUES (?, ?, ?, ?, ?, ?)");
    insert.bind(1, kept.outcome.plan);
    insert.bind(2, kept.outcome.healed ? 1 : 0);
    insert.bind(3, conditions);
    insert.bind(4, kept.timed ? 1 : 0);
    insert.bind(5, toJson(kept.outcome).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    insert.bind(6, version());
    insert.run();
    transaction.commit();
}

void forgetHealedOutcomes(Connection& connection, const std::string& plan) {
    Statement remove(connection, "DELETE FROM outcomes WHERE plan = ? AND healed = 1");
    remove.bind(1, plan);
    remove.run();
}

std::string readChoices(Connection& connection, const std::string& name) {
    Statement select(connection, "SELECT json FROM choices WHERE name = ?");
    select.bind(1, name);
    return select.step() ? select.text(0) : std::string();
}

void storeChoices(Connection& connection, const std::string& name, const std::string& json) {
    Transaction transaction(connection);
    connection.execute(tables);
    Statement insert(connection, "INSERT OR REPLACE INTO choices VALUES (?, ?)");
    insert.bind(1, name);
    insert.bind(2, json);
    insert.run();
    transaction.commit();
}

}  // namespace strato
