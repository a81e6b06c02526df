// See the header.
#include "cli/written.hpp"

#include "benchmarks/driver/files.hpp"
#include "benchmarks/driver/whole_file.hpp"
#include "reports/words/plain_text.hpp"

#include <cerrno>
#include <cstdio>

#include <fmt/format.h>

namespace interleave::cli {

void print_whole(std::string_view text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (!written || std::fflush(stdout) != 0) throw driver::storage_error("standard output", "write", errno);
}

void print_note(std::string_view sentence) {
  if (!sentence.empty()) fmt::print(stderr, "interleave: {}\n", reports::printable(sentence));
}

void write_to(const std::filesystem::path& file, std::string_view text) {
  if (file.empty() || file == "-")
    print_whole(text);
  else
    driver::write_file_durably(file, text);
}

}  // namespace interleave::cli
