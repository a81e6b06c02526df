// interleave compare and export from the command line: on results of a real run, and on files of other programs.
#include "e2e_test.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

// A Google Benchmark file of one benchmark.
std::string file_of(const std::string& name, double time, int samples = 5) {
  json rows = json::array();
  for (int i = 0; i < samples; ++i) {
    rows.push_back({{"name", name}, {"run_type", "iteration"}, {"repetition_index", i}, {"real_time", time + i}});
  }
  return json{{"context", {{"num_cpus", 2}}}, {"benchmarks", rows}}.dump();
}

class a_comparison : public e2e_test {
 protected:
  a_comparison() {
    write("base.json", file_of("bm", 1000));
    write("candidate.json", file_of("bm", 1500));
  }

  void write(const std::string& name, const std::string& text) const { std::ofstream(folder / name) << text; }
  [[nodiscard]] std::string path(const std::string& name) const { return (folder / name).string(); }

  // Returns standard output; the command must succeed.
  [[nodiscard]] std::string output_of(std::vector<std::string> arguments) const {
    program typed(real(arguments), environment);
    EXPECT_EQ(typed.wait(), 0) << typed.errors();
    return typed.output();
  }

  // Returns standard error; the command must fail with a usage error and write nothing.
  [[nodiscard]] std::string refusal_of(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"-o", path("written")});
    program typed(real(arguments), environment);
    EXPECT_EQ(typed.wait(), 2);
    EXPECT_EQ(typed.output(), "");
    EXPECT_FALSE(std::filesystem::exists(path("written")));
    return typed.errors();
  }
};

TEST_F(a_comparison, exits_with_0_whatever_it_found) {
  EXPECT_THAT(output_of({"compare", path("base.json"), path("candidate.json")}),
              AllOf(HasSubstr("1 cell slower, 0 faster"), HasSubstr("interleave gate")));
}

TEST_F(a_comparison, of_too_few_samples_is_a_table_that_judges_nothing) {
  write("few.json", file_of("bm", 1500, 3));
  EXPECT_THAT(output_of({"compare", path("base.json"), path("few.json")}),
              AllOf(HasSubstr("Not judged: 1 cell has too few samples, of which 4 a side are needed."),
                    HasSubstr("Not judged\n"), HasSubstr("+50 %"), HasSubstr("--samples 4,")));
}

// If the context came from the first file only, runner-a alone would be named, and the difference blamed on the
// program.
TEST_F(a_comparison, of_files_of_two_hosts_names_both_as_export_and_history_do) {
  std::filesystem::create_directory(folder / "both");
  for (const auto& [host, mhz] : {std::pair{"runner-a", 2100}, std::pair{"runner-b", 3800}}) {
    json file = json::parse(file_of("bm", mhz));
    file["context"]["host_name"] = host;
    file["context"]["mhz_per_cpu"] = mhz;
    write(fmt::format("both/{}.json", host), file.dump());
  }
  EXPECT_THAT(output_of({"compare", path("base.json"), path("both")}),
              AllOf(HasSubstr("runner-a, runner-b"), HasSubstr("2 hosts, runner-a and runner-b"),
                    HasSubstr("clocks differ, 2100 to 3800 MHz")));
  for (const std::vector<std::string>& joining :
       {std::vector<std::string>{"export", "--to", "bencher", path("both")},
        std::vector<std::string>{"history", "add", path("kept"), path("both"), "--commit", "abc"}}) {
    program typed(real(joining), environment);
    EXPECT_EQ(typed.wait(), 0) << typed.errors();
    EXPECT_THAT(typed.errors(), AllOf(HasSubstr("2 hosts, runner-a and runner-b"), HasSubstr("clocks differ")));
  }
}

TEST_F(a_comparison, of_aggregates_alone_judges_nothing) {
  const json median = {{"name", "bm_median"},
                       {"run_name", "bm"},
                       {"run_type", "aggregate"},
                       {"aggregate_name", "median"},
                       {"real_time", 1000}};
  write("medians.json", json{{"context", {{"num_cpus", 2}}}, {"benchmarks", {median}}}.dump());
  EXPECT_THAT(output_of({"compare", path("medians.json"), path("medians.json")}), HasSubstr("Not judged"));
}

TEST_F(a_comparison, of_single_processes_says_that_it_holds_for_these_only) {
  EXPECT_THAT(output_of({"compare", path("base.json"), path("candidate.json"), "--format", "json"}),
              HasSubstr("these two processes only"));
  for (const char* const side : {"base", "candidate"}) {
    std::filesystem::create_directory(folder / side);
    for (int i = 0; i < 5; ++i)
      write(fmt::format("{}/{}.json", side, i), file_of("bm", side[0] == 'b' ? 1000 + i : 1500 + i));
  }
  EXPECT_THAT(output_of({"compare", path("base"), path("candidate")}),
              AllOf(HasSubstr("1 cell slower, 0 faster"), HasSubstr("at most 5 %"), HasSubstr("5 / 5")));
}

TEST_F(a_comparison, has_the_form_that_the_output_ends_in_or_that_was_asked_for) {
  const std::vector<std::string> both = {"compare", path("base.json"), path("candidate.json")};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), both.begin(), both.end());
    return more;
  };
  EXPECT_THAT(output_of(with({"--format", "markdown"})), StartsWith("### 1 cell slower"));
  EXPECT_EQ(json::parse(output_of(with({"--format", "json"})))["cells"][0]["finding"], "slower");
  for (const auto& [name, begin] : std::map<std::string, std::string>{
           {"a.html", "<!doctype html>"}, {"a.md", "### "}, {"a.json", "{"}, {"a.txt", folder.string()}}) {
    EXPECT_EQ(output_of(with({"-o", path(name)})), "");
    EXPECT_THAT(text_of(path(name)), StartsWith(begin));
  }
}

TEST_F(a_comparison, refuses_bad_input_and_writes_nothing) {
  write("broken.json", R"({"context": )");
  write("other.json", file_of("another", 1));
  EXPECT_THAT(refusal_of({"compare", path("base.json"), path("broken.json")}), HasSubstr("ends early"));
  EXPECT_THAT(refusal_of({"compare", path("base.json"), path("other.json")}), HasSubstr("no cell in common"));
  EXPECT_THAT(refusal_of({"compare", path("base.json"), path("base.json"), "--metric", "speed"}),
              HasSubstr("no cell has 'speed'"));
  EXPECT_THAT(refusal_of({"compare", path("base.json"), path("base.json"), "--filter", "("}), HasSubstr("--filter"));
  EXPECT_THAT(refusal_of({"compare", path("base.json"), path("nowhere.json")}), HasSubstr("there is no such file"));
  EXPECT_THAT(refusal_of({"export", "--to", "bencher", path("broken.json")}), HasSubstr("broken.json"));
  EXPECT_THAT(refusal_of({"export", "--to", "bencher", path("base.json"), folder.string() + "/./base.json"}),
              HasSubstr("is given twice"));
  std::filesystem::copy(path("base.json"), path("copy.json"));
  for (const char* format : {"bencher", "otava"})
    EXPECT_THAT(refusal_of({"export", "--to", format, path("base.json"), path("copy.json")}),
                HasSubstr("would count twice"));
  EXPECT_THAT(refusal_of({"export", "--to", "bencher", "--branch", "main", path("base.json")}),
              HasSubstr("--commit and --branch say nothing to bencher"));
}

TEST_F(a_comparison, that_standard_output_cannot_take_has_failed) {
  for (const char* words : {"compare \"$1\" \"$2\"", "export --to otava \"$1\""}) {
    program typed({"/bin/sh", "-c", fmt::format("exec \"$0\" {} >/dev/full", words), INTERLEAVE, path("base.json"),
                   path("candidate.json")},
                  environment);
    EXPECT_EQ(typed.wait(), 2) << words;
    EXPECT_THAT(typed.errors(), HasSubstr("cannot write standard output: No space left")) << words;
  }
}

TEST_F(a_comparison, of_a_run_with_itself_shows_no_difference) {
  program run(real({"run", "-w", "noop", "-r", "sequential,thread_pool", "-i", "4", "-n", "5", "-t", "2ms",
                    "--no-report", "--out", out.string()}),
              environment);
  ASSERT_EQ(run.wait(), 0) << run.errors();
  EXPECT_THAT(output_of({"compare", out.string(), (out / "results.json").string()}),
              HasSubstr("0 cells slower, 0 faster, 2 without a difference shown."));
  std::filesystem::create_directory(folder / "runs");
  std::filesystem::copy(out, folder / "runs" / "monday");
  EXPECT_THAT(output_of({"compare", path("runs"), out.string()}),
              HasSubstr("0 cells slower, 0 faster, 2 without a difference shown."));
  EXPECT_THAT(output_of({"export", "--to", "openmetrics", out.string()}),
              AllOf(HasSubstr("bench_real_time_seconds{workload=\"noop\",runner=\"thread_pool\",in_flight=\"4\"}"),
                    testing::EndsWith("# EOF\n")));
}

TEST_F(a_comparison, exports_several_results_as_one_of_so_many_processes_or_each_apart) {
  const auto exported = [&](const std::string& format, const std::vector<std::string>& results) {
    std::vector<std::string> typed{"export", "--to", format};
    for (const std::string& name : results) typed.push_back(path(name));
    return output_of(typed);
  };
  const auto samples = [&](const std::vector<std::string>& results) {
    return json::parse(exported("github-action-benchmark", results))[0]["extra"];
  };
  EXPECT_EQ(samples({"base.json"}), "5 samples");
  EXPECT_EQ(samples({"base.json", "candidate.json"}), "2 samples");
  EXPECT_EQ(std::ranges::count(exported("otava", {"base.json", "candidate.json"}), '\n'), 3);
}

TEST_F(a_comparison, exports_the_counter_that_is_asked_for_and_names_what_it_leaves_out) {
  write("counted.json",
        R"({"context": {"num_cpus": 2}, "benchmarks": [{"name": "a", "real_time": 1, "bytes_per_second": 2048}]})");
  program usual(real({"export", "--to", "benchfmt", path("counted.json")}), environment);
  EXPECT_EQ(usual.wait(), 0);
  EXPECT_THAT(usual.errors(), HasSubstr("left out: 1 metric, bytes_per_second; --metric NAME exports it"));
  program asked(real({"export", "--to", "benchfmt", "--metric", "bytes_per_second", path("counted.json")}),
                environment);
  EXPECT_EQ(asked.wait(), 0);
  EXPECT_THAT(asked.output(), HasSubstr("BenchmarkA 1 2048 bytes_per_second"));
  EXPECT_THAT(asked.errors(), HasSubstr("left out: 1 metric, real_time"));
  EXPECT_THAT(refusal_of({"export", "--to", "github-action-benchmark", "--metric", "real_time", "--better", "less",
                          path("counted.json")}),
              HasSubstr("leave one of them out"));
}

}  // namespace
}  // namespace interleave::test
