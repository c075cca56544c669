#include "ingest/clean/stamp_choice.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "engine/base/interval.h"

namespace annals {
namespace {

constexpr double kLeastWeight = 0.35;
// How much a day of publication counts that is that of a change.
constexpr double kChangeAgain = 0.5;
constexpr double kSureField = 2;
// How much a month in an address says for its days.
constexpr double kMonthShare = 0.3;

bool finer(v1::Precision a, v1::Precision b) {
  return a != v1::PRECISION_UNSPECIFIED && a < b;
}

class Chooser {
 public:
  Chooser(const std::vector<StampCandidate>& candidates,
          const std::vector<v1::TimeInterval>& updates, v1::Article& article)
      : candidates_(candidates), updates_(updates), article_(article) {}

  void decide() {
    look();
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
      std::size_t place = 0;  // of the first candidate
      std::map<Witness, Testimony> by_witness;
    };
    std::map<std::int32_t, DayVote> votes;
    const StampCandidate* decided = nullptr;
    std::size_t place = 0;
    for (const StampCandidate& candidate : candidates_) {
      ++place;
      if (candidate.modified) continue;
      if (candidate.decides) {
        if (decided == nullptr || candidate.weight > decided->weight) decided = &candidate;
        continue;
      }
      if (earliest_update != nullptr && candidate.witness == Witness::kText && !candidate.firm &&
          begin_of(candidate.interval) > end_of(*earliest_update)) {
        v1::Stamp* const stamp = article_.mutable_stamps(candidate.stamp);
        stamp->set_refused("later than the article's own update");
        stamp->clear_interval();
        continue;
      }
      if (!is_single_day(candidate.interval)) continue;
      DayVote& vote = votes[candidate.interval.earliest_day()];
      if (vote.by_witness.empty()) vote.place = place;
      Testimony& testimony = vote.by_witness[candidate.witness];
      const double trust = tells_change(candidate.interval.earliest_day()) ? kChangeAgain : 1;
      testimony.best = std::max(testimony.best, candidate.weight * trust);
      ++testimony.count;
    }
    if (decided != nullptr) {
      *article_.mutable_published() = decided->interval;
    } else {
      const std::int32_t* best_day = nullptr;
      double best_weight = kLeastWeight;
      std::size_t best_place = 0;
      for (auto& [day, vote] : votes) {
        for (const auto& [witness, testimony] : vote.by_witness) {
          vote.weight +=
              testimony.best * (1 + kRepeatedWitness / 2 * std::min(testimony.count - 1, 2));
        }
        vote.weight += months_of(day);
        // A page of several entries tells the newest first.
        if (vote.weight > best_weight ||
            (best_day != nullptr && vote.weight == best_weight && vote.place < best_place)) {
          best_weight = vote.weight;
          best_day = &day;
          best_place = vote.place;
        }
      }
      if (best_day != nullptr) *article_.mutable_published() = finest_of_day(*best_day);
    }
    decide_update(earliest_update);
  }

 private:
  // What the data name, before anything is weighed.
  void look() {
    for (const StampCandidate& candidate : candidates_) {
      if (!is_single_day(candidate.interval)) continue;
      const std::int32_t day = candidate.interval.earliest_day();
      if (candidate.modified) {
        changes_.insert(day);
      } else if (candidate.witness == Witness::kMetadata && candidate.weight >= kSureField) {
        first_named_ = std::min(first_named_, day);
      }
    }
  }

  // Whether a stamp says the day of a change, though its name says publication: where data name an
  // earlier day too, that is the publication.
  bool tells_change(std::int32_t day) const { return first_named_ < day && changes_.contains(day); }

  // What the months that addresses name say for a day.
  double months_of(std::int32_t day) const {
    double weight = 0;
    for (const StampCandidate& candidate : candidates_) {
      const v1::TimeInterval& interval = candidate.interval;
      const bool month = !is_single_day(interval) && !candidate.modified && !candidate.decides;
      if (month && interval.earliest_day() <= day && day <= interval.latest_day())
        weight += candidate.weight * kMonthShare;
    }
    return weight;
  }

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
  std::set<std::int32_t> changes_;
  std::int32_t first_named_ = std::numeric_limits<std::int32_t>::max();
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
