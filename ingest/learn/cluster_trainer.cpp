#include "ingest/learn/cluster_trainer.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

namespace annals {
namespace {

struct Match {
  std::size_t cluster = 0;
  std::int32_t likeness = std::numeric_limits<std::int32_t>::min();
};

// Two unit vectors: at most kUnit², which 32 bits hold.
std::int32_t dot(const std::int16_t* a, const std::int16_t* b, std::size_t size) {
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < size; ++i)
    sum += std::int32_t{a[i]} * std::int32_t{b[i]};
  return sum;
}

Match match(std::span<const std::int16_t> point, const UnitVectors& middles) {
  Match best;
  for (std::size_t k = 0; k < middles.size(); ++k) {
    const std::int32_t likeness = dot(point.data(), middles.at(k).data(), point.size());
    if (likeness > best.likeness) best = {k, likeness};
  }
  return best;
}

}  // namespace

void UnitVectors::add(std::span<const double> vector) {
  double squares = 0;
  for (const double x : vector)
    squares = std::fma(x, x, squares);  // by name: else compilers choose whether to round between
  const double length = std::sqrt(squares);
  for (const double x : vector) {
    const double step = length > 0 ? std::round(x / length * kUnit) : 0;
    values.push_back(static_cast<std::int16_t>(step));
  }
}

UnitVectors find_clusters(const UnitVectors& points, std::span<const std::uint32_t> weights,
                          const ClusterOptions& options) {
  const std::size_t dimensions = points.dimensions;
  UnitVectors middles(dimensions);
  std::vector<std::size_t> order(points.size());
  std::iota(order.begin(), order.end(), 0);
  std::mt19937_64 random(options.seed);
  const std::size_t count = std::min(options.clusters, points.size());
  // Some points at random, written out: std::sample differs from library to library.
  for (std::size_t i = 0; i < count; ++i) {
    std::swap(order[i], order[i + random() % (order.size() - i)]);
    const auto point = points.at(order[i]);
    middles.values.insert(middles.values.end(), point.begin(), point.end());
  }
  std::vector<Match> matches(points.size());
  std::vector<std::int64_t> sums;
  std::vector<std::size_t> members;
  std::vector<double> vector(dimensions);
  for (int pass = 0; pass < options.passes; ++pass) {
    sums.assign(count * dimensions, 0);
    members.assign(count, 0);
    for (std::size_t i = 0; i < points.size(); ++i) {
      matches[i] = match(points.at(i), middles);
      ++members[matches[i].cluster];
      const std::int64_t weight = weights.empty() ? 1 : weights[i];
      std::int64_t* const sum = sums.data() + matches[i].cluster * dimensions;
      for (std::size_t d = 0; d < dimensions; ++d)
        sum[d] += weight * points.at(i)[d];
    }
    middles.values.clear();
    for (std::size_t k = 0; k < count; ++k) {
      if (members[k] > 0) {
        std::transform(sums.begin() + static_cast<std::ptrdiff_t>(k * dimensions),
                       sums.begin() + static_cast<std::ptrdiff_t>((k + 1) * dimensions),
                       vector.begin(), [](std::int64_t sum) { return static_cast<double>(sum); });
        middles.add(vector);
        continue;
      }
      // Nobody is left: it starts again at the point that fits worst where it is.
      const auto worst =
          std::min_element(matches.begin(), matches.end(),
                           [](const Match& a, const Match& b) { return a.likeness < b.likeness; });
      const auto point = points.at(static_cast<std::size_t>(worst - matches.begin()));
      middles.values.insert(middles.values.end(), point.begin(), point.end());
      worst->likeness = std::numeric_limits<std::int32_t>::max();
    }
  }
  return middles;
}

std::vector<std::uint16_t> nearest(const UnitVectors& points, const UnitVectors& middles) {
  std::vector<std::uint16_t> out;
  out.reserve(points.size());
  for (std::size_t i = 0; i < points.size(); ++i)
    out.push_back(static_cast<std::uint16_t>(match(points.at(i), middles).cluster));
  return out;
}

}  // namespace annals
