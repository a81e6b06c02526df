// A scratch folder is there as long as its owner, and does not outlive one that was killed.
#include "workloads/scratch_folder.hpp"

#include "tests/support/error_of.hpp"

#include <cstdlib>
#include <fstream>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace interleave {
namespace {

namespace fs = std::filesystem;

class a_scratch_folder : public testing::Test {
 protected:
  a_scratch_folder() {
    std::string made = "/tmp/scratch-test-XXXXXX";
    parent = ::mkdtemp(made.data());
    ::setenv("TMPDIR", parent.c_str(), 1);
  }
  ~a_scratch_folder() override {
    ::unsetenv("TMPDIR");
    fs::remove_all(parent);
  }
  std::set<fs::path> folders() const { return {fs::directory_iterator(parent), fs::directory_iterator()}; }
  // Makes a folder with a file in it, in a process that is then killed.
  void be_killed_with_a_folder() const {
    const pid_t owner = ::fork();
    if (owner == 0) {
      const scratch_folder mine;
      std::ofstream(mine.path() / "kept") << "something";
      ::raise(SIGKILL);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(owner, &status, 0), owner);
    ASSERT_TRUE(WIFSIGNALED(status));
    ASSERT_EQ(folders().size(), 1U);
  }

  fs::path parent;
};

TEST_F(a_scratch_folder, is_this_users_own_and_goes_with_what_is_in_it) {
  {
    const scratch_folder mine;
    EXPECT_EQ(folders(), std::set{mine.path()});
    struct stat information{};
    ASSERT_EQ(::stat(mine.path().c_str(), &information), 0);
    EXPECT_EQ(information.st_mode & 0777U, 0700U);
    fs::create_directory(mine.path() / "deep");
    std::ofstream(mine.path() / "deep" / "file") << "text";
  }
  EXPECT_TRUE(folders().empty());
}

TEST_F(a_scratch_folder, is_removed_by_the_next_where_its_owner_was_killed) {
  be_killed_with_a_folder();
  const scratch_folder next;
  EXPECT_EQ(folders(), std::set{next.path()});
}

TEST_F(a_scratch_folder, of_a_killed_owner_is_removed_on_request) {
  be_killed_with_a_folder();
  remove_abandoned_scratch_folders();
  EXPECT_TRUE(folders().empty());
}

TEST_F(a_scratch_folder, stays_while_its_owner_lives) {
  const scratch_folder one;
  const scratch_folder two;
  remove_abandoned_scratch_folders();
  EXPECT_EQ(folders(), (std::set{one.path(), two.path()}));
}

TEST_F(a_scratch_folder, is_not_all_that_is_there) {
  std::ofstream(parent / "interleave-scratch-file") << "no folder";
  fs::create_directory(parent / "interleave-other");
  fs::create_directory_symlink("/etc", parent / "interleave-scratch-link");
  remove_abandoned_scratch_folders();
  EXPECT_EQ(folders().size(), 3U);
}

TEST_F(a_scratch_folder, that_cannot_be_made_is_a_clear_error) {
  ::setenv("TMPDIR", (parent / "none").c_str(), 1);
  EXPECT_THAT(error_of([] { const scratch_folder mine; }),
              testing::AllOf(testing::HasSubstr((parent / "none").string()),
                             testing::HasSubstr("name another folder in TMPDIR")));
}

}  // namespace
}  // namespace interleave
