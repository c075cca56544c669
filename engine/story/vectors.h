// Sparse vectors of articles: which words, headline letters and actors make two articles alike?
//
// Weights are TF-IDF with document frequencies of the whole set (never of what arrived first), so
// that equal sets give equal vectors. Headlines also yield letter 4-grams: German compounds
// ("Stromausfall", "Stromausfälle", "Berliner Stromnetz") share letters where they share no stem.
// Thread safety: free functions on values.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <annals/v1/digest.pb.h>

namespace annals {

// A feature of a vector: a dense number, and its weight.
struct Feature {
  std::uint32_t id = 0;
  float weight = 0;
};
// Sorted by id.
using SparseVector = std::vector<Feature>;

// How much each kind of feature counts; squared weights of a full vector sum to 1.
struct VectorWeights {
  double terms = 0.55;
  double headline_letters = 0.25;
  double actors = 0.20;
  // Terms of the body that are read, from the start: the lead tells the story.
  std::uint32_t lead_terms = 60;
  // How often a headline's term counts.
  double headline_boost = 1.2;
};

struct VectorSet {
  // One a digest, of length 1 (or empty).
  std::vector<SparseVector> vectors;
  // Articles that hold a feature.
  std::vector<std::uint32_t> document_frequency;
};

VectorSet make_vectors(std::span<const v1::Digest* const> digests, const VectorWeights& weights);

// Hashes of the letter 4-grams of the words of a headline, lower-cased; words shorter than five
// letters are left out. Any bytes are accepted; what is no UTF-8 is skipped.
std::vector<std::uint32_t> headline_letters(std::string_view headline);

double dot(const SparseVector& a, const SparseVector& b);
double length(const SparseVector& a);
// a + b.
SparseVector add(const SparseVector& a, const SparseVector& b);

}  // namespace annals
