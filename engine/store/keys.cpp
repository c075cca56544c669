#include "engine/store/keys.h"

#include <algorithm>
#include <charconv>
#include <concepts>
#include <cstddef>

#include "engine/base/hash.h"

namespace annals {
namespace {

constexpr std::size_t kHexDigits64 = 16;

template <std::unsigned_integral Number>
void append(std::string& out, Number value) {
  for (std::size_t i = sizeof(Number); i-- > 0;) {
    out.push_back(static_cast<char>(static_cast<unsigned char>(value >> (i * 8U))));
  }
}

// Takes a number off the front; the caller has checked the size.
template <std::unsigned_integral Number>
Number take(std::string_view& bytes) {
  Number value = 0;
  for (std::size_t i = 0; i < sizeof(Number); ++i) {
    value = static_cast<Number>((value << 8U) | static_cast<unsigned char>(bytes[i]));
  }
  bytes.remove_prefix(sizeof(Number));
  return value;
}

RevisionKey take_revision_key(std::string_view& bytes) {
  const ArticleKey article(take<std::uint64_t>(bytes));
  const auto high = take<std::uint64_t>(bytes);
  const auto low = take<std::uint64_t>(bytes);
  return {.article = article, .revision = {.high = high, .low = low}};
}

bool is_lower_hex(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

std::optional<RevisionHash> parse_revision(std::string_view hex) {
  if (hex.size() != 2 * kHexDigits64 || !is_lower_hex(hex)) return std::nullopt;
  RevisionHash out;
  const char* middle = hex.data() + kHexDigits64;
  std::from_chars(hex.data(), middle, out.high, 16);
  std::from_chars(middle, hex.data() + hex.size(), out.low, 16);
  return out;
}

std::string to_string(RevisionHash revision) {
  return hex16(revision.high) + hex16(revision.low);
}

std::string encode(RevisionKey key) {
  std::string out;
  out.reserve(3 * sizeof(std::uint64_t));
  append(out, key.article.value());
  append(out, key.revision.high);
  append(out, key.revision.low);
  return out;
}

std::string encode(TermKey key) {
  std::string out;
  append(out, key.term.value());
  append(out, key.article.value());
  return out;
}

std::string encode(ActorKey key) {
  std::string out;
  append(out, key.actor.value());
  append(out, key.article.value());
  return out;
}

std::string encode(EventKey key) {
  std::string out = key_prefix(key.event);
  out += encode(key.revision);
  return out;
}

std::string encode(DecisionKey key) {
  std::string out = key_prefix(key.first);
  append(out, key.second.value());
  return out;
}

std::string key_prefix(ArticleKey article) {
  std::string out;
  append(out, article.value());
  return out;
}

std::string key_prefix(TermId term) {
  std::string out;
  append(out, term.value());
  return out;
}

std::string key_prefix(ActorId actor) {
  std::string out;
  append(out, actor.value());
  return out;
}

std::string key_prefix(EventId event) {
  std::string out;
  append(out, event.value());
  return out;
}

std::optional<RevisionKey> decode_revision_key(std::string_view bytes) {
  if (bytes.size() != 3 * sizeof(std::uint64_t)) return std::nullopt;
  return take_revision_key(bytes);
}

std::optional<TermKey> decode_term_key(std::string_view bytes) {
  if (bytes.size() != sizeof(std::uint32_t) + sizeof(std::uint64_t)) return std::nullopt;
  const TermId term(take<std::uint32_t>(bytes));
  return TermKey{.term = term, .article = ArticleKey(take<std::uint64_t>(bytes))};
}

std::optional<ActorKey> decode_actor_key(std::string_view bytes) {
  if (bytes.size() != 2 * sizeof(std::uint64_t)) return std::nullopt;
  const ActorId actor(take<std::uint64_t>(bytes));
  return ActorKey{.actor = actor, .article = ArticleKey(take<std::uint64_t>(bytes))};
}

std::optional<EventKey> decode_event_key(std::string_view bytes) {
  if (bytes.size() != 4 * sizeof(std::uint64_t)) return std::nullopt;
  const EventId event(take<std::uint64_t>(bytes));
  return EventKey{.event = event, .revision = take_revision_key(bytes)};
}

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  out.reserve(2 * bytes.size());
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out.push_back(kDigits[byte >> 4U]);
    out.push_back(kDigits[byte & 0xfU]);
  }
  return out;
}

}  // namespace annals
