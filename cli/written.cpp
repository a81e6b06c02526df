// See the header.
#include "cli/written.hpp"

#include "benchmarks/driver/files.hpp"

#include <fmt/format.h>

namespace interleave::cli {

void write_to(const std::filesystem::path& file, std::string_view text) {
  if (file.empty() || file == "-")
    fmt::print("{}", text);
  else
    driver::write_file_durably(file, text);
}

}  // namespace interleave::cli
