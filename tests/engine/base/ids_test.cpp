#include "engine/base/ids.h"

#include <gtest/gtest.h>

#include "engine/base/hash.h"

namespace annals {
namespace {

TEST(Ids, RoundTripThroughText) {
  const EventId id(0x00ff00ff12345678ULL);
  EXPECT_EQ(to_string(id), "ev-00ff00ff12345678");
  EXPECT_EQ(parse_event_id("ev-00ff00ff12345678"), id);
}

TEST(Ids, RefuseWhatIsNoId) {
  for (const char* text : {"", "ev-", "ac-00ff00ff12345678", "ev-00ff00ff1234567",
                           "ev-00ff00ff1234567g", "ev-+0ff00ff12345678"}) {
    EXPECT_FALSE(parse_event_id(text)) << text;
  }
}

// The ids of stored articles depend on these values.
TEST(Hash, NeverChanges) {
  EXPECT_EQ(hash128_hex(""), "99aa06d3014798d86001c324468d497f");
  EXPECT_EQ(hex16(hash64("annals")), hex16(hash64(std::string("ann") + "als")));
}

}  // namespace
}  // namespace annals
