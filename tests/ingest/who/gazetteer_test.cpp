#include "ingest/who/gazetteer.h"

#include <gtest/gtest.h>

namespace annals::who {
namespace {

std::string sample() {
  return Gazetteer::build(
      {{"karin", kFemaleName}, {"new york", kTown}, {"karin", kSurname}, {"", kTown}});
}

TEST(Gazetteer, FindsWhatItWasBuiltFrom) {
  const std::string bytes = sample();
  const auto gazetteer = Gazetteer::map(bytes);
  ASSERT_TRUE(gazetteer) << gazetteer.error().message;
  EXPECT_EQ(gazetteer->find("karin"), kFemaleName | kSurname);
  EXPECT_EQ(gazetteer->find("new york"), kTown);
  EXPECT_EQ(gazetteer->find("york"), 0);
  EXPECT_EQ(gazetteer->find(""), 0);
}

TEST(Gazetteer, OrderOfEntriesDoesNotMatter) {
  EXPECT_EQ(Gazetteer::build({{"a", kTown}, {"b", kSurname}}),
            Gazetteer::build({{"b", kSurname}, {"a", kTown}}));
}

TEST(Gazetteer, KeepsWhatItsBaseKnows) {
  const std::string base = sample();
  const std::string bytes =
      Gazetteer::build({{"karin", kTown}, {"acme", kOrganisation}}, *Gazetteer::map(base));
  const auto gazetteer = Gazetteer::map(bytes);
  ASSERT_TRUE(gazetteer) << gazetteer.error().message;
  EXPECT_EQ(gazetteer->find("karin"), kFemaleName | kSurname | kTown);
  EXPECT_EQ(gazetteer->find("new york"), kTown);
  EXPECT_EQ(gazetteer->find("acme"), kOrganisation);
}

TEST(Gazetteer, AnEmptyOneKnowsNothing) {
  EXPECT_EQ(Gazetteer().find("karin"), 0);
  const std::string bytes = Gazetteer::build({});
  ASSERT_TRUE(Gazetteer::map(bytes));
  EXPECT_EQ(Gazetteer::map(bytes)->find("karin"), 0);
}

TEST(Gazetteer, DamageIsRefused) {
  const std::string bytes = sample();
  EXPECT_FALSE(Gazetteer::map(""));
  EXPECT_FALSE(Gazetteer::map(bytes.substr(0, bytes.size() - 1)));
  for (std::size_t i = 0; i < bytes.size(); i += 37) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    EXPECT_FALSE(Gazetteer::map(damaged)) << "byte " << i;
  }
  std::string newer = bytes;
  newer[8] = 2;
  ASSERT_FALSE(Gazetteer::map(newer));
  EXPECT_EQ(Gazetteer::map(newer).error().code, ErrorCode::kUnsupported);
}

}  // namespace
}  // namespace annals::who
