// The real executable: Google Benchmark's flags, our own, exit codes and what is printed where.
#include "runners/runner.hpp"

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
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

// `arguments` are parsed by a shell, and so are the variables of the environment before them.
finished bench(const std::string& arguments, const std::string& environment = "") {
  FILE* pipe = popen((environment + " " + BENCH + " " + arguments).c_str(), "r");
  finished result{-1, ""};
  std::array<char, 4096> buffer;
  for (std::size_t got = 0; (got = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    result.output.append(buffer.data(), got);
  const int status = pclose(pipe);
  if (WIFEXITED(status)) result.code = WEXITSTATUS(status);
  return result;
}

json rows_of(const std::string& arguments, const std::string& environment = "") {
  std::string document = bench(arguments + " --benchmark_format=json 2>/dev/null", environment).output;
  // The library's own "cv" aggregate of a counter that is 0 in every repetition is NaN, which is not JSON.
  for (std::size_t at = 0; (at = document.find(": NaN", at)) != std::string::npos;) document.replace(at, 5, ": null");
  return json::parse(document).at("benchmarks");
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
  EXPECT_GE(rows[0].at("tasks"), 20);
  EXPECT_GT(rows[0].at("teardown_s"), 0);
  EXPECT_FALSE(rows[0].contains("error_occurred"));
}

const std::string one_sample = "--cell noop/sequential/in_flight:1 --sample-time 1ms --calibration cpu_ns:1,wait_ns:0 ";

void expect_samples(const json& rows, std::size_t count) {
  std::size_t found = 0;
  for (const json& row : rows) {
    if (row.at("run_type") != "iteration") continue;
    ++found;
    EXPECT_FALSE(row.contains("error_occurred")) << row.dump(2);
    EXPECT_GE(row.at("iterations"), 20) << row.dump(2);
    EXPECT_EQ(row.at("iterations"), row.at("tasks"));
    EXPECT_GT(row.at("measured_s"), 0);
    EXPECT_GT(row.at("teardown_s"), 0);
  }
  EXPECT_EQ(found, count);
}

TEST(interleave_bench, takes_a_sample_for_each_repetition_of_a_cell) {
  const json rows = rows_of(one_sample + "--benchmark_repetitions=2");
  expect_samples(rows, 2);
  EXPECT_EQ(rows.back().at("run_type"), "aggregate");
}

TEST(interleave_bench, takes_a_sample_of_each_cell_that_is_named) {
  const json rows = rows_of(one_sample + "--cell noop/thread_pool/in_flight:2 --cell noop/sequential/in_flight:1");
  expect_samples(rows, 3);
  EXPECT_TRUE(rows[1].at("name").get<std::string>().starts_with("noop/thread_pool/in_flight:2"));
}

TEST(interleave_bench, understands_every_flag_of_google_benchmark_beside_a_cell) {
  const auto path = std::filesystem::temp_directory_path() / ("interleave-flags-" + std::to_string(getpid()));
  for (const std::string& flag : std::vector<std::string>{
           "--benchmark_repetitions=3", "--benchmark_repetitions=3 --benchmark_enable_random_interleaving=true",
           "--benchmark_repetitions=3 --benchmark_report_aggregates_only=true",
           "--benchmark_repetitions=3 --benchmark_display_aggregates_only=true --benchmark_out=" + path.string(),
           "--benchmark_min_warmup_time=0.001", "--benchmark_filter=noop", "--benchmark_filter=-nothing",
           "--benchmark_format=console", "--benchmark_format=csv", "--benchmark_out=" + path.string(),
           "--benchmark_out_format=csv --benchmark_out=" + path.string(), "--benchmark_color=false",
           "--benchmark_counters_tabular=true", "--benchmark_context=a=b,c=d", "--benchmark_time_unit=us", "--v=1"}) {
    const finished answered = bench(one_sample + flag + " 2>&1");
    EXPECT_EQ(answered.code, 0) << flag << "\n" << answered.output;
    EXPECT_NE(answered.output.find("noop/sequential/in_flight:1"), std::string::npos) << flag << "\n"
                                                                                      << answered.output;
    EXPECT_EQ(answered.output.find("ERROR OCCURRED"), std::string::npos) << flag << "\n" << answered.output;
  }
  std::filesystem::remove(path);
}

TEST(interleave_bench, lists_a_cell_by_a_name_that_stays_the_same_without_measuring_it) {
  const std::string cell = "--cell io_sleep/sequential/in_flight:1/wait:9s --benchmark_list_tests";
  const finished listed = bench(cell);
  EXPECT_EQ(listed.code, 0);
  EXPECT_TRUE(listed.output.starts_with("io_sleep/sequential/in_flight:1/wait:9s/")) << listed.output;
  EXPECT_EQ(bench(cell).output, listed.output);
}

TEST(interleave_bench, takes_google_benchmarks_minimum_time_for_the_time_of_a_sample) {
  const auto tasks_in = [](const std::string& time) {
    return rows_of("--cell io_sleep/sequential/in_flight:1/wait:1ms --calibration cpu_ns:1,wait_ns:0 " + time)
        .at(0)
        .at("tasks")
        .get<int>();
  };
  EXPECT_GE(tasks_in("--benchmark_min_time=0.001"), 20) << "20 tasks are the least";
  EXPECT_LE(tasks_in("--benchmark_min_time=0.001s"), 20);
  EXPECT_EQ(
      bench(one_sample + "--benchmark_min_time=1s 2>&1").output,
      "interleave-bench: --sample-time and --benchmark_min_time both set the time of a sample; give one of them\n");
}

TEST(interleave_bench, is_not_put_out_by_what_it_inherits) {
  setenv("BENCHMARK_REPETITIONS", "2", 1);
  setenv("BENCHMARK_MIN_TIME", "60", 1);
  expect_samples(rows_of(one_sample), 2);
  unsetenv("BENCHMARK_REPETITIONS");
  unsetenv("BENCHMARK_MIN_TIME");
  // If SIGCHLD is ignored, children cannot be waited for.
  const finished answered = [] {
    FILE* const pipe = popen("env --ignore-signal=CHLD --block-signal=TERM " BENCH
                             " --cell noop/process_per_task/in_flight:2 --sample-time 1ms 2>&1",
                             "r");
    finished result{-1, std::string(4096, '\0')};
    result.output.resize(fread(result.output.data(), 1, result.output.size(), pipe));
    result.code = pclose(pipe);
    return result;
  }();
  EXPECT_EQ(answered.code, 0);
  EXPECT_EQ(answered.output.find("ERROR"), std::string::npos) << answered.output;
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
  EXPECT_EQ(rows.at(0).at("label"), "failure=unsupported");
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

TEST(interleave_bench, fails_if_its_file_takes_no_result) {
  for (const char* format : {"json", "csv", "console"}) {
    const finished answered = bench(std::string(one_sample) +
                                    " --benchmark_out=/dev/full --benchmark_out_format=" + format + " 2>&1 >/dev/null");
    EXPECT_EQ(answered.code, 2) << format;
    EXPECT_NE(answered.output.find("--benchmark_out: cannot write all of /dev/full"), std::string::npos)
        << answered.output;
  }
  setenv("BENCHMARK_OUT", "/dev/full", 1);
  EXPECT_EQ(bench(std::string(one_sample) + " 2>&1").code, 2);
  unsetenv("BENCHMARK_OUT");
}

TEST(interleave_bench, answers_bad_usage_with_code_2_and_one_sentence) {
  for (const char* bad : {"--cell nonsense",
                          "--cell noop/sequential/in_flight:1/placement:spread/placement:one-cpu",
                          "--cell io_echo/sequential/in_flight:1/delay:1ms/delay:1ms",
                          "--workload nothing_like_it",
                          "--in-flight 0",
                          "--in-flight x",
                          "--frobnicate",
                          "--placement everywhere",
                          "--sample-time 5",
                          "--calibration 12",
                          "--set io_echo.delay",
                          "--benchmark_no_such_flag=1",
                          "--quick --full",
                          "--cell noop/sequential/in_flight:1 --benchmark_format=xml",
                          "--cell noop/sequential/in_flight:1 --benchmark_min_time=x",
                          "--cell noop/sequential/in_flight:1 --benchmark_min_time=7x",
                          "--benchmark_min_time=-1",
                          "--benchmark_min_time=nan",
                          "--benchmark_repetitions=-1",
                          "--benchmark_repetitions=0",
                          "--cell noop/sequential/in_flight:1 --benchmark_repetitions=-1",
                          "--in-flight ''",
                          "--cell noop/sequential/in_flight:1 --benchmark_out=/no/such/folder/out.json"}) {
    const finished answered = bench(std::string(bad) + " 2>&1");
    EXPECT_EQ(answered.code, 2) << bad << "\n" << answered.output;
    EXPECT_TRUE(answered.output.starts_with("interleave-bench: ")) << bad << "\n" << answered.output;
  }
}

TEST(interleave_bench, shows_what_is_hostile_in_its_arguments_in_plain_letters) {
  for (const char* bad :
       {"--cell \"$(printf 'no\\033[31mred')\"", "--cell \"noop/sequential/in_flight:1/$(printf 'no\\033[31mred'):1\"",
        "--cell \"noop/sequential/in_flight:1/placement:$(printf 'no\\033[31mred')\"",
        "--placement \"$(printf 'no\\033[31mred')\"", "--workload \"$(printf 'no\\033[31mred')\"",
        "--runner \"$(printf 'no\\033[31mred')\"", "--set \"$(printf 'no\\033[31mred')\"",
        "--set \"io_echo.delay=$(printf 'no\\033[31mred')\"", "--in-flight \"$(printf 'no\\033[31mred')\"",
        "--timer-slack \"$(printf 'no\\033[31mred')\"", "--calibration \"$(printf 'no\\033[31mred')\"",
        "--sample-time \"$(printf 'no\\033[31mred')\"", "--\"$(printf 'no\\033[31mred')\"",
        "--benchmark_x=\"$(printf 'no\\033[31mred')\"",
        "--cell noop/sequential/in_flight:1 --benchmark_out=\"$(printf '/no/\\033[31mred')\""}) {
    const finished answered = bench(std::string(bad) + " 2>&1");
    EXPECT_EQ(answered.code, 2) << bad << "\n" << answered.output;
    EXPECT_NE(answered.output.find("\\x1b[31mred"), std::string::npos) << bad << "\n" << answered.output;
    EXPECT_EQ(answered.output.find('\x1b'), std::string::npos) << bad;
  }
}

// By then the library has printed the reason itself.
TEST(interleave_bench, ends_with_2_where_a_number_of_google_benchmarks_is_none) {
  EXPECT_EQ(bench("--cell noop/sequential/in_flight:1 --benchmark_repetitions=x 2>/dev/null").code, 2);
}

TEST(interleave_bench, helps) {
  const finished helped = bench("--help");
  EXPECT_EQ(helped.code, 0);
  EXPECT_NE(helped.output.find("Examples:"), std::string::npos);
  EXPECT_EQ(bench("--version").output, std::string(INTERLEAVE_VERSION) + "\n");
}

std::string sample_of(std::string_view cell) {
  return fmt::format("--sample-time 1ms --calibration cpu_ns:1,wait_ns:0 --cell {} ", cell);
}

// The runtime binds the first thread of the program, whatever model is measured.
TEST(interleave_bench, refuses_variables_by_which_openmp_binds_threads) {
  for (const char* const cell : {"noop/sequential/in_flight:1", "noop/openmp_for/in_flight:2"})
    for (const char* const variable : {"OMP_PROC_BIND=close", "OMP_PLACES=cores", "GOMP_CPU_AFFINITY=0"}) {
      const finished refused = bench(sample_of(cell) + "2>&1", variable);
      EXPECT_EQ(refused.code, 2) << variable;
      EXPECT_NE(refused.output.find(std::string("the environment has ") + variable), std::string::npos)
          << refused.output;
      EXPECT_NE(refused.output.find("unset it"), std::string::npos) << refused.output;
    }
  EXPECT_EQ(bench(sample_of("noop/openmp_for/in_flight:2") + "2>&1", "OMP_PROC_BIND=FALSE").code, 0);
}

TEST(interleave_bench, names_the_variable_that_leaves_an_openmp_team_too_few_threads) {
  for (const char* const runner : {"openmp_for", "openmp_tasks"}) {
    const finished refused =
        bench(sample_of(fmt::format("io_sleep/{}/in_flight:4", runner)) + "2>&1", "OMP_THREAD_LIMIT=1");
    EXPECT_EQ(refused.code, 2);
    EXPECT_NE(refused.output.find("OMP_THREAD_LIMIT=1"), std::string::npos) << refused.output;
  }
}

// Each team is asked for with its number of threads.
TEST(interleave_bench, has_as_many_openmp_threads_as_without_variables_that_set_their_number) {
  const json rows = rows_of(sample_of("io_sleep/openmp_tasks/in_flight:4"), "OMP_NUM_THREADS=1 OMP_DYNAMIC=true");
  EXPECT_EQ(rows.at(0).at("workers"), 4);
}

TEST(interleave_bench, says_in_the_row_which_runtime_ran_it) {
  const auto label = [](const char* cell, const char* environment) {
    return rows_of(sample_of(cell), environment).at(0).at("label").get<std::string>();
  };
  const std::string openmp = label("noop/openmp_for/in_flight:2", "");
  EXPECT_TRUE(openmp.starts_with("openmp=lib")) << openmp;
  EXPECT_TRUE(openmp.ends_with(" wait_policy=default")) << openmp;
  const std::string passive = label("noop/openmp_tasks/in_flight:2", "OMP_WAIT_POLICY=PASSIVE");
  EXPECT_TRUE(passive.ends_with(" wait_policy=passive")) << passive;
  const std::string computing = label("noop/tbb_tasks/in_flight:2", "");
  EXPECT_TRUE(computing.starts_with("tbb=20")) << computing;
  EXPECT_EQ(label("io_sleep/tbb_tasks/in_flight:2", ""), computing + " blocking=against_the_documentation");
}

}  // namespace
