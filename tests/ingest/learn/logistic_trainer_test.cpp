#include "ingest/learn/logistic_trainer.h"

#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace annals {
namespace {

constexpr double kLittlePenalty = 1e-9;

// `right` of `rows` rows, which have a second measure of `value`, are labelled.
void add_rows(LogisticSet& set, double value, int rows, int right) {
  for (int i = 0; i < rows; ++i)
    set.add(std::array{1.0, value}, i < right);
}

TEST(Logistic, FindsTheLogOddsOfTwoGroups) {
  LogisticSet set(2);
  add_rows(set, 0, 100, 20);
  add_rows(set, 1, 100, 60);
  const std::vector<double> weights =
      train_logistic(std::vector{&std::as_const(set)}, kLittlePenalty);
  ASSERT_EQ(weights.size(), 2U);
  EXPECT_NEAR(weights[0], std::log(20.0 / 80), 1e-4);
  EXPECT_NEAR(weights[0] + weights[1], std::log(60.0 / 40), 1e-4);
  EXPECT_LT(log_loss(set, weights), log_loss(set, std::vector{0.0, 0.0}));
  EXPECT_NEAR(log_loss(set, std::vector{0.0, 0.0}), std::log(2), 1e-9);
}

TEST(Logistic, SetsCountByTheirWeightAndNotByTheirRows) {
  LogisticSet large(2);
  add_rows(large, 0, 900, 100);
  LogisticSet small(2);
  add_rows(small, 0, 9, 8);
  const std::vector<double> weights =
      train_logistic(std::vector{&std::as_const(large), &std::as_const(small)}, kLittlePenalty);
  EXPECT_NEAR(weights[0], 0, 1e-4);
}

TEST(Logistic, MeasuresThatAreAlwaysEqualShareTheWeight) {
  LogisticSet set(2);
  add_rows(set, 1, 100, 80);
  const std::vector<double> weights =
      train_logistic(std::vector{&std::as_const(set)}, kLittlePenalty);
  EXPECT_NEAR(weights[0], weights[1], 1e-4);
  EXPECT_NEAR(weights[0] + weights[1], std::log(4), 1e-3);
}

TEST(Logistic, APenaltyKeepsWeightsSmallWhereNothingSpeaksAgainst) {
  LogisticSet set(2);
  add_rows(set, 1, 10, 10);
  for (const double weight : train_logistic(std::vector{&std::as_const(set)}, 0.1)) {
    EXPECT_GT(weight, 0);
    EXPECT_LT(weight, 3);
  }
  EXPECT_TRUE(train_logistic({}, 0.1).empty());
}

}  // namespace
}  // namespace annals
