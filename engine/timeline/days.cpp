#include "engine/timeline/days.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

namespace annals {
namespace {

// Without a wish for a number of days: at most so many, and none weaker than this share of the mean
// of the strongest ones.
constexpr std::size_t kDefaultDays = 40;
constexpr double kWeakShare = 0.03;
constexpr std::size_t kStrongest = 5;
// What a day counts of which no sentence can be quoted, only a headline; a usual one has 0.09.
constexpr double kUntold = 0.02;

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

// What the best event is worth that a sentence tells of a day: 1 for a class of the ontology told
// as fact.
double event_worth(const Corpus& corpus, const EventRef& event) {
  const auto modality =
      corpus.articles[event.article]->events(static_cast<int>(event.event)).modality();
  double out = event.classed ? 1.0 : 0.5;
  if (event.speech) out *= 0.4;
  if (manner_of(modality) != Manner::kReal) out *= 0.5;
  return out;
}

struct DatedEvent {
  std::uint32_t sentence = 0;
  std::int32_t day = 0;
  double worth = 0;
};

// Events known to the day, by sentence and day, the best first.
std::vector<DatedEvent> dated_events(const Corpus& corpus, std::span<const EventRef> events) {
  std::vector<DatedEvent> out;
  for (const EventRef& event : events) {
    if (event.time == TimeKind::kDay)
      out.push_back({event.sentence, event.first, event_worth(corpus, event)});
  }
  std::ranges::sort(out, [](const DatedEvent& a, const DatedEvent& b) {
    return std::tuple(a.sentence, a.day, -a.worth) < std::tuple(b.sentence, b.day, -b.worth);
  });
  return out;
}

double worth_of(const std::vector<DatedEvent>& events, std::uint32_t sentence, std::int32_t day) {
  const auto at =
      std::ranges::lower_bound(events, std::pair(sentence, day), {},
                               [](const DatedEvent& e) { return std::pair(e.sentence, e.day); });
  return at != events.end() && at->sentence == sentence && at->day == day ? at->worth : 0;
}

// How loudly an article speaks: its relevance, by the share of its sentences with the query's
// words.
std::vector<double> voices(const Corpus& corpus, const DayOptions& options) {
  constexpr double kNever = 0.05;  // an article that holds the words only in its title still speaks
  std::vector<double> out;
  out.reserve(corpus.articles.size());
  for (std::size_t a = 0; a < corpus.articles.size(); ++a) {
    double body = 0;
    double about = 0;
    for (std::uint32_t s = corpus.first_sentence[a]; s < corpus.first_sentence[a + 1]; ++s) {
      if (!corpus.sentences[s].body) continue;
      ++body;
      about += corpus.sentences[s].own_query > 0 ? 1 : 0;
    }
    out.push_back(static_cast<double>(corpus.relevance[a]) *
                  std::pow(about / std::max(1.0, body) + kNever, options.about_power));
  }
  return out;
}

// What a mention is worth before the article's voice.
double mention_worth(const Corpus& corpus, const DayMention& mention,
                     const std::vector<DatedEvent>& events, const DayOptions& options) {
  const FlatSentence& s = corpus.sentences[mention.sentence];
  const double query = (1.0 - options.own_share) * static_cast<double>(s.query) +
                       options.own_share * static_cast<double>(s.own_query);
  double out = options.off_query + (1.0 - options.off_query) * query;
  out *= 1.0 + options.event_bonus * worth_of(events, mention.sentence, mention.day);
  if (s.body && s.position < options.lead) out *= 1.0 + options.lead_bonus;
  const std::int32_t published = corpus.published[mention.article];
  if (published != kNoDay && (published == mention.day || published == mention.day + 1))
    out *= 1.0 + options.fresh_bonus;
  if (!mention.named) out *= options.unnamed_share;
  return out;
}

bool stronger(const DayScore& a, const DayScore& b) {
  return std::pair(-a.score, a.day) < std::pair(-b.score, b.day);
}

// What is gathered of a day.
struct Evidence {
  DayScore score;
  double named = 0;
  double spread = 0;
  double published = 0;
};

}  // namespace

std::vector<DayScore> score_days(const Corpus& corpus, std::span<const EventRef> events,
                                 std::optional<std::int32_t> from, std::optional<std::int32_t> to,
                                 const DayOptions& options) {
  const std::vector<DatedEvent> dated = dated_events(corpus, events);
  const std::vector<double> voice = voices(corpus, options);
  const std::vector<std::int32_t> published = publication_days(corpus);
  std::map<std::int32_t, Evidence> days;
  std::vector<std::pair<std::int32_t, double>> spread;  // day of publication, best mention
  for (std::size_t i = 0; i < corpus.mentions.size();) {
    const std::int32_t day = corpus.mentions[i].day;
    Evidence& of_day = days[day];
    spread.clear();
    while (i < corpus.mentions.size() && corpus.mentions[i].day == day) {
      // The article's best mention of the day.
      const std::uint32_t article = corpus.mentions[i].article;
      double best = 0;
      for (; i < corpus.mentions.size() && corpus.mentions[i].day == day &&
             corpus.mentions[i].article == article;
           ++i) {
        best = std::max(best, mention_worth(corpus, corpus.mentions[i], dated, options));
      }
      best *= voice[article];
      of_day.named += best;
      ++of_day.score.articles;
      const std::int32_t on = corpus.published[article];
      if (on == kNoDay) continue;
      spread.emplace_back(on, std::pow(std::min(1.0, best), options.spread_weight));
      of_day.score.fresh += on == day || on == day + 1 ? 1 : 0;
    }
    std::ranges::sort(spread);
    for (std::size_t s = 0; s < spread.size(); ++s) {
      // The best of each day of publication is its last.
      if (s + 1 < spread.size() && spread[s + 1].first == spread[s].first) continue;
      of_day.spread += spread[s].second;
      ++of_day.score.publication_days;
    }
  }
  for (std::size_t a = 0; a < corpus.articles.size(); ++a) {
    if (corpus.published[a] == kNoDay) continue;
    Evidence& of_day = days[corpus.published[a]];
    ++of_day.score.published;
    of_day.published += static_cast<double>(corpus.relevance[a]);
  }

  std::vector<DayScore> out;
  for (auto& [day, evidence] : days) {
    if ((from && day < *from) || (to && day > *to)) continue;
    DayScore score = evidence.score;
    score.day = day;
    const auto next = days.find(day + 1);
    const double weight =
        evidence.named + options.published_share * evidence.published +
        (next == days.end() ? 0 : options.published_after_share * next->second.published);
    score.score = weight * std::pow(std::max(1.0, evidence.spread), options.spread_power) /
                  std::pow(density(published, day, options.density_reach), options.density_power);
    if (!published.empty() && (day < published.front() || day > published.back())) {
      score.score *= options.outside_share;
    }
    if (score.score > 0) out.push_back(score);
  }
  std::ranges::sort(out, stronger);
  return out;
}

std::vector<DayScore> pick_days(std::vector<DayScore> scored, std::uint32_t max_days,
                                SentencePicker& picker, const DayOptions& options) {
  std::size_t wished = max_days;
  if (max_days == 0) {
    wished = kDefaultDays;
    const std::size_t strongest = std::min(kStrongest, scored.size());
    double strong = 0;
    for (std::size_t i = 0; i < strongest; ++i)
      strong += scored[i].score;
    const double least = strongest > 0 ? kWeakShare * strong / static_cast<double>(strongest) : 0;
    while (!scored.empty() && scored.back().score < least)
      scored.pop_back();
  }
  if (scored.size() > wished) {
    scored.resize(std::min(scored.size(), wished + (wished + 1) / 2));
    for (DayScore& day : scored)
      day.score *= std::pow(std::max(kUntold, picker.best_score(day.day)), options.telling_power);
    std::ranges::sort(scored, stronger);
    scored.resize(wished);
  }
  std::ranges::sort(scored, {}, &DayScore::day);
  return scored;
}

std::vector<std::uint32_t> sentence_counts(std::span<const DayScore> days, std::uint32_t per_day) {
  // A day as strong as the mean deserves somewhat more than all.
  constexpr double kShare = 1.4;
  double sum = 0;
  for (const DayScore& day : days)
    sum += day.score;
  std::vector<std::uint32_t> out;
  out.reserve(days.size());
  for (const DayScore& day : days) {
    const double share = sum > 0 ? day.score / sum * static_cast<double>(days.size()) : 1;
    const double wanted = std::ceil(kShare * share * static_cast<double>(per_day));
    out.push_back(
        std::max(1U, static_cast<std::uint32_t>(std::min(wanted, static_cast<double>(per_day)))));
  }
  return out;
}

}  // namespace annals
