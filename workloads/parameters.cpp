// Setting and looking up values.
#include "workloads/parameters.hpp"

#include "workloads/errors.hpp"

#include <stdexcept>

#include <fmt/format.h>

namespace interleave {

namespace {

// May be above the kind's largest.
std::int64_t written_value(std::string_view text, const parameter_kind& kind, std::string_view what) {
  if (const auto value = kind.read(text)) return *value;
  throw usage_error(fmt::format("{}: '{}' is no {}; write {}", what, text, kind.name(), kind.forms()));
}

}  // namespace

std::int64_t read_value(std::string_view text, const parameter_kind& kind, std::string_view what) {
  const std::int64_t value = written_value(text, kind, what);
  if (value > kind.most())
    throw usage_error(
        fmt::format("{}: {} is too large for a {}; give at most {}", what, text, kind.name(), kind.write(kind.most())));
  return value;
}

std::string parameter::sentence() const {
  return kind->is_choice() ? fmt::format("{}: {}", help, kind->forms()) : std::string(help);
}

parameter_values::parameter_values(std::string_view workload, std::span<const parameter> declared)
    : workload_(workload), declared_(declared) {
  for (const parameter& p : declared) kept_.push_back(p.default_value);
}

std::size_t parameter_values::index_of(std::string_view name) const {
  for (std::size_t i = 0; i < declared_.size(); ++i)
    if (declared_[i].name == name) return i;
  std::string known;
  for (const parameter& p : declared_) known += fmt::format("{}{}", known.empty() ? "" : ", ", p.name);
  throw usage_error(
      fmt::format("{}.{}: no such parameter; {} has {}", workload_, name, workload_, known.empty() ? "none" : known));
}

void parameter_values::set(std::string_view name, std::string_view text) {
  const std::size_t i = index_of(name);
  const parameter& p = declared_[i];
  const std::string what = fmt::format("{}.{}", workload_, name);
  const std::int64_t value = written_value(text, *p.kind, what);
  if (value < p.least || value > p.most)
    throw usage_error(fmt::format("{}: {} is out of bounds; give {} to {}", what, text, p.kind->write(p.least),
                                  p.kind->write(p.most)));
  if (value % p.step != 0)
    throw usage_error(fmt::format("{}: {} is no multiple of {}; give {} or {}", what, text, p.kind->write(p.step),
                                  p.kind->write(value / p.step * p.step),
                                  p.kind->write((value / p.step + 1) * p.step)));
  kept_[i] = value;
}

std::int64_t parameter_values::kept(const parameter_kind& kind, std::string_view name) const {
  const std::size_t i = index_of(name);
  if (declared_[i].kind != &kind)
    throw std::logic_error(
        fmt::format("{}.{} is a {}, not a {}", workload_, name, declared_[i].kind->name(), kind.name()));
  return kept_[i];
}

std::string parameter_values::name_suffix() const {
  std::string suffix;
  for (std::size_t i = 0; i < declared_.size(); ++i)
    if (kept_[i] != declared_[i].default_value) suffix += fmt::format("/{}:{}", declared_[i].name, text(i));
  return suffix;
}

}  // namespace interleave
