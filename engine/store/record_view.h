// The words of a stored record, read in place.
//
// A timeline quotes a sentence and an event or two of an article, a twentieth of its record. A view
// keeps the stored bytes and finds the few fields that a reader is shown by walking over the
// others; only an event that is asked for is parsed. Thread safety: immutable after read(). Errors:
// read() and event() return kCorrupt for bytes that are no record.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <annals/v1/event.pb.h>

#include "engine/base/result.h"
#include "engine/base/source_map.h"

namespace annals {

// A serialized v1::ArticleRecord in two: what a timeline quotes, and the rest. Both are serialized
// v1::ArticleRecords, and both together, one after the other, parse to the whole.
struct RecordParts {
  std::string quotes;  // id, text and source map of the article; actors; events
  std::string rest;
};
// Error kCorrupt for bytes that are no record.
Result<RecordParts> split_record(std::string_view bytes);

class RecordView {
 public:
  // `bytes` is a serialized v1::ArticleRecord or RecordParts::quotes.
  static Result<RecordView> read(std::string bytes);

  std::string_view article_id() const { return slice(article_id_); }
  std::string_view text() const { return slice(text_); }
  const SourceMap& map() const { return map_; }
  // The key of a document-level actor by its id; empty when the record has none such.
  std::string_view actor_key(std::string_view actor_id) const;
  // nullopt when the record has none such.
  Result<std::optional<v1::Event>> event(std::string_view id) const;

 private:
  // Places in bytes_, which stay true when the view is moved.
  struct Slice {
    std::size_t begin = 0;
    std::size_t size = 0;
  };
  std::string_view slice(Slice s) const { return std::string_view(bytes_).substr(s.begin, s.size); }
  Slice place(std::string_view part) const {
    return {static_cast<std::size_t>(part.data() - bytes_.data()), part.size()};
  }
  bool read_article(std::string_view article);

  std::string bytes_;
  Slice article_id_;
  Slice text_;
  SourceMap map_;
  std::vector<std::pair<Slice, Slice>> actors_;  // id, key
  std::vector<std::pair<Slice, Slice>> events_;  // id, whole message
};

}  // namespace annals
