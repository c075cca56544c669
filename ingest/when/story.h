// What time is a text at? Whether it tells of its publication's days or of other times, and what
// its story has named so far: the time named last, the years of its section, the days named just
// before.
//
// Thread safety: values.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "ingest/when/calendar.h"
#include "ingest/when/meaning.h"
#include "ingest/when/resolver.h"

namespace annals::when {

struct TextKind {
  bool narrative = false;  // told in a time of its own
  int near_days = 0;       // mentions of days around publication, "heute" apart
};

TextKind kind_of_text(const ResolverPack& pack, const std::vector<Mention>& mentions,
                      const std::vector<SentenceContext>& sentences);

// Whether the mention is a word such as "heute", that may also mean the present at large.
bool is_today(const ResolverPack& pack, const Mention& m);

// Whether the mention names a time of day and no day.
bool needs_day(const Mention& m);

// Sentences are asked about in text order.
class StoryMemory {
 public:
  explicit StoryMemory(bool narrative = false) : narrative_(narrative) {}

  bool narrative() const { return narrative_; }
  // The time last named, or null.
  const CalendarTime* last() const { return last_ ? &*last_ : nullptr; }

  void begin_sentence(std::uint32_t sentence, const Reference* reference);
  void end_sentence(std::uint32_t sentence);
  // The years that a heading names are those of the section below it.
  void enter_section(int first, int last, std::uint32_t sentence);
  // `of_period`: the mention counted from a period named before, as "the same quarter last year".
  void remember(const Mention& m, const CalendarTime& time, bool of_period,
                const Reference* reference);

  // The text goes on about another period than the quarter it has named.
  void forget_quarter() { last_quarter_.reset(); }

  // The current time of the story, when a mention with that anchor should count from it, or null.
  const CalendarTime* story_time(lang::v1::Anchor anchor) const;
  // The same for a date without year. In a report, too, a date years away that was just named
  // carries the dates beside it.
  const CalendarTime* remembered(const Mention& m) const;
  // The month that a day of the month belongs to, or null.
  const CalendarTime* month_beside(const Mention& m) const;
  // The quarter named just before, or null.
  const CalendarTime* quarter_beside(const Mention& m) const;
  // The day that a clock time or part of day hangs on: one named in the sentence, before it rather
  // than after, else that of the sentence before.
  std::optional<CalendarTime> day_beside(const Mention& m) const;
  bool outside_section(const CalendarTime& time, std::uint32_t sentence) const;

 private:
  void end_aside(std::uint32_t sentence);

  bool narrative_ = false;
  const Reference* reference_ = nullptr;
  std::optional<CalendarTime> last_;  // the time last named
  std::uint32_t last_sentence_ = 0;
  std::uint32_t last_explicit_sentence_ = 0;  // that named a year
  std::optional<int> section_first_;          // years of the section, by its heading
  int section_last_ = 0;
  CalendarTime section_time_;  // the time last named within them
  std::optional<CalendarTime> last_far_;
  std::uint32_t last_far_sentence_ = 0;
  std::optional<CalendarTime> last_quarter_;
  std::uint32_t last_quarter_sentence_ = 0;
  std::optional<CalendarTime> day_;  // last named
  std::uint32_t day_sentence_ = 0;
  // Days the sentence names, with where they stand.
  std::vector<std::pair<std::uint32_t, CalendarTime>> days_;
};

}  // namespace annals::when
