// Clusters of points on a sphere: spherical k-means (Dhillon and Modha, "Concept decompositions for
// large sparse text data using clustering", 2001), for words by the vectors that stand for them.
//
// All sums are of integers and the start comes from the seed, so that the same points give the
// same clusters on every machine. Thread safety: free functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace annals {

// Directions in space: unit vectors in steps of 1 / kUnit, one after the other.
struct UnitVectors {
  static constexpr int kUnit = 1 << 14;

  explicit UnitVectors(std::size_t numbers) : dimensions(numbers) {}
  std::size_t size() const { return dimensions == 0 ? 0 : values.size() / dimensions; }
  std::span<const std::int16_t> at(std::size_t i) const {
    return {values.data() + i * dimensions, dimensions};
  }
  // Any vector, made one unit long; the zero vector stays.
  void add(std::span<const double> vector);

  std::size_t dimensions;
  std::vector<std::int16_t> values;
};

struct ClusterOptions {
  std::size_t clusters = 64;
  int passes = 12;
  std::uint64_t seed = 1;
};

// The middles of the clusters of these points, `weights` of which count (empty: each once). Fewer
// points than clusters: every point is a cluster of its own.
UnitVectors find_clusters(const UnitVectors& points, std::span<const std::uint32_t> weights,
                          const ClusterOptions& options);
// The number of the nearest middle of each point; the first of equals.
std::vector<std::uint16_t> nearest(const UnitVectors& points, const UnitVectors& middles);

}  // namespace annals
