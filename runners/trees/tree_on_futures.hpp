// A tree of std::async calls, each of which starts a thread. So that a large tree does not ask for more threads than
// there can be, a child is run by the node itself while enough others are outstanding: four for each core, since most
// of them wait for children of their own.
#pragma once

#include "runners/trees/tree_stage.hpp"

#include <atomic>
#include <future>
#include <utility>
#include <vector>

namespace interleave {

class future_per_fork final : public fork_join {
 public:
  explicit future_per_fork(int most) : most_(most) {}

  std::uint64_t run(subtrees& children) override {
    const std::size_t last = children.count() - 1;
    // A future of std::async waits when it is destroyed, so no child outlives its node, whatever is thrown here.
    std::vector<std::future<void>> futures;
    for (std::size_t i = 0; i < last; ++i) {
      if (room one(*this); one)
        futures.push_back(std::async(std::launch::async, [this, &children, i, taken = std::move(one)]() mutable {
          const room until_the_end = std::move(taken);
          children.run(i, *this);
        }));
      else
        children.run(i, *this);
    }
    children.run(last, *this);
    for (std::future<void>& future : futures) future.get();
    return futures.size();
  }

 private:
  // Room for one more outstanding child, if there is any.
  class room {
   public:
    explicit room(future_per_fork& forks) {
      if (forks.outstanding_.load(std::memory_order_relaxed) >= forks.most_) return;
      taken_ = &forks.outstanding_;
      if (taken_->fetch_add(1, std::memory_order_relaxed) >= forks.most_) leave();
    }
    room(room&& other) noexcept : taken_(std::exchange(other.taken_, nullptr)) {}
    room& operator=(room&&) = delete;
    ~room() { leave(); }
    explicit operator bool() const { return taken_ != nullptr; }

   private:
    void leave() {
      if (taken_ != nullptr) std::exchange(taken_, nullptr)->fetch_sub(1, std::memory_order_relaxed);
    }
    std::atomic<int>* taken_ = nullptr;
  };

  int most_;
  std::atomic<int> outstanding_{0};
};

class tree_on_futures final : public tree_stage {
 public:
  static constexpr int most_for(int cores) { return 4 * cores; }

  explicit tree_on_futures(const tree_setup& setup)
      : tree_stage(setup), most_(most_for(setup.place.cores())), futures_(most_) {}
  int workers() const override { return most_ + 1; }

 private:
  tree_result run_tree(task_id id) override { return work().run(id, futures_); }

  int most_;
  future_per_fork futures_;
};

}  // namespace interleave
