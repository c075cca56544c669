#include "engine/store/text_check.h"

#include <string>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <gtest/gtest.h>

#include "tests/engine/store/generated_records.h"

namespace annals {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Calls visit(message, field) once for each string field that is set somewhere in a message.
template <class Visit>
void for_each_string(Message& message, Visit visit) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) visit(message, *field);
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      for_each_string(*reflection.MutableMessage(&message, field), visit);
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i)
      for_each_string(*reflection.MutableRepeatedMessage(&message, field, i), visit);
  }
}

std::string text_of(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  return field.is_repeated() ? reflection.GetRepeatedString(message, &field, 0)
                             : reflection.GetString(message, &field);
}

void set_text(Message& message, const FieldDescriptor& field, const std::string& text) {
  const Reflection& reflection = *message.GetReflection();
  if (field.is_repeated()) {
    reflection.SetRepeatedString(&message, &field, 0, text);
  } else {
    reflection.SetString(&message, &field, text);
  }
}

bool can_be_read(const std::string& bytes) {
  v1::ArticleRecord record;
  return record.ParseFromString(bytes);
}

TEST(TextCheck, SaysOfEveryFieldWhatReadingTheRecordSays) {
  v1::ArticleRecord record = generated_records(0, 1).front();
  EXPECT_TRUE(record_is_utf8(record.SerializeAsString()));
  int fields = 0;
  for_each_string(record, [&](Message& message, const FieldDescriptor& field) {
    const std::string whole = text_of(message, field);
    set_text(message, field, "caf\xe9");
    EXPECT_FALSE(record_is_utf8(record.SerializeAsString())) << field.full_name();
    set_text(message, field, whole);
    ++fields;
  });
  EXPECT_GT(fields, 20);
  EXPECT_TRUE(record_is_utf8(record.SerializeAsString()));
}

TEST(TextCheck, JudgesBytesAsReadingDoes) {
  const std::vector<std::string> texts = {
      "",
      "plain text of more than eight bytes",
      "Präsident",
      "\xe2\x80\x9eW\xc3\xb6rter\xe2\x80\x9c",
      "\xf0\x9f\x98\x80",
      "\xf4\x8f\xbf\xbf",  // the last code point
      "\xf4\x90\x80\x80",  // one behind it
      "\xef\xbf\xbf",      // no character, but UTF-8
      "\xed\xa0\x80",      // half of a surrogate pair
      "\xc0\xaf",          // overlong
      "\xe0\x80\xaf",      // overlong
      "\x80",              // a letter's rest alone
      "cut off in a letter \xe2\x80",
      "cut off \xc3",
      "eight ascii\xff",
      std::string("a zero\0byte", 11),
  };
  for (const std::string& text : texts) {
    v1::ArticleRecord record;
    record.mutable_article()->set_text(text);
    const std::string bytes = record.SerializeAsString();
    EXPECT_EQ(record_is_utf8(bytes), can_be_read(bytes)) << testing::PrintToString(text);
  }
}

}  // namespace
}  // namespace annals
