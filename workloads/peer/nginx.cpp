// Starting nginx, and finding out that it serves.
#include "workloads/peer/nginx.hpp"

#include "workloads/io/system.hpp"
#include "workloads/peer/loopback_port.hpp"
#include "workloads/peer/program.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <string_view>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace interleave {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view errors_log = "errors.log";
constexpr std::string_view ready_socket = "ready.sock";
constexpr std::chrono::seconds patience(20);

// A port that stays ours until nginx has it: both sockets say SO_REUSEPORT, which only one user's may share, and this
// one doesn't listen.
class reserved_port {
 public:
  reserved_port() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const int on = 1;
    if (socket_.get() < 0 || ::setsockopt(socket_.get(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0)
      throw_errno("reserve a port for nginx");
    endpoint_ = bind_to_free_port(socket_);
  }
  loopback_endpoint endpoint() const { return endpoint_; }

 private:
  descriptor socket_;
  loopback_endpoint endpoint_{};
};

// Under master_process off nginx is one process, which dies with the suite; a master that is killed leaves its worker
// behind. What serves is the same loop. The default of keepalive_requests is 1,000: cells would measure reconnecting.
constexpr std::string_view configuration = R"(daemon off;
master_process off;
pid nginx.pid;
error_log {log} warn;
events {{ worker_connections {connections}; }}
http {{
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  keepalive_requests 1000000000;
  keepalive_timeout 1d;
  sendfile on;
  open_file_cache max=100;
  open_file_cache_valid 1d;
  server {{
    listen 127.0.0.1:{port} reuseport backlog=4096{tls};
    listen unix:{ready};
    root pages;
    default_type text/html;{certificate}
  }}
}}
)";
constexpr std::string_view certificate_lines = R"(
    ssl_certificate certificate.pem;
    ssl_certificate_key key.pem;)";

void write_file(const fs::path& path, std::span<const std::byte> content) {
  const descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  while (file.get() >= 0 && !content.empty()) {
    const ssize_t written = ::write(file.get(), content.data(), content.size());
    if (written < 0) break;
    content = content.subspan(static_cast<std::size_t>(written));
  }
  if (file.get() < 0 || !content.empty()) throw_errno("write " + path.string());
}
void write_file(const fs::path& path, std::string_view text) {
  write_file(path, std::as_bytes(std::span(text)));
}

rlimit raised_limit_of_files() {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  return files;
}

[[noreturn]] void become_nginx(const fs::path& program, const fs::path& folder) {
  const rlimit files = raised_limit_of_files();
  ::setrlimit(RLIMIT_NOFILE, &files);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::unsetenv("NGINX");  // by which it would take over sockets
  if (::chdir(folder.c_str()) != 0) ::_exit(1);
  const int nothing = ::open("/dev/null", O_RDWR);
  const int log = ::open(errors_log.data(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(nothing, STDOUT_FILENO);
  ::dup2(log, STDERR_FILENO);
  ::close_range(STDERR_FILENO + 1, ~0U, 0);
  ::execl(program.c_str(), "nginx", "-p", folder.c_str(), "-c", "nginx.conf", "-e", errors_log.data(), nullptr);
  ::dprintf(STDERR_FILENO, "%s: %s\n", program.c_str(), strerror(errno));
  ::_exit(1);
}

// The head of its answer to a request over the socket that is there for this; empty while nobody listens. Its address
// goes through the folder's descriptor, because a folder's path may be too long for one.
std::string answer_at(const descriptor& folder) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  fmt::format_to_n(address.sun_path, sizeof address.sun_path - 1, "/proc/self/fd/{}/{}", folder.get(), ready_socket);
  const descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_storage generic{};
  std::memcpy(&generic, &address, sizeof address);
  constexpr std::string_view request = "HEAD /0 HTTP/1.0\r\n\r\n";
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&generic), sizeof address) != 0 ||
      ::send(socket.get(), request.data(), request.size(), MSG_NOSIGNAL) < 0)
    return {};
  std::string answer;
  std::array<char, 1024> piece{};
  for (ssize_t got = 0; (got = ::recv(socket.get(), piece.data(), piece.size(), 0)) > 0;)
    answer.append(piece.data(), static_cast<std::size_t>(got));
  return answer;
}

std::string server_in(std::string_view answer) {
  constexpr std::string_view field = "\r\nServer: ";
  const std::size_t at = answer.find(field);
  if (at == std::string_view::npos) return "nginx";
  answer.remove_prefix(at + field.size());
  return std::string(answer.substr(0, answer.find('\r')));
}

}  // namespace

std::optional<std::string> nginx::why_unavailable() {
  if (program_named("nginx")) return std::nullopt;
  return "nginx is not installed (apt-get install nginx)";
}

nginx::nginx(std::span<const http::page> pages, bool with_tls) : peer_server("nginx") {
  const auto program = program_named("nginx");
  if (!program) throw std::runtime_error(*why_unavailable());
  const reserved_port port;
  endpoint_ = port.endpoint();
  write_pages(pages);
  if (with_tls) {
    const http::certificate made = http::make_certificate();
    write_file(folder() / "key.pem", made.key);
    write_file(folder() / "certificate.pem", made.chain);
    tls_.emplace(made);
  }
  write_configuration(with_tls);
  start({}, [&] { become_nginx(*program, folder()); });
  wait_until_it_serves();
}

void nginx::write_pages(std::span<const http::page> pages) const {
  const fs::path root = folder() / "pages";
  fs::create_directory(root);
  for (const http::page& page : pages) write_file(root / page.target.substr(1), page.content);
}

void nginx::write_configuration(bool with_tls) const {
  // It makes room for all of them at its start.
  const rlim_t connections = std::min<rlim_t>(raised_limit_of_files().rlim_max - 32, 70'000);
  write_file(folder() / "nginx.conf",
             fmt::format(configuration, fmt::arg("log", errors_log), fmt::arg("connections", connections),
                         fmt::arg("port", endpoint_.port), fmt::arg("tls", with_tls ? " ssl" : ""),
                         fmt::arg("ready", ready_socket),
                         fmt::arg("certificate", with_tls ? certificate_lines : std::string_view())));
}

void nginx::wait_until_it_serves() {
  const descriptor opened(::open(folder().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (std::chrono::steady_clock::now() < deadline) {
    check_alive();
    if (const std::string answer = answer_at(opened); !answer.empty()) {
      version_ = server_in(answer);
      return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  throw std::runtime_error(fmt::format("nginx does not answer {} s after its start", patience.count()));
}

// "2026/01/02 03:04:05 [emerg] 7#7: bind() failed": what follows the number.
std::string nginx::last_words() const {
  std::ifstream log(folder() / errors_log);
  std::string last;
  for (std::string line; std::getline(log, line);)
    if (!line.empty()) last = line;
  const std::size_t number = last.find('#');
  const std::size_t said = number == std::string::npos ? number : last.find(": ", number);
  return said == std::string::npos ? last : last.substr(said + 2);
}

}  // namespace interleave
