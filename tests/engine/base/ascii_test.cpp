#include "engine/base/ascii.h"

#include <gtest/gtest.h>

namespace annals {
namespace {

TEST(Ascii, ClassesOfAllBytes) {
  int digits = 0;
  int letters = 0;
  int spaces = 0;
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    digits += is_ascii_digit(c) ? 1 : 0;
    letters += is_ascii_letter(c) ? 1 : 0;
    spaces += is_ascii_space(c) ? 1 : 0;
    if (ascii_lower(c) != c) {
      EXPECT_TRUE(is_ascii_letter(c)) << byte;
      EXPECT_EQ(byte + 32, static_cast<unsigned char>(ascii_lower(c)));
    }
  }
  EXPECT_EQ(digits, 10);
  EXPECT_EQ(letters, 52);
  EXPECT_EQ(spaces, 5);
}

TEST(Ascii, LowersLettersAndLeavesOtherBytes) {
  EXPECT_EQ(ascii_lower("Az@[`{09ÄÖ"), "az@[`{09ÄÖ");
  EXPECT_EQ(ascii_lower(""), "");
}

TEST(Ascii, ComparesWithoutCase) {
  EXPECT_TRUE(starts_with_nocase("<HTML lang>", "<html"));
  EXPECT_FALSE(starts_with_nocase("<ht", "<html"));
  EXPECT_TRUE(equals_nocase("Charset", "charset"));
  EXPECT_FALSE(equals_nocase("Charset=", "charset"));
  EXPECT_FALSE(equals_nocase("", "charset"));
}

}  // namespace
}  // namespace annals
