#include "ingest/who/noun_phrase.h"

#include <algorithm>

namespace annals::who {
namespace {

constexpr std::uint32_t kMostAttributes = 5;
constexpr std::uint32_t kLongestNoun = 4;

// A country as first part of a compound: "US-Regierung", "China-Chef".
std::uint16_t country_of_prefix(const WordList& words, const NameLexicon& lexicon, const Word& word,
                                std::size_t head) {
  std::string_view folded = words.fold(word);
  folded = folded.substr(0, folded.size() - head);
  while (folded.ends_with(' '))
    folded.remove_suffix(1);
  // Of "us video" the first word says it.
  for (;;) {
    const Form* form = lexicon.find(folded);
    if (form != nullptr && (form->bits & (kCountryName | kCountryAdjective)) != 0) {
      const std::string_view text = words.text(word);
      if ((form->bits & kCapitalsOnly) == 0 || is_capitals_only(text.substr(0, text.find('-')))) {
        return form->country;
      }
    }
    const std::size_t blank = folded.rfind(' ');
    if (blank == std::string_view::npos) return 0xFFFF;
    folded = folded.substr(0, blank);
  }
}

// "Beijing-based": the country of the capital.
bool is_based(const WordList& words, const NameLexicon& lexicon, const Word& word,
              std::uint16_t& country) {
  if (!word.hyphen) return false;
  const std::string_view folded = words.fold(word);
  const std::size_t blank = folded.rfind(' ');
  if (blank == std::string_view::npos) return false;
  const Form* end = lexicon.find(folded.substr(blank + 1));
  if (end == nullptr || (end->bits & kBased) == 0) return false;
  const Form* place = lexicon.find(folded.substr(0, blank));
  if (place != nullptr && (place->bits & (kCapital | kCountryName)) != 0) country = place->country;
  return true;
}

// Whether a word may stand between the determiner and the noun. Notes a country.
bool is_attribute(const WordList& words, const NameLexicon& lexicon, const Word& word,
                  std::uint16_t& country) {
  if (!word.is_word()) return false;
  if (word.is(kDeterminer | kPronoun | kConjunction)) return false;
  if (word.is(kCountryAdjective)) {
    country = word.form->country;
    return true;
  }
  if (word.is(kModifier) || is_based(words, lexicon, word, country)) return true;
  const bool nouns_capitalised = lexicon.pack().nouns_capitalised();
  if (!nouns_capitalised && word.is(kCountryName) && word.capital && !word.possessive &&
      ((word.form->bits & kCapitalsOnly) == 0 || is_capitals_only(words.text(word)))) {
    country = word.form->country;
    return true;
  }
  if (word.possessive || word.is(kPlacePreposition | kOfWord)) return false;
  switch (word.pos) {
    case Pos::kAdj:
      return true;
    case Pos::kNoun:
      return !nouns_capitalised;
    case Pos::kUnknown:
      return !word.capital && !word.stop_word;
    default:
      return false;
  }
}

}  // namespace

const Form* longest_noun(const WordList& words, const NameLexicon& lexicon, std::uint32_t i,
                         std::uint32_t end, std::uint32_t& taken) {
  const Word& word = words.words[i];
  if (word.form == nullptr) return nullptr;
  const std::uint32_t most = std::min({std::uint32_t{word.form->longest}, kLongestNoun, end - i});
  for (std::uint32_t n = most; n > 1; --n) {
    const Form* form = lexicon.find(words.fold(i, i + n));
    if (form != nullptr && (form->bits & kNoun) != 0) {
      taken = n;
      return form;
    }
  }
  if ((word.form->bits & kNoun) == 0) return nullptr;
  taken = 1;
  return word.form;
}

bool find_noun_phrase(const WordList& words, const NameLexicon& lexicon,
                      const SentenceRange& sentence, std::uint32_t i, NounPhrase& out) {
  const Word& word = words.words[i];
  if (!word.is_word()) return false;
  const bool nouns_capitalised = lexicon.pack().nouns_capitalised();
  if (nouns_capitalised && !word.capital) return false;
  if (word.pos == Pos::kVerb || word.pos == Pos::kAux) return false;
  std::uint32_t taken = 0;
  std::size_t head = 0;
  const Form* form = longest_noun(words, lexicon, i, sentence.last, taken);
  if (form == nullptr && (word.hyphen || nouns_capitalised)) {
    form = lexicon.find_compound_head(words.fold(word), head);
    taken = 1;
  }
  if (form == nullptr) return false;
  // English names its nouns in a row: "video app" begins at "video", found when we come to "app";
  // but "police officer" is an officer, not the police.
  if (!nouns_capitalised && i + taken < sentence.last && head == 0) {
    const Word& next = words.words[i + taken];
    std::uint32_t more = 0;
    if (!word.possessive &&
        longest_noun(words, lexicon, i + taken, sentence.last, more) != nullptr &&
        next.pos != Pos::kVerb && next.pos != Pos::kAux && next.is_word()) {
      return false;
    }
  }
  out = NounPhrase{};
  out.form = form;
  out.noun = i;
  out.last = i + taken;
  const std::string_view folded = words.fold(i, out.last);
  out.head = head > 0 ? folded.substr(folded.size() - head) : folded;
  out.prefix = head > 0 ? folded.size() - head : 0;
  if (out.prefix > 0) out.country = country_of_prefix(words, lexicon, word, head);
  out.attributes = i;
  while (out.attributes > sentence.first && i - out.attributes < kMostAttributes &&
         is_attribute(words, lexicon, words.words[out.attributes - 1], out.country)) {
    --out.attributes;
  }
  out.first = out.attributes;
  const bool can_be_singular = (form->bits & kNounSingular) != 0;
  const bool can_be_plural = (form->bits & kNounPlural) != 0;
  bool agrees = true;
  if (out.attributes > sentence.first && words.words[out.attributes - 1].is(kDeterminer)) {
    const Word& determiner = words.words[out.attributes - 1];
    out.determiner = determiner.form->determiner;
    if (out.determiner != lang::v1::DETERMINER_KIND_CONTRACTED) --out.first;
    if (determiner.form->genders != 0 && form->gender != lang::v1::GENDER_UNSPECIFIED) {
      agrees = (determiner.form->genders >> static_cast<unsigned>(form->gender) & 1U) != 0;
    }
  }
  const bool before_name = out.last < sentence.last && words.words[out.last].capital;
  out.plural =
      !can_be_singular || !agrees || out.determiner == lang::v1::DETERMINER_KIND_OTHER ||
      (can_be_plural && !before_name && out.determiner == lang::v1::DETERMINER_KIND_UNSPECIFIED);
  return true;
}

}  // namespace annals::who
