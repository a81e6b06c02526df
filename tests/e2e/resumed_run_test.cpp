// What a resumed run refuses, and what it leaves as it was.
#include "e2e_test.hpp"

#include <cmath>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>

namespace interleave::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class a_resumed_run : public e2e_test {
 protected:
  struct outcome {
    int status;
    std::string errors;
  };

  [[nodiscard]] outcome run_of(std::vector<std::string> command) const {
    program typed(std::move(command), environment);
    const int status = typed.wait();
    return {status, typed.errors()};
  }
  void begin(const std::string& placement = "free") const {
    const outcome begun = run_of(faulty({"run", "-w", "noop", "-r", "sequential", "-i", "1", "-n", "2", "-t", "1ms",
                                         "--placement", placement, "--no-report", "--out", out.string()}));
    ASSERT_EQ(begun.status, 0) << begun.errors;
  }
  [[nodiscard]] outcome resume() const { return run_of(faulty({"run", "--resume", out.string(), "--no-report"})); }
  // The same with another value in the plan, which is then as it was.
  [[nodiscard]] outcome resume_with(const char* pointer, const json& value) const {
    const std::string whole = text_of(out / "run.json");
    auto plan = nlohmann::ordered_json::parse(whole);  // a plan's objects are compared with their order
    plan[nlohmann::ordered_json::json_pointer(pointer)] = value;
    std::ofstream(out / "run.json") << plan;
    const outcome refused = resume();
    std::ofstream(out / "run.json") << whole;
    return refused;
  }
  [[nodiscard]] json facts() const { return json_of(out / "results.json")["context"]["interleave"]; }
};

TEST_F(a_resumed_run, does_not_mix_samples_of_other_cpus) {
  begin();
  const std::string before = text_of(out / "results.json");
  const json machine = json_of(out / "run.json")["machine"];
  const auto allowed = machine["cores_allowed"].get<int>();
  const outcome more = resume_with("/machine/cores_allowed", allowed + 1);
  EXPECT_EQ(more.status, 2);
  EXPECT_THAT(more.errors, AllOf(HasSubstr("begun with " + std::to_string(allowed + 1) + " CPUs"),
                                 HasSubstr("now it has " + std::to_string(allowed) + " CPU"), HasSubstr("new run")));
  const outcome throttled = resume_with("/machine/cgroup_cpu_quota", 0.5);
  EXPECT_EQ(throttled.status, 2);
  EXPECT_THAT(throttled.errors, HasSubstr("a quota of 0.5"));
  EXPECT_EQ(text_of(out / "results.json"), before);
  EXPECT_EQ(resume().status, 0);
}

// A quota beyond all CPUs that are allowed takes nothing away.
TEST_F(a_resumed_run, goes_on_under_a_quota_that_does_not_bind) {
  begin();
  EXPECT_EQ(resume_with("/machine/cgroup_cpu_quota", 1e6).status, 0);
}

TEST_F(a_resumed_run, is_refused_under_a_narrower_affinity) {
  cpu_set_t before;
  CPU_ZERO(&before);
  ASSERT_EQ(::sched_getaffinity(0, sizeof before, &before), 0);
  begin();
  std::size_t first = 0;
  while (!CPU_ISSET(first, &before)) ++first;
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(first, &one);
  ASSERT_EQ(::sched_setaffinity(0, sizeof one, &one), 0);
  const outcome narrowed = resume();
  ASSERT_EQ(::sched_setaffinity(0, sizeof before, &before), 0);
  // Of one CPU nothing can be taken away.
  const bool is_narrower = CPU_COUNT(&before) > 1;
  EXPECT_EQ(narrowed.status, is_narrower ? 2 : 0);
  EXPECT_EQ(narrowed.errors.find("now it has 1 CPU") != std::string::npos, is_narrower) << narrowed.errors;
}

TEST_F(a_resumed_run, keeps_whatever_placement_it_was_begun_with) {
  for (const char* const placement : {"stratified", "free", "one-cpu", "spread", "apart"}) {
    begin(placement);
    const outcome resumed = resume();
    EXPECT_EQ(resumed.status, 0) << placement << resumed.errors;
    EXPECT_EQ(facts()["placement"], placement);
    std::filesystem::remove_all(out);
  }
}

TEST_F(a_resumed_run, that_takes_no_sample_changes_neither_its_length_nor_its_end) {
  begin();
  const json before = facts();
  const outcome resumed = resume();
  EXPECT_EQ(resumed.status, 0) << resumed.errors;
  EXPECT_EQ(facts(), before);
}

// A million seconds that the first part is said to have taken stay in the sum.
TEST_F(a_resumed_run, adds_what_it_took_to_what_was_written) {
  begin();
  json results = json_of(out / "results.json");
  results["context"]["interleave"]["run_seconds"] = 1e6 + 100;
  std::ofstream(out / "results.json") << results;
  const std::string samples = text_of(out / "samples.jsonl");
  std::filesystem::resize_file(out / "samples.jsonl", samples.find('\n') + 1);
  EXPECT_EQ(resume().status, 0);
  EXPECT_EQ(std::floor(facts()["run_seconds"].get<double>() / 1e6), 1);
}

TEST_F(a_resumed_run, whose_results_are_gone_or_damaged_gets_them_again) {
  begin();
  double in_rows = 0;
  std::istringstream rows(text_of(out / "samples.jsonl"));
  for (std::string row; std::getline(rows, row);) in_rows += json::parse(row)["driver_sample_s"].get<double>();
  for (const char* const text :
       {"", "{", "[]", R"({"context": 3})", R"({"context": {"interleave": {"run_seconds": "x"}}})"}) {
    std::ofstream(out / "results.json") << text;
    const outcome resumed = resume();
    EXPECT_EQ(resumed.status, 0) << text << resumed.errors;
    EXPECT_DOUBLE_EQ(facts()["run_seconds"], in_rows) << text;
    EXPECT_EQ(facts()["complete"], true) << text;
  }
}

TEST_F(a_resumed_run, of_another_version_is_no_damaged_one) {
  begin();
  const outcome refused = resume_with("/schema_version", 1);
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.errors, AllOf(HasSubstr("begun by another version"), HasSubstr("start a new run"),
                                    testing::Not(HasSubstr("put it back"))));
}

}  // namespace
}  // namespace interleave::test
