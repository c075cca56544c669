#include "engine/export/message_format.h"

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <annals/v1/record.pb.h>

namespace annals {
namespace {

std::string by_library(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string out;
  EXPECT_TRUE(google::protobuf::util::MessageToJsonString(message, &out, options).ok());
  return out;
}

std::string by_us(const google::protobuf::Message& message) {
  return to_json(message, JsonLayout::kOneLine).value();
}

void append(char32_t code, std::string& out) {
  const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0U | code >> 6U);
    put(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    put(0xE0U | code >> 12U);
    put(0x80U | (code >> 6U & 0x3FU));
    put(0x80U | (code & 0x3FU));
  } else {
    put(0xF0U | code >> 18U);
    put(0x80U | (code >> 12U & 0x3FU));
    put(0x80U | (code >> 6U & 0x3FU));
    put(0x80U | (code & 0x3FU));
  }
}

// Every character as the library writes it.
TEST(Json, WritesEveryCharacterAsTheLibraryDoes) {
  v1::Article article;
  for (char32_t code = 1; code < 0x110000; code += code < 0x10000 ? 1 : 0x101) {
    if (code >= 0xD800 && code < 0xE000) continue;
    std::string text = "a";
    append(code, text);
    text += "ü";
    article.add_notes(text);
  }
  const std::string ours = by_us(article);
  const std::string theirs = by_library(article);
  EXPECT_EQ(ours.size(), theirs.size());
  EXPECT_TRUE(ours == theirs);
}

TEST(Json, WritesFieldsAsTheLibraryDoes) {
  v1::ArticleRecord record;
  EXPECT_EQ(by_us(record), "{}");
  record.set_engine_version("1 \"{\"");
  v1::Article& article = *record.mutable_article();
  article.set_record(2);
  article.set_record_offset(5'000'000'000ULL);
  article.mutable_source_map()->add_source_delta(-5'000'000'000LL);
  article.mutable_source_map()->add_source_delta(7);
  article.add_authors("Paula Stein");
  article.add_authors("");
  article.mutable_published();
  article.mutable_updated()->set_earliest_day(-3);
  article.mutable_updated()->set_basis(v1::TIME_BASIS_BOUND_ONLY);
  for (const double confidence : {0.1, 1.0 / 3, 0.7000000000000001, 1e-7, 123456789012345680.0})
    record.add_events()->set_confidence(confidence);
  record.mutable_events(0)->set_status(static_cast<v1::Status>(999));
  record.add_events();
  record.add_mentions()->mutable_span()->set_end(9);
  EXPECT_EQ(by_us(record), by_library(record));
}

}  // namespace
}  // namespace annals
