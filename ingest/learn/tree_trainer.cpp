#include "ingest/learn/tree_trainer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "ingest/learn/tree_model.h"

namespace annals {
namespace {

constexpr std::size_t kBins = 64;

// SplitMix64 (Steele, Lea and Flood, 2014): the same stream on every machine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31U);
  }
  double uniform() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }

 private:
  std::uint64_t state_;
};

// The features cut into at most kBins ranges of about equally many rows, column after column.
struct Binned {
  std::vector<std::vector<float>> cuts;  // value <= cuts[f][b] falls into bin b or an earlier one
  std::vector<std::uint8_t> bins;        // bins[f * rows + row]
};

Binned bin_features(const TrainingSet& data) {
  Binned out;
  const std::size_t rows = data.rows();
  out.cuts.resize(data.feature_count);
  out.bins.resize(data.feature_count * rows);
  if (rows == 0) return out;
  std::vector<float> column(rows);
  for (std::size_t f = 0; f < data.feature_count; ++f) {
    for (std::size_t i = 0; i < rows; ++i)
      column[i] = data.values[i * data.feature_count + f];
    std::vector<float> sorted = column;
    std::sort(sorted.begin(), sorted.end());
    std::vector<float>& cuts = out.cuts[f];
    for (std::size_t b = 1; b < kBins; ++b) {
      const float cut = sorted[b * rows / kBins];
      if ((cuts.empty() || cut > cuts.back()) && cut < sorted.back()) cuts.push_back(cut);
    }
    for (std::size_t i = 0; i < rows; ++i) {
      const auto at = std::lower_bound(cuts.begin(), cuts.end(), column[i]) - cuts.begin();
      out.bins[f * rows + i] = static_cast<std::uint8_t>(at);
    }
  }
  return out;
}

struct Sums {
  double gradient = 0;
  double hessian = 0;
};
using Histogram = std::array<Sums, kBins>;

struct Split {
  double gain = 0;
  std::size_t feature = 0;
  std::size_t bin = 0;
};

struct Leaf {
  std::vector<std::uint32_t> rows;
  std::vector<Histogram> histograms;  // one a used feature
  Sums sums;
  Split best;
  std::size_t node = 0;
};

// A tree under construction: children anywhere; put in order when it is done.
struct DraftNode {
  bool leaf = true;
  std::size_t feature = 0;
  float threshold = 0;
  std::size_t bin = 0;  // of the threshold
  std::size_t left = 0;
  std::size_t right = 0;
  float value = 0;
};

class Booster {
 public:
  Booster(const TrainingSet& data, const TreeOptions& options)
      : data_(data), options_(options), binned_(bin_features(data)), random_(options.seed) {}

  std::string run(std::uint64_t feature_set) {
    const std::size_t rows = data_.rows();
    double positive = 0;
    double total = 0;
    for (std::size_t i = 0; i < rows; ++i) {
      positive += static_cast<double>(data_.weights[i]) * static_cast<double>(data_.labels[i]);
      total += static_cast<double>(data_.weights[i]);
    }
    const double prior = std::clamp(positive / std::max(total, 1e-9), 1e-4, 1 - 1e-4);
    const auto base = static_cast<float>(std::log(prior / (1 - prior)));
    scores_.assign(rows, base);
    gradients_.resize(rows);
    std::vector<std::vector<TreeNode>> trees;
    for (std::size_t t = 0; t < options_.trees && rows > 0; ++t)
      trees.push_back(grow());
    return serialise_trees(feature_set, data_.feature_count, base, trees);
  }

 private:
  std::vector<TreeNode> grow() {
    std::vector<std::uint32_t> sample;
    for (std::size_t i = 0; i < data_.rows(); ++i) {
      const auto p = static_cast<double>(probability_of(scores_[i]));
      const auto weight = static_cast<double>(data_.weights[i]);
      gradients_[i] = {weight * (p - static_cast<double>(data_.labels[i])),
                       weight * std::max(p * (1 - p), 1e-6)};
      if (random_.uniform() < options_.row_fraction)
        sample.push_back(static_cast<std::uint32_t>(i));
    }
    used_.clear();
    for (std::size_t f = 0; f < data_.feature_count; ++f) {
      if (!binned_.cuts[f].empty() && random_.uniform() < options_.feature_fraction)
        used_.push_back(f);
    }
    draft_.assign(1, {});
    std::vector<Leaf> leaves(1);
    leaves[0].rows = std::move(sample);
    fill(leaves[0]);
    find_split(leaves[0]);
    while (leaves.size() < options_.leaves) {
      const auto best =
          std::max_element(leaves.begin(), leaves.end(),
                           [](const Leaf& a, const Leaf& b) { return a.best.gain < b.best.gain; });
      if (best->best.gain <= 0) break;
      leaves.push_back(divide(*best));
    }
    for (const Leaf& leaf : leaves) {
      draft_[leaf.node].value = static_cast<float>(-options_.learning_rate * leaf.sums.gradient /
                                                   (leaf.sums.hessian + options_.leaf_penalty));
    }
    for (std::size_t i = 0; i < data_.rows(); ++i)
      scores_[i] += value_of(i);
    std::vector<TreeNode> tree;
    emit(0, tree);
    return tree;
  }

  void fill(Leaf& leaf) {
    const std::size_t rows = data_.rows();
    leaf.histograms.assign(used_.size(), {});
    // Side by side, so that each feature reads them one after the other.
    in_leaf_.clear();
    leaf.sums = {};
    for (const std::uint32_t row : leaf.rows) {
      in_leaf_.push_back(gradients_[row]);
      leaf.sums.gradient += gradients_[row].gradient;
      leaf.sums.hessian += gradients_[row].hessian;
    }
    for (std::size_t u = 0; u < used_.size(); ++u) {
      const std::uint8_t* const bins = binned_.bins.data() + used_[u] * rows;
      Histogram& histogram = leaf.histograms[u];
      for (std::size_t i = 0; i < leaf.rows.size(); ++i) {
        Sums& cell = histogram[bins[leaf.rows[i]]];
        cell.gradient += in_leaf_[i].gradient;
        cell.hessian += in_leaf_[i].hessian;
      }
    }
  }

  double worth(const Sums& sums) const {
    return sums.gradient * sums.gradient / (sums.hessian + options_.leaf_penalty);
  }

  void find_split(Leaf& leaf) const {
    leaf.best = {};
    const double whole = worth(leaf.sums);
    for (std::size_t u = 0; u < used_.size(); ++u) {
      Sums left;
      const std::size_t cuts = binned_.cuts[used_[u]].size();
      for (std::size_t bin = 0; bin < cuts; ++bin) {
        left.gradient += leaf.histograms[u][bin].gradient;
        left.hessian += leaf.histograms[u][bin].hessian;
        const Sums right{leaf.sums.gradient - left.gradient, leaf.sums.hessian - left.hessian};
        if (left.hessian < options_.min_leaf_weight) continue;
        if (right.hessian < options_.min_leaf_weight) break;
        const double gain = worth(left) + worth(right) - whole;
        if (gain > leaf.best.gain + 1e-9) leaf.best = {gain, u, bin};
      }
    }
  }

  // Splits the leaf; it becomes its left child, the right child is returned.
  Leaf divide(Leaf& leaf) {
    const std::size_t feature = used_[leaf.best.feature];
    const std::size_t bin = leaf.best.bin;
    const std::uint8_t* const bins = binned_.bins.data() + feature * data_.rows();
    Leaf left;
    Leaf right;
    for (const std::uint32_t row : leaf.rows) {
      (bins[row] <= bin ? left : right).rows.push_back(row);
    }
    DraftNode& node = draft_[leaf.node];
    node.leaf = false;
    node.feature = feature;
    node.threshold = binned_.cuts[feature][bin];
    node.bin = bin;
    node.left = draft_.size();
    node.right = draft_.size() + 1;
    left.node = node.left;
    right.node = node.right;
    draft_.resize(draft_.size() + 2);
    // Only the smaller child is counted; the other one is the difference.
    Leaf& small = left.rows.size() <= right.rows.size() ? left : right;
    Leaf& large = left.rows.size() <= right.rows.size() ? right : left;
    fill(small);
    large.histograms = std::move(leaf.histograms);
    for (std::size_t u = 0; u < used_.size(); ++u) {
      for (std::size_t b = 0; b < kBins; ++b) {
        large.histograms[u][b].gradient -= small.histograms[u][b].gradient;
        large.histograms[u][b].hessian -= small.histograms[u][b].hessian;
      }
    }
    large.sums = {leaf.sums.gradient - small.sums.gradient, leaf.sums.hessian - small.sums.hessian};
    find_split(left);
    find_split(right);
    leaf = std::move(left);
    return right;
  }

  void emit(std::size_t at, std::vector<TreeNode>& out) const {
    const DraftNode& draft = draft_[at];
    if (draft.leaf) {
      out.push_back({TreeNode::kLeaf, 0, draft.value});
      return;
    }
    const std::size_t index = out.size();
    out.push_back({static_cast<std::uint16_t>(draft.feature), 0, draft.threshold});
    emit(draft.left, out);
    out[index].right = static_cast<std::uint16_t>(out.size());
    emit(draft.right, out);
  }

  // What the tree under construction says of a row, told by the row's bins alone.
  float value_of(std::size_t row) const {
    const DraftNode* node = draft_.data();
    while (!node->leaf) {
      const bool left = binned_.bins[node->feature * data_.rows() + row] <= node->bin;
      node = draft_.data() + (left ? node->left : node->right);
    }
    return node->value;
  }

  const TrainingSet& data_;
  TreeOptions options_;
  Binned binned_;
  Random random_;
  std::vector<float> scores_;
  std::vector<Sums> gradients_;
  std::vector<Sums> in_leaf_;  // the gradients of the rows of the leaf being filled
  std::vector<std::size_t> used_;
  std::vector<DraftNode> draft_;
};

}  // namespace

std::string train_trees(const TrainingSet& data, const TreeOptions& options,
                        std::uint64_t feature_set) {
  return Booster(data, options).run(feature_set);
}

}  // namespace annals
