#include "ingest/read/json.h"

#include <algorithm>

#include "ingest/read/utf8.h"

namespace annals {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Four hex digits at `i`, or -1.
int hex4(std::string_view text, std::size_t i) {
  if (i + 4 > text.size()) return -1;
  int value = 0;
  for (std::size_t k = i; k < i + 4; ++k) {
    const int digit = hex_value(text[k]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

// The next byte at or behind `i` that ends a run of plain string bytes.
std::size_t skip_plain(std::string_view text, std::size_t i) {
  constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
  constexpr std::uint64_t kHighs = 0x8080808080808080ULL;
  const auto has_zero = [](std::uint64_t word) { return (word - kOnes) & ~word & kHighs; };
  while (i + 8 <= text.size()) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + i, 8);
    const std::uint64_t quote = has_zero(word ^ (kOnes * '"'));
    const std::uint64_t slash = has_zero(word ^ (kOnes * '\\'));
    const std::uint64_t control = (word - kOnes * 0x20) & ~word & kHighs;
    if ((quote | slash | control) != 0) break;
    i += 8;
  }
  while (i < text.size() && text[i] != '"' && text[i] != '\\' &&
         static_cast<unsigned char>(text[i]) >= 0x20)
    ++i;
  return i;
}

class Parser {
 public:
  Parser(std::string_view text, const JsonOptions& options, JsonTree& tree, JsonError& error)
      : text_(text), options_(options), tree_(tree), error_(error) {}

  bool run();

 private:
  struct Open {
    std::uint32_t node = 0;
    std::uint32_t last_child = JsonNode::kNone;
  };

  bool wrong(std::string_view expected) { return wrong_at(at_, expected); }
  bool wrong_at(std::size_t byte, std::string_view expected) {
    error_ = {byte, expected};
    return false;
  }
  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_]))
      ++at_;
  }
  bool here(char c) const { return at_ < text_.size() && text_[at_] == c; }
  bool literal(std::string_view word, JsonType type);
  bool number();
  bool string(Span& raw);
  bool value();
  bool add(JsonType type, Span raw);
  bool key();
  // Behind a value: commas and closing brackets, until the next value or the end.
  bool behind_value(bool& done);
  void close();

  std::string_view text_;
  const JsonOptions& options_;
  JsonTree& tree_;
  JsonError& error_;
  std::size_t at_ = 0;
  std::vector<Open> open_;
  Span key_;
};

bool Parser::literal(std::string_view word, JsonType type) {
  if (text_.substr(at_, word.size()) != word) return wrong("a value");
  const auto begin = static_cast<std::uint32_t>(at_);
  at_ += word.size();
  return add(type, {begin, static_cast<std::uint32_t>(at_)});
}

bool Parser::number() {
  const std::size_t begin = at_;
  const auto digits = [&] {
    const std::size_t first = at_;
    while (at_ < text_.size() && is_digit(text_[at_]))
      ++at_;
    return at_ > first;
  };
  if (here('-')) ++at_;
  if (here('0')) {
    ++at_;
  } else if (!digits()) {
    return wrong("a digit");
  }
  if (here('.')) {
    ++at_;
    if (!digits()) return wrong("a digit");
  }
  if (here('e') || here('E')) {
    ++at_;
    if (here('+') || here('-')) ++at_;
    if (!digits()) return wrong("a digit");
  }
  return add(JsonType::kNumber,
             {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)});
}

bool Parser::string(Span& raw) {
  const std::size_t quote = at_++;
  while (true) {
    at_ = skip_plain(text_, at_);
    if (at_ >= text_.size()) return wrong_at(quote, "a closing quote for this string");
    const char c = text_[at_];
    if (c == '"') break;
    if (c == '\\') {
      if (at_ + 1 >= text_.size()) return wrong_at(quote, "a closing quote for this string");
      const char next = text_[at_ + 1];
      if (next == 'u') {
        if (hex4(text_, at_ + 2) < 0 && !options_.lenient) return wrong("four hex digits");
      } else if (std::string_view("\"\\/bfnrt").find(next) == std::string_view::npos &&
                 !options_.lenient) {
        return wrong("a known escape");
      }
      at_ += 2;
    } else {
      if (!options_.lenient) return wrong("an escape for this control character");
      ++at_;
    }
  }
  raw = {static_cast<std::uint32_t>(quote + 1), static_cast<std::uint32_t>(at_)};
  ++at_;
  return true;
}

bool Parser::add(JsonType type, Span raw) {
  if (tree_.nodes.size() >= options_.max_nodes) return wrong("fewer values");
  const auto index = static_cast<std::uint32_t>(tree_.nodes.size());
  tree_.nodes.push_back({type, raw, key_, JsonNode::kNone, JsonNode::kNone});
  key_ = {};
  if (!open_.empty()) {
    Open& parent = open_.back();
    if (parent.last_child == JsonNode::kNone) {
      tree_.nodes[parent.node].first_child = index;
    } else {
      tree_.nodes[parent.last_child].next = index;
    }
    parent.last_child = index;
  }
  if (type == JsonType::kArray || type == JsonType::kObject) open_.push_back({index});
  return true;
}

bool Parser::key() {
  skip_space();
  if (!here('"')) return wrong("a key in quotes");
  if (!string(key_)) return false;
  skip_space();
  if (!here(':')) return wrong("':'");
  ++at_;
  return true;
}

bool Parser::value() {
  skip_space();
  if (at_ >= text_.size()) return wrong("a value, not the end");
  switch (text_[at_]) {
    case '{':
    case '[': {
      if (open_.size() >= options_.max_depth) return wrong("less nesting");
      const JsonType type = text_[at_] == '{' ? JsonType::kObject : JsonType::kArray;
      const auto begin = static_cast<std::uint32_t>(at_);
      ++at_;
      return add(type, {begin, begin + 1});
    }
    case '"': {
      Span raw;
      return string(raw) && add(JsonType::kString, raw);
    }
    case 't':
      return literal("true", JsonType::kTrue);
    case 'f':
      return literal("false", JsonType::kFalse);
    case 'n':
      return literal("null", JsonType::kNull);
    default:
      if (text_[at_] != '-' && !is_digit(text_[at_])) return wrong("a value");
      return number();
  }
}

void Parser::close() {
  ++at_;
  tree_.nodes[open_.back().node].raw.end = static_cast<std::uint32_t>(at_);
  open_.pop_back();
}

bool Parser::behind_value(bool& done) {
  // A bracket that was just opened may close at once.
  bool fresh = !open_.empty() && open_.back().last_child == JsonNode::kNone;
  while (true) {
    skip_space();
    if (open_.empty()) {
      done = true;
      return true;
    }
    const bool object = tree_.nodes[open_.back().node].type == JsonType::kObject;
    const char closing = object ? '}' : ']';
    if (here(closing)) {
      close();
      fresh = false;
      continue;
    }
    if (!fresh) {
      if (!here(',')) return wrong(object ? "',' or '}'" : "',' or ']'");
      ++at_;
      skip_space();
      if (options_.lenient && here(closing)) {
        close();
        continue;
      }
    }
    return !object || key();
  }
}

bool Parser::run() {
  tree_.text = text_;
  tree_.nodes.clear();
  at_ = options_.begin;
  bool done = false;
  while (!done)
    if (!value() || !behind_value(done)) return false;
  if (options_.lenient) return true;
  skip_space();
  return at_ >= text_.size() || wrong("the end");
}

}  // namespace

const JsonNode* JsonTree::member(const JsonNode& object, std::string_view key) const {
  if (object.type != JsonType::kObject) return nullptr;
  for (const JsonNode* node = child(object); node != nullptr; node = next(*node))
    if (slice(text, node->key) == key) return node;
  return nullptr;
}

std::string JsonTree::string(const JsonNode& node) const {
  std::string out;
  if (node.type == JsonType::kString) {
    unescape_json(text, node.raw, out, nullptr);
  } else if (node.type == JsonType::kNumber) {
    out = slice(text, node.raw);
  }
  return out;
}

bool parse_json(std::string_view text, const JsonOptions& options, JsonTree& tree,
                JsonError& error) {
  return Parser(text, options, tree, error).run();
}

void unescape_json(std::string_view text, Span raw, std::string& out, MapWriter* map) {
  const auto put = [&](std::uint32_t from, std::uint32_t length) {
    if (map != nullptr) map->add(static_cast<std::uint32_t>(out.size()), from, length);
    out.append(text, from, length);
  };
  std::uint32_t i = raw.begin;
  while (i < raw.end) {
    const std::size_t slash = text.substr(0, raw.end).find('\\', i);
    const auto end = slash == std::string_view::npos ? raw.end : static_cast<std::uint32_t>(slash);
    if (end > i) put(i, end - i);
    i = end;
    if (i >= raw.end) break;
    const char c = i + 1 < raw.end ? text[i + 1] : '\\';
    if (c == 'u' && i + 6 <= raw.end && hex4(text, i + 2) >= 0) {
      auto code = static_cast<std::uint32_t>(hex4(text, i + 2));
      std::uint32_t length = 6;
      if (code >= 0xD800 && code < 0xDC00 && i + 12 <= raw.end && text[i + 6] == '\\' &&
          text[i + 7] == 'u') {
        const int low = hex4(text, i + 8);
        if (low >= 0xDC00 && low < 0xE000) {
          code = 0x10000 + ((code - 0xD800) << 10U) + (static_cast<std::uint32_t>(low) - 0xDC00);
          length = 12;
        }
      }
      constexpr std::uint32_t kSoftHyphen = 0xAD;
      if (code != kSoftHyphen) {
        const auto size = static_cast<std::uint32_t>(out.size());
        append_utf8(code, out);
        if (map != nullptr)
          map->produced(size, static_cast<std::uint32_t>(out.size()) - size, {i, i + length});
      }
      i += length;
      continue;
    }
    const auto control = [&](char value) {
      if (map != nullptr) map->produced(static_cast<std::uint32_t>(out.size()), 1, {i, i + 2});
      out += value;
    };
    switch (c) {
      case 'b':
      case 'f':
        control(' ');
        break;
      case 'n':
        control('\n');
        break;
      case 'r':
        control('\r');
        break;
      case 't':
        control('\t');
        break;
      default:
        if (i + 1 < raw.end) control(c);
        break;
    }
    i += 2;
  }
}

std::size_t JsonEnd::find(std::string_view bytes) {
  while (at_ < bytes.size()) {
    if (in_string_) {
      if (escaped_) {
        escaped_ = false;
        ++at_;
        continue;
      }
      const std::size_t end = bytes.find_first_of("\"\\", at_);
      if (end == std::string_view::npos) {
        at_ = bytes.size();
        break;
      }
      escaped_ = bytes[end] == '\\';
      in_string_ = escaped_;
      at_ = end + 1;
      continue;
    }
    const char c = bytes[at_++];
    if (c == '"') {
      in_string_ = true;
    } else if (c == '{' || c == '[') {
      ++depth_;
    } else if (c == '}' || c == ']') {
      if (depth_ > 0) --depth_;
      if (depth_ == 0) return at_;
    }
  }
  return std::string_view::npos;
}

}  // namespace annals
