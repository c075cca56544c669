// Every language pack loads, and every example in it holds.
#include <gtest/gtest.h>

#include "ingest/language/impl.h"
#include "ingest/language/language.h"

namespace annals {
namespace {

const Languages& languages() {
  static const Languages all = [] {
    auto loaded = Languages::load(DataFiles::embedded());
    if (!loaded) throw std::runtime_error(loaded.error().message);
    return std::move(*loaded);
  }();
  return all;
}

class Pack : public testing::TestWithParam<std::string> {
 protected:
  const Language& language() const { return *languages().find(GetParam()); }
};

std::vector<std::string> cut(const Analysis& analysis) {
  std::vector<std::string> sentences;
  for (const SentenceRange& range : analysis.sentences) {
    std::string line;
    for (std::uint32_t i = range.first; i < range.last; ++i) {
      if (i > range.first) line += ' ';
      line += analysis.text_of(analysis.tokens[i]);
    }
    sentences.push_back(line);
  }
  return sentences;
}

TEST_P(Pack, CutsItsExamples) {
  ASSERT_GT(language().impl().words.split_examples_size(), 3);
  for (const auto& example : language().impl().words.split_examples()) {
    const Analysis analysis = language().analyse_text(example.text());
    const std::vector<std::string> expected(example.sentences().begin(), example.sentences().end());
    EXPECT_EQ(cut(analysis), expected) << example.text();
  }
}

TEST_P(Pack, KnowsWhatCanStandAlone) {
  ASSERT_GT(language().impl().words.standalone_examples_size(), 3);
  for (const auto& example : language().impl().words.standalone_examples()) {
    v1::ArticleRecord record;
    record.mutable_article()->set_text(example.text());
    add_sentences(language().analyse_text(record.article().text()), record);
    ASSERT_EQ(record.sentences_size(), 1) << example.text();
    EXPECT_EQ(record.sentences(0).self_contained(), example.self_contained()) << example.text();
  }
}

TEST_P(Pack, KnowsBaseForms) {
  if (!DataFiles::embedded().has("lang/" + GetParam() + "/lemmas.txtpb"))
    GTEST_SKIP() << "no base forms in this pack";
  const auto& examples = language().impl().lemmatizer.pack().examples();
  ASSERT_GT(examples.size(), 5);
  for (const auto& example : examples) {
    EXPECT_EQ(language().lemma(example.form(), Pos::kVerb), example.lemma()) << example.form();
  }
}

TEST_P(Pack, IsRecognised) {
  ASSERT_GT(language().impl().words.identify_examples_size(), 1);
  for (const auto& example : language().impl().words.identify_examples()) {
    EXPECT_EQ(languages().identify(example.text()), GetParam()) << example.text();
  }
  for (const auto& example : language().impl().words.foreign_examples()) {
    EXPECT_EQ(languages().identify(example.text()), "") << example.text();
  }
}

INSTANTIATE_TEST_SUITE_P(All, Pack, testing::ValuesIn(DataFiles::embedded().languages()),
                         [](const auto& name) { return name.param; });

TEST(LanguagePack, MissingPackIsNotFound) {
  const auto language = Language::load(DataFiles::embedded(), "xx");
  ASSERT_FALSE(language);
  EXPECT_EQ(language.error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace annals
