#include "ingest/learn/cluster_trainer.h"

#include <array>
#include <random>

#include <gtest/gtest.h>

namespace annals {
namespace {

// Points near one of four directions, in turn.
UnitVectors four_heaps(std::size_t count) {
  constexpr std::array<std::array<double, 3>, 4> kDirections = {
      {{9, 0, 0}, {0, 9, 0}, {0, 0, 9}, {-9, 0, 0}}};
  UnitVectors out(3);
  std::mt19937 random(7);
  for (std::size_t i = 0; i < count; ++i) {
    std::array<double, 3> point = kDirections.at(i % 4);
    for (double& x : point)
      x += static_cast<double>(random() % 1000) / 500 - 1;
    out.add(point);
  }
  return out;
}

TEST(ClusterTrainer, LengthDoesNotCount) {
  UnitVectors vectors(2);
  vectors.add(std::array<double, 2>{3, 4});
  vectors.add(std::array<double, 2>{300, 400});
  vectors.add(std::array<double, 2>{0, 0});
  EXPECT_EQ(vectors.values,
            (std::vector<std::int16_t>{9830, 13107, 9830, 13107, 0, 0}));  // .6 and .8 of 1 << 14
}

TEST(ClusterTrainer, FindsTheHeaps) {
  const UnitVectors points = four_heaps(400);
  // More clusters than heaps: chance may start two in one heap, but none mixes two heaps.
  const UnitVectors middles = find_clusters(points, {}, {.clusters = 16});
  const std::vector<std::uint16_t> found = nearest(points, middles);
  ASSERT_EQ(found.size(), 400U);
  std::array<int, 16> heap_of{};
  heap_of.fill(-1);
  for (std::size_t i = 0; i < found.size(); ++i) {
    int& heap = heap_of.at(found[i]);
    if (heap < 0) heap = static_cast<int>(i % 4);
    EXPECT_EQ(heap, static_cast<int>(i % 4)) << "point " << i;
  }
}

TEST(ClusterTrainer, SamePointsSameClusters) {
  const UnitVectors points = four_heaps(100);
  const auto middles = [&](std::uint64_t seed) {
    return find_clusters(points, {}, {.clusters = 5, .seed = seed}).values;
  };
  EXPECT_EQ(middles(1), middles(1));
  EXPECT_NE(middles(1), middles(2));
}

TEST(ClusterTrainer, WeightsPullTheMiddle) {
  UnitVectors points(2);
  points.add(std::array<double, 2>{1, 0});
  points.add(std::array<double, 2>{0, 1});
  const std::vector<std::uint32_t> weights = {1, 9};
  const UnitVectors middle = find_clusters(points, weights, {.clusters = 1});
  EXPECT_GT(middle.at(0)[1], 8 * middle.at(0)[0]);
}

TEST(ClusterTrainer, FewPoints) {
  UnitVectors points(2);
  EXPECT_EQ(find_clusters(points, {}, {.clusters = 3}).size(), 0U);
  points.add(std::array<double, 2>{1, 0});
  EXPECT_EQ(find_clusters(points, {}, {.clusters = 3}).size(), 1U);
}

}  // namespace
}  // namespace annals
