// Which sentences tell a day best?
//
// Candidates are sentences that name the day and early sentences of articles published on it or
// just after. Each has a weight: closeness to what the set says of the query, the events it tells,
// its length, its place and whether it can stand alone. From all of them follows how likely an
// account of the day holds a word (`word_chances`). Sentences are taken greedily by how well all
// that is taken is then expected to match such an account (the F-measure of words and of pairs of
// words: Lin, "ROUGE", 2004), so that neither idle nor repeated words pay. Thread safety: one
// thread uses one.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/timeline/corpus.h"
#include "engine/timeline/merge.h"
#include "engine/timeline/word_chances.h"

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

class SentencePicker {
 public:
  // `corpus` must outlive it, `events` are those of the corpus; `preferred` is the language
  // preferred among equals, or empty.
  SentencePicker(const Corpus& corpus, std::span<const EventRef> events,
                 const SentenceOptions& options, std::string preferred = {});

  // The score of the best sentence, or 0. Takes nothing: a day may be asked about and picked later.
  double best_score(std::int32_t day);
  // At most `count` sentences, best first. A sentence is given to one day only, to the first that
  // picks it.
  std::vector<PickedSentence> pick(std::int32_t day, std::uint32_t count);
  // The words of a day's candidates, weighed. Valid until a day is picked or weighed.
  const WordChances& weigh(std::int32_t day, std::vector<Candidate>& candidates);

 private:
  // What sentences hold, and how much of that an account of the day is expected to share.
  struct Told {
    WordMass length;
    WordMass shared;
  };

  Told with(Told told, std::uint32_t sentence) const;
  double match(const Told& told) const;
  void consider(std::vector<Candidate>& out, std::uint32_t sentence, double belongs,
                bool names_day) const;
  double on_subject(const FlatSentence& s) const;
  void consider_published(std::vector<Candidate>& out, std::int32_t day, double belongs,
                          bool day_after) const;
  std::vector<Candidate> gather(std::int32_t day) const;

  const Corpus& corpus_;
  SentenceOptions options_;
  std::string preferred_;
  std::vector<float> event_factor_;                                // of a sentence
  std::vector<float> subject_;                                     // of a term
  std::vector<std::pair<std::int32_t, std::uint32_t>> published_;  // day and article, sorted
  WordChances chances_;
  std::vector<bool> taken_;
  std::vector<bool> told_items_;  // scratch
  WordMass account_;              // what an account of the day may hold
};

}  // namespace annals
