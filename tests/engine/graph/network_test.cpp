// ActorNetwork: who is linked to whom, over whom, and how to get from one to another.
#include "engine/graph/network.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace annals {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// 0 — 1 — 2 — 3 in single events, 0 — 4 — 3 in stronger ones; 5 is alone.
ActorNetwork diamond() {
  const std::vector<LinkedEvent> events{{{0, 1}, 1}, {{1, 2}, 1}, {{2, 3}, 1}, {{0, 4}, 1},
                                        {{4, 0}, 3}, {{3, 4}, 1}, {{5}, 1}};
  return ActorNetwork::build(6, events);
}

TEST(Network, LinksActorsOfOneEventBestSupportedFirst) {
  const ActorNetwork network = diamond();
  ASSERT_NE(network.link(4, 0), nullptr);
  EXPECT_THAT(network.link(4, 0)->events, ElementsAre(4, 3));
  EXPECT_EQ(network.link(4, 0)->weight, 4);
  EXPECT_EQ(network.link(0, 3), nullptr);
  EXPECT_THAT(network.degree(), ElementsAre(2, 2, 2, 2, 2, 0));
}

TEST(Network, AListOfManyIsNoEncounter) {
  LinkedEvent list;
  for (std::uint32_t a = 0; a <= ActorNetwork::kMaxActors; ++a)
    list.actors.push_back(a);
  EXPECT_THAT(ActorNetwork::build(list.actors.size(), {&list, 1}).links(), IsEmpty());
}

TEST(Network, ThePathIsShortestThenBestSupported) {
  EXPECT_THAT(diamond().path(0, 3), ElementsAre(0, 4, 3));
  EXPECT_THAT(diamond().path(2, 2), ElementsAre(2));
  EXPECT_THAT(diamond().path(0, 5), IsEmpty());
  EXPECT_THAT(diamond().path(0, 99), IsEmpty());
  const std::vector<LinkedEvent> two_ways{{{0, 1}, 1}, {{1, 3}, 1}, {{0, 2}, 2}, {{2, 3}, 1}};
  EXPECT_THAT(ActorNetwork::build(4, two_ways).path(0, 3), ElementsAre(0, 2, 3));
}

TEST(Network, BetweennessIsTheShareOfPathsThatLeadOver) {
  const std::vector<LinkedEvent> star{{{0, 1}, 1}, {{0, 2}, 1}, {{0, 3}, 1}};
  const std::vector<std::uint32_t> all{0, 1, 2, 3};
  EXPECT_THAT(ActorNetwork::build(4, star).betweenness(all), ElementsAre(1, 0, 0, 0));
  const std::vector<std::uint32_t> two{0, 1};
  EXPECT_THAT(ActorNetwork::build(4, star).betweenness(two), ElementsAre(0, 0));
}

}  // namespace
}  // namespace annals
