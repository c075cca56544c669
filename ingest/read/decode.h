// From bytes in any encoding to valid UTF-8, with the way back.
//
// The encoding is, in this order: a byte order mark; UTF-16 without one, by its zero bytes; UTF-8
// when the bytes are valid UTF-8 beyond ASCII, whatever the page claims; what the page declares
// (<meta charset>, XML declaration; labels as in the WHATWG Encoding Standard, so latin1 means
// windows-1252); UTF-8 when most sequences are; ICU's detector, with windows-1252 preferred unless
// another one is clearly better. Invalid sequences become U+FFFD and are noted; stray control
// characters become blanks.
//
// Thread safety: free functions. Errors: kInvalidInput "binary data" with the byte.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/base/source_map.h"

namespace annals {

struct DecodedText {
  // From text to the bytes given.
  SourceMap map;
  // Lower-case name: "utf-8", "windows-1252" …
  std::string encoding;
  std::vector<std::string> notes;

  // The text: a copy, or a view into `bytes` (the same as were decoded) when they are clean UTF-8.
  std::string_view text(std::string_view bytes) const {
    return copied ? std::string_view(copy) : bytes.substr(skip);
  }

  std::string copy;
  bool copied = false;
  std::size_t skip = 0;
};

// `markup`: look for a declared encoding. Error messages give the byte counted from `offset`.
Result<DecodedText> decode_text(std::string_view bytes, bool markup, std::uint64_t offset = 0);

// "utf-16le", "utf-16be", "utf-32le", "utf-32be" by mark or by zero bytes, else "".
std::string_view wide_encoding(std::string_view head);

// The encoding a page declares in its first bytes, lower-case, or "".
std::string declared_encoding(std::string_view head);

// Composes maps: records runs of a new text that were copied from a decoded text. Fast when the
// pieces come roughly in order.
class MapWriter {
 public:
  // `offset` is added to each file position.
  MapWriter(const SourceMap& decoded, std::uint64_t offset) : decoded_(decoded), offset_(offset) {}

  // Bytes [from, from + length) of the decoded text now stand at `text`.
  void add(std::uint32_t text, std::uint32_t from, std::uint32_t length);
  // `length` bytes at `text` were produced from `from` of the decoded text.
  void produced(std::uint32_t text, std::uint32_t length, Span from);
  // The file's bytes behind a span of the decoded text.
  v1::SourceSpan map(Span span) const;
  // A writer of the same text that has written nothing.
  MapWriter fresh() const { return {decoded_, offset_}; }
  // What has been written so far.
  const SourceMap& written() const { return out_; }
  SourceMap take() { return std::move(out_); }

 private:
  const SourceMap& decoded_;
  std::uint64_t offset_;
  std::size_t cursor_ = 0;
  SourceMap out_;
};

}  // namespace annals
