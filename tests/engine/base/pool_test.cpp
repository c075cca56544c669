#include "engine/base/pool.h"

#include <memory>

#include <gtest/gtest.h>

namespace annals {
namespace {

TEST(Pool, GivesBackWhatItMade) {
  Pool<int> pool;
  int made = 0;
  const auto make = [&] { return std::make_unique<int>(++made); };
  {
    const auto one = pool.borrow(make);
    const auto two = pool.borrow(make);
    EXPECT_EQ(*one, 1);
    EXPECT_EQ(*two, 2);
    *one = 7;
  }
  const auto one = pool.borrow(make);
  const auto two = pool.borrow(make);
  EXPECT_EQ(*one + *two, 9) << "as they were given back";
  EXPECT_EQ(made, 2);
  EXPECT_EQ(*pool.borrow(make), 3);
}

}  // namespace
}  // namespace annals
