// One child process: started in a process group of its own, certain to die with us, waited for through a pidfd.
#pragma once

#include "benchmarks/driver/files.hpp"

#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include <sys/resource.h>
#include <sys/types.h>

namespace interleave::driver {

struct child_start {
  std::vector<std::string> command;
  std::vector<std::string> environment{};  // "NAME=value", added to ours without its BENCHMARK_...
  int output = -1;                         // gets stdout and stderr
  int errors = -1;                         // gets stderr instead, where set
  sigset_t signal_mask{};
};

class child_process {
 public:
  explicit child_process(const child_start& start);
  // Kills the process if it is still running.
  ~child_process();
  child_process(const child_process&) = delete;
  child_process& operator=(const child_process&) = delete;

  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] int pidfd() const { return pidfd_.get(); }  // readable once it has exited

  // SIGKILL to its process group.
  void kill_group() const;

  struct ending {
    int status = 0;  // as wait4 gives it
    rusage usage{};
  };
  // Blocks until it has exited.
  ending reap();

 private:
  pid_t pid_ = -1;
  descriptor pidfd_;
  bool reaped_ = false;
};

// Why a program can't be started, such as "Permission denied"; empty where it can.
std::string why_not_startable(const std::filesystem::path& program);

// A file in memory: nothing to clean up, whatever happens to us.
descriptor anonymous_file(const char* name);

struct captured {
  int exit_status = 0;  // 128 + signal if a signal ended it
  std::string output;
  std::string errors;
};
// Runs a command that answers a question. Throws std::runtime_error after `limit`, or if it prints more than 16 MiB.
captured run_captured(const std::vector<std::string>& command, std::chrono::nanoseconds limit);

}  // namespace interleave::driver
