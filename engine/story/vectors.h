// Sparse vectors of articles: which words, headline letters, actors and days make two articles
// alike?
//
// Weights are TF-IDF with document frequencies of the whole set (never of what arrived first), so
// that equal sets give equal vectors. Thread safety: free functions on values.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/story/features.h"

namespace annals {

// A feature of a vector: a dense number, and its weight.
struct Feature {
  std::uint32_t id = 0;
  float weight = 0;
};
// Sorted by id.
using SparseVector = std::vector<Feature>;

// How much each kind of feature counts, in the order of FeatureKind.
struct VectorWeights {
  // Squared weights of a kind, relative to the others.
  std::array<double, kFeatureKinds> share = {0.55, 0.225, 0.15, 0.05, 0.05};
  // So many features of a kind earn the kind its full share of a vector: one shared actor makes no
  // story.
  std::array<double, kFeatureKinds> full_share_at = {4, 8, 4, 3, 2};
};

struct VectorSet {
  // One an article, of length 1 (or empty).
  std::vector<SparseVector> vectors;
  // Articles that hold a feature.
  std::vector<std::uint32_t> document_frequency;
  // What a feature is.
  std::vector<FeatureKind> kind;
};

VectorSet make_vectors(std::span<const ArticleFeatures* const> articles,
                       const VectorWeights& weights);

// What to multiply a feature with when events instead of articles are compared: its rarity among
// events over its rarity among articles, to a power. A word that a thousand articles repeat about
// few events names these events; one that as many articles share by chance does not. Actors, places and
// days keep their weight: one actor in two stories must not make them one.
std::vector<float> spread_factors(const VectorSet& articles,
                                  std::span<const std::uint32_t> events_with,
                                  std::size_t event_count, double power);
// Multiplies and brings back to length 1.
void reweigh(SparseVector& vector, std::span<const float> factors);

double dot(const SparseVector& a, const SparseVector& b);
double length(const SparseVector& a);
// a + b.
SparseVector add(const SparseVector& a, const SparseVector& b);

}  // namespace annals
