// A history in a folder: one file a run, named by time and content, never rewritten. Merging two histories is copying
// files, writers can't get into each other's way, and a file that was cut short is named while the rest is read.
#pragma once

#include "tracking/history/history_store.hpp"

#include <filesystem>
#include <span>
#include <string>

namespace interleave::tracking {

class folder_store final : public history_store {
 public:
  // `folder` need not exist before the first run is added.
  explicit folder_store(std::filesystem::path folder);

  // Throws std::system_error where the disk refuses; then nothing of the run is there.
  std::string add(const history_run& run) override;
  history load() const override;
  void prune(std::span<const std::string> ids) override;
  std::string name() const override;

 private:
  std::filesystem::path file_of(const std::string& id) const;

  std::filesystem::path folder_;
};

}  // namespace interleave::tracking
