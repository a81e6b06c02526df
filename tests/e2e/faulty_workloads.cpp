// The faults. Each occurs in the middle of a batch, so that there is something to lose.
//
// faulty_gate lets a test stop a run at a certain point. Every process that measures it passes a gate in the folder
// $INTERLEAVE_GATE: the first five go through, the others leave a file `waiting` and wait until there is a file `open`.
#include "faulty_workloads.hpp"

#include "workloads/describe.hpp"
#include "workloads/peer/echo_peer.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace interleave {
namespace {

constexpr task_id striking_task = 10;

[[noreturn]] void sleep_for_ever() {
  for (;;) ::pause();
}

void crash() {
  ::signal(SIGSEGV, SIG_DFL);  // sanitizers catch it
  ::raise(SIGSEGV);
}

void take_memory_without_end() {
  constexpr std::size_t block_bytes = 16U << 20U;
  constexpr std::size_t mercy = 3U << 10U;  // blocks of 16 MiB: if the driver fails to stop us, the machine survives
  static std::vector<std::unique_ptr<char[]>> blocks;
  while (blocks.size() * 16 < mercy) {
    blocks.push_back(std::make_unique_for_overwrite<char[]>(block_bytes));
    std::memset(blocks.back().get(), 1, block_bytes);
  }
  sleep_for_ever();
}

// Outside our process group and session, with its parent gone: only a subreaper finds it.
void leave_process_behind() {
  static bool has_left = false;
  if (std::exchange(has_left, true)) return;
  if (::fork() != 0) return;
  ::setsid();
  if (::fork() != 0) ::_exit(0);
  sleep_for_ever();
}

void pass_gate() {
  static bool has_passed = false;
  const char* const folder = std::getenv("INTERLEAVE_GATE");
  if (folder == nullptr || std::exchange(has_passed, true)) return;
  const std::filesystem::path gate = folder;
  const int entries = ::open((gate / "entries").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (entries < 0 || ::write(entries, "x", 1) != 1) throw std::runtime_error("the gate cannot be counted");
  const off_t count = ::lseek(entries, 0, SEEK_END);
  ::close(entries);
  if (count <= 5) return;
  ::close(::open((gate / "waiting").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  while (!std::filesystem::exists(gate / "open")) ::usleep(1000);
}

std::vector<digest> equal_digests() {
  return {7};
}

}  // namespace

// Shared by the faulty workloads that only compute: all tasks are good except one, which has the fault.
template <class Fault>
struct striking {
  explicit striking(const parameter_values&) {}
  struct client {
    explicit client(const striking&) {}
    digest run(task_id id) {
      if (id == striking_task) Fault::strike();
      return 7;
    }
  };
  std::vector<digest> expected() const { return equal_digests(); }
};

struct faulty_crash : striking<faulty_crash> {
  using striking::striking;
  static void strike() { crash(); }
};
struct faulty_worker : striking<faulty_worker> {
  explicit faulty_worker(const parameter_values& values) : striking(values) { home = ::getpid(); }
  static void strike() {
    if (::getpid() != home) crash();
  }
  static inline pid_t home = 0;
};
struct faulty_target : striking<faulty_target> {
  explicit faulty_target(const parameter_values& values) : striking(values) { home = ::getpid(); }
  static void strike() {
    if (::getpid() != home) ::raise(SIGKILL);
  }
  static inline pid_t home = 0;
};
struct faulty_file : striking<faulty_file> {
  using striking::striking;
  static void strike() { throw std::system_error(ENOSPC, std::generic_category(), "write"); }
};
struct faulty_exit : striking<faulty_exit> {
  using striking::striking;
  static void strike() { ::_exit(3); }
};
struct faulty_loop : striking<faulty_loop> {
  using striking::striking;
  static void strike() { sleep_for_ever(); }
};
struct faulty_hog : striking<faulty_hog> {
  using striking::striking;
  static void strike() { take_memory_without_end(); }
};
struct faulty_throw : striking<faulty_throw> {
  using striking::striking;
  static void strike() { throw std::runtime_error("no luck today"); }
};
struct faulty_orphan : striking<faulty_orphan> {
  using striking::striking;
  static void strike() { leave_process_behind(); }
};
struct faulty_deserter : striking<faulty_deserter> {
  using striking::striking;
  static void strike() {
    leave_process_behind();
    sleep_for_ever();
  }
};

struct faulty_digest {
  explicit faulty_digest(const parameter_values&) {}
  struct client {
    explicit client(const faulty_digest&) {}
    digest run(task_id id) { return id == striking_task ? 8 : 7; }
  };
  std::vector<digest> expected() const { return equal_digests(); }
};

struct faulty_peer {
  explicit faulty_peer(const parameter_values&) {}
  const echo_peer* peer() const { return &server; }
  template <class Io>
  struct client {
    client(const faulty_peer& w, Io& policy) : shared(w), io(policy), socket(policy.connect(w.server.endpoint())) {}
    typename Io::template task<digest> run(task_id id) {
      if (id == striking_task) ::kill(shared.server.pid(), SIGKILL);
      if (id >= striking_task) co_await io.read(socket, std::as_writable_bytes(std::span(&received, 1)));
      co_return 7;
    }
    const faulty_peer& shared;
    Io& io;
    typename Io::connection socket;
    std::uint64_t received = 0;
  };
  std::vector<digest> expected() const { return equal_digests(); }
  echo_peer server;
};

struct faulty_gate {
  explicit faulty_gate(const parameter_values&) { pass_gate(); }
  struct client {
    explicit client(const faulty_gate&) {}
    digest run(task_id) { return 7; }
  };
  std::vector<digest> expected() const { return equal_digests(); }
};

extern const workload_descriptor faulty_crash_workload =
    describe<faulty_crash>({.name = "faulty_crash", .kind = workload_kind::cpu, .summary = "SIGSEGV"});
extern const workload_descriptor faulty_worker_workload = describe<faulty_worker>(
    {.name = "faulty_worker", .kind = workload_kind::cpu, .summary = "SIGSEGV in worker processes"});
extern const workload_descriptor faulty_target_workload = describe<faulty_target>(
    {.name = "faulty_target", .kind = workload_kind::cpu, .summary = "SIGKILL in worker processes"});
extern const workload_descriptor faulty_file_workload =
    describe<faulty_file>({.name = "faulty_file", .kind = workload_kind::cpu, .summary = "finds the disk full"});
extern const workload_descriptor faulty_exit_workload =
    describe<faulty_exit>({.name = "faulty_exit", .kind = workload_kind::cpu, .summary = "_exit(3)"});
extern const workload_descriptor faulty_loop_workload =
    describe<faulty_loop>({.name = "faulty_loop", .kind = workload_kind::cpu, .summary = "never ends"});
extern const workload_descriptor faulty_hog_workload =
    describe<faulty_hog>({.name = "faulty_hog", .kind = workload_kind::cpu, .summary = "takes memory without end"});
extern const workload_descriptor faulty_throw_workload =
    describe<faulty_throw>({.name = "faulty_throw", .kind = workload_kind::cpu, .summary = "throws"});
extern const workload_descriptor faulty_digest_workload =
    describe<faulty_digest>({.name = "faulty_digest", .kind = workload_kind::cpu, .summary = "one wrong result"});
extern const workload_descriptor faulty_orphan_workload = describe<faulty_orphan>(
    {.name = "faulty_orphan", .kind = workload_kind::cpu, .summary = "leaves a process behind"});
extern const workload_descriptor faulty_deserter_workload = describe<faulty_deserter>(
    {.name = "faulty_deserter", .kind = workload_kind::cpu, .summary = "leaves a process behind and never ends"});
extern const workload_descriptor faulty_peer_workload = describe<faulty_peer>(
    {.name = "faulty_peer", .kind = workload_kind::io, .summary = "its server dies", .descriptors_per_slot = 1});
extern const workload_descriptor faulty_gate_workload =
    describe<faulty_gate>({.name = "faulty_gate", .kind = workload_kind::cpu, .summary = "waits at a gate"});

}  // namespace interleave
