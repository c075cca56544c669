#include "engine/story/neighbours.h"

#include <algorithm>
#include <utility>

namespace annals {
namespace {

// The features of a vector that are looked up: rare ones, rarest first.
std::vector<Feature> rarest(const SparseVector& vector, const VectorSet& set, double limit,
                            std::uint32_t max_features) {
  std::vector<Feature> out;
  for (const Feature& f : vector) {
    const std::uint32_t df = set.document_frequency[f.id];
    if (df >= 2 && df <= limit) out.push_back(f);
  }
  std::ranges::sort(out, [&](const Feature& x, const Feature& y) {
    return std::pair(set.document_frequency[x.id], x.id) <
           std::pair(set.document_frequency[y.id], y.id);
  });
  if (out.size() > max_features) out.resize(max_features);
  return out;
}

}  // namespace

std::vector<NeighbourPair> find_neighbours(const VectorSet& set, const NeighbourOptions& options) {
  const std::size_t count = set.vectors.size();
  const double limit =
      std::max(static_cast<double>(options.rare_count), options.rare_share * double(count));
  std::vector<std::vector<Feature>> rare(count);
  std::vector<std::vector<std::uint32_t>> postings(set.document_frequency.size());
  for (std::uint32_t i = 0; i < count; ++i) {
    rare[i] = rarest(set.vectors[i], set, limit, options.max_features);
    for (const Feature& f : rare[i])
      postings[f.id].push_back(i);
  }

  std::vector<NeighbourPair> out;
  std::vector<std::uint32_t> shared(count, 0);
  std::vector<float> partial(count, 0);
  std::vector<std::uint32_t> touched;
  std::vector<std::pair<double, std::uint32_t>> best;
  for (std::uint32_t i = 0; i < count; ++i) {
    touched.clear();
    for (const Feature& f : rare[i]) {
      const auto& list = postings[f.id];
      const auto self = std::ranges::lower_bound(list, i) - list.begin();
      const auto window = static_cast<std::ptrdiff_t>(options.window);
      const auto from = std::max<std::ptrdiff_t>(0, self - window);
      const auto to = std::min(std::ssize(list), self + window + 1);
      for (auto k = from; k < to; ++k) {
        const std::uint32_t other = list[static_cast<std::size_t>(k)];
        if (other == i) continue;
        if (shared[other]++ == 0) touched.push_back(other);
        partial[other] += f.weight;
      }
    }
    best.clear();
    for (const std::uint32_t other : touched) {
      if (shared[other] >= options.min_shared) best.emplace_back(-partial[other], other);
      shared[other] = 0;
      partial[other] = 0;
    }
    // A generous preselection by shared weight, then by the exact cosine.
    const std::size_t preselected =
        std::min<std::size_t>(best.size(), std::size_t{options.max_neighbours} * 2);
    std::ranges::partial_sort(best, best.begin() + static_cast<std::ptrdiff_t>(preselected));
    best.resize(preselected);
    for (auto& [score, other] : best)
      score = -dot(set.vectors[i], set.vectors[other]);
    std::ranges::sort(best);
    for (std::size_t k = 0; k < best.size() && k < options.max_neighbours; ++k) {
      if (-best[k].first < options.min_cosine) break;
      out.push_back({std::min(i, best[k].second), std::max(i, best[k].second)});
    }
  }
  std::ranges::sort(out);
  out.erase(std::ranges::unique(out).begin(), out.end());
  return out;
}

}  // namespace annals
