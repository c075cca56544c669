// Which sentences tell a day best?
//
// Candidates are sentences that name the day and early sentences of articles published on it or
// just after. They are ranked by closeness to the candidates' centroid (Radev et al., 2004), how
// they name the day, closeness to what the set says of the query, the events they tell, their
// length, their place and whether they can stand alone, and taken greedily as long as they add
// something new (maximal marginal relevance: Carbonell and Goldstein, 1998). Thread safety: free
// functions on values.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/timeline/corpus.h"
#include "engine/timeline/merge.h"

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
  double place_cost = 0.05;
  // Exponent of closeness to the centroid of the day's candidates.
  double centroid_power = 5.0;
  // Exponent of closeness to the centroid of all sentences with words of the query.
  double subject_power = 0.4;
  // What an event in the sentence adds; and what a sentence counts that tells what somebody said.
  double event_bonus = 0.3;
  double speech = 0.8;
  // What a sentence counts without a word of the query.
  double off_query = 0.7;
  // What a sentence counts that cannot stand alone.
  double dangling = 0.5;
  // Word tokens of a sentence that is neither too short nor too long.
  std::uint32_t min_tokens = 12;
  std::uint32_t max_tokens = 36;
  // Word tokens up to which a sentence is brief; a longer one counts brief_tokens / tokens among
  // equals.
  std::uint32_t brief_tokens = 25;
  // Cosine with a sentence already chosen from which on a sentence adds nothing.
  double redundant = 0.45;
  // How much likeness to chosen sentences costs.
  double redundancy_cost = 0.7;
};

struct PickedSentence {
  std::uint32_t sentence = 0;  // in Corpus.sentences
  double score = 0;
  std::int32_t day = 0;
  double closeness = 0;  // to the centroid of the day's candidates
  std::uint32_t candidates = 0;
};
// Why a sentence was picked, for people.
std::vector<std::string> reasons_for(const PickedSentence& picked, const Corpus& corpus);

// A day and how many sentences it gets at most.
struct DayWish {
  std::int32_t day = 0;
  std::uint32_t sentences = 0;
};

// For each day its sentences, best first. A sentence is given to one day only, to the day (in the
// order given) where it is picked first. `events` are those of the corpus; `preferred` is the
// language preferred among equals, or empty.
std::vector<std::vector<PickedSentence>> pick_sentences(const Corpus& corpus,
                                                        std::span<const EventRef> events,
                                                        std::span<const DayWish> days,
                                                        const SentenceOptions& options,
                                                        const std::string& preferred = {});

}  // namespace annals
