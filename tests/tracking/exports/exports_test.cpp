// What each format says of a recording, character by character where it is short. That other programs read them is
// exports_are_read.sh's test.
#include "reports/errors.hpp"
#include "tests/tracking/test_recordings.hpp"
#include "tracking/exports/exporter.hpp"
#include "tracking/exports/junit.hpp"

#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace interleave::tracking {
namespace {

using nlohmann::json;
using testing::add_cell;
using testing::empty_recording;

recording small() {
  recording made = empty_recording("results.json");
  add_cell(made, "io_echo/coroutines/in_flight:8/delay:5ms", {1000, 1250, 1000});
  add_cell(made, "bm copy/8", {4, 5, 6, 7, 8});
  made.cells[1].measurements[0].counters.clear();
  recorded_cell& failed = made.cells.emplace_back();
  failed.name = "bm_failed";
  failed.failures = {"no <device>"};
  recorded_cell& skipped = made.cells.emplace_back();
  skipped.name = "bm_skipped";
  skipped.failures = {"not here"};
  skipped.skipped = 1;
  return made;
}

std::string written(const std::string& format, const std::vector<recording>& recordings,
                    const export_options& options = {}) {
  return exported(*find_exporter(format), recordings, options);
}

TEST(exporters, carry_nothing_that_a_terminal_would_obey) {
  recording stranger = empty_recording("results.json");
  stranger.date = "today\x1b[1m";
  stranger.cpu_model = "CPU\x1b[1m";
  const std::string name(
      "bm\x1b[31m\r\0\x7f\xc2\x9b"
      "1m",
      14);
  add_cell(stranger, name, {1, 2, 3, 4, 5});
  const std::vector<recording> recordings{stranger};
  for (const exporter& one : exporters()) {
    const std::string text = exported(one, recordings, {});
    for (const char raw : {'\x1b', '\0'}) EXPECT_EQ(text.find(raw), std::string::npos) << one.name;
    for (const char* raw : {"\r", "\x7f", "\xc2\x9b"}) EXPECT_EQ(text.find(raw), std::string::npos) << one.name;
  }
  EXPECT_TRUE(json::parse(written("bencher", recordings)).contains(name)) << "escaped, and still the same name";
}

TEST(exporters, have_names_of_their_own) {
  std::set<std::string_view> names;
  for (const exporter& one : exporters()) EXPECT_TRUE(names.insert(one.name).second);
  EXPECT_EQ(names.size(), 6U);
  EXPECT_EQ(find_exporter("csv"), nullptr);
}

TEST(exporters, refuse_what_has_no_number) {
  recording empty = empty_recording();
  empty.cells.emplace_back().name = "a";
  for (const char* format : {"bencher", "github-action-benchmark", "benchfmt", "openmetrics"}) {
    EXPECT_THROW(written(format, {empty}), reports::input_error) << format;
  }
}

TEST(bencher, has_latency_and_throughput_with_bounds_from_five_samples_on) {
  const json document = json::parse(written("bencher", {small()}));
  EXPECT_EQ(document.size(), 2U);
  const json& few = document["io_echo/coroutines/in_flight:8/delay:5ms"];
  EXPECT_EQ(few["latency"], (json{{"value", 1000.0}}));
  EXPECT_EQ(few["throughput"], (json{{"value", 1e6}}));
  const json& latency = document["bm copy/8"]["latency"];
  EXPECT_EQ(latency["value"], 6.0);
  EXPECT_LT(latency["lower_value"], 6.0);
  EXPECT_GT(latency["upper_value"], 6.0);
}

TEST(github_action_benchmark, has_one_direction) {
  const json times = json::parse(written("github-action-benchmark", {small()}));
  ASSERT_EQ(times.size(), 2U);
  EXPECT_EQ(times[0], (json{{"name", "io_echo/coroutines/in_flight:8/delay:5ms"},
                            {"unit", "ns/iter"},
                            {"value", 1000.0},
                            {"extra", "3 samples"}}));
  EXPECT_TRUE(times[1]["range"].get<std::string>().starts_with("± "));
  const json rates = json::parse(written("github-action-benchmark", {small()}, {.direction = better::more}));
  EXPECT_EQ(rates[0]["unit"], "items/s");
  EXPECT_EQ(rates[0]["value"], 1e6);
}

TEST(benchfmt, has_a_line_for_each_sample_and_names_without_spaces) {
  EXPECT_EQ(written("benchfmt", {small()}),
            "cpu: Example CPU 7700\n"
            "build: release\n"
            "Unit cpu-ns/op better=lower\n"
            "Unit items/s better=higher\n"
            "BenchmarkIo_echo/runner=coroutines/in_flight=8/delay=5ms 1000 1000 ns/op 1000 cpu-ns/op 1000000 items/s\n"
            "BenchmarkIo_echo/runner=coroutines/in_flight=8/delay=5ms 1000 1250 ns/op 1250 cpu-ns/op 800000 items/s\n"
            "BenchmarkIo_echo/runner=coroutines/in_flight=8/delay=5ms 1000 1000 ns/op 1000 cpu-ns/op 1000000 items/s\n"
            "BenchmarkBm%20copy/8 1000 4 ns/op 4 cpu-ns/op\n"
            "BenchmarkBm%20copy/8 1000 5 ns/op 5 cpu-ns/op 200000000 items/s\n"
            "BenchmarkBm%20copy/8 1000 6 ns/op 6 cpu-ns/op 166666666.66666666 items/s\n"
            "BenchmarkBm%20copy/8 1000 7 ns/op 7 cpu-ns/op 142857142.85714287 items/s\n"
            "BenchmarkBm%20copy/8 1000 8 ns/op 8 cpu-ns/op 125000000 items/s\n");
}

TEST(openmetrics, has_base_units_and_an_end) {
  recording one = empty_recording();
  add_cell(one, "io_echo/coroutines/in_flight:8", {1250});
  one.cells[0].measurements[0].counters.clear();
  add_cell(one, "bm \"quoted\" \\ \n", {2000});
  one.cells[1].measurements[0].counters.clear();
  EXPECT_EQ(written("openmetrics", {one}),
            "# TYPE bench_real_time_seconds gauge\n"
            "# UNIT bench_real_time_seconds seconds\n"
            "# HELP bench_real_time_seconds Median time per iteration.\n"
            "bench_real_time_seconds{workload=\"io_echo\",runner=\"coroutines\",in_flight=\"8\"} 1.25e-06\n"
            "bench_real_time_seconds{name=\"bm \\\"quoted\\\" \\\\ \\n\"} 2e-06\n"
            "# TYPE bench_cpu_time_seconds gauge\n"
            "# UNIT bench_cpu_time_seconds seconds\n"
            "# HELP bench_cpu_time_seconds Median CPU time per iteration.\n"
            "bench_cpu_time_seconds{workload=\"io_echo\",runner=\"coroutines\",in_flight=\"8\"} 1.25e-06\n"
            "bench_cpu_time_seconds{name=\"bm \\\"quoted\\\" \\\\ \\n\"} 2e-06\n"
            "# EOF\n");
}

TEST(junit, has_a_case_for_each_cell_and_tells_skipped_from_failed) {
  const std::string text = written("junit", {small()});
  EXPECT_NE(text.find("tests=\"4\" failures=\"1\" errors=\"0\" skipped=\"1\""), std::string::npos);
  EXPECT_NE(text.find("<testcase classname=\"io_echo.coroutines\" name=\"io_echo/coroutines/in_flight:8/delay:5ms\" "
                      "time=\"0.000001000\"/>"),
            std::string::npos);
  EXPECT_NE(text.find("<failure type=\"failed\" message=\"no &lt;device&gt;\">no &lt;device&gt;</failure>"),
            std::string::npos);
  EXPECT_NE(text.find("<skipped>not here</skipped>"), std::string::npos);
  EXPECT_NE(text.find("timestamp=\"2026-11-20T14:00:00\""), std::string::npos);
}

TEST(junit, says_of_a_cell_that_was_measured_how_many_of_its_samples_failed) {
  recording one = empty_recording();
  add_cell(one, "a", {1000});
  one.cells[0].failures = {"no <device>", "no bus", "no <device>", "no <device>"};
  add_cell(one, "b", {1, 2});
  one.cells[1].failures = {"not here"};
  one.cells[1].skipped = 1;
  const std::string text = written("junit", {one});
  EXPECT_NE(text.find("tests=\"2\" failures=\"0\" errors=\"0\" time="), std::string::npos) << text;
  EXPECT_NE(text.find("name=\"a\" time=\"0.000001000\">\n"
                      "      <system-out>4 of 5 samples failed: no &lt;device&gt;</system-out>\n    </testcase>"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("<system-out>1 of 3 samples skipped: not here</system-out>"), std::string::npos) << text;
}

TEST(otava, has_a_row_for_each_result_oldest_first) {
  recording later = empty_recording();
  later.date = "2026-11-21T10:00:00Z";
  add_cell(later, "a", {10, 12});
  recording earlier = empty_recording();
  earlier.date = "2026-11-20T10:00:00Z";
  add_cell(earlier, "a", {9});
  add_cell(earlier, "b, \"c\"", {3});
  EXPECT_EQ(written("otava", {later, earlier}, {.commits = {"bbb", "aaa"}, .branch = "main"}),
            "time,commit,branch,a,\"b, \"\"c\"\"\"\n"
            "2026-11-20T10:00:00Z,aaa,main,9,3\n"
            "2026-11-21T10:00:00Z,bbb,main,11,\n");
}

TEST(otava, names_the_columns_that_otava_would_refuse) {
  recording one = small();
  const auto note_on = [](const std::vector<recording>& recordings) {
    return find_exporter("otava")->note(recordings, {});
  };
  EXPECT_EQ(note_on({one}),
            "2 columns have empty fields, and Otava refuses a test that names such a column: bm_failed and bm_skipped");
  one.cells.resize(2);
  EXPECT_EQ(note_on({one, one}), "");
  recording fewer = one;
  fewer.cells.resize(1);
  EXPECT_EQ(note_on({one, fewer}),
            "1 column has empty fields, and Otava refuses a test that names such a column: bm copy/8");
  for (const char* name : {"a", "b", "c", "d", "e", "f"}) add_cell(one, name, {1});
  EXPECT_NE(note_on({one, fewer}).find("7 columns"), std::string::npos);
  EXPECT_NE(note_on({one, fewer}).find("bm copy/8, a, b, c and 3 more"), std::string::npos) << note_on({one, fewer});
}

TEST(otava, knows_the_time_whatever_the_zone) {
  recording later = empty_recording();
  later.date = "2026-11-20T09:00:00-05:00";  // 14:00 UTC
  add_cell(later, "a", {10});
  recording earlier = empty_recording();
  earlier.date = "2026-11-20T14:30:00+01:00";  // 13:30 UTC
  add_cell(earlier, "a", {9});
  EXPECT_EQ(written("otava", {later, earlier}),
            "time,commit,branch,a\n2026-11-20T13:30:00Z,,,9\n2026-11-20T14:00:00Z,,,10\n");
}

TEST(benchfmt, takes_no_namespace_for_a_key) {
  recording one = empty_recording();
  add_cell(one, "bm_<std::string>/size:8/a:", {1});
  EXPECT_NE(written("benchfmt", {one}).find("BenchmarkBm_<std::string>/size=8/a= "), std::string::npos);
}

TEST(junit, holds_nothing_that_xml_has_no_way_to_write) {
  recording one = empty_recording();
  one.date = "2018/01/02 03:04:05 or so";
  add_cell(one, "a\x01\xef\xbf\xbf\xef\xbf\xbe", {1});
  const std::string text = written("junit", {one});
  EXPECT_NE(text.find("name=\"a\\x01\xef\xbf\xbd\xef\xbf\xbd\""), std::string::npos) << text;
  EXPECT_NE(text.find("timestamp=\"1970-01-01T00:00:00\""), std::string::npos) << text;
}

recording with_counters() {
  recording one = empty_recording();
  add_cell(one, "a", {10, 20});
  for (measurement& taken : one.cells[0].measurements)
    taken.counters = {{"bytes_per_second", 2048}, {"queue depth", 3}, {"queue-depth", 4}, {"latency_ns_p99", 5}};
  return one;
}

TEST(exporters, write_a_metric_that_is_asked_for) {
  const export_options rate{.metrics = {"bytes_per_second"}};
  EXPECT_EQ(json::parse(written("bencher", {with_counters()}, rate)),
            (json{{"a", {{"bytes_per_second", {{"value", 2048.0}}}}}}));
  const json action = json::parse(written("github-action-benchmark", {with_counters()}, rate));
  EXPECT_EQ(action[0]["name"], "a, bytes_per_second");
  EXPECT_EQ(action[0]["unit"], "bytes/s");
  EXPECT_EQ(action[0]["value"], 2048.0);
  EXPECT_NE(written("benchfmt", {with_counters()}, rate)
                .find("Unit bytes_per_second better=higher\nBenchmarkA 1000 2048 bytes_per_second\n"),
            std::string::npos);
  EXPECT_NE(written("otava", {with_counters()}, rate).find(",a\n2026-11-20T14:00:00Z,,,2048\n"), std::string::npos);
  EXPECT_EQ(written("openmetrics", {with_counters()}, rate),
            "# TYPE bench_bytes_per_second gauge\n# HELP bench_bytes_per_second Median of bytes_per_second.\n"
            "bench_bytes_per_second{name=\"a\"} 2048\n# EOF\n");
}

TEST(exporters, write_a_metric_that_is_derived_from_others) {
  recording one = empty_recording();
  add_cell(one, "a", {10});
  one.cells[0].measurements[0].counters = {
      {"cpu_user_ns_per_task", 3}, {"cpu_system_ns_per_task", 4}, {"memory_peak_bytes_sum", 4096}};
  const export_options derived{.metrics = {"cpu_ns_per_task", "memory_peak_bytes"}};
  const json written_cell = json::parse(written("bencher", {one}, derived))["a"];
  EXPECT_EQ(written_cell["cpu_ns_per_task"]["value"], 7.0);
  EXPECT_EQ(written_cell["memory_peak_bytes"]["value"], 4096.0);
  EXPECT_NE(left_out_note(*find_exporter("junit"), std::vector{one}, {}).find("cpu_ns_per_task"), std::string::npos);
}

TEST(exporters, write_several_metrics_each_once_and_under_a_name_of_its_own) {
  const export_options several{.metrics = {"queue depth", "queue-depth", "queue depth", "real_time"}};
  const std::string text = written("openmetrics", {with_counters()}, several);
  EXPECT_NE(text.find("bench_queue_depth{name=\"a\"} 3\n"), std::string::npos) << text;
  EXPECT_NE(text.find("bench_queue_depth_2{name=\"a\"} 4\n"), std::string::npos) << text;
  EXPECT_NE(text.find("bench_real_time_seconds{name=\"a\"} 1.5e-08\n"), std::string::npos) << text;
  const std::string lines = written("benchfmt", {with_counters()}, several);
  EXPECT_NE(lines.find("BenchmarkA 1000 3 queue%20depth 4 queue-depth 10 ns/op\n"), std::string::npos) << lines;
  EXPECT_EQ(lines.find("Unit queue"), std::string::npos) << "which way is better is not known";
}

TEST(exporters, refuse_a_metric_that_no_cell_has_and_more_than_there_is_room_for) {
  const auto problem_of = [](const std::string& format, const std::vector<std::string>& metrics) -> std::string {
    try {
      written(format, {with_counters()}, {.metrics = metrics});
    } catch (const reports::input_error& error) {
      return error.what();
    }
    return "written";
  };
  EXPECT_NE(problem_of("bencher", {"depth"}).find("queue depth"), std::string::npos) << "what there is, is named";
  EXPECT_NE(problem_of("otava", {"real_time", "cpu_time"}).find("one metric"), std::string::npos);
  EXPECT_NE(problem_of("github-action-benchmark", {"real_time", "cpu_time"}).find("one metric"), std::string::npos);
  EXPECT_NE(problem_of("junit", {"real_time"}).find("times only"), std::string::npos);
}

TEST(exporters, name_what_they_leave_out) {
  const auto note = [](const std::string& format, const export_options& options = {}) {
    return left_out_note(*find_exporter(format), std::vector{with_counters()}, options);
  };
  EXPECT_EQ(note("bencher"),
            "left out: 5 metrics, cpu_time, bytes_per_second, latency_ns_p99, queue depth and queue-depth; "
            "--metric NAME exports it");
  EXPECT_EQ(note("junit").find("--metric NAME exports it"), std::string::npos);
  EXPECT_EQ(note("openmetrics", {.metrics = {"real_time", "cpu_time", "bytes_per_second", "latency_ns_p99",
                                             "queue depth", "queue-depth"}}),
            "");
}

}  // namespace
}  // namespace interleave::tracking
