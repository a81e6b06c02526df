// Each probe releases what it has taken before it returns.
#include "benchmarks/audit/probes.hpp"

#include "workloads/cache_folder.hpp"
#include "workloads/io/io_uring.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include <gnu/libc-version.h>
#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>
#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>
#endif

namespace interleave::audit {
namespace {

std::string describe_errno(int number) {
  return std::generic_category().message(number);
}

std::string io_uring_error() {
  const std::error_code reason = why_no_io_uring();
  return reason ? reason.message() : "";
}

std::string hardware_counters_error() {
  perf_event_attr wanted{};
  wanted.type = PERF_TYPE_HARDWARE;
  wanted.size = sizeof(wanted);
  wanted.config = PERF_COUNT_HW_INSTRUCTIONS;
  wanted.disabled = 1;
  wanted.exclude_kernel = 1;
  const auto descriptor = static_cast<int>(syscall(SYS_perf_event_open, &wanted, 0, -1, -1, 0UL));
  if (descriptor < 0) return describe_errno(errno);
  close(descriptor);
  return {};
}

// Hypervisors put their signature in leaf 0x40000000, which exists if bit 31 of leaf 1's ECX is set.
std::string hypervisor() {
#if defined(__x86_64__) || defined(__i386__)
  unsigned eax = 0;
  unsigned ebx = 0;
  unsigned ecx = 0;
  unsigned edx = 0;
  if (__get_cpuid(1, &eax, &ebx, &ecx, &edx) == 0 || (ecx >> 31U) == 0) return {};
  __cpuid(0x40000000U, eax, ebx, ecx, edx);
  std::array<char, 13> signature{};
  std::memcpy(signature.data(), &ebx, 4);
  std::memcpy(signature.data() + 4, &ecx, 4);
  std::memcpy(signature.data() + 8, &edx, 4);
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> known{{{"KVMKVMKVM", "kvm"},
                                                                                {"Linux KVM Hv", "kvm"},
                                                                                {"Microsoft Hv", "hyperv"},
                                                                                {"VMwareVMware", "vmware"},
                                                                                {"XenVMMXenVMM", "xen"},
                                                                                {"VBoxVBoxVBox", "virtualbox"},
                                                                                {"bhyve bhyve ", "bhyve"},
                                                                                {"TCGTCGTCGTCG", "qemu"}}};
  for (const auto& [sign, name] : known) {
    if (sign == signature.data()) return std::string(name);
  }
  return "unknown hypervisor";
#else
  return {};
#endif
}

std::string allocator() {
  std::string name = std::string("glibc ") + gnu_get_libc_version();
  // To measure with another allocator, a user preloads it, and the bench executable inherits that.
  if (const char* const preloaded = std::getenv("LD_PRELOAD"); preloaded != nullptr && *preloaded != '\0') {
    name += ", preloaded: " + std::filesystem::path(preloaded).filename().string();
  }
  return name;
}

std::optional<std::uint64_t> room_for(const std::filesystem::path& folder) {
  namespace fs = std::filesystem;
  std::error_code error;
  fs::path there = fs::absolute(folder, error);
  while (!fs::exists(there, error) && there.has_relative_path()) there = there.parent_path();
  const fs::space_info space = fs::space(there, error);
  if (error) return std::nullopt;
  return space.available;
}

std::optional<cache_room> room_in_cache() {
  const std::filesystem::path file = cached_test_file(test_file_bytes);
  const auto free_bytes = room_for(file.parent_path());
  if (!free_bytes) return std::nullopt;
  std::error_code error;
  return cache_room{file.parent_path().string(), *free_bytes, std::filesystem::exists(file, error)};
}

// Long enough for the kernel's 10 ms accounting on two cores to tell 5 % from nothing (40 ticks), short enough to wait
// for.
void pause() {
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
}

}  // namespace

probes system_probes() {
  return {io_uring_error, hardware_counters_error, hypervisor, allocator, room_in_cache, room_for, pause};
}

}  // namespace interleave::audit
