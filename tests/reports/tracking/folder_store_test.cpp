// A history in a folder: nothing is lost by writers at once, by copying, or by a file that was cut short.
#include "reports/tracking/folder_store.hpp"

#include "reports/errors.hpp"
#include "tests/reports/tracking/history_data.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace interleave::tracking {
namespace {

namespace fs = std::filesystem;
using testing::run_of;
using testing::temporary_folder;

std::vector<std::string> ids_of(const history& kept) {
  std::vector<std::string> ids;
  for (const stored_run& stored : kept.runs) ids.push_back(stored.id);
  return ids;
}

TEST(folder_store_test, gives_back_what_was_added_in_order_of_time) {
  const temporary_folder folder;
  folder_store store(folder.path() / "made" / "by the first run");
  const std::string second = store.add(run_of(2, {"a"}, {11}));
  const std::string first = store.add(run_of(1, {"a"}, {10}));
  const history kept = store.load();
  EXPECT_EQ(ids_of(kept), (std::vector<std::string>{first, second}));
  EXPECT_EQ(kept.runs[1].run.find("real_time")->medians, std::vector<double>{11});
  EXPECT_TRUE(kept.problems.empty());
}

TEST(folder_store_test, keeps_a_run_once) {
  const temporary_folder folder;
  folder_store store(folder.path());
  EXPECT_EQ(store.add(run_of(1, {"a"}, {10})), store.add(run_of(1, {"a"}, {10})));
  EXPECT_NE(store.add(run_of(1, {"a"}, {10})), store.add(run_of(1, {"a"}, {10.5})));
  EXPECT_EQ(store.load().runs.size(), 2U);
}

TEST(folder_store_test, merges_by_copying) {
  const temporary_folder folder;
  folder_store left(folder.path() / "left");
  folder_store right(folder.path() / "right");
  for (std::size_t i = 0; i < 6; ++i) left.add(run_of(i, {"a"}, {10}));
  for (std::size_t i = 4; i < 9; ++i) right.add(run_of(i, {"a"}, {10}));
  fs::copy(folder.path() / "right", folder.path() / "left",
           fs::copy_options::recursive | fs::copy_options::skip_existing);
  EXPECT_EQ(left.load().runs.size(), 9U);
}

TEST(folder_store_test, names_a_file_that_was_cut_short_and_reads_the_rest) {
  const temporary_folder folder;
  folder_store store(folder.path());
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < 5; ++i) ids.push_back(store.add(run_of(i, {"a"}, {10})));
  const fs::path broken = folder.path() / (ids[2] + ".run.gz");
  fs::resize_file(broken, fs::file_size(broken) / 2);
  fs::resize_file(folder.path() / (ids[3] + ".run.gz"), 0);
  const history kept = store.load();
  EXPECT_EQ(ids_of(kept), (std::vector<std::string>{ids[0], ids[1], ids[4]}));
  ASSERT_EQ(kept.problems.size(), 2U);
  EXPECT_EQ(kept.problems[0], broken.string() + ": is cut short");
}

TEST(folder_store_test, leaves_other_files_alone) {
  const temporary_folder folder;
  folder_store store(folder.path());
  store.add(run_of(1, {"a"}, {10}));
  std::ofstream(folder.path() / "README.md") << "our history\n";
  std::ofstream(folder.path() / ".20240101T120000Z-00.run.gz.a1b2c3") << "a writer that died";
  EXPECT_EQ(store.load().runs.size(), 1U);
  EXPECT_TRUE(store.load().problems.empty());
}

TEST(folder_store_test, loses_nothing_to_writers_at_once) {
  const temporary_folder folder;
  constexpr std::size_t writers = 4;
  constexpr std::size_t each = 25;
  std::vector<pid_t> children;
  for (std::size_t writer = 0; writer < writers; ++writer) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      folder_store store(folder.path());
      // Every second run is written by all of them.
      for (std::size_t i = 0; i < each; ++i) store.add(run_of(i % 2 == 0 ? i : 100 * writer + i, {"a", "b"}, {1, 2}));
      ::_exit(0);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  const history kept = folder_store(folder.path()).load();
  EXPECT_EQ(kept.runs.size(), 13 + writers * 12);
  EXPECT_TRUE(kept.problems.empty());
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()),
            static_cast<std::ptrdiff_t>(kept.runs.size()));
}

TEST(folder_store_test, refuses_a_folder_that_is_not_there) {
  const temporary_folder folder;
  EXPECT_THROW(folder_store(folder.path() / "none").load(), reports::input_error);
  EXPECT_TRUE(folder_store(folder.path()).load().runs.empty());
}

TEST(folder_store_test, leaves_nothing_where_it_cannot_write) {
  const temporary_folder folder;
  std::ofstream(folder.path() / "file") << "";
  EXPECT_THROW(folder_store(folder.path() / "file" / "below").add(run_of(1, {"a"}, {1})), std::system_error);
}

TEST(folder_store_test, prunes_what_it_is_told) {
  const temporary_folder folder;
  folder_store store(folder.path());
  for (std::size_t i = 0; i < 4; ++i) store.add(run_of(i, {"a"}, {10}));
  const std::vector<std::string> ids = ids_of(store.load());
  store.prune(std::vector<std::string>{ids[0], ids[2]});
  EXPECT_EQ(ids_of(store.load()), (std::vector<std::string>{ids[1], ids[3]}));
}

TEST(prune_rule_test, keeps_the_last_of_each_branch_and_what_is_young) {
  history kept;
  for (std::size_t i = 0; i < 6; ++i) {
    history_run run = run_of(i, {"a"}, {10});
    run.from.branch = i % 2 == 0 ? "main" : "topic";
    kept.runs.push_back({std::to_string(i), run});
  }
  using ids = std::vector<std::string>;
  EXPECT_EQ(runs_to_prune(kept, {.keep_last = 2}), (ids{"0", "1"}));
  EXPECT_EQ(runs_to_prune(kept, {.before = testing::day(3)}), (ids{"0", "1", "2"}));
  EXPECT_EQ(runs_to_prune(kept, {.branch = "topic"}), (ids{"1", "3", "5"}));
  EXPECT_EQ(runs_to_prune(kept, {.keep_last = 1, .before = testing::day(3), .branch = "main"}), (ids{"0", "2"}));
}

TEST(runs_like_test, finds_by_id_hash_and_commit) {
  history kept;
  for (std::size_t i = 0; i < 3; ++i) {
    const history_run run = run_of(i, {"a"}, {10});
    kept.runs.push_back({id_of(run), run});
  }
  EXPECT_EQ(runs_like(kept, "20240102").size(), 1U);
  EXPECT_EQ(runs_like(kept, kept.runs[2].id.substr(17, 10)), std::vector<const stored_run*>{&kept.runs[2]});
  EXPECT_EQ(runs_like(kept, "0000000000000000000000000000000000000002"), std::vector<const stored_run*>{&kept.runs[1]});
  EXPECT_EQ(runs_like(kept, "000000").size(), 3U);
  EXPECT_TRUE(runs_like(kept, "zz").empty());
}

}  // namespace
}  // namespace interleave::tracking
