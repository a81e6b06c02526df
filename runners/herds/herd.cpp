// The stage that all herds share, and what it measures.
#include "runners/herds/herd.hpp"

#include "runners/herds/memory_in_use.hpp"
#include "workloads/now.hpp"

#include <exception>
#include <utility>

#include <fmt/format.h>
#include <malloc.h>
#include <string.h>

namespace interleave {
namespace {

class herd_stage final : public stage {
 public:
  herd_stage(const herd_setup& setup, int workers, herd_maker make)
      : work_(setup.work),
        log_(setup.log),
        place_(setup.place),
        count_(static_cast<std::uint64_t>(setup.in_flight)),
        workers_(workers),
        make_(std::move(make)) {
    setup.place.place_worker(0);
  }

  void run() override {
    sums_ = {};
    task_source herds = log_.shared_tasks();
    log_.slot(0).start();
    try {
      for (task_id id; herds.claim(id);) log_.slot(0).finish(id, run_one(id));
    } catch (const std::exception& e) {
      log_.slot(0).fail(e);
    }
  }
  int workers() const override { return workers_; }
  std::uint64_t units() const override { return sums_.ended; }
  looking looked() const override { return sums_.looked; }

  counters measured() const override {
    const auto tasks = static_cast<double>(sums_.ended);
    if (sums_.ended == 0) return {};
    counters found{{"create_ns_per_task", static_cast<double>(sums_.create_ns) / tasks},
                   {"finish_ns_per_task", static_cast<double>(sums_.finish_ns) / tasks}};
    const auto of_second_halves = static_cast<double>(sums_.second_halves);
    if (sums_.memory.user) found["memory_user_bytes_per_task"] = *sums_.memory.user / of_second_halves;
    if (sums_.memory.kernel) found["memory_kernel_bytes_per_task"] = *sums_.memory.kernel / of_second_halves;
    return found;
  }

 private:
  digest run_one(task_id id) {
    // Memory that the allocator has kept from the last herd would be used again, and not be seen to grow.
    malloc_trim(0);
    const std::unique_ptr<herd> tasks = make_(work_, count_, place_);
    const auto timed = [](std::uint64_t& total, const auto& what) {
      const std::uint64_t start = now_ns();
      what();
      total += now_ns() - start;
    };
    timed(sums_.create_ns, [&] { tasks->grow(count_ / 2); });
    const memory_in_use half = look(*tasks);
    timed(sums_.create_ns, [&] { tasks->grow(count_ - count_ / 2); });
    sums_.memory += look(*tasks) - half;
    sums_.second_halves += count_ - count_ / 2;
    timed(sums_.finish_ns, [&] { tasks->let_go(); });
    sums_.ended += tasks->ended();
    return work_.digest_of_herd(id, count_, tasks->sum());
  }

  // Outside the clock: reading the memory of a herd of processes takes longer than the herd itself.
  memory_in_use look(const herd& tasks) {
    const resource_usage before = usage_of_self();
    const std::uint64_t start_ticks = ticks();
    const std::uint64_t start = now_ns();
    const memory_in_use found = memory_now(tasks.processes());
    sums_.looked.ns += now_ns() - start;
    log_.slot(0).leave_out(ticks() - start_ticks);
    sums_.looked.used += usage_of_self() - before;
    return found;
  }

  // Over all herds of the last run().
  struct sums {
    std::uint64_t ended = 0;
    std::uint64_t create_ns = 0;
    std::uint64_t finish_ns = 0;
    std::uint64_t second_halves = 0;
    looking looked;
    memory_in_use memory{.user = 0, .kernel = 0};  // by how much it grew with the second halves
  };

  const herd_work& work_;
  batch_log& log_;
  const placement& place_;
  std::uint64_t count_;
  int workers_;
  herd_maker make_;
  sums sums_;
};

}  // namespace

std::unique_ptr<stage> make_herd_stage(const herd_setup& setup, int workers, herd_maker make) {
  return std::make_unique<herd_stage>(setup, workers, std::move(make));
}

void throw_not_made(std::string_view what, std::uint64_t number, std::uint64_t count, int error) {
  throw refused(fmt::format("{} {} of {} could not be made: {}", what, number, count, strerror(error)));
}

}  // namespace interleave
