// The baseline of a ring: one thread writes to and reads from every link itself, so that nothing waits and nothing is
// woken.
#include "runners/rings/rings.hpp"

namespace interleave {
namespace {

class alone_stage final : public stage {
 public:
  explicit alone_stage(const ring_setup& setup) : log_(setup.log), ring_(setup.work.make_alone()) {
    setup.place.place_worker(0);
  }

  void run() override { ring_->run(log_.shared_tasks(), log_.slot(0)); }
  int workers() const override { return 1; }
  std::uint64_t units() const override { return ring_->hops(); }

 private:
  batch_log& log_;
  std::unique_ptr<ring_laps> ring_;
};

}  // namespace

std::unique_ptr<stage> ring_alone(const ring_setup& setup) {
  return std::make_unique<alone_stage>(setup);
}

}  // namespace interleave
