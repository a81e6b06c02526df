// Doubles for the run loop: a clock that moves only when told to, and a sampler that follows a script.
#pragma once

#include "benchmarks/driver/clock.hpp"
#include "benchmarks/driver/sampler.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace interleave::driver::test {

class fake_clock final : public clock {
 public:
  std::chrono::nanoseconds monotonic() override { return now_; }
  std::chrono::system_clock::time_point utc() override {
    return std::chrono::system_clock::time_point(std::chrono::duration_cast<std::chrono::system_clock::duration>(now_));
  }
  void advance(std::chrono::nanoseconds span) { now_ += span; }

 private:
  std::chrono::nanoseconds now_{};
};

inline sample_outcome good_outcome(const std::string& name) {
  return {failure::none,
          "",
          "",
          {{"context", {{"host_name", "double"}, {"num_cpus", 2}}},
           {"benchmarks",
            {{{"name", name + "/manual_time"},
              {"run_name", name + "/manual_time"},
              {"run_type", "iteration"},
              {"repetitions", 1},
              {"repetition_index", 0},
              {"threads", 1},
              {"iterations", 1000},
              {"real_time", 50.0},
              {"cpu_time", 50.0},
              {"time_unit", "ns"},
              {"items_per_second", 2e7},
              {"ideal_cpu_ns", 40.0},
              {"ideal_wait_ns", 0.0},
              {"setup_s", 0.05},
              {"warm_up_s", 0.1},
              {"teardown_s", 0.03},
              {"measured_s", 0.1}}}}}};
}

inline sample_outcome failed_outcome(failure kind, const std::string& message) {
  return {kind, message, "", {}};
}

// Every cell succeeds unless the script says otherwise; every sample takes `sample_time` of the fake clock.
class scripted_sampler final : public sampler {
 public:
  explicit scripted_sampler(fake_clock& time) : clock_(time) {}

  sample_outcome run(const planned_cell& cell, const std::optional<task_cost>& known, const layout& lengths) override {
    asked.push_back(cell.name);
    task_costs.push_back(known);
    layouts.push_back(lengths);
    clock_.advance(sample_time);
    if (asked.size() == interrupt_at_sample) signal_ = interrupt_with;
    const auto scripted = script.find(cell.name);
    return scripted == script.end() ? good_outcome(cell.name) : scripted->second();
  }
  std::optional<int> interrupted() override { return signal_; }

  // As after a restart of the driver: no interruption is pending.
  void start_afresh() {
    asked.clear();
    task_costs.clear();
    layouts.clear();
    interrupt_at_sample = 0;
    signal_.reset();
  }

  std::map<std::string, std::function<sample_outcome()>> script;
  std::chrono::nanoseconds sample_time = std::chrono::milliseconds(300);
  std::size_t interrupt_at_sample = 0;  // during the n-th sample, counted from 1
  int interrupt_with = 2;

  std::vector<std::string> asked;
  std::vector<std::optional<task_cost>> task_costs;
  std::vector<layout> layouts;

 private:
  fake_clock& clock_;
  std::optional<int> signal_;
};

inline planned_cell cell_of(const std::string& workload, const std::string& runner, std::uint64_t in_flight,
                            const std::string& unsupported = "") {
  return {workload + "/" + runner + "/in_flight:" + std::to_string(in_flight),
          workload,
          runner,
          in_flight,
          json::object(),
          unsupported};
}

}  // namespace interleave::driver::test
