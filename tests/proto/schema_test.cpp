// The schema's house rules, checked on the descriptors with their comments: package, enum prefixes,
// zero values, no maps, everything documented.
#include <fstream>
#include <string>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <gtest/gtest.h>

namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorSet;
using google::protobuf::SourceLocation;

class Schema : public testing::Test {
 protected:
  void SetUp() override {
    std::ifstream in(ANNALS_DESCRIPTOR_SET, std::ios::binary);
    ASSERT_TRUE(set_.ParseFromIstream(&in)) << ANNALS_DESCRIPTOR_SET;
    for (const auto& file : set_.file()) {
      const FileDescriptor* const built = pool_.BuildFile(file);
      ASSERT_NE(built, nullptr) << file.name();
      files_.push_back(built);
    }
    ASSERT_GE(files_.size(), 6U);
  }

  FileDescriptorSet set_;
  DescriptorPool pool_;
  std::vector<const FileDescriptor*> files_;
};

template <class Descriptor>
void expect_comment(const Descriptor& descriptor) {
  SourceLocation location;
  const bool found = descriptor.GetSourceLocation(&location);
  EXPECT_TRUE(found && location.leading_comments.find_first_not_of(" \n") != std::string::npos)
      << descriptor.full_name() << " has no comment";
}

// "TimeBasis" -> "TIME_BASIS_"
std::string enum_prefix(const std::string& name) {
  std::string prefix;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z' && !prefix.empty()) prefix += '_';
    prefix += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  }
  return prefix + "_";
}

void check_enum(const EnumDescriptor& descriptor) {
  expect_comment(descriptor);
  const std::string prefix = enum_prefix(descriptor.name());
  EXPECT_EQ(descriptor.value(0)->name(), prefix + "UNSPECIFIED") << descriptor.full_name();
  EXPECT_EQ(descriptor.value(0)->number(), 0) << descriptor.full_name();
  for (int i = 0; i < descriptor.value_count(); ++i) {
    EXPECT_EQ(descriptor.value(i)->name().rfind(prefix, 0), 0U) << descriptor.value(i)->full_name();
    expect_comment(*descriptor.value(i));
  }
}

void check_message(const google::protobuf::Descriptor& descriptor) {
  expect_comment(descriptor);
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor& field = *descriptor.field(i);
    EXPECT_FALSE(field.is_map()) << field.full_name() << ": maps have no order";
    EXPECT_EQ(field.lowercase_name(), field.name()) << field.full_name();
    expect_comment(field);
  }
  for (int i = 0; i < descriptor.nested_type_count(); ++i)
    check_message(*descriptor.nested_type(i));
  for (int i = 0; i < descriptor.enum_type_count(); ++i)
    check_enum(*descriptor.enum_type(i));
}

TEST_F(Schema, PackagesFollowTheFolders) {
  for (const FileDescriptor* file : files_) {
    std::string folder = file->name().substr(0, file->name().rfind('/'));
    for (char& c : folder)
      c = c == '/' ? '.' : c;
    EXPECT_EQ(file->package(), folder) << file->name();
    EXPECT_EQ(file->syntax(), FileDescriptor::SYNTAX_PROTO3) << file->name();
  }
}

TEST_F(Schema, MessagesAndEnumsKeepTheHouseRules) {
  for (const FileDescriptor* file : files_) {
    for (int i = 0; i < file->message_type_count(); ++i)
      check_message(*file->message_type(i));
    for (int i = 0; i < file->enum_type_count(); ++i)
      check_enum(*file->enum_type(i));
  }
}

}  // namespace
