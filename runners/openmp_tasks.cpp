// openmp_tasks: every task is an OpenMP task. Each client creates its next task at the end of the last one. One thread
// per task in flight where tasks wait; no more threads than cores where they only compute.
//
// The runtime of g++, libgomp, keeps all tasks of a team in one queue under one lock, first in, first out, and runs a
// new task at once inside the call that creates it where there are too many. LLVM's, libomp, has a deque for each
// thread and takes the youngest task first.
#include "runners/blocking_clients.hpp"
#include "runners/openmp_threads.hpp"
#include "runners/runner.hpp"
#include "runners/trees/tree_on_openmp.hpp"

#include <deque>
#include <mutex>
#include <numeric>
#include <span>

namespace interleave {
namespace {

// libgomp runs a new task at once where more than 64 a thread have not ended yet (GOMP_task); each thread may be in the
// middle of one that has created its client's next.
constexpr int most_tasks_per_thread = 63;

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup)
      : clients_(setup),
        threads_(setup.blocking_workers(), setup.place),
        in_the_runtime_(
            std::min(clients_.count(), static_cast<std::size_t>(threads_.count()) * most_tasks_per_thread)) {}

  void run() override {
    std::vector<std::size_t> first(clients_.count());
    std::iota(first.begin(), first.end(), std::size_t{0});
    const auto others = first.begin() + static_cast<std::ptrdiff_t>(in_the_runtime_);
    waiting_.assign(others, first.end());
    first.erase(others, first.end());
    clients_.start();
    begun_.give();
#pragma omp parallel num_threads(threads_.count())
    {
      begun_.take();
#pragma omp single
      create_next_of(first);
    }
    clients_.end();
  }
  int workers() const override { return threads_.count(); }
  int slots() const override { return static_cast<int>(clients_.count()); }

 private:
  // A task that is run at once, inside the call that creates it, leaves its client's next one to the caller: otherwise
  // one would run inside the other until the stack is full.
  void create_next_of(std::span<const std::size_t> clients) {
    static thread_local std::deque<std::size_t> left;
    static thread_local bool creating = false;
    left.insert(left.end(), clients.begin(), clients.end());
    if (creating) return;
    creating = true;
    for (; !left.empty(); left.pop_front()) create_next(left.front());
    creating = false;
  }

  void create_next(std::size_t client) {
    const std::optional<task_id> next = clients_.next(client);
    if (!next) return;
    const task_id id = *next;
#pragma omp task firstprivate(client, id)
    {
      clients_.run(client, id);
      const std::size_t after = whose_turn_after(client);
      create_next_of({&after, 1});
    }
  }

  // Of more clients than the runtime takes tasks of, the one that has waited longest takes the place of the one whose
  // task has ended.
  std::size_t whose_turn_after(std::size_t client) {
    if (in_the_runtime_ == clients_.count()) return client;
    const std::lock_guard lock(mutex_);
    waiting_.push_back(client);
    const std::size_t longest = waiting_.front();
    waiting_.pop_front();
    return longest;
  }

  blocking_clients clients_;
  hand_over begun_;
  openmp_threads threads_;
  std::size_t in_the_runtime_;  // clients with a task that the runtime has
  std::mutex mutex_;
  std::deque<std::size_t> waiting_;  // the others, under the mutex while tasks run
};

}  // namespace

extern const runner_descriptor openmp_tasks_runner{
    .name = "openmp_tasks",
    .model_family = family::threads,
    .summary = "an OpenMP task for every task",
    .idiom =
        "#pragma omp task, created by the client's last task; at most 63 a thread at a time, because g++'s runtime "
        "queues no more, and clients beyond that take turns",
#ifdef KMP_VERSION_MAJOR
    .favours = "LLVM's OpenMP runtime has each thread take the youngest of its tasks first",
#endif
    .row_words = [](bool) { return openmp_words(); },
    .form = io_form::blocking,
    .demands =
        [](const cell_size& size) {
          return demand{.threads = size.shape == work_shape::tree ? size.cores : size.blocking_workers()};
        },
    .shapes = {runs<batch_work, batch_stage>(), runs<tree_work, tree_on_openmp>()},
};

}  // namespace interleave
