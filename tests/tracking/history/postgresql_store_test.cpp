// A history in a real PostgreSQL database: what every store does, and what can go wrong with servers. Each test has a
// database of its own, on the server that with_postgresql.sh has started.
#include "tracking/history/postgresql_store.hpp"

#include "tests/tracking/history/store_contract.hpp"
#include "tracking/history/folder_store.hpp"

#include <atomic>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libpq-fe.h>

namespace interleave::tracking {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::run_of;
using testing::temporary_folder;

std::string server_address() {
  const char* const address = std::getenv("INTERLEAVE_TEST_DATABASE");
  if (address == nullptr) throw std::runtime_error("INTERLEAVE_TEST_DATABASE is not set: run with_postgresql.sh");
  return address;
}

void execute(const std::string& address, const std::string& sql) {
  PGconn* const connection = PQconnectdb(address.c_str());
  PGresult* const answer = PQexec(connection, sql.c_str());
  const std::string error = PQresultStatus(answer) == PGRES_FATAL_ERROR ? PQerrorMessage(connection) : "";
  PQclear(answer);
  PQfinish(connection);
  if (!error.empty()) throw std::runtime_error(error);
}

class a_database {
 public:
  a_database() { execute(server_address(), "create database " + name_); }
  a_database(const a_database&) = delete;
  a_database& operator=(const a_database&) = delete;
  ~a_database() { execute(server_address(), "drop database " + name_ + " with (force)"); }

  std::string address() const {
    std::string address = server_address();
    return address.replace(address.find("/postgres?"), std::string("/postgres").size(), "/" + name_);
  }
  std::unique_ptr<postgresql_store> store() const { return std::make_unique<postgresql_store>(address()); }
  std::string place(const std::string& id) const { return fmt::format("run {} in {}", id, address()); }
  void cut(const std::string& id) const {
    run("update interleave_runs set content = substr(content, 1, length(content) / 2) where id = '" + id + "'");
  }
  void run(const std::string& sql) const { execute(address(), sql); }

 private:
  static std::string next_name() {
    static std::atomic<int> made = 0;
    return fmt::format("history_{}", ++made);
  }

  std::string name_ = next_name();
};

template <class Work>
std::string error_of(const Work& work) {
  try {
    work();
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "nothing was thrown";
}

TEST(postgresql_store_test, answers_as_a_folder_does) {
  const a_database database;
  const temporary_folder folder;
  folder_store files(folder.path());
  const auto rows = database.store();
  for (std::size_t i = 0; i < 20; ++i) {
    const history_run run = run_of((i * 7) % 20, {"a", "b/é"}, {10 + static_cast<double>(i), 1e-9});
    EXPECT_EQ(rows->add(run), files.add(run));
  }
  const history from_files = files.load();
  const history from_rows = rows->load();
  ASSERT_EQ(from_rows.runs.size(), 20U);
  for (std::size_t i = 0; i < 20; ++i) {
    EXPECT_EQ(from_rows.runs[i].id, from_files.runs[i].id);
    EXPECT_EQ(encode(from_rows.runs[i].run), encode(from_files.runs[i].run));
  }
}

TEST(postgresql_store_test, names_rows_that_somebody_else_wrote) {
  const a_database database;
  const auto store = database.store();
  store->add(run_of(1, {"a"}, {10}));
  database.run("insert into interleave_runs values ('what', 'ever'), ('empty', '')");
  const history kept = store->load();
  EXPECT_EQ(kept.runs.size(), 1U);
  EXPECT_EQ(kept.problems.size(), 2U);
}

TEST(postgresql_store_test, leaves_nothing_of_a_run_that_the_server_refused) {
  const a_database database;
  const auto store = database.store();
  store->add(run_of(1, {"a"}, {10}));
  database.run("alter table interleave_runs add constraint full_disk check (id < '2024-01-02')  not valid");
  EXPECT_THAT(error_of([&] { store->add(run_of(2, {"a"}, {10})); }), HasSubstr("full_disk"));
  database.run("alter table interleave_runs drop constraint full_disk");
  EXPECT_EQ(store->load().runs.size(), 1U);
  store->add(run_of(2, {"a"}, {10}));  // and the connection is of use again
  EXPECT_EQ(store->load().runs.size(), 2U);
}

TEST(postgresql_store_test, makes_no_table_where_the_first_run_is_refused) {
  const a_database database;
  database.run(
      "create function no() returns event_trigger language plpgsql as "
      "'begin raise exception ''tables are not wanted here''; end'");
  database.run("create event trigger guard on ddl_command_end when tag in ('CREATE TABLE') execute function no()");
  EXPECT_THAT(error_of([&] { database.store()->add(run_of(1, {"a"}, {10})); }), HasSubstr("tables are not wanted"));
  EXPECT_THAT(error_of([&] { database.store()->load(); }), HasSubstr("there is no history here"));
}

TEST(postgresql_store_test, says_that_the_server_has_gone) {
  const a_database database;
  const auto store = database.store();
  store->add(run_of(1, {"a"}, {10}));
  execute(server_address(),
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'interleave'");
  EXPECT_THAT(error_of([&] { store->add(run_of(2, {"a"}, {10})); }),
              AllOf(HasSubstr(database.address()), HasSubstr("terminating connection")));
  EXPECT_EQ(database.store()->load().runs.size(), 1U);
}

TEST(postgresql_store_test, says_what_keeps_it_from_connecting) {
  EXPECT_THAT(error_of([] { postgresql_store("postgresql://localhost:1/perf"); }),
              AllOf(HasSubstr("postgresql://localhost:1/perf: "), HasSubstr("Connection refused")));
  EXPECT_THAT(error_of([] { postgresql_store("postgresql://localhost:1/perf?colour=red"); }), HasSubstr("colour"));
  std::string none = server_address();
  none.replace(none.find("/postgres?"), std::string("/postgres").size(), "/nowhere");
  EXPECT_THAT(error_of([&] { postgresql_store store(none); }), HasSubstr("database \"nowhere\" does not exist"));
}

TEST(postgresql_store_test, shows_no_password) {
  for (const char* address :
       {"postgresql://u:secret@localhost:1/perf", "postgresql://localhost:1/perf?user=u&password=secret&sslmode=allow",
        "postgresql://u:se@secret@localhost:1/perf", "postgresql://u:se/secret@localhost:1/perf",
        "postgresql://u:secret@[localhost:1/perf", "postgres://u:secret@localhost:1/perf?password=secret&flavour=1"})
    EXPECT_THAT(error_of([&] { postgresql_store store(address); }),
                AllOf(HasSubstr("***"), HasSubstr("perf"), Not(HasSubstr("secret"))))
        << address;
  EXPECT_THAT(error_of([] { postgresql_store("postgresql://u:se@secret@localhost:1/perf"); }), HasSubstr("%40"));
}

TEST(postgresql_store_test, knows_an_address_from_a_folder) {
  EXPECT_TRUE(is_database_address("postgresql:///perf"));
  EXPECT_TRUE(is_database_address("postgres://host/perf"));
  EXPECT_FALSE(is_database_address("perf"));
  EXPECT_FALSE(is_database_address("postgresql"));
  EXPECT_FALSE(is_database_address("./postgresql://x"));
}

}  // namespace

namespace testing {
INSTANTIATE_TYPED_TEST_SUITE_P(postgresql, store_contract, a_database);
}  // namespace testing
}  // namespace interleave::tracking
