#include "engine/story/vectors.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

namespace annals {
namespace {

// Articles that a small set is imagined to be drawn from: keeps the words of a handful of articles
// from looking rare just because the set is small.
constexpr double kBackground = 60;
// Articles after which the habits of an outlet are believed.
constexpr double kOutletPrior = 10;

constexpr std::uint64_t key_of(const ArticleFeature& f) {
  return (static_cast<std::uint64_t>(f.kind) << 32U) | f.hash;
}

// The outlet that more than half of a feature's articles come from, if there is one: found with one
// counter a feature (Boyer and Moore, 1981).
struct Majority {
  std::uint32_t outlet = 0;
  std::uint32_t lead = 0;
  std::uint32_t articles = 0;

  void vote(std::uint32_t from) {
    if (lead == 0) outlet = from;
    lead = outlet == from ? lead + 1 : lead - 1;
  }
};

// 1 for a feature that outlets share, near 0 for what one outlet puts on page after page ("for
// subscribers"): its furniture, not its news.
double news_share(const Majority& majority, std::uint32_t articles, double outlet_share) {
  if (majority.outlet == 0 || majority.articles * 2 <= articles || outlet_share >= 1) return 1;
  const double share =
      (majority.articles + outlet_share * kOutletPrior) / (articles + kOutletPrior);
  return std::min(1.0, (1 - share) / (1 - outlet_share));
}

// Document frequencies, dense numbers and weights of the features of a set.
class FeatureTable {
 public:
  explicit FeatureTable(std::span<const ArticleFeatures* const> articles) {
    // Dense numbers in the order of first use; only sums and dot products see them, in that order,
    // so the caller's canonical order makes them canonical too.
    std::unordered_map<std::uint32_t, std::uint32_t> outlet_size;
    std::vector<Majority> majority;
    for (const ArticleFeatures* article : articles) {
      ++outlet_size[article->outlet];
      for (const ArticleFeature& f : article->features) {
        const auto next = static_cast<std::uint32_t>(frequency_.size());
        const std::uint32_t id = number_.try_emplace(key_of(f), next).first->second;
        if (id == next) {
          frequency_.push_back(0);
          kind_.push_back(f.kind);
          majority.emplace_back();
        }
        ++frequency_[id];
        majority[id].vote(article->outlet);
      }
    }
    for (const ArticleFeatures* article : articles) {
      for (const ArticleFeature& f : article->features) {
        Majority& m = majority[number(f)];
        if (m.outlet == article->outlet) ++m.articles;
      }
    }
    const auto documents = static_cast<double>(articles.size());
    idf_.reserve(frequency_.size());
    for (std::size_t id = 0; id < frequency_.size(); ++id) {
      const double rarity = std::log((documents + kBackground) / (frequency_[id] + 1.0));
      const double outlet_share = outlet_size.at(majority[id].outlet) / documents;
      idf_.push_back(std::max(0.0, rarity) *
                     news_share(majority[id], frequency_[id], outlet_share));
    }
  }

  std::uint32_t number(const ArticleFeature& f) const { return number_.at(key_of(f)); }
  double weight(std::uint32_t id, const ArticleFeature& f) const {
    return (1.0 + std::log(std::max(1.0, static_cast<double>(f.count)))) * idf_[id];
  }
  std::vector<std::uint32_t> take_frequency() { return std::move(frequency_); }
  std::vector<FeatureKind> take_kind() { return std::move(kind_); }

 private:
  std::unordered_map<std::uint64_t, std::uint32_t> number_;
  std::vector<std::uint32_t> frequency_;
  std::vector<FeatureKind> kind_;
  std::vector<double> idf_;
};

SparseVector make_vector(const ArticleFeatures& article, const FeatureTable& table,
                         const VectorWeights& weights) {
  std::array<double, kFeatureKinds> norm{};
  std::array<double, kFeatureKinds> count{};
  SparseVector out;
  out.reserve(article.features.size());
  std::vector<std::size_t> kinds;
  kinds.reserve(article.features.size());
  for (const ArticleFeature& f : article.features) {
    const std::uint32_t id = table.number(f);
    const double weight = table.weight(id, f);
    if (weight <= 0) continue;
    const auto kind = static_cast<std::size_t>(f.kind);
    norm[kind] += weight * weight;
    ++count[kind];
    out.push_back({id, static_cast<float>(weight)});
    kinds.push_back(kind);
  }
  std::array<double, kFeatureKinds> share = weights.share;
  double total = 0;
  for (std::size_t k = 0; k < kFeatureKinds; ++k) {
    share[k] *= std::min(1.0, count[k] / weights.full_share_at[k]);
    total += share[k];
  }
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i].weight *= static_cast<float>(std::sqrt(share[kinds[i]] / norm[kinds[i]] / total));
  }
  std::ranges::sort(out, {}, &Feature::id);
  return out;
}

}  // namespace

VectorSet make_vectors(std::span<const ArticleFeatures* const> articles,
                       const VectorWeights& weights) {
  FeatureTable table(articles);
  VectorSet out;
  out.vectors.reserve(articles.size());
  for (const ArticleFeatures* article : articles)
    out.vectors.push_back(make_vector(*article, table, weights));
  out.document_frequency = table.take_frequency();
  out.kind = table.take_kind();
  return out;
}

std::vector<float> spread_factors(const VectorSet& articles,
                                  std::span<const std::uint32_t> events_with,
                                  std::size_t event_count, double power) {
  static constexpr double kLeast = 0.05;  // keeps the words of everybody from a division by nothing
  const auto rarity = [](std::size_t all, std::uint32_t with) {
    return std::max(kLeast, std::log((static_cast<double>(all) + kBackground) / (with + 1.0)));
  };
  std::vector<float> out(events_with.size(), 1.0F);
  for (std::size_t f = 0; f < out.size(); ++f) {
    const FeatureKind kind = articles.kind[f];
    if (kind != FeatureKind::kTerm && kind != FeatureKind::kLetters) continue;
    const double ratio = rarity(event_count, events_with[f]) /
                         rarity(articles.vectors.size(), articles.document_frequency[f]);
    out[f] = static_cast<float>(std::pow(ratio, power));
  }
  return out;
}

void reweigh(SparseVector& vector, std::span<const float> factors) {
  for (Feature& f : vector)
    f.weight *= factors[f.id];
  const auto norm = static_cast<float>(length(vector));
  if (norm <= 0) return;
  for (Feature& f : vector)
    f.weight /= norm;
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
