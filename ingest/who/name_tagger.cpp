#include "ingest/who/name_tagger.h"

#include <algorithm>

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
  kEnd,
  kHandle,
  kKind,
  kKindBefore,
  kKindBehind,
  kKindPairBefore,
  kKindPairBehind,
  kKindGazetteer,
  kKindWordBefore,
  kKindWordBehind,
  kKindPos,
};

// "@Nordwerk": the sign and the handle behind it.
bool is_at(const WordList& words, const SentenceRange& sentence, std::uint32_t i) {
  return i < sentence.last && words.text(words.words[i]) == "@";
}
bool is_handle(const WordList& words, const SentenceRange& sentence, std::uint32_t i) {
  return i > sentence.first && is_at(words, sentence, i - 1);
}

}  // namespace

bool may_be_in_name(const WordList& words, const SentenceRange& sentence, std::uint32_t i) {
  constexpr std::uint32_t kReach = 2;
  if (words.words[i].any_capital) return true;
  if ((is_at(words, sentence, i) && i + 1 < sentence.last) || is_handle(words, sentence, i))
    return true;
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
    add(kGazetteerPair, b.gazetteer * 65536ULL + t.gazetteer, n.gazetteer);
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
  if (known(t)) {
    const std::uint64_t kind = t.clusters.kind;
    add(kKind, kind, t.shape);
    add(kKindGazetteer, kind, t.gazetteer);
    add(kKindWordBefore, kind, b.word);
    add(kKindWordBehind, kind, n.word);
    add(kKindPos, kind, own * 1024 + before * 32 + behind);
    if (known(b)) add(kKindPairBefore, kind, b.clusters.kind);
    if (known(n)) add(kKindPairBehind, kind, n.clusters.kind);
  }
  if (known(b)) add(kKindBefore, b.clusters.kind, t.shape);
  if (known(n)) add(kKindBehind, n.clusters.kind, t.shape);
  if (i + 1 == sentence.last || !may_be_in_name(words, sentence, i + 1)) add(kEnd, 0);
  if (is_handle(words, sentence, i)) add(kHandle, t.shape);
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
    tagger.begins_.push_back(label.starts_with("B-") || label.starts_with("S-"));
  }
  return tagger;
}

void NameTagger::tag(const WordList& words, const NameLexicon& lexicon, TagScratch& scratch,
                     std::vector<std::vector<NameSpan>>& out) const {
  out.resize(words.analysis->sentences.size());
  for (auto& spans : out)
    spans.clear();
  if (!has_model()) return;
  TraitReader(lexicon, gazetteer_, scratch.memory).read(words, scratch.traits);
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
    // The corpora take the sign of a handle for part of the name; an actor is called without it.
    for (NameSpan& span : out[s])
      span.first += is_at(words, sentence, span.first) ? 1U : 0U;
    std::erase_if(out[s], [](const NameSpan& span) { return span.first == span.last; });
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
