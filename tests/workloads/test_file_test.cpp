// The file that the file workloads read: made whole, once, and named when it cannot be.
#include "workloads/test_file.hpp"

#include "workloads/errors.hpp"

#include <array>
#include <cstdlib>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

namespace interleave {
namespace {

namespace fs = std::filesystem;

class test_file_in_its_own_folder : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = fs::temp_directory_path() / "interleave-test-XXXXXX";
    folder_ = mkdtemp(pattern.data());
    setenv("INTERLEAVE_CACHE", (folder_ / "cache").c_str(), 1);
  }
  void TearDown() override {
    unsetenv("INTERLEAVE_CACHE");
    fs::remove_all(folder_);
  }
  fs::path folder_;
};

TEST_F(test_file_in_its_own_folder, holds_the_blocks_that_the_generator_gives) {
  const test_file file(1 << 20);
  EXPECT_EQ(fs::file_size(file.path()), 1U << 20);
  std::ifstream content(file.path(), std::ios::binary);
  for (std::uint64_t number = 0; number < file.blocks(); ++number) {
    std::array<char, test_file::block_bytes> read;
    content.read(read.data(), read.size());
    std::array<std::byte, test_file::block_bytes> made;
    test_file::make_block(number, made);
    ASSERT_EQ(digest_of(std::as_bytes(std::span(read))), digest_of(made)) << number;
  }
}

TEST_F(test_file_in_its_own_folder, is_made_once_and_leaves_nothing_beside) {
  const test_file first(1 << 20);
  const auto made = fs::last_write_time(first.path());
  const test_file second(1 << 20);
  EXPECT_EQ(fs::last_write_time(second.path()), made);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_ / "cache"), {}), 1);
}

TEST_F(test_file_in_its_own_folder, is_made_again_where_it_is_too_short) {
  const test_file first(1 << 20);
  fs::resize_file(first.path(), 4096);
  const test_file second(1 << 20);
  EXPECT_EQ(fs::file_size(second.path()), 1U << 20);
}

TEST_F(test_file_in_its_own_folder, can_be_read_by_whoever_shares_the_folder) {
  const test_file file(1 << 20);
  EXPECT_EQ(fs::status(file.path()).permissions(), fs::perms(0644));
}

// Root may read anything, so a dangling link takes the place of another user's unreadable file.
TEST_F(test_file_in_its_own_folder, is_made_anew_where_it_cannot_be_read) {
  const test_file first(1 << 20);
  fs::remove(first.path());
  fs::create_symlink(folder_ / "nowhere", first.path());
  const test_file second(1 << 20);
  EXPECT_EQ(fs::file_size(second.path()), 1U << 20);
  fs::permissions(second.path(), fs::perms(0));
  if (::geteuid() == 0) return;
  const test_file third(1 << 20);
  EXPECT_EQ(fs::status(third.path()).permissions(), fs::perms(0644));
}

TEST_F(test_file_in_its_own_folder, lies_in_a_folder_for_each_user_where_temporary_files_are_shared) {
  unsetenv("INTERLEAVE_CACHE");
  const auto saved = [](const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
  };
  const std::string home = saved("HOME");
  const std::string xdg = saved("XDG_CACHE_HOME");
  const std::string temporary = saved("TMPDIR");
  unsetenv("HOME");
  unsetenv("XDG_CACHE_HOME");
  setenv("TMPDIR", folder_.c_str(), 1);
  EXPECT_EQ(test_file(1 << 20).path().parent_path(), folder_ / ("interleave-" + std::to_string(::geteuid())));
  if (!home.empty()) setenv("HOME", home.c_str(), 1);
  if (!xdg.empty()) setenv("XDG_CACHE_HOME", xdg.c_str(), 1);
  temporary.empty() ? unsetenv("TMPDIR") : setenv("TMPDIR", temporary.c_str(), 1);
}

TEST_F(test_file_in_its_own_folder, that_cannot_be_made_is_the_users_to_mend) {
  std::ofstream(folder_ / "cache") << "a file where the folder should be";
  try {
    test_file(1 << 20);
    FAIL();
  } catch (const usage_error& error) {
    EXPECT_NE(std::string(error.what()).find("INTERLEAVE_CACHE"), std::string::npos) << error.what();
  }
}

TEST_F(test_file_in_its_own_folder, that_has_no_place_names_the_folder_that_would_have_one) {
  const test_file first(1 << 20);
  fs::remove(first.path());
  fs::create_directories(first.path() / "taken");
  try {
    test_file(1 << 20);
    FAIL();
  } catch (const usage_error& error) {
    EXPECT_NE(std::string(error.what()).find("INTERLEAVE_CACHE"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace interleave
