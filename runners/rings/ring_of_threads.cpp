// A ring whose members are threads that stand ready, each blocked until the token comes; the thread that calls run() is
// member 0.
#include "runners/rings/rings.hpp"

#include <functional>
#include <thread>
#include <vector>

namespace interleave {
namespace {

class thread_stage final : public stage {
 public:
  explicit thread_stage(const ring_setup& setup)
      : log_(setup.log), ring_(setup.work.make_standing(ring_work::sharing::threads)) {
    setup.place.place_worker(0);
    try {
      for (std::size_t i = 1; i < setup.work.members(); ++i)
        threads_.emplace_back([this, i, &place = setup.place] {
          place.place_worker(static_cast<int>(i));
          ring_->stand(i, log_.slot(0), {});
        });
    } catch (...) {
      end_members();
      throw;
    }
  }
  ~thread_stage() override { end_members(); }

  void run() override { ring_->run(log_.shared_tasks(), log_.slot(0)); }
  int workers() const override { return static_cast<int>(threads_.size()) + 1; }
  std::uint64_t units() const override { return ring_->hops(); }

 private:
  // Each member that ends closes the link after it.
  void end_members() {
    ring_->close();
    threads_.clear();
  }

  batch_log& log_;
  std::unique_ptr<standing_ring> ring_;
  std::vector<std::jthread> threads_;
};

}  // namespace

std::unique_ptr<stage> ring_of_threads(const ring_setup& setup) {
  return std::make_unique<thread_stage>(setup);
}

}  // namespace interleave
