#include "ingest/who/name_tagger.h"

#include <algorithm>
#include <array>

#include "engine/base/hash.h"
#include "ingest/language/language.h"

namespace annals::who {
namespace {

// Kinds of features. Part of the models: a change of meaning needs new models.
enum Kind : std::uint32_t {
  kBias,
  kWord,
  kWordBefore,
  kWordBehind,
  kWordBefore2,
  kWordBehind2,
  kSuffix2,
  kSuffix3,
  kSuffix4,
  kSuffixBefore,
  kSuffixBehind,
  kPrefix3,
  kShape,
  kShapes,
  kShapeWordBefore,
  kShapeWordBehind,
  kLexicon,
  kLexiconBefore,
  kLexiconBehind,
  kLexiconBefore2,
  kLexiconPair,
  kGazetteer,
  kGazetteerBefore,
  kGazetteerBehind,
  kGazetteerPair,
  kArticle,
  kArticleShape,
  kPosBefore,
  kPosBehind,
  kPosShape,
  kShapeStart,
  kBroad,  // + 0 … 2: the cluster at each depth
  kClusterShape = kBroad + 3,
  kClusterBefore = kClusterShape + 3,
  kClusterBehind = kClusterBefore + 3,
  kClusterBefore2 = kClusterBehind + 3,
  kClusterBehind2 = kClusterBefore2 + 3,
  kClusterPairBefore = kClusterBehind2 + 3,
  kClusterPairBehind,
  kClustersAround,
  kSuffix6,
  kPrefix5,
  kShapesBefore,
  kSuffixPairBefore,
  kSuffixPairBehind,
  kGazetteerWordBefore,
  kGazetteerWordBehind,
  kGazetteerClusterBefore,
  kGazetteerClusterBehind,
};

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

void TraitReader::read(const WordList& words, std::vector<WordTraits>& out) const {
  constexpr std::uint32_t kLongestTown = 3;
  out.assign(words.words.size(), WordTraits{});
  for (std::size_t i = 0; i < out.size(); ++i) {
    const Word& word = words.words[i];
    const std::string_view fold = words.fold(word);
    const std::string_view text = words.text(word);
    WordTraits& t = out[i];
    t.word = hash64(fold);
    t.shape = shape_of(word, text);
    t.clusters = clusters_of(words, word);
    if (!word.is_word()) continue;
    t.suffix2 = hash64(last_letters(fold, 2));
    t.suffix3 = hash64(last_letters(fold, 3));
    t.suffix4 = hash64(last_letters(fold, 4));
    t.suffix6 = hash64(last_letters(fold, 6));
    t.prefix3 = hash64(first_letters(fold, 3));
    t.prefix5 = hash64(first_letters(fold, 5));
    t.lexicon = lexicon_traits(lexicon_, word, fold, text);
  }
  for (const SentenceRange& sentence : words.analysis->sentences) {
    for (std::uint32_t i = sentence.first; i < sentence.last; ++i) {
      if (!words.words[i].is_word() || !words.words[i].capital) continue;
      for (std::uint32_t n = std::min(kLongestTown, sentence.last - i); n > 1; --n) {
        if (!words.words[i + n - 1].capital) continue;
        if ((gazetteer_.find(words.fold(i, i + n)) & kTown) == 0) continue;
        out[i].gazetteer |= kTownBegins;
        for (std::uint32_t k = 1; k < n; ++k)
          out[i + k].gazetteer |= kTownGoesOn;
        break;
      }
      const std::string_view fold = words.fold(words.words[i]);
      std::uint32_t bits = gazetteer_.find(fold);
      if (bits == 0 && lexicon_.pack().genitive_s() && fold.size() > 4 && fold.ends_with('s')) {
        bits = gazetteer_.find(fold.substr(0, fold.size() - 1));
        if (bits != 0) bits |= kGenitive;
      }
      if ((bits & kCommonNoun) == 0 && lexicon_.pack().joined_compounds() && ends_in_noun(fold)) {
        bits |= kCompoundNoun;
      }
      out[i].gazetteer |= bits;
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

bool may_be_in_name(const WordList& words, const SentenceRange& sentence, std::uint32_t i) {
  constexpr std::uint32_t kReach = 2;
  if (words.words[i].any_capital) return true;
  const auto capital_behind = [&](std::uint32_t reach) {
    for (std::uint32_t k = i + 1; k <= i + reach && k < sentence.last; ++k) {
      if (words.words[k].any_capital) return true;
    }
    return false;
  };
  if (words.words[i].kind == TokenKind::kNumber && capital_behind(1)) return true;  // "1. FC"
  for (std::uint32_t k = 1; k <= kReach && i >= sentence.first + k; ++k) {
    if (words.words[i - k].any_capital) return capital_behind(kReach);
  }
  return false;
}

void add_features(const WordList& words, const std::vector<WordTraits>& traits,
                  const SentenceRange& sentence, std::uint32_t i, SequenceFeatures& out) {
  static constexpr WordTraits kEdge{.word = 1,
                                    .suffix2 = 0,
                                    .suffix3 = 1,
                                    .suffix4 = 0,
                                    .suffix6 = 0,
                                    .prefix3 = 0,
                                    .prefix5 = 0,
                                    .shape = 1,
                                    .lexicon = 1U << 31U,
                                    .gazetteer = 0,
                                    .article = 0,
                                    .clusters = {}};
  const WordTraits& t = traits[i];
  const WordTraits& b = i > sentence.first ? traits[i - 1] : kEdge;
  const WordTraits& b2 = i > sentence.first + 1 ? traits[i - 2] : kEdge;
  const WordTraits& n = i + 1 < sentence.last ? traits[i + 1] : kEdge;
  const WordTraits& n2 = i + 2 < sentence.last ? traits[i + 2] : kEdge;
  const auto add = [&](Kind kind, std::uint64_t x, std::uint64_t y = 0) {
    out.add(feature_hash(kind, x, y));
  };
  add(kBias, 0);
  add(kWord, t.word);
  add(kWordBefore, b.word);
  add(kWordBehind, n.word);
  add(kWordBefore2, b2.word);
  add(kWordBehind2, n2.word);
  add(kShape, t.shape);
  add(kShapes, b.shape * 31 + t.shape, n.shape);
  add(kShapesBefore, b2.shape * 31 + b.shape, t.shape);
  add(kShapeStart, t.shape, i == sentence.first ? 1 : 2);
  add(kSuffixBefore, b.suffix3);
  add(kSuffixBehind, n.suffix3);
  add(kSuffixPairBefore, b.suffix3, t.suffix3);
  add(kSuffixPairBehind, t.suffix3, n.suffix3);
  add(kGazetteerWordBefore, b.word, t.gazetteer);
  add(kGazetteerWordBehind, n.word, t.gazetteer);
  add(kLexiconBefore, b.lexicon, t.shape);
  add(kLexiconBehind, n.lexicon, t.shape);
  if (words.words[i].is_word()) {
    add(kSuffix2, t.suffix2, t.shape);
    add(kSuffix3, t.suffix3, t.shape);
    add(kSuffix4, t.suffix4, t.shape);
    add(kSuffix6, t.suffix6, t.shape);
    add(kPrefix3, t.prefix3, t.shape);
    add(kPrefix5, t.prefix5, t.shape);
    add(kShapeWordBefore, b.word, t.shape);
    add(kShapeWordBehind, n.word, t.shape);
    add(kLexicon, t.lexicon, t.shape);
    add(kLexiconBefore2, b2.lexicon, t.shape);
    add(kLexiconPair, t.lexicon, b.lexicon);
    add(kGazetteer, t.gazetteer, t.shape);
    add(kGazetteerBefore, b.gazetteer, t.shape);
    add(kGazetteerBehind, n.gazetteer, t.shape);
    add(kGazetteerPair, b.gazetteer * 4096ULL + t.gazetteer, n.gazetteer);
    if (words.words[i].capital) {
      add(kArticle, t.article, i == sentence.first ? 1 : 2);
      add(kArticleShape, t.article, t.shape);
    }
  }
  const auto pos = [&](std::uint32_t at) {
    return static_cast<std::uint64_t>(words.words[at].pos);
  };
  const std::uint64_t own = pos(i);
  const std::uint64_t before = i > sentence.first ? pos(i - 1) : 30;
  const std::uint64_t behind = i + 1 < sentence.last ? pos(i + 1) : 30;
  add(kPosBefore, before, t.shape);
  add(kPosBehind, behind, t.shape);
  add(kPosShape, own, t.shape);
  // A word in no cluster says nothing of it: which words the clusters know is a matter of their
  // year, and new names would look like whatever was rare then.
  const auto known = [](const WordTraits& word) {
    return word.clusters.narrow != WordClusters::kNone;
  };
  const auto clusters = [&](std::uint32_t kind, const WordTraits& word, std::uint64_t with) {
    if (!known(word)) return;
    out.add(feature_hash(kind, word.clusters.broad, with));
    out.add(feature_hash(kind + 1, word.clusters.middle, with));
    out.add(feature_hash(kind + 2, word.clusters.narrow, with));
  };
  clusters(kBroad, t, 0);
  clusters(kClusterShape, t, t.shape);
  clusters(kClusterBefore, b, t.shape);
  clusters(kClusterBehind, n, t.shape);
  clusters(kClusterBefore2, b2, 0);
  clusters(kClusterBehind2, n2, 0);
  if (known(b)) add(kGazetteerClusterBefore, b.clusters.middle, t.gazetteer);
  if (known(n)) add(kGazetteerClusterBehind, n.clusters.middle, t.gazetteer);
  if (known(b) && known(t)) add(kClusterPairBefore, b.clusters.middle, t.clusters.middle);
  if (known(t) && known(n)) add(kClusterPairBehind, t.clusters.middle, n.clusters.middle);
  if (known(b) && known(n)) {
    add(kClustersAround, b.clusters.broad * 65536ULL + n.clusters.broad,
        known(t) ? t.clusters.broad : 0xffffU);
  }
  out.end_position();
}

Label parse_label(std::string_view label) {
  if (label.ends_with("PER")) return Label::kPerson;
  if (label.ends_with("ORG")) return Label::kOrganisation;
  if (label.ends_with("LOC")) return Label::kPlace;
  if (label.ends_with("MISC")) return Label::kOther;
  return Label::kOutside;
}

Result<NameTagger> NameTagger::load(const DataFiles& data, const std::string& code) {
  NameTagger tagger;
  if (data.has("models/gazetteer.bin")) {
    ANNALS_ASSIGN(const std::string_view bytes, data.read("models/gazetteer.bin"));
    ANNALS_ASSIGN(tagger.gazetteer_, Gazetteer::map(bytes));
  }
  const std::string name = "models/names-" + code + ".bin";
  tagger.rule_ = "model/names-" + code;
  if (!data.has(name)) return tagger;
  ANNALS_ASSIGN(const std::string_view bytes, data.read(name));
  auto model = SequenceModel::map(bytes);
  if (!model) return tl::unexpected(std::move(model).error().with_context(name));
  tagger.model_ = *std::move(model);
  for (const std::string& label : tagger.model_.labels()) {
    tagger.kinds_.push_back(parse_label(label));
    tagger.begins_.push_back(label.starts_with("B-"));
  }
  return tagger;
}

void NameTagger::tag(const WordList& words, const NameLexicon& lexicon, TagScratch& scratch,
                     std::vector<std::vector<NameSpan>>& out) const {
  out.resize(words.analysis->sentences.size());
  for (auto& spans : out)
    spans.clear();
  if (!has_model()) return;
  TraitReader(lexicon, gazetteer_).read(words, scratch.traits);
  for (std::size_t s = 0; s < out.size(); ++s) {
    const SentenceRange& sentence = words.analysis->sentences[s];
    for (std::uint32_t i = sentence.first; i < sentence.last; ++i) {
      if (!may_be_in_name(words, sentence, i)) continue;
      const std::uint32_t first = i;
      scratch.features.clear();
      for (; i < sentence.last && may_be_in_name(words, sentence, i); ++i) {
        add_features(words, scratch.traits, sentence, i, scratch.features);
      }
      model_.decode(scratch.features, scratch.sequence, scratch.labels);
      read_spans(scratch.labels, first, out[s]);
    }
  }
}

void NameTagger::read_spans(const std::vector<std::uint8_t>& labels, std::uint32_t first,
                            std::vector<NameSpan>& out) const {
  for (std::uint32_t i = 0; i < labels.size(); ++i) {
    const std::size_t label = labels[i];
    if (kinds_[label] == Label::kOutside) continue;
    const std::uint32_t word = first + i;
    if (!begins_[label] && !out.empty() && out.back().last == word &&
        out.back().label == kinds_[label]) {
      ++out.back().last;
    } else {
      out.push_back({word, word + 1, kinds_[label], rule_.c_str()});
    }
  }
}

}  // namespace annals::who
