// interleave gate with real processes: copies of interleave-subject, whose true speed is in a file beside each. No
// result depends on how quiet the machine is, except where a huge slowdown has to be found; the guard is disabled.
#include "e2e_test.hpp"

#include <csignal>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;
namespace fs = std::filesystem;

class the_gate : public e2e_test {
 protected:
  the_gate() : base(folder / "base"), candidate(folder / "candidate") {
    fs::copy_file(SUBJECT, base);
    fs::copy_file(SUBJECT, candidate);
  }

  // Of 20 units of work.
  void candidate_takes(const std::string& units_by_cell) {
    std::ofstream(candidate.string() + ".slowdown") << units_by_cell;
  }

  // A gate that is as fast as can be: two cells, the shortest processes, and no guard against a busy machine.
  [[nodiscard]] std::vector<std::string> gate_with(const std::vector<std::string>& more) const {
    std::vector<std::string> arguments{"gate",       "--base-bin", base.string(),     "--cand-bin", candidate.string(),
                                       "--min-time", "1ms",        "--foreign-share", "100%",       "--seed",
                                       "7",          "--filter",   "spin|sort"};
    if (std::ranges::find(more, "--out") == more.end()) arguments.insert(arguments.end(), {"--out", out.string()});
    arguments.insert(arguments.end(), more.begin(), more.end());
    return real(arguments);
  }

  fs::path base;
  fs::path candidate;
};

json cell_of(const json& verdict, const std::string& name) {
  for (const json& cell : verdict.at("cells"))
    if (cell.at("name") == name) return cell;
  ADD_FAILURE() << "no cell " << name;
  return {};
}

// Found on any machine, however busy (a process of a millisecond may take ten), unless the control cells move so much
// that no verdict is possible.
TEST_F(the_gate, finds_a_cell_that_takes_a_hundred_times_as_long_and_replays_to_the_same_bytes) {
  candidate_takes("subject/sort 2000");
  program typed(gate_with({"--format", "json"}), environment);
  const int status = typed.wait();
  const json verdict = json::parse(typed.output());
  const json sort = cell_of(verdict, "subject/sort");
  EXPECT_GT(sort.at("slowdown").at("estimate"), 1.0);
  EXPECT_TRUE(sort.at("steps").at("screen").at("passed_on"));
  if (verdict.at("objections").empty()) {
    EXPECT_EQ(status, 1) << typed.errors();
    EXPECT_EQ(verdict.at("outcome"), "regression");
    EXPECT_EQ(sort.at("outcome"), "regression");
  } else {
    EXPECT_EQ(status, 3) << typed.errors();
  }
  EXPECT_EQ(files_in(out), (std::set<std::string>{"gate.jsonl", "verdict.json", "verdict.md"}));
  EXPECT_EQ(text_of(out / "verdict.json"), typed.output());

  program replay(real({"gate", "--replay", out.string(), "--format", "json"}), environment);
  EXPECT_EQ(replay.wait(), status);
  EXPECT_EQ(replay.output(), typed.output());

  program results(real({"gate", "--replay", out.string(), "--format", "junit"}), environment);
  EXPECT_EQ(results.wait(), status);
  EXPECT_THAT(results.output(), AllOf(StartsWith("<?xml"), HasSubstr("name=\"subject/sort\""), HasSubstr("tests=\"2\""),
                                      HasSubstr(status == 1 ? "<failure type=\"failed\"" : "<skipped>")));

  program markdown(real({"gate", "--merge", (out / "gate.jsonl").string(), "--format", "markdown"}), environment);
  EXPECT_EQ(markdown.wait(), status);
  EXPECT_EQ(markdown.output(), text_of(out / "verdict.md"));
  EXPECT_THAT(markdown.output(), AllOf(StartsWith("## Performance gate"), HasSubstr("subject/sort")));
  EXPECT_TRUE(nobody_is_left());
}

TEST_F(the_gate, names_a_cell_that_crashes_in_the_candidate) {
  candidate_takes("subject/sort crash");
  program typed(gate_with({"--until", "screen"}), environment);
  EXPECT_EQ(typed.wait(), 2);
  EXPECT_THAT(typed.output(), HasSubstr("fails in the candidate only: killed by SIGABRT"));
  EXPECT_TRUE(nobody_is_left());
}

TEST_F(the_gate, ends_a_cell_that_does_nothing_but_complain) {
  candidate_takes("subject/sort babble");
  program typed(gate_with({"--until", "screen"}), environment);
  EXPECT_EQ(typed.wait(), 2);
  EXPECT_THAT(typed.output(), HasSubstr("fails in the candidate only: it wrote more than 16 MiB to standard error"));
  EXPECT_TRUE(nobody_is_left());
}

// With --until screen nothing can be a regression, so the run passes or is inconclusive on any machine, however busy.
TEST_F(the_gate, keeps_its_verdict_where_nobody_can_be_told) {
  const std::vector<std::string> whole = gate_with({"--until", "screen", "--inconclusive", "pass"});
  const auto ends = [&](const std::vector<std::string>& typed, const std::string& where) {
    std::vector<std::string> command{"/bin/sh", "-c", "exec \"$@\" " + where, "sh"};
    command.insert(command.end(), typed.begin(), typed.end());
    program started(command, environment);
    const int status = started.wait();
    return std::pair{status, started.errors()};
  };
  EXPECT_EQ(ends(whole, "2>/dev/full").first, 0);
  const std::vector<std::string> again =
      real({"gate", "--resume", out.string(), "--until", "screen", "--inconclusive", "pass"});
  EXPECT_EQ(ends(again, "2>&-").first, 0);
  const auto [status, errors] = ends(again, ">/dev/full");
  EXPECT_EQ(status, 2);
  EXPECT_THAT(errors, AllOf(HasSubstr("cannot write standard output"), HasSubstr((out / "verdict.json").string())));
}

TEST_F(the_gate, tells_its_verdict_where_a_file_of_it_cannot_be_written) {
  program whole(gate_with({"--until", "screen", "--inconclusive", "pass", "--format", "json"}), environment);
  ASSERT_EQ(whole.wait(), 0) << whole.errors();
  fs::remove(out / "verdict.md");
  fs::remove(out / "verdict.json");
  fs::create_directory(out / "verdict.json");
  program again(
      real({"gate", "--resume", out.string(), "--until", "screen", "--inconclusive", "pass", "--format", "json"}),
      environment);
  EXPECT_EQ(again.wait(), 2);
  EXPECT_EQ(again.output(), whole.output());
  EXPECT_THAT(again.errors(),
              AllOf(HasSubstr("cannot write " + (out / "verdict.json").string()),
                    HasSubstr("the log is whole; the verdict again: interleave gate --replay " + out.string())));
  EXPECT_TRUE(fs::exists(out / "verdict.md"));
  program replay(real({"gate", "--replay", out.string(), "--inconclusive", "pass", "--format", "json"}), environment);
  EXPECT_EQ(replay.wait(), 0);
  EXPECT_EQ(replay.output(), whole.output());
}

TEST_F(the_gate, hands_over_to_other_runners) {
  candidate_takes("subject/sort 2000");
  const std::string one = (folder / "one").string();
  program screen(gate_with({"--runner-id", "one", "--until", "screen", "--out", one}), environment);
  screen.wait();
  program rest(gate_with({"--runner-id", "two", "--merge", one, "--out", out.string()}), environment);
  const int status = rest.wait();
  const json verdict = json_of(out / "verdict.json");
  ASSERT_EQ(verdict.at("runners").size(), 2U);
  EXPECT_EQ(verdict.at("runners").at(1).at("id"), "two");
  program merged(real({"gate", "--merge", one, out.string(), "--format", "json"}), environment);
  EXPECT_EQ(merged.wait(), status);
  EXPECT_EQ(merged.output(), text_of(out / "verdict.json"));
  program alone(real({"gate", "--replay", out.string()}), environment);
  EXPECT_EQ(alone.wait(), 2);
  EXPECT_THAT(alone.errors(), HasSubstr("of another runner, which is missing here"));
  const std::string log = text_of(out / "gate.jsonl");
  program resumed(real({"gate", "--resume", out.string()}), environment);
  EXPECT_EQ(resumed.wait(), 2) << "the screen isn't measured again";
  EXPECT_EQ(text_of(out / "gate.jsonl"), log);
  program newcomer(real({"gate", "--resume", one, "--merge", out.string()}), environment);
  EXPECT_EQ(newcomer.wait(), 2);
  EXPECT_THAT(newcomer.errors(), HasSubstr("this gate began without that log"));
  fs::remove(out / "verdict.json");
  fs::create_directory(out / "verdict.json");
  program unwritten(real({"gate", "--resume", out.string(), "--merge", one}), environment);
  EXPECT_EQ(unwritten.wait(), 2);
  EXPECT_THAT(unwritten.errors(), HasSubstr("interleave gate --replay " + one + " " + out.string()));
  if (!verdict.at("objections").empty()) return;
  EXPECT_EQ(status, 1);
  const json sort = cell_of(verdict, "subject/sort");
  EXPECT_EQ(sort.at("steps").at("screen").at("pairs"), 12);
  EXPECT_GE(sort.at("steps").at("confirm").at("pairs"), 15);
}

TEST_F(the_gate, goes_on_after_a_signal) {
  program typed(gate_with({"--until", "screen"}), environment);
  ASSERT_TRUE(wait_until([&] { return text_of(out / "gate.jsonl").find("\"round\":2,") != std::string::npos; }));
  typed.send(SIGTERM);
  EXPECT_EQ(typed.wait(), 128 + SIGTERM);
  EXPECT_THAT(typed.errors(), HasSubstr("interleave gate --resume " + out.string() + " --until screen"));
  EXPECT_TRUE(nobody_is_left());

  std::ofstream(out / "gate.jsonl", std::ios::app) << "{\"record\":\"pair\",\"rou";  // as a power cut leaves it
  program resumed(real({"gate", "--resume", out.string(), "--until", "screen"}), environment);
  resumed.wait();
  EXPECT_EQ(cell_of(json_of(out / "verdict.json"), "subject/spin").at("steps").at("screen").at("pairs"), 12);
}

TEST_F(the_gate, says_what_budget_it_would_need) {
  program typed(gate_with({"--budget", "50ms"}), environment);
  EXPECT_EQ(typed.wait(), 3);
  EXPECT_THAT(typed.errors(), AllOf(HasSubstr("the budget of 50ms is too short"), HasSubstr("--resume")));
  program resumed(real({"gate", "--resume", out.string()}), environment);
  EXPECT_EQ(resumed.wait(), 3);
  EXPECT_THAT(resumed.errors(), HasSubstr("the budget of 50ms is too short")) << "as it was";
  program lenient(real({"gate", "--replay", out.string(), "--inconclusive", "pass"}), environment);
  EXPECT_EQ(lenient.wait(), 0);
  program strict(real({"gate", "--replay", out.string(), "--inconclusive", "fail"}), environment);
  EXPECT_EQ(strict.wait(), 1);
}

TEST_F(the_gate, refuses_in_a_sentence_and_leaves_nothing) {
  const auto refused = [&](const std::vector<std::string>& arguments, const std::string& part) {
    program typed(arguments, environment);
    EXPECT_EQ(typed.wait(), 2) << part;
    EXPECT_THAT(typed.errors(), HasSubstr(part));
    EXPECT_EQ(typed.output(), "");
    EXPECT_FALSE(fs::exists(out)) << part;
  };
  refused(real({"gate"}), "--base-bin is missing");
  refused(real({"gate", "--base-bin", base.string()}), "--cand-bin is missing");
  refused(real({"gate", "--base-bin", "/no/such", "--cand-bin", base.string()}), "the base executable: /no/such");
  refused(gate_with({"--margin", "3"}), "--margin: '3' is no percentage");
  refused(gate_with({"--margin", "12%"}), "--bound: 10% must lie above the margin of 12%");
  refused(gate_with({"--budget", "soon"}), "--budget: 'soon' is no duration");
  refused(gate_with({"--timeout", "0s"}), "--timeout: it must be longer than nothing");
  refused(real({"gate", "--base-bin", base.string(), "--cand-bin", base.string(), "--min-time", "0.0001ms"}),
          "--min-time: executables are asked for whole microseconds");
  refused(real({"gate", "--base-bin", base.string(), "--cand-bin", base.string(), "--min-time", "1h"}),
          "--min-time: a pair of processes that measure 1h each does not fit into the budget of 10m");
  refused(gate_with({"--control", "no such"}), "--control 'no such' matches no benchmark");
  refused(gate_with({"--merge", "/no/such.jsonl"}), "/no/such.jsonl");
  refused(real({"gate", "--base-bin", base.string(), "--cand-bin", candidate.string(), "--filter", "zzz"}),
          "--filter 'zzz' matches no benchmark");
  refused(gate_with({"--runner-id", std::string(300, 'x')}), "is longer than 256 bytes");
  refused(real({"gate", "--base-bin", CONTROL, "--cand-bin", CONTROL, "--out", out.string()}),
          "a control cell of every gate");
  refused(real({"gate", "--replay", "/no/such"}), "/no/such");
  refused(real({"gate", "--replay", "/no/such", "--margin", "5%"}), "--margin says nothing beside --replay");
  refused(real({"gate", "--resume", folder.string()}), "gate.jsonl");
  refused(real({"gate", "--resume", folder.string(), "--seed", "3"}), "--seed says nothing beside --resume");
}

TEST_F(the_gate, is_alone_in_its_folder) {
  program first(gate_with({"--until", "screen"}), environment);
  ASSERT_TRUE(wait_until([&] { return text_of(out / "gate.jsonl").find("\"round\":0,") != std::string::npos; }));
  program second(gate_with({}), environment);
  EXPECT_EQ(second.wait(), 2);
  EXPECT_THAT(second.errors(), HasSubstr("holds a gate already"));
  program resumed(real({"gate", "--resume", out.string()}), environment);
  EXPECT_EQ(resumed.wait(), 2);
  EXPECT_THAT(resumed.errors(), HasSubstr("another gate is writing to it"));
  first.wait();
  EXPECT_EQ(cell_of(json_of(out / "verdict.json"), "subject/spin").at("steps").at("screen").at("pairs"), 12);
}

// A limit on file size simulates a full disk.
TEST_F(the_gate, says_how_to_go_on_once_the_disk_has_room) {
  std::vector<std::string> limited{"/bin/sh", "-c", "ulimit -f 12; exec \"$@\"", "sh"};
  const std::vector<std::string> typed = gate_with({"--until", "screen"});
  limited.insert(limited.end(), typed.begin(), typed.end());
  program full(limited, environment);
  EXPECT_EQ(full.wait(), 2);
  EXPECT_THAT(full.errors(),
              AllOf(HasSubstr("gate.jsonl: File too large"),
                    HasSubstr("go on with: interleave gate --resume " + out.string() + " --until screen")));
  EXPECT_TRUE(nobody_is_left());
  const std::string log = text_of(out / "gate.jsonl");
  EXPECT_TRUE(log.ends_with("}\n"));
  program resumed(real({"gate", "--resume", out.string(), "--until", "screen"}), environment);
  resumed.wait();
  EXPECT_TRUE(text_of(out / "gate.jsonl").starts_with(log));
  EXPECT_EQ(cell_of(json_of(out / "verdict.json"), "subject/spin").at("steps").at("screen").at("pairs"), 12);
}

TEST_F(the_gate, that_could_not_begin_its_log_leaves_none) {
  std::vector<std::string> limited{"/bin/sh", "-c", "ulimit -f 1; exec \"$@\"", "sh"};
  const std::vector<std::string> typed = gate_with({"--until", "screen"});
  limited.insert(limited.end(), typed.begin(), typed.end());
  program full(limited, environment);
  EXPECT_EQ(full.wait(), 2);
  EXPECT_FALSE(fs::exists(out)) << full.errors();
}

TEST_F(the_gate, is_gone_on_with_after_its_sudden_death) {
  program killed(gate_with({"--until", "screen"}), environment);
  ASSERT_TRUE(wait_until([&] { return text_of(out / "gate.jsonl").find("\"round\":2,") != std::string::npos; }));
  killed.send(SIGKILL);
  EXPECT_EQ(killed.wait(), 1000 + SIGKILL);
  EXPECT_TRUE(nobody_is_left());
  program resumed(real({"gate", "--resume", out.string(), "--until", "screen"}), environment);
  resumed.wait();
  const json verdict = json_of(out / "verdict.json");
  EXPECT_EQ(cell_of(verdict, "subject/spin").at("steps").at("screen").at("pairs"), 12);
  EXPECT_EQ(verdict.at("rounds"), 12);
}

TEST_F(the_gate, does_not_write_over_a_gate) {
  program first(gate_with({"--budget", "50ms"}), environment);
  first.wait();
  const std::string log = text_of(out / "gate.jsonl");
  program second(gate_with({"--budget", "50ms"}), environment);
  EXPECT_EQ(second.wait(), 2);
  EXPECT_THAT(second.errors(), HasSubstr("holds a gate already"));
  EXPECT_EQ(text_of(out / "gate.jsonl"), log);
}

TEST_F(the_gate, is_not_gone_on_with_after_an_executable_has_changed) {
  program first(gate_with({"--budget", "50ms"}), environment);
  first.wait();
  std::ofstream(candidate, std::ios::app) << "x";
  program resumed(real({"gate", "--resume", out.string()}), environment);
  EXPECT_EQ(resumed.wait(), 2);
  EXPECT_THAT(resumed.errors(), HasSubstr("has changed since this gate began"));
}

// So that no length of a path depends on which of the two programs is measured.
TEST_F(the_gate, tells_both_processes_of_a_pair_the_same_length_and_every_pair_another) {
  const std::string script = fmt::format(
      "#!/bin/sh\nline=$*\ncase $line in *benchmark_out*) echo \"${{#line}}\" >>{} ;; esac\nexec {} \"$@\"\n",
      (folder / "lengths").string(), SUBJECT);
  for (const fs::path& program : {base, candidate}) {
    fs::remove(program);
    std::ofstream(program) << script;
    fs::permissions(program, fs::perms::owner_all);
  }
  program typed(gate_with({"--until", "screen"}), environment);
  typed.wait();
  std::istringstream lines(text_of(folder / "lengths"));
  std::vector<int> lengths{std::istream_iterator<int>(lines), {}};
  ASSERT_EQ(lengths.size(), 2U * 2 * 12) << "two cells";
  std::set<int> different;
  for (std::size_t i = 0; i < lengths.size(); i += 2) {
    EXPECT_EQ(lengths[i], lengths[i + 1]);
    different.insert(lengths[i]);
  }
  EXPECT_GE(different.size(), 20U);
}

TEST_F(the_gate, ends_where_an_executable_changes_under_it) {
  program typed(gate_with({"--until", "screen"}), environment);
  const auto is_in_round = [&](int round) {
    return text_of(out / "gate.jsonl").find(fmt::format("\"round\":{},", round)) != std::string::npos;
  };
  ASSERT_TRUE(wait_until([&] { return is_in_round(2); }));
  fs::last_write_time(candidate, fs::file_time_type::clock::now());
  ASSERT_TRUE(wait_until([&] { return is_in_round(4); })) << "touched, it is the same file";
  fs::copy_file(SUBJECT, folder / "rebuilt");
  std::ofstream(folder / "rebuilt", std::ios::app) << "x";
  fs::rename(folder / "rebuilt", candidate);
  EXPECT_EQ(typed.wait(), 2);
  EXPECT_THAT(typed.errors(), HasSubstr(candidate.string() + " has changed since this gate began"));
}

}  // namespace
}  // namespace interleave::test
