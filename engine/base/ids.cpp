#include "engine/base/ids.h"

#include <charconv>

#include "engine/base/hash.h"

namespace annals {
namespace {

constexpr std::size_t kPrefixSize = 3;
constexpr std::size_t kDigits = 16;

template <class Id>
std::optional<Id> parse(std::string_view text, std::string_view prefix) {
  if (text.size() != kPrefixSize + kDigits || !text.starts_with(prefix)) return std::nullopt;
  const std::string_view digits = text.substr(kPrefixSize);
  std::uint64_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return Id(value);
}

}  // namespace

std::string to_string(EventId id) {
  return "ev-" + hex16(id.value());
}
std::string to_string(ActorId id) {
  return "ac-" + hex16(id.value());
}
std::string to_string(EntryId id) {
  return "en-" + hex16(id.value());
}
std::string to_string(StoryId id) {
  return "st-" + hex16(id.value());
}

std::optional<EventId> parse_event_id(std::string_view text) {
  return parse<EventId>(text, "ev-");
}
std::optional<ActorId> parse_actor_id(std::string_view text) {
  return parse<ActorId>(text, "ac-");
}
std::optional<EntryId> parse_entry_id(std::string_view text) {
  return parse<EntryId>(text, "en-");
}
std::optional<StoryId> parse_story_id(std::string_view text) {
  return parse<StoryId>(text, "st-");
}

ActorId actor_id_of_key(std::string_view key) {
  return ActorId(hash64(key));
}
ArticleKey article_key_of_id(std::string_view article_id) {
  return ArticleKey(hash64(article_id));
}
TermId term_of_stem(std::string_view stem) {
  return TermId(hash32(stem));
}

}  // namespace annals
