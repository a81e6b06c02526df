// Where runs are kept: what any store can do, wherever it keeps them. Stores only grow, but for prune.
#pragma once

#include "reports/errors.hpp"
#include "tracking/history/history_run.hpp"

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
  std::vector<std::string> problems;  // what could not be read, a sentence each; the rest was
  // Ids of those that are no longer what was added, and can go. A run that the system refuses to read, or that a newer
  // version wrote, is none of them.
  std::vector<std::string> damaged;
};

// The id of a run. Equal runs have equal ids, wherever they are kept.
std::string id_of(const history_run& run);

class history_store {
 public:
  history_store() = default;
  history_store(const history_store&) = delete;
  history_store& operator=(const history_store&) = delete;
  virtual ~history_store() = default;

  // Returns the run's id. A run that is there already stays there once. Writers may add at the same time.
  virtual std::string add(const history_run& run) = 0;

  // All runs. Throws input_error where there is no store; one without runs is empty.
  virtual history load() const = 0;

  // Takes runs out for good, and what writers left that were killed.
  virtual void prune(std::span<const std::string> ids) = 0;

  // What messages call it.
  virtual std::string name() const = 0;
};

// What load() throws where no run was ever added.
reports::input_error no_history(const std::string& name);
// What asks for runs throws where there are none.
reports::input_error empty_history(const std::string& name);

// Which runs to keep; all conditions must hold.
struct prune_rule {
  std::optional<std::size_t> keep_last = {};  // of each branch
  std::string before = {};                    // canonical time: only older runs go
  std::string branch = {};                    // only runs of this branch go
};

// Ids of the runs that the rule takes out, oldest first.
std::vector<std::string> runs_to_prune(const history& kept, const prune_rule& rule);

// The runs whose id, hash or commit is `text`, or where there is none, begins with it: v1.1 is a commit beside v1.10.
// Newest last.
std::vector<const stored_run*> runs_like(const history& kept, std::string_view text);

}  // namespace interleave::tracking
