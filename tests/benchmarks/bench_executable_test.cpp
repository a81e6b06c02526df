// The real executable: Google Benchmark's flags, our own, exit codes and what is printed where.
#include "runners/runner.hpp"

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using nlohmann::json;

struct finished {
  int code;
  std::string output;
};

// `arguments` as a shell takes them.
finished bench(const std::string& arguments) {
  FILE* pipe = popen((std::string(BENCH) + " " + arguments).c_str(), "r");
  finished result{-1, ""};
  std::array<char, 4096> buffer;
  for (std::size_t got = 0; (got = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    result.output.append(buffer.data(), got);
  const int status = pclose(pipe);
  if (WIFEXITED(status)) result.code = WEXITSTATUS(status);
  return result;
}

json rows_of(const std::string& arguments) {
  return json::parse(bench(arguments + " --benchmark_format=json 2>/dev/null").output).at("benchmarks");
}

TEST(interleave_bench, lists_every_cell_with_googles_flag) {
  const finished listed = bench("--benchmark_list_tests --workload noop --in-flight 1,8");
  EXPECT_EQ(listed.code, 0);
  EXPECT_NE(listed.output.find("noop/sequential/in_flight:1"), std::string::npos);
  EXPECT_NE(listed.output.find("noop/prefork_loops/in_flight:8"), std::string::npos);
}

TEST(interleave_bench, is_a_plain_google_benchmark_program) {
  const json rows =
      rows_of("--workload noop,cpu_hash --runner sequential --benchmark_filter=noop --benchmark_min_time=0.01");
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].at("run_type"), "iteration");
  EXPECT_EQ(rows[0].at("iterations"), rows[0].at("tasks"));
}

TEST(interleave_bench, repeats_and_aggregates_as_google_benchmark_does) {
  const std::string output =
      bench(
          "--workload noop --runner sequential --benchmark_min_time=0.001 --benchmark_repetitions=3 "
          "--benchmark_report_aggregates_only=true 2>/dev/null")
          .output;
  for (const char* aggregate : {"_mean", "_median", "_stddev", "_cv"})
    EXPECT_NE(output.find(aggregate), std::string::npos) << output;
}

TEST(interleave_bench, measures_one_sample_of_one_cell) {
  const json rows = rows_of("--cell io_echo/coroutines/in_flight:4/delay:1ms --sample-time 0.01s");
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_GE(rows[0].at("tasks"), 80);
  EXPECT_GT(rows[0].at("teardown_s"), 0);
  EXPECT_FALSE(rows[0].contains("error_occurred"));
}

TEST(interleave_bench, takes_the_calibration_it_is_given) {
  const json rows =
      rows_of("--cell noop/sequential/in_flight:1 --sample-time 0.001s --calibration cpu_ns:100,wait_ns:900");
  EXPECT_EQ(rows.at(0).at("ideal_cpu_ns"), 100);
  EXPECT_EQ(rows.at(0).at("ideal_wait_ns"), 900);
}

TEST(interleave_bench, reports_an_unsupported_cell_as_an_error_row) {
  const json rows = rows_of("--cell io_sleep/sequential/in_flight:2");
  EXPECT_EQ(rows.at(0).at("error_message"), "unsupported: sequential runs at most 1 task at a time");
}

TEST(interleave_bench, describes_itself) {
  const json described =
      json::parse(bench("--describe --workload io_echo --in-flight 8 --set io_echo.delay=5ms").output);
  EXPECT_EQ(described.at("schema_version"), 1);
  EXPECT_EQ(described.at("workloads").size(), interleave::all_workloads().size());
  EXPECT_EQ(described.at("runners").size(), interleave::all_runners().size());
  EXPECT_EQ(described.at("cells").size(), interleave::all_runners().size());
  EXPECT_EQ(described.at("cells").at(1).at("name"), "io_echo/thread_per_task/in_flight:8/delay:5ms");
  EXPECT_EQ(described.at("cells").at(1).at("parameters").at("delay"), "5ms");
  EXPECT_TRUE(described.at("cells").at(1).at("unsupported").is_null());
}

TEST(interleave_bench, writes_google_benchmarks_file) {
  const auto path = std::filesystem::temp_directory_path() / ("interleave-out-" + std::to_string(getpid()));
  EXPECT_EQ(bench("--cell noop/thread_pool/in_flight:2 --sample-time 0.001s --benchmark_out=" + path.string() +
                  " --benchmark_out_format=json >/dev/null 2>&1")
                .code,
            0);
  const json written = json::parse(std::ifstream(path));
  std::filesystem::remove(path);
  EXPECT_EQ(written.at("context").at("interleave_placement"), "free");
  EXPECT_EQ(written.at("benchmarks").size(), 1U);
}

TEST(interleave_bench, answers_bad_usage_with_code_2_and_one_sentence) {
  for (const char* bad : {"--cell nonsense", "--workload nothing_like_it", "--in-flight 0", "--in-flight x",
                          "--frobnicate", "--placement everywhere", "--sample-time 5", "--calibration 12",
                          "--set io_echo.delay", "--benchmark_no_such_flag=1", "--quick --full"}) {
    const finished answered = bench(std::string(bad) + " 2>&1");
    EXPECT_EQ(answered.code, 2) << bad << "\n" << answered.output;
    EXPECT_TRUE(answered.output.starts_with("interleave-bench: ")) << bad << "\n" << answered.output;
  }
}

TEST(interleave_bench, helps) {
  const finished helped = bench("--help");
  EXPECT_EQ(helped.code, 0);
  EXPECT_NE(helped.output.find("Examples:"), std::string::npos);
  EXPECT_EQ(bench("--version").output, std::string(INTERLEAVE_VERSION) + "\n");
}

}  // namespace
