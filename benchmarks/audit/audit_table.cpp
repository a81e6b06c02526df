// Layout, colours and line breaks of the audit's text.
#include "benchmarks/audit/audit_table.hpp"

#include "benchmarks/audit/checks.hpp"
#include "runners/system/system_files.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

namespace interleave::audit {
namespace {

constexpr std::size_t verdict_width = 9;  // "warning" and two blanks
constexpr std::size_t title_width = 29;   // the longest title and two blanks
constexpr std::size_t ceiling_indent = 26;
constexpr std::size_t least_text_width = 40;

// Breaks a sentence between words; every line but the first is indented.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t width) {
  const auto room = std::max(least_text_width, width > indent ? width - indent : 0);
  std::string lines;
  std::size_t column = 0;
  for (const auto word : words_of(text)) {
    if (column != 0 && column + 1 + word.size() > room) {
      lines += '\n' + std::string(indent, ' ');
      column = 0;
    } else if (column != 0) {
      lines += ' ';
      ++column;
    }
    lines += word;
    column += word.size();
  }
  return lines;
}

std::string coloured(const std::string& text, status verdict, const table_look& look) {
  if (!look.colour) return text;
  constexpr std::array<std::string_view, 3> codes{"32", "33", "1;31"};  // green, yellow, bright red
  return fmt::format("\x1b[{}m{}\x1b[0m", codes.at(static_cast<std::size_t>(verdict)), text);
}

std::string heading(std::string_view text, const table_look& look) {
  return look.colour ? fmt::format("\x1b[1m{}\x1b[0m\n", text) : fmt::format("{}\n", text);
}

std::string machine_lines(const machine& facts, const table_look& look) {
  return heading(facts.host, look) +
         fmt::format("{}, {} of {} CPUs usable, {} of memory\n{}, Linux {}, virtualization: {}\n\n", facts.cpu_model,
                     facts.shows("proc/self/status") ? std::to_string(facts.cores_usable) : "an unknown part",
                     facts.cores_online, facts.shows("proc/meminfo") ? in_bytes(facts.memory_bytes) : "an unknown size",
                     facts.os, facts.kernel, facts.virtualization);
}

std::string check_lines(const check& of, const table_look& look) {
  const auto indent = verdict_width + title_width;
  auto lines = coloured(fmt::format("{:<{}}", to_string(of.verdict), verdict_width), of.verdict, look) +
               fmt::format("{:<{}}{}\n", of.title, title_width, wrapped(of.finding, indent, look.width));
  if (!of.mend.empty()) lines += fmt::format("{:{}}mend: {}\n", "", indent, of.mend);
  return lines;
}

std::string limit_text(const machine& facts, std::string_view file, const limit& most) {
  if (!facts.shows(file)) return "unknown";
  return most ? grouped(*most) : "unlimited";
}

std::string limit_lines(const machine& facts, const table_look& look) {
  const auto& limits = facts.limits;
  const auto text = fmt::format(
      "open files {}, processes {}, pid_max {}, threads-max {}, max_map_count {}, control group's tasks {}, "
      "its CPU quota {}, local ports {}",
      limit_text(facts, "proc/self/limits", limits.open_files), limit_text(facts, "proc/self/limits", limits.processes),
      limit_text(facts, "proc/sys/kernel/pid_max", limits.pid_max),
      limit_text(facts, "proc/sys/kernel/threads-max", limits.threads_max),
      limit_text(facts, "proc/sys/vm/max_map_count", limits.map_count),
      limit_text(facts, "proc/self/stat", facts.cgroup.tasks_left),
      facts.cgroup.cpu_quota          ? fmt::format("{:.1f} cores", *facts.cgroup.cpu_quota)
      : facts.shows("proc/self/stat") ? "unlimited"
                                      : "unknown",
      limit_text(facts, "proc/sys/net/ipv4/ip_local_port_range", limits.ephemeral_ports));
  return heading("Limits", look) + wrapped(text, 0, look.width) + "\n\n";
}

std::string ceiling_lines(const report& from, const table_look& look) {
  if (from.ceilings.empty()) return {};
  auto lines = heading("Ceilings: the most tasks in flight under each model", look);
  for (const auto& ceiling : from.ceilings) {
    lines += fmt::format("{:<12}{:>12}  {}\n", ceiling.model, grouped(ceiling.count),
                         wrapped(ceiling.reason, ceiling_indent, look.width));
  }
  return lines + '\n';
}

std::string summary(const report& from, const table_look& look) {
  const auto count = [&](status verdict) {
    return std::count_if(from.checks.begin(), from.checks.end(), [&](const auto& c) { return c.verdict == verdict; });
  };
  constexpr std::array<std::string_view, 3> meanings{
      "This machine is fit to be measured.", "Measure, and keep the warnings in mind.",
      "Mend what is invalid first: until then no number from here means anything."};
  const auto text = fmt::format("{} passed, {} {}, {} invalid. {}", count(status::passed), count(status::warning),
                                count(status::warning) == 1 ? "warning" : "warnings", count(status::invalid),
                                meanings.at(static_cast<std::size_t>(from.overall())));
  return coloured(text, from.overall(), look) + '\n';
}

}  // namespace

std::string as_table(const report& from, const table_look& look) {
  auto text = machine_lines(from.machine, look);
  for (const auto verdict : {status::invalid, status::warning, status::passed}) {
    for (const auto& check : from.checks) {
      if (check.verdict == verdict) text += check_lines(check, look);
    }
  }
  return text + '\n' + limit_lines(from.machine, look) + ceiling_lines(from, look) + summary(from, look);
}

}  // namespace interleave::audit
