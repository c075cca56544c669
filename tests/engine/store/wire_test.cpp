#include "engine/store/wire.h"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace annals {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

// Number and payload of each field; ends in number 0 when the bytes are no message.
std::vector<std::pair<std::uint64_t, std::string>> fields(std::string_view bytes) {
  std::vector<std::pair<std::uint64_t, std::string>> out;
  std::string whole;
  WireReader reader(bytes);
  for (WireField field; reader.next(field);) {
    out.emplace_back(field.number, std::string(field.payload));
    whole += field.whole;
    EXPECT_TRUE(field.delimited || field.payload.empty());
  }
  if (reader.sound()) {
    EXPECT_EQ(whole, bytes);
  } else {
    out.emplace_back(0, "");
  }
  return out;
}

TEST(Wire, ReadsFieldsInOrder) {
  EXPECT_THAT(fields(""), IsEmpty());
  EXPECT_THAT(fields("\x0a\x03one\x12\x03two"), ElementsAre(Pair(1, "one"), Pair(2, "two")));
  // A number, eight bytes, four bytes, and a field number of two bytes.
  EXPECT_THAT(fields("\x08\x96\x01\x11"
                     "12345678\x1d"
                     "1234\xa2\x06\x01z"),
              ElementsAre(Pair(1, ""), Pair(2, ""), Pair(3, ""), Pair(100, "z")));
}

TEST(Wire, BytesThatAreNoMessage) {
  struct Case {
    const char* name;
    std::string bytes;
  };
  const std::vector<Case> cases = {
      {"a group", "\x0b"},
      {"longer than the rest", "\x0a\x04one"},
      {"eight bytes of which seven are there",
       "\x11"
       "1234567"},
      {"an unfinished tag", "\x80"},
      {"an unfinished number", "\x08\x80"},
      {"a number without end", "\x08" + std::string(11, '\xff')},
      {"a size near the greatest number", "\x0a" + std::string(9, '\xff') + "\x01"},
  };
  for (const Case& c : cases)
    EXPECT_THAT(fields(c.bytes), ElementsAre(Pair(0, ""))) << c.name;
}

}  // namespace
}  // namespace annals
