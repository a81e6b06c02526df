// See the header.
#include "reports/results/input_file.hpp"

#include "reports/errors.hpp"
#include "reports/results/json_document.hpp"
#include "reports/words/text.hpp"

#include <algorithm>
#include <fstream>
#include <optional>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace interleave::reports {
namespace {

namespace fs = std::filesystem;

// The first 64 KiB of a file, which show whether the suite wrote it; empty if it isn't a regular file.
std::string head_of(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::none)
    throw input_error(path.string(), "", "can't be looked at: " + error.message(), "Check who may read it");
  if (!fs::is_regular_file(status)) return "";
  std::string head(std::size_t{64} << 10U, '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(file.gcount()));
  return head;
}

// The results.json of a folder that interleave run wrote; nothing for other folders, where a file may happen to have
// that name.
std::optional<fs::path> results_of_run(const fs::path& folder) {
  const bool was_planned = has_object(head_of(folder / "run.json"), "settings");
  if (!was_planned && !has_object(head_of(folder / "results.json"), "interleave")) return std::nullopt;
  std::error_code error;
  if (fs::exists(folder / "results.json", error)) return folder / "results.json";
  throw input_error(folder.string(), "", "this folder holds no results.json",
                    fmt::format("The run was interrupted: interleave run --resume {}", shell_word(folder.string())));
}

// The runs and JSON files of the folder, sorted by name. A file reached again through a link counts once.
std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> entries;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
    entries.push_back(entry->path());
  if (error) throw input_error(folder.string(), "", "can't be listed: " + error.message(), "Check who may read it");
  std::sort(entries.begin(), entries.end());

  std::vector<fs::path> files;
  std::set<fs::path> known;
  for (const fs::path& entry : entries) {
    std::optional<fs::path> file;
    if (fs::is_directory(entry, error)) {
      file = results_of_run(entry);
    } else if (entry.extension() == ".json" && fs::is_regular_file(entry, error)) {
      file = entry;
    }
    if (file && known.insert(fs::weakly_canonical(*file, error)).second) files.push_back(std::move(*file));
  }
  return files;
}

}  // namespace

std::string read_input_file(const std::filesystem::path& path, std::uint64_t most_bytes, std::string_view remedy) {
  const std::string name = path.string();
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (error || !std::filesystem::exists(status))
    throw input_error(name, "", "there is no such file", std::string(remedy));
  if (!std::filesystem::is_regular_file(status))
    throw input_error(name, "", "is not a regular file", std::string(remedy));
  std::ifstream file(path, std::ios::binary);
  if (!file) throw input_error(name, "", "can't be opened", "Check who may read it");
  const auto too_large = [&] {
    throw input_error(name, "", fmt::format("is larger than {} MiB", most_bytes >> 20U),
                      "This is not a file that the suite wrote");
  };
  if (std::filesystem::file_size(path, error) > most_bytes || error) too_large();
  // The size may be out of date (the file may be growing), so the limit is enforced while reading too.
  std::string text;
  // Not on the stack, whose limit may be as small as this.
  std::vector<char> block(std::size_t{1} << 16U);
  while (file.read(block.data(), static_cast<std::streamsize>(block.size())) || file.gcount() > 0) {
    text.append(block.data(), static_cast<std::size_t>(file.gcount()));
    if (text.size() > most_bytes) too_large();
  }
  if (file.bad()) throw input_error(name, "", "can't be read to its end", "Check the disk");
  return text;
}

bool is_of_a_gate(const fs::path& folder) {
  std::error_code error;
  return fs::is_regular_file(folder / "gate.jsonl", error) && !fs::exists(folder / "results.json", error);
}

std::vector<fs::path> result_files(const fs::path& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return {path};
  if (is_of_a_gate(path))
    throw input_error(path.string(), "", "this folder holds a gate, and no results",
                      fmt::format("Its verdict: interleave gate --replay {}", shell_word(path.string())));
  if (std::optional<fs::path> results = results_of_run(path)) return {std::move(*results)};
  std::vector<fs::path> files = files_in(path);
  if (files.empty()) {
    throw input_error(path.string(), "", "this folder holds neither a run nor a JSON file",
                      "Give a folder that interleave run has written, or one of such folders or of Google Benchmark's "
                      "JSON files");
  }
  return files;
}

std::vector<fs::path> files_of_measurements(std::span<const fs::path> paths) {
  std::vector<fs::path> all;
  for (const fs::path& path : paths) {
    for (fs::path& file : result_files(path)) {
      if (file.filename() == "results.json")
        for (const char* name : {"run.json", "samples.jsonl"}) all.push_back(file.parent_path() / name);
      all.push_back(std::move(file));
    }
  }
  return all;
}

}  // namespace interleave::reports
