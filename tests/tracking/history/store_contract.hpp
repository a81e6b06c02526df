// What every store must do, wherever it keeps the runs. A store's own test names a type that makes such stores:
//   store()    a fresh store on the same place, which doesn't exist before the first run is added
//   cut(id)    cuts the run's content short, behind the store's back
//   place(id)  what messages call the place where that run lies
#pragma once

#include "reports/errors.hpp"
#include "tests/tracking/history/history_data.hpp"

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace interleave::tracking::testing {

inline std::vector<std::string> ids_of(const history& kept) {
  std::vector<std::string> ids;
  for (const stored_run& stored : kept.runs) ids.push_back(stored.id);
  return ids;
}

template <class Place>
class store_contract : public ::testing::Test {
 protected:
  Place place;
};

TYPED_TEST_SUITE_P(store_contract);

TYPED_TEST_P(store_contract, gives_back_what_was_added_in_order_of_time) {
  const auto store = this->place.store();
  const std::string second = store->add(run_of(2, {"a"}, {11}));
  const std::string first = store->add(run_of(1, {"a"}, {10}));
  EXPECT_EQ(first, id_of(run_of(1, {"a"}, {10})));
  const history kept = this->place.store()->load();
  EXPECT_EQ(ids_of(kept), (std::vector<std::string>{first, second}));
  EXPECT_EQ(kept.runs[1].run.find("real_time")->medians, std::vector<double>{11});
  EXPECT_TRUE(kept.problems.empty());
}

TYPED_TEST_P(store_contract, keeps_a_run_once) {
  const auto store = this->place.store();
  EXPECT_EQ(store->add(run_of(1, {"a"}, {10})), store->add(run_of(1, {"a"}, {10})));
  EXPECT_NE(store->add(run_of(1, {"a"}, {10})), store->add(run_of(1, {"a"}, {10.5})));
  EXPECT_EQ(store->load().runs.size(), 2U);
}

TYPED_TEST_P(store_contract, names_a_run_that_was_cut_short_and_reads_the_rest) {
  const auto store = this->place.store();
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < 4; ++i) ids.push_back(store->add(run_of(i, {"a"}, {10})));
  this->place.cut(ids[2]);
  const history kept = store->load();
  EXPECT_EQ(ids_of(kept), (std::vector<std::string>{ids[0], ids[1], ids[3]}));
  EXPECT_EQ(kept.problems, std::vector<std::string>{this->place.place(ids[2]) + ": is cut short"});
  EXPECT_EQ(kept.damaged, std::vector<std::string>{ids[2]});
  store->prune(kept.damaged);
  EXPECT_TRUE(store->load().problems.empty());
  EXPECT_EQ(store->load().runs.size(), 3U);
}

TYPED_TEST_P(store_contract, loses_nothing_to_writers_at_once) {
  constexpr std::size_t writers = 4;
  constexpr std::size_t each = 25;
  std::vector<pid_t> children;
  for (std::size_t writer = 0; writer < writers; ++writer) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      const auto store = this->place.store();
      // Every second run is written by all of them.
      for (std::size_t i = 0; i < each; ++i) store->add(run_of(i % 2 == 0 ? i : 100 * writer + i, {"a", "b"}, {1, 2}));
      ::_exit(0);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  const history kept = this->place.store()->load();
  EXPECT_EQ(kept.runs.size(), 13 + writers * 12);
  EXPECT_TRUE(kept.problems.empty());
}

TYPED_TEST_P(store_contract, refuses_a_place_that_no_run_was_added_to) {
  EXPECT_THROW(this->place.store()->load(), reports::input_error);
}

TYPED_TEST_P(store_contract, prunes_what_it_is_told) {
  const auto store = this->place.store();
  for (std::size_t i = 0; i < 4; ++i) store->add(run_of(i, {"a"}, {10}));
  const std::vector<std::string> ids = ids_of(store->load());
  store->prune(std::vector<std::string>{ids[0], ids[2]});
  EXPECT_EQ(ids_of(store->load()), (std::vector<std::string>{ids[1], ids[3]}));
  store->prune(std::vector<std::string>{ids[1], ids[3]});
  EXPECT_TRUE(store->load().runs.empty());
}

REGISTER_TYPED_TEST_SUITE_P(store_contract, gives_back_what_was_added_in_order_of_time, keeps_a_run_once,
                            names_a_run_that_was_cut_short_and_reads_the_rest, loses_nothing_to_writers_at_once,
                            refuses_a_place_that_no_run_was_added_to, prunes_what_it_is_told);

}  // namespace interleave::tracking::testing
