// The folder of a run or a gate: a new one, or an existing one in which no other run's files would be lost or mixed in.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::driver {

// Unless it is kept, whatever was made of it is removed again: a run that couldn't begin leaves nothing behind.
class result_folder {
 public:
  // Makes `folder` if it doesn't exist. Throws usage_error if it holds a run, a gate, or any file with a name that
  // either of them writes; storage_error if it can't be made.
  explicit result_folder(std::filesystem::path folder);
  // Makes a new folder in `parent` with this name, or, if that is taken, with "-2", "-3" ... appended. Throws
  // storage_error.
  static result_folder fresh(const std::filesystem::path& parent, const std::string& name);
  ~result_folder();
  result_folder(const result_folder&) = delete;
  result_folder& operator=(const result_folder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  // The caller has made this file in it, or is about to.
  void holds(const char* file) { made_.push_back(path_ / file); }
  void keep() { made_.clear(); }

 private:
  result_folder() = default;
  result_folder(const std::filesystem::path& parent, const std::string& name);
  void make(const std::filesystem::path& folder);

  std::filesystem::path path_;
  std::vector<std::filesystem::path> made_;  // what lies deeper comes later
};

// Throws the error that refuses a second run or gate in the same folder.
[[noreturn]] void refuse_used_folder(const std::filesystem::path& folder, const char* holds);

// For the message of an error that ended a run or a gate: `kept` and the command to go on with, or, where somebody has
// removed one of the files that it goes on from, that it can't go on.
std::string how_to_go_on(const std::filesystem::path& folder, std::initializer_list<const char*> files,
                         std::string_view kept, std::string_view command);

}  // namespace interleave::driver
