// Where blocks stand in the document's tree.
#include "ingest/clean/elements.h"

#include <gtest/gtest.h>

#include "engine/base/data_files.h"
#include "ingest/clean/knowledge.h"
#include "ingest/read/reader.h"

namespace annals {
namespace {

class Elements : public testing::Test {
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
  }
  // The element around the one that a block stands in.
  std::uint32_t around(std::size_t block) const {
    return page_.nodes[page_.blocks[block].node].parent;
  }
  Page page_;
  PageView view_;
};

constexpr auto kTeasers =
    "<body><h1>Head</h1>"
    "<div class=item><h2>One</h2><p>First text.</p></div>"
    "<div class=item><h2>Two</h2><p>Second <a href=x>text</a> here.</p></div>"
    "<div class=other><h2>Three</h2><p>Third text.</p></div></body>";

TEST_F(Elements, CountsARowOfElementsWithEqualNames) {
  read(kTeasers);
  ASSERT_EQ(view_.size(), 7U);
  const ElementTree tree(view_);
  const auto item_of = [&](std::size_t block) { return tree.element(around(block)); };
  EXPECT_EQ(tree.group(item_of(2).group).count, 2U);
  EXPECT_EQ(item_of(2).index, 0U);
  EXPECT_EQ(item_of(4).index, 1U);
  EXPECT_EQ(item_of(4).group, item_of(2).group);
  EXPECT_EQ(tree.group(item_of(6).group).count, 1U);
}

TEST_F(Elements, SumsWhatAnElementHolds) {
  read(kTeasers);
  const ElementTree tree(view_);
  const ElementSums& item = tree.element(around(4));
  EXPECT_EQ(item.blocks, 2U);
  EXPECT_EQ(item.words, 4.0F);
  EXPECT_EQ(item.sentences, 3.0F);
  EXPECT_GT(item.links, 0.5F);
  EXPECT_LT(item.links, 1.5F);
}

TEST_F(Elements, FindsWhereTwoBlocksMeet) {
  read(kTeasers);
  const ElementTree tree(view_);
  const auto meet = [&](std::size_t a, std::size_t b) {
    return tree.meetings_with(page_.blocks[b].node)[page_.blocks[a].node];
  };
  const auto same = meet(1, 2);
  EXPECT_EQ(same.element, around(2));
  EXPECT_EQ(same.steps, 1U);
  const auto apart = meet(2, 4);
  EXPECT_EQ(tree.element(apart.element).blocks, 7U);
  EXPECT_EQ(apart.steps, 2U);
  EXPECT_EQ(meet(3, 3).steps, 0U);
}

TEST_F(Elements, APageWithoutMarkupHasNone) {
  read("only words");
  ASSERT_EQ(view_.size(), 1U);
  EXPECT_EQ(page_.blocks[0].node, 0U);
  EXPECT_EQ(ElementTree(view_).element(0).blocks, 0U);
}

}  // namespace
}  // namespace annals
