// Grouping articles into stories as the store grows: the cost an article should stay the same.
//
// A generated stream of a fixed density: 500 articles a day, of stories that last days or weeks,
// each with words and actors of its own among common ones. Run with
// --benchmark_filter=/1000000 for a million articles (minutes, about two gigabytes).
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "engine/story/grouping.h"

namespace annals {
namespace {

constexpr std::uint32_t kArticlesADay = 500;
constexpr std::uint32_t kVocabulary = 200'000;
constexpr std::uint32_t kActors = 60'000;

class Stream {
 public:
  explicit Stream(std::uint32_t articles) {
    while (out_.size() < articles)
      add_story(articles);
  }
  std::vector<ArticleFeatures> take() { return std::move(out_); }

 private:
  // Frequent words have small numbers (Zipf).
  std::uint32_t pick(std::uint32_t count) {
    const double u = std::uniform_real_distribution<double>(0, 1)(random_);
    return static_cast<std::uint32_t>(std::pow(static_cast<double>(count), u)) - 1;
  }

  std::vector<std::uint32_t> some(std::uint32_t how_many, std::uint32_t count) {
    std::vector<std::uint32_t> out;
    for (std::uint32_t i = 0; i < how_many; ++i)
      out.push_back(pick(count));
    return out;
  }

  void add_story(std::uint32_t articles) {
    const std::uint32_t days = articles / kArticlesADay + 1;
    const auto begin = static_cast<std::int32_t>(random_() % days);
    const auto lasting = static_cast<std::int32_t>(1 + pick(40));
    const std::uint32_t size = 1 + pick(120);
    const auto words = some(40, kVocabulary);
    const auto actors = some(5, kActors);
    for (std::uint32_t i = 0; i < size && out_.size() < articles; ++i) {
      const auto day =
          begin + static_cast<std::int32_t>(random_() % static_cast<unsigned>(lasting));
      add_article(day, words, actors);
    }
  }

  void add_article(std::int32_t day, const std::vector<std::uint32_t>& words,
                   const std::vector<std::uint32_t>& actors) {
    ArticleFeatures article;
    article.article_id = "a" + std::to_string(out_.size());
    article.clock = DayRange{day, day};
    article.outlet = static_cast<std::uint32_t>(random_() % 300 + 1);
    auto& features = article.features;
    for (int i = 0; i < 45; ++i) {
      const bool own = random_() % 3 != 0;
      const std::uint32_t word = own ? words[random_() % words.size()] : pick(kVocabulary);
      features.push_back({word, FeatureKind::kTerm, 1});
      if (i < 12) features.push_back({word * 31 + 7, FeatureKind::kLetters, 1});
    }
    for (int i = 0; i < 6; ++i) {
      const std::uint32_t actor = i < 3 ? actors[random_() % actors.size()] : pick(kActors);
      features.push_back({actor, FeatureKind::kActor, 1});
    }
    std::ranges::sort(features, {},
                      [](const ArticleFeature& f) { return std::pair(f.kind, f.hash); });
    const auto same = [](const ArticleFeature& a, const ArticleFeature& b) {
      return a.kind == b.kind && a.hash == b.hash;
    };
    features.erase(std::ranges::unique(features, same).begin(), features.end());
    out_.push_back(std::move(article));
  }

  std::mt19937 random_{1};
  std::vector<ArticleFeatures> out_;
};

void group(benchmark::State& state) {
  const auto articles = Stream(static_cast<std::uint32_t>(state.range(0))).take();
  std::vector<const ArticleFeatures*> views;
  views.reserve(articles.size());
  for (const ArticleFeatures& article : articles)
    views.push_back(&article);
  std::uint32_t stories = 0;
  for (auto _ : state) {
    const Grouping grouping = group_articles(views, {});
    stories = *std::ranges::max_element(grouping.story_of) + 1;
  }
  state.counters["articles/s"] = benchmark::Counter(
      static_cast<double>(state.iterations() * state.range(0)), benchmark::Counter::kIsRate);
  state.counters["stories"] = stories;
}
BENCHMARK(group)->Arg(10'000)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace annals
