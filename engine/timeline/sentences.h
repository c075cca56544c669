// Which sentences tell a day best?
//
// Candidates are sentences that name the day and early sentences of articles published on it or
// just after. They are ranked by closeness to the candidates' centroid (Radev et al., 2004), how
// they name the day, the query, their length and whether they can stand alone, and taken greedily
// as long as they add something new (maximal marginal relevance: Carbonell and Goldstein, 1998).
// Thread safety: free functions on values.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/timeline/corpus.h"

namespace annals {

struct SentenceOptions {
  // Weight of a candidate by how it belongs to the day: it names it; it was published on it, or
  // on the day after it.
  double names_day = 1.0;
  double published_on = 1.0;
  double published_after = 1.0;
  // Body sentences of an article that are read when it was published on the day, or the day after.
  std::uint32_t lead_on = 5;
  std::uint32_t lead_after = 10;
  // How much a later place in the article costs: weight 1 / (1 + place * this).
  double place_cost = 0.02;
  // Exponent of closeness to the centroid.
  double centroid_power = 5.0;
  // What a sentence counts without a word of the query.
  double off_query = 0.7;
  // What a sentence counts that cannot stand alone.
  double dangling = 0.7;
  // Word tokens of a sentence that is neither too short nor too long.
  std::uint32_t min_tokens = 12;
  std::uint32_t max_tokens = 40;
  // Cosine with a sentence already chosen from which on a sentence adds nothing.
  double redundant = 0.6;
  // How much likeness to chosen sentences costs.
  double redundancy_cost = 0.7;
};

struct PickedSentence {
  std::uint32_t sentence = 0;  // in Corpus.sentences
  double score = 0;
};

// For each day up to `per_day` sentences, best first. A sentence is given to one day only, to the
// day (in the order given) where it is picked first. `preferred` is the language preferred among
// equals, or empty.
std::vector<std::vector<PickedSentence>> pick_sentences(const Corpus& corpus,
                                                        std::span<const std::int32_t> days,
                                                        std::uint32_t per_day,
                                                        const SentenceOptions& options,
                                                        const std::string& preferred = {});

}  // namespace annals
