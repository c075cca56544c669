// Which calendar time does a mention mean, counted from a day of publication and from what the text
// has named so far?
//
// Thread safety: plain values; a Dating points to the pack and memory it was made with.
#pragma once

#include <optional>

#include "ingest/when/calendar.h"
#include "ingest/when/meaning.h"
#include "ingest/when/resolver.h"
#include "ingest/when/story.h"

namespace annals::when {

// A mention's calendar time and what it was counted from.
struct Dated {
  std::optional<CalendarTime> time;
  bool relative = false;              // depends on the publication time
  bool narrative = false;             // depends on a time named before
  Grain unknown_from = Grain::kNone;  // what to hide when the publication time is not known
  bool weekday_only = false;
};

// The first day of a time, or another day for times without days.
Day first_day(const CalendarTime& time, Day otherwise);

class Dating {
 public:
  Dating(const ResolverPack& pack, const StoryMemory& memory, Day published)
      : pack_(pack), memory_(memory), published_(published) {}

  Dated date(const Mention& m) const;
  // The year that a mention spells, in full.
  int full_year(const Mention& m) const;

 private:
  // The date; where the mention names only a clock time, the day it hangs on.
  Dated date_of(const Mention& m) const;
  std::optional<CalendarTime> in_year(const Mention& m, int year) const;
  // Which of the yearly recurring times is meant: that of year y for some y near the base.
  Dated choose_year(const Mention& m) const;
  // "letzte Woche", "im Mai vorigen Jahres", "Montag voriger Woche", "zwei Tage später".
  Dated by_unit(const Mention& m, const TagMeaning& tag) const;
  std::optional<CalendarTime> of_named_quarter(const Mention& m, Grain unit) const;
  double weekend_shift(const Mention& m, double shift) const;
  Dated day_of_month(const Mention& m) const;
  Dated weekday(const Mention& m, const TagMeaning& tag) const;
  // The day that a clock time or part of day hangs on: one of the story, else the day of
  // publication.
  Dated day_beside(const Mention& m) const;

  const ResolverPack& pack_;
  const StoryMemory& memory_;
  Day published_;
};

}  // namespace annals::when
