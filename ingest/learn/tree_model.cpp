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
    model.lay_out(std::span(model.nodes_).subspan(root));
  }
  if (!bytes.empty()) return fail(ErrorCode::kCorrupt, "tree model: bytes after the last tree");
  return model;
}

void TreeModel::lay_out(std::span<const TreeNode> tree) {
  const std::size_t root = steps_.size();
  steps_.resize(root + tree.size());
  leaves_.resize(root + tree.size());
  struct Task {
    std::uint16_t from = 0;  // in `tree`
    std::uint16_t to = 0;    // in steps_, from `root`
    std::uint32_t depth = 0;
  };
  Tree out{static_cast<std::uint32_t>(root), 0};
  std::vector<Task> tasks = {{0, 0, 0}};
  std::uint16_t next = 1;
  // Hostile trees may share children; each place is laid out once a parent, up to the tree's size.
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    const Task task = tasks[i];
    const TreeNode& node = tree[task.from];
    Step& step = steps_[root + task.to];
    out.depth = std::max(out.depth, task.depth);
    if (node.feature == TreeNode::kLeaf || next + std::size_t{2} > tree.size()) {
      step = {std::numeric_limits<float>::infinity(), 0, task.to};
      leaves_[root + task.to] = node.feature == TreeNode::kLeaf ? node.value : 0.0F;
      continue;
    }
    step = {node.value, node.feature, next};
    tasks.push_back({static_cast<std::uint16_t>(task.from + 1), next, task.depth + 1});
    tasks.push_back({node.right, static_cast<std::uint16_t>(next + 1), task.depth + 1});
    next = static_cast<std::uint16_t>(next + 2);
  }
  trees_.push_back(out);
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

void TreeModel::score_columns(std::span<const float* const> columns,
                              std::span<const std::uint32_t> rows, std::span<float> out) const {
  for (float& value : out)
    value = base_;
  // Tree by tree, so that a tree's few nodes stay in the cache while all rows pass, and several
  // rows at a time, so that one need not wait for the other.
  constexpr std::size_t kLanes = 8;
  for (const Tree& tree : trees_) {
    const Step* const steps = steps_.data() + tree.root;
    const float* const leaves = leaves_.data() + tree.root;
    std::size_t first = 0;
    for (; first + kLanes <= rows.size(); first += kLanes) {
      const std::uint32_t* const row = rows.data() + first;
      std::array<std::uint32_t, kLanes> at{};
      std::uint32_t moved = 1;
      for (std::uint32_t step = 0; step < tree.depth && moved != 0; ++step) {
        moved = 0;
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
          const Step& here = steps[at[lane]];
          const std::uint32_t next =
              here.left + (columns[here.feature][row[lane]] > here.threshold ? 1U : 0U);
          moved |= next ^ at[lane];
          at[lane] = next;
        }
      }
      for (std::size_t lane = 0; lane < kLanes; ++lane)
        out[first + lane] += leaves[at[lane]];
    }
    for (; first < rows.size(); ++first) {
      std::uint32_t at = 0;
      for (std::uint32_t step = 0; step < tree.depth; ++step)
        at = steps[at].left +
             (columns[steps[at].feature][rows[first]] > steps[at].threshold ? 1U : 0U);
      out[first] += leaves[at];
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
