// The rooms of ingest together: one record in, an annotated article out.
#include "ingest/pipeline.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "engine/base/day.h"
#include "engine/base/interval.h"
#include "engine/base/version.h"
#include "ingest/record_arena.h"

namespace annals {
namespace {

const Pipeline& pipeline() {
  static const Pipeline loaded = [] {
    auto result = Pipeline::load(DataFiles::embedded(), {});
    if (!result) throw std::runtime_error(result.error().message);
    return std::move(*result);
  }();
  return loaded;
}

RawRecord page() {
  RawRecord record;
  record.file = "seite.txt";
  record.bytes =
      "Startseite\n  • Anmelden\n\nMusterwerke übernehmen die Velatec AG\n\n"
      "Die Musterwerke AG hat am 3. März 2021 die Velatec AG in Hamburg gekauft. Das bestätigte "
      "die Vorstandschefin Erika Mustermann am Donnerstag vor Journalisten in Berlin. Der Preis "
      "liegt nach Angaben des Konzerns bei 20 Millionen Euro.\n\n"
      "Die Kartellbehörde muss dem Kauf noch zustimmen. Mit einer Entscheidung wird bis zum "
      "30. Juni 2021 gerechnet, sagte ein Sprecher der Behörde der Zeitung.\n\n"
      "Anzeige\nJetzt Newsletter bestellen\n";
  return record;
}

RawRecord json(const std::string& language, const std::string& text) {
  RawRecord record;
  record.format = RecordFormat::kJson;
  record.file = "meldung.json";
  record.bytes = R"({"title":"Meldung","text":")" + text +
                 R"(","published":"2021-03-04","language":")" + language + R"("})";
  return record;
}

constexpr const char* kGermanText =
    "Der Minister hat den Vorschlag der Opposition am Mittwoch abgelehnt. Das sagte er in Bonn.";

TEST(Pipeline, AnnotatesAPage) {
  const auto record = pipeline().run(page());
  ASSERT_TRUE(record) << record.error().message;
  EXPECT_EQ(record->engine_version(), kEngineVersion);
  const v1::Article& article = record->article();
  EXPECT_EQ(article.language(), "de");
  EXPECT_EQ(article.title(), "Musterwerke übernehmen die Velatec AG");
  EXPECT_EQ(article.text().find("Newsletter"), std::string::npos);
  EXPECT_GE(record->sentences_size(), 5);
  EXPECT_EQ(record->sketch_size(), 64);
  const auto names_day = [](const v1::TimeExpression& time, std::optional<Day> day) {
    return time.has_interval() && earliest_day(time.interval()) == day &&
           latest_day(time.interval()) == day;
  };
  for (const char* day : {"2021-03-03", "2021-06-30"}) {
    EXPECT_TRUE(std::any_of(record->times().begin(), record->times().end(), [&](const auto& time) {
      return names_day(time, parse_day(day));
    })) << day;
  }
  const auto has_actor = [&](const std::string& part) {
    return std::any_of(record->actors().begin(), record->actors().end(), [&](const auto& actor) {
      return actor.name().find(part) != std::string::npos;
    });
  };
  EXPECT_TRUE(has_actor("Velatec"));
  EXPECT_TRUE(has_actor("Mustermann"));
  EXPECT_TRUE(std::any_of(record->events().begin(), record->events().end(),
                          [](const auto& event) { return event.predicate() == "kaufen"; }));
}

// Everything an annotation points at lies in the text, and sentences are in order.
TEST(Pipeline, SpansLieInTheText) {
  const auto record = pipeline().run(page());
  ASSERT_TRUE(record);
  const std::size_t size = record->article().text().size();
  const auto inside = [&](const v1::TextSpan& span) {
    return span.begin() < span.end() && span.end() <= size;
  };
  std::uint32_t before = 0;
  for (const v1::Sentence& sentence : record->sentences()) {
    EXPECT_TRUE(inside(sentence.span()));
    EXPECT_GE(sentence.span().begin(), before);
    before = sentence.span().end();
    EXPECT_LT(sentence.block(), static_cast<std::uint32_t>(record->article().blocks_size()));
    EXPECT_LT(sentence.section(), static_cast<std::uint32_t>(record->article().sections_size()));
  }
  for (const auto& time : record->times())
    EXPECT_TRUE(inside(time.span()));
  for (const auto& mention : record->mentions())
    EXPECT_TRUE(inside(mention.span()));
}

TEST(Pipeline, GivenLanguageCounts) {
  const auto german = pipeline().run(json("de-AT", kGermanText));
  ASSERT_TRUE(german) << german.error().message;
  EXPECT_EQ(german->article().language(), "de");
  EXPECT_GT(german->sentences_size(), 0);
  const auto found = pipeline().run(json("", kGermanText));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->article().language(), "de");
}

TEST(Pipeline, ALanguageWithoutPackIsKeptWithANote) {
  const auto record = pipeline().run(json("sv", "Ministern sade nej."));
  ASSERT_TRUE(record) << record.error().message;
  EXPECT_EQ(record->article().language(), "sv");
  EXPECT_NE(record->article().text().find("Ministern"), std::string::npos);
  EXPECT_EQ(record->sentences_size(), 0);
  EXPECT_EQ(record->events_size(), 0);
  const auto noted = [](const v1::ArticleRecord& kept) {
    return std::count_if(
        kept.article().notes().begin(), kept.article().notes().end(),
        [](const std::string& note) { return note.find("\"sv\"") != std::string::npos; });
  };
  EXPECT_EQ(noted(*record), 1);
  const auto again = pipeline().annotate(record->article());
  ASSERT_TRUE(again);
  EXPECT_EQ(noted(*again), 1);
}

TEST(Pipeline, AnnotatingAgainChangesNothing) {
  const auto record = pipeline().run(page());
  ASSERT_TRUE(record);
  const auto again = pipeline().annotate(record->article());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->SerializeAsString(), record->SerializeAsString());
}

// One after the other, a long one among them: nothing is left of the record before.
TEST(Pipeline, SameBytesOnAnArena) {
  std::string long_text;
  for (int i = 0; i < 300; ++i)
    long_text += kGermanText + std::string(" ");
  RecordArena arena;
  for (const RawRecord& raw : {page(), json("de", long_text), page(), json("de", kGermanText)}) {
    const auto record = pipeline().run(raw);
    ASSERT_TRUE(record);
    v1::ArticleRecord& same = arena.fresh();
    ASSERT_TRUE(pipeline().run(raw, same));
    EXPECT_EQ(same.SerializeAsString(), record->SerializeAsString());
  }
}

TEST(Pipeline, SameBytesInEveryThreadAndOrder) {
  const std::vector<RawRecord> records = {page(), json("de", kGermanText),
                                          json("en", "The minister rejected the plan on Monday.")};
  std::vector<std::string> expected;
  for (const RawRecord& record : records) {
    const auto result = pipeline().run(record);
    ASSERT_TRUE(result);
    expected.push_back(result->SerializeAsString());
  }
  constexpr std::size_t kThreads = 4;
  std::vector<std::vector<std::string>> got(kThreads, std::vector<std::string>(records.size()));
  {
    std::vector<std::jthread> threads;
    for (std::size_t t = 0; t < kThreads; ++t) {
      threads.emplace_back([&, t] {
        for (std::size_t i = 0; i < 3 * records.size(); ++i) {
          const std::size_t k = (i * (t + 1) + t) % records.size();
          const auto result = pipeline().run(records[k]);
          if (result) got[t][k] = result->SerializeAsString();
        }
      });
    }
  }
  for (std::size_t t = 0; t < kThreads; ++t) {
    for (std::size_t k = 0; k < records.size(); ++k) {
      if (!got[t][k].empty()) {
        EXPECT_EQ(got[t][k], expected[k]);
      }
    }
    EXPECT_FALSE(
        std::all_of(got[t].begin(), got[t].end(), [](const auto& s) { return s.empty(); }));
  }
}

TEST(Pipeline, RecordsWithoutArticleAreErrorsThatNameTheFile) {
  for (const char* bytes : {"",
                            "\x7f"
                            "ELF\x01\x02",
                            "{", "{\"title\":\"\"}"}) {
    RawRecord record;
    record.file = "kaputt.json";
    record.format = bytes[0] == '{' ? RecordFormat::kJson : RecordFormat::kText;
    record.bytes = bytes;
    const auto result = pipeline().run(record);
    ASSERT_FALSE(result) << bytes;
    EXPECT_EQ(result.error().code, ErrorCode::kInvalidInput);
    EXPECT_NE(result.error().message.find("kaputt.json"), std::string::npos)
        << result.error().message;
  }
}

// A language whose author has only begun: words.txtpb and nothing else.
TEST(Pipeline, APackWithoutLayersStillGivesSentences) {
  const std::filesystem::path directory =
      std::filesystem::path(testing::TempDir()) / ("annals_pipeline_" + std::to_string(::getpid()));
  std::filesystem::create_directories(directory / "lang" / "xx");
  std::ofstream(directory / "lang" / "xx" / "words.txtpb") << "name: \"X\"\nstemmer: \"porter\"\n";
  const auto data = DataFiles::from_directory(directory.string());
  ASSERT_TRUE(data) << data.error().message;
  const auto loaded = Pipeline::load(*data, {});
  ASSERT_TRUE(loaded) << loaded.error().message;
  const auto record = loaded->run(json("xx", "Mi tuko. Lon ale li pona."));
  std::filesystem::remove_all(directory);
  ASSERT_TRUE(record) << record.error().message;
  EXPECT_EQ(record->article().notes_size(), 0);
  EXPECT_GE(record->sentences_size(), 2);
  EXPECT_EQ(record->events_size(), 0);
}

}  // namespace
}  // namespace annals
