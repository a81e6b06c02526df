// What the stages of all models do with trees: one after the other, each result recorded, the forks counted.
#pragma once

#include "runners/runner.hpp"
#include "workloads/tree.hpp"

namespace interleave {

using tree_setup = setup_of<tree_work>;

class tree_stage : public stage {
 public:
  explicit tree_stage(const tree_setup& setup) : work_(setup.work), log_(setup.log) {}

  void run() final {
    task_log& record = log_.slot(0);
    task_source tasks = log_.shared_tasks();
    forks_ = 0;
    record.start();
    try {
      for (task_id id; tasks.claim(id);) {
        const tree_result tree = run_tree(id);
        forks_ += tree.forks;
        record.finish(id, tree.value);
      }
    } catch (const std::exception& e) {
      record.fail(e);
    }
  }
  std::uint64_t units() const override { return forks_; }

 protected:
  const tree_work& work() const { return work_; }
  batch_log& log() const { return log_; }

 private:
  virtual tree_result run_tree(task_id) = 0;

  const tree_work& work_;
  batch_log& log_;
  std::uint64_t forks_ = 0;
};

}  // namespace interleave
