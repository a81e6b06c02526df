// Twins of pipelines: Asio's channel between coroutines, as its documentation uses it.
#include "benchmarks/overhead/twins.hpp"
#include "workloads/pipeline.hpp"
#include "workloads/task.hpp"

#include <array>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/experimental/channel.hpp>
#include <asio/io_context.hpp>
#include <asio/use_awaitable.hpp>

namespace interleave {
namespace {

// The suite's item type, so that both sides run the same instantiation of Asio's channel. With a type of its own, the
// twin's copy of that code was 2 to 10 % slower, varying from build to build.
using item = pipeline_item;
using item_channel = asio::experimental::channel<void(asio::error_code, item)>;

asio::awaitable<void> produce(item_channel& out, std::uint32_t producer, std::uint32_t producers, std::uint32_t items) {
  for (std::uint32_t i = 0; i < items; ++i) {
    const item made{producer, i, 2 * (std::uint64_t{i} * producers + producer) + 1};
    co_await out.async_send(asio::error_code(), made, asio::use_awaitable);
  }
}

asio::awaitable<void> consume(item_channel& in, std::uint32_t items, std::uint64_t& sum) {
  for (std::uint32_t i = 0; i < items; ++i) {
    const item taken = co_await in.async_receive(asio::use_awaitable);
    sum += splitmix64(0, taken.value);
  }
}

// A task sends `items` items from `producers` coroutines to `consumers` coroutines; its result is the sum of the first
// `items` odd numbers, each mixed.
class channel_twin final : public twin {
 public:
  channel_twin(std::uint32_t producers, std::uint32_t consumers, std::uint32_t capacity, std::uint32_t items)
      : producers_(producers), consumers_(consumers), items_(items), channel_(loop_, capacity) {}

  std::uint64_t run(std::uint64_t tasks) override {
    std::uint64_t sum = 0;
    for (std::uint64_t id = 0; id < tasks; ++id) {
      loop_.restart();
      for (std::uint32_t i = 0; i < producers_; ++i)
        asio::co_spawn(loop_, produce(channel_, i, producers_, share(producers_, i)), asio::detached);
      for (std::uint32_t i = 0; i < consumers_; ++i)
        asio::co_spawn(loop_, consume(channel_, share(consumers_, i), sum), asio::detached);
      loop_.run();
    }
    return sum;
  }

 private:
  std::uint32_t share(std::uint32_t of, std::uint32_t i) const { return items_ / of + (i < items_ % of ? 1 : 0); }

  std::uint32_t producers_;
  std::uint32_t consumers_;
  std::uint32_t items_;
  asio::io_context loop_{1};
  item_channel channel_;
};

constexpr std::array list{shape_twin{
    .workload = "channel",
    .runner = "coroutines",
    .make = [](const parameter_values& values, int) -> std::unique_ptr<twin> {
      const auto count = [&](std::string_view name) { return values.get<std::uint32_t>(kinds::count, name); };
      return std::make_unique<channel_twin>(count("producers"), count("consumers"), count("capacity"), count("items"));
    },
    .units_per_task = [](const parameter_values& values) -> std::uint64_t {
      return values.get<std::size_t>(kinds::count, "items");
    },
}};

}  // namespace

const std::span<const shape_twin> pipeline_twins = list;

}  // namespace interleave
