// Connecting, opening, and reading files under an event loop.
#include "workloads/io/event_loop.hpp"

#include "workloads/io/blocking.hpp"
#include "workloads/io/loop_files.hpp"

#include <exception>
#include <string>

#include <asio/bind_executor.hpp>
#include <asio/post.hpp>
#include <asio/read_at.hpp>
#include <liburing.h>
#include <sys/socket.h>

namespace interleave::event_loop {
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

}  // namespace interleave::event_loop
