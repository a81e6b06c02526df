// thread_pool: threads that stand ready and take tasks as they become free. For waiting work one thread per task in
// flight, for computing work no more threads than cores.
#include "runners/blocking_slots.hpp"
#include "runners/place_threads.hpp"
#include "runners/runner.hpp"

#include <latch>

#include <asio/post.hpp>
#include <asio/thread_pool.hpp>

namespace interleave {
namespace {

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup)
      : log_(setup.log),
        slots_(make_blocking_slots(setup.work, setup.slots_for(setup.place.cores()))),
        pool_(slots_.size()) {
    place_threads(pool_, slots(), setup.place);
  }

  void run() override {
    std::latch done(static_cast<std::ptrdiff_t>(slots_.size()));
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      log_.slot(i).start();
      asio::post(pool_, [&, i] {
        slots_[i]->run(log_.shared_tasks(), log_.slot(i));
        done.count_down();
      });
    }
    done.wait();
  }
  int workers() const override { return static_cast<int>(slots_.size()); }
  int slots() const override { return static_cast<int>(slots_.size()); }

 private:
  batch_log& log_;
  std::vector<std::unique_ptr<blocking_slot>> slots_;
  asio::thread_pool pool_;
};

}  // namespace

extern const runner_descriptor thread_pool_runner{
    .name = "thread_pool",
    .model_family = family::threads,
    .summary = "threads that stand ready and take the next task",
    .idiom = "asio::thread_pool",
    .simplicity = 3,
    .in_quick_profile = true,
    .form = io_form::blocking,
    .demands = [](std::int64_t strands, int) { return demand{.threads = strands}; },
    .batch = [](const batch_setup& setup) -> std::unique_ptr<stage> { return std::make_unique<batch_stage>(setup); },
};

}  // namespace interleave
