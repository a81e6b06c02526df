// The order of the steps is the method: first the peer and the workers (they fork), then buffers and warm-up; then
// resource counters and clocks are read, the batch runs, and they are read again; results are checked before any number
// is given.
#include "benchmarks/measurement.hpp"

#include "benchmarks/batch_size.hpp"
#include "benchmarks/machine_time.hpp"
#include "benchmarks/percentiles.hpp"
#include "workloads/errors.hpp"
#include "workloads/failures.hpp"
#include "workloads/peer/peer_server.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <malloc.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace interleave {

struct prepared_cell::parts {
  parts(const cell& what, const conditions& under)
      : place(what.placed != placement_policy::free ? what.placed : under.placed),
        runner(*what.runner),
        shape(what.work->shape),
        waits(what.work->waits),
        in_flight(what.in_flight),
        work(what.work->make(what.parameters)),
        slack(under.slack),
        log(log_slots(shape, in_flight), work->expected()) {
    if (work->peer() != nullptr)
      for (const pid_t process : work->peer()->processes()) place.place_peer(process);
    running = make_stage(runner, *what.work, *work, log, in_flight, place);
  }

  placement place;
  const runner_descriptor& runner;
  work_shape shape;
  bool waits;
  int in_flight;
  std::unique_ptr<workload> work;  // and its peer, which keeps the slack that it has
  with_timer_slack slack;
  batch_log log;
  std::unique_ptr<stage> running;
};

namespace {

double seconds_since(std::uint64_t start_ns) {
  return static_cast<double>(now_ns() - start_ns) * 1e-9;
}

double cpu_ns(const resource_usage& usage) {
  return static_cast<double>(usage.cpu_user_ns + usage.cpu_system_ns);
}

// Everything that is read before and again after a batch: what costs most is read first before, and last after, so that
// the batch is not charged with the reading.
struct accounts {
  machine_time machine;
  std::optional<std::chrono::nanoseconds> peer_cpu;
  resource_usage ended_children;
  resource_usage self;
};

std::optional<std::chrono::nanoseconds> cpu_time_of(const peer_server* peer) {
  return peer == nullptr ? std::nullopt : std::optional(peer->cpu_time());
}

accounts accounts_before(const peer_server* peer) {
  accounts read;
  read.machine = machine_time_now();
  read.peer_cpu = cpu_time_of(peer);
  read.ended_children = usage_of_ended_children();
  read.self = usage_of_self();
  return read;
}

accounts accounts_after(const peer_server* peer) {
  accounts read;
  read.self = usage_of_self();
  read.ended_children = usage_of_ended_children();
  read.peer_cpu = cpu_time_of(peer);
  read.machine = machine_time_now();
  return read;
}

}  // namespace

double ideal_per_second(const time_alone& c, double overlap, int cores) {
  const double by_waiting = overlap / std::max(c.wait_ns + c.cpu_ns, 1e-3);
  const double by_computing = cores / std::max(c.cpu_ns, 1e-3);
  return std::min(by_waiting, by_computing) * 1e9;
}

prepared_cell::prepared_cell(const cell& what, const conditions& under) : started_ns_(now_ns()) {
  parts_ = std::make_unique<parts>(what, under);
  setup_seconds_ = seconds_since(started_ns_);
}

prepared_cell::~prepared_cell() = default;

double prepared_cell::tear_down() {
  const std::uint64_t start = now_ns();
  parts_.reset();
  ::malloc_trim(0);  // otherwise freeing the allocator's memory would only delay the end of the process
  return seconds_since(start);
}

void prepared_cell::time_batch() {
  const std::uint64_t start = now_ns();
  parts_->running->run();
  seconds_ = seconds_since(start) - static_cast<double>(parts_->running->looked().ns) * 1e-9;
}

void prepared_cell::check_batch() const {
  // If the peer died, that explains whatever else went wrong.
  const peer_server* const peer = parts_->work->peer();
  if (peer != nullptr) peer->check_alive();
  try {
    parts_->log.check();
  } catch (const refused&) {
    // A dying process closes its connections a moment before it can be seen to be dead.
    if (peer != nullptr) {
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
      peer->check_alive();
    }
    throw;
  }
}

double prepared_cell::warm_up(double seconds) {
  const std::uint64_t start = now_ns();
  task_id tasks = static_cast<task_id>(parts_->running->slots());
  while (true) {
    parts_->log.reset(tasks);
    time_batch();
    check_batch();
    warm_up_tasks_ += tasks;
    warm_up_seconds_ = seconds_since(start);
    const double per_second = static_cast<double>(tasks) / std::max(seconds_, 1e-9);
    if (warm_up_seconds_ >= seconds) return per_second;
    tasks = std::min(tasks * 4, std::max<task_id>(tasks, tasks_for(seconds, per_second)));
  }
}

task_id prepared_cell::tasks_for(double seconds, double per_second) const {
  // Only a batch as a whole includes starting up and draining; in every other shape each task is complete in itself.
  const double least = parts_->shape == work_shape::batch ? least_tasks(parts_->running->slots()) : 1;
  return static_cast<task_id>(std::clamp(seconds * per_second, least, static_cast<double>(batch_log::most_tasks)));
}

counters prepared_cell::measure(task_id tasks, const std::optional<time_alone>& calibrated) {
  parts& p = *parts_;
  const peer_server* peer = p.work->peer();
  // Making room for the records is not the cell's work, so it happens before resource counters are read.
  p.log.reset(tasks);
  p.work->begin_measuring();
  reset_peak_memory_of_self();
  const accounts before = accounts_before(peer);
  time_batch();
  const accounts after = accounts_after(peer);
  check_batch();

  resource_usage used = after.self - before.self;
  used += after.ended_children - before.ended_children;
  used += p.running->worker_usage();
  const resource_usage looked = p.running->looked().used;
  used = used - looked;
  memory_peaks memory = peaks_of(getpid());
  memory += p.running->worker_memory();
  const auto n = static_cast<double>(tasks);
  const double per_second = n / seconds_;

  counters c;
  c["items_per_second"] = per_second;
  if (calibrated) {
    const double ideal = ideal_per_second(*calibrated, p.work->overlap(p.in_flight), p.place.cores());
    c["efficiency"] = per_second / ideal;
    c["ideal_per_second"] = ideal;
    c["ideal_cpu_ns"] = calibrated->cpu_ns;
    c["ideal_wait_ns"] = calibrated->wait_ns;
  }
  add_latencies(c, p.log.latencies());
  c.merge(p.work->measured());
  c.merge(p.running->measured());
  if (const auto units = static_cast<double>(p.running->units()); units > 0) {
    c["units_per_task"] = units / n;
    c["units_per_second"] = units / seconds_;
  }
  c["cpu_user_ns_per_task"] = static_cast<double>(used.cpu_user_ns) / n;
  c["cpu_system_ns_per_task"] = static_cast<double>(used.cpu_system_ns) / n;
  c["cores_busy"] = cpu_ns(used) * 1e-9 / seconds_;
  c["switches_voluntary_per_task"] = static_cast<double>(used.switches_voluntary) / n;
  c["switches_involuntary_per_task"] = static_cast<double>(used.switches_involuntary) / n;
  c["faults_minor_per_task"] = static_cast<double>(used.faults_minor) / n;
  c["faults_major_per_task"] = static_cast<double>(used.faults_major) / n;
  if (memory.proportional) c["memory_peak_bytes_proportional"] = static_cast<double>(*memory.proportional);
  c["memory_peak_bytes_largest"] = static_cast<double>(memory.largest);
  c["memory_peak_bytes_sum"] = static_cast<double>(memory.sum);
  c["suite_memory_bytes"] = static_cast<double>(p.log.bytes());

  double known_cpu_seconds = (cpu_ns(used) + cpu_ns(looked)) * 1e-9;
  if (peer != nullptr) {
    const double peer_seconds = std::chrono::duration<double>(*after.peer_cpu - *before.peer_cpu).count();
    known_cpu_seconds += peer_seconds;
    c["peer_cpu_ns_per_task"] = peer_seconds * 1e9 / n;
    c["peer_cores_busy"] = peer_seconds / seconds_;
    // Above this share of what its threads can do it, and not the model, limits the rate.
    const int peer_cores = std::min(peer->threads(), static_cast<int>(std::thread::hardware_concurrency()));
    c["peer_bound"] = peer_seconds / seconds_ > 0.9 * peer_cores ? 1 : 0;
  }
  const foreign_cpu foreign = foreign_cpu_between(before.machine, after.machine, known_cpu_seconds);
  c["foreign_cpu_share"] = foreign.share;
  c["foreign_cpu_threshold"] = foreign.threshold;
  c["contaminated"] = foreign.contaminates() ? 1 : 0;

  c["tasks"] = n;
  c["in_flight"] = p.in_flight;
  c["slots"] = p.running->slots();
  c["workers"] = p.running->workers();
  c["cores"] = p.place.cores();
  c["ramp_share"] = std::min(1.0, p.running->slots() / n);
  if (const int slack_ns = prctl(PR_GET_TIMERSLACK); slack_ns >= 0) c["timer_slack_ns"] = slack_ns;
  c["setup_s"] = setup_seconds_;
  c["warm_up_s"] = warm_up_seconds_;
  c["warm_up_tasks"] = static_cast<double>(warm_up_tasks_);
  c["measured_s"] = seconds_;
  return c;
}

counters prepared_cell::sample(double seconds, const std::optional<time_alone>& calibrated) {
  task_id tasks = tasks_for(seconds, warm_up(seconds / 5));
  while (true) {
    counters measured = measure(tasks, calibrated);
    if (seconds_ >= seconds / 2 || tasks == batch_log::most_tasks) return measured;
    warm_up_tasks_ += tasks;
    warm_up_seconds_ += seconds_;
    // At least fourfold: most of a short batch may be its beginning and end, and the rate then says little.
    tasks = std::max(std::min(4 * tasks, batch_log::most_tasks),
                     tasks_for(seconds, static_cast<double>(tasks) / std::max(seconds_, 1e-9)));
  }
}

namespace {

const runner_descriptor& sequential_of(const registry& known) {
  const auto sequential = std::ranges::find(known.runners, "sequential", &runner_descriptor::name);
  if (sequential == known.runners.end())
    throw usage_error("no runner is called 'sequential'; calibration needs it, or give --calibration");
  return **sequential;
}

}  // namespace

std::string prepared_cell::label() const {
  std::vector<std::string> words;
  if (const std::string backend = parts_->work->backend(parts_->runner.form); !backend.empty())
    words.push_back("backend=" + backend);
  if (const peer_server* const peer = parts_->work->peer(); peer != nullptr && !peer->version().empty())
    words.push_back("peer=" + peer->version());
  if (parts_->runner.row_words != nullptr) words.push_back(parts_->runner.row_words(parts_->waits));
  return fmt::format("{}", fmt::join(words, " "));
}

bool can_be_calibrated(const registry& known, const workload_descriptor& work) {
  return !sequential_of(known).cannot_run(work);
}

std::optional<time_alone> calibrate(const registry& known, const cell& what, const conditions& under) {
  if (!can_be_calibrated(known, *what.work)) return std::nullopt;
  const cell reference{what.work, what.parameters, &sequential_of(known), 1, what.placed};
  prepared_cell prepared(reference, under);
  constexpr double seconds = 0.02;
  const counters c = prepared.sample(seconds, std::nullopt);
  const double wall_ns = 1e9 / c.at("items_per_second");
  const double cpu = std::min(wall_ns, c.at("cpu_user_ns_per_task") + c.at("cpu_system_ns_per_task"));
  return time_alone{.cpu_ns = cpu, .wait_ns = what.work->waits ? wall_ns - cpu : 0};
}

}  // namespace interleave
