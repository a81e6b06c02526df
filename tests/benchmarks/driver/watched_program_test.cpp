// What counts as a change of an executable, and what does not.
#include "benchmarks/driver/watched_program.hpp"

#include "benchmarks/driver/files.hpp"
#include "temporary_folder.hpp"

#include <fstream>

#include <gtest/gtest.h>

namespace interleave::driver {
namespace {

class a_watched_program : public testing::Test {
 protected:
  a_watched_program() { write("abc"); }
  void write(const std::string& text) const { std::ofstream(path) << text; }

  test::temporary_folder folder;
  std::filesystem::path path = folder / "bench";
};

TEST_F(a_watched_program, has_a_digest_that_is_sha_256) {
  // FIPS 180-2, appendix B.1.
  EXPECT_EQ(digest_of(path), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_THROW(digest_of(folder / "nothing"), storage_error);
}

TEST_F(a_watched_program, has_not_changed_where_the_same_was_written_again) {
  watched_program watched(path, digest_of(path));
  EXPECT_FALSE(watched.has_changed());
  std::filesystem::last_write_time(path, std::filesystem::file_time_type::clock::now() + std::chrono::hours(1));
  EXPECT_FALSE(watched.has_changed());
  std::filesystem::remove(path);
  write("abc");
  EXPECT_FALSE(watched.has_changed());
}

TEST_F(a_watched_program, has_changed_where_it_holds_something_else_or_is_gone) {
  watched_program watched(path, digest_of(path));
  EXPECT_FALSE(watched.has_changed());
  write("abd");
  std::filesystem::last_write_time(path, std::filesystem::file_time_type::clock::now() + std::chrono::hours(1));
  EXPECT_TRUE(watched.has_changed());
  write("abc");
  EXPECT_FALSE(watched.has_changed());
  std::filesystem::remove(path);
  EXPECT_TRUE(watched.has_changed());
}

TEST_F(a_watched_program, has_changed_where_it_was_another_from_the_start) {
  EXPECT_TRUE(watched_program(path, "another digest").has_changed());
}

}  // namespace
}  // namespace interleave::driver
