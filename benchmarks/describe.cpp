// Building the description.
#include "benchmarks/describe.hpp"

#include "benchmarks/assignments.hpp"
#include "benchmarks/measurement.hpp"
#include "benchmarks/version.hpp"
#include "runners/openmp_runtime.hpp"
#include "workloads/io/event_loop.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <asio/version.hpp>
#include <boost/version.hpp>
#include <fmt/core.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>
#include <openssl/crypto.h>
#include <tbb/version.h>

namespace interleave {
namespace {

using json = nlohmann::ordered_json;

// "1ms,5ms" of a parameter with several values, in their order.
std::string values_text(const std::vector<parameter_values>& combinations, std::size_t index) {
  std::vector<std::string> values;
  for (const parameter_values& each : combinations)
    if (std::ranges::find(values, each.text(index)) == values.end()) values.push_back(each.text(index));
  return fmt::format("{}", fmt::join(values, ","));
}

json parameters_as_json(const std::vector<parameter_values>& combinations) {
  json list = json::array();
  for (std::size_t i = 0; i < combinations.front().declared().size(); ++i) {
    const parameter& p = combinations.front().declared()[i];
    list.push_back({{"name", p.name},
                    {"unit", p.kind->name()},
                    {"default", p.kind->write(p.default_value)},
                    {"value", values_text(combinations, i)},
                    {"help", p.sentence()}});
  }
  return list;
}

json runner_as_json(const runner_descriptor& runner, std::size_t simplicity) {
  std::string idiom(runner.idiom);
  if (!runner.favours.empty()) idiom += fmt::format("; serves some clients before others: {}", runner.favours);
  return {{"name", runner.name},
          {"family", name_of(runner.model_family)},
          {"summary", runner.summary},
          {"idiom", idiom},
          {"simplicity", simplicity}};
}

json workload_as_json(const registry& known, const workload_descriptor& work, const selection& wanted) {
  json described = {{"name", work.name},
                    {"kind", name_of(work.kind)},
                    {"shape", name_of(work.shape)},
                    {"summary", work.summary},
                    {"can_be_calibrated", can_be_calibrated(known, work)},
                    {"parameters", parameters_as_json(parameters_of(work, wanted.assignments))}};
  if (work.waits_for != awaited::unsaid) described["waits_for"] = name_of(work.waits_for);
  return described;
}

json cell_as_json(const cell& c, const system_limits& limits, int cores) {
  json values = json::object();
  for (std::size_t i = 0; i < c.parameters.declared().size(); ++i)
    values[std::string(c.parameters.declared()[i].name)] = c.parameters.text(i);
  if (c.placed != placement_policy::free) values[std::string(placement_parameter)] = name_of(c.placed);
  const auto reason = unsupported(c, limits, cores);
  return {{"name", c.name()},
          {"workload", c.work->name},
          {"runner", c.runner->name},
          {"in_flight", c.in_flight},
          {"parameters", std::move(values)},
          {"declared_wait_ns", c.work->declared_wait(c.parameters).count()},
          {"unsupported", reason ? json(*reason) : json(nullptr)}};
}

constexpr std::string_view compiler =
#if defined(__clang__)
    "clang++ " __clang_version__;
#else
    "g++ " __VERSION__;
#endif

constexpr std::string_view sanitizer =
#if defined(__SANITIZE_ADDRESS__)
    "address";
#elif defined(__SANITIZE_THREAD__)
    "thread";
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
        "address";
#elif __has_feature(thread_sanitizer)
        "thread";
#else
        "";
#endif
#else
        "";
#endif

json build_as_json() {
  return {
      {"compiler", compiler},
      {"build_type", INTERLEAVE_BUILD_TYPE},
      {"flags", INTERLEAVE_FLAGS},
      {"sanitizer", sanitizer},
      {"versions",
       {{"asio", fmt::format("{}.{}.{}", ASIO_VERSION / 100000, ASIO_VERSION / 100 % 1000, ASIO_VERSION % 100)},
        {"tbb", TBB_VERSION_STRING},
        {"openmp", fmt::format("{} ({})", openmp_runtime(), openmp_specification())},
        {"fmt", fmt::format("{}.{}.{}", FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100)},
        {"benchmark", INTERLEAVE_BENCHMARK_VERSION},
        {"openssl", OpenSSL_version(OPENSSL_VERSION_STRING)},
        {"boost", fmt::format("{}.{}.{}", BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100)}}},
      {"backend", fmt::format("sockets epoll, files {}", name_of(event_loop::files_backend()))}};
}

}  // namespace

json describe(const registry& known, const selection& wanted, placement_policy policy) {
  const int cores = placement(policy).cores();
  const system_limits limits = limits_of_this_system();
  json workloads = json::array();
  for (const workload_descriptor* work : known.workloads) workloads.push_back(workload_as_json(known, *work, wanted));
  json runners = json::array();
  for (const runner_descriptor* runner : known.runners) runners.push_back(runner_as_json(*runner, runners.size() + 1));
  json cells = json::array();
  for (const cell& c : select_cells(known, wanted)) cells.push_back(cell_as_json(c, limits, cores));
  return {{"schema_version", 1},           {"suite_version", suite_version}, {"workloads", std::move(workloads)},
          {"runners", std::move(runners)}, {"cells", std::move(cells)},      {"build", build_as_json()}};
}

}  // namespace interleave
