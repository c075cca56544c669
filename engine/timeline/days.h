// Which days matter?
//
// A day is judged by the evidence of all articles: how many name it, on how many distinct days of
// publication they do (an event that is still named weeks later mattered), how close to the query's
// words, how much was published on it, and whether events with a class happened on it; all divided
// by how densely the articles lie around it, so that a quiet year's turning point is not drowned by
// a busy month. Thread safety: free functions on values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/timeline/corpus.h"

namespace annals {

struct DayOptions {
  // What a mention counts whose surroundings hold no word of the query; with all words it is 1.
  double off_query = 0.1;
  // Exponent of the distinct days of publication.
  double spread_power = 0.8;
  // What an event's day counts that the sentence does not name but other words or the tense give.
  double unnamed_share = 0.5;
  // An article published on the day, as a share of one that names it.
  double published_share = 0.45;
  // What a day counts before the first and after the last publication of the set.
  double outside_share = 0.4;
  // Exponent of the local density of articles, and its reach in days.
  double density_power = 0.2;
  int density_reach = 30;
  // What an event with a class adds to its mention.
  double event_bonus = 0.2;
};

struct DayScore {
  std::int32_t day = 0;
  double score = 0;
  // The evidence, for people.
  std::uint32_t articles = 0;          // that name it
  std::uint32_t publication_days = 0;  // distinct days on which they were published
  std::uint32_t published = 0;         // articles published on it
};

// Every day that is named or published on, within [from, to] where given; best first, then earlier.
std::vector<DayScore> score_days(const Corpus& corpus, std::optional<std::int32_t> from,
                                 std::optional<std::int32_t> to, const DayOptions& options);

// The best `max_days` of them in calendar order; with 0 the engine decides: days far weaker than
// the best ones are left out.
std::vector<DayScore> pick_days(std::vector<DayScore> scored, std::uint32_t max_days);

}  // namespace annals
