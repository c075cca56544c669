#include "ingest/what/sources.h"

#include <algorithm>
#include <utility>

namespace annals::what {
namespace {

constexpr std::size_t kLongestSourceText = 120;

// Who `from` is, whatever words say so.
void take_name(const Source& from, Source& to) {
  to.actor = from.actor;
  to.text = from.text;
  to.unnamed = from.unnamed;
}

}  // namespace

std::int32_t SourceReader::actor_of(std::int32_t mention) const {
  if (mention < 0) return -1;
  const auto actor = static_cast<std::int32_t>(view_.record->mentions(mention).actor());
  return actor < view_.record->actors_size() ? actor : -1;
}

const std::string& SourceReader::name_of(std::int32_t actor) const {
  return view_.record->actors(actor).name();
}

Span SourceReader::span_of(std::int32_t k) const {
  const Nominal& n = view_.nominal(k);
  std::int32_t first = n.first;
  while (first < n.last - 1 &&
         (view_.word(first).cls == WordClass::kPrep || view_.word(first).cls == WordClass::kDet ||
          view_.word(first).cls == WordClass::kPunct ||
          (view_.word(first).cls == WordClass::kNegation && !unnamed_head(k))))
    ++first;
  // "nicht näher genannte Quellen": the negation belongs to the words.
  if (n.first > 0 && first == n.first && view_.word(n.first - 1).cls == WordClass::kNegation &&
      unnamed_head(k))
    --first;
  return view_.span_of(first, n.last);
}

std::string SourceReader::text_of(std::int32_t k) const {
  std::string text(slice(view_.analysis->text, span_of(k)));
  if (text.size() > kLongestSourceText) {
    std::size_t cut = kLongestSourceText;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U)
      --cut;
    text.resize(cut);
  }
  return text;
}

bool SourceReader::unnamed_head(std::int32_t k) const {
  const Entry* head = view_.word(view_.nominal(k).head).head;
  return head != nullptr && (head->flags & kUnnamed) != 0;
}

bool SourceReader::source_of(std::int32_t k, Source& out) const {
  const Nominal& n = view_.nominal(k);
  const Entry* head = view_.word(n.head).head;
  const std::uint32_t flags = head == nullptr ? 0 : head->flags;
  if (n.antecedent >= 0) return source_of(n.antecedent, out);
  out.span = span_of(k);
  if (n.pronoun) {
    if (n.mention >= 0 && actor_of(n.mention) >= 0) {
      out.actor = actor_of(n.mention);
      out.text = name_of(out.actor);
      return true;
    }
    if (!d_.has_source || n.demonstrative) return false;
    out.actor = d_.source.actor;
    out.text = d_.source.text;
    out.unnamed = d_.source.unnamed;
    return true;
  }
  out.text = text_of(k);
  if ((flags & kUnnamed) != 0 && actor_of(n.mention) < 0) {
    out.unnamed = true;
    return true;
  }
  out.actor = actor_of(n.mention);
  if (out.actor >= 0) {
    out.text = name_of(out.actor);
    return true;
  }
  std::int32_t inner = actor_of(n.inner);
  const bool speaks_for = (flags & (kAgentNoun | kReportNoun)) != 0;
  // "Iran's foreign minister", "der Minister Frankreichs"
  if (inner < 0 && speaks_for && n.possessor >= 0)
    inner = actor_of(view_.nominal(n.possessor).mention);
  // "die Mülheimer Gruppe": the place is not who speaks.
  if (inner >= 0 && !speaks_for && view_.record->actors(inner).kind() == v1::ACTOR_KIND_PLACE)
    inner = -1;
  if (inner >= 0) {
    // "ein Sprecher von X", "ein Bericht der Zeitung X": X speaks.
    out.actor = inner;
    out.text = (flags & kReportNoun) != 0 ? name_of(inner) : out.text;
    return true;
  }
  if ((flags & kReportNoun) != 0) {
    for (std::int32_t g = k + 1; g < static_cast<std::int32_t>(view_.nominals.size()); ++g) {
      if (view_.nominal(g).attribute_of != k || view_.nominal(g).time) continue;
      return source_of(g, out);
    }
    // "dem Bericht zufolge": the report named before; "laut Medienberichten": another.
    if (d_.has_source && n.determined && !n.indefinite) {
      out.actor = d_.source.actor;
      out.text = d_.source.text;
      out.unnamed = d_.source.unnamed;
    } else if ((flags & kIssued) != 0) {
      out.actor = issuer();
      out.unnamed = out.actor < 0;
      if (out.actor >= 0) out.text = name_of(out.actor);
    }
    return true;
  }
  out.unnamed = (flags & kAgentNoun) != 0;
  return true;
}

// "Laut einer Mitteilung hat Nordwerk …": the organisation that acts in the sentence, else the one
// that acted last in its section.
std::int32_t SourceReader::issuer() const {
  constexpr std::uint32_t kReach = 3;
  std::int32_t before = -1;
  for (const Draft& draft : d_.drafts) {
    if (draft.dropped || draft.sentence + kReach < view_.index ||
        view_.analysis->sentences[draft.sentence].section != section())
      continue;
    const lang::EventClass* of =
        draft.frame == kNoIndex ? nullptr : lex_.event_class(lex_.frames[draft.frame].event_class);
    // Who strikes does not tell the press.
    if (of != nullptr && of->plover() == "ASSAULT") continue;
    for (const DraftArgument& a : draft.arguments) {
      if (a.role != v1::ROLE_AGENT || !a.own || a.actor < 0 ||
          view_.record->actors(a.actor).kind() != v1::ACTOR_KIND_ORGANISATION)
        continue;
      if (draft.sentence == view_.index) return a.actor;
      before = a.actor;
    }
  }
  return before;
}

std::uint32_t SourceReader::section() const {
  return view_.analysis->sentences[view_.index].section;
}

std::vector<Cue> SourceReader::cues() const {
  std::vector<Cue> out;
  for (std::int32_t i = 0; i < view_.size(); ++i) {
    const Word& word = view_.word(i);
    int id = word.entry != nullptr && word.cls != WordClass::kName ? word.entry->cue : 0;
    std::int32_t width = 1;
    if (word.phrase != nullptr && word.phrase->cue != 0) {
      id = word.phrase->cue;
      width = word.phrase->words;
    }
    if (id == 0) continue;
    const lang::AttributionCue& pack = lex_.pack->attribution(id - 1);
    Cue cue;
    cue.word = i;
    cue.citing = pack.citing();
    cue.confirm = pack.confirm();
    cue.clause = word.clause;
    cue.last = i + width;
    bool found = false;
    switch (pack.position()) {
      case lang::CUE_POSITION_BEFORE: {
        const std::int32_t k = nominal_after(i + width);
        found = k >= 0 && source_of(k, cue.source);
        cue.nominal = k;
        break;
      }
      case lang::CUE_POSITION_AFTER: {
        std::int32_t k = nominal_before(i);
        while (k >= 0 && view_.nominal(k).attribute_of >= 0)
          k = view_.nominal(k).attribute_of;
        found = k >= 0 && source_of(k, cue.source);
        cue.nominal = k;
        break;
      }
      case lang::CUE_POSITION_SUBJECT: {
        // The words of the cue are what names the speaker: the subject is part of what is said.
        const std::int32_t k = subject_of(word.clause);
        Source subject;
        found = k >= 0 && source_of(k, subject);
        if (found) take_name(subject, cue.source);
        break;
      }
      default:
        found = d_.has_source && d_.source_section == section();
        if (found) take_name(d_.source, cue.source);
        break;
    }
    cue.known = found;
    if (!found && pack.position() != lang::CUE_POSITION_NONE) continue;
    cue.source.kind = v1::ATTRIBUTION_KIND_ACCORDING_TO;
    cue.source.cue = view_.span_of(i, i + width);
    cue.source.cue_lemma = std::string(slice(view_.analysis->text, cue.source.cue));
    out.push_back(std::move(cue));
    i += width - 1;
  }
  report_cues(out);
  return out;
}

std::int32_t SourceReader::subject_of(std::int32_t c) const {
  if (c < 0) return -1;
  const Clause& clause = view_.clause(c);
  if (clause.subject >= 0 || clause.shares < 0) return clause.subject;
  return view_.clause(clause.shares).subject;
}

// "nach einem Bericht der Zeitung", "ihrer Meinung nach": a preposition attributes when what
// somebody says stands with it.
void SourceReader::report_cues(std::vector<Cue>& out) const {
  for (std::size_t k = 0; k < view_.nominals.size(); ++k) {
    const Nominal& n = view_.nominals[k];
    const Entry* head = view_.word(n.head).head;
    if (head == nullptr || (head->flags & kReportNoun) == 0 || n.time) continue;
    Cue cue;
    if (n.preposition != 0 && view_.word(n.first).has(kReportPreposition)) {
      cue.word = n.first;
    } else if (n.last < view_.size() && view_.word(n.last).has(kReportPostposition)) {
      cue.word = n.last;
    } else {
      continue;
    }
    const bool known = std::any_of(out.begin(), out.end(), [&](const Cue& other) {
      return cue.word >= other.word && cue.word < other.last;
    });
    cue.nominal = static_cast<std::int32_t>(k);
    cue.last = cue.word + 1;
    cue.clause = n.clause;
    if (known || !source_of(cue.nominal, cue.source)) continue;
    cue.source.kind = v1::ATTRIBUTION_KIND_ACCORDING_TO;
    cue.source.cue = view_.span_of(cue.word, cue.last);
    cue.source.cue_lemma = std::string(slice(view_.analysis->text, cue.source.cue));
    out.push_back(std::move(cue));
  }
}

std::int32_t SourceReader::nominal_after(std::int32_t word) const {
  for (std::size_t k = 0; k < view_.nominals.size(); ++k) {
    const Nominal& n = view_.nominals[k];
    if (n.head < word || n.time) continue;
    if (n.first > word + 2) return -1;
    // "Microsofts Angaben": the owner is meant by its noun.
    if (n.attribute_of >= 0 && n.attribute_of == static_cast<std::int32_t>(k) + 1) continue;
    // "laut mit der Sache vertrauten Personen": those who say it stand behind their attribute.
    if (n.preposition != kCuePreposition && k + 1 < view_.nominals.size() &&
        view_.nominals[k + 1].preposition == kCuePreposition &&
        view_.nominals[k + 1].first == n.last)
      return static_cast<std::int32_t>(k) + 1;
    return static_cast<std::int32_t>(k);
  }
  return -1;
}

std::int32_t SourceReader::nominal_before(std::int32_t word) const {
  for (std::size_t k = view_.nominals.size(); k-- > 0;) {
    if (view_.nominals[k].last == word) return static_cast<std::int32_t>(k);
  }
  return -1;
}

}  // namespace annals::what
