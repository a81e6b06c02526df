// A history in a folder: one file per run, named by time and content, never rewritten. Two histories are merged by
// copying files, concurrent writers don't conflict, and a truncated file is reported while the rest is read.
#pragma once

#include "tracking/history/history_store.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace interleave::tracking {

class folder_store final : public history_store {
 public:
  // `folder` need not exist before the first run is added.
  explicit folder_store(std::filesystem::path folder);

  // Throws std::system_error if the disk fails; nothing of the run is then left.
  std::string add(const history_run& run) override;
  history load() const override;
  void prune(std::span<const std::string> ids) override;
  std::vector<std::filesystem::path> files() const override;
  std::string name() const override;

 private:
  std::filesystem::path file_of(const std::string& id) const;

  std::filesystem::path folder_;
};

}  // namespace interleave::tracking
