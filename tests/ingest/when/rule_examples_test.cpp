// Runs the examples that the rules of each pack carry.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <date/tz.h>
#include <gtest/gtest.h>

#include <annals/lang/v1/times.pb.h>

#include "engine/base/day.h"
#include "ingest/language/language.h"
#include "ingest/when/time_tagger.h"

namespace annals {
namespace {

std::vector<std::string> packs() {
  std::vector<std::string> out;
  const DataFiles data = DataFiles::embedded();
  for (const std::string& code : data.languages())
    if (data.has("lang/" + code + "/times.txtpb")) out.push_back(code);
  return out;
}

std::string_view type_name(v1::TimexType type) {
  switch (type) {
    case v1::TIMEX_TYPE_DATE:
      return "DATE";
    case v1::TIMEX_TYPE_TIME:
      return "TIME";
    case v1::TIMEX_TYPE_DURATION:
      return "DURATION";
    case v1::TIMEX_TYPE_SET:
      return "SET";
    default:
      return "?";
  }
}

// "extent | TYPE | value", with the interval when the expectation has four parts.
std::string line_of(const std::string& text, const v1::TimeExpression& time, bool with_interval) {
  std::string out = text.substr(time.span().begin(), time.span().end() - time.span().begin());
  out += " | " + std::string(type_name(time.type())) + " | " + time.value();
  if (with_interval) out += " | " + time.interval().edtf();
  return out;
}

class RuleExamples : public testing::TestWithParam<std::string> {};

TEST_P(RuleExamples, EveryRuleFindsWhatItSays) {
  const DataFiles data = DataFiles::embedded();
  const std::string& code = GetParam();
  auto language = Language::load(data, code);
  ASSERT_TRUE(language) << language.error().message;
  auto tagger = TimeTagger::load(data, code);
  ASSERT_TRUE(tagger) << tagger.error().message;
  lang::v1::TimesPack pack;
  ASSERT_TRUE(data.read_message("lang/" + code + "/times.txtpb", pack));
  const date::time_zone& utc = **find_zone("UTC");
  for (const lang::v1::Rule& rule : pack.rules()) {
    EXPECT_GT(rule.examples_size(), 0) << "rule " << rule.name() << " has no example";
    bool used = rule.tags_size() == 0;
    for (const lang::v1::Example& example : rule.examples()) {
      const std::string published =
          example.published().empty() ? pack.examples_published() : example.published();
      ReferenceTime reference;
      reference.created = parse_iso(published, utc);
      ASSERT_TRUE(reference.created) << published;
      const auto times = tagger->tag_text(language->analyse_text(example.text()), reference);
      std::vector<std::string> found;
      for (std::size_t i = 0; i < times.size(); ++i) {
        const bool with_interval =
            i < static_cast<std::size_t>(example.expect_size()) &&
            std::ranges::count(example.expect(static_cast<int>(i)), '|') == 3;
        found.push_back(line_of(example.text(), times[i], with_interval));
        used = used || times[i].rule() == code + "/" + rule.name();
      }
      const std::vector<std::string> expected(example.expect().begin(), example.expect().end());
      EXPECT_EQ(found, expected) << "rule " << rule.name() << ": " << example.text();
    }
    EXPECT_TRUE(used) << "no example of rule " << rule.name() << " is found by it";
  }
}

INSTANTIATE_TEST_SUITE_P(Packs, RuleExamples, testing::ValuesIn(packs()),
                         [](const auto& code) { return code.param; });
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(RuleExamples);

}  // namespace
}  // namespace annals
