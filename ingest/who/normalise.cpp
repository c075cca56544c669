#include "ingest/who/normalise.h"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "ingest/who/clusters.h"

namespace annals::who {
namespace {

void strip_legal_form(const WordList& words, const NameLexicon& lexicon, Candidate& c) {
  for (std::uint32_t n = std::min<std::uint32_t>(c.last - c.first - 1, 5); n > 0; --n) {
    const std::string_view end = words.fold(c.last - n, c.last);
    const Form* form = lexicon.find(end);
    if (form == nullptr || (form->bits & kLegalForm) == 0) continue;
    if (c.folded.size() <= end.size() + 1) continue;
    c.folded.resize(c.folded.size() - end.size());
    while (!c.folded.empty() && (c.folded.back() == ' ' || c.folded.back() == ','))
      c.folded.pop_back();
    if (c.actor_kind == v1::ACTOR_KIND_PERSON || c.actor_kind == v1::ACTOR_KIND_UNSPECIFIED ||
        c.actor_kind == v1::ACTOR_KIND_ORGANISATION) {
      c.actor_kind = v1::ACTOR_KIND_ORGANISATION;
      c.strong_kind = true;
    }
    break;
  }
  // "the Washington Post"
  const std::size_t blank = c.folded.find(' ');
  if (blank != std::string::npos) {
    const Form* first = lexicon.find(std::string_view(c.folded).substr(0, blank));
    if (first != nullptr && (first->bits & kDeterminer) != 0 &&
        first->determiner == lang::v1::DETERMINER_KIND_DEFINITE) {
      c.folded.erase(0, blank + 1);
    }
  }
}

// "Microsofts Plan": a name before a noun, without a determiner, is its owner.
bool looks_genitive(const WordList& words, const NameLexicon& lexicon, const Candidate& c) {
  if (lexicon.ends_in_own_s(c.folded)) return false;
  if (c.last >= words.words.size()) return false;
  const Word& next = words.words[c.last];
  const bool noun = next.pos == Pos::kNoun || (next.pos == Pos::kUnknown && next.capital);
  const bool attribute = next.pos == Pos::kAdj;
  if (!next.is_word() || (!noun && !attribute)) return false;
  return c.phrase.begin == c.core.begin;
}

}  // namespace

void normalise_names(const WordList& words, const NameLexicon& lexicon,
                     std::vector<Candidate>& candidates) {
  std::unordered_set<std::string> plain;
  for (Candidate& c : candidates) {
    if (!is_name(c) || !c.key.empty()) continue;
    strip_legal_form(words, lexicon, c);
    if (!c.genitive_s || c.possessive) plain.insert(c.folded);
  }
  for (Candidate& c : candidates) {
    if (!is_name(c) || !c.key.empty() || !c.genitive_s || c.possessive) continue;
    const std::string stem = c.folded.substr(0, c.folded.size() - 1);
    if (plain.contains(stem) || (!plain.contains(c.folded) && looks_genitive(words, lexicon, c))) {
      c.folded = stem;
      c.possessive = true;
      c.core.end -= 1;
    }
  }
}

}  // namespace annals::who
