#include "ingest/what/frames.h"

#include <algorithm>

namespace annals::what {

const lang::Frame& FrameReader::pack(std::uint32_t frame) const {
  return *lex_.frames[frame].pack;
}

bool FrameReader::head_is(std::int32_t nominal, const std::vector<std::string>& words) const {
  if (nominal < 0) return false;
  const std::int32_t head = view_.nominal(nominal).head;
  const std::string_view lower = view_.lower(head);
  return std::ranges::any_of(words, [&](const std::string& word) {
    return lower == word ||
           (lower.size() > word.size() + 1 && word.size() >= 4 && lower.ends_with(word));
  });
}

bool FrameReader::clause_has(const Clause& clause, const std::vector<std::string>& words) const {
  // "a statement released by …": what a reduced clause stands behind belongs to it.
  if (clause.type == ClauseType::kReduced && clause.object >= 0 &&
      std::binary_search(words.begin(), words.end(),
                         view_.lower(view_.nominal(clause.object).head)))
    return true;
  return std::any_of(clause.words.begin(), clause.words.end(), [&](std::int32_t i) {
    return std::binary_search(words.begin(), words.end(), view_.lower(i));
  });
}

bool FrameReader::fits(std::uint32_t f, const Clause& clause) const {
  const Frame& frame = lex_.frames[f];
  if (frame.pack->reflexive() && !clause.reflexive) return false;
  if (!frame.objects.empty()) {
    bool found = false;
    for (std::int32_t k = clause.first_nominal; k < clause.last_nominal && !found; ++k) {
      const Nominal& n = view_.nominal(k);
      if (n.preposition != 0 || n.attribute_of >= 0) continue;
      if (!clause.passive && k == clause.subject && clause.object >= 0) continue;
      found = head_is(k, frame.objects);
    }
    if (!found && clause.passive) found = head_is(clause.subject, frame.objects);
    if (!found && clause.type == ClauseType::kReduced)
      found = head_is(clause.object, frame.objects);
    if (!found) return false;
  }
  if (!frame.need.empty() && !clause_has(clause, frame.need)) return false;
  return frame.unless.empty() || !clause_has(clause, frame.unless);
}

bool FrameReader::noun_fits(std::uint32_t f, std::int32_t k) const {
  const Frame& frame = lex_.frames[f];
  const Clause& clause = view_.clause(view_.nominal(k).clause);
  if (!frame.need.empty() && !clause_has(clause, frame.need)) return false;
  return frame.unless.empty() || !clause_has(clause, frame.unless);
}

ClauseReading FrameReader::read(std::int32_t c) const {
  const Clause& clause = view_.clause(c);
  ClauseReading reading;
  // Frames of all readings of the verb, in the pack's order: special ones stand first.
  // Of those that fit, one that asks for an object or a word beats one that does not.
  std::uint64_t best = UINT64_MAX;
  for (const std::uint32_t v : clause.verbs) {
    for (const std::uint32_t f : lex_.verbs[v].frames) {
      const bool general = lex_.frames[f].objects.empty() && lex_.frames[f].need.empty();
      const std::uint64_t rank = f + (general ? std::uint64_t{1} << 32U : 0);
      if (rank < best && fits(f, clause)) {
        best = rank;
        reading.verb = v;
        reading.frame = f;
      }
    }
  }
  if (reading.verb == kNoIndex && !clause.verbs.empty()) reading.verb = clause.verbs.front();
  if (clause.matrix >= 0) {
    const Entry* entry = view_.word(clause.matrix).entry;
    if (entry == nullptr) return reading;
    for (const VerbSense& sense : lex_.verbs_of(*entry)) {
      for (const std::uint32_t f : lex_.verbs[sense.verb].frames) {
        if (reading.matrix_frame == kNoIndex && pack(f).carry().infinitive())
          reading.matrix_frame = f;
      }
    }
  }
  return reading;
}

std::span<const NounSense> FrameReader::nouns_of(std::int32_t word) const {
  const Entry* entry = view_.word(word).head;
  if (entry == nullptr || view_.word(word).cls == WordClass::kName) return {};
  if (view_.word(word).cls != WordClass::kNoun && view_.word(word).cls != WordClass::kOther)
    return {};
  return lex_.nouns_of(*entry);
}

std::uint32_t FrameReader::adjective_frame(const Clause& clause, std::int32_t* at,
                                           std::uint32_t* lemma) const {
  if (!clause.copula) return kNoIndex;
  for (const std::int32_t i : clause.words) {
    const Word& word = view_.word(i);
    if (word.entry == nullptr || word.entry->adjective_count == 0) continue;
    if (word.cls == WordClass::kName) continue;
    const NounSense sense = lex_.adjectives_of(*word.entry).front();
    if (at != nullptr) *at = i;
    if (lemma != nullptr) *lemma = sense.lemma;
    return sense.frame;
  }
  return kNoIndex;
}

}  // namespace annals::what
