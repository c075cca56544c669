#include "ingest/when/resolver.h"

#include <cmath>
#include <cstdlib>

#include <date/date.h>

#include "engine/base/interval.h"
#include "ingest/when/evidence.h"
#include "ingest/when/fields.h"
#include "ingest/when/length.h"
#include "ingest/when/story.h"

namespace annals::when {
namespace {

// How many days a time may lie nearer on the wrong side of the tense before it is taken all the
// same: tense is read from few words and often belongs to another clause.
constexpr int kWrongSideDays = 150;

// The same for a year outside those of the section heading.
constexpr int kOutsideSectionDays = 300;

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

class Resolver {
 public:
  Resolver(const ResolverPack& pack, const std::vector<Mention>& mentions,
           const std::vector<SentenceContext>& sentences, const date::time_zone& zone)
      : pack_(pack), mentions_(mentions), sentences_(sentences), zone_(zone) {}

  std::vector<v1::TimeExpression> run() {
    const TextKind kind = kind_of_text(pack_, mentions_, sentences_);
    near_days_ = kind.near_days;
    memory_ = StoryMemory(kind.narrative);
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
    memory_.begin_sentence(sentence, context.block);
    for (std::size_t i = begin; i < end; ++i)
      if (!needs_day(mentions_[i])) resolve(i, out[i]);
    for (std::size_t i = begin; i < end; ++i)
      if (needs_day(mentions_[i])) resolve(i, out[i]);
    memory_.end_sentence(sentence);
    if (memory_.narrative() && context.heading) read_heading(begin, end);
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
    memory_.enter_section(first, last, mentions_[begin].sentence);
  }

  // The day that relative expressions of this mention count from.
  Day base_day() const { return trial_; }

  int full_year(const Mention& m) const {
    const int written = m.number(Field::kYear);
    if (m.digits(Field::kYear) != 2) return written;
    const int reference = memory_.last() != nullptr && memory_.narrative() ? memory_.last()->year
                                                                           : year_of(base_day());
    int year = reference / 100 * 100 + written;
    if (year > reference + 20) year -= 100;
    if (year < reference - 80) year += 100;
    return year;
  }

  // Which of the yearly recurring times is meant: that of year y for some y near the base.
  template <class InYear>
  std::optional<CalendarTime> choose_year(const Mention& m, const InYear& in_year, Outcome& out) {
    const CalendarTime* story = memory_.remembered(m);
    const bool directed = m.has(Field::kDirection);
    const bool in_story = story != nullptr && (!directed || memory_.narrative());
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
      if (in_story && memory_.outside_section(*time, m.sentence)) distance += kOutsideSectionDays;
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
      if (memory_.narrative() && memory_.last() != nullptr && memory_.last()->before_christ &&
          m.digits(Field::kYear) == 3)
        time.before_christ = true;
      fill_in_year(m, pack_.holidays, time);
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
            if (year < 1 || !fill_in_year(m, pack_.holidays, candidate) || !days_of(candidate))
              return std::nullopt;
            return candidate;
          },
          out);
      return out;
    }
    if (m.has(Field::kWeekday)) {
      const CalendarTime* story = m.has(Field::kDirection) && !memory_.narrative()
                                      ? nullptr
                                      : memory_.story_time(tag.anchor);
      const bool in_story = story != nullptr && story->grain <= Grain::kDay;
      out.narrative = in_story;
      out.relative = !in_story;
      out.weekday_only = true;
      out.unknown_from = Grain::kDay;
      out.time = weekday_near(m, in_story ? first_day(*story, base_day()) : base_day(), in_story);
      return out;
    }
    if (m.has(Field::kDay)) return day_of_month(m);
    return day_beside(m);
  }

  // "letzte Woche", "im Mai vorigen Jahres", "Montag voriger Woche", "zwei Tage später".
  Outcome by_unit(const Mention& m, const TagMeaning& tag) {
    Outcome out;
    const Grain unit = grain_of_unit(m.symbol(Field::kUnit));
    const CalendarTime* quarter = memory_.quarter_beside(m);
    if (tag.anchor == lang::v1::ANCHOR_PERIOD && unit == Grain::kYear && quarter != nullptr &&
        m.has(Field::kShift)) {
      const double years =
          m.value(Field::kShift) * (m.has(Field::kSign) ? m.value(Field::kSign) : 1);
      out.narrative = true;
      if (std::abs(years) < 100) {
        out.time = shifted(*quarter, Grain::kQuarter, static_cast<int>(years * 4));
        return out;
      }
    }
    const CalendarTime* story = memory_.story_time(tag.anchor);
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
    if (grain == Grain::kYear && fill_in_year(m, pack_.holidays, *time)) {
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
    const CalendarTime* month_of_story = memory_.month_beside(m);
    CalendarTime base = period_of(base_day(), Grain::kDay);
    if (month_of_story != nullptr) {
      base = *month_of_story;
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

  // The day that a clock time or part of day hangs on: one of the story, else the day of
  // publication.
  Outcome day_beside(const Mention& m) {
    Outcome out;
    out.unknown_from = Grain::kDay;
    out.time = memory_.day_beside(m);
    out.narrative = out.time.has_value();
    if (!out.time) {
      out.time = period_of(base_day(), Grain::kDay);
      out.relative = true;
    }
    out.time->grain = Grain::kDay;
    return out;
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
    if (out.has_interval()) finish_interval(m, rule.name, out);
  }

  void resolve_calendar(const Mention& m, v1::TimeExpression& out) {
    Outcome outcome = calendar(m);
    const bool time_of_day = m.has(Field::kHour) || m.has(Field::kPart);
    out.set_type(time_of_day ? v1::TIMEX_TYPE_TIME : v1::TIMEX_TYPE_DATE);
    // "heute" in a text of other times is the reader's present, not a day.
    if (!time_of_day && is_today(pack_, m) && is_general_present(m)) {
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
    if (!outcome.relative || known)
      memory_.remember(m, *outcome.time,
                       pack_.rules[m.rule].tags[m.tag].anchor == lang::v1::ANCHOR_PERIOD,
                       reference_);
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

  // "heute" without a day of its own: in a text of other times, and in an essay, one that points to
  // no other day around its publication and does not tell what happened or will happen "today".
  bool is_general_present(const Mention& m) const {
    if (memory_.narrative()) return true;
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
    const CalendarTime* story = memory_.story_time(lang::v1::ANCHOR_UNSPECIFIED);
    const bool in_story = memory_.narrative() && story;
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

  const ResolverPack& pack_;
  const std::vector<Mention>& mentions_;
  const std::vector<SentenceContext>& sentences_;
  const date::time_zone& zone_;

  StoryMemory memory_;
  int near_days_ = 0;  // of the text's kind
  const Reference* reference_ = nullptr;
  Day trial_{};                     // the publication day to resolve against
  std::size_t sentence_begin_ = 0;  // mentions of the sentence being resolved
  std::size_t sentence_end_ = 0;
  bool beside_clock_ = false;
};

}  // namespace

std::vector<v1::TimeExpression> resolve_mentions(const ResolverPack& pack,
                                                 const std::vector<Mention>& mentions,
                                                 const std::vector<SentenceContext>& sentences,
                                                 const date::time_zone& zone) {
  return Resolver(pack, mentions, sentences, zone).run();
}

}  // namespace annals::when
