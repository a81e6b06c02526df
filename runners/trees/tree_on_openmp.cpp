// No exception may leave an OpenMP task, so a child's is kept until its siblings have ended.
#include "runners/trees/tree_on_openmp.hpp"

#include "runners/hand_over.hpp"
#include "runners/openmp_threads.hpp"
#include "workloads/first_exception.hpp"

namespace interleave {
namespace {

class task_per_fork final : public fork_join {
 public:
  std::uint64_t run(subtrees& children) override {
    const std::size_t last = children.count() - 1;
    first_exception failed;
    hand_over forked;
    hand_over joined;
    forked.give();
    for (std::size_t i = 0; i < last; ++i) {
#pragma omp task default(shared) firstprivate(i)
      {
        forked.take();
        failed.guard([&] { children.run(i, *this); });
        joined.give();
      }
    }
    failed.guard([&] { children.run(last, *this); });
#pragma omp taskwait
    joined.take();
    failed.rethrow_if_any();
    return last;
  }
};

class openmp_stage final : public tree_stage {
 public:
  explicit openmp_stage(const tree_setup& setup) : tree_stage(setup), threads_(setup.place.cores(), setup.place) {}
  int workers() const override { return threads_.count(); }

 private:
  tree_result run_tree(task_id id) override {
    tree_result result;
    first_exception failed;
    hand_over begun;
    hand_over done;
    begun.give();
#pragma omp parallel num_threads(threads_.count())
#pragma omp single
    {
      begun.take();
      failed.guard([&] { result = work().run(id, tasks_); });
      done.give();
    }
    done.take();
    failed.rethrow_if_any();
    return result;
  }

  openmp_threads threads_;
  task_per_fork tasks_;
};

}  // namespace

std::unique_ptr<stage> tree_on_openmp(const tree_setup& setup) {
  return std::make_unique<openmp_stage>(setup);
}

}  // namespace interleave
