// What the program does to whatever already exists at its output path: devices, links, modes, others' files.
#include "e2e_test.hpp"

#include <fstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

namespace interleave::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
namespace fs = std::filesystem;

struct outcome {
  int status = 0;
  std::string output;
  std::string errors;
};

class an_output : public e2e_test {
 protected:
  an_output() {
    json rows = json::array();
    for (int i = 0; i < 10; ++i)
      rows.push_back({{"name", "bm"},
                      {"run_type", "iteration"},
                      {"iterations", 9},
                      {"real_time", 1000 + i},
                      {"cpu_time", 1000 + i},
                      {"time_unit", "ns"}});
    std::ofstream(folder / "bm.json") << json{{"context", {{"num_cpus", 2}}}, {"benchmarks", rows}}.dump();
    EXPECT_EQ(call("history add perf bm.json --commit c1").status, 0);
  }

  // In the test's folder, words as a shell reads them.
  outcome call(const std::string& words) {
    program typed({"/bin/sh", "-c", "cd \"$1\" && exec \"$0\" " + words, INTERLEAVE, folder.string()}, environment);
    const int status = typed.wait();
    return {status, typed.output(), typed.errors()};
  }

  [[nodiscard]] mode_t mode_of(const std::string& name) const {
    struct stat found{};
    EXPECT_EQ(::lstat((folder / name).c_str(), &found), 0) << name;
    return found.st_mode;
  }
};

// Every option that names a file to be written; {} is the file.
constexpr const char* writers[] = {"report bm.json --html {}",
                                   "report bm.json --markdown {}",
                                   "compare bm.json bm.json -o {} --format json",
                                   "compare bm.json bm.json -o {} --format html",
                                   "export --to bencher bm.json -o {}",
                                   "history trend perf --html {}"};

TEST_F(an_output, to_a_device_leaves_the_device) {
  if (::mknod((folder / "null").c_str(), S_IFCHR | 0666U, ::makedev(1, 3)) != 0) GTEST_SKIP() << "mknod is not allowed";
  for (const char* writer : writers) {
    EXPECT_EQ(call(fmt::format(fmt::runtime(writer), "null")).status, 0) << writer;
    ASSERT_TRUE(S_ISCHR(mode_of("null"))) << writer;
  }
}

TEST_F(an_output, through_a_link_lands_where_it_leads_with_the_mode_that_is_there) {
  fs::create_directory(folder / "far");
  for (const char* writer : writers) {
    std::ofstream(folder / "far" / "target") << "old";
    ::chmod((folder / "far" / "target").c_str(), 0600);
    fs::remove(folder / "link");
    fs::create_symlink("far/target", folder / "link");
    EXPECT_EQ(call(fmt::format(fmt::runtime(writer), "link")).status, 0) << writer;
    EXPECT_TRUE(S_ISLNK(mode_of("link"))) << writer;
    EXPECT_EQ(mode_of("far/target") & 07777U, 0600U) << writer;
    EXPECT_GT(fs::file_size(folder / "far" / "target"), 3U) << writer;
  }
}

// Through a link like /dev/stdout, but one of the test's own: a writer that replaced it would harm the machine.
TEST_F(an_output, to_standard_output_by_its_name_is_appended_where_that_is) {
  fs::create_symlink("/proc/self/fd/1", folder / "stdout");
  std::ofstream(folder / "summary") << "first\n";
  EXPECT_EQ(call("report bm.json --markdown stdout >> summary").status, 0);
  EXPECT_THAT(text_of(folder / "summary"), AllOf(testing::StartsWith("first\n"), HasSubstr("bm")));
}

TEST_F(an_output, called_minus_is_standard_output) {
  for (const char* writer : writers) {
    const outcome printed = call(fmt::format(fmt::runtime(writer), "-"));
    EXPECT_EQ(printed.status, 0) << writer << printed.errors;
    EXPECT_THAT(printed.output, HasSubstr("bm")) << writer;
    EXPECT_FALSE(fs::exists(folder / "-")) << writer;
  }
}

TEST_F(an_output, to_a_folder_is_refused) {
  fs::create_directory(folder / "d");
  for (const char* writer : writers) {
    const outcome refused = call(fmt::format(fmt::runtime(writer), "d"));
    EXPECT_EQ(refused.status, 2) << writer;
    EXPECT_THAT(refused.errors, HasSubstr("cannot write d: Is a directory")) << writer;
  }
}

// As results/* names them where a gate has its folder beside the runs'.
TEST_F(an_output, of_several_results_leaves_gates_out_and_says_so) {
  fs::create_directory(folder / "a gate");
  for (const char* const name : {"gate.jsonl", "verdict.json"}) std::ofstream(folder / "a gate" / name) << "{}\n";
  for (const std::string command : {"report", "export --to bencher"}) {
    const outcome both = call(command + " a* bm.json");
    EXPECT_EQ(both.status, 0) << command << both.errors;
    EXPECT_EQ(both.output, call(command + " bm.json").output) << command;
    EXPECT_THAT(both.errors, HasSubstr("left out: a gate holds a gate, and no results; its verdict: "
                                       "interleave gate --replay 'a gate'"))
        << command;
  }
  const outcome alone = call("report 'a gate'");
  EXPECT_EQ(alone.status, 2);
  EXPECT_THAT(alone.errors, HasSubstr("a gate: this folder holds a gate, and no results. Its verdict: "
                                      "interleave gate --replay 'a gate'"));
}

class an_output_over_what_is_read : public an_output {
 protected:
  // A run as `report` sees it, a run's name in the history, and more names for the same files.
  an_output_over_what_is_read() {
    fs::create_directory(folder / "run");
    std::ofstream(folder / "run" / "run.json") << R"({"settings": {}})";
    std::ofstream(folder / "run" / "samples.jsonl") << "{}\n";
    fs::copy_file(folder / "bm.json", folder / "run" / "results.json");
    fs::create_symlink("bm.json", folder / "link.json");
    fs::create_hard_link(folder / "bm.json", folder / "hard.json");
    for (const fs::directory_entry& entry : fs::directory_iterator(folder / "perf")) kept = entry.path();
  }

  [[nodiscard]] std::map<fs::path, std::string> everything() const {
    std::map<fs::path, std::string> texts;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder))
      if (entry.is_regular_file() && entry.path().extension() != ".log") texts[entry.path()] = text_of(entry.path());
    return texts;
  }

  fs::path kept;  // the history's only run
};

TEST_F(an_output_over_what_is_read, is_refused_before_anything_is_lost) {
  const auto before = everything();
  const std::string history = "history trend perf --html perf/" + kept.filename().string();
  for (const std::string& words :
       {std::string("report bm.json --html bm.json"), std::string("report bm.json --markdown link.json"),
        std::string("report link.json --html bm.json"), std::string("report bm.json --html hard.json"),
        std::string("report run --html run/samples.jsonl"), std::string("report run --markdown run/run.json"),
        std::string("report run/results.json --html run/samples.jsonl"),
        std::string("report run --html run/results.json"), std::string("report . --html ./bm.json"),
        std::string("compare bm.json run -o bm.json"), std::string("compare bm.json run -o run/samples.jsonl"),
        std::string("export --to junit bm.json -o ./bm.json"), std::string("export --to bencher run -o run/run.json"),
        history}) {
    const outcome refused = call(words);
    EXPECT_EQ(refused.status, 2) << words;
    EXPECT_THAT(refused.errors, HasSubstr("this file is read, and what it holds would be lost")) << words;
    EXPECT_EQ(everything(), before) << words;
  }
}

TEST_F(an_output_over_what_is_read, is_fine_if_it_is_an_earlier_report) {
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(call("report bm.json --html report.html --markdown report.md").status, 0);
    EXPECT_EQ(call("history trend perf --html perf/trend.html").status, 0);
    EXPECT_EQ(call("export --to bencher run -o run/times.txt").status, 0);
  }
}

TEST_F(an_output, that_is_another_output_too_is_refused) {
  for (const char* second : {"page", "./page", "other/../page"}) {
    fs::create_directories(folder / "other");
    const outcome refused = call(fmt::format("report bm.json --html page --markdown {}", second));
    EXPECT_EQ(refused.status, 2) << second;
    EXPECT_THAT(refused.errors, HasSubstr("--markdown and --html both write page"));
    EXPECT_FALSE(fs::exists(folder / "page"));
  }
  std::ofstream(folder / "page") << "old";
  EXPECT_EQ(call("report bm.json --html page --markdown page").status, 2);
  EXPECT_EQ(text_of(folder / "page"), "old");
  EXPECT_EQ(call("report bm.json --html /dev/null --markdown /dev/null").status, 0);
}

class a_folder : public an_output {
 protected:
  std::string run(const std::string& directory) { return "run -w noop -r sequential -i 1 -n 1 -t 1ms -o " + directory; }
  std::string gate_into(const std::string& directory) {
    return fmt::format("gate --base-bin {0} --cand-bin {0} --filter spin --min-time 1ms --until screen -o {1}", SUBJECT,
                       directory);
  }
};

TEST_F(a_folder, that_holds_a_file_by_one_of_our_names_is_refused_and_left_alone) {
  for (const char* name : {"results.json", "report.html", "samples.jsonl", "verdict.json", "verdict.md"}) {
    for (const bool by_gate : {false, true}) {
      fs::remove_all(folder / "d");
      fs::create_directory(folder / "d");
      std::ofstream(folder / "d" / name) << "x\n";
      const outcome refused = call(by_gate ? gate_into("d") : run("d"));
      EXPECT_EQ(refused.status, 2) << name;
      EXPECT_THAT(refused.errors, HasSubstr(fmt::format("d/{} is there already", name)));
      EXPECT_EQ(text_of(folder / "d" / name), "x\n");
      EXPECT_EQ(files_in(folder / "d"), std::set<std::string>{name});
    }
  }
}

TEST_F(a_folder, that_holds_a_link_by_one_of_our_names_is_refused) {
  fs::create_directory(folder / "d");
  fs::create_symlink("../elsewhere", folder / "d" / "samples.jsonl");
  EXPECT_EQ(call(run("d")).status, 2);
  EXPECT_FALSE(fs::exists(folder / "elsewhere"));
}

TEST_F(a_folder, of_a_gate_is_no_folder_for_a_run_nor_the_other_way_round) {
  fs::create_directory(folder / "g");
  std::ofstream(folder / "g" / "gate.jsonl") << "x\n";
  const outcome in_gate = call(run("g"));
  EXPECT_EQ(in_gate.status, 2);
  EXPECT_THAT(in_gate.errors, HasSubstr("g holds a gate already"));
  fs::create_directory(folder / "r");
  std::ofstream(folder / "r" / "run.json") << "x\n";
  const outcome in_run = call(gate_into("r"));
  EXPECT_EQ(in_run.status, 2);
  EXPECT_THAT(in_run.errors, HasSubstr("r holds a run already"));
  EXPECT_EQ(files_in(folder / "r"), std::set<std::string>{"run.json"});
}

TEST_F(a_folder, is_anothers_for_each_of_two_runs_that_begin_together) {
  program both({"/bin/sh", "-c",
                "cd \"$1\" || exit 9; for i in 1 2; do \"$0\" run -w noop -r sequential -i 1 -n 1 -t 1ms --no-report & "
                "done; wait",
                INTERLEAVE, folder.string()},
               environment);
  both.wait();
  EXPECT_THAT(both.errors(), Not(HasSubstr("holds a run already")));
  EXPECT_EQ(files_in(folder / "results").size(), 2U) << both.errors();
}

TEST_F(a_folder, holds_a_run_whose_id_no_other_has) {
  ASSERT_EQ(call(run("a") + " --no-report").status, 0);
  ASSERT_EQ(call(run("b") + " --no-report").status, 0);
  const auto id = [&](const char* name) {
    return json_of(folder / name / "results.json")["context"]["interleave"]["run_id"].get<std::string>();
  };
  EXPECT_NE(id("a"), id("b"));
  EXPECT_EQ(call("report a b --markdown -").status, 0);
}

TEST_F(a_folder, is_where_a_run_looks_for_room) {
  ASSERT_EQ(call(run("a") + " --no-report").status, 0);
  std::string finding;
  const json results = json_of(folder / "a" / "results.json");
  for (const json& check : results["context"]["interleave"]["audit"])
    if (check["check"] == "results_space") finding = check["finding"];
  EXPECT_THAT(finding, HasSubstr("free for the folder a"));
}

class a_hostile_name : public an_output {};

TEST_F(a_hostile_name, reaches_no_terminal_by_an_error_message) {
  for (const char* words :
       {"report \"$(printf 'no\\033[31mred')\"", "compare \"$(printf 'no\\033[31mred')\" bm.json",
        "gate --base-bin \"$(printf 'no\\033[31mred')\" --cand-bin x", "--bench \"$(printf 'no\\033[31mred')\" list",
        "history list \"$(printf 'no\\033[31mred')\"", "\"$(printf 'no\\033[31mred')\"",
        "gate --replay \"$(printf 'no\\033[31mred')\"", "run --resume \"$(printf 'no\\033[31mred')\"",
        "export --to otava bm.json -o \"$(printf 'no/\\033[31mred')\""}) {
    const outcome refused = call(words);
    EXPECT_EQ(refused.status, 2) << words;
    EXPECT_THAT(refused.errors, AllOf(HasSubstr("\\x1b[31mred"), Not(HasSubstr("\x1b")))) << words;
  }
}

TEST_F(a_hostile_name, of_the_folder_is_shown_in_plain_letters) {
  const outcome done = call("run -w noop -r sequential -i 1 -n 1 -t 1ms --no-report -o \"$(printf 'r\\033[31mred')\"");
  EXPECT_EQ(done.status, 0);
  EXPECT_THAT(done.output + done.errors, AllOf(HasSubstr("r\\x1b[31mred"), Not(HasSubstr("\x1b"))));
}

TEST_F(a_hostile_name, of_a_benchmark_leaves_nothing_raw_in_any_output) {
  json rows = json::array();
  for (int i = 0; i < 10; ++i)
    rows.push_back({{"name", std::string("b\x1b[31m\rm\0\xc2\x9b", 11)},
                    {"run_type", "iteration"},
                    {"iterations", 9},
                    {"real_time", 1000 + i},
                    {"cpu_time", 900 + i},
                    {"time_unit", "ns"}});
  std::ofstream(folder / "hostile.json") << json{
      {"context", {{"num_cpus", 2}, {"host_name", "h\x1b[1m"}, {"executable", "./e\x1b[1m"}}},
      {"benchmarks", rows}}.dump();
  fs::create_symlink("/proc/self/fd/1", folder / "stdout");
  ASSERT_EQ(call("history add hostile hostile.json --commit c1 --branch \"$(printf 'b\\033[31m')\"").status, 0);
  for (const char* words :
       {"report hostile.json", "report hostile.json --markdown -", "report hostile.json --html stdout",
        "compare hostile.json hostile.json", "compare hostile.json hostile.json --format markdown",
        "compare hostile.json hostile.json --format json", "compare hostile.json hostile.json --format html",
        "export --to benchfmt hostile.json", "export --to otava hostile.json", "export --to openmetrics hostile.json",
        "export --to junit hostile.json", "export --to bencher hostile.json",
        "export --to github-action-benchmark hostile.json", "history list hostile", "history show hostile c1",
        "history trend hostile", "history export hostile", "history export --to json hostile",
        "history trend hostile --html -"}) {
    const outcome shown = call(words);
    EXPECT_EQ(shown.status, 0) << words << shown.errors;
    const std::string all = shown.output + shown.errors;
    for (const char raw : {'\x1b', '\0', '\r'}) EXPECT_EQ(all.find(raw), std::string::npos) << words;
  }
}

}  // namespace
}  // namespace interleave::test
