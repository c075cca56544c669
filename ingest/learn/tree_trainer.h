// Trains a TreeModel: gradient boosting with logistic loss over binned features, growing each tree
// leaf by leaf at the best split (histograms as in LightGBM: Ke et al., 2017).
//
// Deterministic: the same rows in the same order and the same options give the same bytes.
// Thread safety: a free function. Memory: one byte a row and feature beside the rows themselves.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace annals {

// Rows of features with their labels.
struct TrainingSet {
  std::size_t feature_count = 0;
  std::vector<float> values;  // row after row
  std::vector<float> labels;  // 0 or 1; or a probability between them
  std::vector<float> weights;

  std::size_t rows() const { return labels.size(); }
  std::span<const float> row(std::size_t i) const {
    return std::span(values).subspan(i * feature_count, feature_count);
  }
};

struct TreeOptions {
  std::size_t trees = 150;
  std::size_t leaves = 24;
  double learning_rate = 0.1;
  double leaf_penalty = 5.0;      // L2 penalty on a leaf's value
  double min_leaf_weight = 8.0;   // smallest sum of second derivatives in a leaf
  double feature_fraction = 0.5;  // share of the features that each tree may use
  double row_fraction = 0.7;      // share of the rows that each tree sees
  std::uint64_t seed = 1;
};

// The model's bytes, for TreeModel::parse with the same `feature_set`.
std::string train_trees(const TrainingSet& data, const TreeOptions& options,
                        std::uint64_t feature_set);

}  // namespace annals
