// Which days matter?
//
// A day is judged by the evidence of all articles: how many name it, on how many distinct days of
// publication they do (an event that is still named weeks later mattered), how close to the query's
// words, how prominently, in what kind of event, how much was published on it and on the day after;
// all divided by how densely the articles lie around it, so that a quiet year's turning point is
// not drowned by a busy month. An article speaks for a day as loudly as it is about the query.
// Every measure is a share or a ratio, so that large and small sets are judged alike. Thread
// safety: free functions on values.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/timeline/corpus.h"
#include "engine/timeline/merge.h"
#include "engine/timeline/sentences.h"

namespace annals {

struct DayOptions {
  // What a mention counts whose surroundings hold no word of the query; with all words it is 1.
  double off_query = 0.1;
  // How much of the query is looked for in the sentence itself, not in its neighbours.
  double own_share = 0.25;
  // What an event on that day adds to its mention: the full bonus for a class of the ontology that
  // is told as fact; less without class, for statements, and for what is only possible.
  double event_bonus = 0.6;
  // What the first body sentences add, and how many those are.
  double lead_bonus = 0.5;
  std::uint32_t lead = 3;
  // What is added when the article was published on the day or the day after it.
  double fresh_bonus = 0.3;
  // What an event's day counts that the sentence does not name but other words or the tense give.
  double unnamed_share = 0.5;
  // Exponent of the share of an article's sentences that hold words of the query.
  double about_power = 0.25;
  // Exponents of the distinct days of publication, and of what the mention is worth of which each
  // of them counts.
  double spread_power = 0.65;
  double spread_weight = 0.6;
  // An article published on the day, or on the day after it, as a share of one that names it.
  double published_share = 0.45;
  double published_after_share = 0.25;
  // What a day counts before the first and after the last publication of the set.
  double outside_share = 0.2;
  // Exponent of the local density of articles, and its reach in days.
  double density_power = 0.2;
  int density_reach = 20;
  // Exponent of what can be told of the day: the score of its best sentence.
  double telling_power = 0.3;
};

struct DayScore {
  std::int32_t day = 0;
  double score = 0;
  // The evidence, for people.
  std::uint32_t articles = 0;          // that name it
  std::uint32_t publication_days = 0;  // distinct days on which they were published
  std::uint32_t published = 0;         // articles published on it
  std::uint32_t fresh = 0;             // of those that name it, published on it or the day after
};

// Every day that is named or published on, within [from, to] where given; best first, then earlier.
// `events` are those of the corpus.
std::vector<DayScore> score_days(const Corpus& corpus, std::span<const EventRef> events,
                                 std::optional<std::int32_t> from, std::optional<std::int32_t> to,
                                 const DayOptions& options);

// The best `max_days` of `scored`, which are best first, in calendar order; with 0 the engine
// decides: days far weaker than the best ones are left out. Where some must make room, what can be
// told of a day counts too, and their scores say so.
std::vector<DayScore> pick_days(std::vector<DayScore> scored, std::uint32_t max_days,
                                SentencePicker& picker, const DayOptions& options);

// How many of `per_day` sentences each of the days deserves: the strong ones all, the weak ones
// fewer, but one at least.
std::vector<std::uint32_t> sentence_counts(std::span<const DayScore> days, std::uint32_t per_day);

}  // namespace annals
