// Twins of brigade_pipes, in which a token goes round a ring of pipes: read and write in a thread per member, and
// Asio's stream_descriptor in a coroutine per member.
#include "benchmarks/overhead/twins.hpp"

#include <array>
#include <stdexcept>
#include <thread>
#include <vector>

#include <asio/awaitable.hpp>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/use_awaitable.hpp>
#include <unistd.h>

namespace interleave {
namespace {

// The step that brigade_pipes applies to its token.
std::uint64_t changed(std::uint64_t value, std::size_t member) {
  return value * 6364136223846793005U + member + 1;
}

struct pipe_ends {
  int out;
  int in;
};

std::vector<pipe_ends> make_pipes(std::size_t count) {
  std::vector<pipe_ends> pipes;
  for (std::size_t i = 0; i < count; ++i) {
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("no pipe is to be had");
    pipes.push_back({ends[0], ends[1]});
  }
  return pipes;
}

class thread_brigade final : public twin {
 public:
  explicit thread_brigade(std::size_t members) : pipes_(make_pipes(members)) {
    for (std::size_t i = 1; i < members; ++i)
      threads_.emplace_back([this, i, to = pipes_[(i + 1) % pipes_.size()].in] {
        for (std::uint64_t value; read(pipes_[i].out, &value, sizeof value) > 0;) send(to, changed(value, i));
        close(to);
      });
  }
  ~thread_brigade() override {
    close(pipes_[1].in);
    threads_.clear();
    for (const pipe_ends& ends : pipes_) close(ends.out);
  }

  std::uint64_t run(std::uint64_t laps) override {
    std::uint64_t sum = 0;
    for (std::uint64_t lap = 0; lap < laps; ++lap) {
      std::uint64_t value = 0;
      send(pipes_[1].in, changed(lap % 16, 0));
      if (read(pipes_[0].out, &value, sizeof value) <= 0) throw std::runtime_error("the brigade is broken");
      sum += value;
    }
    return sum;
  }

 private:
  static void send(int to, std::uint64_t value) {
    if (write(to, &value, sizeof value) < 0) throw std::runtime_error("the brigade is broken");
  }

  std::vector<pipe_ends> pipes_;
  std::vector<std::jthread> threads_;
};

class coroutine_brigade final : public twin {
 public:
  explicit coroutine_brigade(std::size_t members) {
    for (const pipe_ends& ends : make_pipes(members)) {
      outs_.emplace_back(loop_, ends.out).non_blocking(true);
      ins_.emplace_back(loop_, ends.in).non_blocking(true);
    }
    for (std::size_t i = 1; i < members; ++i)
      asio::co_spawn(loop_, pass_on(outs_[i], ins_[(i + 1) % members], i), asio::detached);
    loop_.poll();
  }

  std::uint64_t run(std::uint64_t laps) override {
    std::uint64_t sum = 0;
    loop_.restart();
    asio::co_spawn(loop_, send_off(laps, sum), [this](const std::exception_ptr&) { loop_.stop(); });
    loop_.run();
    return sum;
  }

 private:
  using stream = asio::posix::stream_descriptor;

  static asio::awaitable<void> pass_on(stream& from, stream& to, std::size_t member) {
    for (std::uint64_t value = 0;;) {
      co_await from.async_read_some(asio::buffer(&value, sizeof value), asio::use_awaitable);
      value = changed(value, member);
      to.write_some(asio::buffer(&value, sizeof value));
    }
  }

  asio::awaitable<void> send_off(std::uint64_t laps, std::uint64_t& sum) {
    for (std::uint64_t lap = 0; lap < laps; ++lap) {
      std::uint64_t value = changed(lap % 16, 0);
      ins_[1].write_some(asio::buffer(&value, sizeof value));
      co_await outs_[0].async_read_some(asio::buffer(&value, sizeof value), asio::use_awaitable);
      sum += value;
    }
  }

  asio::io_context loop_{1};
  // The vectors may reallocate while they grow; the coroutines refer to their elements only once they are complete.
  std::vector<stream> outs_;
  std::vector<stream> ins_;
};

template <class Brigade>
std::unique_ptr<twin> make_brigade(const parameter_values& values, int) {
  return std::make_unique<Brigade>(values.get<std::size_t>(kinds::count, "members"));
}
std::uint64_t hops(const parameter_values& values) {
  return values.get<std::size_t>(kinds::count, "members");
}

constexpr std::array list{
    shape_twin{"brigade_pipes", "thread_pool", make_brigade<thread_brigade>, hops},
    shape_twin{"brigade_pipes", "coroutines", make_brigade<coroutine_brigade>, hops},
};

}  // namespace

const std::span<const shape_twin> ring_twins = list;

}  // namespace interleave
