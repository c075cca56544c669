#include "ingest/language/tagger.h"

#include <set>

#include <gtest/gtest.h>

#include "engine/base/hash.h"
#include "ingest/language/language.h"
#include "ingest/learn/sequence_trainer.h"

namespace annals {
namespace {

struct Case {
  const char* name;
  const char* code;
  const char* text;
  const char* tags;
};
void PrintTo(const Case& c, std::ostream* out) {
  *out << c.name;
}

class Tags : public testing::TestWithParam<Case> {};

TEST_P(Tags, OfPlainSentences) {
  const auto language = Language::load(DataFiles::embedded(), GetParam().code);
  ASSERT_TRUE(language) << language.error().message;
  const Analysis analysis = language->analyse_text(GetParam().text);
  std::string tags;
  for (const Token& token : analysis.tokens) {
    if (!tags.empty()) tags += ' ';
    tags += to_string(token.pos);
  }
  EXPECT_EQ(tags, GetParam().tags) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Table, Tags,
    testing::Values(Case{"german", "de", "Der Konzern hat das Angebot abgelehnt.",
                         "DET NOUN AUX DET NOUN VERB PUNCT"},
                    Case{"german_names", "de", "Angela Merkel reiste gestern nach Paris.",
                         "PROPN PROPN VERB ADV ADP PROPN PUNCT"},
                    Case{"german_quotes", "de", "„Das ist gut“, sagte sie.",
                         "PUNCT PRON AUX ADJ PUNCT PUNCT VERB PRON PUNCT"},
                    Case{"english", "en", "The company has rejected the offer.",
                         "DET NOUN AUX VERB DET NOUN PUNCT"},
                    Case{"english_clitics", "en", "They didn't like the city's plan.",
                         "PRON AUX PART VERB DET NOUN PART NOUN PUNCT"},
                    Case{"english_number", "en", "It rose to 5 percent in May.",
                         "PRON VERB ADP NUM NOUN ADP PROPN PUNCT"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Tagger, TheCacheChangesNothing) {
  const auto bytes = DataFiles::embedded().read("models/tagger-de.bin");
  ASSERT_TRUE(bytes);
  const auto clusters = WordClusters::load(DataFiles::embedded());
  ASSERT_TRUE(clusters);
  const auto tagger = Tagger::map(*bytes, *clusters);
  ASSERT_TRUE(tagger) << tagger.error().message;
  std::vector<std::string> forms;
  for (int i = 0; i < 30000; ++i)
    forms.push_back("Wort" + std::to_string(i * 7919 % 20011));
  std::vector<TagWord> words;
  for (const std::string& form : forms)
    words.push_back({form, form});
  TaggerScratch used;
  std::vector<Pos> first;
  std::vector<Pos> second;
  for (std::size_t i = 0; i + 10 < words.size(); i += 4999) {
    const std::span<const TagWord> sentence(words.data() + i, 10);
    TaggerScratch fresh;
    tagger->tag(sentence, used, first);
    tagger->tag(sentence, fresh, second);
    EXPECT_EQ(first, second);
    tagger->tag(words, used, first);  // pushes everything out of the cache
  }
}

// Neighbouring seeds of the hash once mixed up short words.
TEST(Tagger, TheCacheTellsShortWordsApart) {
  std::set<std::uint64_t> keys;
  std::size_t count = 0;
  for (char a = 'a'; a <= 'z'; ++a) {
    for (char b = 'a'; b <= 'z'; ++b) {
      for (const bool first : {false, true}) {
        keys.insert(tag_cache_key(std::string{'d', a, b}, first));
        ++count;
      }
    }
  }
  EXPECT_EQ(keys.size(), count);
}

TEST(Tagger, NamesOfTagsGoThereAndBack) {
  for (std::size_t i = 0; i < kPosCount; ++i) {
    const Pos pos = static_cast<Pos>(i);
    EXPECT_EQ(parse_pos(to_string(pos)), pos);
  }
  EXPECT_EQ(parse_pos("NN"), Pos::kUnknown);
}

TEST(Tagger, DictionaryFindsItsWords) {
  std::vector<TagDictionary::Word> words;
  for (std::uint32_t i = 1; i <= 500; ++i) {
    words.push_back({.hash = hash64(std::to_string(i)), .tags = i});
  }
  const std::string bytes = TagDictionary::build(words);
  const TagDictionary dictionary = TagDictionary::map(bytes);
  for (const auto& word : words)
    EXPECT_EQ(dictionary.find(word.hash), word.tags);
  EXPECT_EQ(dictionary.find(hash64("no")), 0U);
  EXPECT_EQ(TagDictionary::map("").find(1), 0U);
  EXPECT_EQ(TagDictionary::map(std::string_view(bytes).substr(1)).find(words[0].hash), 0U);
}

TEST(Tagger, AModelOfOtherLabelsIsRefused) {
  SequenceTrainer trainer({"O", "B-PER"}, {});
  const std::string bytes = trainer.train();
  const auto tagger = Tagger::map(bytes, {});
  ASSERT_FALSE(tagger);
  EXPECT_EQ(tagger.error().code, ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace annals
