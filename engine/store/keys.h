// Keys of the store: fixed-width big-endian numbers, so that byte order is meaning.
//
//   revisions, records, digests   article key (8)  revision (16)
//   terms                         term (4)         article key (8)
//   actors                        actor id (8)     article key (8)
//   events                        event id (8)     article key (8)  revision (16)
//   decisions                     article key (8)  article key (8)
//
// Never change a layout: raise kSchemaVersion and write a new column family instead.
// Thread safety: free functions on values. Errors: decode functions return nullopt for any bytes
// that no encode function makes.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/ids.h"

namespace annals {

// Article.revision as a number: 32 hex digits.
struct RevisionHash {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  friend constexpr auto operator<=>(const RevisionHash&, const RevisionHash&) = default;
};
// Exactly 32 lower-case hex digits; nullopt for anything else.
std::optional<RevisionHash> parse_revision(std::string_view hex);
std::string to_string(RevisionHash revision);

struct RevisionKey {
  ArticleKey article;
  RevisionHash revision;
  friend constexpr auto operator<=>(const RevisionKey&, const RevisionKey&) = default;
};
struct TermKey {
  TermId term;
  ArticleKey article;
  friend constexpr auto operator<=>(const TermKey&, const TermKey&) = default;
};
struct ActorKey {
  ActorId actor;
  ArticleKey article;
  friend constexpr auto operator<=>(const ActorKey&, const ActorKey&) = default;
};
struct EventKey {
  EventId event;
  RevisionKey revision;
  friend constexpr auto operator<=>(const EventKey&, const EventKey&) = default;
};

// What a decision is about: a pair of articles, the smaller key first; twice the same for a name.
struct DecisionKey {
  ArticleKey first;
  ArticleKey second;
  friend constexpr auto operator<=>(const DecisionKey&, const DecisionKey&) = default;
};

std::string encode(RevisionKey key);
std::string encode(TermKey key);
std::string encode(ActorKey key);
std::string encode(EventKey key);
std::string encode(DecisionKey key);

// What every key of an article, a term, an actor or an event begins with.
std::string key_prefix(ArticleKey article);
std::string key_prefix(TermId term);
std::string key_prefix(ActorId actor);
std::string key_prefix(EventId event);

std::optional<RevisionKey> decode_revision_key(std::string_view bytes);
std::optional<TermKey> decode_term_key(std::string_view bytes);
std::optional<ActorKey> decode_actor_key(std::string_view bytes);
std::optional<EventKey> decode_event_key(std::string_view bytes);

// Lower-case hex of any bytes, for messages.
std::string to_hex(std::string_view bytes);

}  // namespace annals
