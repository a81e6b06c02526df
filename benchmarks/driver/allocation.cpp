// See the header.
#include "benchmarks/driver/allocation.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace interleave::driver {
namespace {

double seconds_to(const sampling_state& now, const std::vector<int>& targets, const open_question& question,
                  std::size_t samples) {
  double seconds = 0;
  for (const std::size_t cell : question.cells) {
    const double missing = static_cast<double>(samples) - targets[cell];
    seconds += std::max(0.0, missing) * now.seconds_each[cell];
  }
  return seconds;
}

}  // namespace

std::vector<int> raised_targets(const sampling_state& now, std::span<const open_question> questions, int look) {
  const auto next = static_cast<std::size_t>(look);
  // Those last of which nobody knows whether more samples would decide; likely seconds until decided; the question.
  std::vector<std::tuple<bool, double, std::size_t>> order;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const std::size_t samples = std::max(next, questions[i].samples_to_decide);
    order.emplace_back(questions[i].samples_to_decide == 0, seconds_to(now, now.targets, questions[i], samples), i);
  }
  std::ranges::sort(order);

  std::vector<int> targets = now.targets;
  double left = now.seconds_left;
  for (const auto& [is_unknown, likely, i] : order) {
    const double seconds = seconds_to(now, targets, questions[i], next);
    if (seconds > left) continue;
    left -= seconds;
    for (const std::size_t cell : questions[i].cells) targets[cell] = std::max(targets[cell], look);
  }
  return targets;
}

}  // namespace interleave::driver
