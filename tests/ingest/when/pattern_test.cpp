#include "ingest/when/pattern.h"

#include <ostream>
#include <string>

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "ingest/language/language.h"
#include "ingest/when/meaning.h"

namespace annals::when {
namespace {

lang::v1::TimesPack pack_with(const std::string& rule) {
  lang::v1::TimesPack pack;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "classes { name: \"MONTH\" words { form: \"mai\" value: 5 } } "
      "numbers { name: \"DAY\" min: 1 max: 31 min_digits: 1 max_digits: 2 } "
      "fragments { name: \"LOOP\" pattern: \"&LOOP\" } rules { name: \"r\" " +
          rule + " }",
      &pack));
  return pack;
}

// The error of a pack, or empty.
std::string load_error(const lang::v1::TimesPack& pack) {
  const auto literals = Automaton::literals(pack);
  if (!literals) return literals.error().message;
  const auto lexicon = Lexicon::build(pack, "de", *literals);
  if (!lexicon) return lexicon.error().message;
  const auto automaton = Automaton::compile(pack, *lexicon);
  if (!automaton) return automaton.error().message;
  const auto meaning = compile_meaning(pack.rules(0), automaton->info(0), "de");
  return meaning ? "" : meaning.error().message;
}

struct BadRule {
  const char* name;
  const char* rule;
  const char* error;  // begins with
};

void PrintTo(const BadRule& c, std::ostream* out) {
  *out << c.name;
}

class BadRules : public testing::TestWithParam<BadRule> {};

TEST_P(BadRules, AreNamedWithThePlace) {
  const std::string error = load_error(pack_with(GetParam().rule));
  EXPECT_EQ(error.substr(0, std::string(GetParam().error).size()), GetParam().error);
}

INSTANTIATE_TEST_SUITE_P(
    Pattern, BadRules,
    testing::Values(
        BadRule{"no_class", R"p(pattern: "am $MONAT")p",
                "rule r: no class $MONAT\n  am $MONAT\n     ^"},
        BadRule{"open_group", R"p(pattern: "( am")p", "rule r: ) is missing"},
        BadRule{"open_extent", R"p(pattern: "[ am" tags { vague: "PAST_REF" })p",
                "rule r: [ without ]"},
        BadRule{"nested_extent", R"p(pattern: "[ am [ im ] ]")p", "rule r: [ inside [ ]"},
        BadRule{"nothing", R"p(pattern: "am?")p", "rule r: the pattern may match nothing"},
        BadRule{"optional_of_nothing", R"p(pattern: "? am")p", "rule r: nothing before ?"},
        BadRule{"tags", R"p(pattern: "[ am ] [ im ]" tags { vague: "PAST_REF" })p",
                "rule r: 2 pairs of brackets, but 1 tags"},
        BadRule{"any_word_first", R"p(pattern: "$WORD am")p",
                "rule r: a pattern must not begin with $WORD"},
        BadRule{"fragment", R"p(pattern: "&LOOP")p", "rule r: fragments are nested too deeply"},
        BadRule{"no_fragment", R"p(pattern: "am &NONE")p", "rule r: no such fragment"},
        BadRule{"quote", R"p(pattern: "'am")p", "rule r: quote without end"},
        BadRule{"capture", R"p(pattern: "[ m=$MONTH ]" tags { calendar { month: "n" } })p",
                "rule r: month \"n\" is neither a capture of the pattern nor a number"},
        BadRule{"unit", R"p(pattern: "[ am ]" tags { calendar { unit: "FORTNIGHT" } })p",
                "rule r: no unit \"FORTNIGHT\""},
        BadRule{"two_pieces", R"p(pattern: "am $DAY" not_before: "( a b )")p",
                "rule r: not_after and not_before take single atoms"}),
    [](const auto& test) { return test.param.name; });

TEST(Pattern, GoodRuleCompiles) {
  EXPECT_EQ(
      load_error(pack_with(
          R"p(pattern: "am [ d=$DAY . m=$MONTH ]" tags { calendar { day: "d" month: "m" } })p")),
      "");
}

// However often the words of a pattern repeat, the steps a piece are bounded, and typically few.
TEST(Pattern, StepsAreLinearOnAdversarialText) {
  for (const std::string code : {"de", "en"}) {
    const DataFiles data = DataFiles::embedded();
    lang::v1::TimesPack pack;
    ASSERT_TRUE(data.read_message("lang/" + code + "/times.txtpb", pack));
    const auto literals = Automaton::literals(pack);
    ASSERT_TRUE(literals);
    const auto lexicon = Lexicon::build(pack, code, *literals);
    ASSERT_TRUE(lexicon);
    const auto automaton = Automaton::compile(pack, *lexicon);
    ASSERT_TRUE(automaton);
    const auto language = Language::load(data, code);
    ASSERT_TRUE(language);
    const PieceRules rules = PieceRules::from(pack, *lexicon);
    for (const std::string unit :
         {"20. ", "der ", "1 ", "Mai ", "Montag, ", "2000-", "ein Jahr und ", "am 3., 4. und ",
          "the first two ", "half past ", "( ", "10:"}) {
      std::vector<double> per_piece;
      for (const int repeats : {500, 4000}) {
        std::string text;
        for (int i = 0; i < repeats; ++i)
          text += unit;
        const Analysis analysis = language->analyse_text(text);
        PieceBuffer buffer;
        Matches matches;
        std::size_t count = 0;
        for (const SentenceRange& sentence : analysis.sentences) {
          cut_pieces(analysis, sentence, *lexicon, rules, buffer);
          count += buffer.pieces.size();
          for (std::size_t i = 0; i < buffer.pieces.size(); ++i)
            automaton->match_at(*lexicon, buffer.pieces, i, matches);
        }
        ASSERT_GT(count, 0U);
        EXPECT_LE(matches.walked, count * Automaton::kMaxSteps);
        per_piece.push_back(static_cast<double>(matches.walked) / static_cast<double>(count));
      }
      EXPECT_LT(per_piece[1], per_piece[0] * 1.1 + 1) << code << " " << unit;
      EXPECT_LT(per_piece[1], 1000) << code << " " << unit;
    }
  }
}

}  // namespace
}  // namespace annals::when
