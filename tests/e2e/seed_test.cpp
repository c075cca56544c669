// The first page that must work: a real saved page, which is not ours to ship. Skipped where it is
// absent.
#include <algorithm>
#include <fstream>
#include <optional>

#include "engine/base/interval.h"
#include "tests/e2e/sample.h"

namespace annals {
namespace {

const std::string kSeed =
    std::string(ANNALS_SOURCE_DIR) + "/../shared/seed/000_d0fdb0cad99e9d30.txt";

bool mentions(const google::protobuf::RepeatedPtrField<v1::Attribution>& chain,
              const std::string& name) {
  return std::any_of(chain.begin(), chain.end(), [&](const v1::Attribution& link) {
    return link.text().find(name) != std::string::npos;
  });
}

bool has_unnamed(const google::protobuf::RepeatedPtrField<v1::Attribution>& chain) {
  return std::any_of(chain.begin(), chain.end(),
                     [](const v1::Attribution& link) { return link.unnamed(); });
}

class Seed : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::ifstream(kSeed)) GTEST_SKIP() << "the seed page is not here";
    records_ = analyse({kSeed});
    ASSERT_EQ(records_.size(), 1U);
    engine_.emplace(store_of(directory_.path("store"), records_));
  }

  std::vector<const v1::Entry*> entries(const v1::Timeline& timeline) const {
    std::vector<const v1::Entry*> out;
    for (const v1::TimelineDay& day : timeline.days()) {
      for (const v1::Entry& entry : day.entries())
        out.push_back(&entry);
    }
    for (const v1::Entry& entry : timeline.bounded())
      out.push_back(&entry);
    return out;
  }

  // The first entry whose best evidence holds all the words.
  const v1::Entry* find(const v1::Timeline& timeline, const std::vector<std::string>& words) const {
    for (const v1::Entry* entry : entries(timeline)) {
      for (const v1::Report& report : entry->reports()) {
        const std::string& text = report.evidence().text();
        if (std::all_of(words.begin(), words.end(), [&](const std::string& word) {
              return text.find(word) != std::string::npos;
            })) {
          return entry;
        }
      }
    }
    return nullptr;
  }

  TemporaryDirectory directory_;
  std::vector<v1::ArticleRecord> records_;
  std::optional<Engine> engine_;
};

TEST_F(Seed, ArticleIsWholeAndAlone) {
  const v1::Article& article = records_[0].article();
  EXPECT_EQ(article.title(), "USA: Tiktok-Deal mit Microsoft abgelehnt");
  ASSERT_EQ(article.sections_size(), 2);
  EXPECT_EQ(article.sections(1).kind(), v1::SECTION_KIND_UPDATE);
  EXPECT_EQ(article.sections(1).stamp().edtf(), "2020-09-14T13:46:00+02:00");
  ASSERT_TRUE(article.has_published());
  EXPECT_EQ(article.published().basis(), v1::TIME_BASIS_BOUND_ONLY);
  EXPECT_FALSE(article.published().has_earliest_day());
  EXPECT_EQ(to_string(*latest_day(article.published())), "2020-09-14");
  for (const char* noise :
       {"Stellenmarkt", "THD", "Javascript", "theFiend", "Mini-PCs", "Weclapp", "Fiat", "2021"}) {
    EXPECT_EQ(article.text().find(noise), std::string::npos) << noise;
  }
}

TEST_F(Seed, RejectionIsBoundedAndAttributedToMicrosoft) {
  const v1::Timeline timeline = timeline_of(*engine_, query_of("Tiktok"));
  const v1::Entry* const entry = find(timeline, {"Angebot abgelehnt", "Microsoft"});
  ASSERT_NE(entry, nullptr);
  EXPECT_TRUE(entry->status() == v1::STATUS_CONFIRMED || entry->status() == v1::STATUS_REJECTED);
  EXPECT_EQ(to_string(*latest_day(entry->interval())), "2020-09-14");
  EXPECT_FALSE(entry->interval().has_earliest_day());
  EXPECT_TRUE(mentions(entry->reports(0).attribution(), "Microsoft"));
}

TEST_F(Seed, OraclePartnershipIsReportedByThePostFromUnnamedSources) {
  const v1::Timeline timeline = timeline_of(*engine_, query_of("Tiktok"));
  const v1::Entry* const entry = find(timeline, {"Oracle soll sich um die Datenspeicherung"});
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->status(), v1::STATUS_REPORTED);
  EXPECT_TRUE(mentions(entry->reports(0).attribution(), "Washington Post"));
  EXPECT_TRUE(has_unnamed(entry->reports(0).attribution()));
}

TEST_F(Seed, BanIsDueOnItsDayWithItsBytes) {
  const v1::Timeline timeline = timeline_of(*engine_, query_of("Tiktok"));
  const auto day = std::find_if(timeline.days().begin(), timeline.days().end(),
                                [](const v1::TimelineDay& d) { return d.day() == "2020-09-20"; });
  ASSERT_NE(day, timeline.days().end());
  const auto ban =
      std::find_if(day->entries().begin(), day->entries().end(),
                   [](const v1::Entry& entry) { return entry.event_class() == "ban"; });
  ASSERT_NE(ban, day->entries().end());
  EXPECT_TRUE(ban->status() == v1::STATUS_DUE);
  EXPECT_EQ(ban->interval().source().begin(), 2410U);
  EXPECT_EQ(ban->interval().source().end(), 2428U);
}

TEST_F(Seed, UpdateSaysNeitherNor) {
  const v1::Timeline timeline = timeline_of(*engine_, query_of("Tiktok"));
  const v1::Entry* const entry = find(timeline, {"weder an Microsoft noch an Oracle"});
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->status(), v1::STATUS_REPORTED);
  EXPECT_EQ(entry->polarity(), v1::POLARITY_NEGATIVE);
  EXPECT_TRUE(mentions(entry->reports(0).attribution(), "CGTN"));
  EXPECT_TRUE(has_unnamed(entry->reports(0).attribution()));
  EXPECT_EQ(entry->reports(0).reported().edtf(), "2020-09-14T13:46:00+02:00");
}

TEST_F(Seed, OracleReportAndUpdateStandInTensionNotContradiction) {
  const v1::Timeline timeline = timeline_of(*engine_, query_of("Tiktok"));
  const v1::Entry* const partner = find(timeline, {"Oracle als Plattformpartner"});
  const v1::Entry* const update = find(timeline, {"weder an Microsoft noch an Oracle"});
  ASSERT_NE(partner, nullptr);
  ASSERT_NE(update, nullptr);
  const auto tension = std::find_if(
      timeline.tensions().begin(), timeline.tensions().end(), [&](const v1::Tension& t) {
        return (t.entry_a() == partner->id() && t.entry_b() == update->id()) ||
               (t.entry_b() == partner->id() && t.entry_a() == update->id());
      });
  ASSERT_NE(tension, timeline.tensions().end());
  EXPECT_EQ(tension->kind(), v1::TENSION_KIND_TENSION);
}

TEST_F(Seed, AsOfBeforeTheUpdateDoesNotKnowIt) {
  v1::TimelineQuery query = query_of("Tiktok");
  // 2020-09-14T13:00+02:00
  query.set_as_of_second(1600081200);
  const v1::Timeline timeline = timeline_of(*engine_, query);
  EXPECT_EQ(find(timeline, {"CGTN"}), nullptr);
  EXPECT_NE(find(timeline, {"Angebot abgelehnt"}), nullptr);
  EXPECT_EQ(to_json(timeline, JsonLayout::kOneLine)->find("CGTN"), std::string::npos);
}

}  // namespace
}  // namespace annals
