#include "engine/store/record_view.h"

#include <array>
#include <limits>

#include <google/protobuf/io/coded_stream.h>

#include <annals/v1/actor.pb.h>
#include <annals/v1/article.pb.h>
#include <annals/v1/record.pb.h>

namespace annals {
namespace {

// Visits the fields of a serialized message, in order: number, the whole field, and the bytes of
// one that is length-delimited. False when the bytes are no message, or the visitor says so.
template <class Visit>
bool for_each_whole_field(std::string_view message, Visit visit) {
  // Wire types: https://protobuf.dev/programming-guides/encoding/
  enum : std::uint32_t { kVarint = 0, kFixed64 = 1, kDelimited = 2, kFixed32 = 5 };
  constexpr std::uint32_t kTypeBits = 3;
  if (message.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) return false;
  google::protobuf::io::CodedInputStream in(reinterpret_cast<const std::uint8_t*>(message.data()),
                                            static_cast<int>(message.size()));
  const auto position = [&] { return static_cast<std::size_t>(in.CurrentPosition()); };
  for (std::size_t begin = 0; const std::uint32_t tag = in.ReadTag(); begin = position()) {
    std::string_view payload;
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
        const std::size_t at = position();
        if (size > message.size() - at || !in.Skip(static_cast<int>(size))) return false;
        payload = message.substr(at, size);
        break;
      }
      default:
        return false;
    }
    const std::string_view whole = message.substr(begin, position() - begin);
    if (!visit(static_cast<int>(tag >> kTypeBits), whole, payload)) return false;
  }
  return position() == message.size();
}

// The same for number and payload alone; what is not length-delimited has an empty one.
template <class Visit>
bool for_each_field(std::string_view message, Visit visit) {
  return for_each_whole_field(message, [&](int number, std::string_view, std::string_view part) {
    return visit(number, part);
  });
}

void append_article(std::string_view fields, std::string& out) {
  constexpr std::uint32_t kTag = (v1::ArticleRecord::kArticleFieldNumber << 3U) | 2U;
  std::array<std::uint8_t, 16> head{};
  std::uint8_t* end = google::protobuf::io::CodedOutputStream::WriteTagToArray(kTag, head.data());
  end = google::protobuf::io::CodedOutputStream::WriteVarint32ToArray(
      static_cast<std::uint32_t>(fields.size()), end);
  out.append(head.begin(), head.begin() + (end - head.data()));
  out.append(fields);
}

template <class Message>
bool parse(std::string_view bytes, Message& out) {
  return out.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

Failure not_a_record() {
  return fail(ErrorCode::kCorrupt, "a stored record is unreadable");
}

}  // namespace

Result<RecordParts> split_record(std::string_view bytes) {
  RecordParts out;
  std::string quoted;
  std::string other;
  const bool whole =
      for_each_whole_field(bytes, [&](int number, std::string_view field, std::string_view part) {
        switch (number) {
          case v1::ArticleRecord::kArticleFieldNumber:
            quoted.clear();
            other.clear();
            if (!for_each_whole_field(
                    part, [&](int inner, std::string_view inner_field, std::string_view) {
                      const bool quotes = inner == v1::Article::kIdFieldNumber ||
                                          inner == v1::Article::kTextFieldNumber ||
                                          inner == v1::Article::kSourceMapFieldNumber;
                      (quotes ? quoted : other).append(inner_field);
                      return true;
                    })) {
              return false;
            }
            append_article(quoted, out.quotes);
            append_article(other, out.rest);
            return true;
          case v1::ArticleRecord::kActorsFieldNumber:
          case v1::ArticleRecord::kEventsFieldNumber:
            out.quotes.append(field);
            return true;
          default:
            out.rest.append(field);
            return true;
        }
      });
  if (!whole) return not_a_record();
  return out;
}

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
