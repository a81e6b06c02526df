// A pipeline without a queue: one loop waits, makes an item, takes it and waits again, item by item. What all other
// models are measured against.
#include "runners/pipelines/pipeline_stage.hpp"
#include "runners/pipelines/pipelines.hpp"
#include "workloads/io/blocking.hpp"

#include <algorithm>

namespace interleave {
namespace {

class sequential_pipeline final : public pipeline_stage {
 public:
  explicit sequential_pipeline(const pipeline_setup& setup) : pipeline_stage(setup) { setup.place.place_worker(0); }
  int workers() const override { return 1; }

 private:
  // One item of each producer in turn. All are entered for consumer 0, because one loop takes them all.
  void run_once() override {
    for (std::uint32_t index = 0; index < plan_.made_by(0); ++index)
      for (std::uint32_t producer = 0; producer < plan_.producers && index < plan_.made_by(producer); ++producer)
        pass(producer, index);
  }
  void pass(std::uint32_t producer, std::uint32_t index) {
    wait(plan_.wait_before(producer, index));
    const pipeline_item item = plan_.make(producer, index);
    ledger_.of(0).take(item);
    wait(plan_.wait_after(item));
  }
  void wait(std::chrono::nanoseconds time) {
    if (time.count() > 0) io_.wait(time);
  }

  blocking::io io_;
};

}  // namespace

std::unique_ptr<stage> make_sequential_pipeline(const pipeline_setup& setup) {
  return std::make_unique<sequential_pipeline>(setup);
}

}  // namespace interleave
