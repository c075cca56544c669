// TreeModel: a sum of small decision trees over a row of numbers (gradient boosting: Friedman,
// "Greedy Function Approximation: A Gradient Boosting Machine", 2001), as stored in data/models/.
//
//   ANNALS_ASSIGN(auto model, TreeModel::parse(bytes, hash64(feature_list)));
//   float log_odds = model.score(row);        // probability: probability_of(log_odds)
//
// Many rows are scored without a walk or a branch: each test that a row's number exceeds strikes
// out the leaves left of it, and the leftmost leaf that remains is the row's (QuickScorer: Lucchese
// and others, 2015). A tree has at most 32 leaves.
//
// Thread safety: immutable after parse. Errors: parse refuses bytes that are no such model, or one
// made for other features, with kCorrupt or kUnsupported. A parsed model never reads outside a row
// of feature_count() numbers, whatever the bytes were.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace annals {

// A node is followed by its left child; a leaf has no children.
struct TreeNode {
  static constexpr std::uint16_t kLeaf = 0xffff;
  std::uint16_t feature = kLeaf;
  std::uint16_t right = 0;  // index in the tree of the child for values above the threshold
  float value = 0;          // threshold, or what the leaf adds
};

class TreeModel {
 public:
  // `feature_set` identifies the list of features the caller computes.
  static Result<TreeModel> parse(std::string_view bytes, std::uint64_t feature_set);

  // Log-odds. `row` holds feature_count() numbers.
  float score(std::span<const float> row) const;
  // The same for many rows that stand side by side, `columns[feature][row]`: of the rows from
  // `first` on, one for each place of `out`.
  void score_columns(std::span<const float* const> columns, std::size_t first,
                     std::span<float> out) const;
  std::size_t feature_count() const { return feature_count_; }
  std::size_t tree_count() const { return trees_.size(); }

 private:
  // What a node does to the leaves, a bit each from the left: above the threshold, those of its
  // left child are out.
  struct Test {
    float threshold = 0;
    std::uint32_t keeps = 0;
    std::uint16_t feature = 0;
  };
  struct Tree {
    std::uint32_t root = 0;  // in nodes_
    std::uint32_t first_test = 0;
    std::uint32_t first_leaf = 0;
    std::uint32_t tests = 0;
  };
  // False when the tree has too many leaves.
  bool add_tests(std::span<const TreeNode> tree, std::size_t node, Tree& out);

  std::size_t feature_count_ = 0;
  float base_ = 0;
  std::vector<TreeNode> nodes_;
  std::vector<Tree> trees_;
  std::vector<Test> tests_;
  std::vector<float> leaves_;  // what they add
};

// 1 / (1 + e^-log_odds).
float probability_of(float log_odds);

// The bytes that TreeModel::parse reads: magic, feature set, counts, nodes; little-endian.
std::string serialise_trees(std::uint64_t feature_set, std::size_t feature_count, float base,
                            const std::vector<std::vector<TreeNode>>& trees);

}  // namespace annals
