// What happens to whatever exists where a file is to be written: files, links, devices, folders without permission.
#include "benchmarks/driver/whole_file.hpp"

#include "benchmarks/driver/files.hpp"
#include "temporary_folder.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <functional>
#include <string>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace {

bool disk_is_full = false;

}  // namespace

// Takes the place of the C library's, to run out of room as ext4 does: what was allocated until then stays.
extern "C" int fallocate(int file, int mode, off_t begin, off_t size) {
  if (!disk_is_full) return static_cast<int>(::syscall(SYS_fallocate, file, mode, begin, size));
  ::syscall(SYS_fallocate, file, mode, begin, size / 2);
  errno = ENOSPC;
  return -1;
}

namespace interleave::driver {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr uid_t nobody = 65534;

void put(const fs::path& path, std::string_view text) {
  std::ofstream(path) << text;
}

struct stat status_of(const fs::path& path) {
  struct stat found{};
  EXPECT_EQ(::lstat(path.c_str(), &found), 0) << path;
  return found;
}

std::string error_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const storage_error& error) {
    return error.what();
  }
  return "";
}

// Runs the action in a child, with privileges and mounts of its own. Returns its exit status: 0 if the action returned.
int status_in_child(const std::function<void()>& action) {
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      action();
    } catch (const std::exception& error) {
      fmt::print(stderr, "{}\n", error.what());
      ::_exit(1);
    }
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WEXITSTATUS(status);
}

class writing_a_file : public testing::Test {
 protected:
  [[nodiscard]] std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()));
  }

  test::temporary_folder folder;
};

TEST_F(writing_a_file, makes_it_with_the_mode_that_the_umask_leaves) {
  const mode_t before = ::umask(0027);
  write_file_durably(folder / "page", "text");
  ::umask(before);
  EXPECT_EQ(read_file(folder / "page"), "text");
  EXPECT_EQ(status_of(folder / "page").st_mode & 07777U, 0640U);
  EXPECT_EQ(entries(), 1U);
}

TEST_F(writing_a_file, takes_the_place_of_another_with_its_mode_and_attributes) {
  put(folder / "page", "old");
  ::chmod((folder / "page").c_str(), 0600);
  const bool has_attributes = ::setxattr((folder / "page").c_str(), "user.origin", "here", 4, 0) == 0;
  const ino_t old = status_of(folder / "page").st_ino;
  write_file_durably(folder / "page", "new");
  EXPECT_EQ(read_file(folder / "page"), "new");
  EXPECT_EQ(status_of(folder / "page").st_mode & 07777U, 0600U);
  EXPECT_NE(status_of(folder / "page").st_ino, old) << "the old one was whole until it went";
  char value[8] = {};
  if (has_attributes) {
    EXPECT_EQ(::getxattr((folder / "page").c_str(), "user.origin", value, sizeof value), 4);
    EXPECT_STREQ(value, "here");
  }
  EXPECT_EQ(entries(), 1U);
}

TEST_F(writing_a_file, leaves_its_owner) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  put(folder / "page", "old");
  ASSERT_EQ(::chown((folder / "page").c_str(), nobody, nobody), 0);
  write_file_durably(folder / "page", "new");
  EXPECT_EQ(read_file(folder / "page"), "new");
  EXPECT_EQ(status_of(folder / "page").st_uid, nobody);
  EXPECT_EQ(status_of(folder / "page").st_gid, nobody);
}

TEST_F(writing_a_file, follows_links_from_folder_to_folder) {
  fs::create_directory(folder / "far");
  put(folder / "far" / "page", "old");
  fs::create_symlink("page", folder / "far" / "link");
  fs::create_symlink("far/link", folder / "page");
  write_file_durably(folder / "page", "new");
  EXPECT_EQ(fs::read_symlink(folder / "page"), "far/link");
  EXPECT_TRUE(fs::is_symlink(folder / "far" / "link"));
  EXPECT_EQ(read_file(folder / "far" / "page"), "new");
}

TEST_F(writing_a_file, makes_what_a_dangling_link_names) {
  fs::create_directory(folder / "far");
  fs::create_symlink("far/page", folder / "page");
  write_file_durably(folder / "page", "new");
  EXPECT_TRUE(fs::is_symlink(folder / "page"));
  EXPECT_EQ(read_file(folder / "far" / "page"), "new");
}

TEST_F(writing_a_file, ends_where_links_go_in_a_circle) {
  fs::create_symlink("two", folder / "one");
  fs::create_symlink("one", folder / "two");
  EXPECT_THAT(error_of([&] { write_file_durably(folder / "one", "new"); }), HasSubstr("Too many levels"));
}

TEST_F(writing_a_file, goes_up_from_where_a_link_leads) {
  fs::create_directories(folder / "a" / "b");
  fs::create_symlink("a/b", folder / "link");
  write_file_durably(folder / "link" / ".." / "page", "new");
  EXPECT_EQ(read_file(folder / "a" / "page"), "new");
}

TEST_F(writing_a_file, leaves_a_second_hard_link_at_the_same_file) {
  put(folder / "page", "a longer old text");
  fs::create_hard_link(folder / "page", folder / "other");
  write_file_durably(folder / "page", "new");
  EXPECT_EQ(read_file(folder / "other"), "new");
}

TEST_F(writing_a_file, writes_to_a_device_and_leaves_it_one) {
  if (::mknod((folder / "null").c_str(), S_IFCHR | 0666U, ::makedev(1, 3)) != 0) GTEST_SKIP() << "mknod is not allowed";
  write_file_durably(folder / "null", "text");
  EXPECT_TRUE(S_ISCHR(status_of(folder / "null").st_mode));
  ASSERT_EQ(::mknod((folder / "full").c_str(), S_IFCHR | 0666U, ::makedev(1, 7)), 0);
  EXPECT_THAT(error_of([&] { write_file_durably(folder / "full", "text"); }), HasSubstr("No space left"));
  EXPECT_TRUE(S_ISCHR(status_of(folder / "full").st_mode));
}

TEST_F(writing_a_file, refuses_a_disk) {
  // A loop device number far beyond those that exist, so nothing could be written to it.
  if (::mknod((folder / "disk").c_str(), S_IFBLK | 0600U, ::makedev(7, 250)) != 0)
    GTEST_SKIP() << "mknod is not allowed";
  EXPECT_NE(error_of([&] { write_file_durably(folder / "disk", "text"); }), "");
  EXPECT_TRUE(S_ISBLK(status_of(folder / "disk").st_mode));
}

TEST_F(writing_a_file, writes_to_a_fifo) {
  ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
  std::string read;
  std::thread reader([&] {
    std::ifstream fifo(folder / "fifo");
    read.assign(std::istreambuf_iterator<char>(fifo), std::istreambuf_iterator<char>());
  });
  write_file_durably(folder / "fifo", "text");
  reader.join();
  EXPECT_EQ(read, "text");
  EXPECT_TRUE(S_ISFIFO(status_of(folder / "fifo").st_mode));
}

TEST_F(writing_a_file, refuses_a_socket_and_a_folder) {
  const descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
  const std::string path = folder / "socket";
  ASSERT_LT(path.size(), sizeof address.sun_path);
  std::ranges::copy(path, address.sun_path);
  ASSERT_EQ(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  EXPECT_THAT(error_of([&] { write_file_durably(path, "text"); }), HasSubstr("socket: it is a socket"));
  EXPECT_TRUE(S_ISSOCK(status_of(path).st_mode));
  EXPECT_THAT(error_of([&] { write_file_durably(folder.path(), "text"); }), HasSubstr("Is a directory"));
}

TEST_F(writing_a_file, goes_on_where_an_open_descriptor_stands) {
  put(folder / "log", "first\n");
  const descriptor log(::open((folder / "log").c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
  fs::create_symlink(fmt::format("/proc/self/fd/{}", log.get()), folder / "link");
  write_file_durably(folder / "link", "second\n");
  write_file_durably(fmt::format("/dev/fd/{}", log.get()), "third\n");
  EXPECT_EQ(read_file(folder / "log"), "first\nsecond\nthird\n");
}

TEST_F(writing_a_file, writes_in_place_where_no_other_can_be_made) {
  put(folder / "page", "a longer old text");
  ::chmod((folder / "page").c_str(), 0666);
  ::chmod(folder.path().c_str(), 0555);
  EXPECT_EQ(status_in_child([&] {
              if (::geteuid() == 0 && ::setresuid(nobody, nobody, nobody) != 0) throw std::runtime_error("setresuid");
              write_file_durably(folder / "page", "new");
            }),
            0);
  ::chmod(folder.path().c_str(), 0755);
  EXPECT_EQ(read_file(folder / "page"), "new");
}

TEST_F(writing_a_file, writes_in_place_what_belongs_to_another) {
  if (::geteuid() != 0) GTEST_SKIP() << "there is no other user";
  put(folder / "page", "a longer old text");
  ::chmod((folder / "page").c_str(), 0666);
  ::chmod(folder.path().c_str(), 0777);
  EXPECT_EQ(status_in_child([&] {
              if (::setresuid(nobody, nobody, nobody) != 0) throw std::runtime_error("setresuid");
              write_file_durably(folder / "page", "new");
            }),
            0);
  EXPECT_EQ(read_file(folder / "page"), "new");
  EXPECT_EQ(status_of(folder / "page").st_uid, 0U);
  EXPECT_EQ(entries(), 1U);
}

TEST_F(writing_a_file, does_not_replace_what_may_not_be_written) {
  put(folder / "page", "old");
  ::chmod((folder / "page").c_str(), 0444);
  ::chmod(folder.path().c_str(), 0777);
  EXPECT_EQ(status_in_child([&] {
              if (::geteuid() == 0 && ::setresuid(nobody, nobody, nobody) != 0) ::_exit(2);
              const std::string error = error_of([&] { write_file_durably(folder / "page", "new"); });
              if (error.find("Permission denied") == std::string::npos) ::_exit(3);
            }),
            0);
  EXPECT_EQ(read_file(folder / "page"), "old");
}

TEST_F(writing_a_file, writes_through_a_mount_point) {
  put(folder / "page", "a longer old text");
  put(folder / "behind", "what is mounted there");
  constexpr int no_mounts = 77;
  const int status = status_in_child([&] {
    if (::unshare(CLONE_NEWNS) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        ::mount((folder / "behind").c_str(), (folder / "page").c_str(), nullptr, MS_BIND, nullptr) != 0)
      ::_exit(no_mounts);
    write_file_durably(folder / "page", "new");
  });
  if (status == no_mounts) GTEST_SKIP() << "mounting is not allowed";
  EXPECT_EQ(status, 0);
  EXPECT_EQ(read_file(folder / "behind"), "new");
  EXPECT_EQ(entries(), 2U);
}

TEST_F(writing_a_file, takes_nothing_away_where_there_is_no_room) {
  put(folder / "page", "old");
  put(folder / "linked", "old");
  fs::create_hard_link(folder / "linked", folder / "other");
  EXPECT_EQ(status_in_child([&] {
              ::signal(SIGXFSZ, SIG_IGN);
              const rlimit small{10, 10};
              ::setrlimit(RLIMIT_FSIZE, &small);
              for (const char* name : {"page", "linked", "fresh"}) {
                const std::string error = error_of([&] { write_file_durably(folder / name, "longer than ten bytes"); });
                if (error.find("File too large") == std::string::npos) ::_exit(2);
              }
            }),
            0);
  EXPECT_EQ(read_file(folder / "page"), "old");
  EXPECT_EQ(read_file(folder / "linked"), "old") << "in place";
  EXPECT_FALSE(fs::exists(folder / "fresh"));
  EXPECT_EQ(entries(), 3U);
}

TEST_F(writing_a_file, takes_nothing_away_on_a_disk_that_is_full) {
  constexpr int no_mounts = 77;
  const int status = status_in_child([&] {
    if (::unshare(CLONE_NEWNS) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        ::mount("none", folder.path().c_str(), "tmpfs", 0, "size=64k") != 0)
      ::_exit(no_mounts);
    put(folder / "page", "old");
    put(folder / "linked", "old");
    fs::create_hard_link(folder / "linked", folder / "other");
    const std::string long_text(std::size_t{1} << 20U, 'x');
    for (const char* name : {"page", "linked"}) {
      const std::string error = error_of([&] { write_file_durably(folder / name, long_text); });
      if (error.find("No space left") == std::string::npos) ::_exit(2);
      if (read_file(folder / name) != "old") ::_exit(3);
    }
    if (entries() != 3) ::_exit(4);
  });
  if (status == no_mounts) GTEST_SKIP() << "mounting is not allowed";
  EXPECT_EQ(status, 0);
}

TEST_F(writing_a_file, leaves_a_file_that_is_written_in_place_as_long_as_it_was_where_the_disk_is_full) {
  put(folder / "linked", "old");
  fs::create_hard_link(folder / "linked", folder / "other");
  const blkcnt_t blocks = status_of(folder / "linked").st_blocks;
  disk_is_full = true;
  const std::string error =
      error_of([&] { write_file_durably(folder / "linked", std::string(std::size_t{1} << 20U, 'x')); });
  disk_is_full = false;
  EXPECT_THAT(error, HasSubstr("No space left"));
  EXPECT_EQ(read_file(folder / "linked"), "old");
  EXPECT_EQ(status_of(folder / "linked").st_blocks, blocks) << "the room that it took is given back";
}

TEST_F(writing_a_file, says_that_the_folder_is_missing) {
  EXPECT_THAT(error_of([&] { write_file_durably(folder / "no" / "page", "text"); }),
              HasSubstr("no/page: No such file or directory"));
}

TEST_F(writing_a_file, makes_a_new_one_only_where_nothing_is) {
  EXPECT_TRUE(create_file_durably(folder / "fresh", "text"));
  EXPECT_FALSE(create_file_durably(folder / "fresh", "other"));
  fs::create_symlink("nowhere", folder / "dangling");
  EXPECT_FALSE(create_file_durably(folder / "dangling", "other"));
  EXPECT_EQ(read_file(folder / "fresh"), "text");
  EXPECT_EQ(entries(), 2U);
}

}  // namespace
}  // namespace interleave::driver
