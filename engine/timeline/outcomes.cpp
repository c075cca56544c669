#include "engine/timeline/outcomes.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/base/day.h"

namespace annals {
namespace {

// A report of the outcome comes at most so many days after the day.
constexpr std::int32_t kLateReport = 60;
// Zones and late evenings: an event may be told of the next day.
constexpr std::int32_t kSlack = 1;
// Words that two sentences must share to be of one event that has no class.
constexpr double kAlike = 0.3;
// More sentences than an article has.
constexpr std::uint32_t kWholeArticle = 1U << 20U;

std::vector<std::uint32_t> who(const EventCluster& cluster) {
  std::vector<std::uint32_t> out;
  for (const RoleActor& a : cluster.actors) {
    if (a.role != v1::ROLE_PLACE) out.push_back(a.actor);
  }
  std::ranges::sort(out);
  out.erase(std::ranges::unique(out).begin(), out.end());
  return out;
}

std::size_t shared(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  std::vector<std::uint32_t> both;
  std::ranges::set_intersection(a, b, std::back_inserter(both));
  return both.size();
}

// First and last day on which an event was reported.
std::pair<std::int32_t, std::int32_t> reported(const EventCluster& cluster,
                                               const EntryContext& context) {
  std::int32_t first = INT32_MAX;
  std::int32_t last = INT32_MIN;
  for (const std::uint32_t m : cluster.members) {
    const std::int32_t day = context.events[m].reported;
    if (day == kNoDay) continue;
    first = std::min(first, day);
    last = std::max(last, day);
  }
  return {first, last};
}

std::vector<std::uint32_t> terms_near(const Corpus& corpus, std::uint32_t sentence,
                                      std::uint32_t reach) {
  std::vector<std::uint32_t> out;
  const std::uint32_t article = corpus.sentences[sentence].article;
  const std::uint32_t begin = corpus.first_sentence[article];
  const std::uint32_t end = corpus.first_sentence[article + 1];
  const std::uint32_t from = sentence >= begin + reach ? sentence - reach : begin;
  for (std::uint32_t s = from; s < std::min(end, sentence + reach + 1); ++s) {
    const auto terms = corpus.terms_of(corpus.sentences[s]);
    out.insert(out.end(), terms.begin(), terms.end());
  }
  std::ranges::sort(out);
  out.erase(std::ranges::unique(out).begin(), out.end());
  return out;
}

// Share of the weight of a's words that b holds.
double held(const Corpus& corpus, const std::vector<std::uint32_t>& a,
            const std::vector<std::uint32_t>& b) {
  double all = 0;
  double both = 0;
  for (const std::uint32_t term : a) {
    const auto idf = static_cast<double>(corpus.idf[term]);
    all += idf;
    if (std::ranges::binary_search(b, term)) both += idf;
  }
  return all > 0 ? both / all : 0;
}

// Days that the sentence, or one beside it, names exactly.
std::vector<std::int32_t> days_near(const Corpus& corpus, const EventRef& ref,
                                    std::uint32_t reach) {
  std::vector<std::int32_t> out;
  const v1::Digest& article = *corpus.articles[ref.article];
  const auto count = static_cast<std::uint32_t>(article.sentences_size());
  const std::uint32_t at = corpus.sentences[ref.sentence].index;
  for (std::uint32_t i = at >= reach ? at - reach : 0; i < std::min(count, at + reach + 1); ++i) {
    for (const auto& time : article.sentences(static_cast<int>(i)).times()) {
      if (time.first_day() == time.last_day()) out.push_back(time.first_day());
    }
  }
  std::ranges::sort(out);
  out.erase(std::ranges::unique(out).begin(), out.end());
  return out;
}

}  // namespace

// What makes two entries tell of one thing, and how they relate.
class Judge {
 public:
  Judge(const EntryDraft& due, const Outcomes& known)
      : known_(known),
        context_(known.context_),
        relations_(known.relations_),
        due_(due),
        ref_(context_.events[due.best]),
        event_(digest_event(context_.corpus, ref_)),
        day_(due.cluster.first),
        who_(who(due.cluster)),
        words_(terms_near(context_.corpus, ref_.sentence, 0)) {
    std::tie(announced_, repeated_) = reported(due.cluster, context_);
  }

  OutcomeDraft judge() const {
    OutcomeDraft best;
    std::tuple<int, bool, double> best_rank{0, false, 0};
    for (const std::uint32_t number : candidates()) {
      const EventCluster& other = known_.clusters_[number];
      if (&other == &due_.cluster || other.members.front() == due_.cluster.members.front())
        continue;
      OutcomeDraft found = compare(other, known_.facts_[number]);
      if (found.outcome == v1::OUTCOME_UNSPECIFIED) continue;
      const std::tuple<int, bool, double> rank{order(found.outcome), found.moved_to.has_value(),
                                               strength(other, known_.facts_[number])};
      if (rank <= best_rank) continue;
      best_rank = rank;
      best = std::move(found);
      best.told_by = &other;
    }
    if (best.outcome != v1::OUTCOME_UNSPECIFIED) return best;
    const bool past = context_.today != kNoDay && day_ < context_.today;
    best.outcome = past ? v1::OUTCOME_UNKNOWN : v1::OUTCOME_OPEN;
    best.reason =
        past ? "its day has passed, and no report says what became of it" : "its day has not come";
    return best;
  }

 private:
  // Only what shares an actor, or puts something off, can tell.
  std::vector<std::uint32_t> candidates() const {
    std::vector<std::uint32_t> out = known_.postponements_;
    for (const std::uint32_t actor : who_) {
      const auto at = known_.by_actor_.find(actor);
      if (at != known_.by_actor_.end()) out.insert(out.end(), at->second.begin(), at->second.end());
    }
    std::ranges::sort(out);
    out.erase(std::ranges::unique(out).begin(), out.end());
    return out;
  }
  // Which of several outcomes is shown: what happened in the end.
  static int order(v1::Outcome outcome) {
    switch (outcome) {
      case v1::OUTCOME_KEPT:
        return 4;
      case v1::OUTCOME_MOVED:
        return 3;
      case v1::OUTCOME_CANCELLED:
        return 2;
      default:
        return 1;
    }
  }
  double strength(const EventCluster& other, const Outcomes::Facts& facts) const {
    return static_cast<double>(shared(who_, facts.who)) +
           0.1 * static_cast<double>(other.members.size());
  }
  static std::string on(std::int32_t day) { return to_string(day_from_number(day)); }

  bool firm(const EventCluster& other) const {
    return std::ranges::any_of(other.members, [&](std::uint32_t m) {
      const v1::Status status = digest_event(context_.corpus, context_.events[m]).status();
      return status == v1::STATUS_CONFIRMED || status == v1::STATUS_REJECTED;
    });
  }

  OutcomeDraft compare(const EventCluster& other, const Outcomes::Facts& facts) const {
    const auto& [first, last, others] = facts;
    if (last == INT32_MIN || last < announced_ || first > day_ + kLateReport) return {};
    const EventRef& ref = context_.events[other.members.front()];
    const v1::DigestEvent& event = digest_event(context_.corpus, ref);
    const std::size_t both = shared(who_, others);
    if (relations_.puts_off(ref.event_class)) {
      return compare_postponement(other, event, first, both);
    }
    if (both == 0) return {};
    const bool negated = event.polarity() != event_.polarity();
    const Manner manner = manner_of(event.modality());
    const bool same = ref_.classed
                          ? ref.classed && ref.event_class == ref_.event_class
                          : !ref.classed && event.predicate_term() == event_.predicate_term() &&
                                likeness(ref) >= kAlike;
    if (same && !ref.speech) {
      if (!match_actors(ref_.actors, ref.actors)) return {};
      if (!negated && manner == Manner::kReal) return compare_done(other, first, last);
      if (!negated && manner == Manner::kFuture) return compare_later_day(other, first, both);
      // Before the day only a firm word counts: somebody's doubt cancels nothing.
      if (negated && manner == Manner::kReal && (first > day_ || firm(other)))
        return compare_denied(other, last);
      return {};
    }
    if (ref_.classed && ref.classed && manner == Manner::kReal && !negated &&
        (relations_.opposite(ref_.event_class, ref.event_class) ||
         relations_.undoes(ref_.event_class, ref.event_class)) &&
        match_actors(ref_.actors, ref.actors)) {
      return compare_denied(other, last);
    }
    return {};
  }

  OutcomeDraft compare_done(const EventCluster& other, std::int32_t first,
                            std::int32_t last) const {
    // "The vote is over": what is told as done on the day, and by nobody before, was done that day.
    const bool bound = other.time == TimeKind::kBound && first >= day_;
    const std::int32_t done = bound ? other.last : other.first;
    if ((other.time != TimeKind::kDay && !bound) || std::abs(done - day_) > kSlack || last < day_)
      return {};
    return {v1::OUTCOME_KEPT, nullptr, std::nullopt, "reported to have happened on " + on(done)};
  }

  // The same event announced for another day, by reports later than all that name this day. Two
  // days may belong to two steps, so little may differ otherwise.
  OutcomeDraft compare_later_day(const EventCluster& other, std::int32_t first,
                                 std::size_t both) const {
    if (other.time != TimeKind::kDay || other.first == day_ || first <= repeated_) return {};
    if (first > day_ + kSlack || both * 2 < std::max(who_.size(), std::size_t{1})) return {};
    if (likeness(context_.events[other.members.front()]) < kAlike) return {};
    return {v1::OUTCOME_MOVED, nullptr, other.first, "later announced for " + on(other.first)};
  }

  OutcomeDraft compare_denied(const EventCluster& other, std::int32_t last) const {
    if (other.time == TimeKind::kUndated) return {};
    const bool before = other.last <= day_ + kSlack && other.last >= announced_;
    if (before)
      return {v1::OUTCOME_CANCELLED, nullptr, std::nullopt, "stopped before it could happen"};
    if (other.first > day_ + kSlack && other.first <= day_ + kLateReport && last > day_) {
      return {v1::OUTCOME_MISSED, nullptr, std::nullopt, "reported not to have happened"};
    }
    return {};
  }

  OutcomeDraft compare_postponement(const EventCluster& other, const v1::DigestEvent& event,
                                    std::int32_t first, std::size_t both) const {
    if (event.polarity() == v1::POLARITY_NEGATIVE || manner_of(event.modality()) != Manner::kReal ||
        first < announced_ || first > day_ + kSlack * 3) {
      return {};
    }
    bool about = false;
    std::optional<std::int32_t> moved_to;
    for (const std::uint32_t m : other.members) {
      const EventRef& ref = context_.events[m];
      const std::vector<std::int32_t> near = days_near(context_.corpus, ref, 1);
      const bool names_day = std::ranges::binary_search(near, day_);
      const double alike =
          held(context_.corpus, words_, terms_near(context_.corpus, ref.sentence, 1));
      about = about || (names_day && (both > 0 || alike >= kAlike / 2)) ||
              (both > 0 && alike >= kAlike);
      // The new day is the first after the old one in the sentence, or the only later one that the
      // article names.
      const auto later = [&](std::uint32_t reach) {
        std::vector<std::int32_t> days = days_near(context_.corpus, ref, reach);
        std::erase_if(days, [&](std::int32_t day) { return day <= std::max(day_, first); });
        return days;
      };
      std::vector<std::int32_t> named = later(0);
      if (named.empty()) named = later(kWholeArticle);
      const bool clear = !later(0).empty() || named.size() == 1;
      if (clear && (!moved_to || named.front() < *moved_to)) moved_to = named.front();
    }
    if (!about) return {};
    return {v1::OUTCOME_MOVED, nullptr, moved_to,
            moved_to ? "put off to " + on(*moved_to) : "put off"};
  }

  double likeness(const EventRef& ref) const {
    return held(context_.corpus, words_, terms_near(context_.corpus, ref.sentence, 0));
  }

  const Outcomes& known_;
  const EntryContext& context_;
  const ClassRelations& relations_;
  const EntryDraft& due_;
  const EventRef& ref_;
  const v1::DigestEvent& event_;
  std::int32_t day_;
  std::int32_t announced_ = 0;  // first report that names the day
  std::int32_t repeated_ = 0;   // last one
  std::vector<std::uint32_t> who_;
  std::vector<std::uint32_t> words_;
};

Outcomes::Outcomes(std::span<const EventCluster> clusters, const EntryContext& context,
                   const ClassRelations& relations)
    : clusters_(clusters), context_(context), relations_(relations) {
  facts_.reserve(clusters.size());
  for (std::uint32_t c = 0; c < clusters.size(); ++c) {
    const auto [first, last] = reported(clusters[c], context);
    const Facts& facts = facts_.emplace_back(Facts{first, last, who(clusters[c])});
    for (const std::uint32_t actor : facts.who)
      by_actor_[actor].push_back(c);
    if (relations.puts_off(context.events[clusters[c].members.front()].event_class))
      postponements_.push_back(c);
  }
}

bool is_due(const EntryDraft& entry) {
  return (entry.status == v1::STATUS_DUE || entry.status == v1::STATUS_PAST_DUE) &&
         entry.cluster.time == TimeKind::kDay;
}

OutcomeDraft Outcomes::find(const EntryDraft& due) const {
  return Judge(due, *this).judge();
}

}  // namespace annals
