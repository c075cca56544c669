// What nouns, cues and reports attribute, and reported speech that runs on over sentences.
#include <algorithm>
#include <utility>

#include "ingest/what/quotation_reader.h"
#include "ingest/what/segments.h"

namespace annals::what {
namespace {

constexpr std::uint32_t kHearsayReach = 2;

}  // namespace

void QuotationReader::noun_says(std::int32_t i) {
  const Word& word = view_.word(i);
  if (word.cls != WordClass::kNoun || word.nominal < 0) return;
  if (!word.has(kSpeechNoun) && (word.head == nullptr || (word.head->flags & kSpeechNoun) == 0))
    return;
  const Nominal& n = view_.nominal(word.nominal);
  if (n.head != i) return;
  // What follows the phrase and its attributes.
  const Words whole = speaker_words(view_, word.nominal);
  std::int32_t at = whole.last;
  if (!mark_at(at, ",")) {
    const Clause& clause = view_.clause(n.clause);
    at = clause.words.back() + 1;
    if (!mark_at(at, ",")) return;
    for (std::int32_t j = whole.last; j < at; ++j) {
      if (view_.word(j).cls == WordClass::kNoun || view_.word(j).cls == WordClass::kName) return;
    }
  }
  ++at;
  if (at >= view_.size() || view_.word(at).clause < 0) return;
  const std::int32_t o = view_.word(at).clause;
  const Clause& content = view_.clause(o);
  if (content.words.front() != at || told_[static_cast<std::size_t>(at)] >= 0) return;
  const bool order = content.type == ClauseType::kMain && reported_mood(content.tense);
  if (!complement(content) && !order) return;
  std::vector<bool> in = none();
  std::int32_t last = content.words.back() + 1;
  for (std::int32_t p = 0; p < clauses(); ++p) {
    if (below(p, o) && !view_.clause(p).words.empty())
      last = std::max(last, view_.clause(p).words.back() + 1);
  }
  fill(in, at, order ? before_end(view_.size()) : last);
  trim(in);
  // Whose demand it is: its owner, else the subject of its clause, else the noun itself.
  std::int32_t k = word.nominal;
  const std::int32_t subject = subject_of(n.clause);
  const bool owned =
      n.possessed || n.possessor >= 0 || whole.last > n.last || view_.clause(n.clause).passive;
  if (!owned && subject >= 0 && subject != k && !view_.nominal(subject).time &&
      (view_.nominal(subject).mention >= 0 || speaks_for_itself(subject)))
    k = subject;
  const Source source = speaker(k, view_.token(i).span, v1::ATTRIBUTION_KIND_INDIRECT);
  if (tell(source, in)) attributed_ = true;
}

bool QuotationReader::speaks_for_itself(std::int32_t k) const {
  const Entry* head = view_.word(view_.nominal(k).head).head;
  return head != nullptr && (head->flags & (kAgentNoun | kUnnamed)) != 0;
}

void QuotationReader::adverb_says(std::int32_t i) {
  if (!view_.word(i).has(kSpeechAdverb) || i == 0 || i + 1 >= view_.size()) return;
  if (!mark_at(i - 1, ",") && !is_quote(i - 1) && !mark_at(i - 1, "–") && !mark_at(i - 1, "-"))
    return;
  const std::int32_t k = nominal_from(i + 1);
  if (k < 0) return;
  const Words words = speaker_words(view_, k);
  std::int32_t end = words.last;
  while (end < view_.size() && view_.word(end).cls != WordClass::kPunct) {
    if (is_verb(view_.word(end))) return;
    ++end;
  }
  std::vector<bool> in = none();
  fill(in, 0, before_end(view_.size()));
  clear(in, i, end);
  trim(in);
  const Source source = speaker(k, view_.token(i).span, v1::ATTRIBUTION_KIND_INDIRECT);
  spoken_.push_back({view_.word(i).clause, source});
  if (!all_quoted(in)) tell(source, in);
  remember(source);
}

std::int32_t QuotationReader::nominal_from(std::int32_t i) const {
  for (std::size_t k = 0; k < view_.nominals.size(); ++k) {
    if (view_.nominals[k].first == i) return static_cast<std::int32_t>(k);
  }
  return -1;
}

void QuotationReader::cues() {
  for (const Cue& cue : sources_.cues()) {
    if (cue.citing || told_[static_cast<std::size_t>(cue.word)] >= 0) continue;
    Source source = cue.source;
    std::int32_t first = cue.word;
    std::int32_t last = cue.last;
    if (cue.nominal >= 0) {
      Words words = speaker_words(view_, cue.nominal);
      // "nach Angaben von X": the cue's noun is named as well.
      std::int32_t noun = cue.word;
      while (noun < cue.last && view_.word(noun).cls == WordClass::kPrep)
        ++noun;
      const bool named = noun < cue.last && noun > cue.word && cue.word < words.first;
      if (named) {
        words.first = noun;
        // "nach Angaben von n24 sind …": the phrase found stands behind the verb.
        for (std::int32_t i = noun; i < words.last; ++i) {
          if (i >= cue.last && is_verb(view_.word(i))) words.last = i;
        }
      }
      source.span = view_.span_of(words.first, words.last);
      first = std::min(first, words.first);
      last = std::max(last, words.last);
      if (first > 0 && view_.word(first - 1).cls == WordClass::kPrep &&
          view_.nominal(cue.nominal).first == first - 1)
        --first;
    } else {
      std::int32_t from = cue.word;
      std::int32_t to = cue.last;
      while (from + 1 < to && view_.word(from).cls == WordClass::kPrep)
        ++from;
      if (to - 1 > from && view_.word(to - 1).has(kReportPostposition)) --to;
      source.span = view_.span_of(from, to);
    }
    std::vector<bool> in = none();
    std::int32_t end = last;
    while (end < view_.size() && !mark_at(end, ":"))
      ++end;
    fill(in, 0, before_end(end));
    const std::int32_t c =
        view_.word(cue.word).clause >= 0 ? view_.word(cue.word).clause : view_.word(first).clause;
    if (c >= 0 && view_.clause(c).type == ClauseType::kAdverbial) {
      const std::vector<std::int32_t>& words = view_.clause(c).words;
      if (words.front() == cue.word) {
        // "Wie aus Kreisen verlautete, …"
        clear(in, words.front(), words.back() + 1);
      } else {
        in = none();
        fill(in, words.front(), words.back() + 1);
      }
    }
    clear(in, first, last);
    trim(in);
    if (!tell(source, in)) continue;
    if (cue.nominal >= 0) {
      remember(source);
    } else {
      attributed_ = true;
      trail_.sentence = view_.index;
    }
  }
}

void QuotationReader::carry_on(std::int32_t running) {
  if (!trail_.has_speaker || trail_.sentence + kQuotationReach < view_.index) return;
  const bool next = trail_.sentence + 1 >= view_.index;
  bool mood = false;
  bool hearsay = false;
  for (const Clause& clause : view_.clauses) {
    if (clause.type != ClauseType::kMain || clause.finite < 0) continue;
    if (stretch_at(clause.finite)) return;
    mood = clause.tense == Tense::kSubjunctive1 || (next && clause.tense == Tense::kSubjunctive2);
    hearsay = trail_.sentence + kHearsayReach >= view_.index && clause.modal > 0 &&
              lex_.pack->auxiliary(clause.modal - 1).reportative();
    break;
  }
  if (!mood && !hearsay) return;
  Source source = trail_.speaker;
  source.kind = mood ? v1::ATTRIBUTION_KIND_SUBJUNCTIVE : v1::ATTRIBUTION_KIND_REPORTATIVE;
  std::vector<bool> in = none();
  fill(in, 0, view_.size());
  if (running >= 0 && next) {
    Said& said = d_.said[static_cast<std::size_t>(running)];
    for (const Span& span : spans(in))
      said.content.push_back(span);
    std::fill(told_.begin(), told_.end(), running);
    trail_.running = running;
  } else {
    trail_.running = static_cast<std::int32_t>(d_.said.size());
    tell(source, in);
  }
  trail_.sentence = view_.index;
  d_.attributed_sentence = std::max(d_.attributed_sentence, view_.index);
  attributed_ = true;
}

bool QuotationReader::stretch_at(std::int32_t i) const {
  return std::any_of(stretches_.begin(), stretches_.end(),
                     [&](const Stretch& s) { return s.words.holds(i); });
}

bool QuotationReader::quote_is_object(std::int32_t c) const {
  return std::any_of(stretches_.begin(), stretches_.end(), [&](const Stretch& stretch) {
    const std::int32_t before = stretch.words.first - 1;
    if (before < 0 || view_.word(before).clause != c) return false;
    const Clause& clause = view_.clause(c);
    return std::none_of(clause.words.begin(), clause.words.end(), [&](std::int32_t i) {
      return i >= stretch.words.last &&
             (view_.word(i).cls == WordClass::kNoun || view_.word(i).cls == WordClass::kName);
    });
  });
}

void QuotationReader::reports(std::int32_t c) {
  const Clause& clause = view_.clause(c);
  if (clause.words.empty() || !speech_verb(c, true)) return;
  if (clause.type != ClauseType::kMain && clause.type != ClauseType::kRelative) return;
  if (stretch_at(clause.main)) return;
  for (const Spoken& spoken : spoken_) {
    if (spoken.clause == c) return;
  }
  const std::int32_t first = clause.words.front();
  if (told_[static_cast<std::size_t>(clause.main)] >= 0) return;
  const std::int32_t k = subject_of(c);
  if (k < 0) return;
  if (view_.nominal(k).time || mark_at(first - 1, "(")) return;
  if (quote_is_object(c)) return;
  std::vector<bool> in = none();
  if (clause.type == ClauseType::kRelative) {
    fill(in, first, clause.words.back() + 1);
    trim(in);
  } else {
    fill(in, 0, view_.size());
    for (std::int32_t i = clause.words.back() + 1; i < view_.size(); ++i) {
      if (mark_at(i, ":") && i + 1 < view_.size()) clear(in, i, view_.size());
    }
  }
  const Source source = speaker(k, view_.token(clause.main).span, v1::ATTRIBUTION_KIND_INDIRECT);
  spoken_.push_back({c, source});
  if (!tell(source, in)) return;
  if (clause.type == ClauseType::kMain) remember(source);
}

}  // namespace annals::what
