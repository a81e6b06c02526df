// Where the tests' files lie, and results made in memory for rules that a file would only obscure.
#pragma once

#include "reports/answer/analysis.hpp"
#include "reports/results/run_results.hpp"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

namespace interleave::reports::testing {

inline std::filesystem::path data_path(const std::string& name) {
  return std::filesystem::path(INTERLEAVE_REPORTS_TEST_DATA) / name;
}

inline std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline run_results read_data(const std::vector<std::string>& names) {
  std::vector<std::filesystem::path> paths;
  for (const std::string& name : names) paths.push_back(data_path(name));
  return read(paths);
}

// A run of one's own: workloads and runners appear as they are first named, runners in order of simplicity.
class run_builder {
 public:
  run_builder() {
    run_.path = "results/made-up/results.json";
    run_.run_id = "made-up";
    run_.build = {{"build_type", "Release"}, {"sanitizer", ""}};
    run_.arguments = {"run", "--quick"};
  }

  run_builder& workload(const std::string& name, work_kind kind, work_shape shape = work_shape::batch,
                        const std::string& shape_word = "batch") {
    run_.workloads.push_back({name, kind, "", {}, shape, shape_word});
    return *this;
  }

  run_builder& runner(const std::string& name, runner_family family = runner_family::threads) {
    run_.runners.push_back({name, family, "", "", static_cast<int>(run_.runners.size()) + 1});
    return *this;
  }

  // `spread`: six samples from (1 - spread) to (1 + spread) times the rate, evenly.
  run_builder& cell(const std::string& workload, const std::string& runner, std::int64_t in_flight, double rate,
                    double spread = 0.001, int samples = 6) {
    for (int i = 0; i < samples; ++i) {
      const double place = samples == 1 ? 0 : 2.0 * i / (samples - 1) - 1;
      sample_record& sample = add(workload, runner, in_flight);
      sample.counters["items_per_second"] = rate * (1 + spread * place);
    }
    return *this;
  }

  run_builder& failure(const std::string& workload, const std::string& runner, std::int64_t in_flight,
                       failure_kind failure, const std::string& message) {
    sample_record& sample = add(workload, runner, in_flight);
    sample.failure = failure;
    sample.failure_message = message;
    return *this;
  }

  // Sets a counter in every sample of a cell that is there already.
  run_builder& counter(const std::string& workload, const std::string& runner, std::int64_t in_flight,
                       const std::string& name, double value) {
    for (sample_record& sample : run_.samples) {
      if (sample.workload == workload && sample.runner == runner && sample.in_flight == in_flight) {
        sample.counters[name] = value;
      }
    }
    return *this;
  }

  run_record& record() { return run_; }
  run_results results() const { return {{run_}}; }

 private:
  sample_record& add(const std::string& workload, const std::string& runner, std::int64_t in_flight) {
    sample_record sample;
    sample.cell = workload + "/" + runner + "/in_flight:" + std::to_string(in_flight);
    sample.workload = workload;
    sample.runner = runner;
    sample.in_flight = in_flight;
    sample.sample = static_cast<std::int64_t>(run_.samples.size());
    run_.samples.push_back(sample);
    return run_.samples.back();
  }

  run_record run_;
};

inline std::string name_of(const analysis& model, const std::optional<std::size_t>& runner) {
  return runner ? model.runners.at(*runner).name : "nobody";
}

}  // namespace interleave::reports::testing
