// Adjusted p-values and intervals of proportions, against SciPy, the procedures themselves, and values by hand.
#include "reports/statistics/multiplicity.hpp"
#include "reports/statistics/proportion.hpp"
#include "tests/reports/statistics/reference.hpp"

#include <cmath>
#include <vector>

namespace interleave::reports {
namespace {

using testing::expect_close;
using testing::numbers;
using testing::reference;

TEST(multiplicity_test, adjusts_by_hand_in_the_order_given) {
  const std::vector<double> p = {0.04, 0.01, 0.03};
  EXPECT_EQ(holm(p), (std::vector<double>{0.06, 0.03, 0.06}));
  EXPECT_EQ(benjamini_hochberg(p), (std::vector<double>{0.04, 0.03, 0.04}));
}

TEST(multiplicity_test, never_exceeds_one_and_takes_nothing) {
  EXPECT_EQ(holm(std::vector<double>{0.9, 0.8}), (std::vector<double>{1, 1}));
  EXPECT_EQ(benjamini_hochberg(std::vector<double>{0.9, 0.8}), (std::vector<double>{0.9, 0.9}));
  EXPECT_TRUE(holm({}).empty());
  EXPECT_TRUE(benjamini_hochberg({}).empty());
}

TEST(multiplicity_test, gives_the_smallest_level_at_which_the_procedure_rejects) {
  for (const auto& entry : reference("multiplicity")) {
    const std::vector<double> by_holm = holm(numbers(entry["p"]));
    const std::vector<double> by_hochberg = benjamini_hochberg(numbers(entry["p"]));
    for (std::size_t i = 0; i < by_holm.size(); ++i) {
      expect_close(by_holm[i], entry["holm"][i].get<double>(), entry.dump());
      expect_close(by_hochberg[i], entry["benjamini_hochberg"][i].get<double>(), entry.dump());
    }
  }
}

TEST(proportion_test, agrees_with_quantiles_of_the_beta_distribution) {
  for (const auto& entry : reference("proportion")) {
    const auto successes = entry["successes"].get<std::uint64_t>();
    const auto trials = entry["trials"].get<std::uint64_t>();
    const auto confidence = entry["confidence"].get<double>();
    const reports::confidence_interval found = clopper_pearson(successes, trials, confidence);
    expect_close(found.low, entry["interval"][0].get<double>(), entry.dump());
    expect_close(found.high, entry["interval"][1].get<double>(), entry.dump());
    expect_close(upper_bound(successes, trials, confidence), entry["upper"].get<double>(), entry.dump());
  }
}

TEST(proportion_test, bounds_what_never_happened_in_closed_form) {
  expect_close(upper_bound(0, 30), 1 - std::pow(0.05, 1.0 / 30), "30 runs without a failure");
  EXPECT_EQ(clopper_pearson(0, 30).low, 0);
  EXPECT_EQ(clopper_pearson(30, 30).high, 1);
}

}  // namespace
}  // namespace interleave::reports
