// Which sentences tell a day best?
//
// Candidates are sentences that name the day and early sentences of articles published on it or
// just after. Each has a weight: closeness to what the set says of the query, the events it tells,
// its length, its place and whether it can stand alone. From all of them follows how likely an
// account of the day holds a word (`word_chances`). Sentences are taken greedily by how well all
// that is taken is then expected to match such an account (the F-measure of words and of pairs of
// words: Lin, "ROUGE", 2004), so that neither idle nor repeated words pay. Thread safety: free
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
  std::uint32_t lead = 7;
  // How much a later place in the article costs: weight 1 / (1 + place * this).
  double place_cost = 0.03;
  // Exponent of closeness to the centroid of all sentences with words of the query.
  double subject_power = 0.4;
  // What an event in the sentence adds; and what a sentence counts that tells what somebody said.
  double event_bonus = 0.3;
  double speech = 0.8;
  // What a sentence counts without a word of the query.
  double off_query = 0.7;
  // What a sentence counts that cannot stand alone.
  double dangling = 0.125;
  // Word tokens of a sentence that is neither too short nor too long.
  std::uint32_t min_tokens = 12;
  std::uint32_t max_tokens = 36;
  // Exponent of a sentence's weight, beside what its words are worth.
  double weight_power = 0.25;
  // A further sentence is left out that lowers the match to less than this share of it.
  double least_match = 0.85;
  // Words that an account of a day holds at least, a sentence.
  double account_words = 6.0;
  // What pairs of words count beside single words.
  double pair_share = 1.0;
};

struct PickedSentence {
  std::uint32_t sentence = 0;  // in Corpus.sentences
  double score = 0;
  std::int32_t day = 0;
  double expected = 0;  // how many of its words, not told before, an account of the day shares
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
