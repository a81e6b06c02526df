// The processor's own answer comes first; the firmware's names help if it gives none.
#include "benchmarks/audit/virtualization.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace interleave::audit {
namespace {

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string hypervisor_by_firmware(const system_files& files) {
  if (const auto type = files.text("sys/hypervisor/type"); !type.empty()) return type;
  // A cloud's bare-metal machines carry its name too, so on x86 the processor's flag decides.
  const auto flags = files.field("proc/cpuinfo", "flags");
  const bool x86 = !flags.empty();
  if (x86 && !contains(flags, "hypervisor")) return {};
  const auto names = files.text("sys/class/dmi/id/sys_vendor") + " " + files.text("sys/class/dmi/id/product_name");
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> known{{{"QEMU", "kvm"},
                                                                                {"KVM", "kvm"},
                                                                                {"Amazon EC2", "kvm"},
                                                                                {"Google Compute Engine", "kvm"},
                                                                                {"VMware", "vmware"},
                                                                                {"VirtualBox", "virtualbox"},
                                                                                {"Virtual Machine", "hyperv"}}};
  for (const auto& [mark, name] : known) {
    if (contains(names, mark)) return std::string(name);
  }
  return x86 ? "unknown hypervisor" : "";
}

bool in_container(const system_files& files) {
  if (files.exists(".dockerenv") || files.exists("run/.containerenv")) return true;
  const auto groups = files.text("proc/self/cgroup");
  for (const auto* const mark : {"docker", "kubepods", "lxc", "libpod", "containerd"}) {
    if (contains(groups, mark)) return true;
  }
  return false;
}

}  // namespace

std::string virtualization(const system_files& files, std::string hypervisor) {
  if (hypervisor.empty()) hypervisor = hypervisor_by_firmware(files);
  if (contains(files.text("proc/sys/kernel/osrelease"), "icrosoft")) hypervisor = "wsl";
  if (!in_container(files)) return hypervisor.empty() ? "none" : hypervisor;
  return hypervisor.empty() ? "container" : hypervisor + ", container";
}

}  // namespace interleave::audit
