#include "engine/timeline/word_chances.h"

#include <cmath>
#include <set>

namespace annals {
namespace {

// As `annals-train words` prints them: docs/timelines.md says of what, and how well without the
// topic that is measured.
constexpr WordMeasures kWordOdds = {
    0.04,  // always
    0.52,  // share of the candidates' weight
    0.23,  // of the weight of those that name the day
    0.23,  // of the weight of the others
    0.33,  // share of the set's articles
    0.36,  // share of the candidates' articles
    0.25,  // not a share: how many articles these are
    0.07,  // added when more than one article holds it
};
constexpr WordMeasures kPairOdds = {0.28, 0.46, 0.34, 0.27, 0.46, 0.00, 0.06, 0.46};
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

const WordMeasures& word_odds(bool pair) {
  return pair ? kPairOdds : kWordOdds;
}

WordChances::WordChances(const Corpus& corpus) : corpus_(corpus), pairs_(corpus.terms.size() / 2) {
  struct Seen {
    std::uint32_t articles = 0;
    std::uint32_t last_article = UINT32_MAX;
    std::uint32_t last_sentence = UINT32_MAX;
  };
  const auto words = static_cast<std::uint32_t>(corpus.idf.size());
  std::vector<Seen> seen(words);
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
      if (t + 1 < terms.size()) add(words + pairs_.add(pair_of(terms[t], terms[t + 1])));
    }
  }
  first_item_.push_back(static_cast<std::uint32_t>(items_.size()));
  articles_.reserve(seen.size());
  for (const Seen& of_item : seen)
    articles_.push_back(of_item.articles);
  place_.assign(seen.size(), kNowhere);
}

std::optional<std::uint32_t> WordChances::pair_item(std::uint32_t first,
                                                    std::uint32_t second) const {
  const std::uint32_t pair = pairs_.find(pair_of(first, second));
  if (pair == DenseIds<std::uint32_t>::kNone) return std::nullopt;
  return static_cast<std::uint32_t>(corpus_.idf.size()) + pair;
}

WordMeasures WordChances::measures(const Count& count) const {
  const auto of_set = static_cast<double>(corpus_.articles.size());
  return {1,
          log_share(count.all, whole_.all),
          log_share(count.named, whole_.named),
          log_share(count.all - count.named, whole_.all - whole_.named),
          log_share(articles_[count.item], of_set, kRare),
          log_share(count.articles, whole_.articles),
          whole_.many,
          count.articles > 1 ? 1.0 : 0.0};
}

void WordChances::weigh(std::span<const Candidate> candidates) {
  for (const Count& count : counts_)
    place_[count.item] = kNowhere;
  counts_.clear();
  whole_ = {};
  std::set<std::uint32_t> article_set;
  for (const Candidate& c : candidates) {
    const std::uint32_t article = corpus_.sentences[c.sentence].article;
    article_set.insert(article);
    whole_.all += c.weight;
    if (c.names_day) whole_.named += c.weight;
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

  whole_.articles = static_cast<double>(article_set.size());
  whole_.many = std::log(1 + whole_.articles);
  expected_ = {};
  for (Count& count : counts_) {
    const bool pair = is_pair(count.item);
    const WordMeasures of_item = measures(count);
    const WordMeasures& odds = word_odds(pair);
    double log_odds = 0;
    for (std::size_t m = 0; m < kWordMeasures; ++m)
      log_odds += odds[m] * of_item[m];
    count.chance = 1 / (1 + std::exp(-log_odds));
    (pair ? expected_.pairs : expected_.words) += count.chance;
  }
}

}  // namespace annals
