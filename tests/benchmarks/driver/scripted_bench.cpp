// A program that ends in the way its --cell says. It replaces interleave-bench in the tests of the sampler, and has no
// workloads.
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace {

void write_document(const std::string& path) {
  std::ofstream(path) << R"({"context": {}, "benchmarks": [{"name": "x", "run_type": "iteration", "iterations": 5}]})";
}

[[noreturn]] void sleep_for_ever() {
  for (;;) ::pause();
}

// A process outside the process group and the session that is not waited for.
void start_orphan() {
  if (::fork() != 0) return;
  ::setsid();
  if (::fork() == 0) sleep_for_ever();
  sleep_for_ever();
}

// Ends together with us, but not before us.
void start_helper_that_dies_with_us() {
  const pid_t parent = ::getpid();
  if (::fork() != 0) return;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() == parent) sleep_for_ever();
  ::_exit(0);
}

void use_memory(std::size_t bytes) {
  std::vector<char*> blocks;
  constexpr std::size_t block_bytes = 1U << 20U;
  for (std::size_t used = 0; used < bytes; used += block_bytes) {
    blocks.push_back(static_cast<char*>(std::malloc(block_bytes)));
    std::memset(blocks.back(), 1, block_bytes);
  }
  sleep_for_ever();
}

void share_memory_among_children() {
  std::vector<char> shared(64U << 20U, 1);
  for (int i = 0; i < 8; ++i)
    if (::fork() == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      sleep_for_ever();
    }
  ::usleep(300'000);  // long enough to be looked at
  if (shared[5] != 1) ::_exit(9);
}

void print_for_ever() {
  const std::string line(1000, 'x');
  for (;;) std::cout << line << '\n';
}

std::string text_of(int fd) {
  std::string text(100, '\0');
  const ssize_t count = ::read(fd, text.data(), text.size());
  text.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
  return text;
}

// The environment a sample sees, for the test to compare.
void print_surroundings() {
  const int score = ::open("/proc/self/oom_score_adj", O_RDONLY);
  std::cout << "group=" << (::getpgrp() == ::getpid()) << " oom=" << std::stoi(text_of(score))
            << " stdin_bytes=" << text_of(STDIN_FILENO).size() << " mark=" << (std::getenv("INTERLEAVE_RUN") != nullptr)
            << " repetitions=" << (std::getenv("BENCHMARK_REPETITIONS") != nullptr)
            << " bound=" << (std::getenv("OMP_PROC_BIND") != nullptr);
  int open_files = 0;
  for (int fd = 3; fd < 256; ++fd)
    if (fd != score && ::fcntl(fd, F_GETFD) != -1) ++open_files;
  sigset_t blocked;
  ::sigprocmask(SIG_SETMASK, nullptr, &blocked);
  std::cout << " open_files=" << open_files << " int_blocked=" << sigismember(&blocked, SIGINT)
            << " pipe_default=" << (::signal(SIGPIPE, SIG_DFL) == SIG_DFL) << std::endl;
}

}  // namespace

int main(int count, char** values) {
  std::string cell;
  std::string document;
  for (int i = 1; i < count; ++i) {
    const std::string argument = values[i];
    if (argument == "--cell" && i + 1 < count) cell = values[++i];
    if (argument.starts_with("--benchmark_out=")) document = argument.substr(std::strlen("--benchmark_out="));
  }
  std::cerr << "cell " << cell << std::endl;
  if (cell == "good") write_document(document);
  if (cell == "crash") {
    ::signal(SIGSEGV, SIG_DFL);  // sanitizers catch it
    ::raise(SIGSEGV);
  }
  if (cell == "killed") ::raise(SIGTERM);
  if (cell == "lengths") {
    int detours = 0;
    for (std::size_t at = 0; (at = document.find("/./", at)) != std::string::npos; at += 2) ++detours;
    std::cout << "path_detours=" << detours << " padding=" << std::strlen(std::getenv("INTERLEAVE_PADDING"))
              << std::endl;
    return 1;
  }
  if (cell == "exit") ::_exit(3);
  if (cell == "nothing") return 0;
  if (cell == "hang") sleep_for_ever();
  if (cell == "hang_beside_orphan") {
    start_orphan();
    sleep_for_ever();
  }
  if (cell == "hog") use_memory(1U << 30U);
  if (cell == "chatter") print_for_ever();
  if (cell == "surroundings") {
    print_surroundings();
    return 1;
  }
  if (cell == "orphan") start_orphan();
  if (cell == "helper") start_helper_that_dies_with_us();
  if (cell == "sharing") share_memory_among_children();
  if (cell == "orphan" || cell == "helper" || cell == "sharing") write_document(document);
  if (cell == "interrupt_driver") {
    ::kill(::getppid(), SIGTERM);
    sleep_for_ever();
  }
  return 0;
}
