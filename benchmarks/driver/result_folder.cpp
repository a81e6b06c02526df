// Making result folders, and refusing those that are in use.
#include "benchmarks/driver/result_folder.hpp"

#include "benchmarks/driver/files.hpp"
#include "workloads/errors.hpp"

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

void make_result_folder(const fs::path& folder) {
  if (is_taken(folder / "run.json")) refuse_used_folder(folder, "a run");
  if (is_taken(folder / "gate.jsonl")) refuse_used_folder(folder, "a gate");
  for (const char* const name : {"samples.jsonl", "results.json", "report.html", "verdict.json", "verdict.md"})
    if (is_taken(folder / name))
      throw usage_error(fmt::format("{} is there already, and would be overwritten: choose another folder",
                                    (folder / name).string()));
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw storage_error(folder, "make the folder", error.value());
}

fs::path make_fresh_folder(const fs::path& parent, const std::string& name) {
  std::error_code error;
  fs::create_directories(parent, error);
  if (error) throw storage_error(parent, "make the folder", error.value());
  fs::path folder = parent / name;
  for (int number = 2; !fs::create_directory(folder, error); ++number) {
    if (error && error != std::errc::file_exists) throw storage_error(folder, "make the folder", error.value());
    folder = parent / fmt::format("{}-{}", name, number);
  }
  return folder;
}

}  // namespace interleave::driver
