// The file that the file workloads read: made whole, once, and named when it cannot be.
#include "workloads/test_file.hpp"

#include "workloads/errors.hpp"

#include <array>
#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

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

TEST_F(test_file_in_its_own_folder, that_cannot_be_made_is_the_users_to_mend) {
  std::ofstream(folder_ / "cache") << "a file where the folder should be";
  EXPECT_THROW(test_file(1 << 20), usage_error);
}

}  // namespace
}  // namespace interleave
