// The file that io_file_read reads: made once, of blocks that can be computed from their number, and kept in the user's
// cache folder for later samples.
#pragma once

#include "workloads/task.hpp"

#include <cstdint>
#include <filesystem>
#include <span>

namespace interleave {

class test_file {
 public:
  static constexpr std::size_t block_bytes = 4096;

  // Finds or makes the file of `bytes`, rounded up to a block, in the cache_folder(). One that cannot be read is made
  // anew. Throws usage_error where it cannot be written.
  explicit test_file(std::size_t bytes);

  const std::filesystem::path& path() const { return path_; }
  std::uint64_t blocks() const { return blocks_; }

  static void make_block(std::uint64_t number, std::span<std::byte> block) { fill_bytes(block, number * block_bytes); }

 private:
  std::uint64_t blocks_;
  std::filesystem::path path_;
};

}  // namespace interleave
