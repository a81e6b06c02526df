// Generates runs, and stores them as `interleave history` does.
#include "tracking/calibration/store_figures.hpp"

#include "reports/statistics/change_points.hpp"
#include "tracking/history/folder_store.hpp"
#include "tracking/history/parallel.hpp"
#include "tracking/history/postgresql_store.hpp"

#include <atomic>
#include <chrono>
#include <cmath>
#include <ctime>
#include <filesystem>
#include <memory>
#include <random>
#include <stdexcept>
#include <vector>

#include <boost/random/normal_distribution.hpp>
#include <fmt/format.h>

namespace interleave::calibration {
namespace {

using json = nlohmann::ordered_json;
using random_source = std::mt19937_64;

// Wall time, and CPU time of the whole process: on a busy machine they may differ widely.
class stopwatch {
 public:
  json seconds() const {
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start_;
    return {{"wall_s", wall.count()}, {"cpu_s", static_cast<double>(std::clock() - cpu_) / CLOCKS_PER_SEC}};
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::clock_t cpu_ = std::clock();
};

std::unique_ptr<tracking::history_store> new_store(const std::string& where) {
  std::unique_ptr<tracking::history_store> store;
  bool has_runs = false;
  if (tracking::is_database_address(where)) {
    store = std::make_unique<tracking::postgresql_store>(where);
    try {
      has_runs = !store->load().runs.empty();
    } catch (const std::runtime_error&) {  // no history yet
    }
  } else {
    store = std::make_unique<tracking::folder_store>(where);
    has_runs = std::filesystem::exists(where) && !std::filesystem::is_empty(where);
  }
  if (has_runs) throw std::runtime_error(fmt::format("{} is not empty; name a place for a new history", store->name()));
  return store;
}

std::shared_ptr<const std::vector<std::string>> names_of(std::size_t cells) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < cells; ++i)
    names.push_back(fmt::format("workload_{}/runner_{}/in_flight:{}/real_time", i / 20, i % 20, 1U << i % 9));
  return std::make_shared<const std::vector<std::string>>(std::move(names));
}

// Medians and spreads of times around 100 ns, with as many digits as a real run has.
tracking::kept_metric noisy_metric(const char* name, std::size_t cells, double factor, random_source& random,
                                   const std::vector<bool>& is_slow) {
  boost::random::normal_distribution<double> noise(0, 0.03);
  tracking::kept_metric metric{name, {}, {}};
  for (std::size_t cell = 0; cell < cells; ++cell) {
    const double level = factor * 100 * static_cast<double>(1 + cell) * (is_slow[cell] ? 1.1 : 1);
    metric.medians.push_back(level * std::exp(noise(random)));
    metric.spreads.push_back(1.5 * std::exp(noise(random)));
  }
  return metric;
}

class runs_maker {
 public:
  explicit runs_maker(const store_plan& plan)
      : plan_(plan), period_(plan.runs / (plan.changes + 1) + 1), names_(names_of(plan.cells)) {}

  tracking::history_run run(std::size_t index) {
    tracking::history_run made;
    const std::size_t hour = index % 24;
    const std::size_t day = index / 24;
    made.from.commit = fmt::format("{:040x}", index + 1);
    made.from.branch = "main";
    made.from.time =
        fmt::format("{}-{:02}-{:02}T{:02}:00:00Z", 2024 + day / 336, 1 + day / 28 % 12, 1 + day % 28, hour);
    made.date = made.from.time;
    made.host = "made-up";
    made.cpu_model = "Made-up CPU";
    made.cores = 2;
    made.cells = names_;
    made.measurements.assign(plan_.cells, 5);
    made.failures.assign(plan_.cells, 0);
    std::vector<bool> is_slow;
    for (std::size_t cell = 0; cell < plan_.cells; ++cell) is_slow.push_back(phase(cell, index) % 2 == 1);
    made.metrics = {noisy_metric("real_time", plan_.cells, 1, random_, is_slow),
                    noisy_metric("cpu_time", plan_.cells, 0.8, random_, is_slow)};
    return made;
  }

  // Changes over all cells and runs. Cells don't change at the same time, so some have one change more than others.
  std::size_t changes() const {
    std::size_t count = 0;
    for (std::size_t cell = 0; cell < plan_.cells; ++cell) count += phase(cell, plan_.runs - 1) - phase(cell, 0);
    return count;
  }

 private:
  std::size_t phase(std::size_t cell, std::size_t index) const { return (index + 7 * cell) / period_; }

  const store_plan& plan_;
  std::size_t period_;
  std::shared_ptr<const std::vector<std::string>> names_;
  random_source random_{1};
};

std::uintmax_t bytes_in(const std::filesystem::path& folder) {
  std::uintmax_t bytes = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) bytes += entry.file_size();
  return bytes;
}

std::size_t count_changes(const tracking::history& kept, std::size_t cells) {
  std::atomic<std::size_t> found = 0;
  tracking::for_each_index(cells, [&](std::size_t cell) {
    std::vector<double> series;
    for (const tracking::stored_run& stored : kept.runs) series.push_back(stored.run.metrics.front().medians[cell]);
    found += reports::find_changes(series).size();
  });
  return found;
}

}  // namespace

json store_figures(const store_plan& plan) {
  const auto store = new_store(plan.where);
  runs_maker maker(plan);
  json figures{{"runs", plan.runs}, {"cells", plan.cells}, {"changes", maker.changes()}};
  const stopwatch adding;
  for (std::size_t i = 0; i < plan.runs; ++i) store->add(maker.run(i));
  figures["adding"] = adding.seconds();
  if (!tracking::is_database_address(plan.where)) figures["bytes"] = bytes_in(plan.where);

  const stopwatch loading;
  const tracking::history kept = store->load();
  figures["loading"] = loading.seconds();
  if (kept.runs.size() != plan.runs) throw std::runtime_error(fmt::format("{} lost runs", store->name()));

  const stopwatch finding;
  figures["changes_found"] = count_changes(kept, plan.cells);
  figures["finding"] = finding.seconds();
  return figures;
}

}  // namespace interleave::calibration
