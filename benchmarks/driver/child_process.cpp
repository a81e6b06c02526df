// fork and exec. Between them only async-signal-safe calls are made.
#include "benchmarks/driver/child_process.hpp"

#include "runners/system/pidfd.hpp"
#include "runners/system/refusal.hpp"
#include "workloads/parameters.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

namespace interleave::driver {
namespace {

// Google Benchmark takes the defaults of its flags from environment variables such as BENCHMARK_REPETITIONS or
// BENCHMARK_FILTER, and an OpenMP runtime takes the number of threads and the CPUs they are bound to from its own: with
// OMP_PROC_BIND=true it binds the first thread as soon as it is loaded, and every model then has one CPU. Values set
// there for other programs must not change what is measured.
bool reaches_children(std::string_view variable) {
  constexpr std::array<std::string_view, 4> of_libraries{"BENCHMARK_", "OMP_", "GOMP_", "KMP_"};
  return std::ranges::none_of(of_libraries, [&](std::string_view prefix) { return variable.starts_with(prefix); });
}

std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (const std::string& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

void complain(const char* path, int error_number) {
  const char* reason = ::strerrordesc_np(error_number);
  for (const char* part : {"cannot start ", path, ": ", reason == nullptr ? "unknown error" : reason, "\n"})
    if (::write(STDERR_FILENO, part, std::strlen(part)) < 0) return;
}

// When memory runs out, the kernel should kill the sample rather than the driver or the user's other work.
void volunteer_for_the_oom_killer() {
  const int file = ::open("/proc/self/oom_score_adj", O_WRONLY);
  if (file < 0) return;
  [[maybe_unused]] const ssize_t written =
      ::write(file, "1000", 4);  // refused in some containers; nothing depends on it
  ::close(file);
}

[[noreturn]] void become_command(const child_start& start, pid_t parent, char* const* arguments,
                                 char* const* environment) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(127);  // the parent died before PR_SET_PDEATHSIG was in force

  const int nothing = ::open("/dev/null", O_RDONLY);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(start.output, STDOUT_FILENO);
  ::dup2(start.errors >= 0 ? start.errors : start.output, STDERR_FILENO);
  ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);

  const rlimit no_core{0, 0};  // a crash is reported, not stored
  ::setrlimit(RLIMIT_CORE, &no_core);
  volunteer_for_the_oom_killer();
  ::signal(SIGPIPE, SIG_DFL);
  ::signal(SIGXFSZ, SIG_DFL);
  ::sigprocmask(SIG_SETMASK, &start.signal_mask, nullptr);

  ::execve(arguments[0], arguments, environment);
  complain(arguments[0], errno);
  ::_exit(127);
}

}  // namespace

child_process::child_process(const child_start& start) {
  const std::vector<char*> arguments = pointers_to(start.command);
  std::vector<char*> environment;
  for (char** variable = environ; *variable != nullptr; ++variable)
    if (reaches_children(*variable)) environment.push_back(*variable);
  const std::vector<char*> added = pointers_to(start.environment);
  environment.insert(environment.end(), added.begin(), added.end());  // with the closing null

  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error(refusal("start a process", errno));
  if (pid_ == 0) become_command(start, parent, arguments.data(), environment.data());
  ::setpgid(pid_, pid_);  // the child does so too, whichever comes first: the group exists for kill_group()
  pidfd_ = descriptor(open_pidfd(pid_));
  if (pidfd_.get() < 0) {
    const int error_number = errno;
    kill_group();
    reap();
    throw std::runtime_error(why_no_pidfd(error_number));
  }
}

child_process::~child_process() {
  if (reaped_) return;
  kill_group();
  reap();
}

void child_process::kill_group() const {
  ::kill(-pid_, SIGKILL);
}

child_process::ending child_process::reap() {
  ending result;
  while (::wait4(pid_, &result.status, 0, &result.usage) < 0 && errno == EINTR) {
  }
  reaped_ = true;
  return result;
}

std::string why_not_startable(const std::filesystem::path& program) {
  struct stat information{};
  if (::stat(program.c_str(), &information) != 0) return std::generic_category().message(errno);
  if (S_ISDIR(information.st_mode)) return std::generic_category().message(EISDIR);
  return ::access(program.c_str(), X_OK) == 0 ? "" : std::generic_category().message(errno);
}

descriptor anonymous_file(const char* name) {
  descriptor file(::memfd_create(name, MFD_CLOEXEC));
  if (file.get() < 0) throw std::runtime_error(refusal("make a file in memory", errno));
  return file;
}

captured run_captured(const std::vector<std::string>& command, std::chrono::nanoseconds limit) {
  constexpr std::uint64_t most_bytes = 16ULL << 20U;  // far more than any answer
  constexpr std::chrono::milliseconds look_interval(10);
  const descriptor output = anonymous_file("output");
  const descriptor errors = anonymous_file("errors");
  child_start start{.command = command, .output = output.get(), .errors = errors.get()};
  ::sigprocmask(SIG_SETMASK, nullptr, &start.signal_mask);
  child_process child(start);

  const auto deadline = std::chrono::steady_clock::now() + limit;
  for (;;) {
    pollfd exited{child.pidfd(), POLLIN, 0};
    const int ready = ::poll(&exited, 1, static_cast<int>(look_interval.count()));
    if (size_of(output.get()) + size_of(errors.get()) > most_bytes)
      throw std::runtime_error(fmt::format("{} printed more than {} MiB", command.front(), most_bytes >> 20U));
    if (ready > 0) break;
    if (std::chrono::steady_clock::now() >= deadline)
      throw std::runtime_error(
          fmt::format("{} did not answer within {}", command.front(), format_value(limit, kinds::duration)));
  }
  child.kill_group();  // ends any processes that it has left behind
  const int status = child.reap().status;
  return {WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status),
          read_from_start(output.get(), "its output"), read_from_start(errors.get(), "its errors")};
}

}  // namespace interleave::driver
