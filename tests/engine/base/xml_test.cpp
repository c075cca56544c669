#include "engine/base/xml.h"

#include <gtest/gtest.h>

namespace annals {
namespace {

std::string escaped(std::string_view text, XmlControls controls) {
  std::string out = ">";
  append_xml(out, text, controls);
  return out;
}

TEST(Xml, EscapesWhatEndsTextOrAttributes) {
  EXPECT_EQ(escaped("A & B <\"C\"> d'e", XmlControls::kKeep),
            ">A &amp; B &lt;&quot;C&quot;&gt; d'e");
}

TEST(Xml, ControlCharactersAreKeptOrBecomeBlanks) {
  EXPECT_EQ(escaped("a\nb\x01", XmlControls::kKeep), ">a\nb\x01");
  EXPECT_EQ(escaped("a\nb\x01", XmlControls::kBlank), ">a b ");
}

TEST(Xml, OtherLettersPass) {
  EXPECT_EQ(escaped("Übernahme “jetzt”", XmlControls::kBlank), ">Übernahme “jetzt”");
}

}  // namespace
}  // namespace annals
