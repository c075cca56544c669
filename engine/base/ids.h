// Ids: hashes that name things, each kind its own type, with its printed form.
// Thread safety: plain values. Errors: parse functions return nullopt.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/strong.h"

namespace annals {

// 64-bit hashes of what they name. Printed with a prefix and 16 hex digits: "ev-00ff…".
using EventId = Strong<struct EventIdTag>;
using ActorId = Strong<struct ActorIdTag>;
using EntryId = Strong<struct EntryIdTag>;
using StoryId = Strong<struct StoryIdTag>;
// Hash of Article.id; the key under which the store keeps an article.
using ArticleKey = Strong<struct ArticleKeyTag>;
// 32-bit hash of a stem, as in Sentence.terms.
using TermId = Strong<struct TermIdTag, std::uint32_t>;

std::string to_string(EventId id);  // "ev-…"
std::string to_string(ActorId id);  // "ac-…"
std::string to_string(EntryId id);  // "en-…"
std::string to_string(StoryId id);  // "st-…"

// The inverse of to_string; nullopt for anything else.
std::optional<EventId> parse_event_id(std::string_view text);
std::optional<ActorId> parse_actor_id(std::string_view text);
std::optional<EntryId> parse_entry_id(std::string_view text);
std::optional<StoryId> parse_story_id(std::string_view text);

// The id of an actor key such as "bytedance" or "country:US" (Actor.key).
ActorId actor_id_of_key(std::string_view key);
// The key under which the store keeps the article with this Article.id.
ArticleKey article_key_of_id(std::string_view article_id);
// The term of a stem (already case-folded).
TermId term_of_stem(std::string_view stem);

}  // namespace annals
