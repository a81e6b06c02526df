// The machine audit: what this machine is, whether its numbers can be trusted, and how far each model can go on it. It
// only looks: it changes no setting, and it measures only a moment of the machine's activity. What it reads from files
// comes from /proc and /sys below a root folder, so a test can show it any machine.
#pragma once

#include "benchmarks/audit/machine.hpp"
#include "benchmarks/audit/probes.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace interleave::audit {

// `invalid`: no number from this machine in this state is meaningful; `warning`: some numbers are doubtful.
enum class status { passed, warning, invalid };

struct check {
  std::string name;  // stable, for programs: "governor"
  std::string title;
  status verdict = status::passed;
  std::string finding;  // what was found, and which numbers it affects
  std::string mend;     // what to do about it; empty if there is nothing to do
};

// The most tasks that may be outstanding under a model, and the limit that decides it.
struct ceiling {
  std::string model;  // a runner's family ("threads", "processes", "event_loop"), or "sockets" for tasks that own one
  std::uint64_t count = 0;
  std::string limit;   // "pid_max"
  std::string reason;  // a sentence
};

// How the bench executable was built, as reported under `build` of `--describe`.
struct suite_build {
  std::string build_type;
  std::string sanitizer;
};

struct sources {
  std::filesystem::path root = "/";
  std::optional<suite_build> build;           // unknown: a warning
  std::uint64_t largest_in_flight = 64;       // the most that any cell of the run wants; limits are held against it
  std::filesystem::path results = "results";  // the folder of the run, or in which it will be
  probes ask = system_probes();               // for what no file shows
};

struct report {
  audit::machine machine;
  std::vector<check> checks;
  std::vector<ceiling> ceilings;

  // The worst verdict of all checks.
  [[nodiscard]] status overall() const;
  // The ceiling of a model; nullptr if no limit is known to bound it.
  [[nodiscard]] const ceiling* ceiling_of(std::string_view model) const;
};

// Takes about `ask.pause` (200 ms): other processes' CPU share can only be seen over time.
[[nodiscard]] report audit_machine(const sources& from = {});

[[nodiscard]] std::string_view to_string(status verdict);

// The objects `machine`, `audit` and `ceilings` of a result's `context.interleave`.
[[nodiscard]] nlohmann::json machine_json(const report& from);
[[nodiscard]] nlohmann::json checks_json(const report& from);
[[nodiscard]] nlohmann::json ceilings_json(const report& from);

}  // namespace interleave::audit
