// What a history keeps of a run, and that it comes back as it was.
#include "tracking/history/history_run.hpp"

#include "reports/errors.hpp"
#include "reports/words/utc_time.hpp"
#include "tests/tracking/history/history_data.hpp"
#include "tracking/history/gzip.hpp"
#include "tracking/history/packed_run.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace interleave::tracking {
namespace {

using reports::measurement;
using reports::recorded_cell;
using reports::recording;

recording two_cells() {
  recording made;
  made.path = "results.json";
  made.date = "2026-11-25T13:06:20+01:00";
  made.cpu_model = "Model A";
  made.cores = 2;
  made.is_suite_result = true;
  const auto measured = [](double real, double cpu, std::map<std::string, double, std::less<>> counters) {
    measurement taken;
    taken.real_ns = real;
    taken.cpu_ns = cpu;
    taken.counters = std::move(counters);
    return taken;
  };
  recorded_cell echo;
  echo.name = "io_echo/threads";
  echo.parameters = "delay 5ms";
  echo.measurements = {measured(100, 10, {{"p99", 7}}), measured(104, 11, {{"p99", 9}}), measured(90, 12, {})};
  echo.failures = {"timeout"};
  recorded_cell lone;
  lone.name = "lone";
  lone.measurements = {measured(5, 4, {})};
  made.cells = {echo, lone};
  return made;
}

bool same(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

TEST(history_run_test, keeps_medians_spreads_and_counts) {
  const history_run run = make_history_run(two_cells(), {"c0ffee", "main", "2026-11-25T12:00:00Z", {}});
  EXPECT_EQ(*run.cells, (std::vector<std::string>{"io_echo/threads, delay 5ms", "lone"}));
  EXPECT_EQ(run.measurements, (std::vector<std::uint32_t>{3, 1}));
  EXPECT_EQ(run.failures, (std::vector<std::uint32_t>{1, 0}));
  EXPECT_EQ(run.date, "2026-11-25T12:06:20Z");
  const kept_metric* const time = run.find("real_time");
  ASSERT_NE(time, nullptr);
  EXPECT_EQ(time->medians, (std::vector<double>{100, 5}));
  // By hand: |100 104 90 - 100| = 0 4 10, whose median is 4.
  EXPECT_DOUBLE_EQ(time->spreads[0], 1.4826 * 4);
  EXPECT_TRUE(std::isnan(time->spreads[1]));
  EXPECT_EQ(run.find("cpu_time")->medians, (std::vector<double>{11, 4}));
  EXPECT_EQ(run.find("p99"), nullptr);
}

TEST(history_run_test, keeps_counters_where_asked) {
  const history_run run = make_history_run(two_cells(), {}, std::vector<std::string>{"p99"});
  EXPECT_EQ(run.find("p99")->medians[0], 8);
  EXPECT_TRUE(std::isnan(run.find("p99")->medians[1]));
  EXPECT_THROW(make_history_run(two_cells(), {}, std::vector<std::string>{"p999"}), reports::input_error);
  EXPECT_EQ(make_history_run(two_cells(), {}, std::vector<std::string>{"p99", "real_time", "p99"}).metrics.size(), 3U);
}

TEST(history_run_test, does_without_a_time_that_the_file_has_not) {
  recording measured = two_cells();
  for (recorded_cell& cell : measured.cells)
    for (measurement& taken : cell.measurements) taken.cpu_ns = 0;
  const history_run run = make_history_run(measured, {});
  EXPECT_NE(run.find("real_time"), nullptr);
  EXPECT_EQ(run.find("cpu_time"), nullptr);
  for (recorded_cell& cell : measured.cells) cell.measurements.clear();
  EXPECT_THROW(make_history_run(measured, {}), reports::input_error);
}

TEST(history_run_test, comes_back_from_its_text_to_the_last_bit) {
  recording measured = two_cells();
  measured.cells[0].name = "tab\there, line\nthere, \\back\\nslash, \xff";
  measured.cells[0].measurements[0].real_ns = 0.1 + 0.2;
  measured.host = "new\nline";
  const history_run run =
      make_history_run(measured, {"c0ffee", "feature/a\tb", "2026-11-25T12:00:00Z", {{"runner", "gh\n1"}, {"tag", ""}}},
                       std::vector<std::string>{"p99"});
  name_pool pool;
  const history_run back = decode(encode(run), "here", pool);
  EXPECT_EQ(*back.cells, *run.cells);
  EXPECT_EQ(back.from.branch, run.from.branch);
  EXPECT_EQ(back.from.labels, run.from.labels);
  EXPECT_EQ(back.host, run.host);
  EXPECT_EQ(back.cores, 2);
  EXPECT_TRUE(back.is_suite_result);
  EXPECT_EQ(back.measurements, run.measurements);
  EXPECT_EQ(back.failures, run.failures);
  ASSERT_EQ(back.metrics.size(), 3U);
  for (std::size_t m = 0; m < 3; ++m) {
    EXPECT_EQ(back.metrics[m].name, run.metrics[m].name);
    for (std::size_t cell = 0; cell < 2; ++cell) {
      EXPECT_TRUE(same(back.metrics[m].medians[cell], run.metrics[m].medians[cell]));
      EXPECT_TRUE(same(back.metrics[m].spreads[cell], run.metrics[m].spreads[cell]) ||
                  std::abs(back.metrics[m].spreads[cell] / run.metrics[m].spreads[cell] - 1) < 1e-3);
    }
  }
  EXPECT_EQ(encode(back), encode(run));
}

TEST(history_run_test, shares_the_names_of_equal_cells) {
  name_pool pool;
  const std::string text = encode(testing::run_of(0, {"a", "b"}, {1, 2}));
  const std::string other = encode(testing::run_of(1, {"a", "c"}, {1, 2}));
  EXPECT_EQ(decode(text, "", pool).cells, decode(text, "", pool).cells);
  EXPECT_NE(decode(text, "", pool).cells, decode(other, "", pool).cells);
}

TEST(history_run_test, names_the_line_of_every_fault) {
  const std::string good = encode(testing::run_of(0, {"a", "b"}, {1, 2}));
  const auto complaint = [](std::string text, const std::string& from, const std::string& to) -> std::string {
    if (!from.empty()) text.replace(text.find(from), from.size(), to);
    name_pool pool;
    try {
      decode(text, "run.gz", pool);
    } catch (const reports::input_error& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(complaint(good, "", ""), "");
  EXPECT_EQ(complaint(good, "interleave history 1", "interleave history 2"),
            "run.gz: line 1: 'interleave history 1' is missing");
  EXPECT_EQ(complaint(good, "branch\t", "brunch\t"), "run.gz: line 3: 'branch' is missing");
  EXPECT_EQ(complaint(good, "cores\t2", "cores\ttwo"), "run.gz: line 14: 'two' is no number");
  EXPECT_EQ(complaint(good, "medians 1 2", "medians 1"), "run.gz: line 22: 1 numbers for 2 cells");
  EXPECT_EQ(complaint(good, "medians 1 2", "medians 1 2 3"), "run.gz: line 22: 3 numbers for 2 cells");
  EXPECT_EQ(complaint(good, "medians 1 2", "medians 1 inf"), "run.gz: line 22: 'inf' is no finite number");
  EXPECT_EQ(complaint(good, "medians 1 2", "medians nan 2"), "run.gz: line 22: 'nan' is no finite number");
  const std::size_t end_of_cells = good.find("metric\t");
  for (std::size_t size = 0; size < end_of_cells; ++size)
    EXPECT_NE(complaint(good.substr(0, size), "", ""), "") << size;
  for (std::size_t size = end_of_cells + 1; size < good.size(); ++size)
    EXPECT_NE(complaint(good.substr(0, size), "", ""), "") << size;
}

TEST(packed_run_test, refuses_what_was_cut_short_or_damaged) {
  const packed_run packed = pack(testing::run_of(0, {"a", "b"}, {1, 2}));
  EXPECT_EQ(packed.id.substr(0, 17), "20240101T120000Z-");
  EXPECT_EQ(packed.id.size(), 17U + 32U);
  name_pool pool;
  EXPECT_EQ(unpack(packed.id, packed.bytes, "f", pool).run.cells->size(), 2U);
  for (std::size_t size = 0; size < packed.bytes.size(); ++size)
    EXPECT_THROW(unpack(packed.id, packed.bytes.substr(0, size), "f", pool), reports::input_error) << size;
  // Any damage is found out, or hit bits that mean nothing: gzip's header and padding have some.
  const std::string text = encode(unpack(packed.id, packed.bytes, "f", pool).run);
  std::size_t refused = 0;
  for (std::size_t place = 0; place < packed.bytes.size(); ++place) {
    std::string damaged = packed.bytes;
    damaged[place] = static_cast<char>(damaged[place] ^ 0x20);
    try {
      EXPECT_EQ(encode(unpack(packed.id, damaged, "f", pool).run), text) << place;
    } catch (const reports::input_error&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, packed.bytes.size() - 10);
  EXPECT_THROW(unpack(packed.id, packed.bytes + "more", "f", pool), reports::input_error);
  EXPECT_THROW(unpack("20240101T120000Z-00", packed.bytes, "f", pool), reports::input_error);
}

TEST(packed_run_test, packs_and_unpacks_no_more_than_64_mebibytes) {
  constexpr std::size_t most = std::size_t{64} << 20U;
  const auto complaint = [](const auto& attempt) -> std::string {
    try {
      attempt();
    } catch (const reports::input_error& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(complaint([&] { pack(testing::run_of(0, {std::string(most, 'a')}, {1})); }),
            "this run: is a text of more than 64 MiB. Keep fewer cells or counters");
  const std::string bytes = gzip(std::string(most + 1, 'a'));
  EXPECT_EQ(complaint([&] {
              name_pool pool;
              unpack("20240101T120000Z-00", bytes, "f", pool);
            }),
            "f: unpacks to more than 67108864 bytes");
}

TEST(packed_run_test, refuses_a_run_under_the_name_of_another) {
  const packed_run one = pack(testing::run_of(0, {"a"}, {1}));
  const packed_run other = pack(testing::run_of(0, {"a"}, {2}));
  name_pool pool;
  EXPECT_NO_THROW(unpack(one.id, one.bytes, "f", pool));
  EXPECT_THROW(unpack(one.id, other.bytes, "f", pool), reports::input_error);
}

TEST(gzip_test, unpacks_no_more_than_allowed) {
  const std::string text(100'000, 'a');
  EXPECT_EQ(gunzip(gzip(text), text.size()), text);
  EXPECT_THROW(gunzip(gzip(text), text.size() - 1), gzip_error);
  EXPECT_EQ(gunzip(gzip(""), 0), "");
}

TEST(utc_time_test, reads_every_form_of_a_date) {
  for (const char* text :
       {"2026-11-20T14:00:00Z", "2026-11-20T15:00:00+01:00", "2026-11-20T08:30:00-0530", "2026-11-20T14:00:00.987654Z",
        "2026-11-20 14:00:00", "2026-11-20T14:00", "2026-11-20T16+02"})
    EXPECT_EQ(reports::utc_time(text).value_or("nothing"),
              std::string(text).ends_with("16+02") ? "nothing" : "2026-11-20T14:00:00Z")
        << text;
  EXPECT_EQ(reports::utc_time("2026-11-20"), "2026-11-20T00:00:00Z");
  EXPECT_EQ(reports::utc_time("2024-02-29T23:59:60Z"), "2024-03-01T00:00:00Z");
  for (const char* far :
       {"0000-01-01T00:00:00Z", "1013-11-25T00:00:00Z", "2300-06-01T12:00:00Z", "9999-12-31T23:59:59Z"})
    EXPECT_EQ(reports::utc_time(far), far);
}

TEST(utc_time_test, refuses_what_no_calendar_has) {
  for (const char* text : {"", "yesterday", "2026-13-01", "2026-02-29", "2026-11-20T24:00:00Z", "2026-11-20T14:60:00Z",
                           "2026-11-20T14:00:00Zulu", "20261120", "2026-11-20T14:00:00+1",
                           "2026-11-20T14:00:00+01:", "2026-11-20T14:00:00+24:00", "2026-11-20T14:00:00+01:60",
                           "2026-11-20T14:00:00-01:0", "9999-12-31T23:59:59-01:00", "0000-01-01T00:00:00+01:00"})
    EXPECT_FALSE(reports::utc_time(text)) << text;
}

}  // namespace
}  // namespace interleave::tracking
