// A program under test: started with arguments and environment of the test's choice, waited for with a deadline.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <sys/types.h>

namespace interleave::test {

// Polls until `condition` holds. False if it still does not after 4 minutes: then something hangs.
bool wait_until(const std::function<bool()>& condition);

class program {
 public:
  // `errors_to`: a descriptor that gets stderr instead of errors(); stays the caller's.
  program(std::vector<std::string> command, const std::map<std::string, std::string>& environment, int errors_to = -1);
  // Kills it if it still runs.
  ~program();
  program(const program&) = delete;
  program& operator=(const program&) = delete;

  [[nodiscard]] pid_t pid() const { return pid_; }
  void send(int signal) const;
  // Its exit status; 1000 + signal if a signal ended it. The test fails if the program does not end.
  int wait();

  // What it has printed so far.
  [[nodiscard]] std::string output() const;
  [[nodiscard]] std::string errors() const;

 private:
  std::filesystem::path folder_;
  pid_t pid_ = -1;
  bool has_ended_ = false;
};

}  // namespace interleave::test
