// A ring whose members are coroutines on one event loop, each suspended until the token comes; the loop is run by one
// thread or by a thread per core.
#include "runners/rings/rings.hpp"
#include "workloads/loop_ring.hpp"

#include <semaphore>
#include <thread>
#include <vector>

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>

namespace interleave {
namespace {

void spawn_members(asio::io_context& loop, const ring_setup& setup, loop_ring& ring) {
  for (std::size_t i = 1; i < setup.work.members(); ++i)
    asio::co_spawn(loop, ring.stand(i, setup.log.slot(0)), asio::detached);
}

class one_thread_stage final : public stage {
 public:
  explicit one_thread_stage(const ring_setup& setup)
      : log_(setup.log), ring_(setup.work.make_on_loop(loop_, loop_threading::single)) {
    setup.place.place_worker(0);
    spawn_members(loop_, setup, *ring_);
    loop_.poll();  // now each waits for the token
  }

  // The members are still waiting when the last lap is done, so the loop does not run out of work: it has to be
  // stopped.
  void run() override {
    loop_.restart();
    asio::co_spawn(loop_, ring_->run(log_.shared_tasks(), log_.slot(0)),
                   [this](const std::exception_ptr&) { loop_.stop(); });
    loop_.run();
  }
  int workers() const override { return 1; }
  std::uint64_t units() const override { return ring_->hops(); }

 private:
  batch_log& log_;
  asio::io_context loop_{1};
  std::unique_ptr<loop_ring> ring_;
};

class many_threads_stage final : public stage {
 public:
  explicit many_threads_stage(const ring_setup& setup)
      : log_(setup.log), loop_(setup.place.cores()), ring_(setup.work.make_on_loop(loop_, loop_threading::multi)) {
    spawn_members(loop_, setup, *ring_);
    try {
      for (int i = 0; i < setup.place.cores(); ++i)
        threads_.emplace_back([this, i, &place = setup.place] {
          place.place_worker(i);
          loop_.run();  // until stopped: there is always a member that waits
        });
    } catch (...) {
      loop_.stop();
      throw;
    }
  }
  ~many_threads_stage() override { loop_.stop(); }

  void run() override {
    std::binary_semaphore done(0);
    asio::co_spawn(loop_, ring_->run(log_.shared_tasks(), log_.slot(0)),
                   [&done](const std::exception_ptr&) { done.release(); });
    done.acquire();
  }
  int workers() const override { return static_cast<int>(threads_.size()); }
  std::uint64_t units() const override { return ring_->hops(); }

 private:
  batch_log& log_;
  asio::io_context loop_;
  std::unique_ptr<loop_ring> ring_;
  std::vector<std::jthread> threads_;
};

}  // namespace

std::unique_ptr<stage> ring_on_loop(const ring_setup& setup) {
  return std::make_unique<one_thread_stage>(setup);
}
std::unique_ptr<stage> ring_on_multi_thread_loop(const ring_setup& setup) {
  return std::make_unique<many_threads_stage>(setup);
}

}  // namespace interleave
