// A machine made of files: the description in machines/NAME.txt, laid out below a folder of its own, and changed by the
// test as it likes. Nothing of the machine that runs the tests shows through.
#pragma once

#include "benchmarks/audit/audit.hpp"

#include <filesystem>
#include <map>
#include <string>

namespace interleave::audit::tests {

class fake_machine {
 public:
  // Reads machines/NAME.txt; each "@ path" line begins a file. An empty name is a machine without any file.
  explicit fake_machine(const std::string& name);
  ~fake_machine();
  fake_machine(const fake_machine&) = delete;
  fake_machine& operator=(const fake_machine&) = delete;

  fake_machine& write(const std::string& path, const std::string& text);
  fake_machine& remove(const std::string& path);
  // What the file says at the second look; nothing waits for it.
  fake_machine& later(const std::string& path, const std::string& text);

  // What the audit gets to see; a test may change the answers of its probes and what is wanted of the machine.
  sources seen;

  [[nodiscard]] report audit() const { return audit_machine(seen); }

 private:
  std::filesystem::path root_;
  std::map<std::string, std::string> later_;
};

// The check of a name; fails the test where there is none.
[[nodiscard]] check find_check(const report& from, const std::string& name);

}  // namespace interleave::audit::tests
