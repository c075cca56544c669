#include "ingest/who/actor_finder.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/data_files.h"
#include "engine/base/ids.h"
#include "ingest/language/language.h"

namespace annals {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsSupersetOf;

struct Room {
  Language language;
  ActorFinder finder;
};

const Room& room(const std::string& code) {
  static std::map<std::string, Room> rooms;
  const auto found = rooms.find(code);
  if (found != rooms.end()) return found->second;
  static const DataFiles data = *DataFiles::from_directory(ANNALS_SOURCE_DIR "/data");
  auto language = Language::load(data, code);
  auto finder = ActorFinder::load(data, code);
  EXPECT_TRUE(language) << language.error().message;
  EXPECT_TRUE(finder) << finder.error().message;
  return rooms.emplace(code, Room{*std::move(language), *std::move(finder)}).first->second;
}

v1::ArticleRecord find(const std::string& code, const std::string& text) {
  v1::ArticleRecord record;
  record.mutable_article()->set_text(text);
  room(code).finder.find(room(code).language.analyse_text(record.article().text()), record);
  return record;
}

const v1::Actor* actor(const v1::ArticleRecord& record, const std::string& key) {
  for (const auto& one : record.actors()) {
    if (one.key() == key) return &one;
  }
  return nullptr;
}

constexpr const char* kGerman =
    "Die Softwarefirma Nordwerk AG hat das Angebot von Microsoft abgelehnt. Das teilte "
    "Nordwerk-Chefin Karin Albrecht in Hamburg mit. Albrecht verwies auf die US-Regierung. "
    "Der Konzern Microsoft wollte sich nicht äußern. Nordwerks Aktie stieg.";

// Who the description before a comma is.
std::string described_as(const std::string& code, const std::string& text,
                         const std::string& description) {
  const auto record = find(code, text);
  for (const auto& mention : record.mentions()) {
    if (mention.head().begin() == text.find(description) &&
        mention.kind() == v1::MENTION_KIND_NOMINAL)
      return record.actors(static_cast<int>(mention.actor())).key();
  }
  return "";
}

TEST(ActorFinder, ReadsANameBehindItsDescription) {
  EXPECT_EQ(
      described_as("de", "Die Chefin der Bank, Paula Stein, trat am Montag zurück.", "Chefin"),
      "paula stein");
  EXPECT_EQ(described_as("en", "The minister of finance, Paula Stein, resigned.", "minister"),
            "paula stein");
  // A list names others.
  EXPECT_EQ(
      described_as("de", "Es kamen der Minister, Paula Stein, Karl Brunn und andere.", "Minister"),
      "");
}

TEST(ActorFinder, TakesADescriptionForTheOneItsSentenceIsAbout) {
  EXPECT_EQ(
      described_as(
          "en", "Microsoft joins a bid for the business of TikTok in Asia, the company confirmed.",
          "company"),
      "microsoft");
  EXPECT_EQ(described_as("de", "Microsoft will Tiktok kaufen, bestätigte der Konzern am Montag.",
                         "Konzern"),
            "microsoft");
  // With nobody in its own sentence it means the last one.
  EXPECT_EQ(described_as("en", "Oracle is joining Microsoft. The company is based in Redmond.",
                         "company"),
            "microsoft");
}

TEST(ActorFinder, TellsWhoIsWho) {
  const auto record = find("de", kGerman);
  const v1::Actor* nordwerk = actor(record, "nordwerk");
  ASSERT_NE(nordwerk, nullptr);
  EXPECT_EQ(nordwerk->kind(), v1::ACTOR_KIND_ORGANISATION);
  EXPECT_THAT(nordwerk->descriptions(), Contains("Softwarefirma"));
  const v1::Actor* albrecht = actor(record, "karin albrecht");
  ASSERT_NE(albrecht, nullptr);
  EXPECT_EQ(albrecht->kind(), v1::ACTOR_KIND_PERSON);
  EXPECT_EQ(albrecht->name(), "Karin Albrecht");
  EXPECT_THAT(albrecht->aliases(), ElementsAre("Albrecht", "Karin Albrecht"));
  EXPECT_NE(actor(record, "government:US"), nullptr);
}

TEST(ActorFinder, AGivenNameAloneIsTheOnlyOneWhoBearsIt) {
  const auto alone = [](const std::string& text) {
    return actor(find("en", text), "elon") != nullptr;
  };
  EXPECT_FALSE(alone("Elon Musk bought Twitter. Elon will not join the board, Musk said."));
  EXPECT_TRUE(alone("Elon Musk met Elon Baker. Elon will not join the board, Musk said."));
}

TEST(ActorFinder, EqualActorsHaveEqualKeysAcrossLanguages) {
  const auto keys = [](const v1::ArticleRecord& record) {
    std::set<std::string> out;
    for (const auto& one : record.actors())
      out.insert(one.key());
    return out;
  };
  const auto german = keys(find(
      "de",
      "Die chinesische Regierung und die USA verhandeln mit der EU über den Konzern ByteDance."));
  const auto english = keys(find(
      "en",
      "The Chinese government and the United States talk to the EU about the company Bytedance."));
  EXPECT_EQ(german, english);
  EXPECT_THAT(german, IsSupersetOf({"government:CN", "country:US", "european union", "bytedance"}));
}

TEST(ActorFinder, AHandleNamesWhoBearsIt) {
  const auto record = find("de", "Danke an @Nordwerk_AG für die Hilfe, schrieb @Microsoft.");
  EXPECT_NE(actor(record, "microsoft"), nullptr);
  for (const v1::Actor& each : record.actors())
    EXPECT_EQ(each.key().find('@'), std::string::npos) << each.key();
}

TEST(ActorFinder, SaysNothingOfCommonWords) {
  for (const char* text : {"Das war nicht anders zu erwarten. Der Deal ist geplatzt.",
                           "Am Montag regnete es. Im Januar lag Schnee.",
                           "Die Zahl der Unternehmen stieg um drei Prozent."}) {
    EXPECT_EQ(find("de", text).actors_size(), 0) << text;
  }
  for (const char* text : {"That was to be expected. The deal is off.",
                           "It rained on Monday. There was snow in January.",
                           "The number of companies rose by three percent."}) {
    EXPECT_EQ(find("en", text).actors_size(), 0) << text;
  }
}

TEST(ActorFinder, IdsComeFromKeysAndActorsAreSorted) {
  const auto record = find("de", kGerman);
  ASSERT_GT(record.actors_size(), 2);
  std::vector<std::uint32_t> counts(static_cast<std::size_t>(record.actors_size()));
  for (const auto& mention : record.mentions())
    ++counts.at(mention.actor());
  for (int i = 0; i < record.actors_size(); ++i) {
    const auto& one = record.actors(i);
    EXPECT_EQ(one.id(), to_string(actor_id_of_key(one.key())));
    EXPECT_EQ(one.mentions(), counts[static_cast<std::size_t>(i)]);
    EXPECT_TRUE(std::is_sorted(one.aliases().begin(), one.aliases().end()));
    if (i == 0) continue;
    const auto& before = record.actors(i - 1);
    EXPECT_TRUE(before.mentions() > one.mentions() ||
                (before.mentions() == one.mentions() && before.key() < one.key()));
  }
}

// Whom the pronoun of the text means; empty where it means nobody.
std::string meant_by_pronoun(const std::string& code, const std::string& text) {
  const auto record = find(code, text);
  for (const auto& mention : record.mentions()) {
    if (mention.kind() == v1::MENTION_KIND_PRONOUN)
      return record.actors(static_cast<int>(mention.actor())).key();
  }
  return {};
}

TEST(ActorFinder, PronounsMeanTheOnlyPersonOrTheFirst) {
  EXPECT_EQ(meant_by_pronoun("en", "President Ada Wong met reporters. She left early."),
            "ada wong");
  EXPECT_EQ(meant_by_pronoun("en", "President Ada Wong met Senator Eva Stone. She left early."),
            "ada wong");
  EXPECT_EQ(meant_by_pronoun("en",
                             "President Ada Wong met Senator Eva Stone. Aides of Nancy Pelosi "
                             "say she left."),
            "");
}

TEST(ActorFinder, APronounIsNobodyThatItsSentenceGoesOnToDescribe) {
  EXPECT_EQ(meant_by_pronoun("de",
                             "Kanzler Karl Brunn traf Präsident Joe Biden. Er bat den Kanzler "
                             "um Rat."),
            "joe biden");
}

TEST(ActorFinder, WhatBeginsAnOrganisationIsNoPerson) {
  const auto record = find("de",
                           "Die Warenhauskette Galeria Nordwerk Kaltmann ist pleite. Das sagte "
                           "Karl Brunn. Anfang Januar hatte Galeria einen Antrag gestellt.");
  ASSERT_NE(actor(record, "galeria"), nullptr);
  EXPECT_EQ(actor(record, "galeria")->kind(), v1::ACTOR_KIND_ORGANISATION);
}

TEST(ActorFinder, APersonAndAnOrganisationSideBySideAreTwo) {
  const auto record =
      find("de",
           "Die Nordwerk AG wächst. Nordwerk baut. Nordwerk sucht Hilfe. Karl Brunn "
           "hat Geld. In dem Plan steht, dass die Firma des Unternehmers Karl Brunn "
           "Nordwerk übernehmen soll.");
  EXPECT_NE(actor(record, "nordwerk"), nullptr);
  EXPECT_NE(actor(record, "karl brunn"), nullptr);
}

// Whatever the text, spans lie in it, heads in their phrases, and the same text gives the same.
TEST(ActorFinder, HoldsItsPromisesOnAnyText) {
  const std::vector<std::string> parts = {
      "Microsoft",  "US-Präsident", "der",  "(",        "CFIUS", ")",     "Konzern", ",",
      "Karin",      "Albrecht",     "said", "the",      "\"",    "’s",    "Trumps",  "-",
      "--",         "\xFF",         "ß",    "Ltd.",     "of",    "China", "\n",      "he",
      "government", "Peking",       ".",    "Nachtrag", "1.",    "FC",    "Ä",       "von",
      "Nordwerk-",  "-Deal"};
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (int i = 0; i < 60; ++i) {
      text += parts[random() % parts.size()];
      if (random() % 5 != 0) text += ' ';
    }
    for (const char* code : {"de", "en"}) {
      const auto record = find(code, text);
      for (const auto& mention : record.mentions()) {
        EXPECT_LT(mention.span().begin(), mention.span().end());
        EXPECT_LE(mention.span().end(), text.size());
        EXPECT_LE(mention.span().begin(), mention.head().begin());
        EXPECT_LE(mention.head().end(), mention.span().end());
        EXPECT_LT(mention.head().begin(), mention.head().end());
        ASSERT_LT(mention.actor(), static_cast<std::uint32_t>(record.actors_size()));
      }
      std::set<std::string> keys;
      for (const auto& one : record.actors()) {
        EXPECT_TRUE(keys.insert(one.key()).second) << one.key() << " twice in " << text;
      }
      EXPECT_EQ(record.SerializeAsString(), find(code, text).SerializeAsString());
    }
  }
}

}  // namespace
}  // namespace annals
