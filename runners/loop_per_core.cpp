// loop_per_core: as many event loops as cores, each with its own thread and its own share of the slots; nothing but the
// task counter is shared. What high-throughput servers do.
#include "runners/one_loop.hpp"
#include "runners/runner.hpp"

#include <latch>
#include <list>
#include <semaphore>
#include <thread>

namespace interleave {
namespace {

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup) : slots_(setup.slots_for(setup.workers_per_core())) {
    const int count = setup.workers_per_core();
    for (int i = 0; i < count; ++i) workers_.emplace_back(setup, i, count, slots_);
    try {
      int index = 0;
      for (worker& w : workers_)
        w.thread = std::jthread([this, &w, i = index++, &place = setup.place] {
          place.place_worker(i);
          work(w);
        });
    } catch (...) {
      end();
      throw;
    }
  }
  ~batch_stage() override { end(); }

  void run() override {
    std::latch done(static_cast<std::ptrdiff_t>(workers_.size()));
    done_ = &done;
    for (worker& w : workers_) w.begin.release();
    done.wait();
  }
  int workers() const override { return static_cast<int>(workers_.size()); }
  int slots() const override { return slots_; }

 private:
  struct worker {
    worker(const batch_setup& setup, int index, int workers, int slots) : loop(setup, index, workers, slots) {}
    one_loop loop;
    std::binary_semaphore begin{0};
    std::jthread thread;
  };

  void end() {
    ending_ = true;
    for (worker& w : workers_) w.begin.release();
  }

  void work(worker& w) {
    while (true) {
      w.begin.acquire();
      if (ending_) return;
      w.loop.run();
      done_->count_down();
    }
  }

  int slots_;
  bool ending_ = false;
  std::latch* done_ = nullptr;
  std::list<worker> workers_;
};

}  // namespace

extern const runner_descriptor loop_per_core_runner{
    .name = "loop_per_core",
    .model_family = family::event_loop,
    .summary = "an event loop with its own thread on every core",
    .idiom = "one asio::io_context per thread, nothing shared but the task counter",
    .simplicity = 10,
    .in_quick_profile = true,
    .form = io_form::event_loop,
    .demands = [](work_shape, std::int64_t strands,
                  int cores) { return demand{.threads = std::min<std::int64_t>(strands, cores)}; },
    .batch = [](const batch_setup& setup) -> std::unique_ptr<stage> { return std::make_unique<batch_stage>(setup); },
};

}  // namespace interleave
