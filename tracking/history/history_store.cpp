// Ids, and selection of runs: the same for all stores.
#include "tracking/history/history_store.hpp"

#include <algorithm>
#include <initializer_list>
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
  std::map<std::string, std::size_t> newer;  // how many later runs of each branch there are
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

std::vector<const stored_run*> runs_like(const history& kept, std::string_view text) {
  std::vector<const stored_run*> named;
  std::vector<const stored_run*> begun;
  for (const stored_run& stored : kept.runs) {
    const std::string_view id = stored.id;
    const std::initializer_list<std::string_view> names = {id, id.substr(std::min(id.size(), id.find('-') + 1)),
                                                           stored.run.from.commit};
    if (std::ranges::find(names, text) != names.end()) named.push_back(&stored);
    if (std::ranges::any_of(names, [&](std::string_view name) { return name.starts_with(text); }))
      begun.push_back(&stored);
  }
  return named.empty() ? begun : named;
}

}  // namespace interleave::tracking
