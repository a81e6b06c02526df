// A tree with a new thread for every fork: the children of a node but the last, which the node's own thread runs. A
// thread that joins waits, so there are as many threads as unfinished forks.
#pragma once

#include "runners/joining_thread.hpp"
#include "runners/trees/tree_stage.hpp"

#include <atomic>
#include <exception>
#include <vector>

namespace interleave {

class thread_per_fork final : public fork_join {
 public:
  explicit thread_per_fork(const placement& place) : place_(place) {}

  std::uint64_t run(subtrees& children) override {
    const std::size_t last = children.count() - 1;
    std::vector<std::exception_ptr> failures(last);
    {
      std::vector<joining_thread> threads;
      threads.reserve(last);
      for (std::size_t i = 0; i < last; ++i)
        threads.emplace_back([this, &children, &failure = failures[i], i] { run_in_thread(children, i, failure); });
      children.run(last, *this);
    }
    for (const std::exception_ptr& failure : failures)
      if (failure) std::rethrow_exception(failure);
    return last;
  }
  // The most threads that existed at once, the first one included.
  int most() const { return most_.load(std::memory_order_relaxed); }

 private:
  void run_in_thread(subtrees& children, std::size_t i, std::exception_ptr& failure) {
    const int others = standing_.fetch_add(1, std::memory_order_relaxed);
    for (int seen = most(); seen <= others && !most_.compare_exchange_weak(seen, others + 1);) {
    }
    place_.place_worker(others);
    try {
      children.run(i, *this);
    } catch (...) {
      failure = std::current_exception();
    }
    standing_.fetch_sub(1, std::memory_order_relaxed);
  }

  const placement& place_;
  std::atomic<int> standing_{1};
  std::atomic<int> most_{1};
};

class tree_on_threads final : public tree_stage {
 public:
  explicit tree_on_threads(const tree_setup& setup) : tree_stage(setup), threads_(setup.place) {
    setup.place.place_worker(0);
  }
  int workers() const override { return threads_.most(); }

 private:
  tree_result run_tree(task_id id) override { return work().run(id, threads_); }

  thread_per_fork threads_;
};

}  // namespace interleave
