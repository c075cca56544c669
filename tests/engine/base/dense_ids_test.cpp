#include "engine/base/dense_ids.h"

#include <unordered_map>

#include <gtest/gtest.h>

namespace annals {
namespace {

using Ids = DenseIds<std::uint64_t>;

TEST(DenseIds, EmptyKnowsNothing) {
  EXPECT_EQ(Ids().find(0), Ids::kNone);
  EXPECT_EQ(Ids().size(), 0U);
  EXPECT_EQ(Ids(0).find(0), Ids::kNone);
}

TEST(DenseIds, NumbersKeysInTheOrderTheyCome) {
  Ids ids;
  EXPECT_EQ(ids.add(7), 0U);
  EXPECT_EQ(ids.add(0), 1U);
  EXPECT_EQ(ids.add(7), 0U);
  EXPECT_EQ(ids.find(0), 1U);
  EXPECT_EQ(ids.find(8), Ids::kNone);
}

class DenseIdsWithRoom : public testing::TestWithParam<std::size_t> {};

TEST_P(DenseIdsWithRoom, AgreesWithAMap) {
  Ids ids(GetParam());
  std::unordered_map<std::uint64_t, std::uint32_t> expected;
  std::uint64_t key = 1;
  for (int i = 0; i < 20000; ++i) {
    key = key * 6364136223846793005ULL + 1442695040888963407ULL;
    const std::uint64_t small = key >> 50U << (i % 3 == 0 ? 40U : 0U);
    const auto next = static_cast<std::uint32_t>(expected.size());
    EXPECT_EQ(ids.add(small), expected.try_emplace(small, next).first->second);
  }
  EXPECT_EQ(ids.size(), expected.size());
}

INSTANTIATE_TEST_SUITE_P(Expected, DenseIdsWithRoom, testing::Values(0, 1, 100, 100000));

}  // namespace
}  // namespace annals
