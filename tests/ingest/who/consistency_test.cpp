#include "ingest/who/consistency.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/base/data_files.h"
#include "ingest/language/language.h"

namespace annals::who {
namespace {

struct Case {
  const char* name;
  const char* language;
  const char* text;
  std::vector<std::string> model;   // what the model found: the first word of each form
  std::vector<std::string> wanted;  // in order of the text
};

class Consistency : public testing::TestWithParam<Case> {};

TEST_P(Consistency, FindsWhatWasPassedOver) {
  const Case& one = GetParam();
  static const DataFiles data = *DataFiles::from_directory(ANNALS_SOURCE_DIR "/data");
  const auto language = Language::load(data, one.language);
  const auto lexicon = NameLexicon::load(data, one.language);
  ASSERT_TRUE(language && lexicon);
  const Analysis analysis = language->analyse_text(one.text);
  WordList words;
  make_words(analysis, *lexicon, words);
  std::vector<std::vector<NameSpan>> names(analysis.sentences.size());
  for (const std::string& form : one.model) {
    bool found = false;
    for (std::size_t s = 0; s < names.size() && !found; ++s) {
      const SentenceRange& sentence = analysis.sentences[s];
      for (std::uint32_t i = sentence.first; i < sentence.last && !found; ++i) {
        if (words.text(words.words[i]) != form) continue;
        names[s].push_back({i, i + 1, Label::kOrganisation, "model"});
        found = true;
      }
    }
    ASSERT_TRUE(found) << form;
  }
  make_consistent(words, *lexicon, {}, names);
  std::vector<std::string> found;
  for (const auto& sentence : names) {
    for (const NameSpan& name : sentence)
      found.emplace_back(words.text(name.first, name.last));
  }
  EXPECT_EQ(found, one.wanted);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, Consistency,
    testing::Values(
        Case{"once_is_enough_for_proper_nouns",
             "en",
             "Acme said on Monday that it was sold. The sale of Acme failed. They blamed Acme. "
             "They left Acme.",
             {"Acme"},
             {"Acme", "Acme", "Acme", "Acme"}},
        Case{"common_words_stay",
             "en",
             "Arm was sold on Monday. He broke his arm. She hurt an arm.",
             {},
             {}},
        Case{"inner_capitals_are_names",
             "en",
             "The owner of BlipBlop agreed to the deal.",
             {},
             {"BlipBlop"}},
        Case{"inner_capitals_are_names_in_german",
             "de",
             "Der Käufer will BlipBlop an den Staat verkaufen.",
             {},
             {"BlipBlop"}},
        Case{"conjuncts_are_alike",
             "en",
             "Nvidia and SoftBank have called off the sale. Nvidia had agreed to buy it.",
             {"SoftBank"},
             {"Nvidia", "SoftBank", "Nvidia"}},
        Case{"legal_forms_are_none", "de", "Sie gründeten eine GmbH in Bremen.", {}, {}}),
    [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace annals::who
