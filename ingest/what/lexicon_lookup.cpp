// What does the pack say about a word, a compound or a phrase?
#include <algorithm>

#include "ingest/what/lexicon.h"

namespace annals::what {
namespace {

// Whether a word may be the head of a compound.
bool is_head(const Entry* entry) {
  return entry != nullptr &&
         (entry->noun_count != 0 || (entry->flags & (kUnnamed | kReportNoun | kAgentNoun)) != 0);
}

}  // namespace

const Entry* Lexicon::find(std::string_view lower) const {
  const auto at = words_.find(lower);
  return at == words_.end() ? nullptr : &at->second;
}

const Entry* Lexicon::find_compound(std::string_view lower, std::size_t* head_at) const {
  // Longest tail first; tails begin at a letter's first byte. At most 40 lookups a word.
  constexpr std::size_t kShortestTail = 5;
  constexpr std::size_t kShortestHead = 2;
  constexpr int kMostTries = 40;
  int tries = 0;
  for (std::size_t at = kShortestHead; at + kShortestTail <= lower.size() && tries < kMostTries;
       ++at) {
    if ((static_cast<unsigned char>(lower[at]) & 0xC0U) == 0x80U) continue;
    ++tries;
    const Entry* entry = find(lower.substr(at));
    if (is_head(entry)) {
      if (head_at != nullptr) *head_at = at;
      return entry;
    }
  }
  // Behind a hyphen shorter nouns count too: "Tiktok-Deal".
  const std::size_t hyphen = lower.rfind('-');
  if (hyphen != std::string_view::npos && hyphen > 0 && hyphen + 1 < lower.size()) {
    const Entry* entry = find(lower.substr(hyphen + 1));
    if (is_head(entry)) {
      if (head_at != nullptr) *head_at = hyphen + 1;
      return entry;
    }
  }
  return nullptr;
}

Lexicon::Guess Lexicon::guess_verb(std::string_view lower, bool infinitive) const {
  constexpr std::size_t kShortestStem = 2;
  constexpr std::size_t kLongestParticle = 8;
  const auto begins = [&](std::size_t at, const lang::LemmaRule& rule) {
    return lower.size() >= at + rule.begins().size() + kShortestStem + rule.ends().size() &&
           lower.substr(at).starts_with(rule.begins());
  };
  for (const lang::LemmaRule& rule : pack->lemma_rule()) {
    if (infinitive &&
        std::ranges::find(rule.form(), lang::VERB_FORM_INFINITIVE) == rule.form().end())
      continue;
    if (!lower.ends_with(rule.ends())) continue;
    if (begins(0, rule)) return {.rule = &rule, .particle = 0};
    if (rule.begins().empty() || !grammar().joined_particles()) continue;
    for (std::size_t at = 2; at <= kLongestParticle; ++at) {
      if (!begins(at, rule)) continue;
      const Entry* const particle = find(lower.substr(0, at));
      if (particle != nullptr && (particle->flags & kParticle) != 0)
        return {.rule = &rule, .particle = at};
    }
  }
  return {};
}

std::string Lexicon::Guess::lemma(std::string_view lower) const {
  const std::size_t from = particle + rule->begins().size();
  std::string out(lower.substr(0, particle));
  out += lower.substr(from, lower.size() - from - rule->ends().size());
  return out + rule->replace();
}

bool Lexicon::is_event_noun(std::string_view lower, std::string_view lemma) const {
  if (event_nouns_.contains(lower) || event_nouns_.contains(lemma)) return true;
  const std::size_t hyphen = lemma.rfind('-');
  if (hyphen != std::string_view::npos && event_nouns_.contains(lemma.substr(hyphen + 1)))
    return true;
  if (!grammar().joined_particles()) return false;
  // Compounds written as one word. Tails begin at a letter's first byte.
  constexpr std::size_t kShortestTail = 5;
  constexpr std::size_t kLongestTail = 20;
  const std::size_t from = lemma.size() > kLongestTail ? lemma.size() - kLongestTail : 2;
  for (std::size_t at = from; at + kShortestTail <= lemma.size(); ++at) {
    if ((static_cast<unsigned char>(lemma[at]) & 0xC0U) == 0x80U) continue;
    if (event_nouns_.contains(lemma.substr(at))) return true;
  }
  return false;
}

const Phrase* Lexicon::find_phrase(std::string_view lower_words) const {
  const auto at = phrases_.find(lower_words);
  return at == phrases_.end() ? nullptr : &at->second;
}

}  // namespace annals::what
