#include "engine/store/record_view.h"

#include <string>
#include <utility>

#include <gtest/gtest.h>

#include <annals/v1/record.pb.h>

#include "tests/engine/store/generated_records.h"

namespace annals {
namespace {

// A view must say what parsing the whole record says.
TEST(RecordView, SaysWhatTheRecordSays) {
  for (std::uint64_t number = 0; number < 20; ++number) {
    const v1::ArticleRecord record = generated_record(number, 0);
    ASSERT_GT(record.events_size(), 0);
    ASSERT_GT(record.actors_size(), 0);
    const Result<RecordView> view = RecordView::read(record.SerializeAsString());
    ASSERT_TRUE(view) << view.error().message;
    EXPECT_EQ(view->article_id(), record.article().id());
    EXPECT_EQ(view->text(), record.article().text());
    v1::SourceMap map;
    view->map().to_proto(map);
    v1::SourceMap expected;
    SourceMap::from_proto(record.article().source_map()).to_proto(expected);
    EXPECT_EQ(map.SerializeAsString(), expected.SerializeAsString());
    for (const v1::Actor& actor : record.actors())
      EXPECT_EQ(view->actor_key(actor.id()), actor.key());
    for (const v1::Event& event : record.events()) {
      const auto found = view->event(event.id());
      ASSERT_TRUE(found && *found) << event.id();
      EXPECT_EQ((*found)->SerializeAsString(), event.SerializeAsString());
    }
  }
}

TEST(RecordView, WhatIsNotThere) {
  const Result<RecordView> view = RecordView::read(generated_record(1, 0).SerializeAsString());
  ASSERT_TRUE(view);
  EXPECT_EQ(view->actor_key("nobody"), "");
  const auto event = view->event("ev-0000000000000000");
  ASSERT_TRUE(event);
  EXPECT_FALSE(event->has_value());
  const Result<RecordView> empty = RecordView::read("");
  ASSERT_TRUE(empty);
  EXPECT_EQ(empty->text(), "");
}

// A view that was moved reads its own bytes, short ones that lie inside the string too.
TEST(RecordView, Moves) {
  v1::ArticleRecord record;
  record.mutable_article()->set_text("Kurz.");
  Result<RecordView> view = RecordView::read(record.SerializeAsString());
  ASSERT_TRUE(view);
  const RecordView moved = std::move(*view);
  EXPECT_EQ(moved.text(), "Kurz.");
}

TEST(RecordView, BytesThatAreNoRecord) {
  // A group, which no record has; a length beyond the end; an unfinished number.
  for (const char* bytes : {"\x0b", "\x0a\x7f", "\x0a\xff\xff\xff\xff\x0f", "\x08\x80"}) {
    const Result<RecordView> view = RecordView::read(bytes);
    ASSERT_FALSE(view);
    EXPECT_EQ(view.error().code, ErrorCode::kCorrupt);
  }
  // Cut anywhere, it is read or refused, and what it says lies within it.
  const std::string whole = generated_record(2, 0).SerializeAsString();
  for (std::size_t size = 0; size < whole.size(); size += 7) {
    const Result<RecordView> view = RecordView::read(whole.substr(0, size));
    if (view) {
      EXPECT_LE(view->text().size(), size);
    }
  }
}

}  // namespace
}  // namespace annals
