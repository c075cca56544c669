// Every rule of the packs carries examples: each must come out as it says.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <annals/lang/v1/names.pb.h>

#include "engine/base/data_files.h"
#include "ingest/language/language.h"
#include "ingest/who/actor_finder.h"

namespace annals {
namespace {

struct Case {
  std::string language;
  lang::v1::NameExample example;
  std::string name;
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.language << ": " << c.example.text();
}

DataFiles repository_data() {
  auto data = DataFiles::from_directory(ANNALS_SOURCE_DIR "/data");
  EXPECT_TRUE(data) << data.error().message;
  return *std::move(data);
}

template <class Entries>
void collect(const Entries& entries, const std::string& language, const std::string& rule,
             std::vector<Case>& out) {
  for (const auto& entry : entries) {
    for (const auto& example : entry.examples()) {
      out.push_back({language, example, language + "_" + rule + std::to_string(out.size())});
    }
  }
}

std::vector<Case> all_cases() {
  std::vector<Case> cases;
  const DataFiles data = repository_data();
  for (const std::string& code : data.languages()) {
    const std::string file = "lang/" + code + "/names.txtpb";
    if (!data.has(file)) continue;
    lang::v1::NamesPack pack;
    const Status status = data.read_message(file, pack);
    EXPECT_TRUE(status) << status.error().message;
    collect(pack.nouns(), code, "noun", cases);
    collect(pack.honorifics(), code, "honorific", cases);
    collect(pack.pronouns(), code, "pronoun", cases);
    collect(pack.known(), code, "known", cases);
    for (const auto& example : pack.examples()) {
      cases.push_back({code, example, code + "_general" + std::to_string(cases.size())});
    }
  }
  return cases;
}

class PackExamples : public testing::TestWithParam<Case> {};

TEST_P(PackExamples, ComeOutAsTheySay) {
  static const DataFiles data = repository_data();
  const Case& c = GetParam();
  const auto language = Language::load(data, c.language);
  ASSERT_TRUE(language) << language.error().message;
  const auto finder = ActorFinder::load(data, c.language);
  ASSERT_TRUE(finder) << finder.error().message;
  v1::ArticleRecord record;
  record.mutable_article()->set_text(c.example.text());
  finder->find(language->analyse_text(record.article().text()), record);
  std::vector<std::string> found;
  for (const auto& mention : record.mentions()) {
    found.push_back(c.example.text().substr(mention.span().begin(),
                                            mention.span().end() - mention.span().begin()) +
                    " -> " + record.actors(static_cast<int>(mention.actor())).key());
  }
  if (c.example.mentions_size() > 0) {
    EXPECT_THAT(found, testing::ElementsAreArray(c.example.mentions()));
  }
  for (const std::string& key : c.example.absent()) {
    for (const auto& actor : record.actors())
      EXPECT_NE(actor.key(), key);
  }
}

INSTANTIATE_TEST_SUITE_P(Packs, PackExamples, testing::ValuesIn(all_cases()),
                         [](const auto& param) { return param.param.name; });

}  // namespace
}  // namespace annals
