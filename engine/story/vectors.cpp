#include "engine/story/vectors.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "engine/base/hash.h"

namespace annals {
namespace {

enum Kind : std::uint8_t { kTerm, kLetters, kActor, kKinds };

// A feature before it has a dense number.
struct RawFeature {
  std::uint64_t key = 0;
  Kind kind = kTerm;
  double count = 0;
};

constexpr std::uint64_t key_of(Kind kind, std::uint32_t value) {
  return (std::uint64_t{kind} << 32) | value;
}

constexpr std::size_t kLetterGram = 4;
constexpr std::size_t kMinWordLetters = 5;
// Below this many headline tokens a sentence before the body counts as headline.
constexpr std::uint32_t kMaxHeadlineTokens = 40;
// Articles that a small set is imagined to be drawn from: keeps the words of a handful of articles
// from looking rare just because the set is small.
constexpr double kBackground = 60;

// So many features of a kind earn the kind its full share of a vector.
constexpr std::array<double, kKinds> kFullShareAt = {4, 8, 6};

void sum_equal_keys(std::vector<RawFeature>& features) {
  std::ranges::sort(features, {}, &RawFeature::key);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < features.size(); ++i) {
    if (kept > 0 && features[kept - 1].key == features[i].key) {
      features[kept - 1].count += features[i].count;
    } else {
      features[kept++] = features[i];
    }
  }
  features.resize(kept);
}

std::vector<RawFeature> raw_features(const v1::Digest& digest, const VectorWeights& weights) {
  std::vector<RawFeature> out;
  std::uint32_t lead = 0;
  bool in_body = false;
  for (const auto& sentence : digest.sentences()) {
    in_body = in_body || sentence.body();
    const bool headline = !in_body && sentence.tokens() <= kMaxHeadlineTokens;
    if (!headline && !sentence.body()) continue;
    for (const std::uint32_t term : sentence.terms()) {
      if (!headline && ++lead > weights.lead_terms) break;
      out.push_back({key_of(kTerm, term), kTerm, headline ? weights.headline_boost : 1.0});
    }
    if (lead > weights.lead_terms) break;
  }
  for (const std::uint32_t gram : headline_letters(digest.title())) {
    out.push_back({key_of(kLetters, gram), kLetters, 1.0});
  }
  for (const auto& actor : digest.actors()) {
    out.push_back({key_of(kActor, hash32(actor.key())), kActor,
                   static_cast<double>(std::max(1U, actor.mentions()))});
  }
  sum_equal_keys(out);
  return out;
}

}  // namespace

std::vector<std::uint32_t> headline_letters(std::string_view headline) {
  std::vector<std::uint32_t> out;
  std::vector<char32_t> word;
  const auto flush = [&] {
    if (word.size() >= kMinWordLetters) {
      for (std::size_t i = 0; i + kLetterGram <= word.size(); ++i) {
        std::array<char32_t, kLetterGram> gram{};
        std::copy_n(word.begin() + static_cast<std::ptrdiff_t>(i), kLetterGram, gram.begin());
        std::array<char, kLetterGram * 4> bytes{};
        for (std::size_t k = 0; k < kLetterGram; ++k) {
          for (std::size_t b = 0; b < 4; ++b) {
            bytes[k * 4 + b] = static_cast<char>((gram[k] >> (8 * b)) & 0xFF);
          }
        }
        out.push_back(hash32(std::string_view(bytes.data(), bytes.size())));
      }
    }
    word.clear();
  };
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(headline.data());
  const auto size = static_cast<std::int32_t>(headline.size());
  for (std::int32_t at = 0; at < size;) {
    UChar32 c = 0;
    U8_NEXT(bytes, at, size, c);
    if (c >= 0 && u_isalpha(c)) {
      word.push_back(static_cast<char32_t>(u_tolower(c)));
    } else {
      flush();
    }
  }
  flush();
  return out;
}

VectorSet make_vectors(std::span<const v1::Digest* const> digests, const VectorWeights& weights) {
  VectorSet out;
  std::vector<std::vector<RawFeature>> raw;
  raw.reserve(digests.size());
  for (const v1::Digest* digest : digests)
    raw.push_back(raw_features(*digest, weights));

  // Dense numbers in the order of first use; only sums and dot products see them, in that order,
  // so the caller's canonical order of digests makes them canonical too.
  std::unordered_map<std::uint64_t, std::uint32_t> number;
  for (const auto& features : raw) {
    for (const RawFeature& f : features) {
      const auto [it, fresh] =
          number.try_emplace(f.key, static_cast<std::uint32_t>(out.document_frequency.size()));
      if (fresh) out.document_frequency.push_back(0);
      ++out.document_frequency[it->second];
    }
  }
  const double documents = static_cast<double>(digests.size()) + kBackground;
  const std::array<double, kKinds> full_share = {weights.terms, weights.headline_letters,
                                                 weights.actors};
  out.vectors.resize(digests.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    std::array<double, kKinds> norm{};
    std::array<double, kKinds> count{};
    SparseVector& vector = out.vectors[i];
    vector.reserve(raw[i].size());
    std::vector<Kind> kinds;
    for (const RawFeature& f : raw[i]) {
      const std::uint32_t id = number.at(f.key);
      const double idf = std::log(documents / (out.document_frequency[id] + 1.0));
      const double weight = (1.0 + std::log(f.count)) * std::max(0.0, idf);
      if (weight <= 0) continue;
      norm[f.kind] += weight * weight;
      ++count[f.kind];
      vector.push_back({id, static_cast<float>(weight)});
      kinds.push_back(f.kind);
    }
    // A kind with few features gets less than its full share: one shared actor makes no story.
    std::array<double, kKinds> share = full_share;
    double total = 0;
    for (std::size_t k = 0; k < kKinds; ++k) {
      share[k] *= std::min(1.0, count[k] / kFullShareAt[k]);
      total += share[k];
    }
    for (std::size_t k = 0; k < vector.size(); ++k) {
      vector[k].weight *= static_cast<float>(std::sqrt(share[kinds[k]] / norm[kinds[k]] / total));
    }
    std::ranges::sort(vector, {}, &Feature::id);
  }
  return out;
}

double dot(const SparseVector& a, const SparseVector& b) {
  double sum = 0;
  auto i = a.begin();
  auto j = b.begin();
  while (i != a.end() && j != b.end()) {
    if (i->id < j->id) {
      ++i;
    } else if (j->id < i->id) {
      ++j;
    } else {
      sum += static_cast<double>(i->weight) * static_cast<double>(j->weight);
      ++i;
      ++j;
    }
  }
  return sum;
}

double length(const SparseVector& a) {
  double sum = 0;
  for (const Feature& f : a)
    sum += static_cast<double>(f.weight) * static_cast<double>(f.weight);
  return std::sqrt(sum);
}

SparseVector add(const SparseVector& a, const SparseVector& b) {
  SparseVector out;
  out.reserve(a.size() + b.size());
  auto i = a.begin();
  auto j = b.begin();
  while (i != a.end() || j != b.end()) {
    if (j == b.end() || (i != a.end() && i->id < j->id)) {
      out.push_back(*i++);
    } else if (i == a.end() || j->id < i->id) {
      out.push_back(*j++);
    } else {
      out.push_back({i->id, i->weight + j->weight});
      ++i;
      ++j;
    }
  }
  return out;
}

}  // namespace annals
