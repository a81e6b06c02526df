// Preloaded into a program: refuses it descriptors whose number is not below SCARCE_DESCRIPTORS, as RLIMIT_NOFILE does,
// but only in the calls by which a run begins. A sanitizer's runtime, which makes system calls directly, gets all that
// it wants: UBSan opens a pipe to see whether an object may be read, and reports an error where it gets none.
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

template <class Function>
Function* original(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

// The kernel gives the lowest free number. Asked beforehand, because a file that may not be opened must not be created.
bool is_refused() {
  static const char* const most = std::getenv("SCARCE_DESCRIPTORS");
  if (most == nullptr) return false;
  static const auto real_open = original<int(const char*, int, ...)>("open");
  const int lowest = real_open("/", O_PATH | O_CLOEXEC);
  if (lowest >= 0) ::close(lowest);
  if (lowest >= 0 && lowest < std::atoi(most)) return false;
  errno = EMFILE;
  return true;
}

// Of a call that ends in "...".
mode_t mode_in(int flags, va_list rest) {
  return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
}

}  // namespace

extern "C" int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = mode_in(flags, rest);
  va_end(rest);
  static const auto real = original<int(const char*, int, ...)>("open");
  return is_refused() ? -1 : real(path, flags, mode);
}

extern "C" int openat(int folder, const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = mode_in(flags, rest);
  va_end(rest);
  static const auto real = original<int(int, const char*, int, ...)>("openat");
  return is_refused() ? -1 : real(folder, path, flags, mode);
}

// std::fstream's.
extern "C" FILE* fopen64(const char* path, const char* mode) {
  static const auto real = original<FILE*(const char*, const char*)>("fopen64");
  return is_refused() ? nullptr : real(path, mode);
}

extern "C" int memfd_create(const char* name, unsigned flags) noexcept {
  static const auto real = original<int(const char*, unsigned)>("memfd_create");
  return is_refused() ? -1 : real(name, flags);
}

extern "C" int signalfd(int fd, const sigset_t* wanted, int flags) noexcept {
  static const auto real = original<int(int, const sigset_t*, int)>("signalfd");
  return fd < 0 && is_refused() ? -1 : real(fd, wanted, flags);
}

extern "C" long syscall(long number, ...) noexcept {
  long given[6];
  va_list rest;
  va_start(rest, number);
  for (long& argument : given) argument = va_arg(rest, long);
  va_end(rest);
  if (number == SYS_pidfd_open && is_refused()) return -1;
  static const auto real = original<long(long, ...)>("syscall");
  return real(number, given[0], given[1], given[2], given[3], given[4], given[5]);
}
