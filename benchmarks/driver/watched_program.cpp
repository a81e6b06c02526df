// Digests of executables, and the cheaper sign that one need not be read again.
#include "benchmarks/driver/watched_program.hpp"

#include "benchmarks/driver/files.hpp"

#include <array>
#include <cerrno>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

namespace interleave::driver {
namespace {

// Changes whenever the file is rewritten; nothing where it is gone. Far cheaper than its digest.
std::optional<std::string> mark_of(const std::filesystem::path& path) {
  struct stat information{};
  if (::stat(path.c_str(), &information) != 0) return std::nullopt;
  return fmt::format("{}:{}:{}:{}.{}", information.st_dev, information.st_ino, information.st_size,
                     information.st_mtim.tv_sec, information.st_mtim.tv_nsec);
}

}  // namespace

std::string digest_of(const std::filesystem::path& path) {
  const descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) throw storage_error(path, "read", errno);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  if (!context || EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("SHA-256 is not available");
  std::vector<char> block(65'536);  // not on the stack, whose limit may be as small as this
  for (;;) {
    const ssize_t count = ::read(file.get(), block.data(), block.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw storage_error(path, "read", errno);
    if (count == 0) break;
    EVP_DigestUpdate(context.get(), block.data(), static_cast<std::size_t>(count));
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_DigestFinal_ex(context.get(), digest.data(), &size);
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) hex += fmt::format("{:02x}", digest[i]);
  return hex;
}

watched_program::watched_program(std::filesystem::path path, std::string digest)
    : path_(std::move(path)), digest_(std::move(digest)) {}

bool watched_program::has_changed() {
  std::optional<std::string> mark = mark_of(path_);
  if (!mark) return true;
  if (*mark == mark_) return false;
  if (digest_of(path_) != digest_) return true;
  mark_ = std::move(*mark);
  return false;
}

}  // namespace interleave::driver
