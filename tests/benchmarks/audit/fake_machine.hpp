// A machine made of files: described in machines/NAME.txt, laid out in a folder of its own, and then changed by the
// test. Nothing of the machine that runs the tests is visible.
#pragma once

#include "benchmarks/audit/audit.hpp"

#include <filesystem>
#include <map>
#include <string>

namespace interleave::audit::tests {

class fake_machine {
 public:
  // Reads machines/NAME.txt; each "@ path" line begins a file. An empty name gives a machine without any file.
  explicit fake_machine(const std::string& name);
  ~fake_machine();
  fake_machine(const fake_machine&) = delete;
  fake_machine& operator=(const fake_machine&) = delete;

  fake_machine& write(const std::string& path, const std::string& text);
  fake_machine& remove(const std::string& path);
  // What the file says at the second reading; no time passes before it.
  fake_machine& later(const std::string& path, const std::string& text);

  // The input of the audit; a test may change the answers of its probes and the in_flight that is wanted.
  sources seen;

  [[nodiscard]] report audit() const { return audit_machine(seen); }

 private:
  std::filesystem::path root_;
  std::map<std::string, std::string> later_;
};

// The check with this name; fails the test if there is none.
[[nodiscard]] check find_check(const report& from, const std::string& name);

}  // namespace interleave::audit::tests
