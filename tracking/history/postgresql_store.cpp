// libpq. Every change is one transaction.
#include "tracking/history/postgresql_store.hpp"

#include "reports/errors.hpp"
#include "tracking/history/packed_run.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>
#include <libpq-fe.h>

namespace interleave::tracking {

namespace {

constexpr std::array<std::string_view, 2> schemes = {"postgresql://", "postgres://"};
constexpr const char* default_connect_timeout = "10";  // seconds; libpq would wait for minutes
constexpr int binary = 1;

// "interleave" as a number: held while the table is created, because `create table if not exists` fails in one
// of two transactions that make it at once.
constexpr const char* lock_table_making = "select pg_advisory_xact_lock(7598805601316435557)";

struct clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using result = std::unique_ptr<PGresult, clear>;

// Passwords are between the user's ':' and the '@', or among the options. If a password contains an '@' itself, hide
// too much rather than too little.
std::string without_passwords(const std::string& address) {
  std::string shown = address;
  const std::size_t at = shown.rfind('@');
  const std::size_t colon = shown.find(':', shown.find("://") + 3);
  if (at != std::string::npos && colon < at) shown.replace(colon, at - colon, ":***");
  for (std::size_t found = shown.find("password="); found != std::string::npos;
       found = shown.find("password=", found + 1)) {
    const std::size_t value = found + std::string_view("password=").size();
    shown.replace(value, std::min(shown.find('&', value), shown.size()) - value, "***");
  }
  return shown;
}

// libpq would take the rest of such a password for a host name, and show it in messages.
void expect_plain_credentials(std::string_view address, const std::string& shown) {
  const std::string_view before_options = address.substr(0, address.find('?'));
  const std::string_view place = before_options.substr(before_options.find("://") + 3);
  const std::size_t at = place.find('@');
  const bool slash_before_at = at != std::string_view::npos && place.find('/') < at;
  if (slash_before_at || at != place.rfind('@'))
    throw reports::input_error(shown, "", "has an '@' or '/' that is part of a name or a password",
                               "write %40 for '@' and %2F for '/'");
}

// libpq's messages have several lines, with varying indentation.
std::string in_one_line(std::string_view message) {
  std::string line;
  bool at_start = true;
  for (const char c : message) {
    const bool is_space = c == '\n' || c == '\t' || c == ' ';
    if (c == '\n') at_start = true;
    if (is_space && at_start) continue;
    if (at_start && !line.empty()) line += "; ";
    at_start = false;
    line += c;
  }
  return line;
}

std::string message_of(PGconn* connection, const std::string& address, const std::string& shown) {
  std::string message = in_one_line(PQerrorMessage(connection));
  for (std::size_t found = message.find(address); found != std::string::npos;
       found = message.find(address, found + shown.size()))
    message.replace(found, address.size(), shown);
  return message;
}

class statements {
 public:
  statements(PGconn* connection, const std::string& name) : connection_(connection), name_(name) {}

  // Throws std::runtime_error with the server's message. Values are passed and returned as raw bytes.
  result run(const char* sql, std::initializer_list<std::string_view> parameters = {}) const {
    std::vector<const char*> values;
    std::vector<int> lengths;
    for (const std::string_view each : parameters) {
      values.push_back(each.data());
      lengths.push_back(static_cast<int>(each.size()));
    }
    const std::vector<int> formats(parameters.size(), binary);
    result answer(PQexecParams(connection_, sql, static_cast<int>(parameters.size()), nullptr, values.data(),
                               lengths.data(), formats.data(), binary));
    const ExecStatusType status = PQresultStatus(answer.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
      throw std::runtime_error(fmt::format("{}: {}", name_, in_one_line(PQerrorMessage(connection_))));
    return answer;
  }

  bool has_table() const {
    return *PQgetvalue(run("select to_regclass('interleave_runs') is not null").get(), 0, 0) != 0;
  }

  void make_table() const {
    run(lock_table_making);
    run("create table if not exists interleave_runs "
        "(id text primary key, content bytea not null, added timestamptz not null default now())");
  }

 private:
  PGconn* connection_;
  const std::string& name_;
};

// Rolled back on destruction, unless it was committed.
class transaction {
 public:
  explicit transaction(const statements& database) : database_(database) { database_.run("begin"); }
  transaction(const transaction&) = delete;
  transaction& operator=(const transaction&) = delete;
  ~transaction() {
    if (is_open_) try {
        database_.run("rollback");
      } catch (const std::runtime_error&) {  // the connection is gone, and the transaction with it
      }
  }
  void commit() {
    database_.run("commit");
    is_open_ = false;
  }

 private:
  const statements& database_;
  bool is_open_ = true;
};

std::string field_of(const PGresult* rows, std::size_t row, int column) {
  const int index = static_cast<int>(row);
  return {PQgetvalue(rows, index, column), static_cast<std::size_t>(PQgetlength(rows, index, column))};
}

}  // namespace

bool is_database_address(std::string_view text) {
  return std::ranges::any_of(schemes, [&](std::string_view scheme) { return text.starts_with(scheme); });
}

void postgresql_store::close::operator()(pg_conn* connection) const {
  PQfinish(connection);
}

postgresql_store::postgresql_store(const std::string& address) : name_(without_passwords(address)) {
  expect_plain_credentials(address, name_);
  // Keywords before dbname are defaults that the address may override.
  std::vector<const char*> keywords = {"fallback_application_name"};
  std::vector<const char*> values = {"interleave"};
  if (std::getenv("PGCONNECT_TIMEOUT") == nullptr) {
    keywords.push_back("connect_timeout");
    values.push_back(default_connect_timeout);
  }
  keywords.insert(keywords.end(), {"dbname", nullptr});
  values.insert(values.end(), {address.c_str(), nullptr});
  constexpr int dbname_is_an_address = 1;
  connection_.reset(PQconnectdbParams(keywords.data(), values.data(), dbname_is_an_address));
  if (PQstatus(connection_.get()) != CONNECTION_OK)
    throw reports::input_error(name_, "", message_of(connection_.get(), address, name_), "");
  PQsetNoticeProcessor(connection_.get(), [](void*, const char*) {}, nullptr);
}

std::string postgresql_store::name() const {
  return name_;
}

std::string postgresql_store::add(const history_run& run) {
  const packed_run packed = pack(run);
  const statements database(connection_.get(), name_);
  transaction adding(database);
  if (!database.has_table()) database.make_table();
  database.run("insert into interleave_runs (id, content) values ($1, $2) on conflict do nothing",
               {packed.id, packed.bytes});
  adding.commit();
  return packed.id;
}

history postgresql_store::load() const {
  const statements database(connection_.get(), name_);
  if (!database.has_table()) throw no_history(name_);
  const result rows = database.run("select id, content from interleave_runs order by id collate \"C\"");
  std::vector<std::string> ids(static_cast<std::size_t>(PQntuples(rows.get())));
  for (std::size_t row = 0; row < ids.size(); ++row) ids[row] = field_of(rows.get(), row, 0);
  return unpack_all(
      ids, [this](const std::string& id) { return fmt::format("run {} in {}", id, name_); },
      [&rows](std::size_t row) { return std::optional(field_of(rows.get(), row, 1)); });
}

void postgresql_store::prune(std::span<const std::string> ids) {
  const statements database(connection_.get(), name_);
  transaction pruning(database);
  for (const std::string& id : ids) database.run("delete from interleave_runs where id = $1", {id});
  pruning.commit();
}

}  // namespace interleave::tracking
