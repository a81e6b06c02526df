// describe<W>(): makes batch_work, and its descriptor, out of one struct W. The suite's timed loops are here.
//
// W is a struct with a name of its own at namespace scope, never in an anonymous namespace: g++ 12 merges templates
// specialised on such types, and one workload then silently runs another. It has
//   W(const parameter_values&)                  what all slots share
//   std::vector<digest> expected() const        by task id modulo its size, a power of two; found without client::run
// and either, if it only computes,
//   struct client { client(const W&); digest run(task_id); }
// or, if it waits, one body over an I/O policy (io/blocking.hpp, io/event_loop.hpp, io/fibers.hpp),
//   template <class Io> struct client { client(const W&, Io&); typename Io::template task<digest> run(task_id); }
// Besides, it may be written by hand as callbacks, for models without coroutines (callback_slot.hpp):
//   struct callback_client { callback_client(const W&, asio::io_context&); void run(task_id, completion); }
// and, where they apply,
//   static std::chrono::nanoseconds declared_wait(const parameter_values&)
//   const echo_peer* peer() const               or another peer; null where these parameters need none
//   static std::optional<std::string> unavailable(const parameter_values&)
//   static std::string backend(io_form)
//   void begin_measuring() const, counters measured() const
#pragma once

#include "workloads/callback_slot.hpp"
#include "workloads/io/blocking.hpp"
#include "workloads/io/event_loop.hpp"
#include "workloads/io/fibers.hpp"
#include "workloads/loop_slot.hpp"

#include <concepts>
#include <exception>
#include <stdexcept>
#include <vector>

#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>

namespace interleave {

template <class W>
concept computing = requires(typename W::client& client, task_id id) {
  { client.run(id) } -> std::same_as<digest>;
};
template <class W>
concept waiting = requires(typename W::template client<blocking::io>& client, task_id id) {
  { client.run(id) } -> std::same_as<blocking::task<digest>>;
};

template <class W>
concept written_as_callbacks =
    requires(typename W::callback_client& client, task_id id, completion done) { client.run(id, done); };

namespace detail {

inline void note_failure(task_log& log) {
  try {
    throw;
  } catch (const std::exception& e) {
    log.fail(e);
  } catch (...) {
    log.fail("an exception that is no std::exception");
  }
}

// A task that only computes, compiled once for both timed loops. Inlined into each, the same source became different
// machine code: cpu_matmul ran 1.35 times as fast in the event loop as in the plain one.
template <class W>
[[gnu::noinline]] digest compute(typename W::client& client, task_id id) {
  return client.run(id);
}

template <class W>
struct owned_client {
  explicit owned_client(const W& shared) : client(shared) {}
  typename W::client client;
};
template <class W, class Io>
struct owned_io_client {
  template <class... IoArguments>
  explicit owned_io_client(const W& shared, IoArguments&... arguments) : io(arguments...), client(shared, io) {}
  Io io;
  typename W::template client<Io> client;
};

// The timed loop, blocking form. Under fibers::io it is the same loop: what blocks there is the fiber.
template <class W, class Io = blocking::io>
class blocking_slot_of final : public blocking_slot {
 public:
  template <class... IoArguments>
  explicit blocking_slot_of(const W& shared, IoArguments&... arguments) : owned_(shared, arguments...) {}

  void run(task_source source, task_log& log) override {
    try {
      for (task_id id; source.claim(id);) log.finish(id, result_of(id));
    } catch (...) {
      note_failure(log);
    }
  }
  std::optional<digest> run_one(task_id id, task_log& log) override {
    try {
      return result_of(id);
    } catch (...) {
      note_failure(log);
      return std::nullopt;
    }
  }

 private:
  digest result_of(task_id id) {
    if constexpr (computing<W>)
      return compute<W>(owned_.client, id);
    else
      return owned_.client.run(id).get();
  }

  std::conditional_t<computing<W>, owned_client<W>, owned_io_client<W, Io>> owned_;
};

// The timed loop, event-loop form.
template <class W>
class loop_slot_of final : public loop_slot {
 public:
  loop_slot_of(const W& shared, asio::io_context& loop)
    requires waiting<W>
      : owned_(shared, loop) {}
  loop_slot_of(const W& shared, asio::io_context&)
    requires computing<W>
      : owned_(shared) {}

  asio::awaitable<void> run(task_source source, task_log& log) override {
    try {
      task_id id = 0;
      bool more = source.claim(id);
      while (more) {
        if constexpr (computing<W>) {
          log.finish(id, compute<W>(owned_.client, id));
          more = source.claim(id);
          if (more) co_await asio::post(asio::use_awaitable);
        } else {
          const digest result = co_await owned_.client.run(id);
          log.finish(id, result);
          more = source.claim(id);
        }
      }
    } catch (...) {
      note_failure(log);
    }
    co_return;
  }

 private:
  std::conditional_t<computing<W>, owned_client<W>, owned_io_client<W, event_loop::io>> owned_;
};

// The timed loop once more, as a chain of handlers. A task that only computes is one handler.
template <class W>
class computing_callback_slot final : public callback_slot {
 public:
  computing_callback_slot(const W& shared, asio::io_context& loop) : loop_(loop), client_(shared) {}

  void start(task_source source, task_log& log) override {
    source_ = source;
    log_ = &log;
    post_next();
  }

 private:
  void post_next() {
    if (task_id id = 0; source_.claim(id)) asio::post(loop_, [this, id] { run(id); });
  }
  void run(task_id id) {
    try {
      log_->finish(id, compute<W>(client_, id));
    } catch (...) {
      return note_failure(*log_);
    }
    post_next();
  }

  asio::io_context& loop_;
  typename W::client client_;
  task_source source_{0, 0};
  task_log* log_ = nullptr;
};

template <class W>
class waiting_callback_slot final : public callback_slot, private completion::listener {
 public:
  waiting_callback_slot(const W& shared, asio::io_context& loop) : client_(shared, loop) {}

  void start(task_source source, task_log& log) override {
    source_ = source;
    log_ = &log;
    run_next();
  }

 private:
  void run_next() {
    try {
      if (source_.claim(id_)) client_.run(id_, completion(*this));
    } catch (...) {
      note_failure(*log_);
    }
  }
  void finished(digest result) override {
    log_->finish(id_, result);
    run_next();
  }
  void failed(const std::exception_ptr& why) override {
    try {
      std::rethrow_exception(why);
    } catch (...) {
      note_failure(*log_);
    }
  }

  typename W::callback_client client_;
  task_source source_{0, 0};
  task_log* log_ = nullptr;
  task_id id_ = 0;
};

template <class W>
class erased final : public batch_work {
 public:
  explicit erased(const parameter_values& values) : shared_(values), expected_(shared_.expected()) {}

  std::unique_ptr<blocking_slot> make_blocking_slot() const override {
    return std::make_unique<blocking_slot_of<W>>(shared_);
  }
  std::unique_ptr<loop_slot> make_loop_slot(asio::io_context& loop) const override {
    return std::make_unique<loop_slot_of<W>>(shared_, loop);
  }
  std::unique_ptr<blocking_slot> make_fiber_slot(asio::io_context& loop) const override {
    if constexpr (waiting<W>)
      return std::make_unique<blocking_slot_of<W, fibers::io>>(shared_, loop);
    else
      return static_cast<void>(loop), make_blocking_slot();
  }
  std::unique_ptr<callback_slot> make_callback_slot(asio::io_context& loop) const override {
    if constexpr (computing<W>)
      return std::make_unique<computing_callback_slot<W>>(shared_, loop);
    else if constexpr (written_as_callbacks<W>)
      return std::make_unique<waiting_callback_slot<W>>(shared_, loop);
    else
      throw std::logic_error("this workload is not written as callbacks");
  }
  bool waits() const override { return waiting<W>; }
  std::span<const digest> expected() const override { return expected_; }
  const peer_server* peer() const override {
    if constexpr (requires { shared_.peer(); })
      return shared_.peer();
    else
      return nullptr;
  }
  std::string backend(io_form form) const override {
    if constexpr (requires { W::backend(form); })
      return W::backend(form);
    else
      return {};
  }
  void begin_measuring() const override {
    if constexpr (requires { shared_.begin_measuring(); }) shared_.begin_measuring();
  }
  counters measured() const override {
    if constexpr (requires { shared_.measured(); })
      return shared_.measured();
    else
      return {};
  }

 private:
  W shared_;
  std::vector<digest> expected_;
};

template <class W>
constexpr capability_set needs_of(capability_set declared) {
  if (waiting<W> && !written_as_callbacks<W>)
    declared.add({capability::suspending_tasks, "is not written as callbacks"});
  if (waiting<W>)
    declared.add({capability::waiting_tasks, "waits"});
  else
    declared.add({capability::computing_tasks, "only computes"});
  return declared;
}

}  // namespace detail

struct workload_text {
  std::string_view name;
  workload_kind kind;
  awaited waits_for = awaited::unsaid;  // for workload_kind::io
  std::string_view summary;
  std::span<const parameter> parameters{};
  int descriptors_per_slot = 0;
  capability_set needs{};
  bool by_the_thousand = false;
  bool on_request = false;
  std::string_view without_checkpoints{};  // why, where it has none
};

template <class W>
  requires computing<W> || waiting<W>
constexpr workload_descriptor describe(const workload_text& text) {
  return {.name = text.name,
          .kind = text.kind,
          .waits_for = text.waits_for,
          .summary = text.summary,
          .parameters = text.parameters,
          .waits = waiting<W>,
          .descriptors_per_slot = text.descriptors_per_slot,
          .needs = detail::needs_of<W>(text.needs),
          .by_the_thousand = text.by_the_thousand,
          .on_request = text.on_request,
          .without_checkpoints = text.without_checkpoints,
          .declared_wait =
              [](const parameter_values& values) {
                if constexpr (requires { W::declared_wait(values); })
                  return W::declared_wait(values);
                else
                  return static_cast<void>(values), std::chrono::nanoseconds(0);
              },
          .unavailable = [](const parameter_values& values) -> std::optional<std::string> {
            if constexpr (requires { W::unavailable(values); })
              return W::unavailable(values);
            else
              return static_cast<void>(values), std::nullopt;
          },
          .make = [](const parameter_values& values) -> std::unique_ptr<workload> {
            return std::make_unique<detail::erased<W>>(values);
          }};
}

}  // namespace interleave
