// scrape: fetches a page of about 8 KiB from nginx over HTTP, finds its title with an HTML5 parser and hashes that, as
// a crawler or a link preview does. Stresses the change between waiting and computing: parsing takes several times as
// long as the loop's part of fetching. A runner may do it elsewhere than the waiting.
#include "workloads/describe.hpp"
#include "workloads/http/client.hpp"
#include "workloads/http/made_page.hpp"
#include "workloads/http/site.hpp"
#include "workloads/http/title.hpp"
#include "workloads/peer/nginx.hpp"

#include <array>

namespace interleave {

struct scrape {
  static constexpr std::uint64_t inputs = 16;
  static constexpr std::array<parameter, 1> parameters{
      {{"size", kinds::size, 8 * 1024, 1024, 1 << 20, "bytes of a page, about"}}};

  explicit scrape(const parameter_values& values) : size(values.get(kinds::size, "size")), server(pages(), false) {}
  static std::optional<std::string> unavailable(const parameter_values&) { return nginx::why_unavailable(); }
  const nginx* peer() const { return &server; }

  std::vector<http::page> pages() const {
    std::vector<http::page> all;
    for (task_id id = 0; id < inputs; ++id) all.push_back(http::page_of(id, http::make_page(id, size).html));
    return all;
  }
  static digest digest_of_title(std::string_view title) { return digest_of(std::as_bytes(std::span(title))); }

  class page_text final : public http::body_sink {
   public:
    void start() { text_.clear(); }
    void body(std::span<const std::byte> piece) override {
      text_.append(reinterpret_cast<const char*>(piece.data()), piece.size());
    }
    digest find_title() const { return digest_of_title(http::title_of(text_)); }

   private:
    std::string text_;
  };

  template <class Io>
  struct client {
    client(const scrape& w, Io& policy)
        : io(policy), fetching(policy, w.server.address(), http::connections::kept, received) {}

    typename Io::template task<digest> run(task_id id) {
      received.start();
      co_await fetching.get(targets[id % inputs]);
      const auto finding = [this] { return received.find_title(); };
      co_return co_await io.compute(finding);
    }

    Io& io;
    page_text received;
    std::array<std::string, inputs> targets = http::targets<inputs>();
    http::client<Io> fetching;
  };

  struct callback_client {
    callback_client(const scrape& w, asio::io_context& loop)
        : fetching(loop, w.server.address(), http::connections::kept, received) {}

    void run(task_id id, completion done) {
      received.start();
      fetching.get(targets[id % inputs], done, [this, done] { done(received.find_title()); });
    }

    page_text received;
    std::array<std::string, inputs> targets = http::targets<inputs>();
    http::callback_client fetching;
  };

  std::vector<digest> expected() const {
    std::vector<digest> digests;
    for (task_id id = 0; id < inputs; ++id) digests.push_back(digest_of_title(http::make_page(id, size).title));
    return digests;
  }

  std::size_t size;
  nginx server;
};

extern const workload_descriptor scrape_workload = describe<scrape>({
    .name = "scrape",
    .kind = workload_kind::mixed,
    .summary = "a page from nginx over HTTP, and its title by an HTML5 parser",
    .parameters = scrape::parameters,
    .descriptors_per_slot = 1,
    .on_request = true,
    .without_checkpoints = "the parser is a library",
});

}  // namespace interleave
