// Ids, and choosing runs: the same for all stores.
#include "reports/tracking/history_store.hpp"

#include <algorithm>
#include <map>
#include <ranges>

namespace interleave::tracking {

reports::input_error no_history(const std::string& name) {
  return {name, "", "there is no history here", "`interleave history add` begins one"};
}

reports::input_error empty_history(const std::string& name) {
  return {name, "", "the history is empty", "`interleave history add` puts runs into it"};
}

std::vector<std::string> runs_to_prune(const history& kept, const prune_rule& rule) {
  std::map<std::string, std::size_t> newer;  // runs of the branch that come after
  std::vector<std::string> chosen;
  for (const stored_run& stored : kept.runs | std::views::reverse) {
    const provenance& from = stored.run.from;
    const bool among_last = rule.keep_last && newer[from.branch]++ < *rule.keep_last;
    const bool too_young = !rule.before.empty() && from.time >= rule.before;
    const bool other_branch = !rule.branch.empty() && from.branch != rule.branch;
    if (!among_last && !too_young && !other_branch) chosen.push_back(stored.id);
  }
  std::ranges::reverse(chosen);
  return chosen;
}

std::vector<const stored_run*> runs_like(const history& kept, std::string_view prefix) {
  std::vector<const stored_run*> found;
  for (const stored_run& stored : kept.runs) {
    const std::string_view id = stored.id;
    const std::string_view hash = id.substr(std::min(id.size(), id.find('-') + 1));
    if (id.starts_with(prefix) || hash.starts_with(prefix) || stored.run.from.commit.starts_with(prefix))
      found.push_back(&stored);
  }
  return found;
}

}  // namespace interleave::tracking
