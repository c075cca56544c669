#include "ingest/learn/tree_model.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace annals {
namespace {

constexpr std::string_view kMagic = "annals-trees-1\n";
constexpr std::size_t kMaxTrees = 100000;
constexpr std::size_t kMaxLeaves = 32;  // a bit each
constexpr std::uint32_t kAllLeaves = std::numeric_limits<std::uint32_t>::max();

static_assert(std::endian::native == std::endian::little,
              "models are little-endian and copied as they are");

template <class T>
void put(std::string& out, T value) {
  char bytes[sizeof(T)];
  std::memcpy(bytes, &value, sizeof(T));
  out.append(bytes, sizeof(T));
}

template <class T>
bool take(std::string_view& in, T& value) {
  if (in.size() < sizeof(T)) return false;
  std::memcpy(&value, in.data(), sizeof(T));
  in.remove_prefix(sizeof(T));
  return true;
}

// Of the rows above the threshold, only the leaves kept stay open. Without a branch, so that the
// compiler takes several rows at a time.
[[gnu::always_inline]] inline void strike(const float* column, std::size_t count, float threshold,
                                          std::uint32_t keeps, std::uint32_t* open) {
  for (std::size_t row = 0; row < count; ++row)
    open[row] &= keeps | (column[row] > threshold ? 0U : kAllLeaves);
}

using Strike = void (*)(const float*, std::size_t, float, std::uint32_t, std::uint32_t*);

void strike_anywhere(const float* column, std::size_t count, float threshold, std::uint32_t keeps,
                     std::uint32_t* open) {
  strike(column, count, threshold, keeps, open);
}

#ifdef __x86_64__
[[gnu::target("avx2")]] void strike_avx2(const float* column, std::size_t count, float threshold,
                                         std::uint32_t keeps, std::uint32_t* open) {
  strike(column, count, threshold, keeps, open);
}
#endif

// The widest that this machine has. All give the same.
Strike widest_strike() {
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx2")) return strike_avx2;
#endif
  return strike_anywhere;
}

// Children lie behind their parent and inside the tree, so that every walk ends.
bool sound(std::span<const TreeNode> tree, std::size_t feature_count) {
  for (std::size_t i = 0; i < tree.size(); ++i) {
    const TreeNode& node = tree[i];
    if (node.feature == TreeNode::kLeaf) continue;
    if (node.feature >= feature_count || i + 1 >= tree.size() || node.right <= i ||
        node.right >= tree.size()) {
      return false;
    }
  }
  return !tree.empty();
}

}  // namespace

Result<TreeModel> TreeModel::parse(std::string_view bytes, std::uint64_t feature_set) {
  if (!bytes.starts_with(kMagic)) return fail(ErrorCode::kCorrupt, "not a tree model");
  bytes.remove_prefix(kMagic.size());
  TreeModel model;
  std::uint64_t made_for = 0;
  std::uint32_t features = 0;
  std::uint32_t trees = 0;
  if (!take(bytes, made_for) || !take(bytes, features) || !take(bytes, trees) ||
      !take(bytes, model.base_) || trees > kMaxTrees) {
    return fail(ErrorCode::kCorrupt, "tree model: truncated head");
  }
  if (made_for != feature_set) {
    return fail(ErrorCode::kUnsupported,
                "tree model: made for another list of features; train it again");
  }
  model.feature_count_ = features;
  for (std::uint32_t t = 0; t < trees; ++t) {
    std::uint16_t count = 0;
    if (!take(bytes, count) || bytes.size() < count * sizeof(TreeNode)) {
      return fail(ErrorCode::kCorrupt, "tree model: truncated in tree " + std::to_string(t));
    }
    const std::size_t root = model.nodes_.size();
    for (std::uint16_t i = 0; i < count; ++i) {
      TreeNode node;
      take(bytes, node.feature);
      take(bytes, node.right);
      take(bytes, node.value);
      model.nodes_.push_back(node);
    }
    if (!sound(std::span(model.nodes_).subspan(root), features)) {
      return fail(ErrorCode::kCorrupt, "tree model: tree " + std::to_string(t) + " is unsound");
    }
    Tree tree{static_cast<std::uint32_t>(root), static_cast<std::uint32_t>(model.tests_.size()),
              static_cast<std::uint32_t>(model.leaves_.size()), 0};
    if (count >= 2 * kMaxLeaves ||
        !model.add_tests(std::span(model.nodes_).subspan(root), 0, tree)) {
      return fail(ErrorCode::kUnsupported, "tree model: tree " + std::to_string(t) +
                                               " has more than " + std::to_string(kMaxLeaves) +
                                               " leaves");
    }
    model.trees_.push_back(tree);
  }
  if (!bytes.empty()) return fail(ErrorCode::kCorrupt, "tree model: bytes after the last tree");
  return model;
}

bool TreeModel::add_tests(std::span<const TreeNode> tree, std::size_t node, Tree& out) {
  const TreeNode& here = tree[node];
  if (here.feature == TreeNode::kLeaf) {
    if (leaves_.size() - out.first_leaf == kMaxLeaves) return false;
    leaves_.push_back(here.value);
    return true;
  }
  const auto bits_to = [&] {  // of the leaves so far
    return (std::uint64_t{1} << (leaves_.size() - out.first_leaf)) - 1;
  };
  const std::uint64_t before = bits_to();
  if (!add_tests(tree, node + 1, out)) return false;
  const std::uint64_t left = bits_to() & ~before;
  tests_.push_back({here.value, static_cast<std::uint32_t>(~left), here.feature});
  ++out.tests;
  return add_tests(tree, here.right, out);
}

float TreeModel::score(std::span<const float> row) const {
  float sum = base_;
  for (const Tree& tree : trees_) {
    const TreeNode* const nodes = nodes_.data() + tree.root;
    const TreeNode* node = nodes;
    while (node->feature != TreeNode::kLeaf) {
      node = row[node->feature] <= node->value ? node + 1 : nodes + node->right;
    }
    sum += node->value;
  }
  return sum;
}

void TreeModel::score_columns(std::span<const float* const> columns, std::size_t first,
                              std::span<float> out) const {
  static const Strike strike_out = widest_strike();
  constexpr std::size_t kMostRows = 256;
  std::array<std::uint32_t, kMostRows> open{};  // of each row the leaves that may be its own
  for (std::size_t done = 0; done < out.size(); done += kMostRows) {
    const std::span<float> scores = out.subspan(done, std::min(kMostRows, out.size() - done));
    const std::size_t count = scores.size();
    std::fill(scores.begin(), scores.end(), base_);
    for (const Tree& tree : trees_) {
      std::fill_n(open.begin(), count, kAllLeaves);
      for (const Test& test : std::span(tests_).subspan(tree.first_test, tree.tests))
        strike_out(columns[test.feature] + first + done, count, test.threshold, test.keeps,
                   open.data());
      const float* const leaves = leaves_.data() + tree.first_leaf;
      for (std::size_t row = 0; row < count; ++row)
        scores[row] += leaves[std::countr_zero(open[row])];
    }
  }
}

float probability_of(float log_odds) {
  return 1.0F / (1.0F + std::exp(-log_odds));
}

std::string serialise_trees(std::uint64_t feature_set, std::size_t feature_count, float base,
                            const std::vector<std::vector<TreeNode>>& trees) {
  std::string out(kMagic);
  put(out, feature_set);
  put(out, static_cast<std::uint32_t>(feature_count));
  put(out, static_cast<std::uint32_t>(trees.size()));
  put(out, base);
  for (const std::vector<TreeNode>& tree : trees) {
    put(out, static_cast<std::uint16_t>(tree.size()));
    for (const TreeNode& node : tree) {
      put(out, node.feature);
      put(out, node.right);
      put(out, node.value);
    }
  }
  return out;
}

}  // namespace annals
