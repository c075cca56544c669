#include "ingest/read/json.h"

#include <algorithm>
#include <utility>

#include <simdjson.h>

#include "ingest/read/utf8.h"

namespace annals {
namespace {

namespace ondemand = simdjson::ondemand;

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

// The quote that ends the string whose bytes begin at `i`, or npos.
std::size_t closing_quote(std::string_view text, std::size_t i) {
  for (i = text.find('"', i); i != std::string_view::npos; i = text.find('"', i + 1)) {
    std::size_t slashes = 0;
    while (text[i - 1 - slashes] == '\\')
      ++slashes;
    if (slashes % 2 == 0) break;
  }
  return i;
}

// What simdjson gets to see: the value alone, each byte where it stands in the text, with control
// characters and commas before closing brackets blanked. Where strings or brackets do not match the
// value is cut and closed, so that what stands before is read all the same.
struct Tidy {
  std::string copy;
  // Where the value ends in the text, or is cut because of the error.
  std::size_t end = 0;
  JsonError error;
};

Tidy tidy(std::string_view text, std::size_t max_depth) {
  std::string copy;
  copy.reserve(text.size() + max_depth + simdjson::SIMDJSON_PADDING);
  copy = text;
  const auto control = [](char c) { return static_cast<unsigned char>(c) < ' '; };
  std::replace_if(copy.begin(), copy.end(), control, ' ');
  std::string closing;  // the brackets to come, the next one last
  std::string_view expected;
  std::size_t comma = std::string::npos;
  std::size_t i = 0;
  for (;; ++i) {
    i = std::min(copy.find_first_not_of(' ', i), copy.size());
    const char c = i < copy.size() ? copy[i] : '\0';
    if (c == '{' || c == '[') {
      if (closing.size() < max_depth) {
        closing += c == '{' ? '}' : ']';
      } else {
        expected = "less nesting";
      }
    } else if (closing.empty()) {
      return {{}, 0, {i, "'{' or '['"}};
    } else if (c == '\0') {
      expected = "more, not the end";
    } else if (c == closing.back()) {
      if (comma != std::string::npos) copy[comma] = ' ';
      closing.pop_back();
    } else if (c == '}' || c == ']') {
      expected = c == ']' ? "',' or '}'" : "',' or ']'";
    } else if (c == '"') {
      const std::size_t quote = closing_quote(copy, i + 1);
      if (quote == std::string::npos) {
        expected = "a closing quote for this string";
      } else {
        i = quote;
      }
    }
    if (!expected.empty() || closing.empty()) break;
    comma = c == ',' ? i : std::string::npos;
  }
  const JsonError error = expected.empty() ? JsonError{} : JsonError{i, expected};
  const std::size_t end = expected.empty() ? i + 1 : i;
  copy.resize(end);
  copy.append(closing.rbegin(), closing.rend());
  return {std::move(copy), end, error};
}

// Takes over what simdjson finds: its tokens are views into the copy, so places are exact.
class Walker {
 public:
  Walker(const std::string& copy, const JsonOptions& options, std::vector<JsonNode>& nodes)
      : copy_(copy), options_(options), nodes_(nodes) {}

  // What is wrong where in the copy; nothing is expected where nothing is.
  JsonError run();

 private:
  struct Parent {
    std::uint32_t node = JsonNode::kNone;
    std::uint32_t last_child = JsonNode::kNone;
  };

  // False when something is wrong, as error_ says.
  bool value(ondemand::value value, Span key, Parent& parent);
  bool wrong(std::size_t byte, std::string_view expected) {
    error_ = {byte, expected};
    return false;
  }
  // simdjson stopped at a token between the members of an object or array.
  bool wrong_between(bool object);
  std::size_t offset(const char* at) const { return static_cast<std::size_t>(at - copy_.data()); }
  Span span(std::size_t begin, std::size_t end) const {
    return {options_.begin + static_cast<std::uint32_t>(begin),
            options_.begin + static_cast<std::uint32_t>(end)};
  }

  const std::string& copy_;
  const JsonOptions& options_;
  std::vector<JsonNode>& nodes_;
  JsonError error_;
  ondemand::document document_;
};

bool Walker::wrong_between(bool object) {
  const char* location = nullptr;
  const bool end = document_.current_location().get(location) != simdjson::SUCCESS;
  const std::size_t at = end ? copy_.size() : offset(location);
  if (!object) return wrong(at, "',' or ']'");
  const std::size_t before = copy_.find_last_not_of(' ', at - 1);
  if (copy_[before] == '{' || copy_[before] == ',') return wrong(at, "a key in quotes");
  const bool key = copy_[before] == '"' && nodes_.back().raw.end != options_.begin + before;
  return wrong(at, key ? "':'" : "',' or '}'");
}

bool Walker::value(ondemand::value value, Span key, Parent& parent) {
  std::string_view token = value.raw_json_token();  // goes on to the next one
  token = token.substr(0, token.find_last_not_of(' ') + 1);
  const std::size_t begin = offset(token.data());
  JsonNode node{JsonType::kOther, span(begin, begin + token.size()), key};
  simdjson::error_code error = simdjson::SUCCESS;
  switch (token.front()) {
    case '{':
      node.type = JsonType::kObject;
      break;
    case '[':
      node.type = JsonType::kArray;
      break;
    case '"':
      node.type = JsonType::kString;
      node.raw = span(begin + 1, begin + token.size() - 1);
      error = value.get_raw_json_string().error();
      break;
    case 't':
    case 'f':
      error = value.get_bool().error();
      break;
    case 'n':
      error = value.is_null().error();
      break;
    default:
      node.type = JsonType::kNumber;
      error = value.get_double().error();
  }
  if (error != simdjson::SUCCESS) return wrong(begin, "a value");
  if (nodes_.size() >= options_.max_nodes) return wrong(begin, "fewer values");
  Parent self{static_cast<std::uint32_t>(nodes_.size())};
  if (parent.last_child != JsonNode::kNone) {
    nodes_[parent.last_child].next = self.node;
  } else if (parent.node != JsonNode::kNone) {
    nodes_[parent.node].first_child = self.node;
  }
  parent.last_child = self.node;
  nodes_.push_back(node);

  if (node.type == JsonType::kArray) {
    for (auto item : value.get_array()) {
      ondemand::value child;
      if (item.get(child) != simdjson::SUCCESS) return wrong_between(false);
      if (!this->value(child, {}, self)) return false;
    }
  } else if (node.type == JsonType::kObject) {
    for (auto member : value.get_object()) {
      ondemand::field field;
      if (std::move(member).get(field) != simdjson::SUCCESS) return wrong_between(true);
      // Between the key's closing quote and the value stand a colon and blanks.
      const std::size_t next = offset(field.value().raw_json_token().data());
      const Span name = span(offset(field.key().raw()), copy_.rfind('"', next - 1));
      if (!this->value(field.value(), name, self)) return false;
    }
  }
  return true;
}

JsonError Walker::run() {
  ondemand::parser parser;
  ondemand::value root;
  Parent nobody;
  if (parser.iterate(copy_).get(document_) != simdjson::SUCCESS ||
      document_.get_value().get(root) != simdjson::SUCCESS) {
    wrong(0, "JSON");
  } else {
    value(root, {}, nobody);
  }
  return error_;
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
  tree.text = text;
  tree.nodes.clear();
  text.remove_prefix(options.begin);
  const Tidy value = tidy(text, options.max_depth);
  error = value.error;
  if (!value.copy.empty()) {
    const JsonError found = Walker(value.copy, options, tree.nodes).run();
    // Behind a cut nothing is the text's any more.
    if (!found.expected.empty() && found.byte < value.end) error = found;
  }
  if (error.expected.empty() && options.alone) {
    const std::size_t behind = text.find_first_not_of(" \t\n\r", value.end);
    if (behind != std::string_view::npos) error = {behind, "the end"};
  }
  if (error.expected.empty()) return true;
  error.byte += options.begin;
  return false;
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
      if (code != kSoftHyphen) {
        const auto size = static_cast<std::uint32_t>(out.size());
        append_utf8(code, out);
        if (map != nullptr)
          map->produced(size, static_cast<std::uint32_t>(out.size()) - size, {i, i + length});
      }
      i += length;
      continue;
    }
    if (i + 1 < raw.end) {
      if (map != nullptr) map->produced(static_cast<std::uint32_t>(out.size()), 1, {i, i + 2});
      const std::size_t known = std::string_view("bfnrt").find(c);
      out += known == std::string_view::npos ? c : "  \n\r\t"[known];
    }
    i += 2;
  }
}

std::size_t JsonEnd::find(std::string_view bytes) {
  while (at_ < bytes.size()) {
    if (in_string_) {
      const std::size_t end = closing_quote(bytes, at_);
      in_string_ = end == std::string_view::npos;
      at_ = in_string_ ? bytes.size() : end + 1;
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
