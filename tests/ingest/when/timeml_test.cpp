#include "ingest/when/timeml.h"

#include <string>

#include <gtest/gtest.h>

namespace annals {
namespace {

constexpr const char* kHead =
    "<?xml version=\"1.0\"?>\n<TimeML>\n<DOCID>d1</DOCID>\n<DCT><TIMEX3 tid=\"t0\" type=\"DATE\" "
    "value=\"2020-09-16\" functionInDocument=\"CREATION_TIME\">16 Sep</TIMEX3></DCT>\n<TEXT>";

v1::TimeExpression expression(std::uint32_t begin, std::uint32_t end) {
  v1::TimeExpression out;
  out.mutable_span()->set_begin(begin);
  out.mutable_span()->set_end(end);
  out.set_type(v1::TIMEX_TYPE_DURATION);
  out.set_value("P3D");
  out.set_mod("LESS_THAN");
  return out;
}

TEST(Timeml, ReadsTextIdAndCreationTime) {
  const auto document = parse_timeml(std::string(kHead) +
                                     "A &amp; B <EVENT eid=\"e1\">fell</EVENT> &#8211; 3 &lt; 4"
                                     "<!-- no > text --></TEXT>\n</TimeML>\n");
  ASSERT_TRUE(document) << document.error().message;
  EXPECT_EQ(document->id, "d1");
  EXPECT_EQ(document->creation_time, "2020-09-16");
  EXPECT_EQ(document->text, "A & B fell \u2013 3 < 4");
  EXPECT_EQ(document->head, kHead);
}

TEST(Timeml, KeepsSignsThatAreNoMarkup) {
  const auto document = parse_timeml("<TEXT>R&D; 1 < 2 & &#xZZ; &#0;</TEXT>");
  ASSERT_TRUE(document);
  EXPECT_EQ(document->text, "R&D; 1 < 2 & &#xZZ; \uFFFD");
}

TEST(Timeml, WritesWhatItReads) {
  const auto document = parse_timeml(std::string(kHead) + "Gut &lt;3 Tage&gt; her</TEXT></TimeML>");
  ASSERT_TRUE(document);
  const std::string out = to_timeml(*document, {expression(5, 11)});
  EXPECT_EQ(out, std::string(kHead) +
                     "Gut &lt;<TIMEX3 tid=\"t1\" type=\"DURATION\" value=\"P3D\" mod=\"LESS_THAN\">"
                     "3 Tage</TIMEX3>&gt; her</TEXT>\n</TimeML>\n");
  const auto again = parse_timeml(out);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->text, document->text);
}

TEST(Timeml, LeavesOutWhatOverlaps) {
  TimemlDocument document;
  document.text = "0123456789";
  const std::string out = to_timeml(
      document, {expression(0, 4), expression(2, 6), expression(8, 8), expression(9, 99)});
  EXPECT_EQ(out.find("t2"), std::string::npos);
}

TEST(Timeml, SaysWhatIsMissing) {
  EXPECT_FALSE(parse_timeml(""));
  EXPECT_FALSE(parse_timeml("<TEXTS>a</TEXTS>"));
  EXPECT_FALSE(parse_timeml("<TEXT"));
  const auto open = parse_timeml("<DCT></DCT><TEXT>a");
  ASSERT_FALSE(open);
  EXPECT_EQ(open.error().message, "the <TEXT> element at byte 11 has no end tag");
}

}  // namespace
}  // namespace annals
