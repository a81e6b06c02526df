// A thread for each producer and each consumer around oneTBB's bounded queue: threads that stand ready, or threads made
// for every run.
#include "runners/pipelines/pipeline_stage.hpp"
#include "runners/pipelines/pipelines.hpp"
#include "runners/worker_threads.hpp"
#include "workloads/io/blocking.hpp"
#include "workloads/pipeline_body.hpp"

#include <latch>
#include <thread>
#include <vector>

#include <asio/post.hpp>
#include <oneapi/tbb/concurrent_queue.h>

namespace interleave {
namespace {

class thread_queue {
 public:
  explicit thread_queue(std::uint32_t capacity) { items_.set_capacity(static_cast<std::ptrdiff_t>(capacity)); }

  blocking::ready<> push(const pipeline_item& item) {
    items_.push(item);
    return {};
  }
  blocking::ready<pipeline_item> pop() {
    blocking::ready<pipeline_item> next{};
    items_.pop(next.value);
    return next;
  }

 private:
  tbb::concurrent_bounded_queue<pipeline_item> items_;
};

class thread_pipeline : public pipeline_stage {
 public:
  explicit thread_pipeline(const pipeline_setup& setup) : pipeline_stage(setup), queue_(setup.work.plan().capacity) {}
  int workers() const override { return members(); }

 protected:
  void work(int member) {
    blocking::io io;
    start(static_cast<std::uint32_t>(member), io, queue_).get();
  }

 private:
  thread_queue queue_;
};

class thread_pool_pipeline final : public thread_pipeline {
 public:
  explicit thread_pool_pipeline(const pipeline_setup& setup)
      : thread_pipeline(setup), threads_(members(), setup.place) {}

 private:
  void run_once() override {
    std::latch done(members());
    for (int member = 0; member < members(); ++member)
      asio::post(threads_.pool(), [this, member, &done] {
        work(member);
        done.count_down();
      });
    done.wait();
  }

  worker_threads threads_;
};

class pipeline_of_new_threads final : public thread_pipeline {
 public:
  explicit pipeline_of_new_threads(const pipeline_setup& setup) : thread_pipeline(setup), place_(setup.place) {}

 private:
  void run_once() override {
    std::vector<std::jthread> threads;
    for (int member = 0; member < members(); ++member)
      threads.emplace_back([this, member] {
        place_.place_worker(member);
        work(member);
      });
  }

  const placement& place_;
};

}  // namespace

std::unique_ptr<stage> make_thread_pool_pipeline(const pipeline_setup& setup) {
  return std::make_unique<thread_pool_pipeline>(setup);
}
std::unique_ptr<stage> make_pipeline_of_new_threads(const pipeline_setup& setup) {
  return std::make_unique<pipeline_of_new_threads>(setup);
}

}  // namespace interleave
