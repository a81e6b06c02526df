// io_echo: 64 bytes to a server and back over TCP on the loopback interface, one request at a time per connection. The
// server is a process of its own and waits before it answers where `delay` says so. Stresses readiness, wake-ups and
// system calls. Does not stress bandwidth, name look-up or connecting: sockets are open before the clock starts.
#include "workloads/describe.hpp"
#include "workloads/peer/echo_peer.hpp"
#include "workloads/peer/request.hpp"

#include <array>

namespace interleave {

using namespace std::chrono_literals;

struct io_echo {
  static constexpr std::uint64_t inputs = 64;
  static constexpr std::array<parameter, 1> parameters{
      {{"delay", kinds::duration, 0ns, 0ns, 10s, "time the server waits before it answers, e.g. 1ms or 5ms"}}};

  explicit io_echo(const parameter_values& values)
      : delay_ns(static_cast<std::uint64_t>(values.get(kinds::duration, "delay").count())) {}
  static std::chrono::nanoseconds declared_wait(const parameter_values& values) {
    return values.get(kinds::duration, "delay");
  }
  const echo_peer* peer() const { return &server; }

  request request_of(task_id id) const {
    return {.delay_ns = delay_ns, .reply_bytes = sizeof(request), .seed = 0, .payload = {id % inputs, 1, 2, 3, 4}};
  }

  template <class Io>
  struct client {
    client(const io_echo& w, Io& policy) : shared(w), io(policy), socket(policy.connect(w.server.endpoint())) {}

    typename Io::template task<digest> run(task_id id) {
      sent = shared.request_of(id);
      co_await io.write(socket, std::as_bytes(std::span(&sent, 1)));
      co_await io.read(socket, std::as_writable_bytes(std::span(&received, 1)));
      co_return digest_of(std::as_bytes(std::span(&received, 1)));
    }

    const io_echo& shared;
    Io& io;
    typename Io::connection socket;
    request sent{};
    request received{};
  };

  struct callback_client {
    callback_client(const io_echo& w, asio::io_context& loop)
        : shared(w), socket(event_loop::io(loop).connect(w.server.endpoint())) {}

    void run(task_id id, completion done) {
      sent = shared.request_of(id);
      asio::async_write(socket, asio::buffer(&sent, sizeof sent),
                        [this, done](const std::error_code& error, std::size_t) {
                          if (error) return done.fail(error);
                          read(done);
                        });
    }
    void read(completion done) {
      asio::async_read(socket, asio::buffer(&received, sizeof received),
                       [this, done](const std::error_code& error, std::size_t) {
                         if (error) return done.fail(error);
                         done(digest_of(std::as_bytes(std::span(&received, 1))));
                       });
    }

    const io_echo& shared;
    asio::ip::tcp::socket socket;
    request sent{};
    request received{};
  };

  std::vector<digest> expected() const {
    std::vector<digest> digests;
    for (task_id id = 0; id < inputs; ++id) {
      const request echoed = request_of(id);
      digests.push_back(digest_of(std::as_bytes(std::span(&echoed, 1))));
    }
    return digests;
  }

  std::uint64_t delay_ns;
  echo_peer server;
};

extern const workload_descriptor io_echo_workload = describe<io_echo>({
    .name = "io_echo",
    .kind = workload_kind::io,
    .waits_for = awaited::network,
    .summary = "64 bytes to a server and back over TCP",
    .parameters = io_echo::parameters,
    .descriptors_per_slot = 1,
    .by_the_thousand = true,
});

}  // namespace interleave
