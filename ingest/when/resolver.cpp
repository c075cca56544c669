#include "ingest/when/resolver.h"

#include <utility>

#include <date/date.h>

#include "engine/base/interval.h"
#include "ingest/when/dating.h"
#include "ingest/when/evidence.h"
#include "ingest/when/length.h"
#include "ingest/when/story.h"

namespace annals::when {
namespace {

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
    memory_.begin_sentence(sentence, reference_);
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
      const int year = Dating(pack_, memory_, trial_).full_year(m);
      if (first == 0) first = year;
      last = year;
    }
    if (first == 0 || first > last) return;
    memory_.enter_section(first, last, mentions_[begin].sentence);
  }

  Dated dated(const Mention& m, Day base) const { return Dating(pack_, memory_, base).date(m); }

  void resolve(std::size_t index, v1::TimeExpression& out) {
    const Mention& m = mentions_[index];
    const RuleMeaning& rule = pack_.rules[m.rule];
    const TagMeaning& tag = rule.tags[m.tag];
    if (tag.not_past && m.tense == Tense::kPast) return;
    if (tag.text ==
        (memory_.narrative() ? lang::v1::TEXT_KIND_REPORT : lang::v1::TEXT_KIND_NARRATIVE))
      return;
    out.mutable_span()->set_begin(m.span.begin);
    out.mutable_span()->set_end(m.span.end);
    out.set_sentence(m.sentence);
    out.set_rule(rule.name);
    if (m.has(Field::kMod)) out.set_mod(std::string(m.symbol(Field::kMod)));
    if (m.has(Field::kQuant)) out.set_quant(std::string(m.symbol(Field::kQuant)));
    if (m.has(Field::kFreq)) out.set_freq(std::string(m.symbol(Field::kFreq)));
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
        if (grain_of_unit(m.symbol(Field::kUnit)) == Grain::kMonth) memory_.forget_quarter();
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
    const Dated outcome = dated(m, trial_);
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
    out.set_value(value_of(m, outcome, *outcome.time, known));
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
    *out.mutable_interval() = *std::move(interval);
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
      const Dated first = dated(m, *reference_->first);
      const auto days = first.time ? days_of(*first.time) : std::nullopt;
      if (days) interval.set_earliest_day(to_number(days->first));
    }
    if (interval.has_latest_second()) {
      interval.clear_latest_second();
      interval.clear_utc_offset_minutes();
    }
  }

  static std::string value_of(const Mention& m, const Dated& outcome, const CalendarTime& time,
                              bool known) {
    if (known) return to_timex3(time);
    if (outcome.weekday_only) {
      std::string out = "XXXX-WXX-" + std::to_string(m.number(Field::kWeekday));
      if (time.grain == Grain::kPart) out += "T" + std::string(time.part);
      return out;
    }
    return to_timex3(time, outcome.unknown_from);
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
    *out.mutable_interval() = *std::move(interval);
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
