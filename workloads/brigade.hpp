// A ring whose members each change the token and pass it on: the member's body, written once over the links that carry
// the token, and what makes ring_work and its descriptor out of a struct of links.
//
// W is a struct with a name of its own at namespace scope (see describe.hpp). It has, each made for so many members,
//   alone_links(members)                       hand-overs within one thread
//   standing_links(members, sharing)           between threads, or between processes forked later
//   loop_links<loop_threading>(loop, members)  between coroutines
// and each of these
//   send(i, token)   hands a token to member i, at once: there is room, because there is only one token
//   receive(i)       to be awaited (blocking::ready, asio::awaitable): member i's token, once it is there; throws where
//                    the link is closed, ring_closed in the blocking forms
//   close(i)         makes member i's receive() fail, now or when it is called
#pragma once

#include "workloads/describe.hpp"
#include "workloads/loop_ring.hpp"

#include <array>
#include <stdexcept>

namespace interleave {

// What goes around: 16 bytes, which a pipe never splits.
struct token {
  std::uint64_t value;
  std::uint32_t hops;  // hand-overs so far
  std::uint32_t asks;  // 1: every member that receives it calls the function that stand() was given
};

class ring_closed : public std::runtime_error {
 public:
  ring_closed() : std::runtime_error("a member of the ring has gone") {}
};

namespace brigade {

inline constexpr std::uint64_t inputs = 16;
// A pipe takes two descriptors; with more members than the hard limit allows, the cell is unsupported.
inline constexpr std::array<parameter, 1> parameters{
    {{"members", kinds::count, 500, 2, 100'000, "members that the token passes in a lap"}}};

// Odd, so that no value is lost; the changes of two members do not commute, so that the order shows in the result. From
// Knuth's MMIX generator (The Art of Computer Programming, vol. 2, 3.3.4).
inline constexpr std::uint64_t factor = 6364136223846793005U;

inline token first_token(task_id id) {
  return {.value = id % inputs, .hops = 0, .asks = 0};
}
inline void change(token& t, std::size_t member) {
  t.value = t.value * factor + member + 1;
}

// The results in closed form: after n members x has become factor^n x + (sum over members i of factor^(n-1-i) (i+1)).
std::vector<digest> expected(std::size_t members);

// Takes the token and passes it on until the link before it is closed.
template <class Links>
typename Links::template task<bool> be_member(Links& links, std::size_t i, std::size_t next,
                                              const std::function<void()>& asked) {
  while (true) {
    token t = co_await links.receive(i);
    ++t.hops;
    if (t.asks != 0 && asked) [[unlikely]]
      asked();
    change(t, i);
    links.send(next, t);
  }
}

// One lap, as member 0.
template <class Links>
typename Links::template task<token> go_around(Links& links, token t) {
  change(t, 0);
  links.send(1, t);
  token back = co_await links.receive(0);
  ++back.hops;
  co_return back;
}

template <class Links>
class alone final : public ring_laps {
 public:
  explicit alone(std::size_t members) : members_(members), links_(members) {}

  void run(task_source source, task_log& log) override {
    hops_ = 0;
    log.start();
    try {
      for (task_id id; source.claim(id);) log.finish(id, lap(id));
    } catch (...) {
      detail::note_failure(log);
    }
  }
  std::uint64_t hops() const override { return hops_; }

 private:
  digest lap(task_id id) {
    token t = first_token(id);
    for (std::size_t i = 0; i < members_; ++i) {
      const std::size_t next = i + 1 < members_ ? i + 1 : 0;
      change(t, i);
      links_.send(next, t);
      t = links_.receive(next).await_resume();
      ++t.hops;
    }
    hops_ += t.hops;
    return t.value;
  }

  std::size_t members_;
  Links links_;
  std::uint64_t hops_ = 0;
};

template <class Links>
class standing final : public standing_ring {
 public:
  standing(std::size_t members, ring_work::sharing sharing) : members_(members), links_(members, sharing), hops_(1) {}

  void run(task_source source, task_log& log) override {
    hops_[0] = 0;
    log.start();
    try {
      std::uint32_t asks = 1;
      for (task_id id; source.claim(id); asks = 0) {
        token t = first_token(id);
        t.asks = asks;
        t = go_around(links_, t).get();
        hops_[0] += t.hops;
        log.finish(id, t.value);
      }
    } catch (...) {
      detail::note_failure(log);
    }
  }
  std::uint64_t hops() const override { return hops_[0]; }

  void stand(std::size_t i, task_log& log, const std::function<void()>& asked) override {
    const std::size_t next = i + 1 < members_ ? i + 1 : 0;
    try {
      be_member(links_, i, next, asked).get();
    } catch (const ring_closed&) {
    } catch (...) {
      detail::note_failure(log);
    }
    links_.close(next);
  }
  void ask() override {
    token t = first_token(0);
    t.asks = 1;
    go_around(links_, t).get();
  }
  void close() override { links_.close(1); }

 private:
  std::size_t members_;
  Links links_;
  shared_array<std::uint64_t> hops_;  // of member 0, which may be another process
};

template <class Links>
class on_loop final : public loop_ring {
 public:
  on_loop(asio::io_context& loop, std::size_t members) : members_(members), links_(loop, members) {}

  asio::awaitable<void> run(task_source source, task_log& log) override {
    hops_ = 0;
    log.start();
    try {
      for (task_id id; source.claim(id);) {
        const token t = co_await go_around(links_, first_token(id));
        hops_ += t.hops;
        log.finish(id, t.value);
      }
    } catch (...) {
      detail::note_failure(log);
    }
  }
  std::uint64_t hops() const override { return hops_; }

  asio::awaitable<void> stand(std::size_t i, task_log& log) override {
    const std::size_t next = i + 1 < members_ ? i + 1 : 0;
    const std::function<void()> nobody_asks;
    try {
      co_await be_member(links_, i, next, nobody_asks);
    } catch (...) {
      detail::note_failure(log);
    }
    links_.close(next);
  }

 private:
  std::size_t members_;
  Links links_;
  std::uint64_t hops_ = 0;
};

template <class W>
class erased final : public ring_work {
 public:
  explicit erased(const parameter_values& values)
      : members_(values.get<std::size_t>(kinds::count, "members")), expected_(brigade::expected(members_)) {}

  std::size_t members() const override { return members_; }
  std::unique_ptr<ring_laps> make_alone() const override {
    return std::make_unique<alone<typename W::alone_links>>(members_);
  }
  std::unique_ptr<standing_ring> make_standing(sharing how) const override {
    return std::make_unique<standing<typename W::standing_links>>(members_, how);
  }
  std::unique_ptr<loop_ring> make_on_loop(asio::io_context& loop, loop_threading threading) const override {
    if (threading == loop_threading::single)
      return std::make_unique<on_loop<typename W::template loop_links<loop_threading::single>>>(loop, members_);
    return std::make_unique<on_loop<typename W::template loop_links<loop_threading::multi>>>(loop, members_);
  }
  std::span<const digest> expected() const override { return expected_; }

 private:
  std::size_t members_;
  std::vector<digest> expected_;
};

}  // namespace brigade

struct brigade_text {
  std::string_view name;
  std::string_view summary;
  int descriptors_per_member = 0;
};

template <class W>
constexpr workload_descriptor describe_brigade(const brigade_text& text) {
  return {.name = text.name,
          .kind = workload_kind::io,
          .shape = work_shape::ring,
          .summary = text.summary,
          .parameters = brigade::parameters,
          .descriptors_per_member = text.descriptors_per_member,
          .declared_wait = [](const parameter_values&) { return std::chrono::nanoseconds(0); },
          .concurrency = [](const parameter_values& values, int) { return values.get(kinds::count, "members"); },
          .make = [](const parameter_values& values) -> std::unique_ptr<workload> {
            return std::make_unique<brigade::erased<W>>(values);
          }};
}

}  // namespace interleave
