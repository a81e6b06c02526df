// brigade_memory: a token goes around a ring of members through memory alone. Stresses the model's own hand-over: a
// semaphore that wakes a thread or process, a channel that resumes a coroutine, a call. No data goes through the
// kernel.
#include "workloads/brigade.hpp"
#include "workloads/shared_memory.hpp"

#include <atomic>
#include <cerrno>
#include <deque>
#include <type_traits>

#include <asio/experimental/channel.hpp>
#include <asio/experimental/concurrent_channel.hpp>
#include <asio/io_context.hpp>
#include <asio/use_awaitable.hpp>
#include <semaphore.h>

namespace interleave {

struct brigade_memory {
  // Nothing waits: one member after the other is called.
  class alone_links {
   public:
    explicit alone_links(std::size_t) {}
    void send(std::size_t, token t) { held_ = t; }
    blocking::ready<token> receive(std::size_t) { return {held_}; }

   private:
    token held_{};
  };

  // A place for one token and a semaphore that says that it is there. POSIX's, because std::binary_semaphore cannot
  // wake another process.
  class standing_links {
   public:
    template <class T>
    using task = blocking::task<T>;

    standing_links(std::size_t members, ring_work::sharing sharing) : places_(members) {
      for (place& p : places_.all()) sem_init(&p.filled, sharing == ring_work::sharing::processes ? 1 : 0, 0);
    }

    void send(std::size_t to, token t) {
      places_[to].held = t;
      sem_post(&places_[to].filled);
    }
    blocking::ready<token> receive(std::size_t i) {
      while (sem_wait(&places_[i].filled) != 0) {
      }
      if (places_[i].closed) throw ring_closed();
      return {places_[i].held};
    }
    void close(std::size_t i) {
      places_[i].closed = true;
      sem_post(&places_[i].filled);
    }

   private:
    struct alignas(separate) place {
      sem_t filled{};
      token held{};
      bool closed = false;
    };
    shared_array<place> places_;
  };

  // Asio's channel, with room for the one token: sending never waits, and resumes who receives by way of the loop.
  template <loop_threading Threading>
  class loop_links {
   public:
    template <class T>
    using task = asio::awaitable<T>;

    loop_links(asio::io_context& loop, std::size_t members) {
      for (std::size_t i = 0; i < members; ++i) channels_.emplace_back(loop, 1);
    }

    void send(std::size_t to, token t) { channels_[to].try_send(asio::error_code(), t); }
    auto receive(std::size_t i) { return channels_[i].async_receive(asio::use_awaitable); }
    void close(std::size_t i) { channels_[i].close(); }

   private:
    using carried = void(asio::error_code, token);
    // The one for a single thread takes no lock.
    using channel = std::conditional_t<Threading == loop_threading::single, asio::experimental::channel<carried>,
                                       asio::experimental::concurrent_channel<carried>>;
    std::deque<channel> channels_;  // they stay where they are made
  };
};

extern const workload_descriptor brigade_memory_workload = describe_brigade<brigade_memory>({
    .name = "brigade_memory",
    .summary = "a token around a ring through memory: the model's own hand-over",
});

}  // namespace interleave
