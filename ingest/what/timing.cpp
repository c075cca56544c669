#include "ingest/what/timing.h"

#include <algorithm>
#include <cstdlib>

#include "engine/base/interval.h"

namespace annals::what {
namespace {

bool dates(const v1::TimeExpression& time) {
  return time.has_interval() &&
         (time.type() == v1::TIMEX_TYPE_DATE || time.type() == v1::TIMEX_TYPE_TIME) &&
         (time.interval().has_earliest_day() || time.interval().has_latest_day());
}

bool is_past(const v1::TimeInterval& interval, const std::optional<v1::TimeInterval>& reported) {
  return reported && reported->has_latest_day() && interval.has_latest_day() &&
         interval.latest_day() <= reported->latest_day();
}

std::int32_t clause_at(const SentenceView& view, const v1::TextSpan& span) {
  for (const Word& word : view.words) {
    const Span token = view.analysis->tokens[word.token].span;
    if (token.end > span.begin() && token.begin < span.end() && word.clause >= 0)
      return word.clause;
  }
  return -1;
}

// "die seit 2009 verstaatlichte Bank": a time between a determiner with a preposition and an
// attribute with its noun says something about the noun, not when the clause's event was. "hat das
// am Montag mitgeteilt" has a verb there.
bool in_attribute(const SentenceView& view, const v1::TextSpan& span) {
  if (!view.lexicon->grammar().verb_bracket()) return false;
  const std::int32_t size = view.size();
  std::int32_t first = 0;
  while (first < size && view.token(first).span.end <= span.begin())
    ++first;
  std::int32_t behind = first;
  while (behind < size && view.token(behind).span.begin < span.end())
    ++behind;
  constexpr std::int32_t kReach = 4;
  std::int32_t preposition = std::min(first, size - 1);
  while (preposition > 0 && preposition > first - kReach &&
         !view.word(preposition).has(kPreposition))
    --preposition;
  if (preposition < 1 || !view.word(preposition).has(kPreposition) ||
      !view.word(preposition - 1).has(kDeterminer))
    return false;
  const auto noun = [&](std::int32_t i) {
    return i < size &&
           (view.word(i).cls == WordClass::kNoun || view.word(i).cls == WordClass::kName);
  };
  if (behind >= size || noun(behind) || !(noun(behind + 1) || noun(behind + 2))) return false;
  const std::int32_t c = view.word(behind).clause;
  return c >= 0 && view.clause(c).main != behind && view.clause(c).finite != behind &&
         !view.word(behind).has(kPreposition | kDeterminer | kCoordinator);
}

// "Mittwoch, 9. September:", "BERLIN, Dec 27 -": dates what follows. "Vertrauensfrage im Januar:"
// dates what it names itself.
bool is_stamp(const SentenceView& view, const Clause& clause) {
  if (clause.main >= 0 || clause.finite >= 0 || clause.type != ClauseType::kMain) return false;
  for (std::int32_t k = clause.first_nominal; k < clause.last_nominal; ++k) {
    const Nominal& n = view.nominal(k);
    if (!n.time && view.word(n.head).cls != WordClass::kName) return false;
  }
  return true;
}

bool says(const SentenceView& view, const std::vector<ClauseReading>& readings, std::int32_t c) {
  const std::uint32_t f = readings[static_cast<std::size_t>(c)].frame;
  return f != kNoIndex && view.lexicon->frames[f].pack->say() != lang::SAY_KIND_UNSPECIFIED;
}

}  // namespace

bool not_yet(v1::Modality modality) {
  return modality != v1::MODALITY_ASSERTED && modality != v1::MODALITY_UNSPECIFIED;
}

bool is_future(const v1::TimeInterval& interval, const std::optional<v1::TimeInterval>& reported) {
  return reported && reported->has_latest_day() && interval.has_earliest_day() &&
         interval.earliest_day() > reported->latest_day();
}

void choose_times(const SentenceView& view, const std::vector<ClauseReading>& readings,
                  const RecordCursor& cursor, std::span<Draft> drafts) {
  if (drafts.empty() || view.words.empty()) return;
  const v1::ArticleRecord& record = *view.record;
  const std::uint32_t end = view.span_of(0, view.size()).end;
  const std::uint32_t section = view.analysis->sentences[view.index].section;
  const auto reported = report_time(record, section);
  for (Draft& draft : drafts) {
    if (draft.kind == DraftKind::kAttribute) continue;
    const Clause& own = view.clause(draft.clause);
    std::int64_t best = INT64_MAX;
    for (int t = cursor.time; t < record.times_size() && record.times(t).span().begin() < end;
         ++t) {
      const v1::TimeExpression& time = record.times(t);
      if (!dates(time) || time.span().end() <= view.token(0).span.begin) continue;
      const std::int32_t at = clause_at(view, time.span());
      if (at < 0 || in_attribute(view, time.span())) continue;
      // A past event does not lie behind its report.
      if (draft.modality == v1::MODALITY_ASSERTED && is_future(time.interval(), reported) &&
          (draft.tense == Tense::kPast || draft.perfect))
        continue;
      // "eine Frist bis Mitte September": an end is no date of what was done.
      if (!time.interval().has_earliest_day() && draft.modality == v1::MODALITY_ASSERTED) continue;
      std::int64_t penalty = 0;
      if (at != draft.clause) {
        const Clause& other = view.clause(at);
        const bool sibling = own.shares == at || other.shares == draft.clause;
        const bool inside =
            other.parent == draft.clause &&
            (other.type == ClauseType::kInfinitive || other.type == ClauseType::kGerund);
        const bool around = own.parent == at &&
                            (own.type == ClauseType::kInfinitive ||
                             own.type == ClauseType::kGerund || own.type == ClauseType::kReduced);
        if (says(view, readings, at) && at != draft.clause) {
          const bool told_by = own.parent == at || own.type == ClauseType::kMain;
          if (told_by && draft.time_bound < 0) draft.time_bound = t;
          continue;
        }
        if (!sibling && !inside && !around && !is_stamp(view, other)) continue;
        // In "plans to buy on Monday" the day is the infinitive's.
        if (inside && draft.kind != DraftKind::kNoun) continue;
        penalty = 100000;
      }
      const std::int64_t distance = std::abs(static_cast<std::int64_t>(time.span().begin()) -
                                             static_cast<std::int64_t>(draft.trigger.begin));
      if (draft.kind == DraftKind::kNoun && !draft.carried && distance > 60) continue;
      // A wanted future is better dated by a future day; "set a deadline for the sale on Monday"
      // dates the deadline, not the sale.
      if (not_yet(draft.modality) && draft.kind == DraftKind::kNoun &&
          is_past(time.interval(), reported))
        continue;
      if (not_yet(draft.modality) && !is_future(time.interval(), reported)) penalty += 1000;
      if (distance + penalty < best) {
        best = distance + penalty;
        draft.time = t;
      }
    }
  }
}

std::optional<v1::TimeInterval> report_time(const v1::ArticleRecord& record,
                                            std::uint32_t section) {
  const v1::Article& article = record.article();
  if (section < static_cast<std::uint32_t>(article.sections_size())) {
    const v1::Section& s = article.sections(static_cast<int>(section));
    if (s.has_stamp()) return s.stamp();
  }
  if (article.has_published()) return article.published();
  // Whatever stands before an update was there when the update was made.
  std::optional<v1::TimeInterval> bound;
  for (const v1::Section& s : article.sections()) {
    if (!s.has_stamp() || !s.stamp().has_latest_day()) continue;
    if (!bound || s.stamp().latest_day() < bound->latest_day()) bound = no_later_than(s.stamp());
  }
  if (!bound && article.has_updated()) bound = no_later_than(article.updated());
  return bound;
}

bool is_stamped_update(const v1::ArticleRecord& record, std::uint32_t section) {
  const v1::Article& article = record.article();
  if (section >= static_cast<std::uint32_t>(article.sections_size())) return false;
  const v1::Section& s = article.sections(static_cast<int>(section));
  return s.kind() != v1::SECTION_KIND_MAIN && s.kind() != v1::SECTION_KIND_UNSPECIFIED &&
         s.has_stamp() && s.stamp().has_earliest_day() && s.stamp().has_latest_day();
}

Report report_of(const v1::ArticleRecord& record, std::uint32_t section) {
  Report out{.section = section, .time = report_time(record, section), .bound = std::nullopt};
  if (out.time) out.bound = no_later_than(*out.time);
  return out;
}

void date_event(const Draft& draft, bool speech, const Report& report,
                const v1::ArticleRecord& record, v1::Event& event) {
  const auto& reported = report.time;
  if (draft.time >= 0) {
    event.add_reasons("its clause names the time");
    *event.mutable_interval() = record.times(draft.time).interval();
    return;
  }
  const bool hearsay = !draft.sources.empty() || draft.reportative;
  // A bare noun or an attribute says nothing about when.
  if (draft.kind == DraftKind::kAttribute) return;
  if (draft.kind == DraftKind::kNoun && !draft.carried && !draft.title) return;
  if (not_yet(draft.modality) && !speech && !draft.perhaps_done) {
    // What is only planned has no day; but that somebody reports or proposes it has a bound.
    if (!(hearsay && (draft.reportative || draft.modality == v1::MODALITY_PROPOSED ||
                      draft.modality == v1::MODALITY_POSSIBLE || draft.negative)))
      return;
  }
  if (!reported || !reported->has_latest_day()) {
    event.add_reasons("no time is named and the report is undated");
    return;
  }
  const bool pluperfect = draft.perfect && draft.tense == Tense::kPast;
  if (draft.time_bound >= 0 && !not_yet(draft.modality)) {
    const v1::TimeInterval& said = record.times(draft.time_bound).interval();
    if (said.has_latest_day() && !is_future(said, reported)) {
      event.add_reasons("no later than it was said");
      v1::TimeInterval& bound = *event.mutable_interval();
      bound = no_later_than(said);
      bound.clear_evidence();
      bound.clear_source();
      return;
    }
  }
  const bool whole = reported->has_earliest_day() && reported->has_latest_day() &&
                     reported->latest_day() - reported->earliest_day() <= 1;
  const bool update = is_stamped_update(record, report.section);
  if (whole && !pluperfect && !draft.relative && (draft.news || update)) {
    event.add_reasons(update ? "news of the update that tells it"
                             : "the text says that it has just happened");
    v1::TimeInterval& day = *event.mutable_interval();
    day = day_interval(day_from_number(reported->latest_day()));
    day.set_basis(v1::TIME_BASIS_INFERRED_FROM_TENSE);
    return;
  }
  event.add_reasons(pluperfect ? "pluperfect: before the report" : "no later than the report");
  *event.mutable_interval() = *report.bound;
}

}  // namespace annals::what
