#include "ingest/learn/tree_model.h"

#include <gtest/gtest.h>

#include "ingest/learn/tree_trainer.h"

namespace annals {
namespace {

constexpr std::uint64_t kFeatures = 42;

// Numbers that look random and are the same everywhere.
float noise(std::uint32_t i) {
  i = (i ^ 61U) ^ (i >> 16U);
  i *= 9U;
  i ^= i >> 4U;
  i *= 0x27d4eb2dU;
  return static_cast<float>((i ^ (i >> 15U)) % 1000U) / 1000.0F;
}

// One where exactly one of two numbers is large: no single feature tells.
TrainingSet exclusive_or(std::size_t rows) {
  TrainingSet set;
  set.feature_count = 3;
  for (std::uint32_t i = 0; i < rows; ++i) {
    const float a = noise(3 * i);
    const float b = noise(3 * i + 1);
    set.values.insert(set.values.end(), {a, b, noise(3 * i + 2)});
    set.labels.push_back((a > 0.5F) != (b > 0.5F) ? 1.0F : 0.0F);
    set.weights.push_back(1.0F);
  }
  return set;
}

TreeOptions small() {
  TreeOptions options;
  options.trees = 30;
  options.leaves = 8;
  options.feature_fraction = 1.0;
  options.min_leaf_weight = 2;
  return options;
}

TEST(TreeModel, LearnsWhatNoSingleFeatureTells) {
  const auto model =
      TreeModel::parse(train_trees(exclusive_or(2000), small(), kFeatures), kFeatures);
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ(model->feature_count(), 3U);
  const TrainingSet unseen = exclusive_or(3000);
  std::size_t right = 0;
  for (std::size_t i = 2000; i < 3000; ++i) {
    right += (model->score(unseen.row(i)) > 0) == (unseen.labels[i] > 0.5F) ? 1U : 0U;
  }
  EXPECT_GT(right, 950U);
  std::vector<std::vector<float>> columns(unseen.feature_count);
  std::vector<const float*> pointers;
  for (std::size_t f = 0; f < unseen.feature_count; ++f) {
    for (std::size_t i = 0; i < unseen.rows(); ++i)
      columns[f].push_back(unseen.row(i)[f]);
    pointers.push_back(columns[f].data());
  }
  // All rows, and runs of them that fill no whole number of lanes.
  for (const std::size_t first : {std::size_t{0}, std::size_t{5}, std::size_t{2867}}) {
    std::vector<float> together(unseen.rows() - first);
    model->score_columns(pointers, first, together);
    for (std::size_t i = 0; i < together.size(); ++i)
      EXPECT_EQ(together[i], model->score(unseen.row(first + i)));
  }
}

TEST(TreeModel, RefusesTreesOfMoreLeavesThanBits) {
  // A chain: each node's right child is a leaf.
  const auto chain = [](std::size_t leaves) {
    std::vector<TreeNode> nodes(2 * leaves - 1);
    for (std::size_t i = 0; i + 1 < leaves; ++i) {
      nodes[i].feature = 0;
      nodes[i].right = static_cast<std::uint16_t>(nodes.size() - 1 - i);
      nodes[i].value = static_cast<float>(leaves - i);
    }
    for (std::size_t i = leaves - 1; i < nodes.size(); ++i)
      nodes[i].value = static_cast<float>(i);
    return TreeModel::parse(serialise_trees(kFeatures, 1, 0, {nodes}), kFeatures);
  };
  const auto most = chain(32);
  ASSERT_TRUE(most) << most.error().message;
  const std::vector<float> column = {-1, 1.5F, 2, 7.5F, 31, 32, 40};
  const std::vector<const float*> columns = {column.data()};
  std::vector<float> scores(column.size());
  most->score_columns(columns, 0, scores);
  for (std::size_t i = 0; i < column.size(); ++i)
    EXPECT_EQ(scores[i], most->score(std::span(column).subspan(i, 1)));
  const auto more = chain(33);
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().code, ErrorCode::kUnsupported);
}

TEST(TreeModel, SameRowsGiveSameBytes) {
  EXPECT_EQ(train_trees(exclusive_or(500), small(), kFeatures),
            train_trees(exclusive_or(500), small(), kFeatures));
}

TEST(TreeModel, WeightsCount) {
  TrainingSet set = exclusive_or(500);
  for (std::size_t i = 0; i < set.rows(); ++i)
    set.weights[i] = set.labels[i] > 0 ? 100.0F : 1.0F;
  const auto model = TreeModel::parse(train_trees(set, small(), kFeatures), kFeatures);
  ASSERT_TRUE(model);
  float sum = 0;
  for (std::size_t i = 0; i < set.rows(); ++i)
    sum += probability_of(model->score(set.row(i)));
  EXPECT_GT(sum, 250.0F);
}

TEST(TreeModel, NoRowsGiveAModelThatSaysNothing) {
  TrainingSet set;
  set.feature_count = 2;
  const auto model = TreeModel::parse(train_trees(set, small(), kFeatures), kFeatures);
  ASSERT_TRUE(model);
  EXPECT_EQ(model->tree_count(), 0U);
}

TEST(TreeModel, RefusesOtherFeatures) {
  const auto model = TreeModel::parse(train_trees(exclusive_or(100), small(), kFeatures), 7);
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::kUnsupported);
}

TEST(TreeModel, DamagedBytesAreRefusedOrHarmless) {
  const std::string good = train_trees(exclusive_or(300), small(), kFeatures);
  for (std::size_t length = 0; length < good.size(); ++length) {
    EXPECT_FALSE(TreeModel::parse(std::string_view(good).substr(0, length), kFeatures));
  }
  const float row[3] = {0.1F, 0.9F, 0.5F};
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const char flip : {'\x01', '\x80'}) {
      std::string bad = good;
      bad[at] = static_cast<char>(bad[at] ^ flip);
      const auto model = TreeModel::parse(bad, kFeatures);
      if (model && model->feature_count() <= 3) (void)model->score(row);
    }
  }
}

}  // namespace
}  // namespace annals
