#include "ingest/learn/word_kinds.h"

#include <cmath>

#include <gtest/gtest.h>

namespace annals {
namespace {

// Points on a half circle: the first third is of one kind, the last third of another one, and what
// lies between is half and half.
TEST(WordKinds, ToldOfPointsBesideThoseSeen) {
  constexpr std::size_t kPoints = 90;
  UnitVectors points(2);
  std::vector<KindExample> examples;
  for (std::size_t i = 0; i < kPoints; ++i) {
    const double angle = static_cast<double>(i) * 3.14 / kPoints;
    const std::vector<double> point = {std::cos(angle), std::sin(angle)};
    points.add(point);
    if (i % 2 == 1) continue;
    if (i < kPoints / 3) {
      examples.push_back({i, {9, 0}});
    } else if (i >= 2 * kPoints / 3) {
      examples.push_back({i, {0, 9}});
    } else {
      examples.push_back({i, {4, 4}});
    }
  }
  const UnitVectors kinds = tell_kinds(points, examples, {.hidden = 8, .passes = 200});
  ASSERT_EQ(kinds.size(), kPoints);
  ASSERT_EQ(kinds.dimensions, 2U);
  const auto share = [&](std::size_t i, std::size_t kind) {
    const double root = static_cast<double>(kinds.at(i)[kind]) / UnitVectors::kUnit;
    return root * root;
  };
  EXPECT_GT(share(5, 0), 0.9);
  EXPECT_NEAR(share(45, 0), 0.5, 0.2);
  EXPECT_GT(share(85, 1), 0.9);
  EXPECT_EQ(tell_kinds(points, examples, {.hidden = 8, .passes = 200}).values, kinds.values);
}

}  // namespace
}  // namespace annals
