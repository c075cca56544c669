#include "ingest/language/tagger.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

#include "engine/base/hash.h"
#include "ingest/language/chars.h"

namespace annals {
namespace {

constexpr std::array<std::string_view, kPosCount> kNames = {
    "_",   "ADJ",  "ADP",  "ADV",   "AUX",   "CCONJ", "DET", "INTJ", "NOUN",
    "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"};

// What a feature looks at: the first argument of feature_hash. Part of the model format: changing
// the set means training anew.
enum Kind : std::uint32_t {
  kBias,
  kLower,
  kLowerCapital,
  kGroup,
  kGroupCapital,
  kShape,
  kSuffix,  // + length
  kPrefix = kSuffix + 8,
  kSuffixCapital = kPrefix + 8,
  kLastPart,
  kInner,
  kNear,  // features of neighbours: + 16 × place
  kPairBefore = kNear + 16 * 5,
  kPairBehind,
  kGroupsBefore,
  kGroupsBehind,
  kGroupsAround,
  kGroupsThree,
  kGroupsTwoBefore,
  kGroupsTwoBehind,
  kEndingBefore,
  kEndingBehind,
  kWordAround,
  kClauseLast,
  kClauseLastEnding,
  kClauseVerb,
  kClauseVerbWord,
  kClauseAuxiliary,
  kClauseAuxiliaryEnding,
  kCluster,  // + depth
  kClusterCapital = kCluster + 3,
  kClusterPairBefore = kClusterCapital + 3,
  kClusterPairBehind,
  kClustersAround,
};

// No word has more features of its own, or together with its neighbours.
constexpr std::size_t kMostFeatures = 32;

enum NearKind : std::uint32_t {
  kNearLower,
  kNearGroup,
  kNearEnding,
  kNearCapital,
  kNearMiddle,
  kNearNarrow,
};

// The beginning or end of a word by characters.
std::string_view last_characters(std::string_view word, std::size_t count) {
  std::size_t pos = word.size();
  for (std::size_t i = 0; i < count && pos > 0; ++i) {
    do
      --pos;
    while (pos > 0 && (static_cast<unsigned char>(word[pos]) & 0xC0U) == 0x80U);
  }
  return word.substr(pos);
}
std::string_view first_characters(std::string_view word, std::size_t count) {
  std::size_t pos = 0;
  for (std::size_t i = 0; i < count && pos < word.size(); ++i) {
    do
      ++pos;
    while (pos < word.size() && (static_cast<unsigned char>(word[pos]) & 0xC0U) == 0x80U);
  }
  return word.substr(0, pos);
}

// "Xx" for "Haus", "X-Xx" for "US-Präsident", "d.d" for "3.5": runs are one sign.
std::uint64_t shape_of(std::string_view form) {
  std::uint64_t shape = 0;
  std::uint32_t before = 0;
  int length = 0;
  for (std::size_t i = 0; i < form.size() && length < 12;) {
    const Char c = decode_char(form, i);
    i += c.length;
    std::uint32_t sign = 0;
    if (c.type == CharClass::kDigit) {
      sign = 1;
    } else if (c.type == CharClass::kLetter) {
      sign = is_upper(c.code) ? 2 : 3;
    } else {
      sign = c.code < 128 ? 16 + static_cast<std::uint32_t>(c.code) : 4;
    }
    if (sign == before) continue;
    before = sign;
    shape = shape * 149 + sign;
    ++length;
  }
  return shape;
}

bool opens_sentence(const TagWord& word) {
  return word.form == "\"" || word.form == ":" || word.form == "(" || word.form == "-" ||
         word.form == "–" || word.form == "•";
}

TagInfo info_of(const TagWord& word, bool first, const TagDictionary& dictionary,
                const WordClusters& clusters) {
  TagInfo info;
  info.lower = hash64(word.lower);
  const std::uint32_t found = dictionary.find(info.lower);
  info.tags = found;
  info.clusters = clusters.find(word.lower);
  const bool upper = is_upper(decode_char(word.form, 0).code);
  const bool all = word.form.size() > 1 &&
                   std::none_of(word.form.begin(), word.form.end(),
                                [](char c) { return c >= 'a' && c <= 'z'; }) &&
                   upper;
  info.capital = !upper ? 0 : all ? (first ? 4U : 3U) : (first ? 2U : 1U);
  const CharClass type = decode_char(word.form, 0).type;
  info.cuts = type == CharClass::kPunctuation || type == CharClass::kQuote;
  info.ending = hash64(last_characters(word.lower, 3));
  const std::uint32_t tags = found & TagDictionary::kTags;
  info.group =
      tags != 0 ? feature_hash((found & TagDictionary::kGuessed) != 0 ? 3 : 1, tags, info.capital)
                : feature_hash(2, hash64(last_characters(word.lower, 2)), info.capital);
  return info;
}

// Words in no cluster say nothing of it, so that a model that was learned without clusters never
// sees a feature of them.
bool in_cluster(const TagInfo& info) {
  return info.clusters.narrow != WordClusters::kNone;
}

// What a word's own letters say of its tag.
template <class Sink>
void own_features(const TagWord& word, const TagInfo& info, Sink&& sink) {
  sink(feature_hash(kBias, 0));
  sink(feature_hash(kLower, info.lower));
  sink(feature_hash(kLowerCapital, info.lower, info.capital));
  sink(feature_hash(kGroup, info.tags & TagDictionary::kTags));
  sink(feature_hash(kGroupCapital, info.group));
  const std::uint64_t shape = shape_of(word.form);
  sink(feature_hash(kShape, shape, info.capital == 2 || info.capital == 4 ? 1 : 0));
  for (std::uint32_t n = 1; n <= 6; ++n) {
    const std::string_view suffix = last_characters(word.lower, n);
    sink(feature_hash(kSuffix + n, hash64(suffix)));
    if (suffix.size() == word.lower.size()) break;
  }
  for (std::uint32_t n = 1; n <= 5; ++n) {
    const std::string_view prefix = first_characters(word.lower, n);
    sink(feature_hash(kPrefix + n, hash64(prefix)));
    if (prefix.size() == word.lower.size()) break;
  }
  for (std::uint32_t n = 2; n <= 4; ++n) {
    sink(feature_hash(kSuffixCapital, hash64(last_characters(word.lower, n)), info.capital));
  }
  if (in_cluster(info)) {
    sink(feature_hash(kCluster, info.clusters.broad));
    sink(feature_hash(kCluster + 1, info.clusters.middle));
    sink(feature_hash(kCluster + 2, info.clusters.narrow));
    sink(feature_hash(kClusterCapital, info.clusters.broad, info.capital));
    sink(feature_hash(kClusterCapital + 1, info.clusters.middle, info.capital));
    sink(feature_hash(kClusterCapital + 2, info.clusters.narrow, info.capital));
  }
  const std::size_t hyphen = word.form.rfind('-');
  if (hyphen != std::string_view::npos && hyphen > 0 && hyphen + 1 < word.form.size()) {
    const std::string_view part = word.form.substr(hyphen + 1);
    const bool upper = is_upper(decode_char(part, 0).code);
    sink(feature_hash(kInner, 1, upper ? 1 : 0));
    sink(feature_hash(kLastPart, hash64(part), upper ? 1 : 0));
  }
}

// What a word says of the tag of another, `place` words on (0 … 4: two before … two behind).
template <class Sink>
void near_features(const TagInfo& info, std::uint32_t place, Sink&& sink) {
  const std::uint32_t base = kNear + 16 * place;
  sink(feature_hash(base + kNearLower, info.lower));
  sink(feature_hash(base + kNearGroup, info.group));
  if (in_cluster(info)) sink(feature_hash(base + kNearMiddle, info.clusters.middle));
  if (place == 1 || place == 3) {
    sink(feature_hash(base + kNearEnding, info.ending, info.capital));
    sink(feature_hash(base + kNearCapital, info.capital));
    if (in_cluster(info)) sink(feature_hash(base + kNearNarrow, info.clusters.narrow));
  }
}

bool can_be(const TagInfo& info, Pos pos) {
  return ((info.tags >> static_cast<unsigned>(pos)) & 1U) != 0;
}

// Clauses end at punctuation. German puts the parts of a verb far apart: whether "hat" is an
// auxiliary shows at the end of the clause.
void find_clauses(std::span<const TagInfo> infos, std::vector<TagClause>& clauses) {
  clauses.assign(infos.size(), {});
  const TagInfo* last = nullptr;
  const TagInfo* verb = nullptr;
  for (std::size_t i = infos.size(); i-- > 0;) {
    if (infos[i].cuts) {
      last = nullptr;
      verb = nullptr;
      continue;
    }
    clauses[i].last = last;
    clauses[i].next_verb = verb;
    if (last == nullptr) last = &infos[i];
    if (can_be(infos[i], Pos::kVerb) || can_be(infos[i], Pos::kAux)) verb = &infos[i];
  }
  const TagInfo* auxiliary = nullptr;
  for (std::size_t i = 0; i < infos.size(); ++i) {
    if (infos[i].cuts) {
      auxiliary = nullptr;
      continue;
    }
    clauses[i].auxiliary = auxiliary;
    if (auxiliary == nullptr && can_be(infos[i], Pos::kAux)) auxiliary = &infos[i];
  }
}

// What the words around word i say together.
template <class Sink>
void joint_features(std::span<const TagInfo> infos, std::span<const TagClause> clauses,
                    std::size_t i, Sink&& sink) {
  static constexpr TagInfo kNothing{
      .lower = 1, .group = 1, .ending = 1, .tags = 0, .capital = 9, .clusters = {}};
  const auto at = [&](std::size_t k) -> const TagInfo& {
    return k < infos.size() ? infos[k] : kNothing;  // wraps round below the start
  };
  const TagInfo& self = infos[i];
  const TagInfo& before = at(i - 1);
  const TagInfo& behind = at(i + 1);
  sink(feature_hash(kPairBefore, before.lower, self.lower));
  sink(feature_hash(kPairBehind, self.lower, behind.lower));
  sink(feature_hash(kGroupsBefore, before.group, self.group));
  sink(feature_hash(kGroupsBehind, self.group, behind.group));
  sink(feature_hash(kGroupsAround, before.group, behind.group));
  sink(feature_hash(kGroupsThree, feature_hash(0, before.group, self.group), behind.group));
  sink(feature_hash(kGroupsTwoBefore, at(i - 2).group, before.group));
  sink(feature_hash(kGroupsTwoBehind, behind.group, at(i + 2).group));
  sink(feature_hash(kEndingBefore, before.group, self.ending));
  sink(feature_hash(kEndingBehind, self.ending, behind.group));
  sink(feature_hash(kWordAround, before.lower, behind.lower));
  if (in_cluster(self)) {
    sink(feature_hash(kClusterPairBefore, before.clusters.middle, self.clusters.middle));
    sink(feature_hash(kClusterPairBehind, self.clusters.middle, behind.clusters.middle));
  }
  if (in_cluster(before) && in_cluster(behind))
    sink(feature_hash(kClustersAround, before.clusters.middle, behind.clusters.middle));
  const std::uint32_t tags = self.tags & TagDictionary::kTags;
  if (std::has_single_bit(tags) || self.cuts) return;
  const auto info = [](const TagInfo* found) -> const TagInfo& {
    return found != nullptr ? *found : kNothing;
  };
  const TagClause& clause = clauses[i];
  sink(feature_hash(kClauseLast, self.group, info(clause.last).group));
  sink(feature_hash(kClauseLastEnding, self.group, info(clause.last).ending));
  sink(feature_hash(kClauseVerb, self.group, info(clause.next_verb).group));
  sink(feature_hash(kClauseVerbWord, self.lower, info(clause.next_verb).group));
  sink(feature_hash(kClauseAuxiliary, self.group, info(clause.auxiliary).lower));
  sink(feature_hash(kClauseAuxiliaryEnding, self.ending, info(clause.auxiliary).group));
}

std::uint32_t slot_word(std::string_view slots, std::size_t index) {
  std::uint32_t value = 0;
  std::memcpy(&value, slots.data() + 4 * index, 4);
  return value;
}

}  // namespace

std::string_view to_string(Pos pos) {
  return kNames[static_cast<std::size_t>(pos)];
}

Pos parse_pos(std::string_view name) {
  const auto* const found = std::find(kNames.begin(), kNames.end(), name);
  return found == kNames.end() ? Pos::kUnknown : static_cast<Pos>(found - kNames.begin());
}

TagWord tag_word(const Analysis& analysis, const Token& token) {
  if (token.kind == TokenKind::kQuoteOpen || token.kind == TokenKind::kQuoteClose) {
    return {"\"", "\""};
  }
  return {analysis.text_of(token), analysis.lower_of(token)};
}

std::string TagDictionary::build(std::vector<Word> words) {
  std::sort(words.begin(), words.end(),
            [](const Word& a, const Word& b) { return a.hash < b.hash; });
  const std::size_t size = std::bit_ceil(words.size() + words.size() / 2 + 1);
  std::vector<std::uint32_t> slots(2 * size);
  for (const Word& word : words) {
    std::size_t i = word.hash & (size - 1);
    while (slots[2 * i + 1] != 0)
      i = (i + 1) & (size - 1);
    slots[2 * i] = static_cast<std::uint32_t>(word.hash >> 32U);
    slots[2 * i + 1] = word.tags;
  }
  std::string out(4 + 8 * size, '\0');
  const auto count = static_cast<std::uint32_t>(size);
  std::memcpy(out.data(), &count, 4);
  std::memcpy(out.data() + 4, slots.data(), 8 * size);
  return out;
}

TagDictionary TagDictionary::map(std::string_view bytes) {
  TagDictionary dictionary;
  if (bytes.size() < 4) return dictionary;
  const std::size_t size = slot_word(bytes, 0);
  if (!std::has_single_bit(size) || bytes.size() != 4 + 8 * size) return dictionary;
  dictionary.slots_ = bytes.substr(4);
  return dictionary;
}

std::uint32_t TagDictionary::find(std::uint64_t hash) const {
  const std::size_t size = slots_.size() / 8;
  std::size_t i = hash & (size - 1);
  for (std::size_t n = 0; n < size; ++n, i = (i + 1) & (size - 1)) {
    const std::uint32_t tags = slot_word(slots_, 2 * i + 1);
    if (tags == 0) return 0;
    if (slot_word(slots_, 2 * i) == static_cast<std::uint32_t>(hash >> 32U)) return tags;
  }
  return 0;
}

void tag_features(std::span<const TagWord> words, const TagDictionary& dictionary,
                  const WordClusters& clusters, SequenceFeatures& features) {
  std::vector<TagInfo> infos;
  infos.reserve(words.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    infos.push_back(
        info_of(words[i], i == 0 || opens_sentence(words[i - 1]), dictionary, clusters));
  }
  std::vector<TagClause> clauses;
  find_clauses(infos, clauses);
  const auto sink = [&](std::uint64_t hash) { features.add(hash); };
  for (std::size_t i = 0; i < words.size(); ++i) {
    own_features(words[i], infos[i], sink);
    // As seen from word i: the word `place` - 2 words before it speaks of it.
    for (std::uint32_t place = 0; place < 5; ++place) {
      const std::size_t k = i + 2 - place;
      if (place != 2 && k < words.size()) near_features(infos[k], place, sink);
    }
    joint_features(infos, clauses, i, sink);
    features.end_position();
  }
}

std::uint64_t tag_cache_key(std::string_view form, bool first) {
  // Not a seed of the hash: XXH3 of a few bytes maps neighbouring seeds onto each other.
  return feature_hash(first ? 1 : 0, hash64(form));
}

void TaggerScratch::prepare() {
  if (slots_ != nullptr) return;
  slots_.reset(static_cast<Slot*>(std::calloc(kSlots, sizeof(Slot))));
  static_assert(std::is_trivially_copyable_v<Slot>);
  if (slots_ == nullptr) throw std::bad_alloc();
}

Result<Tagger> Tagger::map(std::string_view bytes, const WordClusters& clusters) {
  Tagger tagger;
  tagger.clusters_ = clusters;
  ANNALS_ASSIGN(tagger.model_, SequenceModel::map(bytes));
  for (const std::string& label : tagger.model_.labels()) {
    const Pos pos = parse_pos(label);
    if (pos == Pos::kUnknown) return fail(ErrorCode::kCorrupt, "tagger model: no tag: " + label);
    tagger.tags_.push_back(pos);
  }
  if (tagger.tags_.size() > kPosCount)
    return fail(ErrorCode::kCorrupt, "tagger model: too many tags");
  tagger.dictionary_ = TagDictionary::map(tagger.model_.extra());
  return tagger;
}

const TaggerScratch::Slot& Tagger::slot_of(const TagWord& word, bool first,
                                           TaggerScratch& scratch) const {
  const std::uint64_t key = tag_cache_key(word.form, first);
  TaggerScratch::Slot& slot = scratch.slots_[key & (TaggerScratch::kSlots - 1)];
  if (slot.used && slot.key == key) return slot;
  slot.key = key;
  slot.used = true;
  slot.info = info_of(word, first, dictionary_, clusters_);
  slot.allowed = 0;
  if ((slot.info.tags & TagDictionary::kClosed) != 0) {
    for (std::size_t l = 0; l < tags_.size(); ++l)
      slot.allowed |= ((slot.info.tags >> static_cast<unsigned>(tags_[l])) & 1U) << l;
  }
  std::array<std::int32_t, SequenceModel::kMostLabels> sums{};
  std::array<std::uint64_t, kMostFeatures> features{};
  std::size_t count = 0;
  const auto sink = [&](std::uint64_t hash) { features[count++] = hash; };
  for (std::uint32_t place = 0; place < TaggerScratch::kPlaces; ++place) {
    sums.fill(0);
    count = 0;
    if (place == TaggerScratch::kReach) {
      own_features(word, slot.info, sink);
    } else {
      near_features(slot.info, place, sink);
    }
    model_.add_scores(std::span(features.data(), count), sums.data());
    for (std::size_t l = 0; l < kPosCount; ++l) {
      slot.scores[place][l] = static_cast<std::int16_t>(std::clamp(sums[l], -32000, 32000));
    }
  }
  return slot;
}

void Tagger::tag(std::span<const TagWord> words, TaggerScratch& scratch,
                 std::vector<Pos>& tags) const {
  scratch.prepare();
  const std::size_t count = tags_.size();
  const std::size_t size = words.size();
  // Rows are added kPosCount wide, whatever the number of labels: behind the last label stand
  // zeros, which change nothing in the row that follows.
  scratch.scores_.assign(size * count + kPosCount, 0);
  scratch.allowed_.assign(size, 0);
  scratch.infos_.resize(size);
  for (std::size_t i = 0; i < size; ++i) {
    const bool first = i == 0 || opens_sentence(words[i - 1]);
    const TaggerScratch::Slot& slot = slot_of(words[i], first, scratch);
    scratch.infos_[i] = slot.info;
    for (std::size_t place = 0; place < TaggerScratch::kPlaces; ++place) {
      const std::size_t target = i + place - TaggerScratch::kReach;
      if (target >= size) continue;
      std::int32_t* const row = scratch.scores_.data() + target * count;
      for (std::size_t l = 0; l < kPosCount; ++l)
        row[l] += slot.scores[place][l];
    }
    scratch.allowed_[i] = slot.allowed;
  }
  find_clauses(scratch.infos_, scratch.clauses_);
  for (std::size_t i = 0; i < size; ++i) {
    if (std::has_single_bit(scratch.allowed_[i])) continue;
    std::int32_t* const row = scratch.scores_.data() + i * count;
    std::array<std::uint64_t, kMostFeatures> features{};
    std::size_t found = 0;
    joint_features(scratch.infos_, scratch.clauses_, i,
                   [&](std::uint64_t hash) { features[found++] = hash; });
    model_.add_scores(std::span(features.data(), found), row);
  }
  model_.decode_scores(std::span(scratch.scores_.data(), size * count), scratch.allowed_,
                       scratch.viterbi_, scratch.labels_);
  tags.resize(size);
  for (std::size_t i = 0; i < size; ++i)
    tags[i] = tags_[scratch.labels_[i]];
}

void Tagger::tag(Analysis& analysis, const SentenceRange& sentence, TaggerScratch& scratch) const {
  scratch.words_.clear();
  for (std::uint32_t i = sentence.first; i < sentence.last; ++i) {
    scratch.words_.push_back(tag_word(analysis, analysis.tokens[i]));
  }
  tag(scratch.words_, scratch, scratch.tags_);
  for (std::uint32_t i = sentence.first; i < sentence.last; ++i) {
    analysis.tokens[i].pos = scratch.tags_[i - sentence.first];
  }
}

}  // namespace annals
