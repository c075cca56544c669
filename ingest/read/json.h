// JSON as simdjson reads it, with the place of each value: what a source map and an exact error
// need. Linear, bounded in depth and values. What careless page templates write is accepted: raw
// control characters in strings, unknown escapes, commas before a closing bracket.
//
// Thread safety: free functions and plain values. Errors: a byte and what was expected there; where
// a string has no end, the quote before which all others come in pairs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/span.h"
#include "ingest/read/decode.h"

namespace annals {

// Other are true, false and null.
enum class JsonType : std::uint8_t { kOther, kNumber, kString, kArray, kObject };

struct JsonNode {
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};
  JsonType type = JsonType::kOther;
  // In the text; of a string without its quotes, escapes not undone; of an object or array its
  // opening bracket.
  Span raw;
  // Of a member of an object, like a string's.
  Span key;
  // Indices of nodes.
  std::uint32_t first_child = kNone;
  std::uint32_t next = kNone;
};

struct JsonOptions {
  // Nothing may stand behind the value.
  bool alone = true;
  // Where the value begins in the text.
  std::uint32_t begin = 0;
  std::size_t max_depth = 256;
  std::size_t max_nodes = 1U << 21U;
};

// The values of an object or array in a text, parents before children, the root first.
struct JsonTree {
  std::string_view text;
  std::vector<JsonNode> nodes;

  const JsonNode& root() const { return nodes.front(); }
  // The first child, the next sibling, or nullptr.
  const JsonNode* child(const JsonNode& node) const { return at(node.first_child); }
  const JsonNode* next(const JsonNode& node) const { return at(node.next); }
  // The member with this key (exactly, as written without escapes), or nullptr.
  const JsonNode* member(const JsonNode& object, std::string_view key) const;
  // A string with its escapes undone; a number as written; else "".
  std::string string(const JsonNode& node) const;

 private:
  const JsonNode* at(std::uint32_t index) const {
    return index == JsonNode::kNone ? nullptr : &nodes[index];
  }
};

// What stands wrong where.
struct JsonError {
  std::size_t byte = 0;
  std::string_view expected;
};
// Fills the tree, which refers to `text`. Or returns false and fills `error`; the tree then holds
// what stands before it.
bool parse_json(std::string_view text, const JsonOptions& options, JsonTree& tree,
                JsonError& error);

// Undoes the escapes of text[raw] into `out`, mapping the bytes to where they stand in `text`. A
// lone surrogate becomes U+FFFD.
void unescape_json(std::string_view text, Span raw, std::string& out, MapWriter* map);

// Finds the end of one value in bytes that arrive piecemeal, by brackets and quotes only.
class JsonEnd {
 public:
  // Looks at more of the same value; `bytes` is the whole value so far. The position behind the
  // value, or npos when it goes on.
  std::size_t find(std::string_view bytes);

 private:
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  bool in_string_ = false;
};

}  // namespace annals
