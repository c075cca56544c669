#include "engine/store/record_view.h"

#include <limits>

#include <google/protobuf/io/coded_stream.h>

#include <annals/v1/actor.pb.h>
#include <annals/v1/article.pb.h>
#include <annals/v1/record.pb.h>

namespace annals {
namespace {

// Visits the length-delimited fields of a serialized message, in order: number and bytes. False
// when the bytes are no message, or the visitor says so.
template <class Visit>
bool for_each_field(std::string_view message, Visit visit) {
  // Wire types: https://protobuf.dev/programming-guides/encoding/
  enum : std::uint32_t { kVarint = 0, kFixed64 = 1, kDelimited = 2, kFixed32 = 5 };
  constexpr std::uint32_t kTypeBits = 3;
  if (message.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) return false;
  google::protobuf::io::CodedInputStream in(reinterpret_cast<const std::uint8_t*>(message.data()),
                                            static_cast<int>(message.size()));
  while (const std::uint32_t tag = in.ReadTag()) {
    switch (tag & ((1U << kTypeBits) - 1)) {
      case kVarint: {
        std::uint64_t ignored = 0;
        if (!in.ReadVarint64(&ignored)) return false;
        break;
      }
      case kFixed64:
        if (!in.Skip(8)) return false;
        break;
      case kFixed32:
        if (!in.Skip(4)) return false;
        break;
      case kDelimited: {
        std::uint32_t size = 0;
        if (!in.ReadVarint32(&size)) return false;
        const auto at = static_cast<std::size_t>(in.CurrentPosition());
        if (size > message.size() - at || !in.Skip(static_cast<int>(size))) return false;
        if (!visit(static_cast<int>(tag >> kTypeBits), message.substr(at, size))) return false;
        break;
      }
      default:
        return false;
    }
  }
  return static_cast<std::size_t>(in.CurrentPosition()) == message.size();
}

template <class Message>
bool parse(std::string_view bytes, Message& out) {
  return out.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

Failure not_a_record() {
  return fail(ErrorCode::kCorrupt, "a stored record is unreadable");
}

}  // namespace

bool RecordView::read_article(std::string_view article) {
  v1::SourceMap map;
  const bool whole = for_each_field(article, [&](int number, std::string_view bytes) {
    switch (number) {
      case v1::Article::kIdFieldNumber:
        article_id_ = place(bytes);
        return true;
      case v1::Article::kTextFieldNumber:
        text_ = place(bytes);
        return true;
      case v1::Article::kSourceMapFieldNumber:
        return parse(bytes, map);
      default:
        return true;
    }
  });
  map_ = SourceMap::from_proto(map);
  return whole;
}

Result<RecordView> RecordView::read(std::string bytes) {
  RecordView out;
  out.bytes_ = std::move(bytes);
  const bool whole = for_each_field(out.bytes_, [&](int number, std::string_view part) {
    if (number == v1::ArticleRecord::kArticleFieldNumber) return out.read_article(part);
    if (number == v1::ArticleRecord::kActorsFieldNumber) {
      std::pair<Slice, Slice>& actor = out.actors_.emplace_back();
      return for_each_field(part, [&](int field, std::string_view value) {
        if (field == v1::Actor::kIdFieldNumber) actor.first = out.place(value);
        if (field == v1::Actor::kKeyFieldNumber) actor.second = out.place(value);
        return true;
      });
    }
    if (number == v1::ArticleRecord::kEventsFieldNumber) {
      std::pair<Slice, Slice>& event = out.events_.emplace_back();
      event.second = out.place(part);
      return for_each_field(part, [&](int field, std::string_view value) {
        if (field == v1::Event::kIdFieldNumber) event.first = out.place(value);
        return true;
      });
    }
    return true;
  });
  if (!whole) return not_a_record();
  return out;
}

std::string_view RecordView::actor_key(std::string_view actor_id) const {
  for (const auto& [id, key] : actors_) {
    if (slice(id) == actor_id) return slice(key);
  }
  return {};
}

Result<std::optional<v1::Event>> RecordView::event(std::string_view id) const {
  for (const auto& [known, bytes] : events_) {
    if (slice(known) != id) continue;
    v1::Event out;
    if (!parse(slice(bytes), out)) return not_a_record();
    return out;
  }
  return std::nullopt;
}

}  // namespace annals
