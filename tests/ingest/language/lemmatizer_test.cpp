#include "ingest/language/lemmatizer.h"

#include <set>

#include <gtest/gtest.h>

#include "engine/base/hash.h"
#include "ingest/language/language.h"

namespace annals {
namespace {

lang::v1::Lemmas pack() {
  lang::v1::Lemmas pack;
  auto& verb = *pack.add_irregular();
  verb.set_lemma("geben");
  verb.add_forms("gab");
  verb.add_forms("gegeben");
  pack.add_separable_prefixes("ab");
  pack.add_inseparable_prefixes("ver");
  pack.set_participle_prefix("ge");
  pack.set_infinitive_infix("zu");
  return pack;
}

std::string model() {
  const auto bare = Lemmatizer::make(pack(), "");
  if (!bare) return "";
  std::vector<std::pair<std::uint64_t, Lemmatizer::Rule>> rules = {
      {bare->key("gekauft", "ft", Pos::kVerb), {.drops_prefix = true, .cut = "t", .add = "en"}},
      {bare->key("lobt", "bt", Pos::kVerb), {.drops_prefix = false, .cut = "t", .add = "en"}},
      {bare->key("bt", "bt", Pos::kVerb), {.drops_prefix = false, .cut = "bt", .add = "whole"}},
  };
  std::sort(rules.begin(), rules.end());
  return lemma_model(rules);
}

TEST(Lemmatizer, PrefixesAndRulesWorkTogether) {
  const std::string bytes = model();
  const auto lemmatizer = Lemmatizer::make(pack(), bytes);
  ASSERT_TRUE(lemmatizer) << lemmatizer.error().message;
  const auto verb = [&](const char* form) { return lemmatizer->lemma(form, Pos::kVerb); };
  EXPECT_EQ(verb("gab"), "geben");
  EXPECT_EQ(verb("abgegeben"), "abgeben");
  EXPECT_EQ(verb("abzugeben"), "abgeben");
  EXPECT_EQ(verb("vergab"), "vergeben");
  EXPECT_EQ(verb("vergeben"), "vergeben");
  EXPECT_EQ(verb("abgekauft"), "abkaufen");
  EXPECT_EQ(verb("gekauft"), "kaufen");
  EXPECT_EQ(verb("lobt"), "loben");
  EXPECT_EQ(verb("bt"), "whole");
  EXPECT_EQ(verb("unbekannt"), "unbekannt");
  EXPECT_EQ(lemmatizer->lemma("gab", Pos::kPropn), "gab");
  EXPECT_EQ(lemmatizer->lemma("", Pos::kVerb), "");
  EXPECT_TRUE(lemmatizer->is_separable_prefix("ab"));
  EXPECT_FALSE(lemmatizer->is_separable_prefix("ver"));
}

// Neighbouring seeds of the hash once mixed up short endings.
TEST(Lemmatizer, KeysOfShortEndingsDiffer) {
  const auto lemmatizer = Lemmatizer::make(pack(), "");
  ASSERT_TRUE(lemmatizer);
  std::set<std::uint64_t> keys;
  std::size_t count = 0;
  for (char a = 'a'; a <= 'z'; ++a) {
    for (char b = 'a'; b <= 'z'; ++b) {
      for (const Pos pos : {Pos::kAdj, Pos::kNoun, Pos::kVerb}) {
        const std::string ending{'e', a, b};
        keys.insert(lemmatizer->key("wo" + ending, ending, pos));
        keys.insert(lemmatizer->key(ending, ending, pos));
        count += 2;
      }
    }
  }
  EXPECT_EQ(keys.size(), count);
}

TEST(Lemmatizer, DamagedModelsAreRefused) {
  const std::string bytes = model();
  EXPECT_FALSE(Lemmatizer::make(pack(), "x"));
  EXPECT_FALSE(Lemmatizer::make(pack(), std::string_view(bytes).substr(0, bytes.size() - 1)));
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x41);
    const auto made = Lemmatizer::make(pack(), damaged);
    if (made) {
      // Only the numbers in front of the checksum may pass, and only where they change nothing.
      EXPECT_EQ(made->lemma("gekauft", Pos::kVerb), "kaufen") << i;
    }
  }
}

TEST(Lemmatizer, LettersOfSeveralBytesStayWhole) {
  const auto german = Language::load(DataFiles::embedded(), "de");
  ASSERT_TRUE(german);
  // Tagged as a verb by mistake, its last letter is no "t" that a rule may cut by half.
  EXPECT_EQ(german->lemma("gemäß", Pos::kVerb), "gemäß");
}

TEST(Lemmatizer, NounsOfTheShippedModels) {
  const auto english = Language::load(DataFiles::embedded(), "en");
  ASSERT_TRUE(english);
  EXPECT_EQ(english->lemma("companies", Pos::kNoun), "company");
  EXPECT_EQ(english->lemma("offers", Pos::kNoun), "offer");
  const auto german = Language::load(DataFiles::embedded(), "de");
  ASSERT_TRUE(german);
  EXPECT_EQ(german->lemma("regierungen", Pos::kNoun), "regierung");
  EXPECT_EQ(german->lemma("chinesische", Pos::kAdj), "chinesisch");
}

}  // namespace
}  // namespace annals
