// How large a history of many runs is on the disk, and how long loading it and finding its change points take. Built
// with the tests and run by hand: no test asserts a duration.
//
// usage: [with_postgresql.sh] history_speed [RUNS [CELLS [CHANGES]]]     default: 10000 runs of 200 cells, 3 changes each
#include "reports/tracking/change_points.hpp"
#include "reports/tracking/folder_store.hpp"
#include "reports/tracking/parallel.hpp"
#include "reports/tracking/postgresql_store.hpp"
#include "tests/reports/tracking/history_data.hpp"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace interleave::tracking {
namespace {

// Time that went by, and time of all cores together: on a busy machine the two have little to do with each other.
class stopwatch {
 public:
  std::string text() const {
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start_;
    return fmt::format("{:.2f} s, {:.2f} s of CPU time", wall.count(),
                       static_cast<double>(std::clock() - cpu_) / CLOCKS_PER_SEC);
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::clock_t cpu_ = std::clock();
};

std::vector<std::string> names_of(std::size_t cells) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < cells; ++i)
    names.push_back(fmt::format("workload_{}/runner_{}/in_flight:{}/real_time", i / 20, i % 20, 1U << i % 9));
  return names;
}

history_run noisy_run(std::size_t index, const std::vector<std::string>& names, std::mt19937_64& generator,
                      std::size_t period) {
  std::normal_distribution<double> noise(0, 0.03);
  std::vector<double> medians;
  std::vector<double> cpu;
  for (std::size_t cell = 0; cell < names.size(); ++cell) {
    const bool is_slow = (index + 7 * cell) / period % 2 == 1;
    medians.push_back(100.0 * static_cast<double>(1 + cell) * (is_slow ? 1.1 : 1) * std::exp(noise(generator)));
    cpu.push_back(0.8 * medians.back() * std::exp(noise(generator)));
  }
  history_run run = testing::run_of(index, names, std::move(medians));
  run.metrics.push_back({"cpu_time", std::move(cpu), run.metrics.front().spreads});
  for (kept_metric& metric : run.metrics)
    for (double& spread : metric.spreads) spread = 1.5 * std::exp(noise(generator));
  return run;
}

void measure(history_store& store, std::size_t runs, std::size_t cells, std::size_t changes) {
  const std::vector<std::string> names = names_of(cells);
  std::mt19937_64 generator(1);
  const stopwatch adding;
  for (std::size_t i = 0; i < runs; ++i) store.add(noisy_run(i, names, generator, runs / (changes + 1) + 1));
  fmt::print("{} runs of {} cells added in {}\n", runs, cells, adding.text());

  const stopwatch loading;
  const history kept = store.load();
  fmt::print("loaded {} in {}\n", kept.runs.size(), loading.text());

  const stopwatch finding;
  std::atomic<std::size_t> found = 0;
  for_each_index(cells, [&](std::size_t cell) {
    std::vector<double> series;
    for (const stored_run& stored : kept.runs) series.push_back(stored.run.metrics.front().medians[cell]);
    found += find_changes(series).size();
  });
  fmt::print("found {} changes in {}\n", found.load(), finding.text());
}

void measure_in_a_folder(std::size_t runs, std::size_t cells, std::size_t changes) {
  const testing::temporary_folder folder;
  folder_store store(folder.path());
  measure(store, runs, cells, changes);
  std::uintmax_t bytes = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) bytes += entry.file_size();
  fmt::print("{:.1f} MB on the disk\n", static_cast<double>(bytes) / 1e6);
}

}  // namespace
}  // namespace interleave::tracking

int main(int argument_count, char** arguments) {
  const auto number = [&](int place, std::size_t otherwise) {
    return argument_count > place ? std::strtoul(arguments[place], nullptr, 10) : otherwise;
  };
  const std::size_t runs = number(1, 10'000);
  const std::size_t cells = number(2, 200);
  const std::size_t changes = number(3, 3);
  if (const char* const database = std::getenv("INTERLEAVE_TEST_DATABASE")) {
    interleave::tracking::postgresql_store store(database);
    interleave::tracking::measure(store, runs, cells, changes);
  } else {
    interleave::tracking::measure_in_a_folder(runs, cells, changes);
  }
  return EXIT_SUCCESS;
}
