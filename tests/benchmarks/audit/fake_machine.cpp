// See fake_machine.hpp.
#include "tests/benchmarks/audit/fake_machine.hpp"

#include <fstream>
#include <stdexcept>

#include <gtest/gtest.h>
#include <stdlib.h>

namespace interleave::audit::tests {
namespace {

std::filesystem::path make_folder() {
  auto path = (std::filesystem::temp_directory_path() / "interleave_audit_XXXXXX").string();
  if (mkdtemp(path.data()) == nullptr) throw std::runtime_error("cannot make a folder like " + path);
  return path;
}

std::string nothing() {
  return {};
}

}  // namespace

fake_machine::fake_machine(const std::string& name) : root_(make_folder()) {
  seen.root = root_;
  seen.build = suite_build{"Release", ""};
  seen.ask = {nothing,
              nothing,
              nothing,
              [] { return std::string("glibc 2.36"); },
              [] { return std::optional(cache_room{"/home/a/.cache/interleave", test_file_bytes}); },
              [](const std::filesystem::path&) { return std::optional(results_bytes); },
              [this] {
                for (const auto& [path, text] : later_) write(path, text);
              }};
  if (name.empty()) return;

  std::ifstream description(std::filesystem::path(AUDIT_MACHINES) / (name + ".txt"));
  if (!description) throw std::runtime_error("no description of the machine " + name);
  std::string path;
  std::string text;
  const auto finish = [&] {
    if (!path.empty()) write(path, text);
    text.clear();
  };
  for (std::string line; std::getline(description, line);) {
    if (line.starts_with("@ ")) {
      finish();
      path = line.substr(2);
    } else {
      text += line + '\n';
    }
  }
  finish();
}

fake_machine::~fake_machine() {
  std::error_code ignored;
  std::filesystem::remove_all(root_, ignored);
}

fake_machine& fake_machine::write(const std::string& path, const std::string& text) {
  std::filesystem::create_directories((root_ / path).parent_path());
  std::ofstream(root_ / path) << text;
  return *this;
}

fake_machine& fake_machine::remove(const std::string& path) {
  std::filesystem::remove_all(root_ / path);
  return *this;
}

fake_machine& fake_machine::later(const std::string& path, const std::string& text) {
  later_[path] = text;
  return *this;
}

check find_check(const report& from, const std::string& name) {
  for (const auto& candidate : from.checks) {
    if (candidate.name == name) return candidate;
  }
  ADD_FAILURE() << "no check called " << name;
  return {};
}

}  // namespace interleave::audit::tests
