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

TEST(a_fresh_folder, gets_another_name_where_it_is_taken) {
  const test::temporary_folder folder;
  EXPECT_EQ(make_fresh_folder(folder / "results", "now"), folder / "results" / "now");
  EXPECT_EQ(make_fresh_folder(folder / "results", "now"), folder / "results" / "now-2");
  std::ofstream(folder / "results" / "now-3") << "a file";
  EXPECT_EQ(make_fresh_folder(folder / "results", "now"), folder / "results" / "now-4");
  EXPECT_TRUE(fs::is_directory(folder / "results" / "now-4"));
}

TEST(a_fresh_folder, is_refused_where_none_can_be) {
  const test::temporary_folder folder;
  std::ofstream(folder / "results") << "a file";
  EXPECT_THROW(make_fresh_folder(folder / "results", "now"), storage_error);
  EXPECT_THROW(make_fresh_folder(folder.path(), std::string(300, 'x')), storage_error);
}

TEST(a_result_folder, may_hold_what_is_never_written) {
  const test::temporary_folder folder;
  std::ofstream(folder / "notes.txt") << "mine";
  EXPECT_NO_THROW(make_result_folder(folder.path()));
  EXPECT_NO_THROW(make_result_folder(folder / "new" / "one"));
  EXPECT_TRUE(fs::is_directory(folder / "new" / "one"));
}

TEST(a_result_folder, may_not_hold_what_would_be_overwritten) {
  for (const char* name :
       {"run.json", "samples.jsonl", "results.json", "report.html", "gate.jsonl", "verdict.json", "verdict.md"}) {
    const test::temporary_folder folder;
    fs::create_symlink("nowhere", folder / name);
    EXPECT_THROW(make_result_folder(folder.path()), usage_error) << name;
  }
}

}  // namespace
}  // namespace interleave::driver
