#include "engine/timeline/sentences.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "engine/timeline/word_chances.h"

namespace annals {
namespace {

// A day's candidates are bounded: the best ones by their own weight go on.
constexpr std::size_t kMaxCandidates = 600;
// What a sentence counts in another language than the preferred one.
constexpr double kOtherLanguage = 0.5;
// A page that was published after this hour of its day tells of that day, not of the day before.
constexpr std::int64_t kNoon = 12;

double length_factor(std::uint32_t tokens, const SentenceOptions& options) {
  if (tokens < options.min_tokens) {
    return std::pow(static_cast<double>(tokens) / options.min_tokens, 2);
  }
  if (tokens > options.max_tokens) return static_cast<double>(options.max_tokens) / tokens;
  return 1.0;
}

// What a sentence counts for any day.
double own_weight(const Corpus& corpus, const FlatSentence& s, const SentenceOptions& options,
                  const std::string& preferred) {
  double weight = length_factor(s.tokens, options);
  if (!s.self_contained) weight *= options.dangling;
  weight *= options.off_query + (1.0 - options.off_query) * static_cast<double>(s.own_query);
  weight /= 1.0 + options.place_cost * s.position;
  if (!preferred.empty() && corpus.articles[s.article]->language() != preferred) {
    weight *= kOtherLanguage;
  }
  return weight * static_cast<double>(corpus.relevance[s.article]);
}

// What its events make of a sentence's weight: one value a sentence.
std::vector<float> event_factors(const Corpus& corpus, std::span<const EventRef> events,
                                 const SentenceOptions& options) {
  std::vector<float> worth(corpus.sentences.size(), 0);
  std::vector<bool> speech(corpus.sentences.size(), false);
  for (const EventRef& event : events) {
    const float here = (event.classed ? 1.0F : 0.5F) * (event.speech ? 0.5F : 1.0F);
    worth[event.sentence] = std::max(worth[event.sentence], here);
    if (event.speech) speech[event.sentence] = true;
  }
  for (std::size_t s = 0; s < worth.size(); ++s) {
    const double factor = (1.0 + options.event_bonus * static_cast<double>(worth[s])) *
                          (speech[s] ? options.speech : 1.0);
    worth[s] = static_cast<float>(factor);
  }
  return worth;
}

// The centroid of all sentences with words of the query, of length 1: one value a term.
std::vector<float> subject_of(const Corpus& corpus) {
  std::vector<float> out(corpus.idf.size(), 0);
  for (const FlatSentence& s : corpus.sentences) {
    if (s.own_query <= 0) continue;
    float square = 0;
    for (const std::uint32_t term : corpus.terms_of(s))
      square += corpus.idf[term] * corpus.idf[term];
    if (square <= 0) continue;
    const float weight = s.own_query * corpus.relevance[s.article] / std::sqrt(square);
    for (const std::uint32_t term : corpus.terms_of(s))
      out[term] += weight * corpus.idf[term];
  }
  double square = 0;
  for (const float value : out)
    square += static_cast<double>(value) * static_cast<double>(value);
  if (square > 0) {
    for (float& value : out)
      value /= static_cast<float>(std::sqrt(square));
  }
  return out;
}

// Whether the article's clock says that it was published in the second half of its day. Paper of
// which only the day is known tells what happened the day before.
bool after_noon(const v1::Digest& article) {
  const v1::TimeInterval& published = article.published();
  if (!published.has_earliest_second() || published.precision() > v1::PRECISION_HOUR) return false;
  constexpr std::int64_t kDay = 24L * 60 * 60;
  return (published.earliest_second() % kDay + kDay) % kDay >= kNoon * 60 * 60;
}

// Articles by day of publication: (day, article), sorted.
std::vector<std::pair<std::int32_t, std::uint32_t>> by_publication(const Corpus& corpus) {
  std::vector<std::pair<std::int32_t, std::uint32_t>> out;
  for (std::uint32_t a = 0; a < corpus.articles.size(); ++a) {
    if (corpus.published[a] != kNoDay) out.emplace_back(corpus.published[a], a);
  }
  std::ranges::sort(out);
  return out;
}

}  // namespace

SentencePicker::SentencePicker(const Corpus& corpus, std::span<const EventRef> events,
                               const SentenceOptions& options, std::string preferred)
    : corpus_(corpus),
      options_(options),
      preferred_(std::move(preferred)),
      event_factor_(event_factors(corpus, events, options)),
      subject_(subject_of(corpus)),
      published_(by_publication(corpus)),
      chances_(corpus),
      taken_(corpus.sentences.size(), false),
      told_items_(chances_.item_count(), false) {}

double SentencePicker::best_score(std::int32_t day) {
  const std::vector<PickedSentence> picked = pick(day, 1);
  if (picked.empty()) return 0;
  taken_[picked.front().sentence] = false;
  return picked.front().score;
}

std::vector<PickedSentence> SentencePicker::pick(std::int32_t day, std::uint32_t count) {
  std::vector<Candidate> candidates;
  weigh(day, candidates);
  const double least = options_.account_words * count;
  account_ = {std::max(chances_.expected().words, least),
              std::max(chances_.expected().pairs, least)};
  std::vector<PickedSentence> out;
  Told told;
  while (out.size() < count) {
    const Candidate* best = nullptr;
    double best_score = 0;
    for (const Candidate& candidate : candidates) {
      if (taken_[candidate.sentence]) continue;
      const double score =
          match(with(told, candidate.sentence)) * std::pow(candidate.weight, options_.weight_power);
      if (score > best_score) {
        best = &candidate;
        best_score = score;
      }
    }
    if (best == nullptr) break;
    const Told then = with(told, best->sentence);
    if (!out.empty() && match(then) < options_.least_match * match(told)) break;
    for (const std::uint32_t item : chances_.items_of(best->sentence))
      told_items_[item] = true;
    taken_[best->sentence] = true;
    out.push_back({best->sentence, best_score, day, then.shared.words - told.shared.words,
                   static_cast<std::uint32_t>(candidates.size())});
    told = then;
  }
  for (const PickedSentence& picked : out) {
    for (const std::uint32_t item : chances_.items_of(picked.sentence))
      told_items_[item] = false;
  }
  return out;
}

const WordChances& SentencePicker::weigh(std::int32_t day, std::vector<Candidate>& candidates) {
  candidates = gather(day);
  chances_.weigh(candidates);
  return chances_;
}

SentencePicker::Told SentencePicker::with(Told told, std::uint32_t sentence) const {
  const double words = corpus_.sentences[sentence].term_count;
  told.length.words += words;
  told.length.pairs += std::max(0.0, words - 1);
  for (const std::uint32_t item : chances_.items_of(sentence)) {
    if (told_items_[item]) continue;
    (chances_.is_pair(item) ? told.shared.pairs : told.shared.words) += chances_.chance(item);
  }
  return told;
}

// The expected F-measure, but for a factor of two.
double SentencePicker::match(const Told& told) const {
  const auto f = [](double shared, double length, double expected) {
    return length + expected > 0 ? shared / (length + expected) : 0;
  };
  return f(told.shared.words, told.length.words, account_.words) +
         options_.pair_share * f(told.shared.pairs, told.length.pairs, account_.pairs);
}

void SentencePicker::consider(std::vector<Candidate>& out, std::uint32_t sentence, double belongs,
                              bool names_day) const {
  const FlatSentence& s = corpus_.sentences[sentence];
  if (taken_[sentence] || !s.body || s.term_count == 0) return;
  const double weight = belongs * own_weight(corpus_, s, options_, preferred_) *
                        static_cast<double>(event_factor_[sentence]) * on_subject(s);
  if (weight > 0) out.push_back({sentence, weight, names_day});
}

double SentencePicker::on_subject(const FlatSentence& s) const {
  constexpr double kOffSubject = 0.05;
  double both = 0;
  double square = 0;
  for (const std::uint32_t term : corpus_.terms_of(s)) {
    const auto idf = static_cast<double>(corpus_.idf[term]);
    both += idf * static_cast<double>(subject_[term]);
    square += idf * idf;
  }
  const double closeness = square > 0 ? both / std::sqrt(square) : 0;
  return std::pow(closeness + kOffSubject, options_.subject_power);
}

void SentencePicker::consider_published(std::vector<Candidate>& out, std::int32_t day,
                                        double belongs, bool day_after) const {
  auto at = std::ranges::lower_bound(published_, std::pair(day, 0U));
  for (; at != published_.end() && at->first == day; ++at) {
    if (day_after && after_noon(*corpus_.articles[at->second])) continue;
    const std::uint32_t end = corpus_.first_sentence[at->second + 1];
    for (std::uint32_t s = corpus_.first_sentence[at->second]; s < end; ++s) {
      if (corpus_.sentences[s].body && corpus_.sentences[s].position >= options_.lead) break;
      // A sentence that names days belongs to those.
      if (!corpus_.sentences[s].names_day) consider(out, s, belongs, false);
    }
  }
}

std::vector<Candidate> SentencePicker::gather(std::int32_t day) const {
  std::vector<Candidate> out;
  const auto range = std::ranges::equal_range(corpus_.mentions, day, {}, &DayMention::day);
  for (const DayMention& m : range)
    consider(out, m.sentence, options_.names_day, m.named);
  consider_published(out, day, options_.published_on, false);
  consider_published(out, day + 1, options_.published_after, true);
  std::ranges::sort(out, [](const Candidate& a, const Candidate& b) {
    return std::tuple(-a.weight, a.sentence) < std::tuple(-b.weight, b.sentence);
  });
  if (out.size() > kMaxCandidates) out.resize(kMaxCandidates);
  return out;
}

std::vector<std::string> reasons_for(const PickedSentence& picked, const Corpus& corpus) {
  const FlatSentence& s = corpus.sentences[picked.sentence];
  const std::int32_t published = corpus.published[s.article];
  std::vector<std::string> out;
  const auto of_day = std::ranges::equal_range(corpus.mentions, picked.day, {}, &DayMention::day);
  if (std::ranges::find(of_day, picked.sentence, &DayMention::sentence) != of_day.end()) {
    out.emplace_back("names the day");
  } else {
    out.push_back(fmt::format("sentence {} of an article published on {}", s.position + 1,
                              published == picked.day ? "it" : "the day after"));
  }
  out.push_back(
      fmt::format("{:.1f} of its words are expected in an account of the day, by {} candidates",
                  picked.expected, picked.candidates));
  if (!s.self_contained) out.emplace_back("points back to what was said before it");
  return out;
}

}  // namespace annals
