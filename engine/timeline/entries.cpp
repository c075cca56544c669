#include "engine/timeline/entries.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "engine/timeline/sources.h"

namespace annals {
namespace {

// A report that gives no confidence of its own.
constexpr double kUnknownConfidence = 0.5;
constexpr double kMaxConfidence = 0.99;

// Which report's status stands for all: the more certain one.
int status_rank(v1::Status status) {
  switch (status) {
    case v1::STATUS_CONFIRMED:
      return 9;
    case v1::STATUS_REJECTED:
      return 8;
    case v1::STATUS_DENIED:
      return 7;
    case v1::STATUS_PAST_DUE:
      return 6;
    case v1::STATUS_DUE:
      return 5;
    case v1::STATUS_REPORTED:
      return 4;
    case v1::STATUS_ALLEGED:
      return 3;
    case v1::STATUS_PLANNED:
      return 2;
    case v1::STATUS_SAID:
      return 1;
    default:
      return 0;
  }
}

double confidence_of(const v1::DigestEvent& event) {
  return event.confidence() > 0 ? std::min(event.confidence(), kMaxConfidence) : kUnknownConfidence;
}

// How good a headline the event's sentence makes.
double telling(const EntryContext& context, const EventRef& ref) {
  const FlatSentence& s = context.corpus.sentences[ref.sentence];
  const v1::DigestEvent& event = digest_event(context.corpus, ref);
  double out = confidence_of(event) + 0.03 * status_rank(event.status());
  if (s.self_contained) out += 0.5;
  if (s.tokens >= 7 && s.tokens <= 30) out += 0.4;
  if (s.tokens > 45) out -= 0.3;
  // What must be cut to a clause is told by half a sentence.
  const auto& words = context.corpus.articles[ref.article]->sentences(static_cast<int>(s.index));
  if (words.end() - words.begin() > kHeadlineBytes) out -= 0.3;
  // Nor does a headline tell three things at once.
  const auto events = std::ranges::count(context.corpus.articles[ref.article]->events(),
                                         event.sentence(), &v1::DigestEvent::sentence);
  out -= 0.15 * static_cast<double>(std::min<std::ptrdiff_t>(events - 1, 3));
  if (s.names_day) out += 0.2;
  // News tells what happened; what looks back from afar recalls it.
  constexpr std::int32_t kNews = 3;
  if (ref.time != TimeKind::kUndated && ref.reported != kNoDay && ref.reported - ref.last > kNews)
    out -= 0.4;
  out += 0.15 * static_cast<double>(std::min<std::size_t>(ref.names.size(), 3));
  out += 0.3 * static_cast<double>(s.own_query);
  if (!context.language.empty() &&
      context.corpus.articles[ref.article]->language() == context.language) {
    out += 1.0;
  }
  return out;
}

// When the section that tells an event was published, or nullptr.
const v1::TimeInterval* section_stamp(const Corpus& corpus, const EventRef& ref) {
  const v1::Digest& article = *corpus.articles[ref.article];
  const std::uint32_t section =
      article.sentences(static_cast<int>(corpus.sentences[ref.sentence].index)).section();
  if (section >= static_cast<std::uint32_t>(article.sections_size())) return nullptr;
  const auto& s = article.sections(static_cast<int>(section));
  return s.has_stamp() ? &s.stamp() : nullptr;
}

// One event an article: the one that tells it best.
std::vector<std::uint32_t> one_an_article(const EntryContext& context,
                                          std::span<const std::uint32_t> members) {
  if (members.size() == 1) return {members.front()};
  std::map<std::uint32_t, std::uint32_t> best;  // by article
  for (const std::uint32_t m : members) {
    const EventRef& ref = context.events[m];
    const auto [it, fresh] = best.try_emplace(ref.article, m);
    if (!fresh && telling(context, ref) > telling(context, context.events[it->second])) {
      it->second = m;
    }
  }
  std::vector<std::uint32_t> out;
  out.reserve(best.size());
  for (const auto& [article, m] : best)
    out.push_back(m);
  const auto key = [&](std::uint32_t m) {
    const EventRef& ref = context.events[m];
    const std::int32_t day = ref.reported;
    const v1::TimeInterval* const stamp = section_stamp(context.corpus, ref);
    // Within a day by the clock, where there is one.
    const std::int64_t second = stamp != nullptr ? stamp->earliest_second() : 0;
    return std::tuple(day == kNoDay ? INT32_MAX : day, second, ref.article);
  };
  std::ranges::sort(out, [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
  return out;
}

double kind_weight(const EntryContext& context, const EventRef& best) {
  const v1::DigestEvent& event = digest_event(context.corpus, best);
  double out = best.classed ? 1.0 : 0.55;
  if (best.speech) out *= 0.5;
  if (best.actors.empty()) out *= 0.6;
  switch (manner_of(event.modality())) {
    case Manner::kReal:
    case Manner::kFuture:
      break;
    default:
      out *= 0.7;
  }
  return out;
}

// What a report adds to its entry's score.
double support_of(const EntryContext& context, const EventRef& ref, double confidence) {
  const FlatSentence& s = context.corpus.sentences[ref.sentence];
  return confidence * static_cast<double>(context.corpus.relevance[ref.article]) *
         (0.25 + 0.75 * static_cast<double>(s.query)) / (1.0 + 0.02 * s.position);
}

double score_of(const EntryContext& context, double support, const EventRef& best,
                std::span<const RoleActor> actors) {
  double salience = 0;
  for (const RoleActor& a : actors) {
    if (a.actor < context.salience.size()) salience = std::max(salience, context.salience[a.actor]);
  }
  return std::pow(support, 0.8) * kind_weight(context, best) * (1.0 + 2.0 * salience);
}

}  // namespace

const v1::DigestEvent& digest_event(const Corpus& corpus, const EventRef& ref) {
  return corpus.articles[ref.article]->events(static_cast<int>(ref.event));
}

std::int32_t newest_report_day(const Corpus& corpus) {
  std::int32_t out = kNoDay;
  for (const v1::Digest* article : corpus.articles) {
    if (article->has_published() && article->published().has_latest_day()) {
      out = std::max(out, article->published().latest_day());
    }
    if (article->has_updated() && article->updated().has_latest_day()) {
      out = std::max(out, article->updated().latest_day());
    }
  }
  return out;
}

v1::Status merged_status(std::span<const v1::Status> reports) {
  v1::Status out = v1::STATUS_UNSPECIFIED;
  for (const v1::Status status : reports) {
    if (status_rank(status) > status_rank(out)) out = status;
  }
  return out;
}

EntryDraft draft_entry(const EventCluster& cluster, const EntryContext& context) {
  const Corpus& corpus = context.corpus;
  EntryDraft out;
  out.cluster = cluster;
  out.told_by = one_an_article(context, out.cluster.members);

  std::vector<const v1::Digest*> articles;
  articles.reserve(out.told_by.size());
  for (const std::uint32_t m : out.told_by) {
    articles.push_back(corpus.articles[context.events[m].article]);
  }
  out.source_of = source_groups(articles);
  out.independent_sources = *std::ranges::max_element(out.source_of);

  std::uint64_t least = ~std::uint64_t{0};
  std::vector<v1::Status> statuses;
  statuses.reserve(out.cluster.members.size());
  for (const std::uint32_t m : out.cluster.members) {
    const v1::DigestEvent& event = digest_event(corpus, context.events[m]);
    least = std::min(least, event.id());
    statuses.push_back(event.status());
  }
  out.id = EntryId(least);
  out.status = merged_status(statuses);
  if (out.status == v1::STATUS_DUE && context.today != kNoDay &&
      out.cluster.time != TimeKind::kUndated && out.cluster.last < context.today) {
    out.status = v1::STATUS_PAST_DUE;
  }

  out.best = out.told_by.front();
  double best_telling = -1;
  for (const std::uint32_t m : out.told_by) {
    const double value = telling(context, context.events[m]);
    if (value > best_telling) {
      best_telling = value;
      out.best = m;
    }
  }

  // Each independent source speaks once: with its most confident report.
  std::vector<double> doubt(out.independent_sources, 1.0);
  std::vector<double> support(out.independent_sources, 0.0);
  for (std::size_t i = 0; i < out.told_by.size(); ++i) {
    const EventRef& ref = context.events[out.told_by[i]];
    const double confidence = confidence_of(digest_event(corpus, ref));
    const std::size_t source = out.source_of[i] - 1;
    doubt[source] = std::min(doubt[source], 1.0 - confidence);
    support[source] = std::max(support[source], support_of(context, ref, confidence));
  }
  double all_doubt = 1;
  double all_support = 0;
  for (std::size_t i = 0; i < doubt.size(); ++i) {
    all_doubt *= doubt[i];
    out.confidence_of.push_back(1.0 - doubt[i]);
    all_support += support[i];
  }
  out.confidence = std::min(kMaxConfidence, 1.0 - all_doubt);

  out.score = score_of(context, all_support, context.events[out.best], out.cluster.actors);
  return out;
}

EntryWorth worth_of_telling(std::uint32_t event, const EntryContext& context) {
  const EventRef& ref = context.events[event];
  const v1::DigestEvent& told = digest_event(context.corpus, ref);
  const double support = std::max(0.0, support_of(context, ref, confidence_of(told)));
  return {score_of(context, support, ref, ref.actors), EntryId(told.id())};
}

}  // namespace annals
