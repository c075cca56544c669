#include "engine/timeline/corpus.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "engine/base/dense_ids.h"
#include "engine/store/digest.h"
#include "engine/story/features.h"

namespace annals {
namespace {

// Query words as bits: at most 64 are told apart.
constexpr int kMaxWords = 64;
// A sentence is read together with so many sentences on either side when the query is looked for.
constexpr std::uint32_t kQueryReach = 1;

struct QueryBits {
  std::vector<std::pair<std::uint32_t, std::uint64_t>> bits;  // term -> words, sorted
  int words = 0;

  explicit QueryBits(const v1::TimelineQuery& query) {
    for (const auto& word : query.words()) {
      if (words == kMaxWords) break;
      for (const std::uint32_t term : word.terms()) {
        bits.emplace_back(term, std::uint64_t{1} << words);
      }
      ++words;
    }
    std::ranges::sort(bits);
  }

  std::uint64_t of(std::uint32_t term) const {
    std::uint64_t out = 0;
    auto at =
        std::ranges::lower_bound(bits, term, {}, &std::pair<std::uint32_t, std::uint64_t>::first);
    for (; at != bits.end() && at->first == term; ++at)
      out |= at->second;
    return out;
  }
};

// What is counted of a term.
struct TermFacts {
  std::uint64_t query_bits = 0;
  std::uint32_t articles = 0;
  std::uint32_t last_article = ~std::uint32_t{0};
};

// Weight of each query word: rare words of the set say more. Sums to 1.
std::vector<float> word_weights(const std::vector<std::uint64_t>& article_bits, int words) {
  std::vector<float> out(static_cast<std::size_t>(words), 0);
  double sum = 0;
  const auto count = static_cast<double>(article_bits.size());
  for (int w = 0; w < words; ++w) {
    const auto holding = std::ranges::count_if(
        article_bits, [&](std::uint64_t bits) { return (bits >> w & 1U) != 0; });
    // Never zero: a word that every article holds still is what was asked for.
    const double weight = 0.5 + std::log((count + 1.0) / (static_cast<double>(holding) + 1.0));
    out[static_cast<std::size_t>(w)] = static_cast<float>(weight);
    sum += weight;
  }
  for (float& weight : out)
    weight = static_cast<float>(static_cast<double>(weight) / sum);
  return out;
}

float share_of(std::uint64_t bits, const std::vector<float>& weights) {
  float out = 0;
  for (std::size_t w = 0; w < weights.size(); ++w) {
    if ((bits >> w & 1U) != 0) out += weights[w];
  }
  return out;
}

}  // namespace

Corpus make_corpus(std::span<const v1::Digest* const> articles, const v1::TimelineQuery& query) {
  Corpus out;
  out.articles.assign(articles.begin(), articles.end());
  std::ranges::sort(out.articles, [](const v1::Digest* a, const v1::Digest* b) {
    return std::tie(a->article_id(), a->revision()) < std::tie(b->article_id(), b->revision());
  });

  std::size_t sentence_count = 0;
  std::size_t term_count = 0;
  for (const v1::Digest* article : out.articles) {
    sentence_count += static_cast<std::size_t>(article->sentences_size());
    term_count += static_cast<std::size_t>(article->terms_size());
  }
  out.sentences.reserve(sentence_count);
  out.terms.reserve(term_count);

  const QueryBits query_bits(query);
  DenseIds<std::uint32_t> table(std::min<std::size_t>(term_count / 8, 1U << 20U));
  std::vector<TermFacts> facts;  // by number
  std::vector<std::uint64_t> sentence_bits;
  sentence_bits.reserve(sentence_count);
  std::vector<std::uint64_t> article_bits;

  for (std::uint32_t a = 0; a < out.articles.size(); ++a) {
    const v1::Digest& article = *out.articles[a];
    out.published.push_back(article_day(article).value_or(kNoDay));
    out.first_sentence.push_back(static_cast<std::uint32_t>(out.sentences.size()));
    article_bits.push_back(0);
    std::uint32_t position = 0;
    for (int i = 0; i < article.sentences_size(); ++i) {
      const v1::DigestSentence& sentence = article.sentences(i);
      FlatSentence flat;
      flat.article = a;
      flat.index = static_cast<std::uint32_t>(i);
      flat.first_term = static_cast<std::uint32_t>(out.terms.size());
      const std::span<const std::uint32_t> terms = terms_of(article, sentence);
      flat.term_count = static_cast<std::uint32_t>(terms.size());
      flat.tokens = sentence.tokens();
      flat.body = sentence.body();
      flat.self_contained = sentence.self_contained();
      flat.position = flat.body ? position++ : 0;
      std::uint64_t bits = 0;
      for (const std::uint32_t term : terms) {
        const std::uint32_t number = table.add(term);
        if (number == facts.size()) facts.push_back({.query_bits = query_bits.of(term)});
        TermFacts& of_term = facts[number];
        bits |= of_term.query_bits;
        if (of_term.last_article != a) {
          of_term.last_article = a;
          ++of_term.articles;
        }
        out.terms.push_back(number);
      }
      const auto self = static_cast<std::uint32_t>(out.sentences.size());
      for (const auto& time : sentence.times()) {
        if (time.first_day() != time.last_day()) continue;
        flat.names_day = true;
        out.mentions.push_back({time.first_day(), a, self, true});
      }
      sentence_bits.push_back(bits);
      article_bits.back() |= bits;
      out.sentences.push_back(flat);
    }
    for (const auto& event : article.events()) {
      if (!event.has_earliest_day() || !event.has_latest_day()) continue;
      if (event.earliest_day() != event.latest_day()) continue;
      if (event.basis() == v1::TIME_BASIS_BOUND_ONLY ||
          event.sentence() >= static_cast<std::uint32_t>(article.sentences_size())) {
        continue;
      }
      out.mentions.push_back(
          {event.earliest_day(), a, out.first_sentence[a] + event.sentence(), false});
    }
  }
  out.first_sentence.push_back(static_cast<std::uint32_t>(out.sentences.size()));

  const auto key = [](const DayMention& m) {
    return std::tuple(m.day, m.article, m.sentence, !m.named);
  };
  std::ranges::sort(out.mentions,
                    [&](const DayMention& x, const DayMention& y) { return key(x) < key(y); });
  // Of a sentence that names the day of its event the naming stays.
  const auto same = [&](const DayMention& x, const DayMention& y) {
    return std::tie(x.day, x.article, x.sentence) == std::tie(y.day, y.article, y.sentence);
  };
  out.mentions.erase(std::ranges::unique(out.mentions, same).begin(), out.mentions.end());

  out.idf.reserve(facts.size());
  const auto count = static_cast<double>(out.articles.size());
  for (const TermFacts& term : facts) {
    out.idf.push_back(static_cast<float>(std::log((count + 1.0) / (term.articles + 0.5))));
  }

  const std::vector<float> weights = word_weights(article_bits, query_bits.words);
  for (std::uint32_t a = 0; a < out.articles.size(); ++a) {
    // Without a query every article is what was asked for.
    out.relevance.push_back(weights.empty() ? 1.0F : share_of(article_bits[a], weights));
    const std::uint32_t begin = out.first_sentence[a];
    const std::uint32_t end = out.first_sentence[a + 1];
    for (std::uint32_t s = begin; s < end; ++s) {
      std::uint64_t near = sentence_bits[s];
      for (std::uint32_t d = 1; d <= kQueryReach; ++d) {
        if (s >= begin + d) near |= sentence_bits[s - d];
        if (s + d < end) near |= sentence_bits[s + d];
      }
      out.sentences[s].query = weights.empty() ? 1.0F : share_of(near, weights);
      out.sentences[s].own_query = weights.empty() ? 1.0F : share_of(sentence_bits[s], weights);
    }
  }
  return out;
}

}  // namespace annals
