// http_get: fetches a file of 1 KiB from nginx over HTTP/1.1, each request on a connection that stays open, or with
// `connection=new` on one of its own; with `tls=on` encrypted. Stresses what an HTTP client does: writing, reading in
// pieces, parsing, and with TLS computing in between. nginx has one process; it serves the files from memory.
#include "workloads/describe.hpp"
#include "workloads/http/client.hpp"
#include "workloads/http/site.hpp"
#include "workloads/peer/nginx.hpp"

#include <array>

namespace interleave {

struct http_get {
  static constexpr std::uint64_t inputs = 16;
  static constexpr one_of<http::connections> connection_kinds{"kept", "new"};
  static constexpr std::array<parameter, 3> parameters{
      {{"size", kinds::size, 1024, 1, 1 << 20, "bytes of a file"},
       {"tls", kinds::off_or_on, false, "whether connections are encrypted"},
       {"connection", connection_kinds, http::connections::kept, "one for all requests of a client, or one for each"}}};

  explicit http_get(const parameter_values& values)
      : size(values.get(kinds::size, "size")),
        connection(values.get(connection_kinds, "connection")),
        server(files(), values.get(kinds::off_or_on, "tls")) {}
  static std::optional<std::string> unavailable(const parameter_values&) { return nginx::why_unavailable(); }
  const nginx* peer() const { return &server; }

  std::vector<std::byte> content_of(task_id id) const {
    std::vector<std::byte> bytes(size);
    fill_bytes(bytes, id % inputs);
    return bytes;
  }
  std::vector<http::page> files() const {
    std::vector<http::page> all;
    for (task_id id = 0; id < inputs; ++id) all.push_back({http::target_of(id), content_of(id)});
    return all;
  }

  class file_digest final : public http::body_sink {
   public:
    void start() { digest_.start(); }
    void body(std::span<const std::byte> piece) override { digest_.add(piece); }
    digest finish() const { return digest_.finish(); }

   private:
    running_digest digest_;
  };

  template <class Io>
  struct client {
    client(const http_get& w, Io& policy) : fetching(policy, w.server.address(), w.connection, received) {}

    typename Io::template task<digest> run(task_id id) {
      received.start();
      co_await fetching.get(targets[id % inputs]);
      co_return received.finish();
    }

    file_digest received;
    std::array<std::string, inputs> targets = http::targets<inputs>();
    http::client<Io> fetching;
  };

  struct callback_client {
    callback_client(const http_get& w, asio::io_context& loop)
        : fetching(loop, w.server.address(), w.connection, received) {}

    void run(task_id id, completion done) {
      received.start();
      fetching.get(targets[id % inputs], done, [this, done] { done(received.finish()); });
    }

    file_digest received;
    std::array<std::string, inputs> targets = http::targets<inputs>();
    http::callback_client fetching;
  };

  std::vector<digest> expected() const {
    std::vector<digest> digests;
    for (task_id id = 0; id < inputs; ++id) digests.push_back(digest_of(content_of(id)));
    return digests;
  }

  std::size_t size;
  http::connections connection;
  nginx server;
};

extern const workload_descriptor http_get_workload = describe<http_get>({
    .name = "http_get",
    .kind = workload_kind::io,
    .waits_for = awaited::network,
    .summary = "a file of 1 KiB from nginx over HTTP",
    .parameters = http_get::parameters,
    .descriptors_per_slot = 1,
    .by_the_thousand = true,
    .on_request = true,
});

}  // namespace interleave
