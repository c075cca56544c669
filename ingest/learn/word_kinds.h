// Kinds of words: what a word names when it names something (the first word of a person, the last
// one, an organisation, …), told from the vector that stands for it. A network with one hidden
// layer learns from words seen in corpora with names which share of its uses is of which kind, and
// then tells it of every word, seen or not.
//
// The start and the order come from the seed: the same examples give the same numbers on one
// machine. Thread safety: free functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "ingest/learn/cluster_trainer.h"

namespace annals {

// How often a point was seen as each kind.
struct KindExample {
  std::size_t point = 0;
  std::vector<double> counts;
};

struct KindOptions {
  std::size_t hidden = 64;
  int passes = 25;
  std::uint64_t seed = 1;
};

// For each point the shares of its kinds as a direction: the roots of shares have length one
// together. All examples have equally many counts, not all of them 0.
UnitVectors tell_kinds(const UnitVectors& points, const std::vector<KindExample>& examples,
                       const KindOptions& options);

}  // namespace annals
