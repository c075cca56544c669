#include "ingest/read/json_record.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "engine/base/ascii.h"
#include "engine/base/day.h"
#include "ingest/read/json.h"
#include "ingest/read/json_body.h"
#include "ingest/read/text_page.h"
#include "ingest/read/utf8.h"

namespace annals {
namespace {

struct Alias {
  std::string_view key;  // lower-case
  std::string_view canonical;
};

// Of several keys for the same thing the earlier one here counts.
constexpr std::array kAliases = {
    Alias{"id", "id"},
    Alias{"title", "title"},
    Alias{"headline", "title"},
    Alias{"text", "text"},
    Alias{"body", "text"},
    Alias{"content", "text"},
    Alias{"maintext", "text"},
    Alias{"articlebody", "text"},
    Alias{"published", "published"},
    Alias{"date", "published"},
    Alias{"datepublished", "published"},
    Alias{"published_at", "published"},
    Alias{"publishedat", "published"},
    Alias{"date_publish", "published"},
    Alias{"updated", "updated"},
    Alias{"modified", "updated"},
    Alias{"datemodified", "updated"},
    Alias{"date_modify", "updated"},
    Alias{"url", "url"},
    Alias{"language", "language"},
    Alias{"outlet", "outlet"},
    Alias{"source", "outlet"},
    Alias{"publisher", "outlet"},
    Alias{"authors", "authors"},
    Alias{"author", "authors"},
    Alias{"time_zone", "time_zone"},
};

// The index into kAliases, or its size.
std::size_t alias_of(std::string_view key) {
  constexpr std::size_t kLongest = 16;
  if (key.size() > kLongest) return kAliases.size();
  const std::string low = ascii_lower(key);
  const auto* it = std::find_if(kAliases.begin(), kAliases.end(),
                                [&](const Alias& alias) { return alias.key == low; });
  return static_cast<std::size_t>(it - kAliases.begin());
}

// The values of a member: a string, a number, an object's name, or those of a list.
void collect(const JsonTree& tree, const JsonNode& node, std::vector<const JsonNode*>& out) {
  switch (node.type) {
    case JsonType::kString:
    case JsonType::kNumber:
      out.push_back(&node);
      break;
    case JsonType::kObject:
      if (const JsonNode* name = tree.member(node, "name");
          name != nullptr && name->type == JsonType::kString)
        out.push_back(name);
      break;
    case JsonType::kArray:
      for (const JsonNode* item = tree.child(node); item != nullptr; item = tree.next(*item))
        if (item->type != JsonType::kArray) collect(tree, *item, out);
      break;
    default:
      break;
  }
}

// Seconds or milliseconds since 1970 as ISO 8601; other numbers as written.
std::string time_text(std::string_view number) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  constexpr std::int64_t kLeast = 100'000'000;  // 1973: below it stands a year or a day
  constexpr std::int64_t kMillis = 100'000'000'000;
  if (error != std::errc() || value < kLeast) return std::string(number);
  if (end != number.data() + number.size() && *end != '.') return std::string(number);
  if (value >= kMillis) value /= 1000;
  if (value >= kMillis) return std::string(number);
  return to_string(Instant(std::chrono::seconds(value)));
}

struct Members {
  // By index into kAliases: the first member with this key.
  std::array<const JsonNode*, kAliases.size()> nodes{};

  Members(const JsonTree& tree, const JsonNode& object) {
    for (const JsonNode* node = tree.child(object); node != nullptr; node = tree.next(*node)) {
      const std::size_t alias = alias_of(slice(tree.text, node->key));
      if (alias < nodes.size() && nodes.at(alias) == nullptr) nodes.at(alias) = node;
    }
  }

  // The values for a canonical key, of the first alias that has any.
  std::vector<const JsonNode*> values(const JsonTree& tree, std::string_view canonical) const {
    std::vector<const JsonNode*> out;
    for (std::size_t i = 0; i < kAliases.size() && out.empty(); ++i)
      if (kAliases.at(i).canonical == canonical && nodes.at(i) != nullptr)
        collect(tree, *nodes.at(i), out);
    return out;
  }
};

constexpr std::array<std::string_view, 9> kCanonical = {
    "id", "url", "title", "text", "published", "updated", "language", "outlet", "authors"};

// The value of a node under a canonical key.
std::string value_of(const JsonTree& tree, const JsonNode& node, std::string_view canonical) {
  if (node.type == JsonType::kNumber && (canonical == "published" || canonical == "updated"))
    return time_text(slice(tree.text, node.raw));
  return tree.string(node);
}

}  // namespace

Status parse_json_record(std::string_view text, const DecodedText& decoded, std::uint64_t offset,
                         Page& page) {
  MapWriter map(decoded.map, offset);
  const auto where = [&](std::uint32_t byte) {
    const auto size = static_cast<std::uint32_t>(text.size());
    const std::uint32_t begin = std::min(byte, size);
    return byte < size ? map.map({begin, begin + 1}).begin() : map.map({begin, begin}).end();
  };
  JsonTree tree;
  JsonError error;
  if (!parse_json(text, {}, tree, error))
    return fail(ErrorCode::kInvalidInput,
                fmt::format("byte {}: broken JSON, expected {}",
                            where(static_cast<std::uint32_t>(error.byte)), error.expected));
  if (tree.root().type != JsonType::kObject)
    return fail(ErrorCode::kInvalidInput,
                fmt::format("byte {}: expected a JSON object", where(tree.root().raw.begin)));

  const Members members(tree, tree.root());
  for (const std::string_view canonical : kCanonical) {
    for (const JsonNode* node : members.values(tree, canonical)) {
      Field field;
      field.signal = fmt::format("json.{}", canonical);
      field.value = value_of(tree, *node, canonical);
      field.source = map.map(node->raw);
      if (!field.value.empty()) page.fields.push_back(std::move(field));
      if (canonical != "authors") break;
    }
  }

  const auto first_string = [&](std::string_view canonical) -> const JsonNode* {
    for (const JsonNode* node : members.values(tree, canonical))
      if (node->type == JsonType::kString && !node->raw.empty()) return node;
    return nullptr;
  };
  if (const JsonNode* title = first_string("title"); title != nullptr) {
    append_json_text(tree, *title, true, page.text, map);
    add_line_blocks(page.text, 0, page.blocks);
    for (PageBlock& block : page.blocks) {
      block.element = Element::kHeading;
      block.level = 1;
    }
    page.text += "\n\n";
  }
  bool has_text = false;
  const auto begin = static_cast<std::uint32_t>(page.text.size());
  ArticleBody body;
  if (const JsonNode* node = first_string("text"); node != nullptr) {
    const std::size_t blocks = page.blocks.size();
    body = read_json_body(tree, *node, map);
    page.text += body.text;
    for (PageBlock& block : body.blocks) {
      block.span = {block.span.begin + begin, block.span.end + begin};
      page.blocks.push_back(block);
    }
    has_text = page.blocks.size() > blocks;
    if (has_text && blocks > 0) page.blocks[blocks].blank_before += 1;
  }
  page.source_map = map.take();
  page.source_map.append(body.source_map, {0, static_cast<std::uint32_t>(body.text.size())}, begin);
  // An article whose text is given as empty has no words; a record without either key is none.
  const auto given = [&](std::string_view canonical) {
    return std::ranges::any_of(members.values(tree, canonical), [](const JsonNode* node) {
      return node->type == JsonType::kString;
    });
  };
  if (!has_text && page.blocks.empty() && !given("title") && !given("text"))
    return fail(
        ErrorCode::kInvalidInput,
        fmt::format("byte {}: the JSON record holds neither a title (title, headline) nor a "
                    "text (text, body, content, maintext)",
                    where(tree.root().raw.begin)));
  return {};
}

Result<std::vector<Field>> parse_sidecar(std::string_view bytes) {
  std::vector<Field> fields;
  ANNALS_ASSIGN(const DecodedText decoded, decode_text(bytes, false));
  JsonTree tree;
  JsonError error;
  if (!parse_json(decoded.text(bytes), {}, tree, error))
    return fail(ErrorCode::kInvalidInput,
                fmt::format("byte {}: broken JSON, expected {}", error.byte, error.expected));
  if (tree.root().type != JsonType::kObject)
    return fail(ErrorCode::kInvalidInput, "byte 0: expected a JSON object");
  const Members members(tree, tree.root());
  for (const std::string_view canonical : kCanonical) {
    for (const JsonNode* node : members.values(tree, canonical)) {
      const std::string value = value_of(tree, *node, canonical);
      if (!value.empty()) fields.push_back({fmt::format("sidecar.{}", canonical), value, {}});
      if (canonical != "authors") break;
    }
  }
  for (const JsonNode* node : members.values(tree, "time_zone"))
    fields.push_back({"sidecar.time_zone", tree.string(*node), {}});
  return fields;
}

}  // namespace annals
