// brigade_pipes: a token of 16 bytes goes around a ring of members, with a pipe between each and the next. Stresses the
// kernel's hand-over: a write, the wake-up of the reader, and the read. Does not stress bandwidth; the pipes are made
// before the clock starts, and at most one holds anything at a time.
#include "workloads/brigade.hpp"
#include "workloads/io/descriptor.hpp"
#include "workloads/io/system.hpp"

#include <cerrno>
#include <utility>

#include <asio/async_result.hpp>
#include <asio/buffer.hpp>
#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/use_awaitable.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace interleave {

struct brigade_pipes {
  struct pipe_ends {
    descriptor out;  // read by the member whose link this is
    descriptor in;   // written to by the member before it
  };
  static pipe_ends make_pipe(std::size_t i, std::size_t members) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) throw_errno(fmt::format("make pipe {} of {}", i + 1, members));
    return {descriptor(ends[0]), descriptor(ends[1])};
  }

  class standing_links {
   public:
    template <class T>
    using task = blocking::task<T>;

    standing_links(std::size_t members, ring_work::sharing) {
      for (std::size_t i = 0; i < members; ++i) pipes_.push_back(make_pipe(i, members));
    }

    void send(std::size_t to, token t) {
      while (::write(pipes_[to].in.get(), &t, sizeof t) < 0)
        if (errno != EINTR) throw_errno("write to a member's pipe");
    }
    // All or nothing: a pipe never splits a write that is smaller than PIPE_BUF (pipe(7)).
    blocking::ready<token> receive(std::size_t i) {
      token t;
      ssize_t got = 0;
      while ((got = ::read(pipes_[i].out.get(), &t, sizeof t)) < 0)
        if (errno != EINTR) throw_errno("read from a member's pipe");
      if (got == 0) throw ring_closed();
      return {t};
    }
    void close(std::size_t i) { pipes_[i].in.reset(); }

   private:
    std::vector<pipe_ends> pipes_;
  };

  // One thread that does all the writing and reading itself never waits, but it makes as many system calls.
  class alone_links : public standing_links {
   public:
    explicit alone_links(std::size_t members) : standing_links(members, ring_work::sharing::threads) {}
  };

  template <loop_threading>
  class loop_links {
   public:
    template <class T>
    using task = asio::awaitable<T>;

    loop_links(asio::io_context& loop, std::size_t members) {
      for (std::size_t i = 0; i < members; ++i) {
        pipe_ends ends = make_pipe(i, members);
        pipes_.push_back({stream(loop, std::move(ends.out)), stream(loop, std::move(ends.in)), {}});
      }
    }

    // An empty pipe takes a token at once, so nothing is gained by waiting until it can be written to: an asynchronous
    // write would take one more turn of the loop.
    void send(std::size_t to, token t) { pipes_[to].in.write_some(asio::buffer(&t, sizeof t)); }
    // The read's own completion hands out the token. A coroutine around the read cost 2 to 5 % of a hop.
    auto receive(std::size_t i) {
      const auto read = [&link = pipes_[i]](auto done) {
        link.out.async_read_some(asio::buffer(&link.arrived, sizeof link.arrived),
                                 [&link, done = std::move(done)](const asio::error_code& error, std::size_t) mutable {
                                   done(error, link.arrived);
                                 });
      };
      return asio::async_initiate<const asio::use_awaitable_t<>&, void(asio::error_code, token)>(read,
                                                                                                 asio::use_awaitable);
    }
    void close(std::size_t i) { pipes_[i].in.close(); }

   private:
    struct stream_ends {
      asio::posix::stream_descriptor out;
      asio::posix::stream_descriptor in;
      token arrived;
    };
    static asio::posix::stream_descriptor stream(asio::io_context& loop, descriptor end) {
      asio::posix::stream_descriptor opened(loop, end.get());
      end.release();
      opened.non_blocking(true);
      return opened;
    }

    std::vector<stream_ends> pipes_;
  };
};

extern const workload_descriptor brigade_pipes_workload = describe_brigade<brigade_pipes>({
    .name = "brigade_pipes",
    .summary = "a token around a ring through pipes: the kernel's hand-over",
    .descriptors_per_member = 2,
});

}  // namespace interleave
