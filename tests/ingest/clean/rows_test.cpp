// What the members of a row have in common.
#include "ingest/clean/rows.h"

#include <gtest/gtest.h>

#include "engine/base/data_files.h"
#include "ingest/clean/knowledge.h"
#include "ingest/read/reader.h"

namespace annals {
namespace {

class Rows : public testing::Test {
 protected:
  void read(const std::string& html) {
    RawRecord record;
    record.format = RecordFormat::kHtml;
    record.file = "page.html";
    record.bytes = html;
    auto parsed = parse_record(record);
    ASSERT_TRUE(parsed) << parsed.error().message;
    page_ = std::move(*parsed);
    static const auto knowledge = CleanKnowledge::load(DataFiles::embedded());
    ASSERT_TRUE(knowledge);
    view_ = view_page(page_, *knowledge);
    rows_ = measure_rows(view_, ElementTree(view_));
  }
  Page page_;
  PageView view_;
  std::vector<RowMeasuresOfBlock> rows_;
};

TEST_F(Rows, TeasersHaveHeadsThatLeadElsewhere) {
  read(
      "<body><p>Northwork has sold its mills.</p>"
      "<p>Coldman buys them.</p>"
      "<ul><li><h3><a href=a>Paula Stein leaves Coldman</a></h3><p>She goes in May.</p></li>"
      "<li><h3><a href=b>Harbour opens again today</a></h3><p>Ships came early.</p></li>"
      "<li><h3>Nothing to see here</h3><p>Move along.</p></li></ul></body>");
  ASSERT_EQ(view_.size(), 8U);
  // What stands in no list is in a row of one, the page.
  EXPECT_FLOAT_EQ(rows_[0][kRowBlocks], 8.0F);
  EXPECT_FLOAT_EQ(rows_[3][kRowHeads], 2.0F / 3);
  EXPECT_EQ(rows_[3][kRowHeads], rows_[7][kRowHeads]);
  EXPECT_GT(rows_[3][kRowMemberHeads], 0.0F);
  EXPECT_EQ(rows_[7][kRowMemberHeads], 0.0F);
  EXPECT_FLOAT_EQ(rows_[3][kRowBlocks], 2.0F);
}

TEST_F(Rows, CommentsNoteWhen) {
  read(
      "<body><p>Northwork has sold its mills.</p>"
      "<div class=c><b>Anna</b><i>2 days ago</i><p>About time too.</p></div>"
      "<div class=c><b>Otto</b><i>3 days ago</i><p>They were old.</p></div></body>");
  const std::size_t last = view_.size() - 1;
  EXPECT_EQ(rows_[last][kRowNotes], 1.0F);
  EXPECT_EQ(rows_[last][kRowHeads], 0.0F);
}

TEST_F(Rows, TellsHowFarTheNextHeadIs) {
  read("<body><p>One.</p><p>Two.</p><p><a href=a>Harbour opens again</a></p><p>Four.</p></body>");
  ASSERT_EQ(view_.size(), 4U);
  EXPECT_LT(rows_[1][kRowToHead], rows_[0][kRowToHead]);
  EXPECT_LT(rows_[3][kRowSinceHead], rows_[1][kRowSinceHead]);
  EXPECT_FLOAT_EQ(rows_[0][kRowHeadsNear], 1.0F / 11);
}

}  // namespace
}  // namespace annals
