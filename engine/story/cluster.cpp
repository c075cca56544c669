#include "engine/story/cluster.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace annals {
namespace {

constexpr std::uint32_t kNobody = std::numeric_limits<std::uint32_t>::max();
// A centroid keeps its heaviest features: what thousands of articles share once says nothing.
constexpr std::size_t kMaxCentroid = 600;

void keep_heaviest(SparseVector& vector) {
  if (vector.size() <= kMaxCentroid + kMaxCentroid / 4) return;
  const auto heavier = [](const Feature& x, const Feature& y) {
    return std::pair(-x.weight, x.id) < std::pair(-y.weight, y.id);
  };
  std::ranges::nth_element(vector, vector.begin() + kMaxCentroid, heavier);
  vector.resize(kMaxCentroid);
  std::ranges::sort(vector, {}, &Feature::id);
}

bool placed(const ClusterItem& item) {
  return item.first_day.has_value() && item.last_day.has_value();
}

// The share of their likeness that time leaves to two clusters.
double decay_of(const ClusterItem& a, const ClusterItem& b, const ClusterOptions& options) {
  double gap = options.unknown_gap_days;
  double days = options.decay_days;
  if (placed(a) && placed(b)) {
    gap = std::max({0, *a.first_day - *b.last_day, *b.first_day - *a.last_day});
    const std::int32_t longer = std::max(*a.last_day - *a.first_day, *b.last_day - *b.first_day);
    days += std::min(options.most_patience, options.patience * longer);
  }
  return options.decay_floor + (1.0 - options.decay_floor) * std::exp(-gap / days);
}

// An edge far below the threshold will not come back: centroids only blur as clusters grow.
constexpr double kHopeless = 0.5;

struct Edge {
  std::uint32_t other = 0;
  double score = 0;
};

struct Best {
  std::uint32_t with = kNobody;
  double score = 0;
};

// The clusters while they grow, each with its scored edges (sorted by the other end).
class Agglomeration {
 public:
  Agglomeration(std::vector<ClusterItem> items, std::span<const NeighbourPair> pairs,
                const ClusterOptions& options)
      : options_(options),
        items_(std::move(items)),
        norms_(items_.size()),
        edges_(items_.size()),
        best_(items_.size()),
        root_(items_.size()) {
    std::uint32_t features = 0;
    for (std::uint32_t i = 0; i < items_.size(); ++i) {
      root_[i] = i;
      norms_[i] = inner_length(items_[i], options_);
      if (!items_[i].sum.empty()) features = std::max(features, items_[i].sum.back().id + 1);
    }
    dense_.resize(features, 0);
    for (const NeighbourPair& p : pairs) {
      const double score = likeness(items_[p.a], items_[p.b], options_);
      if (score < options_.threshold * kHopeless) continue;
      edges_[p.a].push_back({p.b, score});
      edges_[p.b].push_back({p.a, score});
    }
    for (std::uint32_t i = 0; i < items_.size(); ++i) {
      std::ranges::sort(edges_[i], {}, &Edge::other);
      find_best(i);
      changed_.push_back(i);
    }
  }

  void run() {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> merges;
    while (true) {
      // Every pair of a round is merged in it, so the next one's have an end whose best neighbour
      // is new: a round costs what it changes, not what there is.
      merges.clear();
      for (const std::uint32_t i : changed_) {
        const std::uint32_t other = best_[i].with;
        if (other != kNobody && best_[other].with == i)
          merges.emplace_back(std::min(i, other), std::max(i, other));
      }
      changed_.clear();
      if (merges.empty()) return;
      std::ranges::sort(merges);
      merges.erase(std::ranges::unique(merges).begin(), merges.end());
      for (const auto& [keep, drop] : merges)
        merge(keep, drop);
    }
  }

  std::vector<std::uint32_t> numbers() {
    std::vector<std::uint32_t> number(items_.size(), kNobody);
    std::vector<std::uint32_t> out(items_.size());
    std::uint32_t next = 0;
    for (std::uint32_t i = 0; i < items_.size(); ++i) {
      std::uint32_t top = i;
      while (root_[top] != top)
        top = root_[top];
      root_[i] = top;
      if (number[top] == kNobody) number[top] = next++;
      out[i] = number[top];
    }
    return out;
  }

 private:
  void find_best(std::uint32_t i) {
    best_[i] = {};
    for (const Edge& e : edges_[i]) {
      if (e.score >= options_.threshold && e.score > best_[i].score) best_[i] = {e.other, e.score};
    }
  }

  static void set_edge(std::vector<Edge>& edges, std::uint32_t other, double score) {
    const auto at = std::ranges::lower_bound(edges, other, {}, &Edge::other);
    if (at != edges.end() && at->other == other) {
      at->score = score;
    } else {
      edges.insert(at, {other, score});
    }
  }

  static void drop_edge(std::vector<Edge>& edges, std::uint32_t other) {
    const auto at = std::ranges::lower_bound(edges, other, {}, &Edge::other);
    if (at != edges.end() && at->other == other) edges.erase(at);
  }

  void merge(std::uint32_t keep, std::uint32_t drop) {
    items_[keep] = join(items_[keep], items_[drop]);
    items_[drop] = {};
    norms_[keep] = inner_length(items_[keep], options_);
    root_[drop] = keep;
    std::vector<std::uint32_t> around;
    for (const std::uint32_t side : {keep, drop}) {
      for (const Edge& e : edges_[side]) {
        if (e.other != keep && e.other != drop) around.push_back(e.other);
      }
    }
    std::ranges::sort(around);
    around.erase(std::ranges::unique(around).begin(), around.end());
    edges_[keep].clear();
    edges_[drop].clear();
    edges_[drop].shrink_to_fit();
    best_[drop] = {};

    for (const Feature& f : items_[keep].sum)
      dense_[f.id] = f.weight;
    for (const std::uint32_t other : around) {
      double sum = 0;
      for (const Feature& f : items_[other].sum) {
        sum += static_cast<double>(f.weight) * static_cast<double>(dense_[f.id]);
      }
      const double score =
          sum / (norms_[keep] * norms_[other]) * decay_of(items_[keep], items_[other], options_);
      drop_edge(edges_[other], drop);
      if (score >= options_.threshold * kHopeless) {
        set_edge(edges_[other], keep, score);
        edges_[keep].push_back({other, score});
      } else {
        drop_edge(edges_[other], keep);
      }
      find_best(other);
      changed_.push_back(other);
    }
    for (const Feature& f : items_[keep].sum)
      dense_[f.id] = 0;
    find_best(keep);
    changed_.push_back(keep);
  }

  ClusterOptions options_;
  std::vector<ClusterItem> items_;
  std::vector<double> norms_;
  std::vector<std::vector<Edge>> edges_;
  std::vector<Best> best_;
  std::vector<std::uint32_t> root_;
  std::vector<std::uint32_t> changed_;  // clusters whose best neighbour may be new
  std::vector<float> dense_;            // scratch: one centroid spread out
};

}  // namespace

double inner_length(const ClusterItem& item, const ClusterOptions& options) {
  const double plain = length(item.sum);
  if (options.inner_weight <= 0) return plain;
  const double n = item.articles;
  const double pairs = n * (n - 1);
  const double mean =
      (std::max(0.0, plain * plain - n) + options.inner_weight * options.inner_likeness) /
      (pairs + options.inner_weight);
  return n * std::sqrt(mean);
}

double likeness(const ClusterItem& a, const ClusterItem& b, const ClusterOptions& options) {
  const double lengths = inner_length(a, options) * inner_length(b, options);
  if (lengths <= 0) return 0;
  return dot(a.sum, b.sum) / lengths * decay_of(a, b, options);
}

ClusterItem join(const ClusterItem& a, const ClusterItem& b) {
  ClusterItem out;
  out.sum = add(a.sum, b.sum);
  keep_heaviest(out.sum);
  out.articles = a.articles + b.articles;
  out.first_day = a.first_day ? a.first_day : b.first_day;
  out.last_day = a.last_day ? a.last_day : b.last_day;
  if (a.first_day && b.first_day) out.first_day = std::min(*a.first_day, *b.first_day);
  if (a.last_day && b.last_day) out.last_day = std::max(*a.last_day, *b.last_day);
  return out;
}

std::vector<std::uint32_t> cluster(std::vector<ClusterItem> items,
                                   std::span<const NeighbourPair> pairs,
                                   const ClusterOptions& options) {
  Agglomeration clusters(std::move(items), pairs, options);
  clusters.run();
  return clusters.numbers();
}

}  // namespace annals
