#include "ingest/when/resolver.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include <date/date.h>

#include "engine/base/interval.h"
#include "ingest/when/length.h"

namespace annals::when {
namespace {

// A text is told in its own time when at least so many of its dates lie years away from
// publication, and at least twice as many as point to the days around it.
constexpr int kFarYears = 2;
constexpr int kMinFarMentions = 6;

// How many sentences an explicit date far from publication stays the current time of a report.
constexpr std::uint32_t kMemorySentences = 2;

// How many days a time may lie nearer on the wrong side of the tense before it is taken all the
// same: tense is read from few words and often belongs to another clause.
constexpr int kWrongSideDays = 150;

// The same for a year outside those of the section heading.
constexpr int kOutsideSectionDays = 300;

int year_of(Day day) {
  return static_cast<int>(date::year_month_day(day).year());
}

Day first_day(const CalendarTime& time, Day otherwise) {
  const auto days = days_of(time);
  return days ? days->first : otherwise;
}

struct Outcome {
  std::optional<CalendarTime> time;
  bool relative = false;              // depends on the publication time
  bool narrative = false;             // depends on a time named before
  Grain unknown_from = Grain::kNone;  // what to hide when the publication time is not known
  bool weekday_only = false;
};

int season_number(std::string_view symbol) {
  constexpr std::array<std::string_view, 4> kSymbols = {"SP", "SU", "FA", "WI"};
  for (std::size_t i = 0; i < kSymbols.size(); ++i)
    if (kSymbols.at(i) == symbol) return static_cast<int>(i) + 1;
  return 0;
}

class Resolver {
 public:
  Resolver(const ResolverPack& pack, const std::vector<Mention>& mentions,
           const std::vector<SentenceContext>& sentences, const date::time_zone& zone)
      : pack_(pack), mentions_(mentions), sentences_(sentences), zone_(zone) {}

  std::vector<v1::TimeExpression> run() {
    narrative_mode_ = tells_of_other_times();
    std::vector<v1::TimeExpression> out(mentions_.size());
    for (std::size_t i = 0; i < mentions_.size();) {
      std::size_t end = i;
      while (end < mentions_.size() && mentions_[end].sentence == mentions_[i].sentence)
        ++end;
      resolve_sentence(i, end, out);
      i = end;
    }
    for (std::size_t i = 0; i + 1 < mentions_.size(); ++i)
      if (mentions_[i].match == mentions_[i + 1].match && pack_.rules[mentions_[i].rule].range)
        join_range(out[i], out[i + 1]);
    std::erase_if(out, [](const v1::TimeExpression& e) { return e.value().empty(); });
    return out;
  }

 private:
  // The times a sentence names, clock times last: they hang on the days beside them.
  void resolve_sentence(std::size_t begin, std::size_t end, std::vector<v1::TimeExpression>& out) {
    const std::uint32_t sentence = mentions_[begin].sentence;
    sentence_begin_ = begin;
    sentence_end_ = end;
    beside_clock_ = beside_clock();
    const SentenceContext& context = sentences_[sentence];
    reference_ = context.reference;
    if (context.block != block_) {
      block_ = context.block;
      if (!narrative_mode_) day_.reset();
    }
    days_.clear();
    if (narrative_mode_) end_aside(sentence);
    for (std::size_t i = begin; i < end; ++i)
      if (!needs_day(mentions_[i])) resolve(i, out[i]);
    for (std::size_t i = begin; i < end; ++i)
      if (needs_day(mentions_[i])) resolve(i, out[i]);
    if (!days_.empty()) {
      day_ = days_.back().second;
      day_sentence_ = sentence;
    }
    if (narrative_mode_ && context.heading) read_heading(begin, end);
  }

  // The years that a heading names are those of the section below it.
  void read_heading(std::size_t begin, std::size_t end) {
    int first = 0;
    int last = 0;
    for (std::size_t i = begin; i < end; ++i) {
      const Mention& m = mentions_[i];
      if (!m.has(Field::kYear) || m.has(Field::kBeforeChrist)) continue;
      const int year = full_year(m);
      if (first == 0) first = year;
      last = year;
    }
    if (first == 0 || first > last) return;
    section_first_ = first;
    section_last_ = last;
    CalendarTime time;
    time.grain = Grain::kYear;
    time.year = first;
    last_ = time;
    section_time_ = time;
    last_sentence_ = mentions_[begin].sentence;
    day_.reset();
  }

  // Back to the section's years after an aside.
  void end_aside(std::uint32_t sentence) {
    if (!section_first_ || !last_ || last_->before_christ) return;
    if (sentence - last_explicit_sentence_ <= kMemorySentences) return;
    if (last_->year >= *section_first_ && last_->year <= section_last_) return;
    last_ = section_time_;
  }

  bool outside_section(const CalendarTime& time, std::uint32_t sentence) const {
    return section_first_ && sentence - last_explicit_sentence_ > 0 &&
           (time.year < *section_first_ || time.year > section_last_);
  }

  static bool needs_day(const Mention& m) {
    if (m.has(Field::kDay) || m.has(Field::kWeekday) || m.has(Field::kHoliday) ||
        m.has(Field::kUnit))
      return false;
    return m.has(Field::kHour) || m.has(Field::kPart);
  }

  bool tells_of_other_times() {
    int far = 0;
    int near = 0;
    int deictic = 0;
    for (const Mention& m : mentions_) {
      const Reference* reference = sentences_[m.sentence].reference;
      const TagMeaning& tag = pack_.rules[m.rule].tags[m.tag];
      if (tag.kind != MeaningKind::kCalendar) continue;
      if (m.has(Field::kYear)) {
        if (!reference || !reference->last) continue;
        const int distance = std::abs(m.number(Field::kYear) - year_of(*reference->last));
        far += distance >= kFarYears || m.has(Field::kBeforeChrist) ? 1 : 0;
        near += distance < kFarYears ? 1 : 0;
      } else if (m.has(Field::kWeekday) || tag.anchor == lang::v1::ANCHOR_PUBLICATION) {
        ++deictic;
        if (!is_today(m)) ++near_days_;
      }
    }
    return far >= kMinFarMentions && far >= 2 * deictic && 2 * far >= near;
  }

  // The day that relative expressions of this mention count from.
  Day base_day() const { return trial_; }

  // The current time of the story, when the mention should count from it.
  const CalendarTime* story_time(lang::v1::Anchor anchor) const {
    if (!last_ || anchor == lang::v1::ANCHOR_PUBLICATION) return nullptr;
    if (anchor == lang::v1::ANCHOR_NARRATIVE || narrative_mode_) return &*last_;
    return nullptr;
  }

  // In a report, too, a date years away that was just named carries the dates beside it.
  const CalendarTime* remembered(const Mention& m) const {
    if (narrative_mode_) return last_ ? &*last_ : nullptr;
    if (!last_far_ || m.tense == Tense::kFuture) return nullptr;
    if (m.sentence - last_far_sentence_ > kMemorySentences) return nullptr;
    return &*last_far_;
  }

  int full_year(const Mention& m) const {
    const int written = m.number(Field::kYear);
    if (m.digits(Field::kYear) != 2) return written;
    const int reference = last_ && narrative_mode_ ? last_->year : year_of(base_day());
    int year = reference / 100 * 100 + written;
    if (year > reference + 20) year -= 100;
    if (year < reference - 80) year += 100;
    return year;
  }

  // Fields below the year, inside a given year. False when the mention names none.
  bool fill_in_year(const Mention& m, CalendarTime& time) const {
    if (m.has(Field::kMonth)) {
      time.number = m.number(Field::kMonth);
      time.grain = Grain::kMonth;
      if (m.has(Field::kDay)) {
        time.day = m.number(Field::kDay);
        time.grain = Grain::kDay;
      }
      return true;
    }
    if (m.has(Field::kSeason)) {
      time.number = season_number(m.symbol(Field::kSeason));
      time.grain = Grain::kSeason;
      return true;
    }
    if (m.has(Field::kQuarter)) {
      time.number = m.number(Field::kQuarter);
      time.grain = Grain::kQuarter;
      return true;
    }
    if (m.has(Field::kHalf)) {
      time.number = m.number(Field::kHalf);
      time.grain = Grain::kHalf;
      return true;
    }
    if (m.has(Field::kHoliday)) {
      const int year = time.before_christ ? 0 : time.year;
      const auto day = holiday_day(m.symbol(Field::kHoliday), year);
      if (!day) return false;
      time = period_of(*day, Grain::kDay);
      return true;
    }
    return false;
  }

  std::optional<Day> holiday_day(std::string_view name, int year) const {
    for (const lang::v1::Holiday& holiday : pack_.holidays)
      if (holiday.name() == name) return holiday_in(holiday, year);
    return std::nullopt;
  }

  // Which of the yearly recurring times is meant: that of year y for some y near the base.
  template <class InYear>
  std::optional<CalendarTime> choose_year(const Mention& m, const InYear& in_year, Outcome& out) {
    const CalendarTime* story = remembered(m);
    const bool directed = m.has(Field::kDirection);
    const bool in_story = story != nullptr && (!directed || narrative_mode_);
    const Day base = in_story ? first_day(*story, base_day()) : base_day();
    out.narrative = in_story;
    out.relative = !in_story;
    out.unknown_from = Grain::kYear;
    const int year = in_story && !story->before_christ ? story->year : year_of(base);
    if (in_story && story->before_christ && !directed) {
      std::optional<CalendarTime> time = in_year(story->year);
      if (time) time->before_christ = true;
      return time;
    }
    if (in_story && story->grain == Grain::kYear && !directed) return in_year(year);
    std::optional<CalendarTime> best;
    int best_distance = 0;
    for (int y = year - 1; y <= year + 1; ++y) {
      const std::optional<CalendarTime> time = in_year(y);
      if (!time) continue;
      const auto days = days_of(*time);
      if (!days) continue;
      const auto first = static_cast<int>((days->first - base).count());
      const auto last = static_cast<int>((days->last - base).count());
      int distance = first > 0 ? first : last < 0 ? -last : 0;
      if (m.has(Field::kDirection)) {
        const int direction = m.number(Field::kDirection);
        if (direction < 0 && last >= 0) continue;
        if (direction > 0 && first <= 0) continue;
        if (direction == 0 && y != year) continue;
      } else if (!in_story) {
        // Near the reference, and on the side that the tense asks for.
        // Quarters are reported on when they are over, and planned by name.
        const bool business = m.has(Field::kQuarter) || m.has(Field::kHalf);
        const bool past = m.tense == Tense::kPast || (business && m.tense == Tense::kNone);
        const bool future = !business && (m.tense == Tense::kFuture || m.tense == Tense::kPresent);
        if ((past && first > 0) || (future && last < 0)) distance += kWrongSideDays;
      } else if (last < 0) {
        // A story rather moves forward.
        distance += distance / 4;
      }
      if (in_story && outside_section(*time, m.sentence)) distance += kOutsideSectionDays;
      if (m.has(Field::kWeekday) && time->grain == Grain::kDay &&
          date::weekday(days->first).iso_encoding() !=
              static_cast<unsigned>(m.number(Field::kWeekday)))
        distance += 1000;
      if (!best || distance < best_distance) {
        best = time;
        best_distance = distance;
      }
    }
    return best;
  }

  CalendarTime weekday(const Mention& m, Day base, bool in_story) const {
    const int wanted = m.number(Field::kWeekday) % 7;
    const int today = static_cast<int>(date::weekday(base).c_encoding());
    int ahead = (wanted - today + 7) % 7;
    int offset = 0;
    if (m.has(Field::kDirection)) {
      const int direction = m.number(Field::kDirection);
      if (direction < 0) offset = ahead - 7;
      if (direction > 0) offset = ahead == 0 ? 7 : ahead;
      if (direction == 0) offset = m.tense == Tense::kPast ? (ahead == 0 ? 0 : ahead - 7) : ahead;
    } else if (in_story || m.tense == Tense::kFuture || m.tense == Tense::kPresent) {
      offset = ahead;
    } else {
      offset = ahead == 0 ? 0 : ahead - 7;
    }
    return period_of(base + date::days(offset), Grain::kDay);
  }

  // Puts part of day or clock time on a day. False when there is no such time.
  static bool add_clock(const Mention& m, CalendarTime& time) {
    if (m.has(Field::kHour)) {
      int hour = m.number(Field::kHour);
      const int minute = m.has(Field::kMinute) ? m.number(Field::kMinute) : 0;
      if (m.symbol(Field::kHalfDay) == "PM" && hour < 12) hour += 12;
      if (m.symbol(Field::kHalfDay) == "AM" && hour == 12) hour = 0;
      int minutes = hour * 60 + minute;
      if (m.has(Field::kPlusMinutes)) minutes += m.number(Field::kPlusMinutes);
      if (minutes < 0) minutes += 12 * 60;
      if (minutes > 24 * 60 || minute > 59 || minute < 0) return false;
      time.hour = minutes / 60;
      time.minute = minutes % 60;
      time.second = m.has(Field::kSecond) ? m.number(Field::kSecond) : 0;
      if (time.second > 59) return false;
      time.grain = m.has(Field::kSecond) ? Grain::kSecond : Grain::kMinute;
      if (m.has(Field::kZone)) time.zone = m.number(Field::kZone);
    } else if (m.has(Field::kPart)) {
      time.grain = Grain::kPart;
      time.part = m.symbol(Field::kPart);
    }
    return true;
  }

  Outcome calendar(const Mention& m) {
    Outcome out = date_of(m);
    if (!out.time) return out;
    if (m.has(Field::kPlusDays) && out.time->grain == Grain::kDay) {
      out.time = shifted(*out.time, Grain::kDay, m.number(Field::kPlusDays));
      if (!out.time) return out;
    }
    if ((m.has(Field::kHour) || m.has(Field::kPart)) && out.time->grain == Grain::kDay &&
        !add_clock(m, *out.time))
      out.time.reset();
    return out;
  }

  // The date; where the mention names only a clock time, the day it hangs on.
  Outcome date_of(const Mention& m) {
    const TagMeaning& tag = pack_.rules[m.rule].tags[m.tag];
    Outcome out;
    CalendarTime time;
    time.before_christ = m.has(Field::kBeforeChrist);
    if (m.has(Field::kCentury)) {
      time.grain = Grain::kCentury;
      time.year = (m.number(Field::kCentury) - 1) * 100;
      if (time.year < 0) return out;
      out.time = time;
      return out;
    }
    if (m.has(Field::kDecade)) {
      time.grain = Grain::kDecade;
      time.year = m.number(Field::kDecade) / 10 * 10;
      if (time.year < 100 && !time.before_christ) {
        const int reference = year_of(base_day());
        time.year += reference / 100 * 100;
        if (time.year > reference) time.year -= 100;
      }
      out.time = time;
      return out;
    }
    if (m.has(Field::kYear)) {
      time.year = full_year(m);
      time.grain = Grain::kYear;
      if (time.year < 1) return out;
      // A story told in years before Christ goes on in them.
      if (narrative_mode_ && last_ && last_->before_christ && m.digits(Field::kYear) == 3)
        time.before_christ = true;
      fill_in_year(m, time);
      out.time = time;
      return out;
    }
    if (m.has(Field::kUnit)) return by_unit(m, tag);
    if (m.has(Field::kMonth) || m.has(Field::kSeason) || m.has(Field::kQuarter) ||
        m.has(Field::kHalf) || m.has(Field::kHoliday)) {
      out.time = choose_year(
          m,
          [&](int year) -> std::optional<CalendarTime> {
            CalendarTime candidate;
            candidate.grain = Grain::kYear;
            candidate.year = year;
            if (year < 1 || !fill_in_year(m, candidate) || !days_of(candidate)) return std::nullopt;
            return candidate;
          },
          out);
      return out;
    }
    if (m.has(Field::kWeekday)) {
      const CalendarTime* story =
          m.has(Field::kDirection) && !narrative_mode_ ? nullptr : story_time(tag.anchor);
      const bool in_story = story != nullptr && story->grain <= Grain::kDay;
      out.narrative = in_story;
      out.relative = !in_story;
      out.weekday_only = true;
      out.unknown_from = Grain::kDay;
      out.time = weekday(m, in_story ? first_day(*story, base_day()) : base_day(), in_story);
      return out;
    }
    if (m.has(Field::kDay)) return day_of_month(m);
    return day_beside(m);
  }

  // "letzte Woche", "im Mai vorigen Jahres", "Montag voriger Woche", "zwei Tage später".
  Outcome by_unit(const Mention& m, const TagMeaning& tag) {
    Outcome out;
    const Grain unit = grain_of_unit(m.symbol(Field::kUnit));
    if (tag.anchor == lang::v1::ANCHOR_PERIOD && unit == Grain::kYear && last_quarter_ &&
        m.sentence - last_quarter_sentence_ <= kMemorySentences && m.has(Field::kShift)) {
      const double years =
          m.value(Field::kShift) * (m.has(Field::kSign) ? m.value(Field::kSign) : 1);
      out.narrative = true;
      if (std::abs(years) < 100) {
        out.time = shifted(*last_quarter_, Grain::kQuarter, static_cast<int>(years * 4));
        return out;
      }
    }
    const CalendarTime* story = story_time(tag.anchor);
    out.narrative = story != nullptr;
    out.relative = !out.narrative;
    out.unknown_from = unit;
    CalendarTime base = story ? *story : period_of(base_day(), Grain::kDay);
    if (base.grain < Grain::kDay) base.grain = Grain::kDay;
    double shift = m.has(Field::kShift) ? m.value(Field::kShift) : 0;
    if (m.has(Field::kSign)) shift *= m.value(Field::kSign);
    Grain grain = unit;
    // "decade" counts in years by tens; fractions of a unit in the next smaller one.
    const double multiple = m.value(Field::kUnit);
    if (multiple != 0) shift *= multiple;
    if (shift != std::floor(shift) && unit == Grain::kYear) {
      grain = Grain::kMonth;
      shift *= 12;
    }
    if (grain < base.grain && story != nullptr) return out;  // "two days later" after "in May"
    if (std::abs(shift) > 100000) return out;
    if (grain < Grain::kDay) return out;
    if (grain == Grain::kWeekend && !story) shift = weekend_shift(m, shift);
    std::optional<CalendarTime> time = shifted(base, grain, static_cast<int>(std::lround(shift)));
    if (!time) return out;
    if (grain == Grain::kYear && fill_in_year(m, *time)) {
      out.unknown_from = Grain::kYear;
      if (!days_of(*time)) return out;
    } else if (grain == Grain::kMonth && m.has(Field::kDay)) {
      time->day = m.number(Field::kDay);
      time->grain = Grain::kDay;
      out.unknown_from = Grain::kMonth;
      if (!days_of(*time)) return out;
    } else if (grain == Grain::kWeek && m.has(Field::kWeekday)) {
      const auto days = days_of(*time);
      if (!days) return out;
      time = period_of(days->first + date::days(m.number(Field::kWeekday) - 1), Grain::kDay);
      out.unknown_from = Grain::kDay;
      out.weekday_only = true;
    }
    out.time = time;
    return out;
  }

  // Weekends are counted from the day: before Saturday the coming one ends this week.
  double weekend_shift(const Mention& m, double shift) const {
    const bool in_weekend = date::weekday(base_day()).iso_encoding() >= 6;
    if (shift > 0) return in_weekend ? shift : shift - 1;
    if (shift == 0 && !in_weekend && m.tense != Tense::kFuture && m.tense != Tense::kPresent)
      return -1;
    return shift;
  }

  Outcome day_of_month(const Mention& m) {
    Outcome out;
    out.unknown_from = Grain::kMonth;
    const CalendarTime* story = remembered(m);
    CalendarTime base = period_of(base_day(), Grain::kDay);
    if (last_ && last_->grain <= Grain::kMonth && (story || m.sentence == last_sentence_)) {
      base = *last_;
      out.narrative = true;
    } else {
      out.relative = true;
    }
    std::optional<CalendarTime> best;
    for (const int offset : {0, m.tense == Tense::kPast ? -1 : 1}) {
      std::optional<CalendarTime> month = shifted(base, Grain::kMonth, offset);
      if (!month) continue;
      month->day = m.number(Field::kDay);
      month->grain = Grain::kDay;
      const auto days = days_of(*month);
      if (!days) continue;
      const bool wrong_side =
          out.relative && ((m.tense == Tense::kPast && days->first > base_day()) ||
                           (m.tense == Tense::kFuture && days->last < base_day()));
      if (!best || !wrong_side) {
        best = month;
        if (!wrong_side) break;
      }
    }
    out.time = best;
    return out;
  }

  // The day that a clock time or part of day hangs on: one named in the sentence, before it rather
  // than after, else the current day of the paragraph, else the day of publication.
  Outcome day_beside(const Mention& m) {
    Outcome out;
    out.unknown_from = Grain::kDay;
    const auto after = std::partition_point(
        days_.begin(), days_.end(), [&](const auto& day) { return day.first < m.span.begin; });
    if (!days_.empty()) {
      out.time = after == days_.begin() ? after->second : std::prev(after)->second;
      out.narrative = true;
    } else if (day_ && m.sentence - day_sentence_ <= 1) {
      out.time = day_;
      out.narrative = true;
    } else if (narrative_mode_ && last_ && last_->grain <= Grain::kDay) {
      out.time = last_;
      out.narrative = true;
    } else {
      out.time = period_of(base_day(), Grain::kDay);
      out.relative = true;
    }
    out.time->grain = Grain::kDay;
    return out;
  }

  void remember(const Mention& m, const CalendarTime& time) {
    if (time.grain <= Grain::kDay) {
      CalendarTime day = time;
      day.grain = Grain::kDay;
      day.part = {};
      if (!needs_day(m)) days_.emplace_back(m.span.begin, day);
    }
    if (time.grain > Grain::kYear) return;
    if (time.grain == Grain::kQuarter &&
        pack_.rules[m.rule].tags[m.tag].anchor != lang::v1::ANCHOR_PERIOD) {
      last_quarter_ = time;
      last_quarter_sentence_ = m.sentence;
    }
    last_ = time;
    last_sentence_ = m.sentence;
    if (section_first_ && time.year >= *section_first_ && time.year <= section_last_)
      section_time_ = time;
    if (m.has(Field::kYear)) last_explicit_sentence_ = m.sentence;
    if (m.has(Field::kYear) && reference_ && reference_->last) {
      if (std::abs(time.year - year_of(*reference_->last)) >= kFarYears || time.before_christ) {
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

  void resolve(std::size_t index, v1::TimeExpression& out) {
    const Mention& m = mentions_[index];
    const RuleMeaning& rule = pack_.rules[m.rule];
    const TagMeaning& tag = rule.tags[m.tag];
    out.mutable_span()->set_begin(m.span.begin);
    out.mutable_span()->set_end(m.span.end);
    out.set_sentence(m.sentence);
    out.set_rule(rule.name);
    out.set_mod(std::string(m.symbol(Field::kMod)));
    out.set_quant(std::string(m.symbol(Field::kQuant)));
    out.set_freq(std::string(m.symbol(Field::kFreq)));
    const bool known = reference_ && reference_->last;
    trial_ = known ? *reference_->last : Day(date::year(2000) / 1 / 1);
    switch (tag.kind) {
      case MeaningKind::kVague:
        out.set_type(v1::TIMEX_TYPE_DATE);
        out.set_value(std::string(m.symbol(Field::kVague)));
        break;
      case MeaningKind::kLength:
        out.set_type(v1::TIMEX_TYPE_DURATION);
        out.set_value(length_value(m, pack_.splits_fractions));
        add_length_interval(m, tag, out);
        break;
      case MeaningKind::kRecurrence:
        out.set_type(v1::TIMEX_TYPE_SET);
        out.set_value(recurrence_value(m));
        break;
      case MeaningKind::kCalendar:
        resolve_calendar(m, out);
        break;
    }
    if (out.has_interval()) finish_interval(m, rule, out);
  }

  void resolve_calendar(const Mention& m, v1::TimeExpression& out) {
    Outcome outcome = calendar(m);
    const bool time_of_day = m.has(Field::kHour) || m.has(Field::kPart);
    out.set_type(time_of_day ? v1::TIMEX_TYPE_TIME : v1::TIMEX_TYPE_DATE);
    // "heute" in a text of other times is the reader's present, not a day.
    if (!time_of_day && is_today(m) && is_general_present(m)) {
      out.set_value("PRESENT_REF");
      return;
    }
    if (!outcome.time) {
      if (outcome.narrative || outcome.relative) out.set_value("XXXX-XX-XX");
      return;
    }
    if (!days_of(*outcome.time)) return;  // no such day: not a time
    const bool known = !outcome.relative || (reference_ && reference_->exact());
    out.set_value(value_of(m, outcome, known));
    if (!outcome.relative || known) remember(m, *outcome.time);
    std::optional<v1::TimeInterval> interval = interval_of(*outcome.time, zone_);
    if (!interval) return;
    if (outcome.relative) {
      if (!reference_ || !reference_->last) return;
      if (!reference_->exact()) widen(m, *interval);
      interval->set_basis(reference_->exact() || reference_->first ? reference_->basis
                                                                   : v1::TIME_BASIS_BOUND_ONLY);
    } else {
      interval->set_basis(outcome.narrative ? v1::TIME_BASIS_RELATIVE_TO_NARRATIVE
                                            : v1::TIME_BASIS_EXPLICIT);
    }
    *out.mutable_interval() = *interval;
  }

  bool is_today(const Mention& m) const {
    return pack_.rules[m.rule].tags[m.tag].or_present && m.value(Field::kShift) == 0;
  }

  // "heute" without a day of its own: in a text of other times, and in an essay, one that points to
  // no other day around its publication and does not tell what happened or will happen "today".
  bool is_general_present(const Mention& m) const {
    if (narrative_mode_) return true;
    return near_days_ == 0 && m.tense != Tense::kFuture && !beside_clock_;
  }

  // Whether the sentence names a time of day.
  bool beside_clock() const {
    for (std::size_t i = sentence_begin_; i < sentence_end_; ++i)
      if (mentions_[i].has(Field::kHour) || mentions_[i].has(Field::kPart)) return true;
    return false;
  }

  // The publication time is not one day: the earliest reading with its first day, the latest with
  // its last.
  void widen(const Mention& m, v1::TimeInterval& interval) {
    interval.clear_earliest_day();
    interval.clear_earliest_second();
    interval.set_precision(v1::PRECISION_RANGE);
    if (reference_->first) {
      trial_ = *reference_->first;
      const Outcome first = calendar(m);
      const auto days = first.time ? days_of(*first.time) : std::nullopt;
      if (days) interval.set_earliest_day(to_number(days->first));
    }
    if (interval.has_latest_second()) {
      interval.clear_latest_second();
      interval.clear_utc_offset_minutes();
    }
  }

  static std::string value_of(const Mention& m, const Outcome& outcome, bool known) {
    if (known) return to_timex3(*outcome.time);
    if (outcome.weekday_only) {
      std::string out = "XXXX-WXX-" + std::to_string(m.number(Field::kWeekday));
      if (outcome.time->grain == Grain::kPart) out += "T" + std::string(outcome.time->part);
      return out;
    }
    return to_timex3(*outcome.time, outcome.unknown_from);
  }

  void add_length_interval(const Mention& m, const TagMeaning& tag, v1::TimeExpression& out) {
    if (tag.length_anchor == lang::v1::LENGTH_ANCHOR_UNSPECIFIED) return;
    const CalendarTime* story = story_time(lang::v1::ANCHOR_UNSPECIFIED);
    const bool in_story = narrative_mode_ && story;
    if (!in_story && (!reference_ || !reference_->last)) return;
    if (in_story && story->grain > Grain::kDay) return;
    const Day base = in_story ? first_day(*story, trial_) : trial_;
    std::optional<v1::TimeInterval> interval = length_interval(m, tag.length_anchor, base);
    if (!interval) return;
    if (in_story) {
      interval->set_basis(v1::TIME_BASIS_RELATIVE_TO_NARRATIVE);
    } else if (reference_->exact()) {
      interval->set_basis(reference_->basis);
    } else {
      interval->clear_earliest_day();
      interval->set_precision(v1::PRECISION_RANGE);
      interval->set_basis(v1::TIME_BASIS_BOUND_ONLY);
      if (reference_->first) {
        const auto first = length_interval(m, tag.length_anchor, *reference_->first);
        if (first) interval->set_earliest_day(first->earliest_day());
        interval->set_basis(reference_->basis);
      }
    }
    *out.mutable_interval() = *interval;
  }

  static void finish_interval(const Mention& m, const RuleMeaning& rule, v1::TimeExpression& out) {
    v1::TimeInterval& interval = *out.mutable_interval();
    interval.set_timex3_value(out.value());
    interval.set_rule(rule.name);
    interval.mutable_evidence()->set_begin(m.span.begin);
    interval.mutable_evidence()->set_end(m.span.end);
    interval.set_edtf(to_edtf(interval));
  }

  // Both expressions of a range get the interval from the first's begin to the second's end.
  static void join_range(v1::TimeExpression& first, v1::TimeExpression& second) {
    if (!first.has_interval() || !second.has_interval()) return;
    v1::TimeInterval& a = *first.mutable_interval();
    v1::TimeInterval& b = *second.mutable_interval();
    if (!a.has_earliest_day() || !b.has_latest_day() || a.earliest_day() > b.latest_day()) return;
    if (a.has_earliest_second() != b.has_latest_second()) return;
    if (a.has_earliest_second() && a.earliest_second() > b.latest_second()) return;
    a.set_latest_day(b.latest_day());
    b.set_earliest_day(a.earliest_day());
    if (a.has_earliest_second()) {
      a.set_latest_second(b.latest_second());
      b.set_earliest_second(a.earliest_second());
    }
    for (v1::TimeInterval* interval : {&a, &b}) {
      interval->set_precision(v1::PRECISION_RANGE);
      interval->mutable_evidence()->set_begin(first.span().begin());
      interval->mutable_evidence()->set_end(second.span().end());
      interval->set_edtf(to_edtf(*interval));
    }
  }

  const ResolverPack& pack_;
  const std::vector<Mention>& mentions_;
  const std::vector<SentenceContext>& sentences_;
  const date::time_zone& zone_;

  bool narrative_mode_ = false;
  int near_days_ = 0;  // mentions of days around publication, "heute" apart
  const Reference* reference_ = nullptr;
  Day trial_{};                     // the publication day to resolve against
  std::size_t sentence_begin_ = 0;  // mentions of the sentence being resolved
  std::size_t sentence_end_ = 0;
  bool beside_clock_ = false;
  std::uint32_t block_ = 0;
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
  std::optional<CalendarTime> day_;  // last named in the paragraph
  std::uint32_t day_sentence_ = 0;
  // Days the sentence names, with where they stand.
  std::vector<std::pair<std::uint32_t, CalendarTime>> days_;
};

}  // namespace

std::vector<v1::TimeExpression> resolve_mentions(const ResolverPack& pack,
                                                 const std::vector<Mention>& mentions,
                                                 const std::vector<SentenceContext>& sentences,
                                                 const date::time_zone& zone) {
  return Resolver(pack, mentions, sentences, zone).run();
}

}  // namespace annals::when
