#include "engine/timeline/days.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace annals {
namespace {

// Without a wish for a number of days: at most so many, and none weaker than this share of the mean
// of the strongest ones.
constexpr std::size_t kDefaultDays = 40;
constexpr double kWeakShare = 0.03;
constexpr std::size_t kStrongest = 5;

// Days of publication of all articles, sorted.
std::vector<std::int32_t> publication_days(const Corpus& corpus) {
  std::vector<std::int32_t> out;
  for (const std::int32_t day : corpus.published) {
    if (day != kNoDay) out.push_back(day);
  }
  std::ranges::sort(out);
  return out;
}

double density(const std::vector<std::int32_t>& published, std::int32_t day, int reach) {
  const auto first = std::ranges::lower_bound(published, day - reach);
  const auto last = std::ranges::upper_bound(published, day + reach);
  return 1.0 + static_cast<double>(last - first);
}

}  // namespace

std::vector<DayScore> score_days(const Corpus& corpus, std::optional<std::int32_t> from,
                                 std::optional<std::int32_t> to, const DayOptions& options) {
  // Days on which an event with a class lies exactly, by sentence.
  std::vector<std::pair<std::uint32_t, std::int32_t>> classed;
  for (std::uint32_t a = 0; a < corpus.articles.size(); ++a) {
    for (const auto& event : corpus.articles[a]->events()) {
      if (event.event_class().empty() || !event.has_interval()) continue;
      const auto& when = event.interval();
      if (!when.has_earliest_day() || !when.has_latest_day()) continue;
      if (when.earliest_day() != when.latest_day()) continue;
      classed.emplace_back(corpus.first_sentence[a] + event.sentence(), when.earliest_day());
    }
  }
  std::ranges::sort(classed);

  const std::vector<std::int32_t> published = publication_days(corpus);
  std::map<std::int32_t, DayScore> days;
  std::map<std::int32_t, double> weight;
  std::vector<std::int32_t> spread;
  for (std::size_t i = 0; i < corpus.mentions.size();) {
    const std::int32_t day = corpus.mentions[i].day;
    DayScore& score = days[day];
    score.day = day;
    double sum = 0;
    spread.clear();
    while (i < corpus.mentions.size() && corpus.mentions[i].day == day) {
      // The article's best mention of the day.
      const std::uint32_t article = corpus.mentions[i].article;
      double best = 0;
      for (; i < corpus.mentions.size() && corpus.mentions[i].day == day &&
             corpus.mentions[i].article == article;
           ++i) {
        const FlatSentence& s = corpus.sentences[corpus.mentions[i].sentence];
        double w = options.off_query + (1.0 - options.off_query) * static_cast<double>(s.query);
        if (std::ranges::binary_search(classed, std::pair(corpus.mentions[i].sentence, day))) {
          w *= 1.0 + options.event_bonus;
        }
        if (!corpus.mentions[i].named) w *= options.unnamed_share;
        best = std::max(best, w);
      }
      sum += best * static_cast<double>(corpus.relevance[article]);
      ++score.articles;
      if (corpus.published[article] != kNoDay) spread.push_back(corpus.published[article]);
    }
    std::ranges::sort(spread);
    spread.erase(std::ranges::unique(spread).begin(), spread.end());
    score.publication_days = static_cast<std::uint32_t>(spread.size());
    weight[day] = sum;
  }
  for (std::size_t a = 0; a < corpus.articles.size(); ++a) {
    const std::int32_t day = corpus.published[a];
    if (day == kNoDay) continue;
    DayScore& score = days[day];
    score.day = day;
    ++score.published;
    const double share = options.published_share * static_cast<double>(corpus.relevance[a]);
    weight[day] += share;
  }

  std::vector<DayScore> out;
  for (auto& [day, score] : days) {
    if ((from && day < *from) || (to && day > *to)) continue;
    const double spread_days = std::max(1U, score.publication_days);
    score.score = weight[day] * std::pow(spread_days, options.spread_power) /
                  std::pow(density(published, day, options.density_reach), options.density_power);
    if (!published.empty() && (day < published.front() || day > published.back())) {
      score.score *= options.outside_share;
    }
    if (score.score > 0) out.push_back(score);
  }
  std::ranges::sort(out, [](const DayScore& a, const DayScore& b) {
    return std::pair(-a.score, a.day) < std::pair(-b.score, b.day);
  });
  return out;
}

std::vector<DayScore> pick_days(std::vector<DayScore> scored, std::uint32_t max_days) {
  std::size_t count = std::min<std::size_t>(scored.size(), max_days);
  if (max_days == 0) {
    double strong = 0;
    const std::size_t strongest = std::min(kStrongest, scored.size());
    for (std::size_t i = 0; i < strongest; ++i)
      strong += scored[i].score;
    const double least = strongest > 0 ? kWeakShare * strong / static_cast<double>(strongest) : 0;
    count = std::min(kDefaultDays, scored.size());
    while (count > 0 && scored[count - 1].score < least)
      --count;
  }
  scored.resize(count);
  std::ranges::sort(scored, {}, &DayScore::day);
  return scored;
}

}  // namespace annals
