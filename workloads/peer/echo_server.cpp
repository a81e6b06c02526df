// An epoll loop written by hand, not with Asio: the peer shares the machine's cores with the model under test, so what
// it uses is missing there. Level-triggered; one frame or one reply in progress per connection.
#include "workloads/peer/echo_server.hpp"

#include "workloads/batch.hpp"
#include "workloads/peer/request.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <queue>
#include <span>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>

namespace interleave {
namespace {

struct connection {
  connection(int fd, std::uint64_t serial) : socket(fd), number(serial) {}
  descriptor socket;
  std::uint64_t number;  // never used again, unlike the socket's
  request received{};
  std::size_t received_bytes = 0;
  std::span<const std::byte> reply;  // what is left to send
  bool answering = false;            // a request is here and not fully answered
  bool watched_for_output = false;
};

// Every reply is a window of this table, see reply_word().
std::vector<std::uint64_t> make_reply_table() {
  std::vector<std::uint64_t> words(largest_reply / 8 + reply_seeds);
  for (std::size_t i = 0; i < words.size(); ++i) words[i] = reply_word(0, i);
  return words;
}

class server {
 public:
  server(descriptor listener, echo_peer::counters& counts)
      : listener_(std::move(listener)), epoll_(epoll_create1(EPOLL_CLOEXEC)), counts_(counts) {}

  int run() {
    if (epoll_.get() < 0 || !watch(listener_.get(), EPOLLIN, EPOLL_CTL_ADD)) return errno;
    std::array<epoll_event, 256> events;
    while (true) {
      const int ready = wait_for(events);
      if (ready < 0 && errno != EINTR) return errno;
      for (int i = 0; i < ready; ++i) {
        const epoll_event& event = events[static_cast<std::size_t>(i)];
        const int fd = event.data.fd;
        if (fd == listener_.get()) {
          if (!accept_all()) return errno;
        } else if (const auto found = connections_.find(fd); found != connections_.end()) {
          // Reset by its client: a request that came before is no longer waited for.
          if ((event.events & (EPOLLERR | EPOLLHUP)) != 0)
            close(*found->second);
          else
            serve(*found->second);
        }
      }
      answer_due();
    }
  }

 private:
  using due = std::tuple<std::uint64_t, int, std::uint64_t>;  // when, for which socket, for which connection

  int wait_for(std::span<epoll_event> events) {
    const int room = static_cast<int>(events.size());
    if (waiting_.empty()) return epoll_wait(epoll_.get(), events.data(), room, -1);
    const std::uint64_t now = now_ns();
    const std::uint64_t next = std::get<0>(waiting_.top());
    const std::uint64_t left = next > now ? next - now : 0;
    const timespec limit{.tv_sec = static_cast<time_t>(left / 1'000'000'000),
                         .tv_nsec = static_cast<long>(left % 1'000'000'000)};
    return epoll_pwait2(epoll_.get(), events.data(), room, &limit, nullptr);
  }

  bool watch(int fd, std::uint32_t what, int operation) {
    epoll_event event{};
    event.events = what;
    event.data.fd = fd;
    return epoll_ctl(epoll_.get(), operation, fd, &event) == 0;
  }

  bool accept_all() {
    while (true) {
      const int fd = accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (fd < 0) {
        if (errno == EAGAIN) return true;
        if (errno == EINTR || errno == ECONNABORTED) continue;
        return false;
      }
      const int on = 1;
      setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      connections_.emplace(fd, std::make_unique<connection>(fd, ++accepted_));
      counts_.connections.store(connections_.size(), std::memory_order_relaxed);
      if (!watch(fd, EPOLLIN, EPOLL_CTL_ADD)) return false;
    }
  }

  void close(connection& c) {
    if (c.answering) --outstanding_;
    publish();
    connections_.erase(c.socket.get());
    counts_.connections.store(connections_.size(), std::memory_order_relaxed);
  }

  void serve(connection& c) {
    if (c.answering) return c.reply.empty() ? drop_if_closed(c) : send_reply(c);
    auto frame = std::as_writable_bytes(std::span(&c.received, 1)).subspan(c.received_bytes);
    const ssize_t got = recv(c.socket.get(), frame.data(), frame.size(), 0);
    if (got <= 0) {
      if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
      return close(c);  // the client is done, or reset the connection: both are how clients end
    }
    c.received_bytes += static_cast<std::size_t>(got);
    if (c.received_bytes < sizeof(request)) return;
    c.received_bytes = 0;
    c.answering = true;
    ++outstanding_;
    publish();
    if (c.received.delay_ns == 0)
      start_reply(c);
    else
      waiting_.emplace(now_ns() + c.received.delay_ns, c.socket.get(), c.number);
  }

  // Input while a request is waiting can only be the end of the connection: clients send one request at a time.
  void drop_if_closed(connection& c) {
    std::byte probe;
    const ssize_t got = recv(c.socket.get(), &probe, 1, MSG_PEEK);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR) || got > 0) close(c);
  }

  void answer_due() {
    while (!waiting_.empty() && std::get<0>(waiting_.top()) <= now_ns()) {
      const auto [when, fd, number] = waiting_.top();
      waiting_.pop();
      // The client may have gone, and a new one may have got the same descriptor number and wait for another answer.
      if (const auto found = connections_.find(fd); found != connections_.end() && found->second->number == number)
        start_reply(*found->second);
    }
  }

  void start_reply(connection& c) {
    const request& r = c.received;
    if (r.reply_bytes == sizeof(request)) {
      c.reply = std::as_bytes(std::span(&c.received, 1));
    } else if (r.reply_bytes > 0 && r.reply_bytes <= largest_reply && r.reply_bytes % 8 == 0 && r.seed < reply_seeds) {
      c.reply = std::as_bytes(std::span(table_).subspan(r.seed, r.reply_bytes / 8));
    } else {
      return close(c);  // no request of ours
    }
    // Counted before the first byte leaves, so that whoever has the reply finds it counted.
    counts_.served.fetch_add(1, std::memory_order_relaxed);
    send_reply(c);
  }

  void send_reply(connection& c) {
    while (!c.reply.empty()) {
      const ssize_t sent = send(c.socket.get(), c.reply.data(), c.reply.size(), MSG_NOSIGNAL);
      if (sent < 0) {
        if (errno == EINTR) continue;
        if (errno != EAGAIN) return close(c);
        if (!std::exchange(c.watched_for_output, true)) watch(c.socket.get(), EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
        return;
      }
      c.reply = c.reply.subspan(static_cast<std::size_t>(sent));
    }
    if (std::exchange(c.watched_for_output, false)) watch(c.socket.get(), EPOLLIN, EPOLL_CTL_MOD);
    c.answering = false;
    --outstanding_;
    publish();
  }

  void publish() {
    counts_.outstanding.store(outstanding_, std::memory_order_relaxed);
    if (outstanding_ > counts_.outstanding_most.load(std::memory_order_relaxed))
      counts_.outstanding_most.store(outstanding_, std::memory_order_relaxed);
  }

  descriptor listener_;
  descriptor epoll_;
  echo_peer::counters& counts_;
  std::uint64_t outstanding_ = 0;
  std::uint64_t accepted_ = 0;
  std::unordered_map<int, std::unique_ptr<connection>> connections_;
  std::priority_queue<due, std::vector<due>, std::greater<>> waiting_;
  const std::vector<std::uint64_t> table_ = make_reply_table();
};

}  // namespace

int serve(descriptor listener, echo_peer::counters& counts) {
  return server(std::move(listener), counts).run();
}

}  // namespace interleave
