// nginx, started by the suite with a configuration of its own, as any user, root too, and touching nothing outside its
// scratch folder.
#pragma once

#include "workloads/http/client.hpp"
#include "workloads/http/site.hpp"
#include "workloads/peer/peer_server.hpp"
#include "workloads/scratch_folder.hpp"

#include <filesystem>
#include <optional>
#include <span>
#include <string>

namespace interleave {

class nginx final : public peer_server {
 public:
  // Returns when it serves the pages. Throws std::runtime_error that says why it doesn't.
  nginx(std::span<const http::page> pages, bool with_tls);

  // "nginx is not installed (apt-get install nginx)", or nothing.
  static std::optional<std::string> why_unavailable();

  http::server_address address() const { return {endpoint_, tls_ ? &*tls_ : nullptr}; }
  std::string version() const override { return version_; }
  // Configuration, pages, and what nginx has to say (errors.log).
  const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  std::string last_words() const override;
  void write_pages(std::span<const http::page> pages) const;
  void write_configuration(bool with_tls) const;
  void wait_until_it_serves();

  scratch_folder folder_;
  loopback_endpoint endpoint_{};
  std::optional<http::tls_context> tls_;
  std::string version_;
};

}  // namespace interleave
