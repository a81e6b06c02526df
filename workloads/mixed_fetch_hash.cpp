// mixed_fetch_hash: sends a request to a server that takes 1 ms to answer, then hashes the reply for about 200 us, like
// a service that fetches and computes. Both times are parameters. A task does one after the other; a runner may do the
// computing elsewhere than the waiting.
#include "workloads/checkpoint.hpp"
#include "workloads/describe.hpp"
#include "workloads/peer/echo_peer.hpp"
#include "workloads/peer/request.hpp"
#include "workloads/reference/sha256.hpp"
#include "workloads/sha256.hpp"

#include <array>

namespace interleave {

using namespace std::chrono_literals;

struct mixed_fetch_hash {
  static constexpr std::uint64_t inputs = 2;
  static_assert(inputs <= reply_seeds);
  static constexpr std::array<parameter, 3> parameters{
      {{"delay", kinds::duration, 1ms, 0ns, 10s, "time the server waits before it answers"},
       {"size", kinds::size, 16 * 1024, 72, largest_reply, "bytes that come back, a multiple of 8", 8},
       {"rounds", kinds::count, 18, 1, 1 << 16, "times they are hashed; 18 take about 200 us with SHA instructions"}}};

  explicit mixed_fetch_hash(const parameter_values& values)
      : delay_ns(static_cast<std::uint64_t>(values.get(kinds::duration, "delay").count())),
        size(values.get(kinds::size, "size")),
        rounds(values.get<std::uint64_t>(kinds::count, "rounds")) {}
  static std::chrono::nanoseconds declared_wait(const parameter_values& values) {
    return values.get(kinds::duration, "delay");
  }
  const echo_peer* peer() const { return &server; }

  request request_of(task_id id) const {
    return {.delay_ns = delay_ns, .reply_bytes = size, .seed = id % inputs, .payload = {}};
  }
  digest digest_of_reply(std::span<const std::byte> received, sha256& hash) const {
    hash.start();
    for (std::uint64_t round = 0; round < rounds; ++round) {
      hash.add(received);
      checkpoint();
    }
    return hash.finish();
  }

  template <class Io>
  struct client {
    client(const mixed_fetch_hash& w, Io& policy)
        : shared(w), io(policy), socket(policy.connect(w.server.endpoint())), received(w.size) {}

    typename Io::template task<digest> run(task_id id) {
      sent = shared.request_of(id);
      co_await io.write(socket, std::as_bytes(std::span(&sent, 1)));
      co_await io.read(socket, received);
      const auto hashing = [this] { return shared.digest_of_reply(received, hash); };
      co_return co_await io.compute(hashing);
    }

    const mixed_fetch_hash& shared;
    Io& io;
    typename Io::connection socket;
    request sent{};
    std::vector<std::byte> received;
    sha256 hash;
  };

  struct callback_client {
    callback_client(const mixed_fetch_hash& w, asio::io_context& loop)
        : shared(w), socket(event_loop::io(loop).connect(w.server.endpoint())), received(w.size) {}

    void run(task_id id, completion done) {
      sent = shared.request_of(id);
      asio::async_write(socket, asio::buffer(&sent, sizeof sent),
                        [this, done](const std::error_code& error, std::size_t) {
                          if (error) return done.fail(error);
                          read(done);
                        });
    }
    void read(completion done) {
      asio::async_read(socket, asio::buffer(received), [this, done](const std::error_code& error, std::size_t) {
        if (error) return done.fail(error);
        done(shared.digest_of_reply(received, hash));
      });
    }

    const mixed_fetch_hash& shared;
    asio::ip::tcp::socket socket;
    request sent{};
    std::vector<std::byte> received;
    sha256 hash;
  };

  std::vector<digest> expected() const {
    std::vector<digest> digests;
    for (std::uint64_t seed = 0; seed < inputs; ++seed) {
      std::vector<std::uint64_t> reply(size / 8);
      for (std::size_t i = 0; i < reply.size(); ++i) reply[i] = reply_word(seed, i);
      digests.push_back(digest_of(reference::sha256(std::as_bytes(std::span(reply)), rounds)));
    }
    return digests;
  }

  std::uint64_t delay_ns;
  std::size_t size;
  std::uint64_t rounds;
  echo_peer server;
};

extern const workload_descriptor mixed_fetch_hash_workload = describe<mixed_fetch_hash>({
    .name = "mixed_fetch_hash",
    .kind = workload_kind::mixed,
    .summary = "fetch from a slow server, then hash what came back",
    .parameters = mixed_fetch_hash::parameters,
    .descriptors_per_slot = 1,
});

}  // namespace interleave
