// Two pipes between a process that hands out tasks and its workers: all workers read requests from one and write
// replies to the other. A message is written and read as a whole, because it is smaller than PIPE_BUF and divides a
// page.
#pragma once

#include "workloads/io/descriptor.hpp"
#include "workloads/task.hpp"

#include <array>
#include <cstdint>
#include <span>

namespace interleave {

struct task_request {
  std::uint64_t client = 0;
  task_id id = 0;
};
struct task_reply {
  std::uint64_t client = 0;
  digest result = 0;
};

class task_pipes {
 public:
  // Neither pipe is full as long as no more than `messages` are in it. Throws std::system_error, such as where that
  // many don't fit into what the system allows (fs.pipe-max-size; for all pipes of a user, fs.pipe-user-pages-soft).
  explicit task_pipes(int messages);

  // The owner's ends. replies() gives what is there, perhaps nothing, and is good until it is called again.
  void request(const task_request&) const;
  std::span<const task_reply> replies();
  int readable_with_replies() const { return replies_.reader.get(); }

  // The workers' ends. next_request() waits for one.
  task_request next_request() const;
  void reply(const task_reply&) const;

 private:
  struct one_pipe {
    descriptor reader;
    descriptor writer;
    explicit one_pipe(int message_bytes);
  };
  one_pipe requests_;
  one_pipe replies_;
  std::array<task_reply, 256> read_{};
};

}  // namespace interleave
