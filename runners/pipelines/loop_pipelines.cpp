// A coroutine for each producer and each consumer around one of Asio's channels, on one loop in one thread, or on one
// loop that a thread per core runs.
#include "runners/loop_thread_pool.hpp"
#include "runners/pipelines/pipeline_stage.hpp"
#include "runners/pipelines/pipelines.hpp"
#include "workloads/io/event_loop.hpp"
#include "workloads/pipeline_body.hpp"

#include <deque>
#include <exception>
#include <latch>

#include <asio/co_spawn.hpp>
#include <asio/experimental/channel.hpp>
#include <asio/experimental/concurrent_channel.hpp>
#include <asio/io_context.hpp>

namespace interleave {
namespace {

using passed = void(asio::error_code, pipeline_item);
using channel = asio::experimental::channel<passed>;
using concurrent_channel = asio::experimental::concurrent_channel<passed>;

template <class Channel>
class loop_queue {
 public:
  loop_queue(asio::io_context& loop, std::uint32_t capacity) : channel_(loop, capacity) {}

  auto push(const pipeline_item& item) { return channel_.async_send(asio::error_code(), item, asio::use_awaitable); }
  auto pop() { return channel_.async_receive(asio::use_awaitable); }

 private:
  Channel channel_;
};

template <class Channel>
class loop_pipeline : public pipeline_stage {
 public:
  loop_pipeline(const pipeline_setup& setup, int threads)
      : pipeline_stage(setup), loop_(threads), queue_(loop_, setup.work.plan().capacity) {
    for (int member = 0; member < members(); ++member) ios_.emplace_back(loop_);
  }

 protected:
  // `done` is called as each of them ends.
  template <class Done>
  void spawn_all(const Done& done) {
    for (std::uint32_t member = 0; member < plan_.members(); ++member)
      asio::co_spawn(loop_, start(member, ios_[member], queue_), done);
  }

  asio::io_context loop_;

 private:
  loop_queue<Channel> queue_;
  std::deque<event_loop::io> ios_;
};

class one_thread_loop_pipeline final : public loop_pipeline<channel> {
 public:
  explicit one_thread_loop_pipeline(const pipeline_setup& setup) : loop_pipeline(setup, 1) {
    setup.place.place_worker(0);
  }
  int workers() const override { return 1; }

 private:
  void run_once() override {
    loop_.restart();
    spawn_all([](const std::exception_ptr& failure, std::uint32_t) {
      if (failure) std::rethrow_exception(failure);
    });
    loop_.run();
  }
};

class multi_thread_loop_pipeline final : public loop_pipeline<concurrent_channel> {
 public:
  explicit multi_thread_loop_pipeline(const pipeline_setup& setup)
      : loop_pipeline(setup, setup.place.cores()),
        threads_(loop_, std::min(members(), setup.place.cores()), setup.place) {}
  int workers() const override { return threads_.count(); }

 private:
  void run_once() override {
    std::latch done(members());
    spawn_all([&done](const std::exception_ptr& failure, std::uint32_t) {
      if (failure) std::rethrow_exception(failure);
      done.count_down();
    });
    done.wait();
  }

  loop_thread_pool threads_;
};

}  // namespace

std::unique_ptr<stage> make_one_thread_loop_pipeline(const pipeline_setup& setup) {
  return std::make_unique<one_thread_loop_pipeline>(setup);
}
std::unique_ptr<stage> make_multi_thread_loop_pipeline(const pipeline_setup& setup) {
  return std::make_unique<multi_thread_loop_pipeline>(setup);
}

}  // namespace interleave
