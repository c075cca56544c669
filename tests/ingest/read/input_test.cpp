#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest/read/read_testing.h"

namespace annals {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing_read::read;
using testing_read::Split;

class Input : public testing::Test {
 protected:
  void SetUp() override {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    root_ = fs::path(testing::TempDir()) / (std::string("annals_read_") + info->name());
    fs::remove_all(root_);
    fs::create_directories(root_);
  }
  void TearDown() override { fs::remove_all(root_); }

  std::string write(const std::string& name, const std::string& bytes) {
    const fs::path path = root_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
  }
  std::string path(const std::string& name) const { return (root_ / name).string(); }
  // The files of the records, below the root.
  std::vector<std::string> files(const Split& parts) const {
    std::vector<std::string> out;
    for (const RawRecord& record : parts.records)
      out.push_back(fs::relative(record.file, root_).string());
    return out;
  }

  fs::path root_;
};

TEST_F(Input, AFile) {
  const Split parts = read(write("a.txt", "Ein Satz."));
  EXPECT_THAT(files(parts), ElementsAre("a.txt"));
}

TEST_F(Input, ADirectoryIsReadInOrderWithoutAssets) {
  write("b.txt", "b");
  write("a/z.txt", "z");
  write("a/style.css", "p {}");
  write("a/logo.PNG", "x");
  write(".hidden/x.txt", "x");
  write(".x.txt", "x");
  write("b.txt.meta.json", "{}");
  const Split parts = read(root_.string());
  EXPECT_THAT(files(parts), ElementsAre("a/z.txt", "b.txt"));
  EXPECT_THAT(parts.errors, IsEmpty());
  ReadOptions flat;
  flat.recurse = false;
  EXPECT_THAT(files(read(root_.string(), flat)), ElementsAre("b.txt"));
}

TEST_F(Input, ADirectoryWithoutArticlesIsOneError) {
  write("style.css", "p {}");
  EXPECT_THAT(read(root_.string()).errors,
              ElementsAre(root_.string() +
                          ": no articles in this directory, expected text, HTML, JSON or JSON "
                          "lines"));
}

TEST_F(Input, OneBadFileDoesNotStopTheOthers) {
  write("a.txt", "");
  write("b.txt", "b");
  const Split parts = read(root_.string());
  EXPECT_THAT(files(parts), ElementsAre("b.txt"));
  EXPECT_EQ(parts.errors.size(), 1U);
}

TEST_F(Input, AListNamesInputs) {
  const std::string a = write("a.txt", "a");
  const std::string b = write("b.txt", "b");
  const std::string list = write("list", "# two files\n" + b + "\r\n\n" + a);
  EXPECT_THAT(files(read("@" + list)), ElementsAre("b.txt", "a.txt"));
}

TEST_F(Input, AListThatNamesItselfEnds) {
  const std::string list = write("list", "@" + path("list") + "\n");
  EXPECT_THAT(read("@" + list).errors, ElementsAre(HasSubstr("followed 8 deep only")));
}

TEST_F(Input, AMissingFileIsAnError) {
  EXPECT_THAT(read(path("none.txt")).errors,
              ElementsAre(path("none.txt") + ": cannot open: No such file or directory"));
}

TEST_F(Input, ASidecarGivesFields) {
  write("a.txt.meta.json",
        R"({"date": "2020-09-14", "source": "Hafenblatt", "time_zone": "Europe/Berlin"})");
  const Split parts = read(write("a.txt", "Ein Satz."));
  ASSERT_EQ(parts.records.size(), 1U);
  const Page page = *parse_record(parts.records[0]);
  EXPECT_EQ(testing_read::value(page, "sidecar.published"), "2020-09-14");
  EXPECT_EQ(testing_read::value(page, "sidecar.outlet"), "Hafenblatt");
  EXPECT_EQ(testing_read::value(page, "sidecar.time_zone"), "Europe/Berlin");
}

TEST_F(Input, ABrokenSidecarIsAnError) {
  write("a.txt.meta.json", R"({"date": )");
  const Split parts = read(write("a.txt", "Ein Satz."));
  EXPECT_THAT(parts.records, IsEmpty());
  EXPECT_THAT(parts.errors, ElementsAre(path("a.txt.meta.json") +
                                        ": byte 9: broken JSON, expected more, not the end"));
}

TEST_F(Input, LinksToDirectoriesMakeNoCircles) {
  write("a.txt", "a");
  fs::create_directory_symlink(root_, root_ / "loop");
  EXPECT_THAT(files(read(root_.string())), ElementsAre("a.txt"));
}

TEST_F(Input, JsonLinesOfAnyLengthAreStreamed) {
  // Lines around the size of the read buffer.
  std::string bytes;
  for (std::size_t i = 0; i < 12; ++i)
    bytes += "{\"text\":\"" + std::string(60000 + i * 17771, 'x') + "\"}\n";
  const Split parts = read(write("a.jsonl", bytes));
  ASSERT_EQ(parts.records.size(), 12U);
  std::string back;
  for (const RawRecord& record : parts.records) {
    EXPECT_EQ(record.offset, back.size());
    back += record.bytes + "\n";
  }
  EXPECT_EQ(back, bytes);
}

}  // namespace
}  // namespace annals
