// interleave doctor: the machine audit, for people or as JSON. It measures no cell and changes nothing.
#include "cli/doctor.hpp"

#include "benchmarks/audit/audit.hpp"
#include "benchmarks/audit/audit_table.hpp"
#include "benchmarks/driver/plan.hpp"
#include "benchmarks/driver/session.hpp"
#include "cli/bench.hpp"
#include "cli/written.hpp"
#include "reports/words/json_text.hpp"
#include "workloads/errors.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace interleave::cli {
namespace {

constexpr const char* examples = R"(Examples:
  interleave doctor                       is this machine fit for the quick suite?
  interleave doctor --full                do its limits leave room for the full one?
  interleave doctor --in-flight 10000     and for ten thousand tasks in flight?
  interleave doctor && interleave run     measure only on a machine that is not invalid
  interleave doctor --json | jq -r '.audit[] | select(.status != "passed") | .mend'

Exit code: 0, also with warnings; 1 if a check is invalid; 2 if the command line is wrong.)";

struct doctor_options {
  bool as_json = false;
  selection_options selection;
};

// The machine can be examined without the bench executable, unless --bench is given or cells are selected.
std::optional<driver::json> description(const doctor_options& options, const program& shared) {
  try {
    return describe_selection(find_bench(shared), options.selection);
  } catch (const driver::run_error& error) {
    print_note(error.what());
  } catch (const usage_error&) {
    if (!shared.bench_option.empty() || options.selection.narrows()) throw;
  }
  return std::nullopt;
}

// How the suite was built, and the highest number of tasks in flight in any selected cell.
audit::sources sources_from(const driver::json& described) {
  audit::sources sources;
  const auto build = described.value("build", driver::json::object());
  sources.build = audit::suite_build{build.value("build_type", ""), build.value("sanitizer", "")};
  sources.largest_in_flight = std::max(sources.largest_in_flight, driver::largest_in_flight(described));
  return sources;
}

void doctor(const doctor_options& options, program& shared) {
  const auto described = description(options, shared);
  const auto report = audit::audit_machine(described ? sources_from(*described) : audit::sources{});
  if (options.as_json) {
    const driver::json all{{"status", audit::to_string(report.overall())},
                           {"machine", audit::machine_json(report)},
                           {"audit", audit::checks_json(report)},
                           {"ceilings", audit::ceilings_json(report)}};
    print_whole(reports::json_text(all, 2));
  } else {
    const auto width = static_cast<std::size_t>(columns_of(STDOUT_FILENO, 100));
    print_whole(audit::as_table(report, {width, wants_color(shared.color, STDOUT_FILENO)}));
  }
  shared.exit_code = report.overall() == audit::status::invalid ? exit_some_failed : exit_good;
}

}  // namespace

void add_doctor(CLI::App& app, program& shared) {
  const auto options = std::make_shared<doctor_options>();
  CLI::App* const command =
      app.add_subcommand("doctor", "Examines this machine: can its numbers be trusted, and how far can each model go?");
  command->footer(examples);
  command->add_flag("--json", options->as_json, "As JSON");
  options->selection.add_to(*command);
  command->callback([options, &shared] { doctor(*options, shared); });
}

}  // namespace interleave::cli
