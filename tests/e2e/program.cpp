// fork, exec, and files for what is printed: nothing can block on a full pipe.
#include "program.hpp"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace interleave::test {
namespace {

std::string text_in(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

}  // namespace

bool wait_until(const std::function<bool()>& condition) {
  // Shorter than ctest's timeout. A gate starts hundreds of processes, and other tests run beside it.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(4);
  while (std::chrono::steady_clock::now() < deadline) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return false;
}

program::program(std::vector<std::string> command, const std::map<std::string, std::string>& environment,
                 int errors_to) {
  std::string pattern = (std::filesystem::temp_directory_path() / "interleave_e2e_XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
  folder_ = pattern;
  std::vector<char*> arguments;
  for (std::string& word : command) arguments.push_back(word.data());
  arguments.push_back(nullptr);

  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error("fork failed");
  if (pid_ != 0) return;
  for (const auto& [name, value] : environment) ::setenv(name.c_str(), value.c_str(), 1);
  ::dup2(::open((folder_ / "output").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600), STDOUT_FILENO);
  ::dup2(errors_to >= 0 ? errors_to : ::open((folder_ / "errors").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600),
         STDERR_FILENO);
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

program::~program() {
  if (!has_ended_) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void program::send(int signal) const {
  ::kill(pid_, signal);
}

int program::wait() {
  int status = 0;
  has_ended_ = wait_until([&] { return ::waitpid(pid_, &status, WNOHANG) == pid_; });
  EXPECT_TRUE(has_ended_) << "still running; so far it said:\n" << output() << errors();
  return WIFSIGNALED(status) ? 1000 + WTERMSIG(status) : WEXITSTATUS(status);
}

std::string program::output() const {
  return text_in(folder_ / "output");
}
std::string program::errors() const {
  return text_in(folder_ / "errors");
}

}  // namespace interleave::test
