#include "engine/timeline/word_chances.h"

#include <cmath>
#include <set>

#include "engine/base/dense_ids.h"

namespace annals {
namespace {

// Log-odds: a base, and what the logarithm of each share adds.
struct Odds {
  double base = 0;
  double all = 0;        // share of the candidates' weight
  double named = 0;      // of the weight of those that name the day
  double published = 0;  // of the weight of the others
  double common = 0;     // share of the set's articles
  double articles = 0;   // share of the candidates' articles
  double many = 0;       // not a share: how many articles these are
  double several = 0;    // added when more than one article holds it
};
// Fitted to the accounts that people gave of days: docs/timelines.md says how well without the
// topic that is measured.
constexpr Odds kWord = {.base = 0.05,
                        .all = 0.61,
                        .named = 0.22,
                        .published = 0.21,
                        .common = 0.34,
                        .articles = 0.29,
                        .many = 0.25,
                        .several = 0.22};
constexpr Odds kPair = {.base = 0.27,
                        .all = 0.56,
                        .named = 0.30,
                        .published = 0.17,
                        .common = 0.53,
                        .articles = -0.17,
                        .many = -0.09,
                        .several = 0.70};
// Added to a share before its logarithm is taken.
constexpr double kLittle = 0.01;
constexpr double kRare = 0.002;

// A pair's number is a hash: of some hundred thousand pairs a few share one.
std::uint32_t pair_of(std::uint32_t first, std::uint32_t second) {
  constexpr std::uint64_t kMix = 0x9e3779b97f4a7c15ULL;
  return static_cast<std::uint32_t>((std::uint64_t{first} << 32U | second) * kMix >> 32U);
}

double log_share(double part, double whole, double little = kLittle) {
  return std::log((whole > 0 ? part / whole : 0) + little);
}

}  // namespace

WordChances::WordChances(const Corpus& corpus) : corpus_(corpus) {
  struct Seen {
    std::uint32_t articles = 0;
    std::uint32_t last_article = UINT32_MAX;
    std::uint32_t last_sentence = UINT32_MAX;
  };
  const auto words = static_cast<std::uint32_t>(corpus.idf.size());
  std::vector<Seen> seen(words);
  DenseIds<std::uint32_t> pairs(corpus.terms.size() / 2);
  items_.reserve(2 * corpus.terms.size());
  first_item_.reserve(corpus.sentences.size() + 1);
  for (std::uint32_t s = 0; s < corpus.sentences.size(); ++s) {
    first_item_.push_back(static_cast<std::uint32_t>(items_.size()));
    const std::uint32_t article = corpus.sentences[s].article;
    const auto add = [&](std::uint32_t item) {
      if (item >= seen.size()) seen.emplace_back();
      Seen& at = seen[item];
      if (at.last_sentence == s) return;
      at.last_sentence = s;
      items_.push_back(item);
      if (at.last_article == article) return;
      at.last_article = article;
      ++at.articles;
    };
    const auto terms = corpus.terms_of(corpus.sentences[s]);
    for (std::size_t t = 0; t < terms.size(); ++t) {
      add(terms[t]);
      if (t + 1 < terms.size()) add(words + pairs.add(pair_of(terms[t], terms[t + 1])));
    }
  }
  first_item_.push_back(static_cast<std::uint32_t>(items_.size()));
  articles_.reserve(seen.size());
  for (const Seen& of_item : seen)
    articles_.push_back(of_item.articles);
  place_.assign(seen.size(), kNowhere);
}

void WordChances::weigh(std::span<const Candidate> candidates) {
  for (const Count& count : counts_)
    place_[count.item] = kNowhere;
  counts_.clear();
  double all = 0;
  double named = 0;
  std::set<std::uint32_t> article_set;
  for (const Candidate& c : candidates) {
    const std::uint32_t article = corpus_.sentences[c.sentence].article;
    article_set.insert(article);
    all += c.weight;
    if (c.names_day) named += c.weight;
    for (const std::uint32_t item : items_of(c.sentence)) {
      if (place_[item] == kNowhere) {
        place_[item] = static_cast<std::uint32_t>(counts_.size());
        counts_.push_back({.item = item});
      }
      Count& count = counts_[place_[item]];
      count.all += c.weight;
      if (c.names_day) count.named += c.weight;
      if (count.last_article == article) continue;
      count.last_article = article;
      ++count.articles;
    }
  }

  expected_ = {};
  const auto articles = static_cast<double>(article_set.size());
  const auto of_set = static_cast<double>(corpus_.articles.size());
  const double many = std::log(1 + articles);
  for (Count& count : counts_) {
    const bool pair = is_pair(count.item);
    const Odds& odds = pair ? kPair : kWord;
    const double log_odds = odds.base + odds.all * log_share(count.all, all) +
                            odds.named * log_share(count.named, named) +
                            odds.published * log_share(count.all - count.named, all - named) +
                            odds.common * log_share(articles_[count.item], of_set, kRare) +
                            odds.articles * log_share(count.articles, articles) + odds.many * many +
                            (count.articles > 1 ? odds.several : 0);
    count.chance = 1 / (1 + std::exp(-log_odds));
    (pair ? expected_.pairs : expected_.words) += count.chance;
  }
}

}  // namespace annals
