// A history in a folder: what every store does, and that nothing is lost by copying or because of other files.
#include "tracking/history/folder_store.hpp"

#include "tests/tracking/history/history_data.hpp"
#include "tests/tracking/history/store_contract.hpp"
#include "tracking/history/gzip.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace interleave::tracking {
namespace {

namespace fs = std::filesystem;
using testing::run_of;
using testing::temporary_folder;

class a_folder {
 public:
  std::unique_ptr<history_store> store() const { return std::make_unique<folder_store>(path_); }
  std::string place(const std::string& id) const { return (path_ / (id + ".run.gz")).string(); }
  void cut(const std::string& id) const { fs::resize_file(place(id), fs::file_size(place(id)) / 2); }

 private:
  temporary_folder folder_;
  fs::path path_ = folder_.path() / "made" / "by the first run";
};

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

TEST(folder_store_test, leaves_other_files_alone) {
  const temporary_folder folder;
  folder_store store(folder.path());
  store.add(run_of(1, {"a"}, {10}));
  std::ofstream(folder.path() / "README.md") << "our history\n";
  std::ofstream(folder.path() / ".20240101T120000Z-00.run.gz.a1b2c3") << "a writer that died";
  EXPECT_EQ(store.load().runs.size(), 1U);
  EXPECT_TRUE(store.load().problems.empty());
}

TEST(folder_store_test, clears_what_a_killed_writer_left_once_it_is_old) {
  const temporary_folder folder;
  folder_store store(folder.path());
  store.add(run_of(1, {"a"}, {10}));
  const fs::path young = folder.path() / ".20240101T120000Z-00.run.gz.0123456789abcdef";
  const fs::path old = folder.path() / ".20240101T120000Z-00.run.gz.fedcba9876543210";
  const fs::path hidden = folder.path() / ".gitignore";
  const fs::path copied = folder.path() / "20240101T120000Z-00.run.gz.bak";
  for (const fs::path& file : {young, old, hidden, copied}) std::ofstream(file) << "half of a ru";
  for (const fs::path& file : {old, hidden, copied})
    fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours(2));
  store.prune({});
  EXPECT_TRUE(fs::exists(young));
  EXPECT_FALSE(fs::exists(old));
  EXPECT_TRUE(fs::exists(hidden));
  EXPECT_TRUE(fs::exists(copied));
  EXPECT_EQ(store.load().runs.size(), 1U);
}

TEST(folder_store_test, lets_the_umask_say_who_may_read) {
  const temporary_folder folder;
  folder_store store(folder.path());
  const mode_t before = ::umask(0027);
  const std::string id = store.add(run_of(1, {"a"}, {10}));
  ::umask(before);
  EXPECT_EQ(fs::status(folder.path() / (id + ".run.gz")).permissions(), fs::perms(0640));
}

TEST(folder_store_test, leaves_a_run_that_is_there_as_it_is) {
  const temporary_folder folder;
  folder_store store(folder.path());
  const fs::path file = folder.path() / (store.add(run_of(1, {"a"}, {10})) + ".run.gz");
  fs::permissions(file, fs::perms(0600));
  store.add(run_of(1, {"a"}, {10}));
  EXPECT_EQ(fs::status(file).permissions(), fs::perms(0600));
  fs::resize_file(file, 5);
  store.add(run_of(1, {"a"}, {10}));
  EXPECT_TRUE(store.load().problems.empty()) << "a damaged one is mended";
}

TEST(folder_store_test, is_empty_where_a_folder_is) {
  const temporary_folder folder;
  EXPECT_TRUE(folder_store(folder.path()).load().runs.empty());
}

// Opening a FIFO waits for a writer, and a device has no end.
TEST(folder_store_test, waits_for_nothing_that_is_no_regular_file) {
  const temporary_folder folder;
  folder_store store(folder.path());
  const std::string good = store.add(run_of(1, {"a"}, {10}));
  const history_run other = run_of(2, {"a"}, {10});
  const std::string id = id_of(other);
  const fs::path file = folder.path() / (id + ".run.gz");
  const auto expect_refused = [&] {
    const history found = store.load();
    ASSERT_EQ(found.runs.size(), 1U);
    EXPECT_EQ(found.runs[0].id, good);
    ASSERT_EQ(found.problems.size(), 1U);
    EXPECT_NE(found.problems[0].find(file.string() + ": is not a regular file"), std::string::npos)
        << found.problems[0];
    EXPECT_THROW(store.add(other), reports::input_error);
  };
  ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0);
  expect_refused();
  fs::remove(file);
  fs::create_symlink("/dev/zero", file);
  expect_refused();
  fs::remove(file);
  fs::create_directory(file);
  expect_refused();
}

TEST(folder_store_test, names_an_empty_file) {
  const temporary_folder folder;
  folder_store store(folder.path());
  const std::string file = (folder.path() / (store.add(run_of(1, {"a"}, {10})) + ".run.gz")).string();
  fs::resize_file(file, 0);
  EXPECT_EQ(store.load().problems, std::vector<std::string>{file + ": is cut short"});
}

TEST(folder_store_test, leaves_no_file_but_the_runs) {
  const temporary_folder folder;
  folder_store store(folder.path());
  for (std::size_t i = 0; i < 3; ++i) store.add(run_of(i / 2, {"a"}, {10}));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 2);
}

TEST(folder_store_test, calls_nothing_damaged_that_is_whole_or_that_the_system_refuses_to_read) {
  const temporary_folder folder;
  folder_store store(folder.path());
  const std::string newer = "20240101T120000Z-37bc8f15ac080e37164356159052cb34";  // by SHA-256 of its text
  std::ofstream(folder.path() / (newer + ".run.gz")) << gzip("interleave history 2\n");
  fs::create_directory(folder.path() / "20240102T120000Z-00.run.gz");
  const std::string renamed = "20240103T120000Z-00";
  fs::copy(folder.path() / (store.add(run_of(1, {"a"}, {10})) + ".run.gz"), folder.path() / (renamed + ".run.gz"));
  const history kept = store.load();
  EXPECT_EQ(kept.runs.size(), 1U);
  EXPECT_EQ(kept.problems.size(), 3U);
  EXPECT_EQ(kept.damaged, std::vector<std::string>{renamed});
}

TEST(folder_store_test, leaves_nothing_where_it_cannot_write) {
  const temporary_folder folder;
  std::ofstream(folder.path() / "file") << "";
  EXPECT_THROW(folder_store(folder.path() / "file" / "below").add(run_of(1, {"a"}, {1})), std::system_error);
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

namespace testing {
INSTANTIATE_TYPED_TEST_SUITE_P(folder, store_contract, a_folder);
}  // namespace testing
}  // namespace interleave::tracking
