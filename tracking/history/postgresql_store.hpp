// A history in a PostgreSQL database, for teams whose machines write concurrently and share no folder: one row per run,
// never rewritten. A row holds the same as a file of folder_store.
#pragma once

#include "tracking/history/history_store.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>

struct pg_conn;

namespace interleave::tracking {

// postgresql://... or postgres://...
bool is_database_address(std::string_view text);

class postgresql_store final : public history_store {
 public:
  // Connects. `address` is a connection URI of libpq; parts left out come from PGUSER, PGPASSWORD, ~/.pgpass and the
  // like. Gives up after ten seconds, unless connect_timeout or PGCONNECT_TIMEOUT say otherwise.
  // Throws input_error where there is no connection; no message ever shows a password.
  explicit postgresql_store(const std::string& address);

  // The first run creates the table. Throws std::runtime_error if the server refuses; nothing of the run is then left.
  std::string add(const history_run& run) override;
  history load() const override;
  void prune(std::span<const std::string> ids) override;
  std::string name() const override;

 private:
  struct close {
    void operator()(pg_conn* connection) const;
  };

  std::string name_;  // the address without a password
  std::unique_ptr<pg_conn, close> connection_;
};

}  // namespace interleave::tracking
