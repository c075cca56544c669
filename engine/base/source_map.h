// SourceMap: from byte offsets in a produced text back to byte offsets in the file it came from.
//
// A map is a list of runs in which text and file advance byte by byte. Text between two runs (a
// decoded entity, a joined blank, a transcoded letter) stands for whatever lies between the runs in
// the file. A run of length 0 is an anchor: it ties a place between two bytes of the text to a
// place in the file, so that an entity next to other produced text keeps its own bytes. Thread
// safety: a plain value. Errors: none; a span outside the text maps to the nearest known bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <annals/v1/article.pb.h>
#include <annals/v1/time.pb.h>

#include "engine/base/span.h"

namespace annals {

class SourceMap {
 public:
  struct Run {
    std::uint32_t text = 0;
    std::uint64_t source = 0;
    std::uint32_t length = 0;
  };

  // text[0, length) is source[source, source + length).
  static SourceMap identity(std::uint32_t length, std::uint64_t source = 0);

  // Appends a run; text offsets must not go back. Adjacent runs are joined.
  void add(std::uint32_t text, std::uint64_t source, std::uint32_t length);
  // Ties the place before text byte `text` to a place in the file, unless a run says so already.
  void anchor(std::uint32_t text, std::uint64_t source);
  // The file's bytes behind a span of the text.
  v1::SourceSpan map(Span text) const;
  // Appends the map of a piece of text copied from a text with the map `other`:
  // other's bytes [from.begin, from.end) now stand at `text` of this map's text. `offset` is added
  // to places in the file. `cursor`, when given, remembers where other was read last and makes
  // appending pieces in order cheap; it starts as 0.
  void append(const SourceMap& other, Span from, std::uint32_t text, std::uint64_t offset = 0,
              std::size_t* cursor = nullptr);

  const std::vector<Run>& runs() const { return runs_; }

  void to_proto(v1::SourceMap& out) const;
  static SourceMap from_proto(const v1::SourceMap& in);

 private:
  std::vector<Run> runs_;
};

}  // namespace annals
