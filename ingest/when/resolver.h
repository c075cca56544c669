// From what a rule matched to TIMEX3 values and intervals on the calendar.
//
// Relative expressions count from the publication or update time of their section. A text that
// tells of other times (most of its dates lie years from its publication) has a current time of its
// own, moved by each dated sentence, and its relative expressions count from that.
//
// When only a bound of the publication time is known, a relative expression yields only a bound:
// resolving is monotone in the reference, so the bound's result bounds the result.
//
// Thread safety: free functions on values.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include <annals/v1/time.pb.h>

#include "engine/base/day.h"
#include "ingest/when/calendar.h"
#include "ingest/when/meaning.h"

namespace annals::when {

// What the pack says that resolving needs.
struct ResolverPack {
  std::vector<RuleMeaning> rules;
  std::vector<lang::v1::Holiday> holidays;
  bool splits_fractions = false;
};

// The publication or update time that a sentence's relative expressions count from.
struct Reference {
  std::optional<Day> first;  // of the days it may be; open when only a bound is known
  std::optional<Day> last;
  v1::TimeBasis basis = v1::TIME_BASIS_RELATIVE_TO_PUBLICATION;

  bool exact() const { return first && last && *first == *last; }
};

struct SentenceContext {
  const Reference* reference = nullptr;
  bool heading = false;  // a short line without a full stop
};

// One expression for each mention that means anything, in order. Mentions stand in text order.
std::vector<v1::TimeExpression> resolve_mentions(const ResolverPack& pack,
                                                 const std::vector<Mention>& mentions,
                                                 const std::vector<SentenceContext>& sentences,
                                                 const date::time_zone& zone);

}  // namespace annals::when
