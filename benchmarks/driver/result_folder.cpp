// Making result folders, and refusing those that are in use.
#include "benchmarks/driver/result_folder.hpp"

#include "benchmarks/driver/files.hpp"
#include "workloads/errors.hpp"

#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace interleave::driver {
namespace {

namespace fs = std::filesystem;

// A dangling link counts too: writing would go through it.
bool is_taken(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(path, error);
  if (error && status.type() == fs::file_type::none) throw storage_error(path, "look for", error.value());
  return fs::exists(status);
}

}  // namespace

void refuse_used_folder(const fs::path& folder, const char* holds) {
  throw usage_error(fmt::format("{} holds {} already: go on with it (--resume {}) or choose another folder",
                                folder.string(), holds, folder.string()));
}

std::string how_to_go_on(const fs::path& folder, std::initializer_list<const char*> files, std::string_view kept,
                         std::string_view command) {
  std::error_code unknown;
  for (const char* const file : files)
    if (!fs::exists(folder / file, unknown) && !unknown)
      return fmt::format("{} has been removed meanwhile, and without it nothing can go on: begin anew",
                         (folder / file).string());
  return fmt::format("{}; once that is mended, go on with: {}", kept, command);
}

// Both delegate, so that the destructor runs where they throw.
result_folder::result_folder(fs::path folder) : result_folder() {
  path_ = std::move(folder);
  if (is_taken(path_ / "run.json")) refuse_used_folder(path_, "a run");
  if (is_taken(path_ / "gate.jsonl")) refuse_used_folder(path_, "a gate");
  for (const char* const name : {"samples.jsonl", "results.json", "report.html", "verdict.json", "verdict.md"})
    if (is_taken(path_ / name))
      throw usage_error(
          fmt::format("{} is there already, and would be overwritten: choose another folder", (path_ / name).string()));
  make(path_);
}

result_folder result_folder::fresh(const fs::path& parent, const std::string& name) {
  return {parent, name};
}

result_folder::result_folder(const fs::path& parent, const std::string& name) : result_folder() {
  path_ = parent / name;
  make(parent);
  std::error_code error;
  for (int number = 2; !fs::create_directory(path_, error); ++number) {
    if (error && error != std::errc::file_exists) throw storage_error(path_, "make the folder", error.value());
    path_ = parent / fmt::format("{}-{}", name, number);
  }
  made_.push_back(path_);
}

result_folder::~result_folder() {
  std::error_code ignored;
  for (; !made_.empty(); made_.pop_back()) fs::remove(made_.back(), ignored);  // not where others' files are in it
}

void result_folder::make(const fs::path& folder) {
  std::error_code error;
  if (const fs::path parent = folder.parent_path(); parent != folder && !parent.empty() && !fs::exists(parent, error))
    make(parent);
  if (fs::create_directory(folder, error)) made_.push_back(folder);
  if (error) throw storage_error(folder, "make the folder", error.value());
}

}  // namespace interleave::driver
