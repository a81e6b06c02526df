// describe_tree<W>(): makes tree_work, and its descriptor, out of one struct W that describes nodes as data. The
// suite's two recursions that fork are here: one that blocks, and one of coroutines on an event loop.
//
// W is a struct with a name of its own at namespace scope (describe.hpp says why). It has
//   W(const parameter_values&)                     one of its parameters is `cutoff`
//   std::vector<digest> expected() const           as in describe.hpp
//   static constexpr std::size_t fan_out           children of a node at most
//   static constexpr std::int64_t leaf_size        a node of this size or smaller is a leaf
//   struct node                                    small and copyable: it is handed from thread to thread
//   node root(task_id) const
//   std::int64_t size(const node&) const           in the measure of `cutoff`
//   std::size_t split(const node&, std::span<node, fan_out> children) const     how many there are, perhaps none
//   digest leaf(const node&) const
//   digest alone(const node&) const                the whole subtree by plain recursion, as an expert writes it
//   static std::int64_t leaves(const parameter_values&)     subtrees that are run alone, at most
// The value of a node that forks is the sum of its children's, modulo 2^64.
//
// Of the children of a node the last one is run by the node itself, so a tree of n leaves makes n - 1 forks.
#pragma once

#include "workloads/loop_join.hpp"
#include "workloads/tree.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <memory>
#include <numeric>
#include <vector>

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/this_coro.hpp>

namespace interleave {

template <class W>
concept branching = requires(const W& w, const typename W::node& at, std::span<typename W::node, W::fan_out> children,
                             task_id id, const parameter_values& values) {
  { w.root(id) } -> std::same_as<typename W::node>;
  { w.size(at) } -> std::same_as<std::int64_t>;
  { w.split(at, children) } -> std::same_as<std::size_t>;
  { w.leaf(at) } -> std::same_as<digest>;
  { w.alone(at) } -> std::same_as<digest>;
  { W::leaves(values) } -> std::same_as<std::int64_t>;
};

namespace detail {

// A subtree without forks, compiled once for every caller: inlined into each, the same source would run at different
// speeds.
template <class W>
[[gnu::noinline]] digest alone(const W& tree, const typename W::node& at) {
  return tree.alone(at);
}

// What all nodes of a tree share.
template <class W>
struct forking {
  const W& tree;
  std::int64_t smallest;  // of a larger node the children are forked

  forking(const W& w, const parameter_values& values)
      : tree(w), smallest(std::max(W::leaf_size, values.get(kinds::count, "cutoff"))) {}
  bool is_leaf(const typename W::node& at) const { return tree.size(at) <= W::leaf_size; }
  bool forks(const typename W::node& at) const { return tree.size(at) > smallest; }
};

[[noreturn, gnu::cold]] inline void throw_left_out() {
  throw batch_failure("a child of a node was left out");
}
[[noreturn, gnu::cold]] inline void throw_run_again() {
  throw batch_failure("a child of a node was run again");
}

inline tree_result joined(std::span<const tree_result> children, std::uint64_t forks_here) {
  const tree_result all = std::accumulate(children.begin(), children.end(), tree_result{0, forks_here},
                                          [](tree_result sum, const tree_result& child) {
                                            return tree_result{sum.value + child.value, sum.forks + child.forks};
                                          });
  if (all.forks >= tree_result::not_run) [[unlikely]]
    throw_left_out();
  return all;
}

template <class W>
void run_subtree(const forking<W>& shared, const typename W::node& at, fork_join& how, tree_result& result);

template <class W>
class subtrees_of final : public subtrees {
 public:
  subtrees_of(const forking<W>& shared, const typename W::node& parent) : subtrees({}), shared_(shared) {
    results_ = std::span(storage_).first(shared.tree.split(parent, nodes_));
  }
  // Where every leaf is forked, nine calls of ten are for a leaf, so that path makes no further call.
  void run(std::size_t i, fork_join& how) override {
    if (storage_[i].forks != tree_result::not_run) [[unlikely]]
      throw_run_again();
    if (shared_.is_leaf(nodes_[i]))
      storage_[i] = {shared_.tree.leaf(nodes_[i]), 0};
    else
      run_subtree(shared_, nodes_[i], how, storage_[i]);
  }
  void run_alone(std::size_t i) override {
    if (storage_[i].forks != tree_result::not_run) [[unlikely]]
      throw_run_again();
    storage_[i] = {alone(shared_.tree, nodes_[i]), 0};
  }
  tree_result join(std::uint64_t forks_here) const { return joined(results_, forks_here); }

 private:
  const forking<W>& shared_;
  std::array<typename W::node, W::fan_out> nodes_;
  std::array<tree_result, W::fan_out> storage_;
};

// The recursion that blocks. Not inlined: its caller's path for leaves would then have to set up this frame.
template <class W>
[[gnu::noinline]] void run_subtree(const forking<W>& shared, const typename W::node& at, fork_join& how,
                                   tree_result& result) {
  if (!shared.forks(at)) {
    result = {alone(shared.tree, at), 0};
    return;
  }
  subtrees_of<W> children(shared, at);
  result = children.join(children.count() > 0 ? how.run(children) : 0);
}

// The recursion on a loop. co_spawn starts the child at once in the thread that calls it, so that where there are more
// threads, it is the call of co_spawn that is posted. (A child that begins by posting itself is queued with its frame:
// 676 MB instead of 305 at a million leaves, and slower.)
template <class W>
asio::awaitable<void> run_on_loop(const forking<W>& shared, typename W::node at, tree_result& result,
                                  loop_threading threading) {
  if (!shared.forks(at)) {
    result = {alone(shared.tree, at), 0};
    co_return;
  }
  std::array<typename W::node, W::fan_out> nodes;
  std::array<tree_result, W::fan_out> results;
  const std::size_t count = shared.tree.split(at, nodes);
  if (count == 0) {
    result = {0, 0};
    co_return;
  }
  const std::size_t last = count - 1;
  const asio::any_io_executor loop = co_await asio::this_coro::executor;
  loop_join join(last);
  for (std::size_t i = 0; i < last; ++i) {
    const auto child_ended = [&join](std::exception_ptr failure) { join.one_ended(std::move(failure)); };
    if (threading == loop_threading::single)
      asio::co_spawn(loop, run_on_loop(shared, nodes[i], results[i], threading), child_ended);
    else
      asio::post(loop, [&shared, &loop, &at = nodes[i], &result = results[i], threading, child_ended] {
        asio::co_spawn(loop, run_on_loop(shared, at, result, threading), child_ended);
      });
  }
  try {
    co_await run_on_loop(shared, nodes[last], results[last], threading);
  } catch (...) {
    join.note(std::current_exception());
  }
  co_await join.all_ended();
  join.rethrow_failure();
  result = joined(std::span(results).first(count), last);
}

template <class W>
asio::awaitable<tree_result> root_on_loop(const forking<W>& shared, task_id id, loop_threading threading) {
  tree_result result;
  co_await run_on_loop(shared, shared.tree.root(id), result, threading);
  co_return result;
}

template <class W>
class erased_tree final : public tree_work {
 public:
  explicit erased_tree(const parameter_values& values)
      : tree_(values), forking_(tree_, values), expected_(tree_.expected()) {}

  digest run_alone(task_id id) const override { return alone(tree_, tree_.root(id)); }
  tree_result run(task_id id, fork_join& how) const override {
    tree_result result;
    run_subtree(forking_, tree_.root(id), how, result);
    return result;
  }
  void start(task_id id, asio::io_context& loop, loop_threading threading,
             std::function<void(std::exception_ptr, tree_result)> done) const override {
    asio::co_spawn(loop, root_on_loop(forking_, id, threading), std::move(done));
  }
  std::span<const digest> expected() const override { return expected_; }

 private:
  W tree_;
  forking<W> forking_;
  std::vector<digest> expected_;
};

}  // namespace detail

struct tree_text {
  std::string_view name;
  workload_kind kind;
  std::string_view summary;
  std::span<const parameter> parameters;
};

template <branching W>
constexpr workload_descriptor describe_tree(const tree_text& text) {
  return {.name = text.name,
          .kind = text.kind,
          .shape = work_shape::tree,
          .summary = text.summary,
          .parameters = text.parameters,
          .declared_wait = [](const parameter_values&) { return std::chrono::nanoseconds(0); },
          // All forks, as if none ended before the last one was made: a model may do that.
          .concurrency = [](const parameter_values& values, int) { return W::leaves(values) - 1; },
          .make = [](const parameter_values& values) -> std::unique_ptr<workload> {
            return std::make_unique<detail::erased_tree<W>>(values);
          }};
}

}  // namespace interleave
