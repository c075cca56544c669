#include "engine/store/record_view.h"

#include <array>

#include <google/protobuf/io/coded_stream.h>

#include <annals/v1/actor.pb.h>
#include <annals/v1/article.pb.h>
#include <annals/v1/record.pb.h>

#include "engine/store/wire.h"

namespace annals {
namespace {

// Visits the fields of a serialized message, in order. False when the bytes are no message, or the
// visitor says so.
template <class Visit>
bool for_each_field(std::string_view message, Visit visit) {
  WireReader reader(message);
  for (WireField field; reader.next(field);) {
    if (!visit(field)) return false;
  }
  return reader.sound();
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
  const bool whole = for_each_field(bytes, [&](const WireField& field) {
    switch (field.number) {
      case v1::ArticleRecord::kArticleFieldNumber:
        quoted.clear();
        other.clear();
        if (!for_each_field(field.payload, [&](const WireField& inner) {
              const bool quotes = inner.number == v1::Article::kIdFieldNumber ||
                                  inner.number == v1::Article::kTextFieldNumber ||
                                  inner.number == v1::Article::kSourceMapFieldNumber;
              (quotes ? quoted : other).append(inner.whole);
              return true;
            })) {
          return false;
        }
        append_article(quoted, out.quotes);
        append_article(other, out.rest);
        return true;
      case v1::ArticleRecord::kActorsFieldNumber:
      case v1::ArticleRecord::kEventsFieldNumber:
        out.quotes.append(field.whole);
        return true;
      default:
        out.rest.append(field.whole);
        return true;
    }
  });
  if (!whole) return not_a_record();
  return out;
}

bool RecordView::read_article(std::string_view article) {
  v1::SourceMap map;
  const bool whole = for_each_field(article, [&](const WireField& field) {
    switch (field.number) {
      case v1::Article::kIdFieldNumber:
        article_id_ = place(field.payload);
        return true;
      case v1::Article::kTextFieldNumber:
        text_ = place(field.payload);
        return true;
      case v1::Article::kSourceMapFieldNumber:
        return parse(field.payload, map);
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
  const bool whole = for_each_field(out.bytes_, [&](const WireField& field) {
    const std::string_view part = field.payload;
    if (field.number == v1::ArticleRecord::kArticleFieldNumber) return out.read_article(part);
    if (field.number == v1::ArticleRecord::kActorsFieldNumber) {
      std::pair<Slice, Slice>& actor = out.actors_.emplace_back();
      return for_each_field(part, [&](const WireField& inner) {
        if (inner.number == v1::Actor::kIdFieldNumber) actor.first = out.place(inner.payload);
        if (inner.number == v1::Actor::kKeyFieldNumber) actor.second = out.place(inner.payload);
        return true;
      });
    }
    if (field.number == v1::ArticleRecord::kEventsFieldNumber) {
      std::pair<Slice, Slice>& event = out.events_.emplace_back();
      event.second = out.place(part);
      // An event that is asked for is parsed; of the others the id is enough, which comes first.
      WireReader reader(part);
      for (WireField inner; reader.next(inner);) {
        if (inner.number != v1::Event::kIdFieldNumber) continue;
        event.first = out.place(inner.payload);
        break;
      }
      return reader.sound();
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
