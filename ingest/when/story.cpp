#include "ingest/when/story.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>

namespace annals::when {
namespace {

// A text is told in its own time when at least so many of its dates lie years away from
// publication, and at least four times as many as point to the days around it.
constexpr int kFarYears = 2;
constexpr int kMinFarMentions = 6;
constexpr int kFarToDeictic = 4;

// After how many sentences without an explicit date a narrative is back in its section's years.
constexpr std::uint32_t kAsideSentences = 2;

// For how many sentences a report speaks of the quarter it has named.
constexpr std::uint32_t kQuarterSentences = 6;

}  // namespace

TextKind kind_of_text(const ResolverPack& pack, const std::vector<Mention>& mentions,
                      const std::vector<SentenceContext>& sentences) {
  TextKind out;
  int far = 0;
  int near = 0;
  int deictic = 0;
  for (const Mention& m : mentions) {
    const Reference* reference = sentences[m.sentence].reference;
    const TagMeaning& tag = pack.rules[m.rule].tags[m.tag];
    if (tag.kind != MeaningKind::kCalendar) continue;
    if (m.has(Field::kYear)) {
      if (!reference || !reference->last) continue;
      const int distance = std::abs(m.number(Field::kYear) - year_of(*reference->last));
      far += distance >= kFarYears || m.has(Field::kBeforeChrist) ? 1 : 0;
      near += distance < kFarYears ? 1 : 0;
    } else if (m.has(Field::kWeekday) || tag.anchor == lang::v1::ANCHOR_PUBLICATION) {
      ++deictic;
      if (!is_today(pack, m)) ++out.near_days;
    }
  }
  out.narrative = far >= kMinFarMentions && far >= kFarToDeictic * deictic && 2 * far >= near;
  return out;
}

bool is_today(const ResolverPack& pack, const Mention& m) {
  return pack.rules[m.rule].tags[m.tag].or_present && m.value(Field::kShift) == 0;
}

bool needs_day(const Mention& m) {
  if (m.has(Field::kDay) || m.has(Field::kWeekday) || m.has(Field::kHoliday) || m.has(Field::kUnit))
    return false;
  return m.has(Field::kHour) || m.has(Field::kPart);
}

void StoryMemory::begin_sentence(std::uint32_t sentence, const Reference* reference) {
  // Another update tells of its own day.
  if (reference != reference_ && !narrative_) day_.reset();
  reference_ = reference;
  days_.clear();
  if (narrative_) end_aside(sentence);
}

void StoryMemory::end_sentence(std::uint32_t sentence) {
  if (days_.empty()) return;
  day_ = days_.back().second;
  day_sentence_ = sentence;
}

void StoryMemory::enter_section(int first, int last, std::uint32_t sentence) {
  section_first_ = first;
  section_last_ = last;
  CalendarTime time;
  time.grain = Grain::kYear;
  time.year = first;
  last_ = time;
  section_time_ = time;
  last_sentence_ = sentence;
  day_.reset();
}

// Back to the section's years after an aside.
void StoryMemory::end_aside(std::uint32_t sentence) {
  if (!section_first_ || !last_ || last_->before_christ) return;
  if (sentence - last_explicit_sentence_ <= kAsideSentences) return;
  if (last_->year >= *section_first_ && last_->year <= section_last_) return;
  last_ = section_time_;
}

bool StoryMemory::outside_section(const CalendarTime& time, std::uint32_t sentence) const {
  return section_first_ && sentence - last_explicit_sentence_ > 0 &&
         (time.year < *section_first_ || time.year > section_last_);
}

const CalendarTime* StoryMemory::story_time(lang::v1::Anchor anchor) const {
  if (!last_ || anchor == lang::v1::ANCHOR_PUBLICATION) return nullptr;
  if (anchor == lang::v1::ANCHOR_NARRATIVE || narrative_) return &*last_;
  return nullptr;
}

const CalendarTime* StoryMemory::remembered(const Mention& m) const {
  if (narrative_) return last_ ? &*last_ : nullptr;
  if (!last_far_ || m.tense == Tense::kFuture) return nullptr;
  // Into the next sentence only a day leads on to a day: "on 3 May 1990 … on 4 May".
  const std::uint32_t sentences = m.sentence - last_far_sentence_;
  const bool days = m.has(Field::kDay) && last_far_->grain <= Grain::kDay;
  if (sentences > (days ? 1U : 0U)) return nullptr;
  return &*last_far_;
}

const CalendarTime* StoryMemory::month_beside(const Mention& m) const {
  if (!last_ || last_->grain > Grain::kMonth) return nullptr;
  return remembered(m) || m.sentence == last_sentence_ ? &*last_ : nullptr;
}

const CalendarTime* StoryMemory::quarter_beside(const Mention& m) const {
  if (!last_quarter_ || m.sentence - last_quarter_sentence_ > kQuarterSentences) return nullptr;
  return &*last_quarter_;
}

std::optional<CalendarTime> StoryMemory::day_beside(const Mention& m) const {
  const auto after = std::partition_point(
      days_.begin(), days_.end(), [&](const auto& day) { return day.first < m.span.begin; });
  if (!days_.empty()) return after == days_.begin() ? after->second : std::prev(after)->second;
  if (day_ && m.sentence - day_sentence_ <= 1) return day_;
  if (narrative_ && last_ && last_->grain <= Grain::kDay) return last_;
  return std::nullopt;
}

void StoryMemory::remember(const Mention& m, const CalendarTime& time, bool of_period,
                           const Reference* reference) {
  if (time.grain <= Grain::kDay) {
    CalendarTime day = time;
    day.grain = Grain::kDay;
    day.part = {};
    if (!needs_day(m)) days_.emplace_back(m.span.begin, day);
  }
  if (time.grain > Grain::kYear) return;
  const bool same_quarter = grain_of_unit(m.symbol(Field::kUnit)) == Grain::kQuarter;
  if (time.grain == Grain::kQuarter && (!of_period || same_quarter)) {
    last_quarter_ = time;
    last_quarter_sentence_ = m.sentence;
  }
  last_ = time;
  last_sentence_ = m.sentence;
  if (section_first_ && time.year >= *section_first_ && time.year <= section_last_)
    section_time_ = time;
  if (m.has(Field::kYear)) last_explicit_sentence_ = m.sentence;
  if (m.has(Field::kYear) && reference && reference->last) {
    if (std::abs(time.year - year_of(*reference->last)) >= kFarYears || time.before_christ) {
      last_far_ = time;
      last_far_sentence_ = m.sentence;
    } else {
      last_far_.reset();
    }
  } else if (last_far_ && !m.has(Field::kYear) && time.year == last_far_->year) {
    last_far_ = time;
    last_far_sentence_ = m.sentence;
  }
}

}  // namespace annals::when
