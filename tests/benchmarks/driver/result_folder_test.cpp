// Which folders may be used for results, and choosing a free name.
#include "benchmarks/driver/result_folder.hpp"

#include "benchmarks/driver/files.hpp"
#include "temporary_folder.hpp"
#include "workloads/errors.hpp"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave::driver {
namespace {

namespace fs = std::filesystem;

// The path of the folder that was made, which is kept.
fs::path kept_fresh(const fs::path& parent, const std::string& name) {
  result_folder made = result_folder::fresh(parent, name);
  made.keep();
  return made.path();
}

TEST(a_fresh_folder, gets_another_name_where_it_is_taken) {
  const test::temporary_folder folder;
  EXPECT_EQ(kept_fresh(folder / "results", "now"), folder / "results" / "now");
  EXPECT_EQ(kept_fresh(folder / "results", "now"), folder / "results" / "now-2");
  std::ofstream(folder / "results" / "now-3") << "a file";
  EXPECT_EQ(kept_fresh(folder / "results", "now"), folder / "results" / "now-4");
  EXPECT_TRUE(fs::is_directory(folder / "results" / "now-4"));
}

TEST(a_fresh_folder, is_refused_where_none_can_be) {
  const test::temporary_folder folder;
  std::ofstream(folder / "results") << "a file";
  EXPECT_THROW(kept_fresh(folder / "results", "now"), storage_error);
  EXPECT_THROW(kept_fresh(folder.path(), std::string(300, 'x')), storage_error);
  EXPECT_THROW(kept_fresh(folder / "new", std::string(300, 'x')), storage_error);
  EXPECT_FALSE(fs::exists(folder / "new"));
}

TEST(a_result_folder, may_hold_what_is_never_written) {
  const test::temporary_folder folder;
  std::ofstream(folder / "notes.txt") << "mine";
  EXPECT_NO_THROW(result_folder(folder.path()));
  EXPECT_TRUE(fs::exists(folder / "notes.txt"));
  result_folder made(folder / "new" / "one" / "");
  made.keep();
  EXPECT_TRUE(fs::is_directory(folder / "new" / "one"));
}

TEST(a_result_folder, that_is_not_kept_is_gone_with_what_was_made_for_it_and_nothing_else) {
  const test::temporary_folder folder;
  fs::create_directory(folder / "old");
  {
    result_folder made(folder / "old" / "new" / "one");
    made.holds("run.json");
    made.holds("samples.jsonl");
    std::ofstream(made.path() / "run.json") << "{}";
  }
  EXPECT_TRUE(fs::is_directory(folder / "old"));
  EXPECT_FALSE(fs::exists(folder / "old" / "new"));
  {
    result_folder made = result_folder::fresh(folder / "old", "now");
    std::ofstream(made.path() / "notes.txt") << "somebody's";
  }
  EXPECT_TRUE(fs::exists(folder / "old" / "now" / "notes.txt"));
}

TEST(a_result_folder, is_no_place_to_go_on_from_once_a_file_of_it_is_gone) {
  const test::temporary_folder folder;
  const auto told = [&] {
    return how_to_go_on(folder.path(), {"run.json", "samples.jsonl"}, "all is kept", "interleave run --resume x");
  };
  std::ofstream(folder / "run.json") << "{}";
  std::ofstream(folder / "samples.jsonl") << "";
  EXPECT_EQ(told(), "all is kept; once that is mended, go on with: interleave run --resume x");
  fs::remove(folder / "samples.jsonl");
  EXPECT_EQ(told(), (folder / "samples.jsonl").string() +
                        " has been removed meanwhile, and without it nothing can go on: begin anew");
}

TEST(a_result_folder, may_not_hold_what_would_be_overwritten) {
  for (const char* name :
       {"run.json", "samples.jsonl", "results.json", "report.html", "gate.jsonl", "verdict.json", "verdict.md"}) {
    const test::temporary_folder folder;
    fs::create_symlink("nowhere", folder / name);
    EXPECT_THROW(result_folder(folder.path()), usage_error) << name;
  }
}

}  // namespace
}  // namespace interleave::driver
