// A ring whose members are processes that stand ready, each blocked until the token comes. Member 0, which runs the
// laps, is a process too, so that the parent is free to watch all of them.
#include "runners/rings/rings.hpp"
#include "runners/worker_processes.hpp"

namespace interleave {
namespace {

// What a member has used. It stands in the ring for good and never sees the end of a batch, so it takes a reading when
// a token asks for one: at the beginning of every batch and, outside the clock, after it.
struct alignas(separate) member_account {
  resource_usage at_last_asking;
  resource_usage since_then;

  void note() {
    const resource_usage now = usage_of_self();
    since_then = now - at_last_asking;
    at_last_asking = now;
  }
};

class process_stage final : public stage {
 public:
  explicit process_stage(const ring_setup& setup)
      : log_(setup.log),
        ring_(setup.work.make_standing(ring_work::sharing::processes)),
        accounts_(setup.work.members()),
        asks_(1),
        processes_(static_cast<int>(setup.work.members()), setup.place, [this](int i) { return body_of(i); }) {
    for (int i = 1; i < processes_.count(); ++i) processes_.start(i);
  }

  void run() override {
    asks_[0] = 0;
    processes_.run_batch(1);
    is_asked_ = false;
  }
  int workers() const override { return processes_.count(); }
  std::uint64_t units() const override { return ring_->hops(); }

  resource_usage worker_usage() const override {
    if (!is_asked_) ask();
    resource_usage total = of_member_0_;
    for (const member_account& a : accounts_.all()) total += a.since_then;
    return total;
  }
  memory_peaks worker_memory() const override { return processes_.memory(); }

 private:
  std::function<void()> body_of(int index) {
    const auto i = static_cast<std::size_t>(index);
    if (i == 0)
      return [this] {
        if (asks_[0] != 0)
          ring_->ask();
        else
          ring_->run(log_.shared_tasks(), log_.slot(0));
      };
    return [this, i] {
      member_account& mine = accounts_[i];
      ring_->stand(i, log_.slot(0), [&mine] { mine.note(); });
    };
  }

  void ask() const {
    of_member_0_ = processes_.usage();
    asks_[0] = 1;
    processes_.run_batch(1);
    is_asked_ = true;
  }

  batch_log& log_;
  std::unique_ptr<standing_ring> ring_;
  shared_array<member_account> accounts_;
  mutable shared_array<int> asks_;  // what member 0 is to do: 0 laps, 1 send a token that asks
  mutable bool is_asked_ = true;
  mutable resource_usage of_member_0_;
  mutable worker_processes processes_;
};

}  // namespace

std::unique_ptr<stage> ring_of_processes(const ring_setup& setup) {
  return std::make_unique<process_stage>(setup);
}

}  // namespace interleave
