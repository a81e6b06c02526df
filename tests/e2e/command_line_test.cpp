// Correct and wrong command lines, and what the user sees.
#include "e2e_test.hpp"

#include <fstream>
#include <set>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

namespace interleave::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

struct mistake {
  std::string name;
  std::vector<std::string> arguments;
  std::string message;  // part of it
};

void PrintTo(const mistake& value, std::ostream* out) {
  *out << value.name;
}

class a_mistake : public e2e_test, public testing::WithParamInterface<mistake> {};

TEST_P(a_mistake, is_told_in_a_sentence_with_exit_code_2_and_leaves_no_trace) {
  std::vector<std::string> arguments = GetParam().arguments;
  if (!arguments.empty() && arguments.front() == "run") arguments.insert(arguments.end(), {"--out", out.string()});
  program typed(real(arguments), environment);
  EXPECT_EQ(typed.wait(), 2);
  EXPECT_THAT(typed.errors(), HasSubstr(GetParam().message));
  EXPECT_EQ(typed.output(), "");
  EXPECT_FALSE(std::filesystem::exists(out));
}

INSTANTIATE_TEST_SUITE_P(
    e2e, a_mistake,
    testing::Values(
        mistake{"nothing", {}, "Usage: interleave"},
        mistake{"command", {"rnu"}, "there is no command 'rnu'; did you mean 'run'?"},
        mistake{"option", {"run", "--sampels", "3"}, "there is no option '--sampels'; did you mean '--samples'?"},
        mistake{"workload", {"run", "-w", "io_eco"}, "did you mean 'io_echo'?"},
        mistake{"runner", {"run", "-r", "corutines"}, "did you mean 'coroutines'?"},
        mistake{"pattern", {"run", "-w", "zzz*"}, "zzz*"},
        mistake{"parameter", {"run", "--set", "io_echo.dealy=5ms"}, "io_echo.dealy"},
        mistake{"value", {"run", "--set", "io_echo.delay=fast"}, "'fast' is no duration"},
        mistake{"value_of_several",
                {"run", "--set", "io_echo.delay=1ms,fast,5ms"},
                "value 2 of 3: io_echo.delay: 'fast' is no duration"},
        mistake{"parameter_set_twice",
                {"run", "--set", "io_echo.delay=1ms", "--set", "io_echo.delay=5ms"},
                "io_echo.delay is set twice"},
        mistake{"cells_that_no_report_reads",
                {"run", "-w", "io_echo", "-r", "*", "-i", "1,2,3,4,5,6", "--set", "io_echo.delay=1ms..64ms+1ms"},
                "cells, and a report has at most 4096; give fewer values"},
        mistake{"samples", {"run", "-n", "0"}, "--samples"},
        mistake{"duration", {"run", "--timeout", "soon"}, "--timeout: 'soon' is no duration"},
        mistake{"budget_too_long",
                {"run", "--budget", "20000h"},
                "--budget: 20000h is too large for a duration; give at most 2500h"},
        mistake{"no_time", {"run", "-t", "0s"}, "--time-per-sample"},
        mistake{"size", {"run", "--memory-limit", "much"}, "--memory-limit: 'much' is no size"},
        mistake{"level", {"run", "-i", "1,none"}, "in_flight: 'none' is no number of tasks; give 1 to 1000000"},
        mistake{"empty_level", {"run", "-i", ""}, "--in-flight: it is empty"},
        mistake{"empty_folder_to_resume", {"run", "--resume", ""}, "--resume: it is empty"},
        mistake{"empty_folder_to_resume_joined", {"run", "--resume="}, "--resume: it is empty"},
        mistake{"empty_time", {"run", "-t", ""}, "--time-per-sample: it is empty"},
        mistake{"empty_budget", {"run", "--budget", ""}, "--budget: it is empty"},
        mistake{"empty_budget_joined", {"run", "--budget=", "-n", "1"}, "--budget: it is empty"},
        mistake{"empty_memory_limit", {"run", "--memory-limit", ""}, "--memory-limit: it is empty"},
        mistake{"empty_workload", {"run", "-w", ""}, "--workload: it is empty"},
        mistake{"empty_folder", {"metg", "-o", ""}, "--out: it is empty"},
        mistake{"empty_sweep_time", {"metg", "-t", ""}, "--time-per-sample: it is empty"},
        mistake{"empty_gate_to_resume", {"gate", "--resume", ""}, "--resume: it is empty"},
        mistake{"empty_gate_folder", {"gate", "--base-bin", "a", "--cand-bin", "b", "-o", ""}, "--out: it is empty"},
        mistake{"empty_bench", {"--bench", "", "list"}, "--bench: it is empty"},
        mistake{"empty_page", {"report", "a", "--html", ""}, "--html: it is empty"},
        mistake{"empty_results", {"report", ""}, "results: it is empty"},
        mistake{"empty_commit", {"history", "add", "a", "b", "--commit", ""}, "--commit: it is empty"},
        mistake{
            "seed_below_0", {"run", "--seed", "-1"}, "--seed: '-1' is no whole number from 0 to 18446744073709551615"},
        mistake{
            "seed_too_large", {"run", "--seed", "99999999999999999999999"}, "--seed: '99999999999999999999999' is no"},
        mistake{"seed_word", {"metg", "--seed", "x"}, "--seed: 'x' is no whole number"},
        mistake{"gate_seed", {"gate", "--base-bin", "a", "--cand-bin", "b", "--seed", "-1"}, "--seed: '-1' is no"},
        mistake{"kept_runs",
                {"history", "prune", "a", "--keep-last", "-1"},
                "--keep-last: '-1' is no whole number from 0 to"},
        mistake{"no_memory", {"run", "--memory-limit", "0"}, "--memory-limit: it must be more than nothing"},
        mistake{"placement", {"run", "--placement", "here"}, "--placement"},
        mistake{"timer_slack", {"run", "--timer-slack", "none"}, "--timer-slack"},
        mistake{"both_profiles", {"run", "--quick", "--full"}, "--full"},
        mistake{"metg_runner", {"metg", "-r", "corutines"}, "did you mean 'coroutines'?"},
        mistake{"metg_level", {"metg", "-i", "0"}, "--in-flight"},
        mistake{"bench", {"--bench", "/no/such/bench", "list"}, "/no/such/bench is no program"},
        mistake{"results", {"report", "/no/such/results"}, "/no/such/results"},
        mistake{"compared_file", {"compare", "/no/such/results", "/no/such/other"}, "/no/such/results"},
        mistake{"compared_margin", {"compare", "a", "b", "--margin", "wide"}, "--margin: 'wide' is no percentage"},
        mistake{"compared_format", {"compare", "a", "b", "--format", "pdf"}, "--format"},
        mistake{"export_format", {"export", "--to", "csv", "a"}, "--to"},
        mistake{"export_commits", {"export", "--to", "otava", "a", "--commit", "x", "--commit", "y"}, "--commit"},
        mistake{"export_way", {"export", "--to", "otava", "a", "--better", "more"}, "--better says nothing to otava"},
        mistake{"open_of_several", {"report", "a", "b", "--open"}, "--html says where it goes"},
        mistake{"open_of_no_file", {"report", "a", "--open", "--html", "-"}, "give the page a file"},
        mistake{"two_on_one_output", {"report", "a", "--html", "-", "--markdown", "-"}, "give one of them a file"},
        mistake{"color", {"--color", "pink", "list"}, "--color"}),
    [](const auto& tested) { return tested.param.name; });

class the_command_line : public e2e_test {};

TEST_F(the_command_line, refuses_to_resume_what_is_no_run) {
  program typed(real({"run", "--resume", folder.string()}), environment);
  EXPECT_EQ(typed.wait(), 2);
  EXPECT_THAT(typed.errors(), AllOf(HasSubstr("run.json"), HasSubstr(folder.string())));
}

TEST_F(the_command_line, refuses_other_choices_for_a_run_that_has_begun) {
  program typed(real({"run", "--resume", folder.string(), "-n", "3"}), environment);
  EXPECT_EQ(typed.wait(), 2);
  EXPECT_THAT(typed.errors(), HasSubstr("--samples cannot be changed"));
}

TEST_F(the_command_line, helps_and_tells_its_version_on_standard_output) {
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{{"--help"},
                                                                                         {"run", "--help"},
                                                                                         {"metg", "--help"},
                                                                                         {"list", "--help"},
                                                                                         {"report", "--help"},
                                                                                         {"compare", "--help"},
                                                                                         {"export", "--help"},
                                                                                         {"history", "--help"},
                                                                                         {"doctor", "--help"},
                                                                                         {"gate", "--help"}}) {
    program typed(real(arguments), environment);
    EXPECT_EQ(typed.wait(), 0);
    EXPECT_THAT(typed.output(), HasSubstr("interleave "));
    EXPECT_EQ(typed.errors(), "");
  }
  program version(real({"--version"}), environment);
  EXPECT_EQ(version.wait(), 0);
  EXPECT_EQ(version.output(), "interleave " INTERLEAVE_VERSION "\n");
}

TEST_F(the_command_line, lists_as_json_what_a_program_can_read) {
  for (const std::string what : {"workloads", "runners", "cells", "parameters"}) {
    program typed(real({"list", what, "--json"}), environment);
    EXPECT_EQ(typed.wait(), 0);
    const json list = json::parse(typed.output());
    EXPECT_FALSE(list.empty()) << what;
    for (const json& item : list) EXPECT_TRUE(item.contains("name")) << what;
  }
}

TEST_F(the_command_line, lists_workloads_with_their_shape) {
  program typed(real({"list"}), environment);
  EXPECT_EQ(typed.wait(), 0);
  EXPECT_THAT(typed.output(), testing::ContainsRegex("io_echo +batch +io "));
}

TEST_F(the_command_line, fails_where_standard_output_cannot_be_written) {
  std::ofstream(folder / "bm.json") << json{{"context", {{"num_cpus", 2}}},
                                            {"benchmarks",
                                             {{{"name", "bm"}, {"run_type", "iteration"}, {"real_time", 1000}}}}}
                                           .dump();
  for (const auto& [output, reason] :
       {std::pair{">/dev/full", "No space left"}, std::pair{">&-", "Bad file descriptor"}}) {
    std::filesystem::remove_all(folder / "r");
    for (const char* words :
         {"list", "list cells --json", "doctor", "doctor --json", "report bm.json", "report bm.json --markdown -",
          "run -w noop -r sequential -n 1 -t 1ms --no-report --out r", "--help", "history add --help", "--version",
          "history add perf bm.json --commit c1", "history list perf", "history show perf c1", "history trend perf",
          "history export perf", "history prune perf --before 2100-01-01 --dry-run",
          "history prune perf --before 2100-01-01"}) {
      program typed(
          {"/bin/sh", "-c", fmt::format("cd \"$1\" && exec \"$0\" {} {}", words, output), INTERLEAVE, folder.string()},
          environment);
      EXPECT_EQ(typed.wait(), 2) << words << output;
      EXPECT_THAT(typed.errors(), HasSubstr(fmt::format("cannot write standard output: {}", reason))) << words;
    }
  }
}

TEST_F(the_command_line, keeps_its_exit_code_where_standard_error_cannot_be_written) {
  std::ofstream(folder / "bm.json") << "{}";
  struct expected {
    const char* words;
    int status;
  };
  for (const auto& [words, status] :
       {expected{"report none", 2}, expected{"rnu", 2}, expected{"", 2}, expected{"--help", 0},
        expected{"run --resume none", 2}, expected{"gate --replay none", 2}, expected{"compare bm.json none", 2},
        expected{"history list none", 2},
        expected{"run -w noop -r sequential -i 1 -n 1 -t 1ms --no-report --out r", 0}}) {
    for (const char* errors : {"2>/dev/full", "2>&-"}) {
      std::filesystem::remove_all(folder / "r");
      program typed(
          {"/bin/sh", "-c", fmt::format("cd \"$1\" && exec \"$0\" {} {}", words, errors), INTERLEAVE, folder.string()},
          environment);
      EXPECT_EQ(typed.wait(), status) << words << errors;
    }
    if (status == 0 && *words == 'r') {
      for (const char* name : {"run.json", "results.json"}) EXPECT_TRUE(json_of(folder / "r" / name).is_object());
      EXPECT_EQ(files_in(folder / "r"), (std::set<std::string>{"results.json", "run.json", "samples.jsonl"}));
    }
  }
}

TEST_F(the_command_line, says_where_the_results_are_when_they_cannot_be_shown) {
  program typed({"/bin/sh", "-c", "cd \"$1\" && exec \"$0\" run -w noop -r sequential -n 1 -t 1ms -o r >/dev/full",
                 INTERLEAVE, folder.string()},
                environment);
  EXPECT_EQ(typed.wait(), 2);
  EXPECT_THAT(typed.errors(), HasSubstr("r/results.json"));
}

TEST_F(the_command_line, is_content_when_nobody_reads_on) {
  // Whether `true` is gone before or after the list is written makes no difference.
  program typed({"/bin/sh", "-c", "{ \"$0\" list cells; echo \"status $?\" >&2; } | true", INTERLEAVE}, environment);
  EXPECT_EQ(typed.wait(), 0);
  EXPECT_EQ(typed.errors(), "status 0\n");
}

TEST_F(the_command_line, measures_on_when_nobody_reads_its_progress) {
  program typed(
      {"/bin/sh", "-c",
       "cd \"$1\" && { \"$0\" run -w noop -r sequential -i 1 -n 2 -t 1ms --no-report -o r; echo $? >status; } "
       "2>&1 | true",
       INTERLEAVE, folder.string()},
      environment);
  EXPECT_EQ(typed.wait(), 0);
  ASSERT_TRUE(wait_until([&] { return std::filesystem::exists(folder / "status"); }));
  EXPECT_EQ(json_of(folder / "r" / "results.json")["context"]["interleave"]["complete"], true);
}

TEST_F(the_command_line, starts_the_measuring_program_that_the_kernel_would) {
  // link leads to deep/down, so that link/.. is deep and not the folder that the link lies in.
  std::filesystem::create_directories(folder / "deep" / "down");
  std::filesystem::create_symlink("deep/down", folder / "link");
  std::filesystem::create_symlink(FAULTY_BENCH, folder / "deep" / "bench");
  program typed(real({"--bench", (folder / "link" / ".." / "bench").string(), "list"}), environment);
  EXPECT_EQ(typed.wait(), 0) << typed.errors();
  EXPECT_THAT(typed.output(), HasSubstr("faulty_exit"));
}

// A pseudo-terminal, whose other end collects what would be displayed.
class a_terminal {
 public:
  a_terminal() : master_(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)) {
    ::grantpt(master_);
    ::unlockpt(master_);
    slave_ = ::open(::ptsname(master_), O_RDWR | O_NOCTTY | O_CLOEXEC);
  }
  ~a_terminal() {
    ::close(master_);
    ::close(slave_);
  }
  a_terminal(const a_terminal&) = delete;
  a_terminal& operator=(const a_terminal&) = delete;

  [[nodiscard]] int slave() const { return slave_; }
  std::string seen() {
    char block[4096];
    for (ssize_t count; (count = ::read(master_, block, sizeof block)) > 0;)
      seen_.append(block, static_cast<std::size_t>(count));
    return seen_;
  }

 private:
  int master_;
  int slave_;
  std::string seen_;
};

TEST_F(the_command_line, rewrites_one_line_of_a_terminal_and_colours_what_went_wrong) {
  environment["TERM"] = "xterm";
  for (const bool no_color : {false, true}) {
    environment["NO_COLOR"] = no_color ? "1" : "";
    a_terminal terminal;
    program run(faulty({"run", "-w", "faulty_exit", "-r", "thread_pool", "-i", "4", "-n", "2", "-t", "5ms",
                        "--no-report", "--out", (folder / (no_color ? "plain" : "coloured")).string()}),
                environment, terminal.slave());
    EXPECT_EQ(run.wait(), 1);
    EXPECT_THAT(terminal.seen(), HasSubstr("\r\x1b[2K"));
    EXPECT_THAT(terminal.seen(), HasSubstr("failed: faulty_exit"));
    EXPECT_EQ(terminal.seen().find("\x1b[33m") == std::string::npos, no_color);
    EXPECT_EQ(run.output().find('\x1b'), std::string::npos);
  }
}

}  // namespace
}  // namespace interleave::test
