// What the streams of all models have in common: runs come one after the other, and the reader counts the values.
#pragma once

#include "runners/streams/streams.hpp"
#include "workloads/stream.hpp"

namespace interleave {

class stream_stage : public stage {
 public:
  explicit stream_stage(const stream_setup& setup) : items_(setup.work.items()), log_(setup.log) {}

  void run() override {
    task_log& log = log_.slot(0);
    task_source runs = log_.shared_tasks();
    taken_ = 0;
    log.start();
    for (task_id id; runs.claim(id);) {
      const stream_reader reader = read_all();
      taken_ += reader.taken();
      log.finish(id, reader.sum());
    }
  }
  std::uint64_t units() const override { return taken_; }

 protected:
  // One whole run, from the first value to the last.
  virtual stream_reader read_all() = 0;

  std::uint64_t items_;

 private:
  batch_log& log_;
  std::uint64_t taken_ = 0;
};

}  // namespace interleave
