#include "engine/base/data_files.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include <annals/v1/actor.pb.h>

namespace annals {
namespace {

class Directory : public testing::Test {
 protected:
  void SetUp() override {
    path_ = std::filesystem::path(testing::TempDir()) /
            ("annals_data_files_" + std::to_string(::getpid()));
    std::filesystem::create_directories(path_ / "lang" / "xx");
  }
  void TearDown() override { std::filesystem::remove_all(path_); }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name) << text;
  }
  std::filesystem::path path_;
};

TEST_F(Directory, OverridesAndAdds) {
  write("lang/xx/actor.txtpb", "name: \"Oracle\"\nkey: \"oracle\"\n");
  const auto files = DataFiles::from_directory(path_.string());
  ASSERT_TRUE(files);
  v1::Actor actor;
  ASSERT_TRUE(files->read_message("lang/xx/actor.txtpb", actor));
  EXPECT_EQ(actor.name(), "Oracle");
  const auto languages = files->languages();
  EXPECT_NE(std::find(languages.begin(), languages.end(), "xx"), languages.end());
}

TEST_F(Directory, MistakesNameFileLineAndColumn) {
  write("lang/xx/actor.txtpb", "name: \"Oracle\"\nnmae: \"x\"\n");
  const auto files = DataFiles::from_directory(path_.string());
  ASSERT_TRUE(files);
  v1::Actor actor;
  const Status status = files->read_message("lang/xx/actor.txtpb", actor);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::kInvalidInput);
  EXPECT_NE(status.error().message.find("/lang/xx/actor.txtpb:2:5: "), std::string::npos)
      << status.error().message;
  EXPECT_NE(status.error().message.find("nmae"), std::string::npos) << status.error().message;
}

TEST(DataFiles, MissingFileIsNamed) {
  const auto bytes = DataFiles::embedded().read("lang/qq/none.txtpb");
  ASSERT_FALSE(bytes);
  EXPECT_EQ(bytes.error().code, ErrorCode::kNotFound);
  EXPECT_NE(bytes.error().message.find("lang/qq/none.txtpb"), std::string::npos);
}

TEST(DataFiles, MissingDirectoryIsNamed) {
  const auto files = DataFiles::from_directory("/nonexistent/annals");
  ASSERT_FALSE(files);
  EXPECT_NE(files.error().message.find("/nonexistent/annals"), std::string::npos);
}

}  // namespace
}  // namespace annals
