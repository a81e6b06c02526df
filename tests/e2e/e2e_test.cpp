// The fixture of end-to-end tests.
#include "e2e_test.hpp"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <unistd.h>

namespace interleave::test {
namespace {

namespace fs = std::filesystem;

fs::path make_folder() {
  std::string pattern = (fs::temp_directory_path() / "interleave_e2e_XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
  return pattern;
}

// With placements left to the kernel: stratified, they would be part of some cells' names where there are more cores.
std::vector<std::string> command_of(std::vector<std::string> command, std::vector<std::string> arguments) {
  const auto has = [&](const char* option) { return std::ranges::find(arguments, option) != arguments.end(); };
  const bool measures = !arguments.empty() && arguments.front() == "run";
  if (measures && !has("--placement") && !has("--resume") && !has("--help"))
    arguments.insert(arguments.begin() + 1, {"--placement", "free"});
  command.insert(command.end(), arguments.begin(), arguments.end());
  return command;
}

}  // namespace

e2e_test::e2e_test()
    : folder(make_folder()),
      out(folder / "out"),
      gate(folder / "gate"),
      temporary_files(folder / "tmp"),
      mark_("INTERLEAVE_E2E=" + folder.string()) {
  fs::create_directory(gate);
  fs::create_directory(temporary_files);
  environment = {
      {"INTERLEAVE_E2E", folder.string()}, {"INTERLEAVE_GATE", gate.string()}, {"TMPDIR", temporary_files.string()}};
}

e2e_test::~e2e_test() {
  std::error_code ignored;
  fs::remove_all(folder, ignored);
}

std::vector<std::string> e2e_test::faulty(const std::vector<std::string>& arguments) const {
  return command_of({INTERLEAVE, "--bench", FAULTY_BENCH}, arguments);
}

std::vector<std::string> e2e_test::real(const std::vector<std::string>& arguments) const {
  return command_of({INTERLEAVE}, arguments);
}

std::vector<pid_t> e2e_test::marked_processes() const {
  std::vector<pid_t> found;
  for (const fs::directory_entry& entry : fs::directory_iterator("/proc")) {
    const std::string name = entry.path().filename().string();
    pid_t process = 0;
    if (std::from_chars(name.data(), name.data() + name.size(), process).ptr != name.data() + name.size()) continue;
    if (text_of(entry.path() / "environ").find(mark_ + '\0') != std::string::npos) found.push_back(process);
  }
  return found;
}

bool e2e_test::nobody_is_left() const {
  return wait_until([this] { return marked_processes().empty(); });
}

std::set<std::string> e2e_test::files_in(const fs::path& where) const {
  std::set<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(where)) names.insert(entry.path().filename().string());
  return names;
}

std::string e2e_test::text_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

json e2e_test::json_of(const fs::path& path) {
  return json::parse(text_of(path));
}

void e2e_test::expect_valid(const fs::path& results) const {
  program validator({NODE, SCHEMA_VALIDATOR, SCHEMA, results.string()}, environment);
  EXPECT_EQ(validator.wait(), 0) << validator.errors();
}

std::set<std::pair<std::string, int>> samples_in(const json& results) {
  std::set<std::pair<std::string, int>> found;
  for (const json& row : results.at("benchmarks")) {
    const bool is_new = found.emplace(row.at("name"), row.at("sample")).second;
    EXPECT_TRUE(is_new) << row.at("name") << " has sample " << row.at("sample") << " twice";
  }
  return found;
}

std::set<std::pair<std::string, int>> samples_planned(const json& plan) {
  std::set<std::pair<std::string, int>> planned;
  for (const json& cell : plan.at("cells"))
    for (int sample = 0; sample < plan.at("settings").at("samples_per_cell"); ++sample)
      planned.emplace(cell.at("name"), sample);
  return planned;
}

}  // namespace interleave::test
