// Connecting, opening, and reading files under an event loop.
#include "workloads/io/event_loop.hpp"

#include "workloads/io/blocking.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <system_error>
#include <thread>

#include <asio/dispatch.hpp>
#include <asio/execution_context.hpp>
#include <asio/executor_work_guard.hpp>
#include <asio/read_at.hpp>
#include <asio/redirect_error.hpp>
#include <liburing.h>
#include <sys/socket.h>

namespace interleave::event_loop {
namespace {

// The threads that read files where io_uring is not to be had. One pool a loop; made with the first file, after any
// fork.
class file_pool : public asio::execution_context::service {
 public:
  using key_type = file_pool;
  static inline asio::execution_context::id id;

  explicit file_pool(asio::execution_context& owner) : service(owner), threads(threads_wanted()) {}
  asio::thread_pool threads;

 private:
  // The usual size of such pools (CPython's executor has the same): more threads than cores, because they block.
  static std::size_t threads_wanted() { return std::min(32U, std::thread::hardware_concurrency() + 4); }
  void shutdown() override {
    threads.stop();
    threads.join();
  }
};

// What a loop remembers of hand_computing_to().
class given_pool : public asio::execution_context::service {
 public:
  using key_type = given_pool;
  static inline asio::execution_context::id id;
  explicit given_pool(asio::execution_context& owner) : service(owner) {}
  asio::thread_pool* pool = nullptr;

 private:
  void shutdown() override {}
};

}  // namespace

void hand_computing_to(asio::io_context& loop, asio::thread_pool& pool) {
  asio::use_service<given_pool>(loop).pool = &pool;
}

asio::thread_pool* computing_pool_of(asio::io_context& loop) {
  return asio::use_service<given_pool>(loop).pool;
}

// Keeps completions of a loop's ring coming. Asio takes at most 128 from the ring each time the ring's event descriptor
// is signalled, and only a further completion signals it again (1.22, io_uring_service.ipp: event_fd_read_op). With
// more reads than that in flight the rest stayed where it was, and the loop waited for ever. So while many are in
// flight, every 32nd that ends sends an empty operation after it.
class ring_watch : public asio::execution_context::service {
 public:
  using key_type = ring_watch;
  static inline asio::execution_context::id id;
  explicit ring_watch(asio::execution_context& owner)
      : service(owner), ring_(asio::use_service<asio::detail::io_uring_service>(owner)) {}

  void begin() { in_flight_.fetch_add(1, std::memory_order_relaxed); }
  void end() {
    const std::uint64_t others = in_flight_.fetch_sub(1, std::memory_order_relaxed) - 1;
    if (others > many && ended_.fetch_add(1, std::memory_order_relaxed) % every == 0) ring_.interrupt();
  }
  class read_in_flight {
   public:
    explicit read_in_flight(ring_watch& watch) : watch_(watch) { watch_.begin(); }
    ~read_in_flight() { watch_.end(); }
    read_in_flight(const read_in_flight&) = delete;
    read_in_flight& operator=(const read_in_flight&) = delete;

   private:
    ring_watch& watch_;
  };

 private:
  // Of the 128 taken at once while others are left, the first 64 at least see more than `many`: two of them send.
  static constexpr std::uint64_t many = 64;
  static constexpr std::uint64_t every = 32;
  void shutdown() override {}

  asio::detail::io_uring_service& ring_;
  std::atomic<std::uint64_t> in_flight_{0};
  std::atomic<std::uint64_t> ended_{0};
};

namespace {

bool kernel_allows_io_uring() {
  io_uring ring;
  if (io_uring_queue_init(2, &ring, 0) != 0) return false;
  io_uring_queue_exit(&ring);
  return true;
}

}  // namespace

files files_backend() {
  static const files found = kernel_allows_io_uring() ? files::io_uring : files::thread_pool;
  return found;
}

std::string_view name_of(files backend) {
  return backend == files::io_uring ? "io_uring" : "thread_pool";
}

io::connection io::connect(loopback_endpoint endpoint) {
  descriptor connected = connect_to(endpoint);
  connection socket(loop_);
  socket.assign(asio::ip::tcp::v4(), connected.get());
  connected.release();
  socket.non_blocking(true);
  return socket;
}

io::file io::open(const std::filesystem::path& path, open_options options) {
  descriptor opened = open_for_reading(path, options);
  if (files_ == files::thread_pool) return {std::move(opened)};
  asio::random_access_file ring_file(loop_, opened.get());
  opened.release();
  return {file::on_ring{std::move(ring_file), asio::use_service<ring_watch>(loop_)}};
}

// The timer and the read race, and several threads may run the loop: in the strand one of them ends before the other is
// looked at. A timer that was due when the read ended finds that its race is over, and leaves the socket alone. Reading
// is done in parts because cancelling reaches only a part that has been begun.
asio::awaitable<bool> io::read_before(connection& from, std::span<std::byte> bytes,
                                      std::chrono::steady_clock::time_point deadline) {
  if (!racing_) racing_.emplace(loop_.get_executor());
  auto in_strand = asio::bind_executor(*racing_, asio::use_awaitable);
  co_await asio::dispatch(in_strand);
  bool timed_out = false;
  timer_.expires_at(deadline);
  timer_.async_wait(
      asio::bind_executor(*racing_, [this, &from, &timed_out, mine = ++race_](const std::error_code& cancelled) {
        if (cancelled || mine != race_) return;
        timed_out = true;
        std::error_code ignored;
        from.cancel(ignored);
      }));
  std::error_code error;
  auto with_error = asio::redirect_error(in_strand, error);
  while (!bytes.empty() && !timed_out && !error) {
    const std::size_t got = co_await from.async_read_some(asio::buffer(bytes.data(), bytes.size()), with_error);
    bytes = bytes.subspan(got);
  }
  ++race_;
  timer_.cancel();
  if (error && !timed_out) throw std::system_error(error, "receive from the peer");
  co_return bytes.empty();
}

asio::awaitable<void> io::reopen(connection& socket, loopback_endpoint endpoint) {
  socket.close();
  const asio::ip::tcp::endpoint peer(asio::ip::address_v4::loopback(), endpoint.port);
  co_await socket.async_connect(peer, asio::use_awaitable);
  // Behind Asio's back: a socket that it knows to linger it closes without, in the destructor.
  set_connection_options(socket.native_handle());
}

asio::awaitable<void> io::read_at(file& from, std::uint64_t offset, std::span<std::byte> bytes) {
  if (auto* on_ring = std::get_if<file::on_ring>(&from.handle)) {
    const ring_watch::read_in_flight counted(on_ring->watch);
    co_await asio::async_read_at(on_ring->opened, offset, asio::buffer(bytes.data(), bytes.size()),
                                 asio::use_awaitable);
    co_return;
  }
  // Over to the pool, and back to the loop whatever came of the read: the slot lives on the loop.
  asio::thread_pool& pool = asio::use_service<file_pool>(loop_).threads;
  co_await asio::post(asio::bind_executor(pool, asio::use_awaitable));
  std::exception_ptr failure;
  try {
    blocking::io().read_at(std::get<descriptor>(from.handle), offset, bytes);
  } catch (...) {
    failure = std::current_exception();
  }
  co_await asio::post(asio::bind_executor(loop_, asio::use_awaitable));
  if (failure) std::rethrow_exception(failure);
}

void io::read_at(file& from, std::uint64_t offset, std::span<std::byte> bytes, read_handler done) {
  if (auto* on_ring = std::get_if<file::on_ring>(&from.handle)) {
    on_ring->watch.begin();
    asio::async_read_at(on_ring->opened, offset, asio::buffer(bytes.data(), bytes.size()),
                        [&watch = on_ring->watch, done = std::move(done)](const std::error_code& error, std::size_t) {
                          watch.end();
                          done(error ? std::make_exception_ptr(std::system_error(error, "read the file")) : nullptr);
                        });
    return;
  }
  const auto read = [this, &from, offset, bytes, done = std::move(done), stays_open = asio::make_work_guard(loop_)] {
    std::exception_ptr failure;
    try {
      blocking::io().read_at(std::get<descriptor>(from.handle), offset, bytes);
    } catch (...) {
      failure = std::current_exception();
    }
    asio::post(loop_, [done, failure] { done(failure); });
  };
  asio::post(asio::use_service<file_pool>(loop_).threads, read);
}

}  // namespace interleave::event_loop
