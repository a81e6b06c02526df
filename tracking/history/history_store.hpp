// Where runs are kept: the interface of all stores. Only prune removes anything.
#pragma once

#include "reports/errors.hpp"
#include "tracking/history/history_run.hpp"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::tracking {

struct stored_run {
  std::string id;  // "20261125T120613Z-0f3c...": time, and the hash of all that the run holds
  history_run run;
};

struct history {
  std::vector<stored_run> runs;       // by time, then by id
  std::vector<std::string> problems;  // what could not be read, one sentence each; everything else was
  // Ids of runs that are no longer as they were added, and can be pruned. Runs that the system refuses to read, or that
  // a newer version wrote, are not among them.
  std::vector<std::string> damaged;
};

// The id of a run. Equal runs have equal ids, in any store.
std::string id_of(const history_run& run);

class history_store {
 public:
  history_store() = default;
  history_store(const history_store&) = delete;
  history_store& operator=(const history_store&) = delete;
  virtual ~history_store() = default;

  // Returns the run's id. Adding a run that is there already changes nothing. Several writers may add concurrently.
  virtual std::string add(const history_run& run) = 0;

  // Loads all runs. Throws input_error if there is no store; a store without runs gives an empty history.
  virtual history load() const = 0;

  // Removes runs for good, and leftovers of writers that were killed.
  virtual void prune(std::span<const std::string> ids) = 0;

  // The files that hold the runs, if any do.
  virtual std::vector<std::filesystem::path> files() const { return {}; }

  // The store's name in messages.
  virtual std::string name() const = 0;
};

// Thrown by load() if no run was ever added.
reports::input_error no_history(const std::string& name);
// For commands that need runs, if there are none.
reports::input_error empty_history(const std::string& name);

// Which runs to remove: those that meet all conditions.
struct prune_rule {
  std::optional<std::size_t> keep_last = {};  // per branch
  std::string before = {};                    // canonical time; only older runs are removed
  std::string branch = {};                    // only runs of this branch are removed
};

// Ids of the runs to remove, oldest first.
std::vector<std::string> runs_to_prune(const history& kept, const prune_rule& rule);

// The runs whose id, hash or commit is `text`, else those where one begins with it: "v1.1" must not also match v1.10.
// Newest last.
std::vector<const stored_run*> runs_like(const history& kept, std::string_view text);

}  // namespace interleave::tracking
