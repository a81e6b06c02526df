// Both sides on one thread: the side that makes values is called in a plain loop, or is a coroutine that is resumed for
// every value.
#include "runners/streams/generator.hpp"
#include "runners/streams/stream_stage.hpp"
#include "runners/streams/streams.hpp"

namespace interleave {
namespace {

class one_thread_stream : public stream_stage {
 public:
  explicit one_thread_stream(const stream_setup& setup) : stream_stage(setup) { setup.place.place_worker(0); }
  int workers() const override { return 1; }
};

class sequential_stream final : public one_thread_stream {
 public:
  using one_thread_stream::one_thread_stream;

 private:
  stream_reader read_all() override {
    stream_reader reader;
    stream_values values;
    for (std::uint64_t i = 0; i < items_; ++i) reader.take(values.next());
    return reader;
  }
};

generator<std::uint64_t> values_one_by_one() {
  for (stream_values values;;) co_yield values.next();
}

class coroutine_stream final : public one_thread_stream {
 public:
  using one_thread_stream::one_thread_stream;

 private:
  stream_reader read_all() override {
    stream_reader reader;
    generator<std::uint64_t> values = values_one_by_one();
    for (std::uint64_t i = 0; i < items_; ++i) reader.take(values.next());
    return reader;
  }
};

}  // namespace

std::unique_ptr<stage> make_sequential_stream(const stream_setup& setup) {
  return std::make_unique<sequential_stream>(setup);
}
std::unique_ptr<stage> make_coroutine_stream(const stream_setup& setup) {
  return std::make_unique<coroutine_stream>(setup);
}

}  // namespace interleave
