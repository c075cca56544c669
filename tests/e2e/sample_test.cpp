// The shipped sample: its timelines have the days and facts of gold.tsv, its stories stay apart.
#include "tests/e2e/sample.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace annals {
namespace {

struct GoldRow {
  std::string query;
  std::string day;
  std::string status;
  std::vector<std::vector<std::string>>
      words;  // every group must be found, any of its alternatives will do
};

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, separator);)
    parts.push_back(part);
  return parts;
}

std::vector<GoldRow> read_gold() {
  std::ifstream in(kSamples + "/gold.tsv");
  std::vector<GoldRow> rows;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    const std::vector<std::string> columns = split(line, '\t');
    EXPECT_EQ(columns.size(), 4U) << line;
    GoldRow row{columns[0], columns[1], columns[2], {}};
    for (const std::string& group : split(columns[3], ' '))
      row.words.push_back(split(group, '|'));
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string lower(std::string text) {
  for (char& c : text)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

bool holds(const std::string& text, const GoldRow& row) {
  const std::string folded = lower(text);
  return std::all_of(row.words.begin(), row.words.end(),
                     [&](const std::vector<std::string>& group) {
                       return std::any_of(group.begin(), group.end(), [&](const std::string& word) {
                         return folded.find(lower(word)) != std::string::npos;
                       });
                     });
}

std::string text_of(const v1::Entry& entry) {
  std::string text = entry.headline();
  for (const v1::Report& report : entry.reports())
    text += "\n" + report.evidence().text();
  return text;
}

bool status_fits(const v1::Entry& entry, const GoldRow& row) {
  if (row.status == "-") return true;
  std::string name = v1::Status_Name(entry.status());
  return lower(name.substr(std::string_view("STATUS_").size())) == row.status;
}

bool found(const v1::Timeline& timeline, const GoldRow& row) {
  for (const v1::TimelineDay& day : timeline.days()) {
    if (day.day() != row.day) continue;
    for (const v1::Entry& entry : day.entries()) {
      if (status_fits(entry, row) && holds(text_of(entry), row)) return true;
    }
    if (row.status != "-") continue;
    for (const v1::QuotedSentence& sentence : day.sentences()) {
      if (holds(sentence.text(), row)) return true;
    }
  }
  return false;
}

class Sample : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    directory_ = new TemporaryDirectory;
    engine_ = new Engine(store_of(directory_->path("store"), analyse({kSamples + "/articles"})));
  }
  static void TearDownTestSuite() {
    delete engine_;
    delete directory_;
  }
  static TemporaryDirectory* directory_;
  static Engine* engine_;
};

TemporaryDirectory* Sample::directory_ = nullptr;
Engine* Sample::engine_ = nullptr;

TEST_F(Sample, TimelinesHaveTheGoldDaysAndFacts) {
  std::map<std::string, v1::Timeline> timelines;
  const std::vector<GoldRow> rows = read_gold();
  ASSERT_GE(rows.size(), 25U);
  for (const GoldRow& row : rows) {
    if (!timelines.contains(row.query))
      timelines[row.query] = timeline_of(*engine_, query_of(row.query));
    EXPECT_TRUE(found(timelines[row.query], row))
        << row.query << " " << row.day << ": " << row.words.front().front();
  }
}

TEST_F(Sample, TheBanDueOnThe20thMovedToThe27th) {
  const auto found = engine_->developments(query_of("TikTok"));
  ASSERT_TRUE(found) << found.error().message;
  bool moved = false;
  for (const v1::Development& one : *found) {
    const v1::DueItem& item = one.item();
    if (to_string(day_from_number(item.day_number())) != "2020-09-20" || !item.has_moved_to_day())
      continue;
    EXPECT_EQ(item.outcome(), v1::OUTCOME_MOVED);
    EXPECT_EQ(to_string(day_from_number(item.moved_to_day())), "2020-09-27");
    EXPECT_EQ(one.outcome().event_class(), "postponement");
    moved = true;
  }
  EXPECT_TRUE(moved);
}

TEST_F(Sample, CgtnIsInTensionWithTheOthers) {
  const auto found = engine_->conflicts(query_of("TikTok"), 100);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_TRUE(std::any_of(found->begin(), found->end(), [](const v1::Conflict& one) {
    const std::string both = text_of(one.a()) + text_of(one.b());
    return both.find("CGTN") != std::string::npos;
  }));
}

TEST_F(Sample, NothingComesFromTheNoise) {
  const std::string all = *to_json(timeline_of(*engine_, query_of("")), JsonLayout::kOneLine);
  for (const char* noise :
       {"Lastenräder", "Glasfaser", "Stellenmarkt", "Wochenmarkt", "Ferry", "soups", "Lighthouse",
        "Stadtwerke", "Quantenrechner", "Impressum", "bitknecht", "kabelsalat", "newsletter"}) {
    EXPECT_EQ(all.find(noise), std::string::npos) << noise;
  }
}

TEST_F(Sample, StoriesStayApart) {
  const auto stories = engine_->stories({.members = true});
  ASSERT_TRUE(stories);
  // No story holds articles of two of the three stories; each of the three is mostly in one story.
  const std::map<std::string, std::set<std::string>> themes{
      {"wirecard", {}}, {"arm", {}}, {"tiktok", {}}};
  for (const v1::Story& story : *stories) {
    std::set<std::string> seen;
    for (const std::string& id : story.articles()) {
      const auto record = engine_->article(id);
      ASSERT_TRUE(record);
      const std::string text = lower(record->article().title() + " " + record->article().text());
      seen.insert(text.find("wirecard") != std::string::npos ? "wirecard"
                  : text.find("nvidia") != std::string::npos ? "arm"
                                                             : "tiktok");
    }
    EXPECT_LE(seen.size(), 1U) << story.label();
  }
}

}  // namespace
}  // namespace annals
