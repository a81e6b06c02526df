// See the header.
#include "reports/input_file.hpp"

#include "reports/errors.hpp"

#include <fstream>
#include <system_error>

#include <fmt/format.h>

namespace interleave::reports {

std::string read_input_file(const std::filesystem::path& path, const read_limits& limits) {
  const std::string name = path.string();
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (error || !std::filesystem::exists(status))
    throw input_error(name, "", "there is no such file", "Give a run's folder or its results.json");
  if (!std::filesystem::is_regular_file(status))
    throw input_error(name, "", "is not a regular file", "Give a run's folder or its results.json");
  std::ifstream file(path, std::ios::binary);
  if (!file) throw input_error(name, "", "can't be opened", "Check who may read it");
  const auto too_large = [&] {
    throw input_error(name, "", fmt::format("is larger than {} MiB", limits.file_bytes >> 20U),
                      "This is not a file that the suite wrote");
  };
  if (std::filesystem::file_size(path, error) > limits.file_bytes || error) too_large();
  // The size is only a claim (it may be growing), so the limit holds while reading too.
  std::string text;
  char block[1 << 16];
  while (file.read(block, sizeof block) || file.gcount() > 0) {
    text.append(block, static_cast<std::size_t>(file.gcount()));
    if (text.size() > limits.file_bytes) too_large();
  }
  if (file.bad()) throw input_error(name, "", "can't be read to its end", "Check the disk");
  return text;
}

}  // namespace interleave::reports
