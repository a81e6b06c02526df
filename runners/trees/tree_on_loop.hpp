// A tree of coroutines on one event loop in one thread.
#pragma once

#include "runners/trees/tree_stage.hpp"

#include <asio/io_context.hpp>

namespace interleave {

class tree_on_loop final : public tree_stage {
 public:
  explicit tree_on_loop(const tree_setup& setup) : tree_stage(setup) { setup.place.place_worker(0); }
  int workers() const override { return 1; }

 private:
  tree_result run_tree(task_id id) override {
    tree_result result;
    std::exception_ptr failure;
    work().start(id, loop_, loop_threading::single, [&](std::exception_ptr thrown, tree_result tree) {
      failure = std::move(thrown);
      result = tree;
    });
    loop_.restart();
    loop_.run();
    if (failure) std::rethrow_exception(failure);
    return result;
  }

  asio::io_context loop_{1};
};

}  // namespace interleave
