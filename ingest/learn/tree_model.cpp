#include "ingest/learn/tree_model.h"

#include <bit>
#include <cmath>
#include <cstring>

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
    model.roots_.push_back(static_cast<std::uint32_t>(root));
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
  }
  if (!bytes.empty()) return fail(ErrorCode::kCorrupt, "tree model: bytes after the last tree");
  return model;
}

float TreeModel::score(std::span<const float> row) const {
  float sum = base_;
  for (const std::uint32_t root : roots_) {
    const TreeNode* const tree = nodes_.data() + root;
    const TreeNode* node = tree;
    while (node->feature != TreeNode::kLeaf) {
      node = row[node->feature] <= node->value ? node + 1 : tree + node->right;
    }
    sum += node->value;
  }
  return sum;
}

void TreeModel::score_rows(std::span<const float> rows, std::size_t width,
                           std::span<float> out) const {
  // Tree by tree, so that a tree's few nodes stay in the cache while all rows pass.
  for (float& value : out)
    value = base_;
  for (const std::uint32_t root : roots_) {
    const TreeNode* const tree = nodes_.data() + root;
    const float* row = rows.data();
    for (float& value : out) {
      const TreeNode* node = tree;
      while (node->feature != TreeNode::kLeaf) {
        const std::size_t left = static_cast<std::size_t>(node - tree) + 1;
        node = tree + (row[node->feature] <= node->value ? left : node->right);
      }
      value += node->value;
      row += width;
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
