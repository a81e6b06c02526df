// Preloaded into a program: notes each file that it flushes to the disk, and how large the file was by then, in the
// file that NOTED_FLUSHES names. What is on a disk after a power cut cannot be tested; what was flushed can. At the
// flush whose number, from 1 on, SIGNAL_AT_FLUSH says, the program gets a SIGTERM.
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

void note(int fd) {
  const char* const notes = std::getenv("NOTED_FLUSHES");
  if (notes == nullptr) return;
  char path[64];
  char target[4096];
  std::snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  const ssize_t size = ::readlink(path, target, sizeof target - 1);
  struct stat information{};
  if (size < 0 || ::fstat(fd, &information) != 0) return;
  target[size] = '\0';
  const int file = ::open(notes, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  ::dprintf(file, "%s %lld\n", target, static_cast<long long>(information.st_size));
  ::close(file);
}

void send_the_signal() {
  static int flushes = 0;
  const char* const number = std::getenv("SIGNAL_AT_FLUSH");
  if (number != nullptr && ++flushes == std::atoi(number)) ::kill(::getpid(), SIGTERM);
}

}  // namespace

extern "C" int fsync(int fd) {
  note(fd);
  send_the_signal();
  return static_cast<int>(::syscall(SYS_fsync, fd));
}

extern "C" int fdatasync(int fd) {
  note(fd);
  send_the_signal();
  return static_cast<int>(::syscall(SYS_fdatasync, fd));
}
