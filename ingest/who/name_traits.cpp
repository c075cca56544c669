#include "ingest/who/name_traits.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/hash.h"
#include "ingest/language/language.h"
#include "ingest/learn/sequence_model.h"

namespace annals::who {
namespace {

// The last (first) n letters, as a view.
std::string_view last_letters(std::string_view text, int n) {
  std::size_t at = text.size();
  while (at > 0 && n > 0) {
    --at;
    if ((static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U) --n;
  }
  return text.substr(at);
}
std::string_view first_letters(std::string_view text, int n) {
  std::size_t at = 0;
  while (at < text.size() && n > 0) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U)
      ++at;
    --n;
  }
  return text.substr(0, at);
}

// "TikTok" -> "XxXx", "US-Präsident" -> "XX-Xx", "2020" -> "0", "B2B" -> "X0X"; runs count once,
// but one capital differs from several.
std::uint64_t shape_of(const Word& word, std::string_view text) {
  std::array<char, 12> shape{};
  std::size_t size = 0;
  char last = 0;
  bool repeated = false;
  for (std::size_t i = 0; i < text.size() && size < shape.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if ((c & 0xC0U) == 0x80U) continue;
    char kind = '.';
    if (c >= 'A' && c <= 'Z') {
      kind = 'X';
    } else if ((c >= 'a' && c <= 'z')) {
      kind = 'x';
    } else if (c >= 0x80U) {
      // Letters beyond ASCII are told apart only at the start, by the token's own flags.
      kind = i == 0 ? (word.capital ? 'X' : 'x') : (last == 'X' && word.all_caps ? 'X' : 'x');
    } else if (c >= '0' && c <= '9') {
      kind = '0';
    } else if (c == '-' || c == '.' || c == '&') {
      kind = static_cast<char>(c);
    }
    if (kind == last) {
      if (kind == 'X' && !repeated) {
        shape.at(size++) = 'X';
        repeated = true;
      }
      continue;
    }
    repeated = false;
    shape.at(size++) = kind;
    last = kind;
  }
  return hash64(std::string_view(shape.data(), size));
}

// What the pack says, in few bits, for features.
enum LexiconTraits : std::uint32_t {
  kTraitPersonNoun = 1U << 0U,
  kTraitOrganisationNoun = 1U << 1U,
  kTraitPlaceNoun = 1U << 2U,
  kTraitProductNoun = 1U << 3U,
  kTraitHonorific = 1U << 4U,
  kTraitLegalForm = 1U << 5U,
  kTraitCountry = 1U << 6U,
  kTraitCountryAdjective = 1U << 7U,
  kTraitCapital = 1U << 8U,
  kTraitKnown = 1U << 9U,
  kTraitParticle = 1U << 10U,
  kTraitPlacePreposition = 1U << 11U,
  kTraitNever = 1U << 12U,
  kTraitDeterminer = 1U << 13U,
  kTraitCompound = 1U << 14U,
  kTraitStopWord = 1U << 15U,
  kTraitPossessive = 1U << 16U,
};

std::uint32_t noun_trait(const NameLexicon& lexicon, const Form& form) {
  switch (lexicon.pack().nouns(form.noun).kind()) {
    case v1::ACTOR_KIND_PERSON:
      return kTraitPersonNoun;
    case v1::ACTOR_KIND_ORGANISATION:
      return kTraitOrganisationNoun;
    case v1::ACTOR_KIND_PLACE:
      return kTraitPlaceNoun;
    case v1::ACTOR_KIND_PRODUCT:
      return kTraitProductNoun;
    default:
      return 0;
  }
}

std::uint32_t lexicon_traits(const NameLexicon& lexicon, const Word& word, std::string_view fold,
                             std::string_view text) {
  std::uint32_t traits = 0;
  if (word.stop_word) traits |= kTraitStopWord;
  if (word.possessive) traits |= kTraitPossessive;
  const Form* form = word.form;
  if (form != nullptr) {
    const auto set = [&](std::uint32_t bit, std::uint32_t trait) {
      if ((form->bits & bit) != 0) traits |= trait;
    };
    set(kHonorific, kTraitHonorific);
    set(kLegalForm, kTraitLegalForm);
    set(kCountryAdjective, kTraitCountryAdjective);
    set(kCapital, kTraitCapital);
    set(kParticle, kTraitParticle);
    set(kPlacePreposition, kTraitPlacePreposition);
    set(kNever, kTraitNever);
    set(kDeterminer, kTraitDeterminer);
    const bool written =
        word.capital && ((form->bits & kCapitalsOnly) == 0 || is_capitals_only(text));
    if (written) {
      set(kCountryName, kTraitCountry);
      set(kKnown, kTraitKnown);
    }
    if ((form->bits & (kNounSingular | kNounPlural)) != 0) traits |= noun_trait(lexicon, *form);
  } else if (word.capital || word.hyphen) {
    std::size_t head = 0;
    form = lexicon.find_compound_head(fold, head);
    if (form != nullptr) traits |= noun_trait(lexicon, *form) | kTraitCompound;
  }
  return traits;
}

// What other occurrences of the same word in the article show.
enum ArticleTraits : std::uint32_t {
  kSeenLower = 1U << 0U,          // also in lower case
  kSeenCapitalInside = 1U << 1U,  // also with a capital inside a sentence
  kSeenBehindPersonNoun = 1U << 2U,
  kSeenBehindOrganisationNoun = 1U << 3U,
  kSeenBehindPlacePreposition = 1U << 4U,
  kSeenBeforeLegalForm = 1U << 5U,
  kSeenBehindGivenName = 1U << 6U,
  kSeenBehindDeterminer = 1U << 7U,
};

// Beside the gazetteer's own bits.
enum GazetteerTraits : std::uint32_t {
  kTownBegins = 1U << 8U,  // first word of a town of several words
  kTownGoesOn = 1U << 9U,
  kGenitive = 1U << 10U,      // found without its last s
  kCompoundNoun = 1U << 11U,  // ends in a common noun
  kOrganisationBegins = 1U << 12U,
  kOrganisationGoesOn = 1U << 13U,
};

constexpr std::uint32_t kAnyGivenName = kMaleName | kFemaleName;

class ArticleMemory {
 public:
  explicit ArticleMemory(std::size_t words) {
    std::size_t slots = 64;
    while (slots < 2 * words)
      slots *= 2;
    mask_ = slots - 1;
    slots_.resize(slots);
  }
  std::uint32_t& at(std::uint64_t hash) {
    if (hash == 0) hash = 1;
    std::size_t slot = hash & mask_;
    while (slots_[slot].first != 0 && slots_[slot].first != hash)
      slot = (slot + 1) & mask_;
    slots_[slot].first = hash;
    return slots_[slot].second;
  }

 private:
  std::vector<std::pair<std::uint64_t, std::uint32_t>> slots_;
  std::size_t mask_ = 0;
};

}  // namespace

// Whether a common noun ends the word ("schalldruckpegel").
bool TraitReader::ends_in_noun(std::string_view fold) const {
  constexpr std::size_t kShortestFirst = 3;
  constexpr std::size_t kShortestNoun = 4;
  const std::size_t blank = fold.rfind(' ');
  if (blank != std::string_view::npos) {
    fold = fold.substr(blank + 1);
    if ((gazetteer_.find(fold) & kCommonNoun) != 0) return true;
  }
  for (std::size_t at = kShortestFirst; at + kShortestNoun <= fold.size(); ++at) {
    if ((gazetteer_.find(fold.substr(at)) & kCommonNoun) != 0) return true;
  }
  return false;
}

// A word that is in no cluster is taken for what it is a genitive of, or begins with
// ("US-Präsident").
WordClusters::Clusters TraitReader::clusters_of(const WordList& words, const Word& word) const {
  const WordClusters& clusters = words.analysis->language->clusters();
  std::string_view lower = words.analysis->lower_of(words.analysis->tokens[word.token]);
  const WordClusters::Clusters found = clusters.find(lower);
  if (found.narrow != WordClusters::kNone || !word.is_word()) return found;
  if (word.hyphen) return clusters.find(lower.substr(0, lower.find('-')));
  if (!lexicon_.pack().genitive_s() || lower.size() <= 4 || !lower.ends_with('s')) return found;
  return clusters.find(lower.substr(0, lower.size() - 1));
}

std::uint32_t TraitReader::gazetteer_bits(std::string_view fold) const {
  std::uint32_t bits = gazetteer_.find(fold);
  if (bits == 0 && lexicon_.pack().genitive_s() && fold.size() > 4 && fold.ends_with('s')) {
    bits = gazetteer_.find(fold.substr(0, fold.size() - 1));
    if (bits != 0) bits |= kGenitive;
  }
  if ((bits & kCommonNoun) == 0 && lexicon_.pack().joined_compounds() && ends_in_noun(fold)) {
    bits |= kCompoundNoun;
  }
  return bits;
}

WordTraits TraitReader::make_alone(const WordList& words, const Word& word) const {
  const std::string_view fold = words.fold(word);
  const std::string_view text = words.text(word);
  WordTraits t;
  t.word = hash64(fold);
  t.shape = shape_of(word, text);
  t.clusters = clusters_of(words, word);
  if (!word.is_word()) return t;
  t.suffix2 = hash64(last_letters(fold, 2));
  t.suffix3 = hash64(last_letters(fold, 3));
  t.suffix4 = hash64(last_letters(fold, 4));
  t.suffix6 = hash64(last_letters(fold, 6));
  t.prefix3 = hash64(first_letters(fold, 3));
  t.prefix5 = hash64(first_letters(fold, 5));
  t.lexicon = lexicon_traits(lexicon_, word, fold, text);
  if (word.capital) t.gazetteer = gazetteer_bits(fold);
  return t;
}

const WordTraits& TraitReader::alone(const WordList& words, const Word& word) const {
  // Everything else about the word follows from how it is written.
  const Token& token = words.analysis->tokens[word.token];
  const std::uint64_t written = hash64(words.analysis->text_of(token));
  const auto kind = static_cast<std::uint32_t>(word.kind) * 2 + (word.possessive ? 1 : 0);
  // Never 0, so that an empty slot holds no word's key.
  const std::uint64_t key = feature_hash(kind, written, token.hash) | 1U;
  TraitMemory::Slot& slot = memory_.slots_[(key >> 1U) & (TraitMemory::kSlots - 1)];
  if (slot.key != key) slot = {.key = key, .traits = make_alone(words, word)};
  return slot.traits;
}

void TraitReader::read(const WordList& words, std::vector<WordTraits>& out) const {
  constexpr std::uint32_t kLongest = 4;
  out.clear();
  for (const Word& word : words.words)
    out.push_back(alone(words, word));
  for (const SentenceRange& sentence : words.analysis->sentences) {
    for (std::uint32_t i = sentence.first; i < sentence.last; ++i) {
      if (!words.words[i].is_word() || !words.words[i].capital) continue;
      for (std::uint32_t n = std::min(kLongest, sentence.last - i); n > 1; --n) {
        if (!words.words[i + n - 1].capital) continue;
        const std::uint32_t bits = gazetteer_.find(words.fold(i, i + n));
        const bool organisation = (bits & kOrganisation) != 0;
        if (!organisation && (bits & kTown) == 0) continue;
        out[i].gazetteer |= organisation ? kOrganisationBegins : kTownBegins;
        for (std::uint32_t k = 1; k < n; ++k)
          out[i + k].gazetteer |= organisation ? kOrganisationGoesOn : kTownGoesOn;
        break;
      }
    }
  }
  ArticleMemory memory(words.words.size());
  for (const SentenceRange& sentence : words.analysis->sentences) {
    for (std::uint32_t i = sentence.first; i < sentence.last; ++i) {
      const Word& word = words.words[i];
      if (!word.is_word()) continue;
      std::uint32_t seen = 0;
      if (!word.capital) {
        seen = kSeenLower;
      } else if (i > sentence.first) {
        const WordTraits& before = out[i - 1];
        seen = kSeenCapitalInside;
        if ((before.lexicon & (kTraitPersonNoun | kTraitHonorific)) != 0)
          seen |= kSeenBehindPersonNoun;
        if ((before.lexicon & kTraitOrganisationNoun) != 0) seen |= kSeenBehindOrganisationNoun;
        if ((before.lexicon & kTraitPlacePreposition) != 0) seen |= kSeenBehindPlacePreposition;
        if ((before.lexicon & kTraitDeterminer) != 0) seen |= kSeenBehindDeterminer;
        if ((before.gazetteer & kAnyGivenName) != 0 && words.words[i - 1].capital)
          seen |= kSeenBehindGivenName;
      }
      if (word.capital && i + 1 < sentence.last && (out[i + 1].lexicon & kTraitLegalForm) != 0) {
        seen |= kSeenBeforeLegalForm;
      }
      memory.at(out[i].word) |= seen;
    }
  }
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (words.words[i].is_word() && words.words[i].capital) out[i].article = memory.at(out[i].word);
  }
}

}  // namespace annals::who
