// parallel_algorithm: std::for_each with the parallel policy over all tasks. libstdc++ runs it as a parallel loop of
// oneTBB, which halves the range until every thread has enough of it, so tasks are handed over by the hundred and not
// one by one. It blocks whoever calls it and uses a thread per core, whatever the tasks do, so it is for tasks that
// compute.
#include "runners/hand_over.hpp"
#include "runners/make_blocking_slots.hpp"
#include "runners/one_arena.hpp"
#include "runners/runner.hpp"
#include "runners/turns.hpp"

#include <algorithm>
#include <execution>

#include <boost/iterator/counting_iterator.hpp>

namespace interleave {
namespace {

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup)
      : log_(setup.log),
        in_flight_(setup.in_flight),
        turns_(setup.in_flight, setup.workers_per_core()),
        slots_(make_blocking_slots(setup.work, setup.workers_per_core())),
        arena_(setup.workers_per_core(), setup.place) {}

  void run() override {
    turns_.start_all(log_);
    begun_.give();
    arena_.execute([this] {
      // Not std::views::iota, whose iterators are input iterators to this algorithm: it would run them serially.
      using ids = boost::counting_iterator<task_id>;
      std::for_each(std::execution::par, ids(0), ids(log_.tasks()), [this](task_id id) {
        if (log_.stopped()) return;
        begun_.take();
        const auto worker = static_cast<std::size_t>(tbb::this_task_arena::current_thread_index());
        slots_[worker]->run(task_source(id, id + 1), log_.slot(worker));
        done_.give();
      });
    });
    done_.take();
  }
  int workers() const override { return arena_.threads(); }
  int slots() const override { return in_flight_; }

 private:
  batch_log& log_;
  int in_flight_;
  turns turns_;
  std::vector<std::unique_ptr<blocking_slot>> slots_;
  hand_over begun_;
  hand_over done_;
  one_arena arena_;
};

}  // namespace

extern const runner_descriptor parallel_algorithm_runner{
    .name = "parallel_algorithm",
    .model_family = family::threads,
    .summary = "a parallel algorithm of the standard library",
    .idiom = "std::for_each(std::execution::par)",
    .form = io_form::blocking,
    .demands = [](const cell_size& size) { return demand{.threads = size.workers_per_core()}; },
    .lacks = {{capability::waiting_tasks, "has a thread per core, however many tasks could wait at once"}},
    .shapes = {runs<batch_work, batch_stage>()},
    .other_shapes = "an algorithm has only independent elements",
};

}  // namespace interleave
