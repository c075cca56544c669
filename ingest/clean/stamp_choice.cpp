#include "ingest/clean/stamp_choice.h"

#include <algorithm>
#include <map>

#include "engine/base/interval.h"

namespace annals {
namespace {

constexpr double kLeastWeight = 0.35;

bool finer(v1::Precision a, v1::Precision b) {
  return a != v1::PRECISION_UNSPECIFIED && a < b;
}

class Chooser {
 public:
  Chooser(const std::vector<StampCandidate>& candidates,
          const std::vector<v1::TimeInterval>& updates, v1::Article& article)
      : candidates_(candidates), updates_(updates), article_(article) {}

  void decide() {
    const v1::TimeInterval* earliest_update = nullptr;
    for (const v1::TimeInterval& update : updates_) {
      if (earliest_update == nullptr || end_of(update) < end_of(*earliest_update))
        earliest_update = &update;
    }
    struct Testimony {
      double best = 0;
      int count = 0;
    };
    struct DayVote {
      double weight = 0;
      std::map<Witness, Testimony> by_witness;
    };
    std::map<std::int32_t, DayVote> votes;
    const StampCandidate* decided = nullptr;
    for (const StampCandidate& candidate : candidates_) {
      if (candidate.modified) continue;
      if (candidate.decides) {
        if (decided == nullptr || candidate.weight > decided->weight) decided = &candidate;
        continue;
      }
      if (earliest_update != nullptr && candidate.witness == Witness::kText &&
          begin_of(candidate.interval) > end_of(*earliest_update)) {
        v1::Stamp* const stamp = article_.mutable_stamps(candidate.stamp);
        stamp->set_refused("later than the article's own update");
        stamp->clear_interval();
        continue;
      }
      if (!is_single_day(candidate.interval)) continue;
      Testimony& testimony = votes[candidate.interval.earliest_day()].by_witness[candidate.witness];
      testimony.best = std::max(testimony.best, candidate.weight);
      ++testimony.count;
    }
    if (decided != nullptr) {
      *article_.mutable_published() = decided->interval;
    } else {
      const std::int32_t* best_day = nullptr;
      double best_weight = kLeastWeight;
      for (auto& [day, vote] : votes) {
        for (const auto& [witness, testimony] : vote.by_witness) {
          vote.weight +=
              testimony.best * (1 + kRepeatedWitness / 2 * std::min(testimony.count - 1, 2));
        }
        if (vote.weight > best_weight) {
          best_weight = vote.weight;
          best_day = &day;
        }
      }
      if (best_day != nullptr) *article_.mutable_published() = finest_of_day(*best_day);
    }
    decide_update(earliest_update);
  }

 private:
  // Of the stamps of a day the one to be shown: told finely by somebody worth believing.
  v1::TimeInterval finest_of_day(std::int32_t day) const {
    const StampCandidate* best = nullptr;
    for (const StampCandidate& candidate : candidates_) {
      if (candidate.modified || candidate.decides || !is_single_day(candidate.interval) ||
          candidate.interval.earliest_day() != day ||
          !article_.stamps(candidate.stamp).refused().empty()) {
        continue;
      }
      const auto rank = [](const StampCandidate& c) {
        return c.weight + (finer(c.interval.precision(), v1::PRECISION_DAY) ? 1.5 : 0.0);
      };
      if (best == nullptr || rank(candidate) > rank(*best)) best = &candidate;
    }
    return best->interval;
  }

  void decide_update(const v1::TimeInterval* earliest_update) {
    const v1::TimeInterval* last = nullptr;
    const v1::TimeInterval* first_modified = nullptr;
    for (const StampCandidate& candidate : candidates_) {
      if (!candidate.modified) continue;
      if (article_.has_published() && end_of(candidate.interval) < begin_of(article_.published())) {
        v1::Stamp* const stamp = article_.mutable_stamps(candidate.stamp);
        stamp->set_refused("earlier than the publication");
        stamp->clear_interval();
        continue;
      }
      const v1::TimeInterval& interval = candidate.interval;
      if (last == nullptr || end_of(interval) > end_of(*last)) last = &interval;
      if (first_modified == nullptr || end_of(interval) < end_of(*first_modified))
        first_modified = &interval;
    }
    for (const v1::TimeInterval& update : updates_) {
      if (last == nullptr || end_of(update) > end_of(*last)) last = &update;
    }
    // A change in the minute of publication is none.
    if (last != nullptr &&
        (!article_.has_published() || end_of(*last) > end_of(article_.published()))) {
      *article_.mutable_updated() = *last;
    }
    if (article_.has_published()) return;
    const v1::TimeInterval* const bound =
        earliest_update != nullptr ? earliest_update : first_modified;
    if (bound == nullptr) return;
    *article_.mutable_published() = no_later_than(*bound);
    article_.mutable_published()->set_rule("bound." + bound->rule());
  }

  const std::vector<StampCandidate>& candidates_;
  const std::vector<v1::TimeInterval>& updates_;
  v1::Article& article_;
};

}  // namespace

Instant begin_of(const v1::TimeInterval& interval) {
  return earliest_instant(interval).value_or(Instant::min());
}

Instant end_of(const v1::TimeInterval& interval) {
  return latest_instant(interval).value_or(Instant::max());
}

void choose_times(const std::vector<StampCandidate>& candidates,
                  const std::vector<v1::TimeInterval>& updates, v1::Article& article) {
  Chooser(candidates, updates, article).decide();
}

}  // namespace annals
