// nginx as a peer: what it serves, to whom, and how it ends.
#include "workloads/peer/nginx.hpp"

#include "tests/support/error_of.hpp"
#include "workloads/io/blocking.hpp"

#include <array>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace interleave {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const std::array<http::page, 2> two_pages() {
  const auto bytes = [](std::string_view text) {
    const auto view = std::as_bytes(std::span(text));
    return std::vector<std::byte>(view.begin(), view.end());
  };
  return {{{"/0", bytes("the first")}, {"/1", bytes(std::string(300'000, 'x'))}}};
}

struct text_sink final : http::body_sink {
  void body(std::span<const std::byte> piece) override {
    text.append(reinterpret_cast<const char*>(piece.data()), piece.size());
  }
  std::string text;
};

std::string fetched(http::server_address from, std::string_view target,
                    http::connections how = http::connections::kept) {
  text_sink sink;
  blocking::io io;
  http::client<blocking::io> client(io, from, how, sink);
  client.get(target).get();
  return sink.text;
}

TEST(nginx, serves_what_it_was_given) {
  for (const bool with_tls : {false, true}) {
    const nginx server(two_pages(), with_tls);
    for (const auto how : {http::connections::kept, http::connections::fresh}) {
      EXPECT_EQ(fetched(server.address(), "/0", how), "the first");
      EXPECT_EQ(fetched(server.address(), "/1", how), std::string(300'000, 'x'));
    }
    EXPECT_THAT(error_of([&] { fetched(server.address(), "/2"); }), HasSubstr("answered 404 Not Found"));
    EXPECT_THAT(server.version(), StartsWith("nginx"));
    EXPECT_GT(server.cpu_time().count(), 0);
  }
}

// What curl's users would see.
TEST(nginx, has_a_certificate_that_openssl_trusts_for_this_address) {
  const nginx server(two_pages(), true);
  const std::string verify = "openssl s_client -verify_return_error -verify_ip 127.0.0.1 -CAfile '" +
                             (server.folder() / "certificate.pem").string() +
                             "' -connect 127.0.0.1:" + std::to_string(server.address().endpoint.port) +
                             " </dev/null >/dev/null 2>&1";
  EXPECT_EQ(std::system(verify.c_str()), 0);
}

TEST(nginx, is_trusted_only_with_its_own_certificate) {
  const nginx server(two_pages(), true);
  const http::tls_context of_another(http::make_certificate());
  EXPECT_THAT(error_of([&] { fetched({server.address().endpoint, &of_another}, "/0"); }),
              HasSubstr("the TLS handshake failed: certificate verify failed"));
  EXPECT_THAT(error_of([&] { fetched({server.address().endpoint, nullptr}, "/0"); }), HasSubstr("answered 400"));
}

TEST(nginx, says_how_it_was_lost) {
  const nginx server(two_pages(), false);
  EXPECT_NO_THROW(server.check_alive());
  kill(server.pid(), SIGKILL);
  siginfo_t info{};
  waitid(P_PID, static_cast<id_t>(server.pid()), &info, WEXITED | WNOWAIT);
  EXPECT_THAT(error_of([&] { server.check_alive(); }), HasSubstr("nginx was lost"));
  EXPECT_THAT(error_of([&] { server.check_alive(); }), HasSubstr("signal 9"));
}

TEST(nginx, leaves_neither_process_nor_folder) {
  std::filesystem::path folder;
  pid_t process = 0;
  {
    const nginx server(two_pages(), false);
    folder = server.folder();
    process = server.pid();
    EXPECT_TRUE(std::filesystem::exists(folder / "pages" / "0"));
  }
  EXPECT_FALSE(std::filesystem::exists(folder));
  EXPECT_EQ(kill(process, 0), -1);
}

TEST(nginx, ends_with_the_process_that_started_it) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
  const pid_t owner = ::fork();
  if (owner == 0) {
    const nginx server(two_pages(), false);
    const pid_t process = server.pid();
    if (::write(ends[1], &process, sizeof process) != sizeof process) ::_exit(1);
    ::raise(SIGKILL);
  }
  ::close(ends[1]);
  pid_t process = 0;
  ASSERT_EQ(::read(ends[0], &process, sizeof process), static_cast<ssize_t>(sizeof process));
  ::close(ends[0]);
  ::waitpid(owner, nullptr, 0);
  // It is somebody else's child now, who reaps it when it likes: a zombie has ended.
  const auto is_running = [process] {
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string line;
    std::getline(file, line);
    return !line.empty() && line.substr(line.rfind(')') + 2, 1) != "Z";
  };
  for (int i = 0; i < 10'000 && is_running(); ++i) ::usleep(1000);
  EXPECT_FALSE(is_running());
  remove_abandoned_scratch_folders();
}

class nginx_elsewhere : public testing::Test {
 protected:
  nginx_elsewhere() : path_(std::getenv("PATH")) {
    std::string made = "/tmp/nginx-test-XXXXXX";
    folder = ::mkdtemp(made.data());
    ::setenv("PATH", folder.c_str(), 1);
  }
  ~nginx_elsewhere() override {
    ::setenv("PATH", path_.c_str(), 1);
    std::filesystem::remove_all(folder);
  }
  // A program called nginx.
  void write_program(std::string_view script) const {
    std::ofstream(folder / "nginx") << "#!/bin/sh\n" << script;
    std::filesystem::permissions(folder / "nginx", std::filesystem::perms::owner_all);
  }
  std::filesystem::path folder;

 private:
  std::string path_;
};

TEST_F(nginx_elsewhere, that_ends_at_once_is_named_with_its_reason) {
  write_program("echo '2026/01/02 03:04:05 [emerg] 7#7: no room for workers' >&2; exit 3\n");
  EXPECT_EQ(error_of([] { const nginx server(two_pages(), false); }),
            "nginx was lost: no room for workers: exit code 3");
}

TEST_F(nginx_elsewhere, that_cannot_be_started_is_named_with_its_reason) {
  std::ofstream(folder / "nginx") << "#!/no/such/shell\n";
  std::filesystem::permissions(folder / "nginx", std::filesystem::perms::owner_all);
  EXPECT_THAT(error_of([] { const nginx server(two_pages(), false); }), HasSubstr("No such file or directory"));
}

}  // namespace
}  // namespace interleave
