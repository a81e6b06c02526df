// pipe2, read and write.
#include "runners/task_pipes.hpp"

#include "workloads/io/system.hpp"

#include <cerrno>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace interleave {
namespace {

template <class Message>
void write_whole(int to, const Message& message) {
  ssize_t written = 0;
  while ((written = write(to, &message, sizeof message)) < 0 && errno == EINTR) {
  }
  if (written != sizeof message) throw_errno("write to the pipe of a process pool");
}

}  // namespace

task_pipes::one_pipe::one_pipe(int message_bytes) {
  // A page from which something has been read keeps its place until all of it has been.
  const int bytes = message_bytes + static_cast<int>(sysconf(_SC_PAGESIZE));
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw_errno("pipe of a process pool");
  reader = descriptor(ends[0]);
  writer = descriptor(ends[1]);
  if (fcntl(writer.get(), F_GETPIPE_SZ) < bytes && fcntl(writer.get(), F_SETPIPE_SZ, bytes) < 0)
    throw_errno(fmt::format(
        "a pipe of {} bytes for a process pool (the limits are in /proc/sys/fs: pipe-max-size, pipe-user-pages-soft)",
        bytes));
}

task_pipes::task_pipes(int messages)
    : requests_(messages * static_cast<int>(sizeof(task_request))),
      replies_(messages * static_cast<int>(sizeof(task_reply))) {
  // Of the open file description, but only the owner reads from this end.
  if (fcntl(replies_.reader.get(), F_SETFL, O_NONBLOCK) != 0) throw_errno("fcntl of the pipe of a process pool");
}

void task_pipes::request(const task_request& asked) const {
  write_whole(requests_.writer.get(), asked);
}

std::span<const task_reply> task_pipes::replies() {
  ssize_t bytes = 0;
  while ((bytes = read(replies_.reader.get(), read_.data(), sizeof read_)) < 0 && errno == EINTR) {
  }
  if (bytes < 0 && errno != EAGAIN) throw_errno("read from the pipe of a process pool");
  return std::span(read_).first(bytes > 0 ? static_cast<std::size_t>(bytes) / sizeof(task_reply) : 0);
}

task_request task_pipes::next_request() const {
  task_request asked;
  ssize_t bytes = 0;
  while ((bytes = read(requests_.reader.get(), &asked, sizeof asked)) < 0 && errno == EINTR) {
  }
  if (bytes != sizeof asked) throw_errno("read from the pipe of a process pool");
  return asked;
}

void task_pipes::reply(const task_reply& done) const {
  write_whole(replies_.writer.get(), done);
}

}  // namespace interleave
