// What stands between quotation marks, who speaks there, and how words become a quotation's spans.
#include <algorithm>
#include <utility>

#include "ingest/what/quotation_reader.h"
#include "ingest/what/segments.h"

namespace annals::what {
namespace {

// So many words between marks are speech, with a finite verb and without.
constexpr std::int32_t kSpeechWords = 3;
constexpr std::int32_t kLongWords = 6;

}  // namespace

bool QuotationReader::mark_at(std::int32_t i, std::string_view mark) const {
  return i >= 0 && i < view_.size() && view_.surface(i) == mark;
}

bool QuotationReader::is_quote(std::int32_t i) const {
  return i >= 0 && i < view_.size() &&
         (view_.token(i).kind == TokenKind::kQuoteOpen ||
          view_.token(i).kind == TokenKind::kQuoteClose);
}

void QuotationReader::find_stretches() {
  const std::uint32_t block = view_.analysis->sentences[view_.index].block;
  if (trail_.block != block) trail_.open = false;
  trail_.block = block;
  if (!trail_.open) trail_.quoted = -1;
  std::int32_t open = trail_.open ? 0 : -1;
  bool opened = false;
  int inner = 0;
  for (std::int32_t i = 0; i < view_.size(); ++i) {
    const TokenKind kind = view_.token(i).kind;
    if (kind == TokenKind::kQuoteOpen && open < 0) {
      open = i;
      opened = true;
      inner = 0;
    } else if (kind == TokenKind::kQuoteOpen && view_.surface(i) == "‚") {
      ++inner;
    } else if (kind == TokenKind::kQuoteClose && inner > 0 && view_.surface(i) == "‘") {
      --inner;
    } else if (kind == TokenKind::kQuoteClose && open >= 0) {
      stretches_.push_back({{open, i + 1}, opened, true});
      open = -1;
    }
  }
  if (open >= 0) stretches_.push_back({{open, view_.size()}, opened, false});
  trail_.open = open >= 0;
}

bool QuotationReader::is_speech(const Stretch& stretch) const {
  if (!stretch.opened || !stretch.closed) return true;
  std::int32_t words = 0;
  std::int32_t small = 0;
  bool finite = false;
  for (std::int32_t i = stretch.words.first; i < stretch.words.last; ++i) {
    const Word& word = view_.word(i);
    if (word.cls == WordClass::kPunct) continue;
    ++words;
    finite = finite || can_be_finite(word);
    if (!view_.token(i).title_case) ++small;
  }
  return (finite && words >= kSpeechWords && small > 1) || (words >= kLongWords && small > 2);
}

bool QuotationReader::names_something(const Stretch& stretch) const {
  std::int32_t words = 0;
  std::int32_t named = 0;
  for (std::int32_t i = stretch.words.first; i < stretch.words.last; ++i) {
    if (view_.word(i).cls == WordClass::kPunct) continue;
    ++words;
    if (view_.word(i).mention >= 0) ++named;
  }
  return words == 0 || named * 2 > words;
}

Source QuotationReader::speaker(std::int32_t k, Span cue, v1::AttributionKind kind) const {
  Source out;
  if (k >= 0) {
    if (!sources_.source_of(k, out)) {
      out = {};
      out.text = sources_.text_of(k);
      out.unnamed = true;
    }
    const Words words = speaker_words(view_, k);
    if (!words.empty()) out.span = view_.span_of(words.first, words.last);
  } else {
    out.unnamed = true;
  }
  out.cue = cue;
  out.cue_lemma = std::string(slice(view_.analysis->text, cue));
  out.kind = kind;
  return out;
}

std::vector<Span> QuotationReader::spans(const std::vector<bool>& in) const {
  std::vector<Span> out;
  for (std::int32_t i = 0; i < view_.size();) {
    if (!in[static_cast<std::size_t>(i)]) {
      ++i;
      continue;
    }
    std::int32_t end = i;
    while (end < view_.size() && in[static_cast<std::size_t>(end)])
      ++end;
    out.push_back(view_.span_of(i, end));
    i = end;
  }
  return out;
}

void QuotationReader::fill(std::vector<bool>& in, std::int32_t first, std::int32_t last) {
  for (std::int32_t i = std::max(first, 0); i < last; ++i)
    in[static_cast<std::size_t>(i)] = true;
}

void QuotationReader::clear(std::vector<bool>& in, std::int32_t first, std::int32_t last) const {
  for (std::int32_t i = std::max(first, 0); i < std::min(last, view_.size()); ++i)
    in[static_cast<std::size_t>(i)] = false;
}

std::int32_t QuotationReader::before_end(std::int32_t end) const {
  while (end > 0 && view_.word(end - 1).cls == WordClass::kPunct && !is_quote(end - 1) &&
         !mark_at(end - 1, ")"))
    --end;
  return end;
}

void QuotationReader::trim(std::vector<bool>& in) const {
  for (std::int32_t i = 0; i < view_.size(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    const bool border = i == 0 || !in[at - 1];
    if (in[at] && border && view_.word(i).cls == WordClass::kPunct && !is_quote(i) &&
        !mark_at(i, "("))
      in[at] = false;
  }
  for (std::int32_t i = view_.size(); i-- > 0;) {
    const auto at = static_cast<std::size_t>(i);
    const bool border = i + 1 == view_.size() || !in[at + 1];
    if (in[at] && border && view_.word(i).cls == WordClass::kPunct && !is_quote(i) &&
        !mark_at(i, ")"))
      in[at] = false;
  }
}

bool QuotationReader::tell(const Source& source, const std::vector<bool>& in) {
  Said said{source, spans(in)};
  if (said.content.empty()) return false;
  const auto index = static_cast<std::int32_t>(d_.said.size());
  for (std::size_t i = 0; i < in.size(); ++i) {
    if (in[i] && told_[i] < 0) told_[i] = index;
  }
  d_.said.push_back(std::move(said));
  return true;
}

void QuotationReader::remember(const Source& source) {
  attributed_ = true;
  if (source.span.end == source.span.begin && source.unnamed) return;
  trail_.speaker = source;
  trail_.has_speaker = true;
  trail_.sentence = view_.index;
  trail_.section = sources_.section();
}

bool QuotationReader::find_speaker(const Stretch& stretch, bool speech, Source& out) const {
  const std::int32_t before = stretch.words.first - 1;
  const std::int32_t behind = stretch.words.last;
  if (speech && mark_at(before, ":") && subject_speaker(before - 1, out)) return true;
  if (speech && before < 0 && trail_.has_announced &&
      trail_.announced_sentence + 1 == view_.index) {
    out = trail_.announced;
    return true;
  }
  // "…“, sagt X", with whatever verb.
  std::int32_t next = behind;
  while (next < view_.size() && mark_at(next, ","))
    ++next;
  if (speech && next > behind && next < view_.size() && view_.word(next).clause >= 0) {
    const Clause& clause = view_.clause(view_.word(next).clause);
    const bool verb_first = clause.finite == next && clause.words.front() == next;
    if ((verb_first || closing(view_.word(next).clause)) && clause.subject >= 0 &&
        clause.main >= 0) {
      out =
          speaker(clause.subject, view_.token(clause.main).span, v1::ATTRIBUTION_KIND_DIRECT_QUOTE);
      return true;
    }
  }
  for (std::int32_t i = stretch.words.first; i < stretch.words.last; ++i) {
    const std::int32_t told = told_[static_cast<std::size_t>(i)];
    if (told < 0) continue;
    out = d_.said[static_cast<std::size_t>(told)].source;
    return true;
  }
  if (!spoken_.empty()) {
    out = spoken_.back().source;
    for (const Spoken& spoken : spoken_) {
      if (view_.clause(spoken.clause).words.front() > stretch.words.first) break;
      out = spoken.source;
    }
    return true;
  }
  if (!speech) return false;
  if (before >= 0 && subject_speaker(before, out)) return true;
  if (trail_.has_speaker && trail_.sentence + kQuotationReach >= view_.index) {
    out = trail_.speaker;
    return true;
  }
  return false;
}

bool QuotationReader::subject_speaker(std::int32_t i, Source& out) const {
  while (i >= 0 && view_.word(i).clause < 0)
    --i;
  if (i < 0) return false;
  std::int32_t c = view_.word(i).clause;
  for (int depth = 0; depth < 6 && c >= 0; ++depth) {
    const Clause& clause = view_.clause(c);
    const std::int32_t k = subject_of(c);
    if (k >= 0 && !view_.nominal(k).relative && clause.type != ClauseType::kRelative) {
      const std::int32_t cue = clause.main >= 0 ? clause.main : clause.finite;
      out =
          speaker(k, cue >= 0 ? view_.token(cue).span : Span{}, v1::ATTRIBUTION_KIND_DIRECT_QUOTE);
      return true;
    }
    c = clause.parent;
  }
  return false;
}

void QuotationReader::direct(const Stretch& stretch) {
  if (!stretch.opened && trail_.quoted >= 0) {
    // It began in a sentence before.
    Said& said = d_.said[static_cast<std::size_t>(trail_.quoted)];
    said.content.push_back(view_.span_of(stretch.words.first, stretch.words.last));
    Source source;
    if (stretch.closed && find_closing(stretch, source)) {
      said.source = source;
      said.source.kind = v1::ATTRIBUTION_KIND_DIRECT_QUOTE;
      remember(said.source);
    }
    trail_.sentence = view_.index;
    if (stretch.closed) trail_.quoted = -1;
    return;
  }
  const bool speech = is_speech(stretch);
  bool nested = false;
  for (std::int32_t i = stretch.words.first; i < stretch.words.last; ++i)
    nested = nested || told_[static_cast<std::size_t>(i)] >= 0;
  if (!speech && (names_something(stretch) || (!nested && spoken_.empty()))) return;
  Source source;
  if (!find_speaker(stretch, speech, source)) {
    if (!speech) return;
    source.unnamed = true;
  }
  // "Der Sender „Kurier“ berichtete …": the name of who speaks is not what is said.
  const Span marked = view_.span_of(stretch.words.first, stretch.words.last);
  if (!speech && source.span.begin <= marked.begin && marked.end <= source.span.end) return;
  source.kind = v1::ATTRIBUTION_KIND_DIRECT_QUOTE;
  if (!stretch.closed) trail_.quoted = static_cast<std::int32_t>(d_.said.size());
  std::vector<bool> in = none();
  fill(in, stretch.words.first, stretch.words.last);
  tell(source, in);
  if (source.span.end > source.span.begin) {
    remember(source);
  } else {
    trail_.sentence = view_.index;
  }
}

bool QuotationReader::find_closing(const Stretch& stretch, Source& out) const {
  std::int32_t next = stretch.words.last;
  while (next < view_.size() && mark_at(next, ","))
    ++next;
  if (next >= view_.size() || next == stretch.words.last || view_.word(next).clause < 0)
    return false;
  for (const Spoken& spoken : spoken_) {
    if (view_.clause(spoken.clause).words.back() >= next) {
      out = spoken.source;
      return true;
    }
  }
  const Clause& clause = view_.clause(view_.word(next).clause);
  if (clause.finite != next || clause.subject < 0 || clause.main < 0) return false;
  out = speaker(clause.subject, view_.token(clause.main).span, v1::ATTRIBUTION_KIND_DIRECT_QUOTE);
  return true;
}

void QuotationReader::announce() {
  std::int32_t end = view_.size();
  while (end > 0 && is_quote(end - 1))
    --end;
  if (!mark_at(end - 1, ":")) {
    if (trail_.announced_sentence < view_.index) trail_.has_announced = false;
    return;
  }
  Source source;
  if (!spoken_.empty()) {
    source = spoken_.back().source;
  } else if (!subject_speaker(end - 2, source)) {
    return;
  }
  trail_.announced = source;
  trail_.has_announced = true;
  trail_.announced_sentence = view_.index;
}

}  // namespace annals::what
