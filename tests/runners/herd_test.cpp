// Herds, beyond what is tested for every pair: tasks are counted, memory per task is a slope, and a herd that a system
// limit stops reports where and leaves nothing behind.
#include "runners/herds/herd.hpp"

#include "runners/herds/memory_in_use.hpp"
#include "tests/runners/run_batch.hpp"
#include "tests/support/error_of.hpp"
#include "tests/support/process_census.hpp"

#include <iostream>
#include <string>
#include <thread>

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace interleave {
namespace {

template <class Descriptor>
const Descriptor& named(std::span<const Descriptor* const> all, std::string_view name) {
  for (const Descriptor* d : all)
    if (d->name == name) return *d;
  throw std::out_of_range(std::string(name));
}

const workload_descriptor& idle_tasks() {
  return named(all_workloads(), "idle_tasks");
}

struct prepared_herd {
  prepared_herd(const runner_descriptor& runner, int count)
      : work(idle_tasks().make(idle_tasks().defaults())), batch(idle_tasks(), *work, runner, count) {}
  std::unique_ptr<workload> work;
  staged batch;
};

TEST(herd, counts_its_tasks_and_measures_making_and_ending_them) {
  for (const runner_descriptor* runner : all_runners()) {
    if (runner->cannot_run(idle_tasks())) continue;
    prepared_herd herd(*runner, 40);
    herd.batch.run(3);
    EXPECT_EQ(herd.batch.running().units(), 120U) << runner->name;
    const counters c = herd.batch.running().measured();
    EXPECT_GT(c.at("create_ns_per_task"), 0) << runner->name;
    EXPECT_GT(c.at("finish_ns_per_task"), 0) << runner->name;
    EXPECT_TRUE(c.contains("memory_user_bytes_per_task")) << runner->name;
    EXPECT_TRUE(c.contains("memory_kernel_bytes_per_task")) << runner->name;
  }
}

// A herd whose tasks take a known number of pages each, and whose result can be made wrong.
class herd_of_pages final : public herd {
 public:
  // So large that the page a sanitizer keeps for each mapping does not matter. Requested from the kernel directly,
  // because a sanitizer writes shadow memory, an eighth of the size, for mappings that it sees.
  static constexpr std::size_t bytes_per_task = 64 << 12;
  herd_of_pages(const herd_work& work, std::uint64_t miscounted) : work_(work), miscounted_(miscounted) {}
  ~herd_of_pages() override {
    for (const long address : taken_) syscall(SYS_munmap, address, bytes_per_task);
  }
  void grow(std::uint64_t more) override {
    for (; more > 0; --more) {
      const long address = syscall(SYS_mmap, nullptr, bytes_per_task, PROT_READ | PROT_WRITE,
                                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
      if (address == -1) throw std::bad_alloc();
      taken_.push_back(address);
    }
  }
  void let_go() override {
    for (std::uint64_t i = 0; i < taken_.size(); ++i) sum_ += work_.contribution(i);
    sum_ += miscounted_;
  }
  std::uint64_t ended() const override { return taken_.size(); }
  std::uint64_t sum() const override { return sum_; }

 private:
  const herd_work& work_;
  std::uint64_t miscounted_;
  std::uint64_t sum_ = 0;
  std::vector<long> taken_;
};

template <int Miscounted>
std::unique_ptr<stage> make_herd_of_pages(const herd_setup& setup) {
  return make_herd_stage(setup, 1, [](const herd_work& work, std::uint64_t, const placement&) {
    return std::make_unique<herd_of_pages>(work, Miscounted);
  });
}

template <int Miscounted>
runner_descriptor runner_of_pages() {
  runner_descriptor runner = *all_runners().front();
  runner.shapes = {runs<herd_work, make_herd_of_pages<Miscounted>>()};
  return runner;
}

TEST(herd, finds_the_memory_of_each_task) {
  const runner_descriptor runner = runner_of_pages<0>();
  prepared_herd herd(runner, 500);
  herd.batch.run(2);
  const double pages = static_cast<double>(herd_of_pages::bytes_per_task);
  EXPECT_NEAR(herd.batch.running().measured().at("memory_user_bytes_per_task"), pages, pages * 0.05);
}

TEST(herd, to_which_a_task_has_not_given_its_part_is_a_wrong_digest) {
  const runner_descriptor runner = runner_of_pages<1>();
  prepared_herd herd(runner, 5);
  EXPECT_THROW(herd.batch.run(2), wrong_digest);
}

// Tasks 0 and 3 twice, 1 and 2 not at all: the count is right, and so would be the sum of the numbers or of odd
// numbers.
TEST(herd, of_which_some_have_given_twice_in_place_of_others_is_a_wrong_digest) {
  prepared_herd herd(runner_of_pages<0>(), 4);
  const auto& work = dynamic_cast<const herd_work&>(*herd.work);
  const auto digest_of = [&](std::initializer_list<std::uint64_t> given) {
    std::uint64_t sum = 0;
    for (const std::uint64_t i : given) sum += work.contribution(i);
    return work.digest_of_herd(0, given.size(), sum);
  };
  EXPECT_EQ(digest_of({3, 1, 2, 0}), work.expected()[0]);
  EXPECT_NE(digest_of({0, 0, 3, 3}), work.expected()[0]);
}

TEST(herd, keeps_the_time_to_look_at_its_memory_apart) {
  const runner_descriptor runner = runner_of_pages<0>();
  prepared_herd herd(runner, 5);
  herd.batch.run(1);
  const std::uint64_t once = herd.batch.running().looked().ns;
  EXPECT_GT(once, 0U);
  herd.batch.run(1);
  EXPECT_GT(herd.batch.running().looked().ns, 0U) << "of the last batch";
}

// Root is exempt from the limit of processes, so it becomes another user.
void allow_few_processes() {
  if (geteuid() == 0 && setresuid(65534, 65534, 65534) != 0) _exit(1);
  prctl(PR_SET_DUMPABLE, 1);  // after a change of user, /proc/self is unreadable otherwise
  const rlimit few{.rlim_cur = 20, .rlim_max = 20};
  setrlimit(RLIMIT_NPROC, &few);
}

[[noreturn]] void run_more_than_allowed(std::string_view model) {
  prepared_herd herd(named(all_runners(), model), 100);
  std::thread([] {}).join();  // with the first thread, a sanitizer starts another for itself
  allow_few_processes();
  const process_census before = take_census();
  const std::string stopped_by = error_of([&] { herd.batch.run(1); });
  std::cerr << stopped_by << (take_census() == before ? ", and nothing is left" : ", and something is left") << '\n';
  _exit(0);
}

TEST(herd_DeathTest, that_the_system_stops_says_at_which_task_and_leaves_nothing) {
  EXPECT_EXIT(run_more_than_allowed("thread_per_task"), testing::ExitedWithCode(0),
              "thread [0-9]+ of 100 could not be made: Resource temporarily unavailable, and nothing is left");
  EXPECT_EXIT(run_more_than_allowed("process_per_task"), testing::ExitedWithCode(0),
              "process [0-9]+ of 100 could not be made: Resource temporarily unavailable, and nothing is left");
}

TEST(memory_now, knows_of_what_this_process_occupies) {
  const memory_in_use now = memory_now({});
  ASSERT_TRUE(now.user && now.kernel);
  EXPECT_GT(*now.user, 1 << 20);
  EXPECT_GT(*now.kernel, 1 << 20);
}

}  // namespace
}  // namespace interleave
