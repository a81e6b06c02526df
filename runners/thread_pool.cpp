// thread_pool: threads that stand ready behind one queue. Each client posts its next task from the thread that has done
// the last one; thread_pool_outside has what it costs to post from elsewhere. One thread per task in flight where tasks
// wait; no more threads than cores where they only compute.
#include "runners/blocking_clients.hpp"
#include "runners/pipelines/pipelines.hpp"
#include "runners/rings/rings.hpp"
#include "runners/runner.hpp"
#include "runners/streams/streams.hpp"
#include "runners/worker_threads.hpp"

#include <utility>

namespace interleave {
namespace {

class batch_stage final : public stage {
 public:
  explicit batch_stage(const batch_setup& setup) : clients_(setup), threads_(setup.blocking_workers(), setup.place) {}

  void run() override {
    clients_.run_all([this](auto task) { asio::post(threads_.pool(), std::move(task)); });
  }
  int workers() const override { return threads_.count(); }
  int slots() const override { return static_cast<int>(clients_.count()); }

 private:
  blocking_clients clients_;
  worker_threads threads_;
};

}  // namespace

extern const runner_descriptor thread_pool_runner{
    .name = "thread_pool",
    .model_family = family::threads,
    .summary = "threads that stand ready and take tasks from a queue",
    .idiom = "asio::thread_pool, each task posted by the thread that has done the client's last one",
    .quick = quick_profile::all,
    .form = io_form::blocking,
    .demands = [](const cell_size& size) { return demand{.threads = size.blocking_workers()}; },
    .shapes = {runs<batch_work, batch_stage>(), runs<pipeline_work, make_thread_pool_pipeline>(),
               runs<ring_work, ring_of_threads>(), runs<stream_work, make_thread_pool_stream>()},
};

}  // namespace interleave
