// What later layers and queries read of an analysis: sentences with their terms, and the sketch
// that recognises reprints.
#include <algorithm>
#include <array>
#include <limits>

#include "engine/base/hash.h"
#include "ingest/language/impl.h"

namespace annals {
namespace {

constexpr std::size_t kShingle = 4;      // words
constexpr std::size_t kSketchSize = 64;  // minima

// Whether a sentence can stand alone: it opens neither with a connective nor with a pronoun whose
// noun stands in the sentence before.
bool self_contained(const Analysis& analysis, const SentenceRange& sentence) {
  const Lexicon& lexicon = analysis.language->impl().lexicon;
  constexpr int kReach = 3;  // words in which a pronoun without a noun before it dangles
  int words = 0;
  for (std::uint32_t i = sentence.first; i < sentence.last && words < kReach; ++i) {
    const Token& token = analysis.tokens[i];
    if (token.kind != TokenKind::kWord) continue;
    ++words;
    const WordFlags flags = lexicon.flags_of(analysis.lower_of(token));
    if (words == 1) {
      if ((flags & kDanglingFirst) != 0) return false;
      if ((flags & kDanglingPronoun) != 0 && token.pos == Pos::kPron) return false;
    }
    if ((flags & kPersonalPronoun) != 0 && !token.all_caps) return false;
    const bool noun = token.pos == Pos::kNoun || token.pos == Pos::kPropn ||
                      (token.pos == Pos::kUnknown && token.title_case && words > 1);
    if (noun) return true;
  }
  return words > 0;
}

std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 33U;
  x *= 0xff51afd7ed558ccdULL;
  x ^= x >> 33U;
  x *= 0xc4ceb9fe1a85ec53ULL;
  return x ^ (x >> 33U);
}

bool is_body(const v1::Article& article, std::uint32_t block) {
  if (block >= static_cast<std::uint32_t>(article.blocks_size())) return true;
  switch (article.blocks(static_cast<int>(block)).kind()) {
    case v1::BLOCK_KIND_TITLE:
    case v1::BLOCK_KIND_KICKER:
    case v1::BLOCK_KIND_CAPTION:
    case v1::BLOCK_KIND_HEADING:
    case v1::BLOCK_KIND_UPDATE_HEADING:
      return false;
    default:
      return true;
  }
}

}  // namespace

void append_terms(const Analysis& analysis, const Token& token, std::vector<TermId>& terms) {
  const bool content =
      (token.kind == TokenKind::kWord && !token.stop_word) || token.kind == TokenKind::kNumber;
  if (!content) return;
  terms.push_back(token.term);
  const std::string_view lower = analysis.lower_of(token);
  if (token.kind != TokenKind::kWord || lower.find('-') == std::string_view::npos) return;
  const Language::Impl& language = analysis.language->impl();
  const auto scratch = language.borrow();
  constexpr std::size_t kMostParts = 8;
  std::size_t parts = 0;
  for (std::size_t begin = 0; begin < lower.size() && parts < kMostParts;) {
    const std::size_t end = std::min(lower.find('-', begin), lower.size());
    const std::string_view part = lower.substr(begin, end - begin);
    begin = end + 1;
    if (part.size() < 2 || part.size() == lower.size()) continue;
    const std::uint64_t hash = hash64(part);
    // "us-" of "US-Präsident" is a name, the pronoun is never part of a compound: no stop words.
    terms.push_back(scratch->term(part, hash));
    ++parts;
  }
}

void add_sentences(const Analysis& analysis, v1::ArticleRecord& record) {
  std::vector<TermId> terms;
  for (const SentenceRange& range : analysis.sentences) {
    v1::Sentence& sentence = *record.add_sentences();
    sentence.mutable_span()->set_begin(range.span.begin);
    sentence.mutable_span()->set_end(range.span.end);
    sentence.set_section(range.section);
    sentence.set_block(range.block);
    std::uint32_t words = 0;
    terms.clear();
    for (std::uint32_t i = range.first; i < range.last; ++i) {
      const Token& token = analysis.tokens[i];
      if (token.kind == TokenKind::kWord || token.kind == TokenKind::kNumber) ++words;
      append_terms(analysis, token, terms);
    }
    for (const TermId term : terms)
      sentence.add_terms(term.value());
    sentence.set_tokens(words);
    sentence.set_self_contained(self_contained(analysis, range));
  }
}

void add_sketch(const Analysis& analysis, v1::ArticleRecord& record) {
  record.clear_sketch();
  std::vector<std::uint32_t> words;
  for (const SentenceRange& range : analysis.sentences) {
    if (!is_body(record.article(), range.block)) continue;
    for (std::uint32_t i = range.first; i < range.last; ++i) {
      const Token& token = analysis.tokens[i];
      const bool word = token.kind == TokenKind::kWord || token.kind == TokenKind::kNumber;
      if (word) words.push_back(token.term.value());
    }
  }
  if (words.empty()) return;
  // One permutation with 64 bins (Li, Owen and Zhang, 2012); an empty bin takes over its right
  // neighbour's minimum (Shrivastava and Li, 2014), so that short texts compare too.
  constexpr std::uint64_t kNone = std::numeric_limits<std::uint64_t>::max();
  std::array<std::uint64_t, kSketchSize> minima{};
  minima.fill(kNone);
  const std::size_t last = words.size() <= kShingle ? 1 : words.size() - kShingle + 1;
  for (std::size_t i = 0; i < last; ++i) {
    std::uint64_t hash = 0x9e3779b97f4a7c15ULL;
    for (std::size_t k = i; k < std::min(i + kShingle, words.size()); ++k) {
      hash = mix(hash + words[k]);
    }
    std::uint64_t& minimum = minima[hash % kSketchSize];
    minimum = std::min(minimum, hash / kSketchSize);
  }
  for (std::size_t bin = 0; bin < kSketchSize; ++bin) {
    std::size_t from = bin;
    while (minima[from] == kNone)
      from = (from + 1) % kSketchSize;
    const std::uint64_t distance = (from + kSketchSize - bin) % kSketchSize;
    record.add_sketch(static_cast<std::uint32_t>(mix(minima[from] + (distance << 58U))));
  }
}

}  // namespace annals
