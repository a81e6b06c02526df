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

FILE* noted_open(const char* function, const char* path, const char* mode) {
  if (std::strcmp(path, "/proc/stat") == 0) readings += 'm';
  return reinterpret_cast<FILE* (*)(const char*, const char*)>(::dlsym(RTLD_NEXT, function))(path, mode);
}

}  // namespace

// In place of the C library's.
extern "C" int getrusage(int who, rusage* usage) noexcept {
  if (who == RUSAGE_SELF) readings += 's';
  return static_cast<int>(::syscall(SYS_getrusage, who, usage));
}

// Which of the two a file stream calls depends on how the standard library was built.
extern "C" FILE* fopen(const char* path, const char* mode) {
  return noted_open("fopen", path, mode);
}
extern "C" FILE* fopen64(const char* path, const char* mode) {
  return noted_open("fopen64", path, mode);
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
