// What a reader should take an event for: status, factuality, confidence; and its evidence.
#include "ingest/what/event_writer.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include <fmt/format.h>

#include "engine/base/confidence.h"
#include "engine/base/hash.h"
#include "engine/base/ids.h"
#include "engine/base/interval.h"

namespace annals::what {
namespace {

// What only the models take for an event is kept, but below what queries count on.
constexpr double kLearnedConfidence = 0.8 * kLeastQueriedConfidence;
// Of an event whose class is learned, before its participants: about that of a noun's.
constexpr double kClassConfidence = 0.3;

// A source that takes part in the event speaks about itself.
bool by_party(const Draft& draft) {
  for (const Source& source : draft.sources) {
    if (source.actor < 0 || source.kind == v1::ATTRIBUTION_KIND_REPORTATIVE) continue;
    for (const DraftArgument& argument : draft.arguments) {
      if (argument.actor == source.actor &&
          (argument.role == v1::ROLE_AGENT || argument.role == v1::ROLE_PARTNER))
        return true;
    }
  }
  return false;
}

v1::Status status_of(const Draft& draft, v1::Modality modality, const lang::EventClass* event_class,
                     bool dated_ahead, std::string_view& why) {
  const bool speech = event_class != nullptr && event_class->speech();
  if (draft.denied) {
    why = "somebody denies it";
    return v1::STATUS_DENIED;
  }
  if (speech) {
    why = "an act of speech";
    return event_class->status() != v1::STATUS_UNSPECIFIED ? event_class->status()
                                                           : v1::STATUS_SAID;
  }
  if (draft.alleged) {
    why = "an accusation";
    return v1::STATUS_ALLEGED;
  }
  if (not_yet(modality)) {
    if (dated_ahead && !draft.negative) {
      why = "due on a named day";
      return v1::STATUS_DUE;
    }
    // Hearsay about what is to come, or a negated plan, is a report.
    const bool by_others = !draft.sources.empty() && !by_party(draft);
    if (by_others && (draft.reportative || draft.negative)) {
      why = "reported by a source that is not party to it";
      return v1::STATUS_REPORTED;
    }
    if (!draft.sources.empty() && !by_others && modality == v1::MODALITY_POSSIBLE) {
      why = "its actor says that it may be";
      return v1::STATUS_SAID;
    }
    if (draft.status != v1::STATUS_UNSPECIFIED) return draft.status;
    if (draft.perhaps_done && modality == v1::MODALITY_POSSIBLE) {
      why = "perhaps it is done";
      return v1::STATUS_ALLEGED;
    }
    why = "not done yet, no day named";
    return v1::STATUS_PLANNED;
  }
  if (dated_ahead) {
    why = "due on a named day";
    return v1::STATUS_DUE;
  }
  if (draft.confirmed) {
    why = "confirmed";
    return v1::STATUS_CONFIRMED;
  }
  if (by_party(draft)) {
    why = "a party to it says so";
    return v1::STATUS_CONFIRMED;
  }
  if (draft.status != v1::STATUS_UNSPECIFIED) return draft.status;
  const bool hearsay = draft.reportative || !draft.sources.empty();
  if (event_class != nullptr && event_class->official() && !hearsay && !draft.negative &&
      draft.kind != DraftKind::kNoun) {
    const bool agent = std::any_of(draft.arguments.begin(), draft.arguments.end(),
                                   [](const DraftArgument& a) { return a.role == v1::ROLE_AGENT; });
    if (agent) {
      why = "an official act";
      return v1::STATUS_CONFIRMED;
    }
  }
  if (event_class != nullptr && event_class->status() != v1::STATUS_UNSPECIFIED &&
      !draft.negative) {
    why = "by its class";
    return event_class->status();
  }
  why = "the article reports it";
  return v1::STATUS_REPORTED;
}

v1::Factuality factuality_of(const Draft& draft, v1::Modality modality, v1::Status status) {
  int level = 3;  // 3 certain, 2 probable, 1 possible
  switch (modality) {
    case v1::MODALITY_SCHEDULED:
    case v1::MODALITY_PLANNED:
      level = 2;
      break;
    case v1::MODALITY_POSSIBLE:
    case v1::MODALITY_PROPOSED:
    case v1::MODALITY_DEMANDED:
    case v1::MODALITY_THREATENED:
    case v1::MODALITY_CONDITIONAL:
      level = 1;
      break;
    default:
      break;
  }
  if (draft.kind == DraftKind::kNoun && !draft.carried) level = std::min(level, 2);
  if (draft.supposed || status == v1::STATUS_ALLEGED) level = std::min(level, 1);
  if (!draft.sources.empty() && status != v1::STATUS_CONFIRMED && status != v1::STATUS_SAID)
    level = std::min(level, 2);
  if (draft.reportative) level = std::min(level, 2);
  if (draft.hedge == v1::FACTUALITY_PROBABLE) level = std::min(level, 2);
  if (draft.hedge == v1::FACTUALITY_POSSIBLE) level = std::min(level, 1);
  const bool negative = draft.negative != (status == v1::STATUS_DENIED);
  if (negative) {
    return level == 3   ? v1::FACTUALITY_CERTAINLY_NOT
           : level == 2 ? v1::FACTUALITY_PROBABLY_NOT
                        : v1::FACTUALITY_POSSIBLY_NOT;
  }
  return level == 3   ? v1::FACTUALITY_CERTAIN
         : level == 2 ? v1::FACTUALITY_PROBABLE
                      : v1::FACTUALITY_POSSIBLE;
}

double confidence_of(const Draft& draft, const lang::EventClass* event_class) {
  double value = 0.55;
  if (draft.kind == DraftKind::kNoun) value = draft.carried ? 0.5 : 0.3;
  if (draft.kind == DraftKind::kAdjective) value = 0.5;
  if (event_class == nullptr) value -= 0.2;
  // What lasts is shown with the article; a timeline tells what happens.
  if (draft.learned || (event_class != nullptr && event_class->state())) return kLearnedConfidence;
  if (draft.event_class != kNoIndex) value = std::min(value, kClassConfidence);
  bool agent = false;
  bool other = false;
  for (const DraftArgument& argument : draft.arguments) {
    if (argument.actor < 0) continue;
    (argument.role == v1::ROLE_AGENT ? agent : other) = true;
  }
  if (agent) value += 0.12;
  if (other) value += 0.12;
  if (!agent && !other) value -= 0.15;
  if (draft.time >= 0) value += 0.08;
  if (draft.confirmed) value += 0.05;
  // That something was said says little when nothing is told of it.
  if (event_class != nullptr && event_class->speech() && !other) value -= 0.15;
  if (draft.title) value -= 0.12;
  if (draft.quoted) value -= 0.12;
  if (draft.relative) value -= 0.05;
  if (draft.modality == v1::MODALITY_CONDITIONAL) value -= 0.1;
  return std::clamp(value, 0.05, 0.95);
}

void set_span(Span from, v1::TextSpan& to) {
  to.set_begin(from.begin);
  to.set_end(from.end);
}

}  // namespace

void write_source(const Source& source, const v1::ArticleRecord& record, v1::Attribution& out) {
  if (source.actor >= 0) out.set_actor_id(record.actors(source.actor).id());
  out.set_text(source.text);
  out.set_unnamed(source.unnamed);
  out.set_kind(source.kind);
  set_span(source.cue, *out.mutable_cue());
  out.set_cue_lemma(source.cue_lemma);
  if (source.span.end > source.span.begin) set_span(source.span, *out.mutable_source());
}

EventWriter::EventWriter(const Lexicon& lexicon, const Analysis& analysis,
                         v1::ArticleRecord& record)
    : lexicon_(lexicon),
      analysis_(analysis),
      record_(record),
      identity_(fmt::format("{}\n{}\n", record.article().id(), record.article().revision())),
      article_part_(identity_.size()) {}

const Report& EventWriter::report_of(std::uint32_t section) {
  if (!report_ || report_->section != section) report_ = what::report_of(record_, section);
  return *report_;
}

std::string EventWriter::id_of(const Draft& draft) {
  identity_.resize(article_part_);
  fmt::format_to(std::back_inserter(identity_), "{}-{}", draft.trigger.begin, draft.trigger.end);
  return to_string(EventId(hash64(identity_)));
}

template <class Message>
void EventWriter::name(const DraftArgument& argument, Message& out) const {
  if (argument.actor >= 0) out.set_actor_id(record_.actors(argument.actor).id());
  if (argument.own) {
    out.set_text(record_.actors(argument.actor).name());
  } else {
    const std::string_view words = slice(analysis_.text, argument.span);
    out.set_text(words.data(), words.size());
  }
}

v1::Event& EventWriter::write(const Draft& draft) {
  const v1::Article& article = record_.article();
  const Frame* frame = draft.frame == kNoIndex ? nullptr : &lexicon_.frames[draft.frame];
  const bool modelled = draft.event_class != kNoIndex;
  const lang::EventClass* event_class =
      lexicon_.event_class(modelled || frame == nullptr ? draft.event_class : frame->event_class);
  const SentenceRange& sentence = analysis_.sentences[draft.sentence];
  const bool speech = event_class != nullptr && event_class->speech();

  v1::Event& event = *record_.add_events();
  event.set_id(id_of(draft));
  event.set_predicate(draft.predicate);
  if (event_class != nullptr) event.set_event_class(event_class->name());
  for (const DraftArgument& argument : draft.arguments) {
    v1::Participant& out = *event.add_participants();
    out.set_role(argument.role);
    name(argument, out);
    set_span(argument.span, *out.mutable_span());
    out.set_group(argument.group);
  }
  event.set_polarity(draft.negative ? v1::POLARITY_NEGATIVE : v1::POLARITY_POSITIVE);
  for (const std::string& reason : draft.reasons)
    event.add_reasons(reason);
  const Report& report = report_of(sentence.section);
  date_event(draft, speech, report, record_, event);
  v1::Modality modality = draft.modality;
  const bool dated_ahead = draft.time >= 0 && is_future(event.interval(), report.time);
  if (dated_ahead && (modality == v1::MODALITY_ASSERTED || modality == v1::MODALITY_PLANNED))
    modality = v1::MODALITY_SCHEDULED;
  event.set_modality(modality);
  std::string_view why;
  const v1::Status status = status_of(draft, modality, event_class, dated_ahead, why);
  if (!why.empty()) event.add_reasons()->append("status: ").append(why);
  event.set_status(status);
  event.set_factuality(factuality_of(draft, modality, status));

  for (const Source& source : draft.sources) {
    write_source(source, record_, *event.add_attribution());
  }
  // What somebody says is said by that somebody.
  if (draft.sources.empty() && speech) {
    for (const DraftArgument& argument : draft.arguments) {
      if (argument.role != v1::ROLE_AGENT) continue;
      v1::Attribution& out = *event.add_attribution();
      name(argument, out);
      out.set_unnamed(!argument.own);
      out.set_kind(v1::ATTRIBUTION_KIND_INDIRECT);
      set_span(draft.trigger, *out.mutable_cue());
      out.set_cue_lemma(draft.predicate);
      break;
    }
  }
  if (report.time) *event.mutable_reported() = *report.time;

  v1::Evidence& evidence = *event.mutable_evidence();
  evidence.set_article_id(article.id());
  evidence.set_revision(article.revision());
  evidence.set_sentence(draft.sentence);
  set_span(draft.clause_span, *evidence.mutable_span());
  set_span(draft.trigger, *evidence.mutable_trigger());
  const std::string_view quote = slice(analysis_.text, sentence.span);
  evidence.set_quote(quote.data(), quote.size());
  event.set_confidence(confidence_of(draft, event_class));
  event.set_rule(modelled           ? "model/classes-" + lexicon_.code
                 : frame != nullptr ? frame->rule
                 : draft.learned    ? "model/triggers"
                                    : lexicon_.code + "/open");
  return event;
}

}  // namespace annals::what
