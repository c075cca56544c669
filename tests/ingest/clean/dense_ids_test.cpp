#include "ingest/clean/dense_ids.h"

#include <unordered_map>

#include <gtest/gtest.h>

namespace annals {
namespace {

TEST(DenseIds, EmptyKnowsNothing) {
  EXPECT_EQ(DenseIds().find(0), DenseIds::kNone);
  EXPECT_EQ(DenseIds().size(), 0U);
}

TEST(DenseIds, NumbersKeysInTheOrderTheyCome) {
  DenseIds ids;
  EXPECT_EQ(ids.add(7), 0U);
  EXPECT_EQ(ids.add(0), 1U);
  EXPECT_EQ(ids.add(7), 0U);
  EXPECT_EQ(ids.find(0), 1U);
  EXPECT_EQ(ids.find(8), DenseIds::kNone);
}

TEST(DenseIds, AgreesWithAMap) {
  DenseIds ids;
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

}  // namespace
}  // namespace annals
