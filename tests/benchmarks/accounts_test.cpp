// What a batch is charged with: the work between two readings of the accounts, not the reading itself.
#include "benchmarks/measurement.hpp"

#include <cstdio>
#include <cstring>
#include <string>

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

// Our own CPU time as 's', the machine's as 'm', in the order in which they are read.
std::string readings;

}  // namespace

// In place of the C library's.
extern "C" int getrusage(int who, rusage* usage) noexcept {
  if (who == RUSAGE_SELF) readings += 's';
  return static_cast<int>(::syscall(SYS_getrusage, who, usage));
}

extern "C" FILE* fopen64(const char* path, const char* mode) {
  if (std::strcmp(path, "/proc/stat") == 0) readings += 'm';
  using function = FILE* (*)(const char*, const char*);
  return reinterpret_cast<function>(::dlsym(RTLD_NEXT, "fopen64"))(path, mode);
}

namespace interleave {
namespace {

TEST(accounts, of_the_machine_are_read_outside_of_those_of_this_process) {
  const registry everything{all_workloads(), all_runners()};
  prepared_cell prepared(cell_named(everything, "noop/sequential/in_flight:1"), placement_policy::free);
  readings.clear();
  prepared.measure(1, std::nullopt);
  EXPECT_EQ(readings, "mssm");
}

}  // namespace
}  // namespace interleave
