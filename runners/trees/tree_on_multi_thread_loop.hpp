// A tree of coroutines on one event loop that a thread per core runs.
#pragma once

#include "runners/loop_thread_pool.hpp"
#include "runners/trees/tree_stage.hpp"

#include <semaphore>

namespace interleave {

class tree_on_multi_thread_loop final : public tree_stage {
 public:
  explicit tree_on_multi_thread_loop(const tree_setup& setup)
      : tree_stage(setup), loop_(setup.place.cores()), threads_(loop_, setup.place.cores(), setup.place) {}
  int workers() const override { return threads_.count(); }

 private:
  tree_result run_tree(task_id id) override {
    tree_result result;
    std::exception_ptr failure;
    std::binary_semaphore done(0);
    work().start(id, loop_, loop_threading::multi, [&](std::exception_ptr thrown, tree_result tree) {
      failure = std::move(thrown);
      result = tree;
      done.release();
    });
    done.acquire();
    if (failure) std::rethrow_exception(failure);
    return result;
  }

  asio::io_context loop_;
  loop_thread_pool threads_;
};

}  // namespace interleave
