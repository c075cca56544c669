#include "engine/base/source_map.h"

#include <string>

#include <gtest/gtest.h>

namespace annals {
namespace {

// "a&amp;b c" -> "a&b c": the entity stands between two runs.
SourceMap entity_map() {
  SourceMap map;
  map.add(0, 10, 1);
  map.add(2, 16, 3);
  return map;
}

std::string dump(const v1::SourceSpan& span) {
  return std::to_string(span.begin()) + "-" + std::to_string(span.end());
}

TEST(SourceMap, MapsThroughRunsAndGaps) {
  const SourceMap map = entity_map();
  EXPECT_EQ(dump(map.map({0, 1})), "10-11");
  EXPECT_EQ(dump(map.map({1, 2})), "11-16");
  EXPECT_EQ(dump(map.map({0, 2})), "10-16");
  EXPECT_EQ(dump(map.map({2, 3})), "16-17");
  EXPECT_EQ(dump(map.map({0, 5})), "10-19");
  EXPECT_EQ(dump(map.map({3, 3})), "17-17");
}

TEST(SourceMap, JoinsAdjacentRuns) {
  SourceMap map;
  map.add(0, 5, 2);
  map.add(2, 7, 3);
  EXPECT_EQ(map.runs().size(), 1U);
}

TEST(SourceMap, RoundTripsThroughTheMessage) {
  v1::SourceMap message;
  entity_map().to_proto(message);
  const SourceMap back = SourceMap::from_proto(message);
  EXPECT_EQ(dump(back.map({1, 2})), "11-16");
  EXPECT_EQ(dump(back.map({2, 5})), "16-19");
}

TEST(SourceMap, AppendCutsAndShifts) {
  SourceMap cut;
  cut.append(entity_map(), {2, 5}, 0);
  EXPECT_EQ(dump(cut.map({0, 3})), "16-19");
}

// "<p>&lt;&auml;</p> b" -> "<ä\nb": anchors keep the references apart from each other and from the
// tags around them.
SourceMap anchored_map() {
  SourceMap map;
  map.anchor(0, 3);
  map.anchor(1, 7);
  map.anchor(3, 13);
  map.add(4, 18, 1);
  return map;
}

TEST(SourceMap, AnchorsAreExact) {
  const SourceMap map = anchored_map();
  EXPECT_EQ(dump(map.map({0, 1})), "3-7");
  EXPECT_EQ(dump(map.map({1, 3})), "7-13");
  EXPECT_EQ(dump(map.map({0, 3})), "3-13");
  EXPECT_EQ(dump(map.map({4, 5})), "18-19");
}

TEST(SourceMap, AnchorsSurviveMessageAndAppend) {
  v1::SourceMap message;
  anchored_map().to_proto(message);
  const SourceMap back = SourceMap::from_proto(message);
  EXPECT_EQ(dump(back.map({0, 1})), "3-7");
  SourceMap cut;
  std::size_t cursor = 0;
  cut.append(back, {1, 3}, 0, 100, &cursor);
  cut.append(back, {4, 5}, 2, 100, &cursor);
  cut.append(back, {0, 1}, 3, 100, &cursor);
  EXPECT_EQ(dump(cut.map({0, 2})), "107-113");
  EXPECT_EQ(dump(cut.map({2, 3})), "118-119");
  EXPECT_EQ(dump(cut.map({3, 4})), "103-107");
}

TEST(SourceMap, AnAnchorWhereARunEndsAddsNothing) {
  SourceMap map;
  map.add(0, 5, 2);
  map.anchor(2, 7);
  map.add(2, 7, 1);
  EXPECT_EQ(map.runs().size(), 1U);
}

TEST(SourceMap, EmptyMapGivesEmptySpan) {
  EXPECT_EQ(dump(SourceMap().map({3, 9})), "0-0");
}

}  // namespace
}  // namespace annals
