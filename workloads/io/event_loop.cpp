// Connecting, opening, and reading files under an event loop.
#include "workloads/io/event_loop.hpp"

#include "workloads/io/blocking.hpp"
#include "workloads/io/io_uring.hpp"
#include "workloads/io/loop_files.hpp"

#include <exception>
#include <string>
#include <system_error>

#include <asio/bind_executor.hpp>
#include <asio/dispatch.hpp>
#include <asio/executor_work_guard.hpp>
#include <asio/post.hpp>
#include <asio/read_at.hpp>
#include <asio/redirect_error.hpp>
#include <fcntl.h>
#include <sys/socket.h>

namespace interleave::event_loop {
namespace {

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

files files_backend() {
  static const files found = why_no_io_uring() ? files::thread_pool : files::io_uring;
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

// The timer and the read race, and several threads may run the loop: on the strand their handlers run one at a time. A
// timer that was already due when the read ended finds that another race has begun, and leaves the socket alone. The
// read is done in parts, because cancel() reaches only an operation that has been started.
asio::awaitable<bool> io::read_before(connection& from, std::span<std::byte> bytes,
                                      std::chrono::steady_clock::time_point deadline) {
  if (!racing_) racing_.emplace(loop_.get_executor());
  auto in_strand = asio::bind_executor(*racing_, asio::use_awaitable);
  co_await asio::dispatch(in_strand);
  bool timed_out = false;
  timer().expires_at(deadline);
  timer().async_wait(
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
  timer().cancel();
  if (error && !timed_out) throw std::system_error(error, "receive from the peer");
  co_return bytes.empty();
}

asio::awaitable<std::size_t> io::read_some(connection& from, std::span<std::byte> bytes) {
  std::error_code error;
  const std::size_t got = co_await from.async_read_some(asio::buffer(bytes.data(), bytes.size()),
                                                        asio::redirect_error(asio::use_awaitable, error));
  if (error && error != asio::error::eof) throw std::system_error(error, "receive from the peer");
  co_return got;
}

io::watched io::watch(int fd) {
  descriptor duplicate(::fcntl(fd, F_DUPFD_CLOEXEC, 0));
  if (duplicate.get() < 0) throw_errno("duplicate the descriptor of the connection to the peer");
  watched on(loop_);
  on.assign(duplicate.get());
  duplicate.release();
  return on;
}

asio::awaitable<void> io::reopen(connection& socket, loopback_endpoint endpoint) {
  socket.close();
  const asio::ip::tcp::endpoint peer(asio::ip::address_v4::loopback(), endpoint.port);
  co_await socket.async_connect(peer, asio::use_awaitable);
  // Not through Asio: its destructor switches lingering off again where Asio knows that the option is set.
  set_connection_options(socket.native_handle());
}

asio::awaitable<void> io::read_at(file& from, std::uint64_t offset, std::span<std::byte> bytes) {
  if (auto* on_ring = std::get_if<file::on_ring>(&from.handle)) {
    const ring_watch::read_in_flight counted(on_ring->watch);
    co_await asio::async_read_at(on_ring->opened, offset, asio::buffer(bytes.data(), bytes.size()),
                                 asio::use_awaitable);
    co_return;
  }
  // To the pool, and back to the loop even if the read failed: the slot belongs to the loop.
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
